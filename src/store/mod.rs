//! Quotes that are kept: one interface, a SQLite file or a PostgreSQL database behind it.
//!
//! What always holds: an answer is given only after what it says is on disk; a quote's figures never change; of two who
//! do something to a quote at once exactly one does it; what is asked again with the same idempotency key is done once.
//! Where the database is gone, full or slow, every call ends in [`Error::Unavailable`] in a few seconds and works again
//! when the database does. Personal data stands in documents and search terms, and in no error, name or debug text.
//!
//! The room keeps documents and knows nothing of HTTP or of how prices are made. Requests and estimates come as JSON
//! texts and are given back byte by byte, line breaks between tokens as blanks. `http` and `cli` may call it.
//!
//! Statements are written once, in `quotes`, `search` and their neighbours, and run on either database through `db`.

mod db;
mod draft;
mod error;
mod fold;
mod idempotency;
mod idempotency_keys;
mod lists;
mod location;
mod migrations;
mod patient;
mod postgres;
mod quote;
mod quotes;
mod random;
mod reference;
mod search;
mod sessions;
mod sqlite;
mod staff;
mod state;
mod terms;
mod transfer;
mod upkeep;
mod watched;

use std::fmt;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use subtle::ConstantTimeEq;

use db::Operation;
use draft::Draft;
pub use error::{Error, Trouble};
pub use fold::digits_in;
pub use idempotency::Idempotency;
pub use lists::{KeptList, Published, Publishing};
pub use location::Location;
pub use patient::Patient;
pub use quote::{DOCUMENT, Doing, Move, NewQuote, Quote, Step, Total};
pub use quotes::Saved;
pub use random::NoRandomNumbers;
pub use reference::{CheckTheCode, Reference};
pub use search::{Cursor, PAGE_MAX, Page, Search};
pub use sessions::Session;
pub use staff::{Secret, StaffKey};
pub use state::{Did, State};
pub use transfer::{Lines, Place, TakenIn};
pub use upkeep::Count;
pub use watched::{Done, Watcher};

/// Quotes, the price lists they were made with, and who may see them. All calls wait for the database and may be made
/// by many at once; one that is dropped before it ended may have been done or not.
pub struct Store {
    backend: Backend,
    location: Location,
    watcher: OnceLock<Watcher>,
}

enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens a store: creates the file where there is none, and brings the layout up to date. It works as long as the
    /// runtime in which it was opened.
    ///
    /// # Errors
    /// [`Error::TooNew`], [`Error::BadUrl`], [`Error::Unavailable`].
    pub async fn open(location: &Location) -> Result<Self, Error> {
        let backend = match location {
            Location::Sqlite(file) => Backend::Sqlite(sqlite::Sqlite::open(file)?),
            Location::Postgres(url) => Backend::Postgres(postgres::Postgres::open(url).await?),
        };
        Ok(Self {
            backend,
            location: location.clone(),
            watcher: OnceLock::new(),
        })
    }

    /// Saves a quote under a new reference. With a key that was used before for the same, the quote that was saved
    /// then, as it was then.
    ///
    /// # Errors
    /// [`Error::IdempotencyMismatch`], [`Error::Unavailable`].
    pub async fn save(&self, new: NewQuote, idempotency: Option<Idempotency>) -> Result<Saved, Error> {
        let draft = Arc::new(Draft::new(new, None, idempotency)?);
        let save = quotes::Save(Arc::clone(&draft));
        let made = self.watched::<quotes::Save>(async {
            match &self.backend {
                Backend::Sqlite(sqlite) => sqlite.write(save).await,
                Backend::Postgres(postgres) => postgres.save(save).await,
            }
        });
        Ok(made.await?.of(draft))
    }

    /// The quote as it was answered to a key before, if the key was used: so that what was priced then need not be
    /// priced again.
    ///
    /// # Errors
    /// [`Error::IdempotencyMismatch`], [`Error::Unavailable`].
    pub async fn answered(&self, clinic: &str, idempotency: Idempotency) -> Result<Option<Quote>, Error> {
        let clinic = clinic.to_owned();
        let answered = self.read(quotes::Answered { clinic, idempotency }).await?;
        if let (Some(_), Backend::Sqlite(sqlite)) = (&answered, &self.backend) {
            // It was committed; whoever answers it says that it is on disk.
            sqlite.settle().await?;
        }
        Ok(answered)
    }

    /// The quote of a reference.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unreadable`], [`Error::Unavailable`].
    pub async fn get(&self, reference: Reference) -> Result<Quote, Error> {
        self.read(quotes::Get(reference)).await
    }

    /// The quote whose link has this token.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unreadable`], [`Error::Unavailable`].
    pub async fn by_token(&self, token: &str) -> Result<Quote, Error> {
        let reference = quote::reference_of(token).ok_or(Error::NotFound)?;
        let quote = self.get(reference).await?;
        if bool::from(quote.token.as_bytes().ct_eq(token.as_bytes())) {
            Ok(quote)
        } else {
            Err(Error::NotFound)
        }
    }

    /// A page of quotes, newest first.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Unavailable`].
    pub async fn search(&self, search: Search) -> Result<Page, Error> {
        self.read(search::Find(search)).await
    }

    /// Does to an open quote what the staff asks for; with a key that was used before for the same, the quote as it
    /// was then.
    ///
    /// # Errors
    /// [`Error::Conflict`], [`Error::AgreedTotal`], [`Error::IdempotencyMismatch`], and those of [`Store::get`].
    pub async fn apply(
        &self,
        reference: Reference,
        wanted: Move,
        doing: Doing,
        idempotency: Option<Idempotency>,
    ) -> Result<Quote, Error> {
        self.write(quotes::Apply {
            reference,
            wanted,
            doing,
            idempotency,
        })
        .await
    }

    /// Saves a quote of the same clinic in place of an open or expired one, which becomes superseded with it.
    ///
    /// # Errors
    /// [`Error::Conflict`], [`Error::IdempotencyMismatch`], and those of [`Store::get`].
    pub async fn revise(
        &self,
        reference: Reference,
        new: NewQuote,
        doing: Doing,
        idempotency: Option<Idempotency>,
    ) -> Result<Saved, Error> {
        self.write(quotes::Revise {
            reference,
            new,
            doing,
            idempotency,
        })
        .await
    }

    /// Erases name, phone, e-mail and note of a quote. A second time changes nothing.
    ///
    /// # Errors
    /// Those of [`Store::get`].
    pub async fn erase_patient(&self, reference: Reference, at: Timestamp, by: &str) -> Result<Quote, Error> {
        self.write(quotes::Erase {
            reference,
            at,
            by: by.to_owned(),
        })
        .await
    }

    /// Erases personal data of a clinic's quotes that were not accepted and whose last day was before `before`; says
    /// of how many.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Unavailable`].
    pub async fn erase_expired(&self, clinic: &str, before: Date, at: Timestamp, by: &str) -> Result<usize, Error> {
        let batch = upkeep::EraseExpired {
            clinic: clinic.to_owned(),
            before,
            at,
            by: by.to_owned(),
        };
        let mut erased = 0;
        loop {
            match self.write(batch.clone()).await? {
                0 => return Ok(erased),
                some => erased += some,
            }
        }
    }

    /// Keeps the files of a price list, once for each version. To be done before a quote is made with it.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn keep_price_list(&self, list: KeptList) -> Result<(), Error> {
        self.write(lists::Keep(list)).await
    }

    /// The files of a version of a clinic's price list.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn price_list(&self, clinic: &str, version: &str) -> Result<KeptList, Error> {
        self.read(lists::Read {
            clinic: clinic.to_owned(),
            version: version.to_owned(),
        })
        .await
    }

    /// Keeps a price list and makes it the one that every process serves. What is served already stays as it is.
    ///
    /// # Errors
    /// [`Error::OtherPublished`], [`Error::IdempotencyMismatch`], [`Error::Unavailable`].
    pub async fn publish(&self, list: Publishing) -> Result<Published, Error> {
        self.write(lists::Publish(list)).await
    }

    /// What was published for a clinic, the newest first: at most so many, below a number where one is given.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn publishing_history(
        &self,
        clinic: &str,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<Published>, Error> {
        self.read(lists::History {
            clinic: clinic.to_owned(),
            before: before.unwrap_or(i64::MAX),
            limit: limit.into(),
        })
        .await
    }

    /// How many quotes of a clinic are open on a day.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn open_quotes(&self, clinic: &str, today: Date) -> Result<i64, Error> {
        self.read(upkeep::Open {
            clinic: clinic.to_owned(),
            today,
        })
        .await
    }

    /// What was published last, for each clinic that has anything.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn published(&self) -> Result<Vec<Published>, Error> {
        self.read(lists::Newest).await
    }

    /// Makes a staff key and shows it, this once.
    ///
    /// # Errors
    /// [`Error::NameTaken`], [`Error::Unavailable`].
    pub async fn add_staff_key(&self, name: &str, at: Timestamp) -> Result<Secret, Error> {
        self.write(staff::Add {
            name: name.to_owned(),
            at,
        })
        .await
    }

    /// All staff keys, oldest first, those that were revoked among them.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn staff_keys(&self) -> Result<Vec<StaffKey>, Error> {
        self.read(staff::List).await
    }

    /// Revokes the key of a name: it counts no more from now on, and neither do the sessions begun with it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn revoke_staff_key(&self, name: &str, at: Timestamp) -> Result<(), Error> {
        self.write(staff::Revoke {
            name: name.to_owned(),
            at,
        })
        .await
    }

    /// Who holds a staff key; nobody where it is none, or was revoked.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn holder(&self, key: &str) -> Result<Option<String>, Error> {
        self.read(staff::Holder(Secret::new(key))).await
    }

    /// Begins a session for the holder of a staff key and shows what a browser is to hold, this once; nothing where the
    /// key is none that counts.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_session(
        &self,
        key: &str,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<Option<(Secret, Session)>, Error> {
        let key = Secret::new(key);
        self.write(sessions::Begin { key, at, until }).await
    }

    /// The session of whoever holds this; nothing where it is over, or its key was revoked.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn session(&self, held: &str, at: Timestamp) -> Result<Option<Session>, Error> {
        let secret = Secret::new(held);
        self.read(sessions::Find { secret, at }).await
    }

    /// Ends a session; one that is over already stays so.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_session(&self, held: &str) -> Result<(), Error> {
        self.write(sessions::End(Secret::new(held))).await
    }

    /// Whether there is a staff key that was not revoked.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn has_staff_key(&self) -> Result<bool, Error> {
        self.read(staff::AnyKey).await
    }

    /// How many quotes there are, by clinic and by the state they were moved to last. Looks at all of them.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn counts(&self) -> Result<Vec<Count>, Error> {
        self.read(upkeep::Counts).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(upkeep::Ping).await
    }

    /// The price lists that quotes were made with, as lines of an export: they go before the quotes.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Unavailable`].
    pub async fn export_price_lists(&self) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for (clinic, version) in self.read(transfer::Versions).await? {
            lines.push(transfer::list_line(self.price_list(&clinic, &version).await?)?);
        }
        Ok(lines)
    }

    /// Some quotes as lines of an export, from a place on. What is saved meanwhile may be among them or not.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn export(&self, from: Place) -> Result<Lines, Error> {
        self.read(transfer::Export(from)).await
    }

    /// Takes in lines of an export, all of them or none. What is there already is left, or brought up to date.
    ///
    /// # Errors
    /// [`Error::BadLine`], [`Error::Unavailable`].
    pub async fn import(&self, lines: &[&str]) -> Result<TakenIn, Error> {
        let lines = lines
            .iter()
            .map(|line| transfer::read(line))
            .collect::<Result<_, _>>()?;
        self.write(transfer::Import(lines)).await
    }

    async fn read<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.watched::<O>(async {
            match &self.backend {
                Backend::Sqlite(sqlite) => sqlite.read(operation).await,
                Backend::Postgres(postgres) => postgres.read(operation).await,
            }
        })
        .await
    }

    async fn write<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.watched::<O>(async {
            match &self.backend {
                Backend::Sqlite(sqlite) => sqlite.write(operation).await,
                Backend::Postgres(postgres) => postgres.write(operation).await,
            }
        })
        .await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.location).finish()
    }
}
