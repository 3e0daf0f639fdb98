//! Saves that wait share a transaction and its commit. A group is three statements, one for each table, whose parameters
//! are the columns of all its rows; they are sent one behind the other without waiting for the answers in between.

use std::pin::Pin;
use std::sync::Arc;

use deadpool_postgres::{Client, Pool};
use futures_util::future::{join, join4};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

use super::statements::Columns;
use super::{ANSWER, connection, in_time, statements, write};
use crate::store::error::{Error, Trouble};
use crate::store::idempotency_keys;
use crate::store::quotes::{Made, Save};

/// Saves that share one commit.
const GROUP_MAX: usize = 64;
/// Groups that are on their way at the same time.
const GROUPS: usize = 4;
/// Saves that wait; whoever comes after has to wait before.
const WAITING_MAX: usize = 1024;

const KEYS: &str = "INSERT INTO idempotency_keys (clinic, idempotency_key, reference, step) \
     SELECT * FROM UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::BIGINT[]) ON CONFLICT DO NOTHING";
const QUOTES: &str = "INSERT INTO quotes \
     (clinic, reference, state, created_at, valid_until, phone, personal, version, document) \
     SELECT * FROM UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[], $7::BIGINT[], \
     $8::BIGINT[], $9::TEXT[]) ON CONFLICT DO NOTHING";
const TERMS: &str = "INSERT INTO quote_terms (clinic, term, created_at, reference) \
     SELECT * FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::TEXT[])";

type Outcome = Result<Made, Error>;

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

/// Saves a group together. One in which a key or a name is not new, or which the database refuses, is divided until
/// whoever is the matter is alone and saves as any other operation does.
fn save_group<'a>(pool: &'a Pool, group: &'a [Waiting]) -> Pin<Box<dyn Future<Output = Vec<Outcome>> + Send + 'a>> {
    Box::pin(async move {
        match (save_in_time(pool, group).await, group) {
            (Ok(()), _) => group.iter().map(|_| Ok(Made::AsDrafted)).collect(),
            // Nothing could be gained by asking for each of them.
            (Err(Error::Unavailable(trouble)), _) => {
                group.iter().map(|_| Err(Error::Unavailable(trouble.clone()))).collect()
            }
            (Err(_), [alone]) => vec![write(pool, &alone.save).await],
            (Err(_), _) => {
                let (one, other) = group.split_at(group.len() / 2);
                let (mut outcomes, others) = join(save_group(pool, one), save_group(pool, other)).await;
                outcomes.extend(others);
                outcomes
            }
        }
    })
}

async fn save_in_time(pool: &Pool, group: &[Waiting]) -> Result<(), Error> {
    let client = connection(pool).await?;
    let done = timeout(ANSWER, save_together(&client, group)).await;
    in_time(client, done)
}

/// Saves all of them as they are drafted, or none.
async fn save_together(client: &Client, group: &[Waiting]) -> Result<(), Error> {
    let done = insert(client, &Rows::of(group)?).await;
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    client.batch_execute(end).await.map_err(|e| statements::error(&e))?;
    done
}

async fn insert(client: &Client, rows: &Rows) -> Result<(), Error> {
    let (begun, keys, quotes, terms) = join4(
        client.batch_execute("BEGIN"),
        statements::execute_columns(client, KEYS, &rows.keys),
        statements::execute_columns(client, QUOTES, &rows.quotes),
        statements::execute_columns(client, TERMS, &rows.terms),
    )
    .await;
    begun.map_err(|e| statements::error(&e))?;
    // Where one fails, those after it fail for that reason alone.
    let (keys, quotes, _) = (keys?, quotes?, terms?);
    if (keys, quotes) == (rows.keys.rows(), rows.quotes.rows()) {
        Ok(())
    } else {
        Err(Error::TryAgain)
    }
}

/// The rows of a group, a table each.
struct Rows {
    keys: Columns<4>,
    quotes: Columns<9>,
    terms: Columns<4>,
}

impl Rows {
    fn of(group: &[Waiting]) -> Result<Self, Error> {
        let mut rows = Self {
            keys: Columns::new(),
            quotes: Columns::new(),
            terms: Columns::new(),
        };
        for Waiting { save: Save(draft), .. } in group {
            if let Some(with) = draft.idempotency() {
                rows.keys.push(idempotency_keys::row(&draft.quote, with, 0)?);
            }
            rows.quotes.push(draft.row.clone());
            let [clinic, created_at, reference] = &draft.of_terms;
            for term in &draft.terms {
                rows.terms
                    .push([clinic.clone(), term.clone(), created_at.clone(), reference.clone()]);
            }
        }
        Ok(rows)
    }
}
