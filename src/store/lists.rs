//! Price lists: the files of each version that a quote was made with, once; and which version was published last.

use jiff::Timestamp;

use super::db::{Db, Operation};
use super::error::Error;
use super::idempotency::Idempotency;
use super::idempotency_keys;
use super::quotes::micros;

const KEEP: &str =
    "INSERT INTO price_list_files (clinic, version, file, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const IS_KEPT: &str = "SELECT file FROM price_list_files WHERE clinic = $1 AND version = $2 LIMIT 1";
const FILES: &str = "SELECT file, content FROM price_list_files WHERE clinic = $1 AND version = $2 ORDER BY file";
const NEWEST: &str = "SELECT p.clinic, p.number, p.version, p.published_at, p.published_by FROM published p \
     WHERE p.number = (SELECT MAX(x.number) FROM published x WHERE x.clinic = p.clinic) ORDER BY p.clinic";
const NEWEST_OF: &str = "SELECT clinic, number, version, published_at, published_by FROM published \
     WHERE clinic = $1 ORDER BY number DESC LIMIT 1";
const OF_NUMBER: &str = "SELECT clinic, number, version, published_at, published_by FROM published \
     WHERE clinic = $1 AND number = $2";
const HISTORY: &str = "SELECT clinic, number, version, published_at, published_by FROM published \
     WHERE clinic = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
const PUBLISH: &str = "INSERT INTO published (clinic, number, version, published_at, published_by) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// The files of a price list as they were read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptList {
    /// Whose it is.
    pub clinic: String,
    /// What the bytes are called.
    pub version: String,
    /// Names and contents, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A price list that is to be served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// Whose it is.
    pub clinic: String,
    /// Counts what was published for the clinic: a process never goes back to a lower one.
    pub number: i64,
    /// The version of the price list.
    pub version: String,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
}

/// Keeps a price list, unless it is kept already.
pub(super) struct Keep(pub(super) KeptList);

impl Operation for Keep {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        let KeptList { clinic, version, files } = &self.0;
        if is_kept(db, clinic, version).await? {
            return Ok(());
        }
        for (file, content) in files {
            let (clinic, version, file) = (clinic.as_str().into(), version.as_str().into(), file.as_str().into());
            db.execute(KEEP, &[clinic, version, file, content.as_slice().into()])
                .await?;
        }
        Ok(())
    }
}

/// Whether a price list is kept.
pub(super) async fn is_kept(db: &Db<'_>, clinic: &str, version: &str) -> Result<bool, Error> {
    let row = db.row(IS_KEPT, &[clinic.into(), version.into()]).await?;
    Ok(row.is_some())
}

/// Reads a kept price list.
pub(super) struct Read {
    pub(super) clinic: String,
    pub(super) version: String,
}

impl Operation for Read {
    type Output = KeptList;

    async fn run(&self, db: &Db<'_>) -> Result<KeptList, Error> {
        let rows = db
            .rows(FILES, &[self.clinic.as_str().into(), self.version.as_str().into()])
            .await?;
        let file = |mut row: super::db::Row| Ok((row.text(0)?, row.bytes(1)?));
        let files = rows.into_iter().map(file).collect::<Result<Vec<_>, Error>>()?;
        if files.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(KeptList {
            clinic: self.clinic.clone(),
            version: self.version.clone(),
            files,
        })
    }
}

/// A price list that is to be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Publishing {
    /// The list.
    pub list: KeptList,
    /// When.
    pub at: Timestamp,
    /// Who does it.
    pub by: String,
    /// The version that was published last as far as is known: where it is another by now, nothing is done. `None`
    /// where that does not matter.
    pub instead_of: Option<String>,
    /// The caller's key: the same request is done once.
    pub idempotency: Option<Idempotency>,
}

/// Keeps a price list and makes it the one that is served.
pub(super) struct Publish(pub(super) Publishing);

impl Operation for Publish {
    type Output = Published;

    async fn run(&self, db: &Db<'_>) -> Result<Published, Error> {
        let asked = &self.0;
        let KeptList { clinic, version, .. } = &asked.list;
        if let Some(before) = self.before(db).await? {
            return Ok(before);
        }
        let newest = db
            .row(NEWEST_OF, &[clinic.as_str().into()])
            .await?
            .map(published)
            .transpose()?;
        if let Some(newest) = newest.as_ref().filter(|newest| newest.version == *version) {
            self.remember(db, newest.number).await?;
            return Ok(newest.clone());
        }
        match (&asked.instead_of, &newest) {
            (Some(known), Some(newest)) if *known != newest.version => {
                let version = newest.version.clone();
                return Err(Error::OtherPublished { version });
            }
            _ => {}
        }
        Keep(asked.list.clone()).run(db).await?;
        let number = newest.map_or(1, |newest| newest.number + 1);
        let row = [
            clinic.as_str().into(),
            number.into(),
            version.as_str().into(),
            micros(asked.at),
            asked.by.as_str().into(),
        ];
        if db.execute(PUBLISH, &row).await? == 0 {
            return Err(Error::TryAgain);
        }
        self.remember(db, number).await?;
        let (clinic, version) = (clinic.clone(), version.clone());
        Ok(Published {
            clinic,
            number,
            version,
            at: asked.at,
            by: asked.by.clone(),
        })
    }
}

impl Publish {
    /// What was published with the same key before.
    async fn before(&self, db: &Db<'_>) -> Result<Option<Published>, Error> {
        let clinic = &self.0.list.clinic;
        let Some(key) = &self.0.idempotency else {
            return Ok(None);
        };
        let Some(number) = idempotency_keys::number(db, clinic, key).await? else {
            return Ok(None);
        };
        let row = db.row(OF_NUMBER, &[clinic.as_str().into(), number.into()]).await?;
        row.map(published).transpose()
    }

    async fn remember(&self, db: &Db<'_>, number: i64) -> Result<(), Error> {
        match &self.0.idempotency {
            Some(key) => idempotency_keys::write_number(db, &self.0.list.clinic, key, number).await,
            None => Ok(()),
        }
    }
}

/// What was published for a clinic, the newest first.
pub(super) struct History {
    pub(super) clinic: String,
    pub(super) before: i64,
    pub(super) limit: i64,
}

impl Operation for History {
    type Output = Vec<Published>;

    async fn run(&self, db: &Db<'_>) -> Result<Vec<Published>, Error> {
        let of = [self.clinic.as_str().into(), self.before.into(), self.limit.into()];
        db.rows(HISTORY, &of).await?.into_iter().map(published).collect()
    }
}

/// What was published last, for each clinic.
pub(super) struct Newest;

impl Operation for Newest {
    type Output = Vec<Published>;

    async fn run(&self, db: &Db<'_>) -> Result<Vec<Published>, Error> {
        db.rows(NEWEST, &[]).await?.into_iter().map(published).collect()
    }
}

fn published(mut row: super::db::Row) -> Result<Published, Error> {
    let (clinic, number, version) = (row.text(0)?, row.int(1)?, row.text(2)?);
    Ok(Published {
        clinic,
        number,
        version,
        at: timestamp(row.int(3)?)?,
        by: row.text(4)?,
    })
}

pub(super) fn timestamp(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(micros).map_err(|_| Error::Unreadable("a time".to_owned()))
}
