//! SQLite: one file, one writer that groups what waits into one commit, a few readers.
//!
//! The file is in WAL mode, so that readers and the writer don't wait for each other. SQLite itself does not wait for the
//! disk when it commits: we do, before anybody is answered, while it goes on with what comes next.

mod checkpoints;
mod disk;
mod readers;
mod statements;
mod thread;
mod writer;

use std::fs::{self, File};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::db::{Db, Operation};
use super::error::{Error, Trouble};
use super::migrations::{self, Dialect};
use super::upkeep::Ping;
use readers::Readers;
pub(super) use statements::{error, execute, now, rows};
use writer::Writer;

/// How long a connection waits for another program that holds the file.
const BUSY: Duration = Duration::from_secs(5);
/// Connections that read.
const READERS: usize = 4;
/// What is erased is overwritten; a group's pages stay in memory until they are written (4 MB). The writer itself brings the
/// log of changes into the file, and all wait for that, when it holds 512 MB: only where so much is written without a pause that
/// the thread beside never catches up. A save changes a few bytes each in pages that lie far apart: small pages are less to write.
const WRITER_SETTINGS: &str = "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA secure_delete = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY; \
     PRAGMA wal_autocheckpoint = 256000";
/// From now on a commit does not wait for the disk; what is brought from the log into the file still does.
const COMMIT_WITHOUT_DISK: &str = "PRAGMA synchronous = NORMAL";
/// Prepared statements that a connection keeps.
const STATEMENTS_KEPT: usize = 128;

/// A store in one file.
pub(super) struct Sqlite {
    /// Closed first: who closes the file last tidies up, which readers can't.
    readers: Arc<Readers>,
    writer: Writer,
}

impl Sqlite {
    /// Opens the file, creates it where there is none, and brings its layout up to date.
    pub(super) fn open(file: &Path) -> Result<Self, Error> {
        let writer = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        writer.execute_batch(WRITER_SETTINGS).map_err(|e| error(&e))?;
        let writer = Mutex::new(writer);
        migrate(&writer)?;
        statements::batch(&writer, COMMIT_WITHOUT_DISK)?;
        let log = log_of_changes(file)?;
        let checkpoints = checkpoints::start(connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?)?;
        let readers = (0..READERS).map(|_| reader(file)).collect::<Result<_, _>>()?;
        Ok(Self {
            writer: Writer::start(writer, Box::new(move || log.sync_data()), checkpoints)?,
            readers: Arc::new(Readers::new(readers)),
        })
    }

    /// Runs an operation that only reads.
    pub(super) async fn read<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        Readers::run(&self.readers, operation).await
    }

    /// Ends when all that has been committed is on disk: what was read may be younger.
    pub(super) async fn settle(&self) -> Result<(), Error> {
        self.writer.run(Ping).await
    }

    /// Runs an operation in a transaction and answers when it is on disk.
    pub(super) async fn write<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.writer.run(operation).await
    }
}

/// The file's log of changes, to be written to the disk. It is there as long as the file is open.
fn log_of_changes(file: &Path) -> Result<File, Error> {
    let file = fs::canonicalize(file).map(|file| {
        let mut log = file.into_os_string();
        log.push("-wal");
        log
    });
    let log = file.and_then(|log| File::options().write(true).open(log));
    log.map_err(|_| Error::Unavailable(Trouble::NoConnection))
}

fn reader(file: &Path) -> Result<Connection, Error> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(|e| error(&e))?;
    connection.busy_timeout(BUSY).map_err(|e| error(&e))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(connection)
}

/// Applies what is missing in one transaction; another process that starts meanwhile waits for it.
fn migrate(connection: &Mutex<Connection>) -> Result<(), Error> {
    statements::batch(connection, "BEGIN IMMEDIATE")?;
    let done = now(migrations::Migrate(Dialect::Sqlite).run(&Db::Sqlite(connection)));
    statements::batch(connection, if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}
