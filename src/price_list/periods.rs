use jiff::civil::Date;

use super::{Courses, PriceList, PriceRow, Validity};

/// The days from one on, cut wherever the rows that count change; at most two cuts a row.
///
/// Rows of one key never share a day, so that on each stretch one row of each key counts at most: to go through all
/// stretches takes no longer than rows times keys, however many validities there are.
struct Periods<'l> {
    rows: &'l [PriceRow],
    // The first days of the stretches to come, the last one first.
    starts: Vec<Date>,
    // The rows of each unit and number of sessions, by their first day, those that ended before the stretch left out.
    // Not needed where there is a single stretch.
    keys: Vec<&'l [PriceRow]>,
}

impl PriceList {
    /// The courses of one treatment on one area (`rows` are all its rows, as [`Prices::pairs`](super::Prices::pairs)
    /// gives them) on each stretch of days on which the same rows count, from a day on. Stretches without a price are
    /// left out.
    pub fn courses_from<'l>(
        &'l self,
        rows: &'l [PriceRow],
        from: Date,
    ) -> impl Iterator<Item = (Validity, Courses)> + 'l {
        let most = rows.first().map_or(0, |row| self.treatment(row.treatment).max_sessions);
        let mut periods = Periods::new(rows, from);
        let courses = std::iter::from_fn(move || {
            let days = periods.next_days()?;
            Some((days, Courses::of(periods.counting(days.first), most, self.currency())))
        });
        courses.filter(|(_, courses)| !courses.is_empty())
    }
}

impl<'l> Periods<'l> {
    fn new(rows: &'l [PriceRow], from: Date) -> Self {
        let mut starts = Vec::new();
        for row in rows.iter().filter(|row| row.validity.last >= from) {
            starts.extend((row.validity.first > from).then_some(row.validity.first));
            if row.validity.last < Date::MAX {
                starts.extend(row.validity.last.tomorrow());
            }
        }
        let same_key = |one: &PriceRow, other: &PriceRow| one.key() == other.key();
        let keys = if starts.is_empty() {
            Vec::new()
        } else {
            rows.chunk_by(same_key).collect()
        };
        starts.push(from);
        starts.sort_unstable_by(|one, other| other.cmp(one));
        starts.dedup();
        Self { rows, starts, keys }
    }

    fn next_days(&mut self) -> Option<Validity> {
        let first = self.starts.pop()?;
        let next = self.starts.last();
        let last = next.and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX);
        Some(Validity { first, last })
    }

    /// The rows that count on a day, which is not before those that were asked for until now.
    fn counting(&mut self, day: Date) -> impl Iterator<Item = PriceRow> {
        for rows in &mut self.keys {
            while let [row, later @ ..] = rows
                && row.validity.last < day
            {
                *rows = later;
            }
        }
        let is_single = self.keys.is_empty();
        let all = self.rows.iter().filter(move |_| is_single);
        let of_keys = self.keys.iter().filter_map(|rows| rows.first());
        all.chain(of_keys).filter(move |row| row.validity.holds(day)).copied()
    }
}
