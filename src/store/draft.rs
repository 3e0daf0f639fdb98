//! A quote that is to be saved, with all that is written for it made ready: by whoever asks, not by the one who writes
//! for all.

use std::sync::LazyLock;

use super::db::{Db, Value};
use super::error::Error;
use super::idempotency::Idempotency;
use super::quote::{NewQuote, Quote};
use super::quotes::{micros, name, phone};
use super::random;
use super::reference::Reference;
use super::terms::terms;

/// Random bytes of a link's token.
const SECRET_BYTES: usize = 16;

const INSERT: &str = "INSERT INTO quotes \
     (clinic, reference, state, created_at, valid_until, phone, personal, version, document) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";

/// A quote and its rows.
pub(super) struct Draft {
    pub(super) quote: Quote,
    /// As [`INSERT`] takes it.
    pub(super) row: [Value; 9],
    /// Clinic, time and reference, which all terms of a quote share.
    pub(super) of_terms: [Value; 3],
    pub(super) terms: Vec<Value>,
}

impl Draft {
    /// A new quote under a name of its own.
    pub(super) fn new(
        new: NewQuote,
        revises: Option<Reference>,
        idempotency: Option<Idempotency>,
    ) -> Result<Self, Error> {
        let secret = random::hex::<SECRET_BYTES>()?;
        let mut quote = Quote::new(new, Reference::random()?, &secret, idempotency);
        quote.revises = revises;
        Self::of(quote)
    }

    /// A quote as it stands.
    pub(super) fn of(quote: Quote) -> Result<Self, Error> {
        Ok(Self {
            row: row(&quote)?,
            of_terms: [quote.clinic.as_str().into(), micros(quote.created_at), name(&quote)],
            terms: terms(&quote).into_iter().map(Value::from).collect(),
            quote,
        })
    }

    /// The same, where another quote has the name that was drawn.
    pub(super) fn under_another_name(&self) -> Result<Self, Error> {
        let mut quote = self.quote.clone();
        quote.rename(Reference::random()?, &random::hex::<SECRET_BYTES>()?);
        Self::of(quote)
    }

    /// The key with which it was asked for.
    pub(super) fn idempotency(&self) -> Option<&Idempotency> {
        self.quote.history.first()?.idempotency.as_ref()
    }

    /// Writes it, unless a quote has its name.
    pub(super) async fn insert(&self, db: &Db<'_>) -> Result<bool, Error> {
        let is_new = db.execute(INSERT, &self.row).await? > 0;
        if is_new {
            self.insert_terms(db).await?;
        }
        Ok(is_new)
    }

    async fn insert_terms(&self, db: &Db<'_>) -> Result<(), Error> {
        for terms in self.terms.chunks(db.rows_at_once().min(TERMS_AT_ONCE)) {
            let params: Vec<Value> = self.of_terms.iter().chain(terms).cloned().collect();
            db.execute(&INSERT_TERMS[terms.len() - 1], &params).await?;
        }
        Ok(())
    }
}

/// Terms that one statement writes at the most.
const TERMS_AT_ONCE: usize = 16;

/// The statements that write one term, two, and so on.
static INSERT_TERMS: LazyLock<[String; TERMS_AT_ONCE]> = LazyLock::new(|| {
    std::array::from_fn(|last| {
        let rows: Vec<String> = (4..=4 + last).map(|place| format!("($1, ${place}, $2, $3)")).collect();
        let columns = "clinic, term, created_at, reference";
        format!("INSERT INTO quote_terms ({columns}) VALUES {}", rows.join(", "))
    })
});

fn row(quote: &Quote) -> Result<[Value; 9], Error> {
    Ok([
        quote.clinic.as_str().into(),
        name(quote),
        quote.state.as_str().into(),
        micros(quote.created_at),
        quote.valid_until.to_string().into(),
        phone(quote),
        i64::from(quote.has_personal_data()).into(),
        0.into(),
        quote.to_json()?.into(),
    ])
}
