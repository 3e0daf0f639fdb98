//! PostgreSQL, and what speaks as it does: any number of processes on one database.
//!
//! Nothing is kept in the process but connections. Statements are those that distributed databases of the kind take
//! too; what they ask to be tried again is tried again, so often and no longer.

mod address;
mod saver;
mod statements;

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{
    Client, Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, TimeoutType,
};
use tokio::time::error::Elapsed;
use tokio::time::{sleep, timeout};
use tokio_postgres::NoTls;

use super::db::{Db, Operation};
use super::error::{Error, Trouble};
use super::migrations::{self, Dialect};
use super::quotes::{Made, Save};
use super::random;
use address::Address;
use saver::Saver;
pub(super) use statements::{execute, rows};

/// Connections of one process.
const CONNECTIONS_MAX: usize = 16;
/// How long anything may take, waiting for a connection included.
const ANSWER: Duration = Duration::from_secs(8);
/// How long a connection, or the wait for one, may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How often what the database asks to be tried again is tried.
const TRIES: u32 = 10;
/// What every new connection is told. Whatever the server's settings: an answer is given when it is on disk.
const SETTINGS: &str = "SET statement_timeout = 5000; SET synchronous_commit = on; \
     SET default_transaction_isolation = 'read committed'; SET timezone = 'UTC'";

/// Every statement walks an index, whatever it is asked with: to plan it anew each time would cost more than to run it.
const PLANS: &str = "SET plan_cache_mode = force_generic_plan";

/// A store in a database server.
pub(super) struct Postgres {
    pool: Pool,
    saver: Saver,
}

impl Postgres {
    /// Connects and brings the layout up to date.
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        let pool = pool(url)?;
        migrate(&pool).await?;
        let saver = Saver::start(&pool);
        Ok(Self { pool, saver })
    }

    /// Runs an operation that only reads, each of its statements for itself.
    pub(super) async fn read<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        let client = connection(&self.pool).await?;
        let done = timeout(ANSWER, operation.run(&Db::Postgres(&client))).await;
        in_time(client, done)
    }

    /// Runs an operation in a transaction, again where the database asks for that.
    pub(super) async fn write<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        write(&self.pool, &operation).await
    }

    /// Saves a quote, together with others that wait.
    pub(super) async fn save(&self, save: Save) -> Result<Made, Error> {
        self.saver.run(save).await
    }
}

/// Whether what is said to the server of an address can be heard on the way.
pub(super) fn is_in_the_clear(url: &str) -> bool {
    Address::from_str(url).is_ok_and(|address| address.is_in_the_clear())
}

fn pool(url: &str) -> Result<Pool, Error> {
    let mut address = Address::from_str(url)?;
    address
        .config
        .connect_timeout(CONNECT)
        .tcp_user_timeout(ANSWER)
        .application_name("mesoquote");
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = match address.tls()? {
        Some(tls) => Manager::from_config(address.config, tls, recycling),
        None => Manager::from_config(address.config, NoTls, recycling),
    };
    let settings = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            client.batch_execute(SETTINGS).await.map_err(HookError::Backend)?;
            // Who does not know the setting plans as it likes.
            let _ = client.batch_execute(PLANS).await;
            Ok(())
        })
    });
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS_MAX)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(CONNECT))
        .create_timeout(Some(CONNECT))
        .recycle_timeout(Some(CONNECT))
        .post_create(settings)
        .build();
    pool.map_err(|_| Error::Unavailable(Trouble::NoConnection))
}

/// Applies what is missing. Several processes that start at once wait for each other at the number of the first
/// migration that is missing.
async fn migrate(pool: &Pool) -> Result<(), Error> {
    write(pool, &migrations::Prepare).await?;
    write(pool, &migrations::Migrate(Dialect::Postgres)).await
}

/// Runs an operation in a transaction; again while the database asks for that, after pauses that grow and differ
/// between processes.
async fn write<O: Operation>(pool: &Pool, operation: &O) -> Result<O::Output, Error> {
    for tried in 0..TRIES {
        let mut client = connection(pool).await?;
        let done = timeout(ANSWER, write_once(&mut client, operation)).await;
        match in_time(client, done) {
            Err(Error::TryAgain) => sleep(pause(tried)?).await,
            done => return done,
        }
    }
    Err(Error::Unavailable(Trouble::TooSlow))
}

async fn write_once<O: Operation>(client: &mut Client, operation: &O) -> Result<O::Output, Error> {
    let transaction = client.transaction().await.map_err(|e| statements::error(&e))?;
    let done = operation.run(&Db::PostgresTransaction(&transaction)).await?;
    transaction.commit().await.map_err(|e| statements::error(&e))?;
    Ok(done)
}

fn pause(tried: u32) -> Result<Duration, Error> {
    let millis_max = 4_u32 << tried.min(8);
    Ok(Duration::from_millis(u64::from(random::below(millis_max)?)))
}

async fn connection(pool: &Pool) -> Result<Client, Error> {
    pool.get().await.map_err(|e| no_connection(&e))
}

/// What came of something on a connection, which is given up where the answer did not come in time: nobody knows what
/// is still on its way there.
fn in_time<T>(client: Client, done: Result<Result<T, Error>, Elapsed>) -> Result<T, Error> {
    done.unwrap_or_else(|_| {
        drop(Object::take(client));
        Err(Error::Unavailable(Trouble::TooSlow))
    })
}

fn no_connection(error: &PoolError) -> Error {
    match error {
        PoolError::Timeout(TimeoutType::Wait) => Error::Unavailable(Trouble::TooSlow),
        PoolError::Backend(e) | PoolError::PostCreateHook(HookError::Backend(e)) => statements::error(e),
        _ => Error::Unavailable(Trouble::NoConnection),
    }
}
