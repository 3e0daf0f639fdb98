//! A quote as it is kept: a versioned document whose figures never change, and the moves that its state allows.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::error::Error;
use super::idempotency::Idempotency;
use super::patient::Patient;
use super::reference::Reference;
use super::state::{Did, State};
use crate::money::{Currency, Money, parse_money};

/// The version of the document that this program writes. It reads this one and all before it.
pub const DOCUMENT: u32 = 1;

/// An estimate that was saved. `request` and `estimate` are kept as the bytes that were answered, line breaks between
/// tokens as blanks.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    document: u32,
    /// What the quote is called.
    pub reference: Reference,
    /// The clinic whose price list it was made with.
    pub clinic: String,
    /// The version of that price list.
    pub price_list: String,
    /// The currency of all figures, ISO 4217.
    pub currency: String,
    /// The total of the estimate, in major units.
    pub total: Total,
    /// The codes of the treatments in it, each once.
    pub treatments: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it: the name of a staff key, or of the way in.
    pub created_by: String,
    /// Whether it was priced for staff, who is offered discounts that others are not.
    pub by_staff: bool,
    /// The last day on which it stands, in the clinic's calendar.
    pub valid_until: Date,
    /// The quote that it was made in place of.
    pub revises: Option<Reference>,
    /// The state it was moved to last; [`Quote::state_on`] knows whether it ran out.
    pub state: State,
    /// The quote that was made in its place.
    pub superseded_by: Option<Reference>,
    /// What was agreed on when it was accepted, where the total is a range.
    pub agreed_total: Option<String>,
    /// Personal data, where it was given and not yet erased.
    #[serde(default, skip_serializing_if = "Patient::is_unknown")]
    pub patient: Patient,
    /// A note of the staff. It may hold personal data and is erased with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The secret part of the link at which the patient sees the quote.
    pub token: String,
    /// The request as it was made.
    pub request: Box<RawValue>,
    /// The estimate as it was answered.
    pub estimate: Box<RawValue>,
    /// What happened to it, oldest first; the first step is that it was made.
    pub history: Vec<Step>,
}

/// The ends of a total, the same for a definite one: decimals in major units, as they were answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The least it comes to.
    pub from: String,
    /// The most it comes to.
    pub to: String,
}

/// One thing that happened to a quote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// What it was.
    pub did: Did,
    /// The key it was asked for with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<Idempotency>,
}

/// An estimate that is to be saved, as the caller knows it.
#[derive(Clone)]
pub struct NewQuote {
    /// The clinic whose price list it was made with.
    pub clinic: String,
    /// The version of that price list, which the store must know already.
    pub price_list: String,
    /// The currency of all figures, ISO 4217.
    pub currency: String,
    /// The total of the estimate.
    pub total: Total,
    /// The codes of the treatments in it.
    pub treatments: Vec<String>,
    /// Now.
    pub created_at: Timestamp,
    /// Who makes it.
    pub created_by: String,
    /// Whether it was priced for staff.
    pub by_staff: bool,
    /// The last day on which it stands, in the clinic's calendar.
    pub valid_until: Date,
    /// Personal data, where it was given.
    pub patient: Patient,
    /// A note of the staff.
    pub note: Option<String>,
    /// The request as it was made.
    pub request: Box<RawValue>,
    /// The estimate as it is answered.
    pub estimate: Box<RawValue>,
}

/// What the staff can do to an open quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// The patient takes it, at this total where the figures leave it open.
    Accept {
        /// Within the total of the quote; may be left out where that is definite.
        agreed_total: Option<Money>,
    },
    /// The patient does not want it.
    Decline,
    /// The clinic takes it back.
    Withdraw,
}

/// Who does something to a quote, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doing {
    /// Now.
    pub at: Timestamp,
    /// Today at the clinic, which tells whether a quote ran out.
    pub today: Date,
    /// Who does it.
    pub by: String,
}

impl Quote {
    /// A new quote of this name.
    pub(super) fn new(new: NewQuote, reference: Reference, secret: &str, idempotency: Option<Idempotency>) -> Self {
        let mut treatments = new.treatments;
        treatments.sort_unstable();
        treatments.dedup();
        let made = Step {
            at: new.created_at,
            by: new.created_by.clone(),
            did: Did::Made,
            idempotency,
        };
        Self {
            document: DOCUMENT,
            reference,
            clinic: new.clinic,
            price_list: new.price_list,
            currency: new.currency,
            total: new.total,
            treatments,
            created_at: new.created_at,
            created_by: new.created_by,
            by_staff: new.by_staff,
            valid_until: new.valid_until,
            revises: None,
            state: State::Open,
            superseded_by: None,
            agreed_total: None,
            patient: new.patient,
            note: new.note,
            token: token(reference, secret),
            request: on_one_line(new.request),
            estimate: on_one_line(new.estimate),
            history: vec![made],
        }
    }

    /// Takes another name, where the first one was taken.
    pub(super) fn rename(&mut self, reference: Reference, secret: &str) {
        (self.reference, self.token) = (reference, token(reference, secret));
    }

    /// Reads a kept document of any version up to today's.
    ///
    /// # Errors
    /// What is wrong with it, without what stands in it.
    pub fn from_json(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            document: u32,
        }
        let version: Version = serde_json::from_str(json).map_err(|e| place(&e))?;
        if version.document != DOCUMENT {
            return Err(format!(
                "document version {}, this program reads up to {DOCUMENT}",
                version.document
            ));
        }
        serde_json::from_str(json).map_err(|e| place(&e))
    }

    /// The document as it is kept and exported: one line of JSON.
    ///
    /// # Errors
    /// None that a quote could have; the type comes with writing JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|_| Error::Unreadable(self.reference.to_string()))
    }

    /// The state on a day of the clinic's calendar: an open quote reads expired after its last day.
    pub fn state_on(&self, today: Date) -> State {
        match self.state {
            State::Open if today > self.valid_until => State::Expired,
            state => state,
        }
    }

    /// Whether there is anything in it that has to be erased one day.
    pub fn has_personal_data(&self) -> bool {
        !self.patient.is_unknown() || self.note.is_some()
    }

    /// The quote as it was answered after one of its steps, personal data that was erased since left out.
    #[must_use]
    pub fn as_of(mut self, step: usize) -> Self {
        self.history.truncate(step.saturating_add(1));
        self.state = self
            .history
            .iter()
            .fold(State::Open, |state, step| step.did.leads_to().unwrap_or(state));
        self.agreed_total = self.agreed_total.filter(|_| self.state == State::Accepted);
        self.superseded_by = self.superseded_by.filter(|_| self.state == State::Superseded);
        self
    }

    /// Does what the staff asks for, where the state allows it.
    pub(super) fn apply(&mut self, wanted: Move, doing: &Doing, idempotency: Option<Idempotency>) -> Result<(), Error> {
        let state = self.state_on(doing.today);
        if state != State::Open {
            return Err(Error::Conflict { state });
        }
        let did = match wanted {
            Move::Accept { agreed_total } => {
                self.agreed_total = self.agree(agreed_total)?.map(|total| total.to_string());
                Did::Accepted
            }
            Move::Decline => Did::Declined,
            Move::Withdraw => Did::Withdrawn,
        };
        self.step(did, doing, idempotency);
        Ok(())
    }

    /// Another quote takes its place, which an expired one allows too.
    pub(super) fn supersede(&mut self, by: Reference, doing: &Doing) -> Result<(), Error> {
        let state = self.state_on(doing.today);
        if !matches!(state, State::Open | State::Expired) {
            return Err(Error::Conflict { state });
        }
        self.superseded_by = Some(by);
        self.step(Did::Superseded, doing, None);
        Ok(())
    }

    /// Erases personal data. Figures stay; a second time changes nothing.
    pub(super) fn erase(&mut self, at: Timestamp, by: &str) {
        if self.has_personal_data() {
            self.patient = Patient::default();
            self.note = None;
            self.history.push(Step {
                at,
                by: by.to_owned(),
                did: Did::Erased,
                idempotency: None,
            });
        }
    }

    fn step(&mut self, did: Did, doing: &Doing, idempotency: Option<Idempotency>) {
        self.state = did.leads_to().unwrap_or(self.state);
        self.history.push(Step {
            at: doing.at,
            by: doing.by.clone(),
            did,
            idempotency,
        });
    }

    /// What is kept as agreed on: nothing where the total is definite.
    fn agree(&self, agreed: Option<Money>) -> Result<Option<Money>, Error> {
        let (from, to) = self
            .total_as_money()
            .ok_or_else(|| Error::Unreadable(self.reference.to_string()))?;
        let refused = || Error::AgreedTotal {
            from: self.total.from.clone(),
            to: self.total.to.clone(),
        };
        match agreed {
            None if from == to => Ok(None),
            Some(agreed) if agreed >= from && agreed <= to => Ok(Some(agreed).filter(|_| from != to)),
            _ => Err(refused()),
        }
    }

    fn total_as_money(&self) -> Option<(Money, Money)> {
        let currency = Currency::from_code(&self.currency)?;
        let read = |text: &str| parse_money(text, currency).ok();
        Some((read(&self.total.from)?, read(&self.total.to)?))
    }
}

/// The same JSON without line breaks between its tokens, which are all that it can have: a document is one line.
fn on_one_line(json: Box<RawValue>) -> Box<RawValue> {
    if !json.get().contains(['\n', '\r']) {
        return json;
    }
    RawValue::from_string(json.get().replace(['\n', '\r'], " ")).unwrap_or(json)
}

/// The secret part of a link names its quote, so that it is found without an index of secrets.
fn token(reference: Reference, secret: &str) -> String {
    reference.to_string().replace('-', "").to_lowercase() + secret
}

/// The quote that a link's token names, if it is one.
pub(super) fn reference_of(token: &str) -> Option<Reference> {
    token.get(..7)?.parse().ok()
}

/// Tells quotes apart, and nothing of what is in them.
impl fmt::Debug for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quote")
            .field("reference", &self.reference)
            .field("clinic", &self.clinic)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for NewQuote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewQuote")
            .field("clinic", &self.clinic)
            .finish_non_exhaustive()
    }
}

/// Where a line of JSON is not as it should be, without what stands there.
pub(super) fn place(error: &serde_json::Error) -> String {
    if error.is_eof() {
        "it ends too early, as where a file was cut off".to_owned()
    } else {
        format!("not as expected at column {}", error.column())
    }
}
