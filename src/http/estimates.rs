//! A request to its answer: clinic, language and day are settled, the items priced, the figures put on the wire.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::language;
use super::wire::{self, Asked, FieldError, Form, Problem, Shown, kinds};
use crate::estimate::{self, Estimate};
use crate::price_list::{Clinic, Language, PriceList, Who};

/// Who asks, when, and in which languages.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// Staff may price other days than today and is offered discounts that others are not.
    pub who: Who,
    /// The moment that settles which day is today.
    pub now: Timestamp,
    /// The header `Accept-Language`.
    pub languages: Option<&'a str>,
}

impl Caller<'_> {
    /// The day at the clinic.
    pub fn today(&self, clinic: &Clinic) -> Date {
        clinic.time_zone.to_datetime(self.now).date()
    }
}

/// The price lists of all clinics that are served, each proven valid. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clinics(Arc<[Arc<PriceList>]>);

impl Clinics {
    /// These price lists, one for each clinic.
    pub fn new(mut lists: Vec<Arc<PriceList>>) -> Self {
        lists.sort_by(|one, other| one.code().cmp(other.code()));
        Self(lists.into())
    }

    /// All of them, in order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<PriceList>> {
        self.0.iter()
    }

    /// The price list of a clinic; the only one where no code is given.
    ///
    /// # Errors
    /// `unknown_clinic`; `clinic_needed` where there are several.
    pub fn find(&self, code: Option<&str>) -> Result<&Arc<PriceList>, FieldError> {
        let codes = || self.iter().map(|list| list.code());
        match (code, &*self.0) {
            (None, [only]) => Ok(only),
            (None, _) => {
                let detail = "several clinics are served: name one";
                Err(FieldError::new("/clinic", kinds::CLINIC_NEEDED.code, detail).among("", codes()))
            }
            (Some(code), lists) => lists.iter().find(|list| list.code() == code).ok_or_else(|| {
                let detail = format!("no clinic `{code}` is served");
                FieldError::new("/clinic", kinds::UNKNOWN_CLINIC.code, detail).among(code, codes())
            }),
        }
    }
}

/// A request whose clinic, language and day are settled.
#[derive(Debug)]
pub struct Settled<'a> {
    /// The clinic's price list.
    pub list: &'a PriceList,
    /// The language of the answer.
    pub language: Language,
    /// The day for which to price.
    pub on: Date,
    asked: Asked,
}

impl<'a> Settled<'a> {
    /// Settles clinic, language and day of what was asked for.
    ///
    /// # Errors
    /// All that is wrong, where the clinic is not known or the day is not for this caller.
    pub fn new(clinics: &'a Clinics, mut asked: Asked, caller: Caller<'_>) -> Result<Self, Box<Problem>> {
        let list = match clinics.find(asked.clinic.as_deref()) {
            Ok(list) => list,
            Err(error) => {
                asked.errors.push(error);
                return Err(refused(asked));
            }
        };
        let language = settled_language(list, &mut asked, caller);
        let today = caller.today(list.clinic());
        let on = asked.on.unwrap_or(today);
        if on != today && caller.who != Who::Staff {
            let detail = format!("another day than today ({today}) is for the clinic's staff");
            asked
                .errors
                .push_first(FieldError::new("/on", kinds::STAFF_ONLY.code, detail));
            return Err(refused(asked));
        }
        asked.request.who = caller.who;
        Ok(Self {
            list,
            language,
            on,
            asked,
        })
    }

    /// The same where nothing is wrong with the request so far.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn checked(self) -> Result<Self, Box<Problem>> {
        if self.asked.errors.is_empty() {
            Ok(self)
        } else {
            Err(refused(self.asked))
        }
    }

    /// Prices the items.
    ///
    /// # Errors
    /// All that is wrong, with the request as it was written and with what it asks for.
    pub fn priced(self) -> Result<Priced<'a>, Box<Problem>> {
        let Self {
            list,
            language,
            on,
            mut asked,
        } = self;
        let understood = understood(list, &mut asked);
        let estimate = priced(list, &mut asked, on, language);
        let Some(estimate) = estimate.filter(|_| asked.errors.is_empty()) else {
            return Err(refused(asked));
        };
        let priced = Priced {
            list,
            estimate,
            language,
            start: asked.start,
            understood,
        };
        if priced.shown("").has_dates() {
            return Ok(priced);
        }
        let detail = "the visits would fall behind the year 9999";
        asked
            .errors
            .push(FieldError::new("/start", kinds::INVALID_DATE.code, detail));
        Err(refused(asked))
    }
}

/// A request and its estimate, with all that is needed to show it.
#[derive(Debug)]
pub struct Priced<'a> {
    /// The price list that it was made from.
    pub list: &'a PriceList,
    /// The estimate.
    pub estimate: Estimate,
    /// The language in which it is shown.
    pub language: Language,
    start: Option<Date>,
    understood: Option<String>,
}

impl<'a> Priced<'a> {
    /// Prices what was asked for.
    ///
    /// # Errors
    /// All that is wrong, with the request as it was written and with what it asks for.
    pub fn new(clinics: &'a Clinics, asked: Asked, caller: Caller<'_>) -> Result<Self, Box<Problem>> {
        Settled::new(clinics, asked, caller)?.priced()
    }

    /// The estimate as it crosses the wire.
    pub fn to_json(&self) -> Result<Vec<u8>, Box<Problem>> {
        let spoken = spoken(self);
        serde_json::to_vec(&wire::Estimate::new(self.shown(&spoken)))
            .map_err(|error| Box::new(Problem::new(&kinds::INTERNAL_ERROR, error.to_string())))
    }

    fn shown<'s>(&'s self, spoken: &'s str) -> Shown<'s> {
        Shown {
            list: self.list,
            estimate: &self.estimate,
            language: self.language,
            start: self.start,
            understood: self.understood.as_deref(),
            spoken,
        }
    }
}

fn refused(asked: Asked) -> Box<Problem> {
    Box::new(Problem::of(asked.errors.into_vec()))
}

/// The language asked for, else that of `Accept-Language`, else the clinic's first.
fn settled_language(list: &PriceList, asked: &mut Asked, caller: Caller<'_>) -> Language {
    let clinic = list.clinic();
    let negotiated = || caller.languages.and_then(|header| language::negotiated(clinic, header));
    match asked.language.as_deref() {
        None => negotiated().unwrap_or_default(),
        Some(tag) => match language::named(clinic, tag) {
            Ok(language) => language,
            Err(error) => {
                asked.errors.push(error);
                Language::FIRST
            }
        },
    }
}

/// Prices the items; what is refused joins the request's errors.
fn priced(list: &PriceList, asked: &mut Asked, on: Date, language: Language) -> Option<Estimate> {
    if asked.request.items.is_empty() {
        // That there are none was said when the request was read.
        return None;
    }
    match estimate::estimate(list, &asked.request, on) {
        Ok(estimate) => Some(estimate),
        Err(refusals) => {
            let judged = wire::refused(list, asked, &refusals, language);
            asked.errors.add_judged(judged);
            None
        }
    }
}

/// Turns the line of text into items; gives it back as it was understood.
fn understood(_: &PriceList, asked: &mut Asked) -> Option<String> {
    if asked.form == Form::Text {
        let detail = "text is not read here yet: write `items`";
        asked
            .errors
            .push(FieldError::new("/text", kinds::TEXT_NOT_SUPPORTED.code, detail));
    }
    None
}

/// The sentence that is read to the caller.
fn spoken(_: &Priced<'_>) -> String {
    String::new()
}
