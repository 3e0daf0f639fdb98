//! The one writer: a thread that takes all that waits, runs each in a savepoint of one transaction, commits, and
//! answers them together. While a commit is on its way to the disk, the next group gathers. Who was just answered may
//! have more to write: so that they don't come too late for the next commit, it is held back for a moment.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::statements::{batch, execute, is_in_transaction, now, rows};
use crate::store::db::{Db, Operation};
use crate::store::error::{Error, Trouble};

/// Writes that share one commit.
const GROUP_MAX: usize = 256;
/// How long a commit may be held back for others to come, and for which part of the time that the last one took.
const HOLD_MAX: Duration = Duration::from_millis(5);
const HOLD_PART: u32 = 2;

/// The way to the writer's thread. Dropped, it waits for what is on its way and for the file to be closed.
pub(super) struct Writer {
    waiting: Option<Sender<Box<dyn Write>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.waiting = None;
        if let Some(thread) = self.thread.take() {
            // One that panicked has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

/// A write that waits.
trait Write: Send {
    /// Does it, and says what went wrong.
    fn run(&mut self, connection: &Mutex<Connection>) -> Result<(), Error>;
    /// Whether it needs no savepoint, see [`Operation::IS_WHOLE`].
    fn is_whole(&self) -> bool;
    /// Whether it erases, see [`Operation::ERASES`].
    fn erases(&self) -> bool;
    /// Answers: with what came of it, where it was committed.
    fn answer(self: Box<Self>, committed: Result<(), Error>);
}

impl Writer {
    pub(super) fn start(connection: Mutex<Connection>) -> Result<Self, Error> {
        let (waiting, writes) = channel();
        let thread = thread::Builder::new().name("store writer".to_owned());
        let started = thread.spawn(move || work(&connection, &writes));
        let thread = started.map_err(|_| Error::Unavailable(Trouble::Reported("no thread".to_owned())))?;
        Ok(Self {
            waiting: Some(waiting),
            thread: Some(thread),
        })
    }

    pub(super) async fn run<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        let (asker, answer) = oneshot::channel();
        let waiting = Waiting {
            operation,
            done: None,
            asker,
        };
        let closed = Error::Unavailable(Trouble::Closed);
        let sender = self.waiting.as_ref().ok_or_else(|| closed.clone())?;
        sender.send(Box::new(waiting)).map_err(|_| closed.clone())?;
        answer.await.map_err(|_| closed)?
    }
}

struct Waiting<O: Operation> {
    operation: O,
    /// What came of it, once it was run.
    done: Option<Result<O::Output, Error>>,
    asker: oneshot::Sender<Result<O::Output, Error>>,
}

impl<O: Operation> Write for Waiting<O> {
    fn run(&mut self, connection: &Mutex<Connection>) -> Result<(), Error> {
        let done = now(self.operation.run(&Db::Sqlite(connection)));
        self.done.insert(done).as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn is_whole(&self) -> bool {
        O::IS_WHOLE
    }

    fn erases(&self) -> bool {
        O::ERASES
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        let Self { done, asker, .. } = *self;
        let done = done.unwrap_or(Err(Error::Unavailable(Trouble::Closed)));
        // Whoever asked may have gone meanwhile.
        let _ = asker.send(committed.and(done));
    }
}

fn work(connection: &Mutex<Connection>, writes: &Receiver<Box<dyn Write>>) {
    let mut last = Last::default();
    while let Some(group) = gather(writes, &last) {
        let size = group.len();
        let took = write_and_answer(connection, group);
        last = Last { size, took };
    }
}

/// The group before.
#[derive(Default)]
struct Last {
    size: usize,
    /// How long its commit took: what others can share. To wait for as long as it took to write would leave the disk
    /// idle where that is quick.
    took: Duration,
}

/// All that waits, and as many more as were just answered, if they come soon. Nothing when no more can come.
fn gather(writes: &Receiver<Box<dyn Write>>, last: &Last) -> Option<Vec<Box<dyn Write>>> {
    let mut group: Vec<_> = writes.try_iter().take(GROUP_MAX).collect();
    let waited_for = (group.len() + last.size).min(GROUP_MAX);
    if group.is_empty() {
        group.push(writes.recv().ok()?);
    }
    let until = Instant::now() + (last.took / HOLD_PART).min(HOLD_MAX);
    while group.len() < waited_for {
        match writes.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(write) => group.push(write),
            Err(_) => break,
        }
    }
    Some(group)
}

/// Gives how long the commit took.
fn write_and_answer(connection: &Mutex<Connection>, mut group: Vec<Box<dyn Write>>) -> Duration {
    let done = commit(connection, &mut group);
    let took = *done.as_ref().unwrap_or(&Duration::ZERO);
    match done.and_then(|_| forget(connection, &group)) {
        // One of them spoiled it for the others: each for itself, then.
        Err(error) if group.len() > 1 && !matches!(error, Error::Unavailable(_)) => {
            for write in group {
                alone(connection, write);
            }
        }
        committed => {
            for write in group {
                write.answer(committed.clone());
            }
        }
    }
    took
}

fn alone(connection: &Mutex<Connection>, write: Box<dyn Write>) {
    let mut group = [write];
    let committed = commit(connection, &mut group).and_then(|_| forget(connection, &group));
    let [write] = group;
    write.answer(committed);
}

/// Runs a group in one transaction, and says how long its commit took. What went wrong for one is undone for that one
/// alone.
fn commit(connection: &Mutex<Connection>, group: &mut [Box<dyn Write>]) -> Result<Duration, Error> {
    let done = batch(connection, "BEGIN IMMEDIATE")
        .and_then(|()| group.iter_mut().try_for_each(|write| run(connection, write.as_mut())))
        .and_then(|()| {
            let started = Instant::now();
            batch(connection, "COMMIT").map(|()| started.elapsed())
        });
    if done.is_err() && is_in_transaction(connection) {
        // A rollback that fails leaves the transaction open: the next BEGIN fails, and this is tried again.
        batch(connection, "ROLLBACK")?;
    }
    done
}

/// What was erased from the pages of the file stands in the log of changes still: that is emptied.
fn forget(connection: &Mutex<Connection>, group: &[Box<dyn Write>]) -> Result<(), Error> {
    if group.iter().any(|write| write.erases()) {
        rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
    }
    Ok(())
}

fn run(connection: &Mutex<Connection>, write: &mut dyn Write) -> Result<(), Error> {
    // A savepoint keeps a copy of every page that is changed after it.
    if write.is_whole() {
        return match write.run(connection) {
            Err(error) if error.spoils_transaction() => Err(error),
            _ => Ok(()),
        };
    }
    execute(connection, "SAVEPOINT one", &[])?;
    let done = write.run(connection);
    if !is_in_transaction(connection) {
        // A full disk ends the whole transaction, not the one statement.
        return Err(Error::Unavailable(Trouble::DiskFull));
    }
    if done.is_err() {
        execute(connection, "ROLLBACK TO one", &[])?;
    }
    execute(connection, "RELEASE one", &[]).map(|_| ())
}
