//! The table of idempotency keys: whoever writes a key's row first does what is asked, all others get that answer.

use super::db::{Db, Value};
use super::error::Error;
use super::idempotency::Idempotency;
use super::quote::Quote;
use super::quotes::name;
use super::reference::Reference;

const CLAIM: &str = "INSERT INTO idempotency_keys (clinic, idempotency_key, reference, step) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const CLAIM_NUMBER: &str = "INSERT INTO idempotency_keys (clinic, idempotency_key, reference, step, body) \
     VALUES ($1, $2, '', $3, $4) ON CONFLICT DO NOTHING";
const BEFORE: &str = "SELECT reference, step, body FROM idempotency_keys WHERE clinic = $1 AND idempotency_key = $2";
const RENAME: &str = "UPDATE idempotency_keys SET reference = $3 WHERE clinic = $1 AND idempotency_key = $2";

/// What was done with a key before. What was asked with it stands in that step of the quote's history.
pub(super) struct Before {
    /// The quote it was done to.
    pub(super) reference: Reference,
    /// The step of its history.
    pub(super) step: usize,
}

/// Claims a key for a step of a quote's history that is about to be made. Who comes second waits for the first one's
/// commit.
pub(super) async fn claim(
    db: &Db<'_>,
    quote: &Quote,
    with: &Idempotency,
    step: usize,
) -> Result<Option<Before>, Error> {
    if write(db, quote, with, step).await? {
        return Ok(None);
    }
    before(db, &quote.clinic, with).await?.ok_or(Error::TryAgain).map(Some)
}

/// What was done with a key before, if anything.
pub(super) async fn before(db: &Db<'_>, clinic: &str, with: &Idempotency) -> Result<Option<Before>, Error> {
    let Some(mut row) = db.row(BEFORE, &[clinic.into(), with.key().into()]).await? else {
        return Ok(None);
    };
    if row.text_or_null(2)?.is_some() {
        // It was something else that was asked with it.
        return Err(Error::IdempotencyMismatch);
    }
    let reference = row.text(0)?.parse().map_err(|_| unreadable())?;
    let step = usize::try_from(row.int(1)?).map_err(|_| unreadable())?;
    Ok(Some(Before { reference, step }))
}

/// Writes a key of a step; says whether it was free.
pub(super) async fn write(db: &Db<'_>, quote: &Quote, with: &Idempotency, step: usize) -> Result<bool, Error> {
    Ok(db.execute(CLAIM, &row(quote, with, step)?).await? > 0)
}

/// As [`CLAIM`] takes it.
pub(super) fn row(quote: &Quote, with: &Idempotency, step: usize) -> Result<[Value; 4], Error> {
    let step = i64::try_from(step).map_err(|_| unreadable())?;
    Ok([
        quote.clinic.as_str().into(),
        with.key().into(),
        name(quote),
        step.into(),
    ])
}

/// The quote got another name than the one that its key was claimed with.
pub(super) async fn rename(db: &Db<'_>, quote: &Quote, with: Option<&Idempotency>) -> Result<(), Error> {
    let Some(with) = with else { return Ok(()) };
    db.execute(RENAME, &[quote.clinic.as_str().into(), with.key().into(), name(quote)])
        .await
        .map(|_| ())
}

/// The number of what was published with a key before, if anything was.
pub(super) async fn number(db: &Db<'_>, clinic: &str, with: &Idempotency) -> Result<Option<i64>, Error> {
    let Some(mut row) = db.row(BEFORE, &[clinic.into(), with.key().into()]).await? else {
        return Ok(None);
    };
    if row.text_or_null(2)?.as_deref() != Some(with.body()) {
        return Err(Error::IdempotencyMismatch);
    }
    row.int(1).map(Some)
}

/// Writes a key of something that was published. It belongs to no quote.
pub(super) async fn write_number(db: &Db<'_>, clinic: &str, with: &Idempotency, number: i64) -> Result<(), Error> {
    let row = [clinic.into(), with.key().into(), number.into(), with.body().into()];
    match db.execute(CLAIM_NUMBER, &row).await? {
        0 => Err(Error::TryAgain),
        _ => Ok(()),
    }
}

fn unreadable() -> Error {
    Error::Unreadable("an idempotency key".to_owned())
}
