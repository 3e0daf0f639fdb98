use jiff::civil::Date;

use super::{Courses, PriceList, PriceRow, Validity};

/// The days from one on, cut wherever the rows that count change; at most two cuts a row.
///
/// Rows of one key never share a day, so that on each stretch one row of each key counts at most: to go through all
/// stretches takes no longer than rows times keys, however many validities there are.
struct Periods<'l> {
    // The rows of each unit and number of sessions, by their first day, those that ended before the stretch left out.
    keys: Vec<&'l [PriceRow]>,
    starts: std::vec::IntoIter<Date>,
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
        std::iter::from_fn(move || periods.next())
            .filter(|(_, rows)| !rows.is_empty())
            .map(move |(days, rows)| (days, Courses::of(rows, most, self.currency())))
    }
}

impl<'l> Periods<'l> {
    fn new(rows: &'l [PriceRow], from: Date) -> Self {
        let mut starts = vec![from];
        for row in rows.iter().filter(|row| row.validity.last >= from) {
            starts.extend((row.validity.first > from).then_some(row.validity.first));
            starts.extend(
                row.validity
                    .last
                    .tomorrow()
                    .ok()
                    .filter(|_| row.validity.last < Date::MAX),
            );
        }
        starts.sort_unstable();
        starts.dedup();
        let same_key = |one: &PriceRow, other: &PriceRow| one.key() == other.key();
        Self {
            keys: rows.chunk_by(same_key).collect(),
            starts: starts.into_iter(),
        }
    }

    /// The next stretch and the rows that count on it.
    fn next(&mut self) -> Option<(Validity, Vec<PriceRow>)> {
        let first = self.starts.next()?;
        let next = self.starts.as_slice().first();
        let last = next.and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX);
        let mut counting = Vec::with_capacity(self.keys.len());
        for rows in &mut self.keys {
            while let [row, later @ ..] = rows
                && row.validity.last < first
            {
                *rows = later;
            }
            counting.extend(rows.first().filter(|row| row.validity.first <= first));
        }
        Some((Validity { first, last }, counting))
    }
}
