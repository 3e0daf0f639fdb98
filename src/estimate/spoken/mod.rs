//! What the receptionist reads to the caller: an estimate in two to six sentences.
//!
//! Every word stands in `texts/LANG/spoken.ftl`; here is decided which sentence is said and with which figure. The
//! figures are those of the estimate, but for the price of a session, which is told for one item with one price.

mod compared;
mod figures;

use figures::{offer, per_session, tax};

use super::{Estimate, EstimatedItem, PromoOutcome};
use crate::price_list::{Language, PriceList, Topic};
use crate::texts::{self, Arg, Translation};

/// How long most sentences are together, in bytes.
const USUAL_LENGTH: usize = 1024;

/// The sentences that a receptionist reads to the caller, in the language where there are texts of it, else in English.
pub fn spoken(list: &PriceList, estimate: &Estimate, language: Language) -> String {
    let mut speech = Speech {
        list,
        estimate,
        language,
        words: texts::of(list.clinic().tag(language)),
        out: String::with_capacity(USUAL_LENGTH),
    };
    speech.total();
    per_session(&mut speech);
    speech.extras();
    speech.offers();
    speech.promo_code();
    compared::comparison(&mut speech);
    speech.next();
    speech.out
}

/// What is being said, and to what.
struct Speech<'a> {
    list: &'a PriceList,
    estimate: &'a Estimate,
    language: Language,
    words: &'static Translation,
    out: String,
}

impl Speech<'_> {
    /// Adds a sentence.
    fn say(&mut self, id: &str, args: &[(&'static str, Arg<'_>)]) {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        self.words.write(&mut self.out, id, args);
    }

    fn total(&mut self) {
        let items = self.items();
        let tax = tax(self);
        let args = (("items", Arg::Text(&items)), ("tax", Arg::Text(&tax)));
        let total = self.estimate.total;
        if total.from == total.to {
            self.say("spoken-total", &[args.0, ("total", Arg::Amount(total.from)), args.1]);
        } else {
            let (from, to) = (Arg::Amount(total.from), Arg::Amount(total.to));
            self.say("spoken-total-range", &[args.0, ("from", from), ("to", to), args.1]);
        }
    }

    fn items(&self) -> String {
        let mut items = self.estimate.items.iter().rev();
        let last = items.next().map(|item| self.item(item)).unwrap_or_default();
        items.fold(last, |rest, item| {
            let first = self.item(item);
            self.words.say(
                "spoken-items-more",
                &[("first", Arg::Text(&first)), ("rest", Arg::Text(&rest))],
            )
        })
    }

    fn item(&self, item: &EstimatedItem) -> String {
        let sessions = sessions(self.words, item);
        let (treatment, area) = (self.list.treatment(item.treatment), self.list.area(item.area));
        let treatment = Arg::Name(treatment.name.get(self.language));
        let area = Arg::Name(area.name.get(self.language));
        let args = [
            ("treatment", treatment),
            ("area", area),
            ("sessions", Arg::Text(&sessions)),
        ];
        self.words.say("spoken-item", &args)
    }

    /// The extras that anything is paid for, each named once.
    fn extras(&mut self) {
        let (list, on) = (self.list, self.estimate.on);
        let paid = self.estimate.low.extras.iter().filter(|line| !line.amount.is_zero());
        let mut names: Vec<&str> = Vec::new();
        for line in paid {
            let rows = &list.extra(line.extra).rows;
            let row = rows.iter().find(|row| row.origin == line.origin);
            let row = row.or_else(|| rows.iter().find(|row| row.validity.holds(on)));
            let name = row.map_or("", |row| row.name.get(self.language));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            let names = self.words.list(&names);
            self.say("spoken-extras", &[("names", Arg::Text(&names))]);
        }
    }

    fn offers(&mut self) {
        for item in &self.estimate.items {
            offer(self, item);
        }
    }

    /// A code that took something off needs no word: the total has it.
    fn promo_code(&mut self) {
        let estimate = self.estimate;
        let (Some(code), Some(outcome)) = (&estimate.promo_code, estimate.low.promo_code) else {
            return;
        };
        if outcome != PromoOutcome::Applied {
            let outcome = Arg::Text(outcome.code());
            self.say("spoken-promo", &[("outcome", outcome), ("code", Arg::Name(code))]);
        }
    }

    fn next(&mut self) {
        let facts = self.list.facts();
        let mut told = self.estimate.facts.iter().filter_map(|fact| facts.get(*fact));
        let has_evidence = told.any(|fact| fact.always && fact.topic == Topic::Evidence);
        self.say("spoken-next", &[("evidence", yes_or_no(has_evidence))]);
    }
}

/// The sessions of an item in words: "ten sessions", "three to six sessions", "ten sessions or more".
fn sessions(words: &Translation, item: &EstimatedItem) -> String {
    let from = Arg::Sessions(item.sessions_from.into());
    let to = Arg::Sessions(item.sessions_to.into());
    if item.is_definite() {
        words.sessions(item.sessions_from.into())
    } else if item.open_ended {
        words.say("sessions-open", &[("from", from)])
    } else {
        words.say("sessions-range", &[("from", from), ("to", to)])
    }
}

fn yes_or_no(is: bool) -> Arg<'static> {
    Arg::Text(if is { "yes" } else { "no" })
}
