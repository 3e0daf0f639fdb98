//! Odd prices of the courses of one treatment on one area.

use jiff::civil::Date;

use super::grouped;
use crate::money::Money;
use crate::price_list::{Courses, End, Origin, PriceList, PriceRow, Treatment, Validity};
use crate::tables::Code;
use crate::tables::locate::Findings;

/// The ends at which prices differ.
fn ends(courses: &Courses) -> impl Iterator<Item = End> + use<> {
    [End::Low, End::High]
        .into_iter()
        .take(1 + usize::from(courses.is_range()))
}

/// Looks at the courses of one treatment on one area, stretch by stretch of the days on which the same rows count.
///
/// The same rows often stand side by side on several stretches: what was said of them once is not said again.
pub(super) struct Look<'l, 'f> {
    list: &'l PriceList,
    today: Date,
    findings: &'f mut Findings,
    said: Vec<(Code, Origin, u8)>,
    area: Option<Origin>,
}

/// One stretch.
struct Stretch<'l> {
    treatment: &'l Treatment,
    area: &'l str,
    courses: &'l Courses,
    rows: &'l [PriceRow],
    first: Date,
}

impl<'l, 'f> Look<'l, 'f> {
    pub(super) fn new(list: &'l PriceList, today: Date, findings: &'f mut Findings) -> Self {
        Self {
            list,
            today,
            findings,
            said: Vec::new(),
            area: None,
        }
    }

    /// Looks at one stretch; `rows` are all rows of the treatment on the area.
    pub(super) fn at(&mut self, rows: &[PriceRow], days: Validity, courses: &Courses) {
        let Some(row) = rows.first() else {
            return;
        };
        if self.area.replace(row.origin()) != Some(row.origin()) {
            self.said.clear();
        }
        let stretch = Stretch {
            treatment: self.list.treatment(row.treatment),
            area: &self.list.area(row.area).code,
            courses,
            rows,
            first: days.first,
        };
        self.longer_is_cheaper(&stretch);
        self.packages_above_rate(&stretch);
        self.rising_rates(&stretch);
        self.typical_not_sold(&stretch);
    }

    /// Every longer course that is cheaper than one before it costs less than its neighbour too, or another between
    /// them does: it is enough to look at neighbours.
    fn longer_is_cheaper(&mut self, stretch: &Stretch<'_>) {
        for end in ends(stretch.courses) {
            let mut shorter: Option<(u8, Money)> = None;
            for count in stretch.courses.edges() {
                let Some(cost) = stretch.courses.cost(count, end) else {
                    continue;
                };
                if let Some(shorter) = shorter.filter(|(_, before)| *before > cost) {
                    self.say_longer_is_cheaper(stretch, (shorter, (count, cost)), end);
                }
                shorter = Some((count, cost));
            }
        }
    }

    fn say_longer_is_cheaper(
        &mut self,
        stretch: &Stretch<'_>,
        ((short, dear), (long, cheap)): ((u8, Money), (u8, Money)),
        end: End,
    ) {
        let Some(part) = stretch.courses.parts(long, end).first().copied() else {
            return;
        };
        self.say(stretch, (part.origin, long), column(end), Code::LongerIsCheaper, |on| {
            (
                format!(
                    "{short} sessions cost {}, {long} cost {}{on}",
                    grouped(dear),
                    grouped(cheap)
                ),
                format!("raise the price of {long} sessions, or lower that of {short}; leave it if it is meant"),
            )
        });
    }

    fn packages_above_rate(&mut self, stretch: &Stretch<'_>) {
        for package in stretch.courses.packages() {
            let sessions = package.sessions;
            let dearer = ends(stretch.courses).find_map(|end| {
                let price = package.at(end, self.list.currency())?;
                let (_, rate) = stretch.courses.rate_price(sessions, end)?;
                let at_rate = rate * u32::from(sessions);
                (price > at_rate).then_some((end, price, at_rate))
            });
            let Some((end, price, at_rate)) = dearer else {
                continue;
            };
            self.say(
                stretch,
                (package.origin(), 0),
                column(end),
                Code::PackageAboveRate,
                |on| {
                    (
                        format!(
                            "the package of {sessions} sessions costs {}, at the rate they cost {}{on}",
                            grouped(price),
                            grouped(at_rate)
                        ),
                        format!("write {at_rate} or less, or delete the row: courses are always sold the cheaper way"),
                    )
                },
            );
        }
    }

    fn rising_rates(&mut self, stretch: &Stretch<'_>) {
        let currency = self.list.currency();
        for end in ends(stretch.courses) {
            let mut before: Option<(u8, Money)> = None;
            for rate in stretch.courses.rates() {
                let Some(price) = rate.at(end, currency) else {
                    continue;
                };
                if let Some((fewer, cheaper)) = before.filter(|(_, before)| *before < price) {
                    let from = rate.sessions;
                    self.say(stretch, (rate.origin(), 0), column(end), Code::RateRises, |on| {
                        let (dear, cheap) = (grouped(price), grouped(cheaper));
                        let way_out = if cheaper.minor() == 0 {
                            format!("a session for nothing is seldom meant: write its price from {fewer} sessions on")
                        } else {
                            format!("a rate mostly falls with the number of sessions: write {cheaper} or less, unless it is meant")
                        };
                        (
                            format!("a session costs {dear} from {from} sessions on, but {cheap} from {fewer} on{on}"),
                            way_out,
                        )
                    });
                }
                before = Some((rate.sessions, price));
            }
        }
    }

    /// A count whose rate is told on request is sold, though not by the list.
    fn typical_not_sold(&mut self, stretch: &Stretch<'_>) {
        let treatment = stretch.treatment;
        let (from, to) = (
            treatment.typical_from,
            treatment.typical_to.unwrap_or(treatment.max_sessions),
        );
        let is_sold = |count| stretch.courses.is_sold(count) || stretch.courses.is_on_request(count);
        if (from..=to).any(is_sold) {
            return;
        }
        let Some(row) = stretch.rows.iter().find(|row| row.validity.holds(stretch.first)) else {
            return;
        };
        self.say(stretch, (row.origin(), 0), "sessions", Code::TypicalNotSold, |on| {
            (
                format!(
                    "the usual course has {} sessions, but no such count is sold here{on}",
                    treatment.typical()
                ),
                "add a rate or a package for it, or correct typical_from and typical_to in treatments.csv".into(),
            )
        });
    }

    /// Says it once for a row and a count. `words` get where and since when it is so: ` (meso-fat, abdomen)`.
    fn say(
        &mut self,
        stretch: &Stretch<'_>,
        (row, count): (Origin, u8),
        column: &'static str,
        code: Code,
        words: impl FnOnce(&str) -> (String, String),
    ) {
        if self.said.contains(&(code, row, count)) {
            return;
        }
        self.said.push((code, row, count));
        let today = self.today;
        self.findings.add(row, column, code, || {
            let since = if stretch.first > today {
                format!(", from {} on", stretch.first)
            } else {
                String::new()
            };
            words(&format!(" ({} on {}{since})", stretch.treatment.code, stretch.area))
        });
    }
}

fn column(end: End) -> &'static str {
    match end {
        End::Low => "price",
        End::High => "price_to",
    }
}
