//! The visits of a quote as a calendar file (iCalendar, RFC 5545): days that are planned, none of them an appointment.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use icalendar::{Calendar, Class, Component, Event, EventStatus, Property};
use jiff::Timestamp;
use jiff::civil::Date;

use super::kept::{KeptItem, start_of};
use super::names::Names;
use super::opened::{Closed, Opened};
use super::page::Asked;
use super::sheet::Seen;
use super::visits::{Course, Visit, day_after};
use crate::http::reply::{Answer, internal, set, typed};
use crate::http::wire::{FieldError, Problem, kinds};
use crate::http::{App, patient};
use crate::store::State;
use crate::texts::{self, Arg};

/// What every file begins with.
const HEAD: [(&str, &str); 4] = [
    ("VERSION", "2.0"),
    ("PRODID", "-//mesoquote//quote//EN"),
    ("CALSCALE", "GREGORIAN"),
    ("METHOD", "PUBLISH"),
];

/// The calendar file of a quote, for whoever has its token.
pub(super) async fn get_calendar(app: &Arc<App>, token: &str, asked: &Asked, headers: &HeaderMap) -> Answer {
    let opened = Opened::by(app, token).await.map_err(Closed::problem)?;
    let tag = opened.language(asked.language.as_deref(), patient::accepted(headers));
    let start = start(&opened, asked)?;
    let calendar = of(&opened.seen(&tag, Some(start)), start, app.now())?;
    let mut response = patient::kept_by_nobody(typed(calendar.to_string(), "text/calendar; charset=utf-8"));
    name(&mut response, &format!("quote-{}.ics", opened.quote.reference))?;
    Ok(response)
}

/// Under what name an answer is saved.
pub(super) fn name(response: &mut Response<Body>, file: &str) -> Result<(), Box<Problem>> {
    let value = HeaderValue::try_from(format!("attachment; filename=\"{file}\"")).map_err(internal)?;
    set(response, header::CONTENT_DISPOSITION, value);
    Ok(())
}

/// The day of the first visit: as asked for, else as the quote's request had it.
fn start(opened: &Opened, asked: &Asked) -> Result<Date, Box<Problem>> {
    let refused = |kind: &'static kinds::Kind, detail: &str| {
        Err(Box::new(Problem::of(vec![FieldError::new(
            "/start", kind.code, detail,
        )])))
    };
    match asked.start.as_deref().map(str::trim).filter(|start| !start.is_empty()) {
        Some(start) => match start.parse() {
            Ok(start) => Ok(start),
            Err(_) => refused(
                &kinds::INVALID_DATE,
                "A date is written YYYY-MM-DD, such as 2026-12-01.",
            ),
        },
        None => match start_of(&opened.quote) {
            Some(start) => Ok(start),
            None => refused(
                &kinds::MISSING_FIELD,
                "The quote names no day of the first visit: add one to the address, such as ?start=2026-12-01.",
            ),
        },
    }
}

/// The calendar of what is shown, from the day of the first visit on.
///
/// # Errors
/// `state_conflict` where the quote stands no more, `nothing_to_schedule` where its visits are not known.
fn of(seen: &Seen<'_>, start: Date, now: Timestamp) -> Result<Calendar, Box<Problem>> {
    let state = seen.quote.state_on(seen.today);
    if !matches!(state, State::Open | State::Accepted) {
        let detail = format!("The quote is {}: its visits are not to be planned.", state.as_str());
        return Err(Box::new(Problem::new(&kinds::STATE_CONFLICT, detail)));
    }
    let words = texts::of(seen.tag);
    let writing = Writing {
        seen,
        names: Names::new(words, seen.tag, seen.list, seen.kept.on),
        reference: seen.quote.reference.to_string(),
        start,
        stamp: stamp(now),
    };
    let mut calendar = Calendar {
        properties: Property::from_array(HEAD),
        components: Vec::new(),
    };
    let title = writing.names.say("patient-title", &writing.about());
    calendar.append_property(Property::new("NAME", escaped(&title)));
    calendar.append_property(Property::new("X-WR-CALNAME", title));
    for (at, item) in seen.kept.items.iter().enumerate() {
        let course = Course::of(item, seen.list).ok_or_else(nothing)?;
        for visit in &course.visits {
            calendar.push(writing.event(at, item, *visit)?);
        }
    }
    Ok(calendar)
}

/// As a text is written in a property (RFC 5545, 3.3.11): the crate knows which ones are texts, and does not know this one.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace(',', r"\,").replace(';', r"\;")
}

fn nothing() -> Box<Problem> {
    Box::new(Problem::new(
        &kinds::NOTHING_TO_SCHEDULE,
        kinds::NOTHING_TO_SCHEDULE.meaning,
    ))
}

/// `20261123T080000Z`
fn stamp(now: Timestamp) -> String {
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A calendar that is being written.
struct Writing<'a> {
    seen: &'a Seen<'a>,
    names: Names<'a>,
    reference: String,
    start: Date,
    stamp: String,
}

impl Writing<'_> {
    fn about(&self) -> [(&'static str, Arg<'_>); 2] {
        [
            ("clinic", Arg::Name(self.seen.clinic_name())),
            ("reference", Arg::Name(&self.reference)),
        ]
    }

    /// A visit on its earliest day. It is named alike whenever the file is fetched, so that a calendar that has it
    /// moves it instead of doubling it.
    fn event(&self, at: usize, item: &KeptItem, visit: Visit) -> Result<Event, Box<Problem>> {
        let days = visit.dates(self.start).ok_or_else(out_of_calendar)?;
        let quote = self.seen.quote;
        let uid = format!(
            "{}-{}-{}@{}.mesoquote",
            quote.reference,
            at + 1,
            visit.session,
            quote.clinic
        );
        // The end of an all-day event is the day on which it is over.
        let over = day_after(days.from, 1).ok_or_else(out_of_calendar)?;
        let mut event = Event::new();
        event
            .status(EventStatus::Tentative)
            .append_property(Class::Private)
            .add_property("UID", uid.to_lowercase())
            .add_property("DTSTAMP", &self.stamp)
            .append_property(day("DTSTART", days.from))
            .append_property(day("DTEND", over))
            .add_property("TRANSP", "TRANSPARENT");
        event.append_property(self.text("SUMMARY", &self.summary(item, visit)));
        event.append_property(self.text("DESCRIPTION", &self.description(days.from, days.to)));
        Ok(event.done())
    }

    /// A text with its language.
    fn text(&self, name: &str, text: &str) -> Property {
        let mut property = Property::new(name, text);
        property.add_parameter("LANGUAGE", self.seen.tag);
        property.done()
    }

    fn summary(&self, item: &KeptItem, visit: Visit) -> String {
        let name = self.names.item(item);
        if item.sessions.to == 1 {
            return self.names.say("patient-event-one", &[("item", Arg::Text(&name))]);
        }
        let args = [
            ("session", Arg::Number(visit.session.into())),
            ("of", Arg::Number(item.sessions.to.into())),
            ("item", Arg::Text(&name)),
        ];
        self.names.say("patient-event", &args)
    }

    fn description(&self, from: Date, to: Date) -> String {
        let date = |day: Date| self.names.words.date(day);
        let between = (from != to).then(|| {
            let (from, to) = (date(from), date(to));
            let args = [("from", Arg::Text(&from)), ("to", Arg::Text(&to))];
            self.names.say("patient-event-between", &args)
        });
        let plan = self.names.say("patient-event-plan", &[]);
        let about = self.names.say("patient-event-about", &self.about());
        let told = between.into_iter().chain([plan, about]);
        told.collect::<Vec<_>>().join("\n")
    }
}

fn out_of_calendar() -> Box<Problem> {
    let detail = "The visits would fall behind the year 9999.";
    Box::new(Problem::of(vec![FieldError::new(
        "/start",
        kinds::INVALID_DATE.code,
        detail,
    )]))
}

/// A day without a time.
fn day(name: &str, day: Date) -> Property {
    let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
    property.add_parameter("VALUE", "DATE");
    property.done()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_of_the_format_in_a_name_are_escaped() {
        assert_eq!(escaped(r"Skin, Hair; Co \ Dubai"), r"Skin\, Hair\; Co \\ Dubai");
    }
}
