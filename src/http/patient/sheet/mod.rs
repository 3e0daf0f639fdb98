//! All that a quote says to its patient, as texts in one language: what page and PDF are made from, so that no figure
//! can stand in one and differ in the other.
//!
//! It holds no personal data: neither name nor telephone number, e-mail or note of the quote is read here.

mod beside;
mod facts;
mod price;
mod standing;
mod visits;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::figures::Figures;
use super::kept::{Kept, KeptItem};
use super::names::Names;
use crate::price_list::{self, PriceList};
use crate::store::{Quote, State};
use crate::texts::{self, Arg};

pub(super) use beside::Beside;
pub(super) use facts::{Fact, Topic};
pub(super) use price::Price;
pub(super) use standing::Standing;
pub(super) use visits::ItemVisits;

/// A quote as it is shown, and to whom.
pub(super) struct Seen<'a> {
    pub(super) quote: &'a Quote,
    pub(super) kept: &'a Kept,
    /// The price list that the quote was made with, where it can be had.
    pub(super) list: Option<&'a PriceList>,
    /// The clinic as it is today: its telephone numbers may be others by now.
    pub(super) clinic: Option<&'a price_list::Clinic>,
    pub(super) today: Date,
    /// The language of the page.
    pub(super) tag: &'a str,
    /// The day of the first visit, where it is known.
    pub(super) start: Option<Date>,
    /// The token of the quote that took this one's place.
    pub(super) newer: Option<&'a str>,
}

/// The words that stand on page and PDF whatever the quote says: under which name, and by which message.
const WORDS: &[(&str, &str)] = &[
    ("languages", "patient-languages"),
    ("quote", "patient-quote"),
    ("from", "patient-from"),
    ("to", "patient-to"),
    ("costs", "patient-costs"),
    ("newer", "patient-newer"),
    ("visits", "patient-visits"),
    ("calendar", "patient-calendar"),
    ("first_visit", "patient-first-visit"),
    ("evidence", "patient-evidence"),
    ("good_to_know", "patient-good-to-know"),
    ("sources", "patient-sources"),
    ("next", "patient-not-by-doctor"),
    ("plans", "patient-plans"),
    ("questions", "patient-questions"),
    ("pdf", "patient-pdf"),
    ("print", "patient-print"),
    ("private", "patient-private"),
];

/// A quote in one language, ready to be laid out.
#[derive(Serialize)]
pub(super) struct Sheet {
    /// The BCP 47 tag.
    pub(super) language: String,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
    pub(super) languages: Vec<Tongue>,
    words: BTreeMap<&'static str, String>,
    pub(super) title: String,
    pub(super) clinic: String,
    pub(super) reference: String,
    pub(super) standing: Standing,
    /// Words and values beside the total: date, validity, price list, who made it.
    pub(super) particulars: Vec<[String; 2]>,
    /// Each item with its sessions.
    pub(super) items: Vec<String>,
    pub(super) price: Price,
    pub(super) visits: Vec<ItemVisits>,
    /// The day of the first visit, `YYYY-MM-DD`.
    pub(super) start: Option<String>,
    pub(super) included: Topic,
    pub(super) not_included: Topic,
    pub(super) evidence: Vec<Fact>,
    pub(super) care: Vec<Topic>,
    /// Who says what stands among the facts, in the order of their numbers from 1.
    pub(super) sources: Vec<String>,
    pub(super) comparison: Option<Beside>,
    /// Each with its payments.
    pub(super) plans: Vec<[String; 2]>,
    pub(super) phone: Option<Contact>,
    pub(super) whatsapp: Option<Contact>,
}

/// A language in which the page can be had.
#[derive(Serialize)]
pub(super) struct Tongue {
    pub(super) tag: String,
    pub(super) name: String,
    pub(super) is_current: bool,
}

/// A way to reach the clinic.
#[derive(Serialize)]
pub(super) struct Contact {
    pub(super) text: String,
    /// The number, as it is shown.
    pub(super) number: String,
    pub(super) href: String,
}

impl Sheet {
    /// A word that stands on every page.
    pub(super) fn word(&self, name: &str) -> &str {
        self.words.get(name).map_or("", String::as_str)
    }
}

/// A sheet that is being written.
struct Writing<'a> {
    seen: &'a Seen<'a>,
    kept: &'a Kept,
    names: Names<'a>,
    figures: Figures<'a>,
}

impl Seen<'_> {
    /// Writes it down.
    pub(super) fn sheet(&self) -> Sheet {
        let words = texts::of(self.tag);
        let writing = Writing {
            seen: self,
            kept: self.kept,
            names: Names::new(words, self.tag, self.list, self.kept.on),
            figures: Figures::new(words, &self.kept.currency),
        };
        writing.sheet()
    }

    /// What the clinic is called.
    pub(super) fn clinic_name(&self) -> &str {
        let of_list = self.list.map(PriceList::clinic);
        of_list
            .or(self.clinic)
            .map_or(&self.quote.clinic, |clinic| &clinic.name)
    }

    /// The day of a moment at the clinic.
    pub(super) fn day(&self, moment: Timestamp) -> Date {
        let clinic = self.clinic.or(self.list.map(PriceList::clinic));
        let zone = clinic.map_or(TimeZone::UTC, |clinic| clinic.time_zone.clone());
        zone.to_datetime(moment).date()
    }
}

impl Writing<'_> {
    fn sheet(&self) -> Sheet {
        let words = self.names.words;
        let mut facts = facts::Facts::default();
        let (included, not_included) = (facts.included(self), facts.not_included(self));
        let (evidence, care) = (facts.evidence(self), facts.care(self));
        Sheet {
            language: self.seen.tag.to_owned(),
            direction: if words.is_right_to_left() { "rtl" } else { "ltr" },
            languages: self.languages(),
            words: WORDS.iter().map(|(name, id)| (*name, words.say(id, &[]))).collect(),
            title: self.title(),
            clinic: self.seen.clinic_name().to_owned(),
            reference: self.seen.quote.reference.to_string(),
            standing: self.standing(),
            particulars: self.particulars(),
            items: self
                .kept
                .items
                .iter()
                .map(|item| self.item_and_sessions(item))
                .collect(),
            price: self.price(),
            visits: self.kept.items.iter().filter_map(|item| self.visits(item)).collect(),
            start: self.seen.start.map(|start| start.to_string()),
            comparison: self.comparison(),
            included,
            not_included,
            evidence,
            care,
            sources: facts.sources,
            plans: self.plans(),
            phone: self.phone(),
            whatsapp: self.whatsapp(),
        }
    }

    fn say(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.names.say(id, args)
    }

    fn title(&self) -> String {
        let reference = self.seen.quote.reference.to_string();
        let args = [
            ("reference", Arg::Name(&reference)),
            ("clinic", Arg::Name(self.seen.clinic_name())),
        ];
        self.say("patient-title", &args)
    }

    fn languages(&self) -> Vec<Tongue> {
        let of_list = self.names.list().map(|list| &*list.clinic().languages);
        let tags = of_list.unwrap_or(std::slice::from_ref(&self.kept.language));
        let tongue = |tag: &String| Tongue {
            tag: tag.clone(),
            name: texts::of(tag).say("patient-language", &[]),
            is_current: tag == self.seen.tag,
        };
        tags.iter().map(tongue).collect()
    }

    fn particulars(&self) -> Vec<[String; 2]> {
        let quote = self.seen.quote;
        let made_on = self.seen.day(quote.created_at);
        let date = |day: Date| self.names.words.date(day);
        let prices_of = (made_on != self.kept.on).then(|| ("patient-prices-of", date(self.kept.on)));
        // What was taken or has ended stands no day longer.
        let is_offered = matches!(quote.state_on(self.seen.today), State::Open | State::Expired);
        let rows = [
            Some(("patient-date", date(made_on))),
            prices_of,
            is_offered.then(|| ("patient-valid-until", date(quote.valid_until))),
            Some(("patient-made-by", self.made_by())),
            Some(("patient-price-list", quote.price_list.clone())),
        ];
        let rows = rows.into_iter().flatten();
        rows.map(|(id, value)| [self.say(id, &[]), value]).collect()
    }

    fn made_by(&self) -> String {
        match self.seen.quote.created_by.as_str() {
            crate::http::access::NAMELESS => self.say("patient-by-staff", &[]),
            crate::http::access::VISITOR => self.say("patient-by-website", &[]),
            name => name.to_owned(),
        }
    }

    fn plans(&self) -> Vec<[String; 2]> {
        let plans = self.kept.plans.iter();
        plans
            .map(|plan| [self.names.plan(&plan.plan, &plan.name), self.payments(&plan.payments)])
            .collect()
    }

    fn phone(&self) -> Option<Contact> {
        let number = self.seen.clinic?.phone.as_deref()?;
        let dialled = number.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        Some(Contact {
            text: self.say("patient-call", &[("number", Arg::Name(number))]),
            number: number.to_owned(),
            href: format!("tel:{}", dialled.collect::<String>()),
        })
    }

    /// The address opens a chat that names the quote, and nothing of what is in it.
    fn whatsapp(&self) -> Option<Contact> {
        let number = self.seen.clinic?.whatsapp.as_deref()?;
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let reference = self.seen.quote.reference.to_string();
        let text = self.say("patient-whatsapp-text", &[("reference", Arg::Text(&reference))]);
        let text = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
        Some(Contact {
            text: self.say("patient-whatsapp", &[]),
            number: number.to_owned(),
            href: format!("https://wa.me/{digits}?text={text}"),
        })
    }

    /// `10 sessions`
    fn sessions(&self, count: u8) -> String {
        self.say("page-sessions", &[("count", Arg::Number(count.into()))])
    }

    fn sessions_of(&self, item: &KeptItem) -> String {
        let sessions = item.sessions;
        let id = match (item.is_definite(), sessions.open_ended) {
            (true, _) => return self.sessions(sessions.from),
            (false, true) => "page-sessions-open",
            (false, false) => "page-sessions-range",
        };
        let (from, to) = (Arg::Number(sessions.from.into()), Arg::Number(sessions.to.into()));
        self.say(id, &[("from", from), ("to", to)])
    }

    fn item_and_sessions(&self, item: &KeptItem) -> String {
        let (name, sessions) = (self.names.item(item), self.sessions_of(item));
        let args = [("item", Arg::Text(&name)), ("sessions", Arg::Text(&sessions))];
        self.say("page-course", &args)
    }
}
