//! How visits fall: "schedule" of section 4 of the pricing rules.

use super::resolve::Resolved;
use super::{CountRange, Schedule, SpanDays, Visit};
use crate::price_list::{PriceList, Span, TreatmentId};

/// The visits of an item's larger count, and how long the whole course takes.
pub(super) fn schedule(list: &PriceList, item: &Resolved) -> Schedule {
    let visits = (1..=item.to).zip(days(list, item.treatment));
    let visits = visits.map(|(session, day)| Visit {
        session,
        earliest_day: day.from,
        latest_day: day.to,
    });
    Schedule {
        span_days: span(list, item),
        visits: visits.collect(),
    }
}

/// From the earliest last visit of the smaller count to the latest of the larger.
pub(super) fn span(list: &PriceList, item: &Resolved) -> SpanDays {
    let last_visit = |sessions: u8| {
        days(list, item.treatment)
            .nth(usize::from(sessions) - 1)
            .unwrap_or_default()
    };
    CountRange {
        from: last_visit(item.from).from,
        to: last_visit(item.to).to,
    }
}

/// Visits and time of several items together: areas can be treated at the same visit, or one after the other.
pub(super) fn together(list: &PriceList, items: &[&Resolved]) -> (CountRange, SpanDays) {
    let visits = CountRange {
        from: items.iter().map(|item| u32::from(item.from)).max().unwrap_or_default(),
        to: items.iter().map(|item| u32::from(item.to)).sum(),
    };
    let spans = items.iter().map(|item| span(list, item));
    let longest = spans.reduce(|a, b| CountRange {
        from: a.from.max(b.from),
        to: a.to.max(b.to),
    });
    (visits, longest.unwrap_or(CountRange { from: 0, to: 0 }))
}

/// Earliest and latest day of each session; without a schedule there is one session, on day 0.
fn days(list: &PriceList, treatment: TreatmentId) -> impl Iterator<Item = Span> {
    let schedule = list.treatment(treatment).schedule.map(|id| list.schedule(id).days());
    let single = schedule.is_none().then(Span::default);
    schedule.into_iter().flatten().chain(single)
}
