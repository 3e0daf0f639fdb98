//! The one writer: a thread that runs what comes, each in a savepoint of one open transaction, and commits them together
//! as soon as the disk has written the group before. A commit goes into the log of changes; another thread waits for the
//! disk and answers, see `disk`, while the next group gathers here and is run.

use std::mem;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::disk::{self, Committed, Flush, failed};
use super::statements::{batch, execute, is_in_transaction, now, rows};
use super::thread::Thread;
use crate::store::db::{Db, Operation};
use crate::store::error::{Error, Trouble};

/// Writes that share one commit at the most.
const GROUP_MAX: usize = 256;
/// So many are worth a commit of their own as soon as the disk is idle, though others wait: while it writes, these are run.
const GROUP_ENOUGH: usize = 32;

/// The way to the writer's thread. Dropped, it waits for what is on its way and for the file to be closed.
pub(super) struct Writer(Thread<Event>);

/// What the writer's thread is told.
pub(super) enum Event {
    /// Something is to be written.
    Write(Box<dyn Write>),
    /// The disk is done with so many groups. Where it failed, what is in the log of changes may not be on it.
    Synced { groups: usize, is_written: bool },
    /// Nothing comes any more.
    End,
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The disk's thread may tell it something still, so it does not end by itself. One that has ended needs no telling.
        let _ = self.0.tell(Event::End);
    }
}

/// A write that waits.
pub(super) trait Write: Send {
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
    /// `flush` has the log of changes written to the disk.
    pub(super) fn start(
        connection: Mutex<Connection>,
        flush: Flush,
        checkpoints: Thread<usize>,
    ) -> Result<Self, Error> {
        let (teller, told) = channel();
        let work = Work {
            disk: disk::start(flush, checkpoints, teller.clone())?,
            connection,
            group: Vec::new(),
            under_way: 0,
            is_log_doubtful: false,
        };
        let thread = Thread::start("store writer", (teller, told), |events| work.until_end(events))?;
        Ok(Self(thread))
    }

    pub(super) async fn run<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        let (asker, answer) = oneshot::channel();
        let waiting = Waiting {
            operation,
            done: None,
            asker,
        };
        self.0.tell(Event::Write(Box::new(waiting)))?;
        answer.await.map_err(|_| Error::Unavailable(Trouble::Closed))?
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

/// The writer's thread.
struct Work {
    /// Closed first: all is answered when the file is closed.
    disk: Thread<Committed>,
    connection: Mutex<Connection>,
    /// What was run in the transaction that is open; empty where none is.
    group: Vec<Box<dyn Write>>,
    /// Groups that were handed to the disk and that it is not done with.
    under_way: usize,
    /// The disk failed to write the log of changes since that was last emptied.
    is_log_doubtful: bool,
}

impl Work {
    fn until_end(mut self, events: &Receiver<Event>) {
        while let Some(event) = self.next(events) {
            match event {
                Event::Write(write) => self.take(write),
                Event::Synced { groups, is_written } => {
                    self.under_way -= groups;
                    if !is_written {
                        self.is_log_doubtful = true;
                        self.undo(&failed());
                    }
                }
                Event::End => break,
            }
        }
        self.hand_over();
    }

    /// What comes next. Where nothing waits and the disk is idle, what was run goes there meanwhile.
    fn next(&mut self, events: &Receiver<Event>) -> Option<Event> {
        let enough = if self.under_way == 0 { GROUP_ENOUGH } else { GROUP_MAX };
        if self.group.len() >= enough {
            self.hand_over();
        }
        if self.under_way == 0 && !self.group.is_empty() {
            match events.try_recv() {
                Err(TryRecvError::Empty) => self.hand_over(),
                event => return event.ok(),
            }
        }
        events.recv().ok()
    }

    /// Runs a write in the transaction that is open, or in a new one.
    fn take(&mut self, mut write: Box<dyn Write>) {
        let open = if self.group.is_empty() { self.begin() } else { Ok(()) };
        let done = open.and_then(|()| run(&self.connection, write.as_mut()));
        self.group.push(write);
        if let Err(error) = done {
            self.undo(&error);
        }
    }

    fn begin(&mut self) -> Result<(), Error> {
        if self.is_log_doubtful {
            empty_log(&self.connection)?;
            self.is_log_doubtful = false;
            // A thread that panicked answers nobody: those who wait are told by their channels.
            let _ = self.disk.tell(Committed::Anew);
        }
        batch(&self.connection, "BEGIN IMMEDIATE")
    }

    /// Commits what was run and has the disk write it.
    fn hand_over(&mut self) {
        let group = mem::take(&mut self.group);
        if group.is_empty() {
            return;
        }
        match self.commit(&group) {
            Ok(()) => self.send(group),
            Err(error) => {
                self.group = group;
                self.undo(&error);
            }
        }
    }

    fn send(&mut self, group: Vec<Box<dyn Write>>) {
        self.under_way += 1;
        let _ = self.disk.tell(Committed::Group(group));
    }

    fn commit(&self, group: &[Box<dyn Write>]) -> Result<(), Error> {
        batch(&self.connection, "COMMIT")?;
        // What was erased from the pages of the file stands in the log of changes still.
        if group.iter().any(|write| write.erases()) {
            empty_log(&self.connection)?;
        }
        Ok(())
    }

    /// The transaction that is open can't be kept. Where one of many spoiled it for the others, each is run for itself.
    fn undo(&mut self, error: &Error) {
        self.roll_back();
        let group = mem::take(&mut self.group);
        if group.len() > 1 && !matches!(error, Error::Unavailable(_)) {
            for write in group {
                self.alone(write);
            }
        } else {
            for write in group {
                write.answer(Err(error.clone()));
            }
        }
    }

    fn alone(&mut self, mut write: Box<dyn Write>) {
        let run = self.begin().and_then(|()| run(&self.connection, write.as_mut()));
        let group = vec![write];
        match run.and_then(|()| self.commit(&group)) {
            Ok(()) => self.send(group),
            Err(error) => {
                self.group = group;
                self.undo(&error);
            }
        }
    }

    /// A rollback that fails leaves the transaction open: the next BEGIN fails, and this is tried again.
    fn roll_back(&self) {
        if is_in_transaction(&self.connection) {
            let _ = batch(&self.connection, "ROLLBACK");
        }
    }
}

/// Brings the log of changes into the file, on the disk, and leaves nothing in it. Another program that reads the file may
/// be in the way.
fn empty_log(connection: &Mutex<Connection>) -> Result<(), Error> {
    let told = rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
    let busy = told.into_iter().next().map_or(Ok(1), |mut row| row.int(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(Error::Unavailable(Trouble::TooSlow))
    }
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
