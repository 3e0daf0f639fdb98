//! Keys with which the staff's programs show who they are. Only digests of them are kept.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::db::{Db, Operation, Row};
use super::error::Error;
use super::lists::timestamp;
use super::quotes::micros;
use super::random;

/// What every key begins with: so that one in a wrong place is recognised.
const PREFIX: &str = "mesoquote_";
/// Random bytes of a key, so many that no slow hash is needed.
const SECRET_BYTES: usize = 32;

const INSERT: &str = "INSERT INTO staff_keys (id, name, digest, created_at, revoked_at) VALUES ($1, $2, $3, $4, NULL)";
const ACTIVE: &str = "SELECT id FROM staff_keys WHERE name = $1 AND revoked_at IS NULL";
const ALL: &str = "SELECT name, created_at, revoked_at FROM staff_keys ORDER BY created_at, id";
const END_SESSIONS: &str = "DELETE FROM staff_sessions WHERE staff_key IN (SELECT id FROM staff_keys WHERE name = $1 AND revoked_at IS NOT NULL)";
const REVOKE: &str = "UPDATE staff_keys SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";
const BY_ID: &str = "SELECT name, digest FROM staff_keys WHERE id = $1 AND revoked_at IS NULL";
const ANY: &str = "SELECT id FROM staff_keys WHERE revoked_at IS NULL LIMIT 1";

/// A key as its holder knows it. It is shown once, when it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What somebody holds.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What is kept of it.
    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// The key, to be handed to its holder.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is known of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffKey {
    /// Who holds it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Makes a key.
pub(super) struct Add {
    pub(super) name: String,
    pub(super) at: Timestamp,
}

impl Operation for Add {
    type Output = Secret;

    async fn run(&self, db: &Db<'_>) -> Result<Secret, Error> {
        if db.row(ACTIVE, &[self.name.as_str().into()]).await?.is_some() {
            return Err(Error::NameTaken);
        }
        let secret = Secret(format!("{PREFIX}{}", random::hex::<SECRET_BYTES>()?));
        let digest = secret.digest();
        let row = [
            id(&digest).into(),
            self.name.as_str().into(),
            digest.as_slice().into(),
            micros(self.at),
        ];
        db.execute(INSERT, &row).await?;
        Ok(secret)
    }
}

/// All keys, oldest first.
pub(super) struct List;

impl Operation for List {
    type Output = Vec<StaffKey>;

    async fn run(&self, db: &Db<'_>) -> Result<Vec<StaffKey>, Error> {
        db.rows(ALL, &[]).await?.into_iter().map(staff_key).collect()
    }
}

fn staff_key(mut row: Row) -> Result<StaffKey, Error> {
    let revoked_at = row.int_or_null(2)?.map(timestamp).transpose()?;
    Ok(StaffKey {
        name: row.text(0)?,
        created_at: timestamp(row.int(1)?)?,
        revoked_at,
    })
}

/// Makes a key worthless, and the sessions that were begun with it.
pub(super) struct Revoke {
    pub(super) name: String,
    pub(super) at: Timestamp,
}

impl Operation for Revoke {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        let of = [self.name.as_str().into(), micros(self.at)];
        if db.execute(REVOKE, &of).await? == 0 {
            return Err(Error::NotFound);
        }
        db.execute(END_SESSIONS, &[self.name.as_str().into()]).await.map(|_| ())
    }
}

/// Who holds a key.
pub(super) struct Holder(pub(super) Secret);

impl Operation for Holder {
    type Output = Option<String>;

    async fn run(&self, db: &Db<'_>) -> Result<Option<String>, Error> {
        Ok(found(db, &self.0).await?.map(|(_, name)| name))
    }
}

/// The id of a key that counts, and who holds it.
pub(super) async fn found(db: &Db<'_>, key: &Secret) -> Result<Option<(String, String)>, Error> {
    let shown = key.digest();
    let id = id(&shown);
    let Some(mut row) = db.row(BY_ID, &[id.as_str().into()]).await? else {
        return Ok(None);
    };
    let (name, kept) = (row.text(0)?, row.bytes(1)?);
    Ok(bool::from(kept.ct_eq(&shown)).then_some((id, name)))
}

/// Whether there is a key that counts.
pub(super) struct AnyKey;

impl Operation for AnyKey {
    type Output = bool;

    async fn run(&self, db: &Db<'_>) -> Result<bool, Error> {
        Ok(db.row(ANY, &[]).await?.is_some())
    }
}

/// A few bytes of the digest by which its row is found; the rest is compared in constant time.
pub(super) fn id(digest: &[u8; 32]) -> String {
    random::to_hex(digest.first_chunk::<8>().unwrap_or(&[0; 8]))
}
