//! Quotes into and out of the tables: making, reading, moving, revising.

use std::sync::Arc;

use jiff::Timestamp;

use super::db::{Db, Operation, Row, Value};
use super::draft::Draft;
use super::error::Error;
use super::idempotency::Idempotency;
use super::idempotency_keys;
use super::quote::{Doing, Move, NewQuote, Quote};
use super::reference::Reference;
use super::terms::terms;

/// How often a name is drawn again that a quote has already. With a million quotes one in a thousand is.
const DRAWS_MAX: u32 = 20;

const UPDATE: &str = "UPDATE quotes SET state = $2, phone = $3, personal = $4, version = version + 1, document = $5 \
     WHERE reference = $1 AND version = $6";
const BY_REFERENCE: &str = "SELECT document, version FROM quotes WHERE reference = $1";
const FORGET_TERM: &str =
    "DELETE FROM quote_terms WHERE clinic = $1 AND term = $2 AND created_at = $3 AND reference = $4";

/// What was saved, or what the same key had saved before.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The quote as it was when it was made.
    pub quote: Quote,
    /// Whether it was there already.
    pub is_replay: bool,
}

/// Makes a quote.
pub(super) struct Save(pub(super) Arc<Draft>);

impl Operation for Save {
    type Output = Made;
    const IS_WHOLE: bool = true;

    async fn run(&self, db: &Db<'_>) -> Result<Made, Error> {
        make(db, &self.0).await
    }
}

/// What came of a draft.
pub(super) enum Made {
    /// It was saved as it is.
    AsDrafted,
    /// Another quote has its name: it was saved under this one.
    Renamed(Quote),
    /// The same key had made a quote before.
    Before(Quote),
}

impl Made {
    /// What is answered.
    pub(super) fn of(self, draft: Arc<Draft>) -> Saved {
        let is_replay = matches!(self, Self::Before(_));
        let quote = match self {
            Self::AsDrafted => Arc::try_unwrap(draft).map_or_else(|shared| shared.quote.clone(), |draft| draft.quote),
            Self::Renamed(quote) | Self::Before(quote) => quote,
        };
        Saved { quote, is_replay }
    }
}

/// Reads a quote.
pub(super) struct Get(pub(super) Reference);

impl Operation for Get {
    type Output = Quote;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        Ok(load(db, self.0).await?.quote)
    }
}

/// What was answered with a key before, if anything.
pub(super) struct Answered {
    pub(super) clinic: String,
    pub(super) idempotency: Idempotency,
}

impl Operation for Answered {
    type Output = Option<Quote>;

    async fn run(&self, db: &Db<'_>) -> Result<Option<Quote>, Error> {
        match idempotency_keys::before(db, &self.clinic, &self.idempotency).await? {
            Some(before) => replay(db, before, &self.idempotency).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Does to a quote what the staff asks for.
pub(super) struct Apply {
    pub(super) reference: Reference,
    pub(super) wanted: Move,
    pub(super) doing: Doing,
    pub(super) idempotency: Option<Idempotency>,
}

impl Operation for Apply {
    type Output = Quote;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        let mut kept = load(db, self.reference).await?;
        let step = kept.quote.history.len();
        if let Some(with) = &self.idempotency
            && let Some(before) = idempotency_keys::claim(db, &kept.quote, with, step).await?
        {
            return replay(db, before, with).await;
        }
        kept.quote.apply(self.wanted, &self.doing, self.idempotency.clone())?;
        update(db, &kept).await?;
        Ok(kept.quote)
    }
}

/// Makes a quote in place of another.
pub(super) struct Revise {
    pub(super) reference: Reference,
    pub(super) new: NewQuote,
    pub(super) doing: Doing,
    pub(super) idempotency: Option<Idempotency>,
}

impl Operation for Revise {
    type Output = Saved;

    async fn run(&self, db: &Db<'_>) -> Result<Saved, Error> {
        let mut old = load(db, self.reference).await?;
        let new = NewQuote {
            clinic: old.quote.clinic.clone(),
            ..self.new.clone()
        };
        let draft = Arc::new(Draft::new(new, Some(self.reference), self.idempotency.clone())?);
        let saved = make(db, &draft).await?.of(draft);
        if !saved.is_replay {
            old.quote.supersede(saved.quote.reference, &self.doing)?;
            update(db, &old).await?;
        }
        Ok(saved)
    }
}

/// Erases the personal data of a quote.
pub(super) struct Erase {
    pub(super) reference: Reference,
    pub(super) at: Timestamp,
    pub(super) by: String,
}

impl Operation for Erase {
    type Output = Quote;
    const ERASES: bool = true;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        let kept = load(db, self.reference).await?;
        erase(db, kept, self.at, &self.by).await
    }
}

/// A quote as it is kept, and how often it was changed.
pub(super) struct Kept {
    pub(super) quote: Quote,
    version: i64,
}

impl Kept {
    /// A row of `document, version`.
    pub(super) fn of_row(mut row: Row, name: &str) -> Result<Self, Error> {
        let quote = Quote::from_json(&row.text(0)?).map_err(|what| Error::Unreadable(format!("{name}: {what}")))?;
        Ok(Self {
            quote,
            version: row.int(1)?,
        })
    }
}

pub(super) async fn load(db: &Db<'_>, reference: Reference) -> Result<Kept, Error> {
    let name = reference.to_string();
    let found = db.row(BY_REFERENCE, &[name.as_str().into()]).await?;
    Kept::of_row(found.ok_or(Error::NotFound)?, &name)
}

/// Personal data leaves the document and the tables that lead to it.
pub(super) async fn erase(db: &Db<'_>, mut kept: Kept, at: Timestamp, by: &str) -> Result<Quote, Error> {
    if !kept.quote.has_personal_data() {
        return Ok(kept.quote);
    }
    let before = terms(&kept.quote);
    kept.quote.erase(at, by);
    change_terms(db, &kept.quote, &before).await?;
    update(db, &kept).await?;
    Ok(kept.quote)
}

/// Forgets the terms that a quote had and has no more.
pub(super) async fn change_terms(db: &Db<'_>, quote: &Quote, before: &[String]) -> Result<(), Error> {
    let after = terms(quote);
    for term in before.iter().filter(|term| !after.contains(term)) {
        let row = [
            quote.clinic.as_str().into(),
            term.as_str().into(),
            micros(quote.created_at),
            name(quote),
        ];
        db.execute(FORGET_TERM, &row).await?;
    }
    Ok(())
}

/// Makes a quote, or finds the one that was made with the same key before. Writes nothing where it ends in an error of
/// its own: others may share the transaction.
async fn make(db: &Db<'_>, draft: &Draft) -> Result<Made, Error> {
    if let Some(with) = draft.idempotency()
        && let Some(before) = idempotency_keys::claim(db, &draft.quote, with, 0).await?
    {
        return replay(db, before, with).await.map(Made::Before);
    }
    if draft.insert(db).await? {
        return Ok(Made::AsDrafted);
    }
    for _ in 0..DRAWS_MAX {
        let other = draft.under_another_name()?;
        if other.insert(db).await? {
            idempotency_keys::rename(db, &other.quote, other.idempotency()).await?;
            return Ok(Made::Renamed(other.quote));
        }
    }
    Err(Error::Refused("no reference is free".to_owned()))
}

/// The answer that was given before, where the same was asked.
async fn replay(db: &Db<'_>, before: idempotency_keys::Before, with: &Idempotency) -> Result<Quote, Error> {
    let quote = load(db, before.reference).await?.quote.as_of(before.step);
    let asked = quote
        .history
        .get(before.step)
        .and_then(|step| step.idempotency.as_ref());
    if asked == Some(with) {
        Ok(quote)
    } else {
        Err(Error::IdempotencyMismatch)
    }
}

/// Writes what became of a quote, unless somebody else changed it since it was read.
pub(super) async fn update(db: &Db<'_>, kept: &Kept) -> Result<(), Error> {
    let quote = &kept.quote;
    let row = [
        name(quote),
        quote.state.as_str().into(),
        phone(quote),
        i64::from(quote.has_personal_data()).into(),
        quote.to_json()?.into(),
        kept.version.into(),
    ];
    if db.execute(UPDATE, &row).await? == 0 {
        Err(Error::TryAgain)
    } else {
        Ok(())
    }
}

pub(super) fn name(quote: &Quote) -> Value {
    quote.reference.to_string().into()
}

pub(super) fn phone(quote: &Quote) -> Value {
    let phone = quote.patient.phone.as_deref().and_then(super::fold::Phone::new);
    phone.map(|phone| phone.digits().to_owned()).into()
}

pub(super) fn micros(at: Timestamp) -> Value {
    at.as_microsecond().into()
}
