//! Refusals in words: a sentence for a person, and the ways out for a program.
//!
//! Every word stands in `texts/LANG/refusals.ftl`; names are those of the price list in the language asked for.

mod misread;
mod nearest;
mod suggestions;
mod way_out;

pub use misread::misread;
pub use suggestions::{Suggestions, suggestions};

use super::{Place, Reason, Refusal, Request};
use crate::price_list::{AreaId, Language, PriceList, Sessions, TreatmentId};
use crate::texts::{self, Arg, Translation};

/// What was given is shown so far.
const GIVEN_MAX: usize = 60;

/// A refusal as a sentence or two: what is wrong, by name, and the way out.
pub fn refusal(list: &PriceList, refusal: &Refusal, language: Language) -> String {
    let telling = Telling {
        list,
        language,
        words: texts::of(list.clinic().tag(language)),
    };
    let what = telling.what(refusal);
    match telling.way_out(&refusal.reason) {
        Some(way_out) => format!("{what} {way_out}"),
        None => what,
    }
}

/// In which words a refusal is told.
struct Telling<'a> {
    list: &'a PriceList,
    language: Language,
    words: &'static Translation,
}

impl<'a> Telling<'a> {
    fn what(&self, refusal: &Refusal) -> String {
        let say = |id: &str, args: &[(&'static str, Arg<'_>)]| self.words.say(id, args);
        match &refusal.reason {
            Reason::ItemCount { found: 0 } => say("refusal-no-items", &[]),
            Reason::ItemCount { found } => {
                let args = [("found", number(*found)), ("most", number(Request::ITEMS_MAX))];
                say("refusal-too-many-items", &args)
            }
            Reason::UnknownTreatment { given } => {
                say("refusal-unknown-treatment", &[("given", Arg::Name(shown(given)))])
            }
            Reason::UnknownArea { given } => say("refusal-unknown-area", &[("given", Arg::Name(shown(given)))]),
            Reason::UnknownExtra { given } => say("refusal-unknown-extra", &[("given", Arg::Name(shown(given)))]),
            Reason::NotOffered { treatment, area } => {
                say("refusal-not-offered", &[self.treatment(*treatment), self.area(*area)])
            }
            Reason::NoPriceOnDate {
                treatment,
                area,
                nearest,
            } => {
                let nearest = self.words.date(*nearest);
                let args = [
                    self.treatment(*treatment),
                    self.area(*area),
                    ("nearest", Arg::Text(&nearest)),
                ];
                say("refusal-no-price-on-date", &args)
            }
            Reason::DuplicateItem { first } => {
                let item = match refusal.place {
                    Place::Item(item) | Place::Treatment(item) | Place::Area(item) | Place::Sessions(item) => item,
                    Place::Items | Place::Extra(_) | Place::On => *first,
                };
                say(
                    "refusal-duplicate-item",
                    &[("item", number(item + 1)), ("first", number(first + 1))],
                )
            }
            Reason::ExtraNotOffered { extra } => {
                let rows = self.list.extra(*extra).rows.first();
                let name = rows.map_or("", |row| row.name.get(self.language));
                say("refusal-extra-not-offered", &[("extra", Arg::Name(name))])
            }
            Reason::NoTaxRate { tax } => {
                let rate = self.list.tax(*tax).rates.last();
                let name = rate.map_or("", |rate| rate.name.get(self.language));
                say("refusal-no-tax-rate", &[("tax", Arg::Name(name))])
            }
            Reason::InvalidSessions
            | Reason::SessionsOutOfRange { .. }
            | Reason::PriceOnRequest { .. }
            | Reason::SessionsNotSold { .. } => self.what_of_sessions(refusal),
        }
    }

    /// What is wrong with a number of sessions.
    fn what_of_sessions(&self, refusal: &Refusal) -> String {
        let say = |id: &str, args: &[(&'static str, Arg<'_>)]| self.words.say(id, args);
        match &refusal.reason {
            Reason::InvalidSessions => match refusal.place {
                Place::Sessions(item) if item > 0 => say("refusal-invalid-sessions-of", &[("item", number(item + 1))]),
                _ => say("refusal-invalid-sessions", &[]),
            },
            Reason::SessionsOutOfRange { treatment, asked, most } => {
                if is_past_every_number(*asked) {
                    let args = [self.treatment(*treatment), ("most", count(*most))];
                    return say("refusal-sessions-past-every-range", &args);
                }
                let asked = asked.to_string();
                let args = [
                    self.treatment(*treatment),
                    ("most", count(*most)),
                    ("asked", Arg::Name(&asked)),
                ];
                say("refusal-sessions-out-of-range", &args)
            }
            Reason::PriceOnRequest {
                treatment,
                area,
                sessions,
            } => {
                let args = [
                    self.treatment(*treatment),
                    self.area(*area),
                    ("sessions", count(*sessions)),
                ];
                say("refusal-price-on-request", &args)
            }
            Reason::SessionsNotSold {
                treatment, sessions, ..
            } => say(
                "refusal-sessions-not-sold",
                &[self.treatment(*treatment), ("sessions", count(*sessions))],
            ),
            _ => String::new(),
        }
    }

    fn treatment(&self, id: TreatmentId) -> (&'static str, Arg<'a>) {
        ("treatment", Arg::Name(self.list.treatment(id).name.get(self.language)))
    }

    fn area(&self, id: AreaId) -> (&'static str, Arg<'a>) {
        ("area", Arg::Name(self.list.area(id).name.get(self.language)))
    }
}

/// Whether a count stands for one that no number here holds: then it is not what was asked for.
fn is_past_every_number(asked: Sessions) -> bool {
    let (Sessions::Count(most) | Sessions::Range(_, most) | Sessions::OpenEnded(most)) = asked;
    most == u32::MAX
}

/// The beginning of what was given: all of it, if it is no longer than a name may be.
fn shown(given: &str) -> &str {
    given
        .char_indices()
        .nth(GIVEN_MAX)
        .map_or(given, |(end, _)| &given[..end])
}

fn number(count: usize) -> Arg<'static> {
    Arg::Number(u32::try_from(count).unwrap_or(u32::MAX))
}

fn count(sessions: u8) -> Arg<'static> {
    Arg::Number(sessions.into())
}
