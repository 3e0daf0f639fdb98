//! A request to its answer: clinic, language and day are settled, the items priced, the figures put on the wire.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use super::answers::Answers;
use super::language;
use super::wire::{self, Asked, FieldError, HeardText, Problem, Shown, UnderstoodText, kinds};
use crate::estimate::shorthand::Vocabulary;
use crate::estimate::{self, Estimate, Place, Reason, Refusal};
use crate::files::Files;
use crate::price_list::{self, Language, PriceList, Who};
use crate::tables::Diagnostic;

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
    pub fn today(&self, clinic: &price_list::Clinic) -> Date {
        clinic.time_zone.to_datetime(self.now).date()
    }
}

/// A clinic that is served: its price list, and the words that its texts may hold.
#[derive(Debug)]
pub struct Clinic {
    list: PriceList,
    /// What it was read from, to be kept with quotes.
    files: Option<Files>,
    /// What is odd in it.
    warnings: Vec<Diagnostic>,
    vocabulary: OnceLock<Vocabulary>,
    since: Instant,
}

impl Clinic {
    /// A clinic with this price list.
    pub fn new(list: PriceList) -> Self {
        Self {
            list,
            files: None,
            warnings: Vec::new(),
            vocabulary: OnceLock::new(),
            since: Instant::now(),
        }
    }

    /// The same with the files that the list was read from: they are kept with the quotes made from it.
    #[must_use]
    pub fn with_files(self, files: Files) -> Self {
        let files = Some(files);
        Self { files, ..self }
    }

    /// The same with what is odd in its list.
    #[must_use]
    pub fn with_warnings(self, warnings: Vec<Diagnostic>) -> Self {
        Self { warnings, ..self }
    }

    /// What is odd in its list.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The files that the list was read from.
    pub fn files(&self) -> Option<&Files> {
        self.files.as_ref()
    }

    /// The price list.
    pub fn list(&self) -> &PriceList {
        &self.list
    }

    /// How long it has been this list's clinic.
    pub fn age(&self) -> Duration {
        self.since.elapsed()
    }

    /// The words, indexed when the first text is read.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(&self.list))
    }
}

/// All clinics that are served, each with a price list proven valid, and the answers that were given from them. Cheap
/// to clone.
#[derive(Clone, Debug, Default)]
pub struct Clinics(Arc<Lists>);

#[derive(Debug, Default)]
struct Lists {
    clinics: Vec<Arc<Clinic>>,
    answers: Answers,
}

impl Clinics {
    /// These clinics.
    pub fn new(mut clinics: Vec<Arc<Clinic>>) -> Self {
        clinics.sort_by(|one, other| one.list.code().cmp(other.list.code()));
        Self(Arc::new(Lists {
            clinics,
            answers: Answers::default(),
        }))
    }

    /// The answers that were given from these price lists.
    pub(super) fn answers(&self) -> &Answers {
        &self.0.answers
    }

    /// All of them, in order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Clinic>> {
        self.0.clinics.iter()
    }

    /// The price lists, in the same order.
    pub fn lists(&self) -> impl Iterator<Item = &PriceList> {
        self.iter().map(|clinic| &clinic.list)
    }

    /// The clinic of a code; the only one where no code is given.
    ///
    /// # Errors
    /// `unknown_clinic`; `clinic_needed` where there are several.
    pub fn find(&self, code: Option<&str>) -> Result<&Clinic, FieldError> {
        let codes = || self.lists().map(PriceList::code);
        match (code, self.0.clinics.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => {
                let detail = "Several clinics are served: name one.";
                Err(FieldError::new("/clinic", kinds::CLINIC_NEEDED.code, detail).among("", codes()))
            }
            (Some(code), clinics) => {
                let found = clinics.iter().find(|clinic| clinic.list.code() == code);
                found.map(AsRef::as_ref).ok_or_else(|| {
                    let detail = format!("No clinic “{code}” is served.");
                    FieldError::new("/clinic", kinds::UNKNOWN_CLINIC.code, detail).among(code, codes())
                })
            }
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
    clinic: &'a Clinic,
    asked: Asked,
}

impl<'a> Settled<'a> {
    /// Settles clinic, language and day of what was asked for.
    ///
    /// # Errors
    /// All that is wrong, where the clinic is not known or the day is not for this caller.
    pub fn new(clinics: &'a Clinics, mut asked: Asked, caller: Caller<'_>) -> Result<Self, Box<Problem>> {
        let clinic = match clinics.find(asked.clinic.as_deref()) {
            Ok(clinic) => clinic,
            Err(error) => {
                asked.errors.push(error);
                return Err(refused(asked));
            }
        };
        let list = &clinic.list;
        let language = settled_language(list, &mut asked, caller);
        let today = caller.today(list.clinic());
        let on = asked.on.unwrap_or(today);
        if on != today && caller.who != Who::Staff {
            let detail = format!("Another day than today ({today}) is for the clinic's staff.");
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
            clinic,
            asked,
        })
    }

    /// The words that the clinic's texts may hold.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.clinic.vocabulary()
    }

    /// Whether something is wrong with the request already.
    pub fn is_refused(&self) -> bool {
        !self.asked.errors.is_empty()
    }

    /// The same where nothing is wrong with the request so far.
    ///
    /// # Errors
    /// All that is wrong so far.
    pub fn checked(self) -> Result<Self, Box<Problem>> {
        if self.is_refused() {
            Err(refused(self.asked))
        } else {
            Ok(self)
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
            clinic,
            mut asked,
        } = self;
        let heard = wire::understand(clinic, &mut asked, on, language);
        let estimate = priced(list, &mut asked, on, language);
        let Some(estimate) = estimate.filter(|_| asked.errors.is_empty()) else {
            let heard = heard.map(|heard| heard.map_or_else(|heard| heard, HeardText::from));
            return Err(Box::new(refused(asked).having_heard(heard)));
        };
        let priced = Priced {
            list,
            estimate,
            language,
            start: asked.start,
            understood: heard.and_then(Result::ok),
        };
        if priced.shown("").has_dates() {
            return Ok(priced);
        }
        let detail = "The visits would fall behind the year 9999.";
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
    understood: Option<UnderstoodText>,
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
        let spoken = estimate::spoken(self.list, &self.estimate, self.language);
        serde_json::to_vec(&wire::Estimate::new(self.shown(&spoken)))
            .map_err(|error| Box::new(Problem::new(&kinds::INTERNAL_ERROR, error.to_string())))
    }

    fn shown<'s>(&'s self, spoken: &'s str) -> Shown<'s> {
        Shown {
            list: self.list,
            estimate: &self.estimate,
            language: self.language,
            start: self.start,
            understood: self.understood.as_ref(),
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
        // That there are none was said when the request was read: the extras can be judged all the same.
        let unknown = unknown_extras(list, &asked.request.extras);
        let judged = wire::refused(list, asked, &unknown, language);
        asked.errors.add_judged(judged);
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

fn unknown_extras(list: &PriceList, codes: &[String]) -> Vec<Refusal> {
    let unknown = codes
        .iter()
        .enumerate()
        .filter(|(_, code)| list.find_extra(code).is_none());
    let refusal = |(at, code): (usize, &String)| Refusal {
        place: Place::Extra(at),
        reason: Reason::UnknownExtra { given: code.clone() },
    };
    unknown.map(refusal).collect()
}
