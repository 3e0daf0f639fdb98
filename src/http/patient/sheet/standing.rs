use serde::Serialize;

use super::Writing;
use crate::store::{Did, State};
use crate::texts::Arg;

/// Whether a quote still stands.
#[derive(Serialize)]
pub(in crate::http::patient) struct Standing {
    /// `open`, `accepted`, `declined`, `withdrawn`, `superseded` or `expired`.
    pub(in crate::http::patient) state: &'static str,
    /// The state in one word.
    pub(in crate::http::patient) tag: String,
    /// The state in a sentence, with its day.
    pub(in crate::http::patient) told: String,
    /// What was agreed on, where a range was accepted.
    pub(in crate::http::patient) agreed: Option<String>,
    /// The page of the quote that took this one's place, relative to this one's.
    pub(in crate::http::patient) newer: Option<String>,
}

impl Standing {
    /// Whether its prices can be counted on.
    pub(in crate::http::patient) fn is_in_force(&self) -> bool {
        matches!(self.state, "open" | "accepted")
    }

    /// How the state is coloured: colour goes with a word, never alone.
    pub(in crate::http::patient) fn tone(&self) -> &'static str {
        match self.state {
            "open" | "accepted" => "good",
            "withdrawn" => "bad",
            "declined" => "",
            _ => "warn",
        }
    }
}

impl Writing<'_> {
    pub(super) fn standing(&self) -> Standing {
        let quote = self.seen.quote;
        let state = quote.state_on(self.seen.today);
        let day = match state {
            State::Open | State::Expired => quote.valid_until,
            State::Accepted => self.day_of(Did::Accepted),
            State::Declined => self.day_of(Did::Declined),
            State::Withdrawn => self.day_of(Did::Withdrawn),
            State::Superseded => self.day_of(Did::Superseded),
        };
        let date = self.names.words.date(day);
        let args = [("state", Arg::Text(state.as_str())), ("date", Arg::Text(&date))];
        Standing {
            state: state.as_str(),
            tag: self.say("patient-state", &args[..1]),
            told: self.say("patient-standing", &args),
            agreed: quote.agreed_total.as_ref().map(|total| {
                let amount = self.figures.amount(&super::super::kept::Amount(total.clone()));
                self.say("patient-agreed", &[("amount", Arg::Text(&amount))])
            }),
            newer: self.seen.newer.map(str::to_owned),
        }
    }

    /// The day on which something happened to the quote last.
    fn day_of(&self, did: Did) -> jiff::civil::Date {
        let steps = &self.seen.quote.history;
        let step = steps.iter().rev().find(|step| step.did == did);
        self.seen.day(step.map_or(self.seen.quote.created_at, |step| step.at))
    }
}
