//! Saves that wait share a transaction and its commit, their statements sent one behind the other without waiting for
//! the answers in between.

use std::sync::Arc;

use deadpool_postgres::{Client, Pool};
use futures_util::future::join_all;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

use super::{ANSWER, connection, in_time, statements, write};
use crate::store::db::{Db, Operation};
use crate::store::error::{Error, Trouble};
use crate::store::quotes::{Save, Saved};

/// Saves that share one commit.
const GROUP_MAX: usize = 64;
/// Groups that are on their way at the same time.
const GROUPS: usize = 2;
/// Saves that wait; whoever comes after has to wait before.
const WAITING_MAX: usize = 1024;

type Outcome = Result<Saved, Error>;

/// The way to the tasks that save, which end when this is dropped and all that waits is done.
pub(super) struct Saver {
    waiting: Sender<Waiting>,
}

struct Waiting {
    save: Save,
    asker: oneshot::Sender<Outcome>,
}

impl Saver {
    pub(super) fn start(pool: &Pool) -> Self {
        let (waiting, saves) = channel(WAITING_MAX);
        let saves = Arc::new(Mutex::new(saves));
        for _ in 0..GROUPS {
            tokio::spawn(work(pool.clone(), Arc::clone(&saves)));
        }
        Self { waiting }
    }

    pub(super) async fn run(&self, save: Save) -> Outcome {
        let closed = || Error::Unavailable(Trouble::Closed);
        let (asker, answer) = oneshot::channel();
        self.waiting.send(Waiting { save, asker }).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

async fn work(pool: Pool, saves: Arc<Mutex<Receiver<Waiting>>>) {
    loop {
        let mut group = Vec::new();
        if saves.lock().await.recv_many(&mut group, GROUP_MAX).await == 0 {
            return;
        }
        let outcomes = save_group(&pool, &group).await;
        for (waiting, outcome) in group.into_iter().zip(outcomes) {
            // Whoever asked may have gone meanwhile.
            let _ = waiting.asker.send(outcome);
        }
    }
}

/// Saves a group together; where the database refuses that for one of them, each for itself.
async fn save_group(pool: &Pool, group: &[Waiting]) -> Vec<Outcome> {
    match save_in_time(pool, group).await {
        Ok(outcomes) => outcomes,
        // Nothing could be gained by asking for each of them.
        Err(Error::Unavailable(trouble)) => group.iter().map(|_| Err(Error::Unavailable(trouble.clone()))).collect(),
        Err(_) => join_all(group.iter().map(|waiting| write(pool, &waiting.save))).await,
    }
}

async fn save_in_time(pool: &Pool, group: &[Waiting]) -> Result<Vec<Outcome>, Error> {
    let mut client = connection(pool).await?;
    let done = timeout(ANSWER, save_together(&mut client, group)).await;
    in_time(client, done)
}

async fn save_together(client: &mut Client, group: &[Waiting]) -> Result<Vec<Outcome>, Error> {
    let transaction = client.transaction().await.map_err(|e| statements::error(&e))?;
    let db = Db::PostgresTransaction(&transaction);
    let outcomes = join_all(group.iter().map(|waiting| waiting.save.run(&db))).await;
    let spoiling = outcomes
        .iter()
        .filter_map(|outcome| outcome.as_ref().err())
        .find(|e| e.spoils_transaction());
    if let Some(error) = spoiling {
        return Err(error.clone());
    }
    transaction.commit().await.map_err(|e| statements::error(&e))?;
    Ok(outcomes)
}
