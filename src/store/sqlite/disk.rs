//! What was committed is answered when the disk has written it: a thread of its own waits for that, so that the writer
//! need not. All that was committed meanwhile is written at once.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::thread::Thread;
use super::writer::{Event, Write};
use crate::store::error::{Error, Trouble};

/// Has what was committed written to the disk.
pub(super) type Flush = Box<dyn FnMut() -> io::Result<()> + Send>;

/// What the thread is told.
pub(super) enum Committed {
    /// These are to be answered when they are on the disk.
    Group(Vec<Box<dyn Write>>),
    /// After a failure: all that was committed before is on the disk by another way, and nothing that comes stands behind
    /// what may be lost.
    Anew,
}

/// The thread. It tells the writer when the disk is idle again, and `checkpoints` what is in the log.
pub(super) fn start(
    flush: Flush,
    checkpoints: Thread<usize>,
    writer: Sender<Event>,
) -> Result<Thread<Committed>, Error> {
    Thread::start("store disk", channel(), move |committed| {
        answer_all(committed, &writer, flush, &checkpoints);
    })
}

/// What those are told whose writes may not be on the disk.
pub(super) fn failed() -> Error {
    Error::Unavailable(Trouble::Reported("a disk that did not write".to_owned()))
}

fn answer_all(coming: &Receiver<Committed>, writer: &Sender<Event>, mut flush: Flush, checkpoints: &Thread<usize>) {
    // After a failure the disk may say that all is well and still lack what it failed to write.
    let mut is_trusted = true;
    while let Ok(first) = coming.recv() {
        let mut groups = Vec::new();
        for committed in std::iter::once(first).chain(coming.try_iter()) {
            match committed {
                Committed::Group(group) => groups.push(group),
                Committed::Anew => is_trusted = true,
            }
        }
        is_trusted = is_trusted && (groups.is_empty() || flush().is_ok());
        // The writer has the next group ready, and is told first. It may have ended.
        let _ = writer.send(Event::Synced {
            groups: groups.len(),
            is_written: is_trusted,
        });
        // Without that thread the writer brings the log into the file.
        let _ = checkpoints.tell(groups.iter().map(Vec::len).sum());
        for write in groups.into_iter().flatten() {
            write.answer(if is_trusted { Ok(()) } else { Err(failed()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex};

    use rusqlite::Connection;

    use super::*;
    use crate::store::db::{Db, Operation};
    use crate::store::sqlite::checkpoints;
    use crate::store::sqlite::writer::Writer;

    struct Add(i64);

    impl Operation for Add {
        type Output = ();

        async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
            db.execute("INSERT INTO numbers (number) VALUES ($1)", &[self.0.into()])
                .await
                .map(|_| ())
        }
    }

    fn writer(file: &Path, flush: Flush) -> Writer {
        let connection = Connection::open(file).unwrap();
        let layout = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE numbers (number INTEGER)";
        connection.execute_batch(layout).unwrap();
        let checkpoints = checkpoints::start(Connection::open(file).unwrap()).unwrap();
        Writer::start(Mutex::new(connection), flush, checkpoints).unwrap()
    }

    fn count(file: &Path) -> i64 {
        let connection = Connection::open(file).unwrap();
        let count = connection.query_row("SELECT COUNT(*) FROM numbers", [], |row| row.get(0));
        count.unwrap()
    }

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build();
        runtime.unwrap().block_on(future)
    }

    #[test]
    fn nobody_is_answered_before_the_disk_has_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("numbers.db");
        let (release, released) = channel();
        let writer = writer(&file, Box::new(move || released.recv().map_err(io::Error::other)));
        block_on(async {
            let added = tokio::spawn(async move { writer.run(Add(1)).await });
            while count(&file) == 0 {
                tokio::task::yield_now().await;
            }
            assert!(!added.is_finished(), "it was committed, and is not on the disk yet");
            release.send(()).unwrap();
            added.await.unwrap().unwrap();
        });
    }

    #[test]
    fn after_a_disk_that_failed_nothing_is_built_on_what_it_may_have_lost() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("numbers.db");
        let fails = Arc::new(AtomicBool::new(false));
        let sees = Arc::clone(&fails);
        let flush = move || {
            if sees.load(Ordering::SeqCst) {
                Err(io::Error::other("no"))
            } else {
                Ok(())
            }
        };
        let writer = writer(&file, Box::new(flush));
        block_on(async {
            writer.run(Add(1)).await.unwrap();
            fails.store(true, Ordering::SeqCst);
            assert_eq!(writer.run(Add(2)).await, Err(failed()));
            fails.store(false, Ordering::SeqCst);
            writer.run(Add(3)).await.unwrap();
        });
        // What came before the third is in the file itself: the log that the disk failed to write is not needed for it.
        let alone = folder.path().join("alone.db");
        std::fs::copy(&file, &alone).unwrap();
        assert_eq!(count(&alone), 2);
        assert_eq!(count(&file), 3);
    }
}
