//! The days of visits: those that were kept, else as the price list of the quote lays them down.

use jiff::ToSpan;
use jiff::civil::Date;

use super::kept::{Ends, KeptItem, KeptVisit};
use crate::price_list::{PriceList, Span};

/// The visits of an item's larger number of sessions, as days counted from the first one.
pub(super) struct Course {
    /// From the first visit to the last: of the smaller number of sessions at least, of the larger at most.
    pub(super) span_days: Ends<u32>,
    pub(super) visits: Vec<Visit>,
}

/// A visit between two days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Visit {
    pub(super) session: u8,
    pub(super) earliest: u32,
    pub(super) latest: u32,
}

/// Sessions that follow the one before at the same distance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Gap {
    pub(super) from_session: u8,
    pub(super) to_session: u8,
    pub(super) days: Ends<u32>,
}

impl Course {
    /// The visits of an item; `None` where neither estimate nor list know them.
    pub(super) fn of(item: &KeptItem, list: Option<&PriceList>) -> Option<Self> {
        Self::kept(item).or_else(|| Self::laid_down(item, list?))
    }

    fn kept(item: &KeptItem) -> Option<Self> {
        let schedule = item.schedule.as_ref()?;
        let first = schedule.visits.first()?;
        let visits = schedule.visits.iter().map(|visit| Visit::counted(visit, first));
        Some(Self {
            span_days: schedule.span_days,
            visits: visits.collect::<Option<_>>()?,
        })
    }

    /// The schedule of section 4 of the pricing rules.
    fn laid_down(item: &KeptItem, list: &PriceList) -> Option<Self> {
        let treatment = list.treatment(list.find_treatment(&item.treatment)?);
        let days: Vec<Span> = match treatment.schedule {
            Some(schedule) => list.schedule(schedule).days().collect(),
            None => vec![Span::default()],
        };
        let day = |session: u8| days.get(usize::from(session).checked_sub(1)?).copied();
        let (fewest, most) = (day(item.sessions.from)?, day(item.sessions.to)?);
        let visits = (1..=item.sessions.to).zip(&days).map(|(session, day)| Visit {
            session,
            earliest: day.from,
            latest: day.to,
        });
        Some(Self {
            span_days: Ends {
                from: fewest.from,
                to: most.to,
            },
            visits: visits.collect(),
        })
    }

    /// The distances between visits, those that are the same together.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for pair in self.visits.windows(2) {
            let [before, after] = pair else { continue };
            let days = Ends {
                from: after.earliest.saturating_sub(before.earliest),
                to: after.latest.saturating_sub(before.latest),
            };
            match gaps.last_mut() {
                Some(gap) if gap.days == days => gap.to_session = after.session,
                _ => gaps.push(Gap {
                    from_session: after.session,
                    to_session: after.session,
                    days,
                }),
            }
        }
        gaps
    }
}

impl Visit {
    fn counted(kept: &KeptVisit, first: &KeptVisit) -> Option<Self> {
        let (session, earliest, latest) = match (kept, first) {
            (
                KeptVisit::Dated {
                    session,
                    earliest,
                    latest,
                },
                KeptVisit::Dated { earliest: start, .. },
            ) => (*session, days(*start, *earliest)?, days(*start, *latest)?),
            (
                KeptVisit::Numbered {
                    session,
                    earliest_day,
                    latest_day,
                },
                _,
            ) => (*session, *earliest_day, *latest_day),
            _ => return None,
        };
        Some(Self {
            session,
            earliest,
            latest,
        })
    }

    /// Its earliest and its latest date, where the first visit is on this day; `None` behind the end of the calendar.
    pub(super) fn dates(self, start: Date) -> Option<Ends<Date>> {
        Some(Ends {
            from: day_after(start, self.earliest)?,
            to: day_after(start, self.latest)?,
        })
    }
}

fn days(start: Date, day: Date) -> Option<u32> {
    u32::try_from((day - start).get_days()).ok()
}

/// The day so many days after another.
pub(super) fn day_after(start: Date, days: u32) -> Option<Date> {
    start.checked_add(i64::from(days).days()).ok()
}
