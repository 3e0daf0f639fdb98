use serde::Serialize;

use super::Writing;
use crate::http::patient::kept::{Ends, KeptItem};
use crate::http::patient::visits::{Course, Gap};
use crate::texts::Arg;

/// How the visits of one item would fall.
#[derive(Serialize)]
pub(in crate::http::patient) struct ItemVisits {
    /// Treatment and area.
    pub(in crate::http::patient) item: String,
    /// So many sessions over so many days.
    pub(in crate::http::patient) span: String,
    /// The distances between the visits.
    pub(in crate::http::patient) gaps: Vec<String>,
    /// The first and the last day, where the day of the first visit is known.
    pub(in crate::http::patient) dates: Option<String>,
}

impl Writing<'_> {
    pub(super) fn visits(&self, item: &KeptItem) -> Option<ItemVisits> {
        let course = Course::of(item, self.names.list())?;
        Some(ItemVisits {
            item: self.names.item(item),
            span: self.span(item, &course),
            gaps: course.gaps().iter().map(|gap| self.gap(gap)).collect(),
            dates: self.dates(&course),
        })
    }

    fn span(&self, item: &KeptItem, course: &Course) -> String {
        if course.visits.len() < 2 {
            return self.say("patient-visits-one", &[]);
        }
        let (sessions, span) = (self.sessions_of(item), self.days(course.span_days));
        let args = [("sessions", Arg::Text(&sessions)), ("span", Arg::Text(&span))];
        self.say("patient-visits-span", &args)
    }

    /// "over 111 to 210 days"
    pub(super) fn days(&self, days: Ends<u32>) -> String {
        if days.from == days.to {
            return self.say("page-span-days", &[("count", Arg::Number(days.from))]);
        }
        let (from, to) = (Arg::Number(days.from), Arg::Number(days.to));
        self.say("page-span-days-range", &[("from", from), ("to", to)])
    }

    fn gap(&self, gap: &Gap) -> String {
        let (from, to) = (Arg::Number(gap.from_session.into()), Arg::Number(gap.to_session.into()));
        let which = if gap.from_session == gap.to_session {
            self.say("page-gap-one", &[("from", from)])
        } else {
            self.say("page-gap", &[("from", from), ("to", to)])
        };
        let (min, max) = (Arg::Number(gap.days.from), Arg::Number(gap.days.to));
        let after = if gap.days.from == gap.days.to {
            self.say("page-gap-days-same", &[("min", min)])
        } else {
            self.say("page-gap-days", &[("min", min), ("max", max)])
        };
        self.say(
            "patient-named",
            &[("name", Arg::Text(&which)), ("text", Arg::Text(&after))],
        )
    }

    fn dates(&self, course: &Course) -> Option<String> {
        let start = self.seen.start?;
        let date = |day| self.names.words.date(day);
        let first = self.say("patient-visits-first", &[("date", Arg::Text(&date(start)))]);
        let last = *course.visits.last()?;
        if last.session == 1 {
            return Some(first);
        }
        let (earliest, latest) = (
            crate::http::patient::visits::day_after(start, course.span_days.from)?,
            last.dates(start)?.to,
        );
        let (earliest, latest) = (date(earliest), date(latest));
        let last = self.say(
            "patient-visits-last",
            &[("from", Arg::Text(&earliest)), ("to", Arg::Text(&latest))],
        );
        Some(format!("{first} {last}"))
    }
}
