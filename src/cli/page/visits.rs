use jiff::ToSpan;
use jiff::civil::Date;

use super::Page;
use super::layout::Style;
use crate::estimate::{EstimatedItem, Schedule, Visit};
use crate::price_list::Gap;
use crate::texts::Arg;

/// How the visits would fall: each of them with a first day, else the gaps between them.
pub(super) fn visits(page: &mut Page<'_>) {
    let items = &page.shown.estimate.items;
    let planned: Vec<(&EstimatedItem, &Schedule)> = items
        .iter()
        .filter_map(|item| Some((item, item.schedule.as_ref()?)))
        .collect();
    if planned.iter().all(|(_, schedule)| schedule.visits.len() < 2) {
        return;
    }
    page.title("page-visits", &[]);
    for (item, schedule) in planned {
        let (name, span) = (page.item_and_sessions(item), span(page, schedule));
        page.sheet.wrapped(Style::Plain, &name, 0);
        page.sheet.wrapped(Style::Plain, &span, 2);
        match page.shown.start {
            Some(start) => dates(page, schedule, start),
            None => gaps(page, item),
        }
    }
}

fn span(page: &Page<'_>, schedule: &Schedule) -> String {
    days(page, schedule.span_days.from, schedule.span_days.to)
}

/// "over 111 to 210 days"
pub(super) fn days(page: &Page<'_>, from: u32, to: u32) -> String {
    if from == to {
        return page.say_text("page-span-days", &[("count", Arg::Number(from))]);
    }
    page.say_text(
        "page-span-days-range",
        &[("from", Arg::Number(from)), ("to", Arg::Number(to))],
    )
}

/// One line for each row of the schedule that the larger count reaches.
fn gaps(page: &mut Page<'_>, item: &EstimatedItem) {
    let list = page.shown.list;
    let Some(schedule) = list.treatment(item.treatment).schedule else {
        return;
    };
    let rows = &list.schedule(schedule).gaps;
    for (at, gap) in rows
        .iter()
        .enumerate()
        .filter(|(_, gap)| gap.from_session <= item.sessions_to)
    {
        let next = rows.get(at + 1).map_or(item.sessions_to, |next| next.from_session - 1);
        let line = self::gap(page, gap, next.min(item.sessions_to));
        page.sheet
            .row(Style::Plain, &format!("  {line}"), "", &gap.origin.to_string());
    }
}

fn gap(page: &Page<'_>, gap: &Gap, last: u8) -> String {
    let (from, to) = (Arg::Number(gap.from_session.into()), Arg::Number(last.into()));
    let which = if gap.from_session == last {
        page.say_text("page-gap-one", &[("from", from)])
    } else {
        page.say_text("page-gap", &[("from", from), ("to", to)])
    };
    let (min, max) = (Arg::Number(gap.days_min.into()), Arg::Number(gap.days_max.into()));
    let after = if gap.days_min == gap.days_max {
        page.say_text("page-gap-days-same", &[("min", min)])
    } else {
        page.say_text("page-gap-days", &[("min", min), ("max", max)])
    };
    format!("{which}: {after}")
}

fn dates(page: &mut Page<'_>, schedule: &Schedule, start: Date) {
    for visit in &schedule.visits {
        if let Some(when) = when(page, visit, start) {
            page.sheet
                .wrapped(Style::Plain, &format!("{}. {when}", visit.session), 2);
        }
    }
}

fn when(page: &Page<'_>, visit: &Visit, start: Date) -> Option<String> {
    let day = |after: u32| start.checked_add(i64::from(after).days()).ok();
    let (earliest, latest) = (day(visit.earliest_day)?, day(visit.latest_day)?);
    let (from, to) = (page.words.date(earliest), page.words.date(latest));
    if earliest == latest {
        return Some(from);
    }
    Some(page.say_text("page-range", &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))]))
}
