//! From what was asked to a quote that is kept, and back.

use axum::http::HeaderMap;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::access::Identity;
use super::estimates::{Clinic, Priced};
use super::limits::Tried;
use super::wire::{self, FieldError, Problem, SaveAsked, kinds};
use super::{App, Clinics, reply};
use crate::store::{Doing, Idempotency, KeptList, Move, NewQuote, Quote, Reference, Saved, Total};

/// Characters of an idempotency key.
const KEY_CHARS_MAX: usize = 200;

/// A request that writes: who sent it, and what.
pub(super) struct Writing<'a> {
    pub(super) app: &'a App,
    pub(super) identity: &'a Identity,
    pub(super) headers: &'a HeaderMap,
    /// Method and path, which belong to what an idempotency key stands for.
    pub(super) route: String,
    pub(super) body: &'a [u8],
}

/// What an estimate says of itself, of which the store needs to know.
#[derive(Deserialize)]
struct Answered {
    clinic: String,
    price_list: String,
    currency: String,
    total: Total,
    items: Vec<AnsweredItem>,
}

/// What an estimate says of a promo code.
#[derive(Deserialize)]
struct OfPromoCode {
    low: OfPromoCodeAtOneEnd,
}

#[derive(Deserialize)]
struct OfPromoCodeAtOneEnd {
    promo_code: Option<PromoCodeOutcome>,
}

#[derive(Deserialize)]
struct PromoCodeOutcome {
    outcome: String,
}

/// What a quote tells of the promo code that it was asked for with.
pub(super) fn tried(quote: &Quote) -> Option<Tried> {
    let estimate: OfPromoCode = serde_json::from_str(quote.estimate.get()).ok()?;
    Some(Tried::of_promo_code(&estimate.low.promo_code?.outcome))
}

#[derive(Deserialize)]
struct AnsweredItem {
    treatment: String,
}

impl Writing<'_> {
    /// Prices what is asked for and saves it; with a key that was used before, what was saved then.
    pub(super) async fn save(&self) -> Result<Saved, Box<Problem>> {
        let idempotency = self.idempotency()?;
        let asked = wire::save_asked(self.body)?;
        let clinics = &self.app.served().clinics;
        self.may_save(clinics, &asked)?;
        if let Some(before) = self.before(clinics, &asked, idempotency.as_ref()).await? {
            return Ok(before);
        }
        let new = self.priced(clinics, asked).await?;
        Ok(self.app.store()?.save(new, idempotency).await?)
    }

    /// The same in place of another quote, whose personal data it takes over where it brings none.
    pub(super) async fn revise(&self, reference: Reference) -> Result<Saved, Box<Problem>> {
        let idempotency = self.idempotency()?;
        let mut asked = wire::save_asked(self.body)?;
        let old = self.app.store()?.get(reference).await?;
        let clinic = asked.asked.clinic.get_or_insert_with(|| old.clinic.clone());
        if *clinic != old.clinic {
            let detail = format!("The quote is of clinic “{}”, and so are its revisions.", old.clinic);
            asked
                .errors
                .push(FieldError::new("/request/clinic", kinds::UNKNOWN_CLINIC.code, detail));
        }
        let clinics = &self.app.served().clinics;
        if let Some(before) = self.before(clinics, &asked, idempotency.as_ref()).await? {
            return Ok(before);
        }
        let doing = self.doing(&old);
        let mut new = self.priced(clinics, asked).await?;
        if new.patient.is_unknown() {
            new.patient = old.patient;
        }
        new.note = new.note.or(old.note);
        Ok(self.app.store()?.revise(reference, new, doing, idempotency).await?)
    }

    /// Does to a quote what the staff asks for.
    pub(super) async fn apply(&self, reference: Reference, wanted: Move) -> Result<Quote, Box<Problem>> {
        let idempotency = self.idempotency()?;
        let store = self.app.store()?;
        let doing = self.doing(&store.get(reference).await?);
        Ok(store.apply(reference, wanted, doing, idempotency).await?)
    }

    /// Who does something to a quote, and when.
    fn doing(&self, quote: &Quote) -> Doing {
        Doing {
            at: self.app.now(),
            today: today(self.app, &quote.clinic),
            by: self.identity.name().to_owned(),
        }
    }

    /// What the caller's key stands for. Visitors have keys of their own: with one of the staff's they would be answered
    /// the staff's quote.
    pub(super) fn idempotency(&self) -> Result<Option<Idempotency>, Box<Problem>> {
        let mut keys = self.headers.get_all("idempotency-key").iter();
        let Some(key) = keys.next() else {
            return Ok(None);
        };
        let is_plain =
            |key: &&str| (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        match (key.to_str().ok().filter(is_plain), keys.next(), self.identity) {
            (Some(key), None, Identity::Staff(_)) => Ok(Some(Idempotency::new(key, &self.route, self.body))),
            (Some(key), None, Identity::Visitor) => {
                // No key of the staff's has a blank.
                let key = format!("visitor {key}");
                Ok(Some(Idempotency::new(&key, &self.route, self.body)))
            }
            _ => {
                let kind = &kinds::INVALID_IDEMPOTENCY_KEY;
                Err(Box::new(Problem::new(kind, kind.meaning)))
            }
        }
    }

    /// Visitors save where the clinic lets them, and write no notes.
    fn may_save(&self, clinics: &Clinics, asked: &SaveAsked) -> Result<(), Box<Problem>> {
        let refused = |pointer, detail: &str| {
            Err(Box::new(Problem::of(vec![FieldError::new(
                pointer,
                kinds::STAFF_ONLY.code,
                detail,
            )])))
        };
        let Ok(clinic) = clinics.find(asked.asked.clinic.as_deref()) else {
            // That there is none such is told when it is priced.
            return Ok(());
        };
        self.app.origins.may_write(self.headers, clinic.list().code())?;
        match self.identity {
            Identity::Visitor if !clinic.list().clinic().public_quotes => {
                refused("", "quotes of this clinic are saved by its staff")
            }
            Identity::Visitor if asked.note.is_some() => refused("/note", "notes are the staff's"),
            _ => Ok(()),
        }
    }

    /// What was answered to the same key before: prices may be others by now.
    async fn before(
        &self,
        clinics: &Clinics,
        asked: &SaveAsked,
        idempotency: Option<&Idempotency>,
    ) -> Result<Option<Saved>, Box<Problem>> {
        let clinic = clinics.find(asked.asked.clinic.as_deref());
        let (Ok(clinic), Some(idempotency)) = (clinic, idempotency) else {
            return Ok(None);
        };
        let answered = self
            .app
            .store()?
            .answered(clinic.list().code(), idempotency.clone())
            .await?;
        Ok(answered.map(|quote| Saved { quote, is_replay: true }))
    }

    /// Prices what is asked for, from a price list that is kept with it.
    async fn priced(&self, clinics: &Clinics, asked: SaveAsked) -> Result<NewQuote, Box<Problem>> {
        let clinic = asked.asked.clinic.clone();
        let new = self.estimated(clinics, asked)?;
        if let Ok(clinic) = clinics.find(clinic.as_deref()) {
            keep(self.app, clinic).await?;
        }
        Ok(new)
    }

    fn estimated(&self, clinics: &Clinics, mut asked: SaveAsked) -> Result<NewQuote, Box<Problem>> {
        let caller = self.app.caller(self.identity, self.headers);
        let items = std::mem::replace(&mut asked.asked, wire::Asked::nothing(wire::Form::Items));
        let priced = match Priced::new(clinics, items, caller) {
            Ok(priced) if asked.errors.is_empty() => priced,
            Ok(_) => return Err(asked.refused(None)),
            Err(problem) => return Err(asked.refused(Some(problem))),
        };
        let text = String::from_utf8(priced.to_json()?).map_err(reply::internal)?;
        let answered: Answered = serde_json::from_str(&text).map_err(reply::internal)?;
        let clinic = priced.list.clinic();
        let valid_until = valid_until(caller.today(clinic), clinic.quote_valid_days);
        Ok(NewQuote {
            clinic: answered.clinic,
            price_list: answered.price_list,
            currency: answered.currency,
            total: answered.total,
            treatments: answered.items.into_iter().map(|item| item.treatment).collect(),
            created_at: caller.now,
            created_by: self.identity.name().to_owned(),
            by_staff: matches!(self.identity, Identity::Staff(_)),
            valid_until,
            patient: asked.patient,
            note: asked.note,
            request: asked.request,
            estimate: RawValue::from_string(text).map_err(reply::internal)?,
        })
    }
}

/// The day of issue is day 0. The calendar ends with the year 9999.
fn valid_until(today: Date, days: u16) -> Date {
    today.saturating_add(i64::from(days).days())
}

/// Today at a clinic; in UTC where it is served no more.
pub(super) fn today(app: &App, clinic: &str) -> Date {
    let served = app.served();
    let zone = served
        .clinics
        .find(Some(clinic))
        .ok()
        .map(|clinic| clinic.list().clinic().time_zone.clone());
    zone.unwrap_or(jiff::tz::TimeZone::UTC).to_datetime(app.now()).date()
}

/// Keeps a price list's files, once for each version.
async fn keep(app: &App, clinic: &Clinic) -> Result<(), Box<Problem>> {
    let (code, version) = (clinic.list().code(), clinic.list().version());
    let Some(files) = clinic.files().filter(|_| !app.is_kept(code, version)) else {
        return Ok(());
    };
    let list = KeptList {
        clinic: code.to_owned(),
        version: version.to_owned(),
        files: files.clone(),
    };
    app.store()?.keep_price_list(list).await?;
    app.kept(code, version);
    Ok(())
}
