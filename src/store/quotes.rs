//! Quotes into and out of the tables: making, reading, moving, revising.

use jiff::Timestamp;

use super::db::{Db, Operation, Row, Value};
use super::error::Error;
use super::idempotency::Idempotency;
use super::quote::{Doing, Move, NewQuote, Quote};
use super::reference::Reference;
use super::terms::terms;
use super::{idempotency_keys, random};

/// How often a name is drawn again that a quote has already. With a million quotes one in a thousand is.
const DRAWS_MAX: u32 = 20;
/// Random bytes of a link's token.
const SECRET_BYTES: usize = 16;

const INSERT: &str = "INSERT INTO quotes \
     (clinic, reference, state, created_at, valid_until, phone, personal, version, document) \
     SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT), \
     CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS TEXT) \
     WHERE NOT EXISTS (SELECT 1 FROM quotes WHERE reference = $2) ON CONFLICT DO NOTHING";
const UPDATE: &str = "UPDATE quotes SET state = $3, phone = $4, personal = $5, version = version + 1, document = $6 \
     WHERE clinic = $1 AND reference = $2 AND version = $7";
const BY_REFERENCE: &str = "SELECT document, version FROM quotes WHERE reference = $1 LIMIT 2";
const BY_CLINIC: &str = "SELECT document, version FROM quotes WHERE clinic = $1 AND reference = $2";
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

/// Which quote is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Which {
    /// What it is called.
    pub reference: Reference,
    /// Whose it is, where the caller knows.
    pub clinic: Option<String>,
}

impl From<Reference> for Which {
    fn from(reference: Reference) -> Self {
        Self {
            reference,
            clinic: None,
        }
    }
}

/// Makes a quote.
pub(super) struct Save {
    pub(super) new: NewQuote,
    pub(super) idempotency: Option<Idempotency>,
}

impl Operation for Save {
    type Output = Saved;
    const IS_WHOLE: bool = true;

    async fn run(&self, db: &Db<'_>) -> Result<Saved, Error> {
        make(db, &self.new, None, self.idempotency.as_ref()).await
    }
}

/// Reads a quote.
pub(super) struct Get(pub(super) Which);

impl Operation for Get {
    type Output = Quote;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        Ok(load(db, &self.0).await?.quote)
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
            Some(before) => replay(db, &self.clinic, before).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Does to a quote what the staff asks for.
pub(super) struct Apply {
    pub(super) which: Which,
    pub(super) wanted: Move,
    pub(super) doing: Doing,
    pub(super) idempotency: Option<Idempotency>,
}

impl Operation for Apply {
    type Output = Quote;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        let mut kept = load(db, &self.which).await?;
        let step = kept.quote.history.len();
        if let Some(before) = idempotency_keys::claim(db, &kept.quote, step, self.idempotency.as_ref()).await? {
            return replay(db, &kept.quote.clinic, before).await;
        }
        kept.quote.apply(self.wanted, &self.doing, self.idempotency.clone())?;
        update(db, &kept).await?;
        Ok(kept.quote)
    }
}

/// Makes a quote in place of another.
pub(super) struct Revise {
    pub(super) which: Which,
    pub(super) new: NewQuote,
    pub(super) doing: Doing,
    pub(super) idempotency: Option<Idempotency>,
}

impl Operation for Revise {
    type Output = Saved;

    async fn run(&self, db: &Db<'_>) -> Result<Saved, Error> {
        let mut old = load(db, &self.which).await?;
        let new = NewQuote {
            clinic: old.quote.clinic.clone(),
            ..self.new.clone()
        };
        let saved = make(db, &new, Some(old.quote.reference), self.idempotency.as_ref()).await?;
        if !saved.is_replay {
            old.quote.supersede(saved.quote.reference, &self.doing)?;
            update(db, &old).await?;
        }
        Ok(saved)
    }
}

/// Erases the personal data of a quote.
pub(super) struct Erase {
    pub(super) which: Which,
    pub(super) at: Timestamp,
    pub(super) by: String,
}

impl Operation for Erase {
    type Output = Quote;
    const ERASES: bool = true;

    async fn run(&self, db: &Db<'_>) -> Result<Quote, Error> {
        let kept = load(db, &self.which).await?;
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

pub(super) async fn load(db: &Db<'_>, which: &Which) -> Result<Kept, Error> {
    let reference = which.reference.to_string();
    let found = match &which.clinic {
        Some(clinic) => {
            db.rows(BY_CLINIC, &[clinic.as_str().into(), reference.as_str().into()])
                .await?
        }
        None => db.rows(BY_REFERENCE, &[reference.as_str().into()]).await?,
    };
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(row), None) => Kept::of_row(row, &reference),
        (Some(_), Some(_)) => Err(Error::SayWhichClinic(which.reference)),
        (None, _) => Err(Error::NotFound),
    }
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
async fn make(
    db: &Db<'_>,
    new: &NewQuote,
    revises: Option<Reference>,
    idempotency: Option<&Idempotency>,
) -> Result<Saved, Error> {
    let mut quote = draw(new, idempotency)?;
    quote.revises = revises;
    if let Some(before) = idempotency_keys::claim(db, &quote, 0, idempotency).await? {
        return Ok(Saved {
            quote: replay(db, &quote.clinic, before).await?,
            is_replay: true,
        });
    }
    let first = quote.reference;
    insert_drawn(db, &mut quote, new).await?;
    if quote.reference != first {
        idempotency_keys::rename(db, &quote, idempotency).await?;
    }
    Ok(Saved {
        quote,
        is_replay: false,
    })
}

/// The answer that was given before.
async fn replay(db: &Db<'_>, clinic: &str, before: idempotency_keys::Before) -> Result<Quote, Error> {
    let which = Which {
        reference: before.reference,
        clinic: Some(clinic.to_owned()),
    };
    Ok(load(db, &which).await?.quote.as_of(before.step))
}

fn draw(new: &NewQuote, idempotency: Option<&Idempotency>) -> Result<Quote, Error> {
    let secret = random::hex::<SECRET_BYTES>()?;
    Ok(Quote::new(
        new.clone(),
        Reference::random()?,
        &secret,
        idempotency.cloned(),
    ))
}

/// Writes a new quote, under another name where another quote has the one that was drawn.
async fn insert_drawn(db: &Db<'_>, quote: &mut Quote, new: &NewQuote) -> Result<(), Error> {
    for _ in 0..DRAWS_MAX {
        if insert(db, quote).await? {
            return Ok(());
        }
        let other = draw(new, None)?;
        (quote.reference, quote.token) = (other.reference, other.token);
    }
    Err(Error::Refused("no reference is free".to_owned()))
}

/// Writes a quote, unless one has its name.
pub(super) async fn insert(db: &Db<'_>, quote: &Quote) -> Result<bool, Error> {
    let row = [
        quote.clinic.as_str().into(),
        name(quote),
        quote.state.as_str().into(),
        micros(quote.created_at),
        quote.valid_until.to_string().into(),
        phone(quote),
        i64::from(quote.has_personal_data()).into(),
        0.into(),
        quote.to_json()?.into(),
    ];
    let is_new = db.execute(INSERT, &row).await? > 0;
    if is_new {
        insert_terms(db, quote).await?;
    }
    Ok(is_new)
}

async fn insert_terms(db: &Db<'_>, quote: &Quote) -> Result<(), Error> {
    let terms = terms(quote);
    let rows: Vec<String> = (4..)
        .take(terms.len())
        .map(|place| format!("($1, ${place}, $2, $3)"))
        .collect();
    let sql = format!(
        "INSERT INTO quote_terms (clinic, term, created_at, reference) VALUES {}",
        rows.join(", ")
    );
    let mut params = vec![quote.clinic.as_str().into(), micros(quote.created_at), name(quote)];
    params.extend(terms.into_iter().map(Value::from));
    db.execute(&format!("{sql} ON CONFLICT DO NOTHING"), &params)
        .await
        .map(|_| ())
}

/// Writes what became of a quote, unless somebody else changed it since it was read.
pub(super) async fn update(db: &Db<'_>, kept: &Kept) -> Result<(), Error> {
    let quote = &kept.quote;
    let row = [
        quote.clinic.as_str().into(),
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

fn name(quote: &Quote) -> Value {
    quote.reference.to_string().into()
}

fn phone(quote: &Quote) -> Value {
    let phone = quote.patient.phone.as_deref().and_then(super::fold::Phone::new);
    phone.map(|phone| phone.digits().to_owned()).into()
}

pub(super) fn micros(at: Timestamp) -> Value {
    at.as_microsecond().into()
}
