//! What the log of changes has gathered is brought into the file by a thread of its own, beside the writer. Where it falls
//! behind, the writer itself brings the rest: SQLite begins the log anew only when all of it is in the file.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::writer::spawn;
use crate::store::error::Error;

/// Writes after which the log is brought into the file: some tens of megabytes of it.
const WRITES: usize = 3000;

/// The way to the thread. Dropped, it waits for what is on its way.
pub(super) struct Checkpoints {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    /// Writes since the thread was woken last.
    writes: usize,
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            // One that panicked has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Checkpoints {
    pub(super) fn start(connection: Connection) -> Result<Self, Error> {
        // One that is asked for while another is under way is worth remembering; more are not.
        let (wake, woken) = sync_channel(1);
        let thread = spawn("store checkpoint", move || run(&connection, &woken))?;
        Ok(Self {
            wake: Some(wake),
            thread: Some(thread),
            writes: 0,
        })
    }

    /// So many writes more are in the log.
    pub(super) fn note(&mut self, writes: usize) {
        self.writes += writes;
        if self.writes >= WRITES
            && let Some(wake) = &self.wake
        {
            self.writes = 0;
            let _ = wake.try_send(());
        }
    }
}

fn run(connection: &Connection, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        // Where it fails the writer will meet the same trouble, and says so to those who wait.
        let _ = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
    }
}
