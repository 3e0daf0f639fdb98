//! A few connections that read, each used by one operation at a time.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::statements::now;
use crate::store::db::{Db, Operation};
use crate::store::error::{Error, Trouble};

pub(super) struct Readers {
    /// As many as permits are out are missing here.
    idle: Mutex<Vec<Mutex<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        let permits = Arc::new(Semaphore::new(connections.len()));
        Self {
            idle: Mutex::new(connections.into_iter().map(Mutex::new).collect()),
            permits,
        }
    }

    /// Waits for a connection and runs an operation on it, where it may block.
    pub(super) async fn run<O: Operation>(readers: &Arc<Self>, operation: O) -> Result<O::Output, Error> {
        let closed = |_| Error::Unavailable(Trouble::Closed);
        let permit = Arc::clone(&readers.permits).acquire_owned().await.map_err(closed)?;
        let readers = Arc::clone(readers);
        let done = spawn_blocking(move || {
            let connection = readers.take().ok_or(Error::Unavailable(Trouble::Closed))?;
            let done = now(operation.run(&Db::Sqlite(&connection)));
            readers.give_back(connection);
            drop(permit);
            done
        });
        done.await.map_err(|_| Error::Unavailable(Trouble::Closed))?
    }

    fn take(&self) -> Option<Mutex<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, connection: Mutex<Connection>) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}
