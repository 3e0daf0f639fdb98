//! Sessions of the desk: what a browser holds in place of a staff key. Only digests of it are kept.
//!
//! A session counts as long as its key does and until its time is over; every process that shares the database knows it.

use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::db::{Db, Operation};
use super::error::Error;
use super::lists::timestamp;
use super::quotes::micros;
use super::random;
use super::staff::{self, Secret};

/// Random bytes of what the browser holds.
const SECRET_BYTES: usize = 32;

const INSERT: &str =
    "INSERT INTO staff_sessions (id, digest, staff_key, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
const DROP_OVER: &str = "DELETE FROM staff_sessions WHERE expires_at <= $1";
const BY_ID: &str = "SELECT k.name, s.digest, s.expires_at FROM staff_sessions s \
     JOIN staff_keys k ON k.id = s.staff_key \
     WHERE s.id = $1 AND s.expires_at > $2 AND k.revoked_at IS NULL";
const END: &str = "DELETE FROM staff_sessions WHERE id = $1 AND digest = $2";

/// A session that counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Who holds the staff key that it was begun with.
    pub name: String,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Begins a session for the holder of a key. Those that are over are dropped.
pub(super) struct Begin {
    pub(super) key: Secret,
    pub(super) at: Timestamp,
    pub(super) until: Timestamp,
}

impl Operation for Begin {
    /// What the browser is to hold; nothing where the key is none that counts.
    type Output = Option<(Secret, Session)>;

    async fn run(&self, db: &Db<'_>) -> Result<Self::Output, Error> {
        let Some((id, name)) = staff::found(db, &self.key).await? else {
            return Ok(None);
        };
        db.execute(DROP_OVER, &[micros(self.at)]).await?;
        let secret = Secret::new(random::hex::<SECRET_BYTES>()?);
        let digest = secret.digest();
        let row = [
            staff::id(&digest).into(),
            digest.as_slice().into(),
            id.into(),
            micros(self.at),
            micros(self.until),
        ];
        db.execute(INSERT, &row).await?;
        let until = self.until;
        Ok(Some((secret, Session { name, until })))
    }
}

/// The session of which somebody holds this.
pub(super) struct Find {
    pub(super) secret: Secret,
    pub(super) at: Timestamp,
}

impl Operation for Find {
    type Output = Option<Session>;

    async fn run(&self, db: &Db<'_>) -> Result<Option<Session>, Error> {
        let shown = self.secret.digest();
        let of = [staff::id(&shown).into(), micros(self.at)];
        let Some(mut row) = db.row(BY_ID, &of).await? else {
            return Ok(None);
        };
        let (name, kept, until) = (row.text(0)?, row.bytes(1)?, timestamp(row.int(2)?)?);
        Ok(bool::from(kept.ct_eq(&shown)).then_some(Session { name, until }))
    }
}

/// Ends a session. One that is over already stays so.
pub(super) struct End(pub(super) Secret);

impl Operation for End {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        let digest = self.0.digest();
        let of = [staff::id(&digest).into(), digest.as_slice().into()];
        db.execute(END, &of).await.map(|_| ())
    }
}
