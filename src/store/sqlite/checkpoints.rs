//! What the log of changes has gathered is brought into the file by a thread of its own, beside the writer: when that is
//! much, and when nothing was written for a while, as every reader looks into the log first. Where it falls behind, the
//! writer itself brings the rest: SQLite begins the log anew only when all of it is in the file.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rusqlite::Connection;

use super::thread::Thread;
use crate::store::error::Error;

/// Writes after which the log is brought into the file: some tens of megabytes of it.
const WRITES: usize = 3000;
/// How long nothing is written before what is there is brought into the file.
const QUIET: Duration = Duration::from_millis(300);

/// The thread, which is told how many writes more are in the log.
pub(super) fn start(connection: Connection) -> Result<Thread<usize>, Error> {
    Thread::start("store checkpoint", channel(), move |written| run(&connection, written))
}

fn run(connection: &Connection, written: &Receiver<usize>) {
    while let Ok(mut writes) = written.recv() {
        while writes < WRITES
            && let Ok(more) = written.recv_timeout(QUIET)
        {
            writes += more;
        }
        // Where it fails the writer will meet the same trouble, and says so to those who wait.
        let _ = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
    }
}
