//! What the log of changes has gathered is brought into the file by a thread of its own, beside the writer: when that is
//! much, and when nothing was written for a while, as every reader looks into the log first. Where it falls behind, the
//! writer itself brings the rest: SQLite begins the log anew only when all of it is in the file.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use super::writer::spawn;
use crate::store::error::Error;

/// Writes after which the log is brought into the file: some tens of megabytes of it.
const WRITES: usize = 3000;
/// How long nothing is written before what is there is brought into the file.
const QUIET: Duration = Duration::from_millis(300);

/// The way to the thread. Dropped, it waits for what is on its way.
pub(super) struct Checkpoints {
    written: Option<Sender<usize>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.written = None;
        if let Some(thread) = self.thread.take() {
            // One that panicked has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Checkpoints {
    pub(super) fn start(connection: Connection) -> Result<Self, Error> {
        let (written, coming) = channel();
        let thread = spawn("store checkpoint", move || run(&connection, &coming))?;
        Ok(Self {
            written: Some(written),
            thread: Some(thread),
        })
    }

    /// So many writes more are in the log.
    pub(super) fn note(&self, writes: usize) {
        if let Some(written) = &self.written {
            // Without the thread the writer brings all of it.
            let _ = written.send(writes);
        }
    }
}

fn run(connection: &Connection, coming: &Receiver<usize>) {
    while let Ok(mut writes) = coming.recv() {
        while writes < WRITES
            && let Ok(more) = coming.recv_timeout(QUIET)
        {
            writes += more;
        }
        // Where it fails the writer will meet the same trouble, and says so to those who wait.
        let _ = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
    }
}
