//! One connection of either kind, seen alike: the statements of this room are written once, in the SQL that both
//! databases and their distributed relatives share.
//!
//! Placeholders are `$1`, `$2`, …; whole numbers are 64 bits; what else there is are texts, bytes and nothing.

use std::fmt;
use std::sync::Mutex;

use super::error::Error;
use super::{postgres, sqlite};

/// Something that is done on a connection: within a transaction where it writes.
///
/// It may be run several times, and must not hold on to what it read the time before.
pub(super) trait Operation: Send + Sync + 'static {
    /// What comes of it.
    type Output: Send + 'static;

    /// Whether it writes all or nothing by itself: where it ends in an error of its own it has written nothing. Others
    /// may then share its transaction without a savepoint between them.
    const IS_WHOLE: bool = false;

    /// Whether it erases what must be gone from all files when the answer is given.
    const ERASES: bool = false;

    /// Does it.
    fn run(&self, db: &Db<'_>) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}

/// A connection on which statements are run.
pub(super) enum Db<'c> {
    /// A connection of which nobody else knows while this stands: the lock is there for the compiler's sake, so that
    /// an [`Operation`] can be written once.
    Sqlite(&'c Mutex<rusqlite::Connection>),
    /// Single statements, each a transaction of its own.
    Postgres(&'c deadpool_postgres::Client),
    /// Statements of one transaction.
    PostgresTransaction(&'c deadpool_postgres::Transaction<'c>),
}

impl Db<'_> {
    /// Runs a statement and says how many rows it changed.
    pub(super) async fn execute(&self, sql: &str, params: &[Value]) -> Result<u64, Error> {
        match self {
            Db::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Db::Postgres(client) => postgres::execute(*client, sql, params).await,
            Db::PostgresTransaction(transaction) => postgres::execute(*transaction, sql, params).await,
        }
    }

    /// How many rows one statement is best given. A server is a journey away; SQLite is here, and keeps a copy of what a
    /// statement of several rows has changed.
    pub(super) fn rows_at_once(&self) -> usize {
        match self {
            Db::Sqlite(_) => 1,
            Db::Postgres(_) | Db::PostgresTransaction(_) => usize::MAX,
        }
    }

    /// Runs a query and collects its rows.
    pub(super) async fn rows(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
        match self {
            Db::Sqlite(connection) => sqlite::rows(connection, sql, params),
            Db::Postgres(client) => postgres::rows(*client, sql, params).await,
            Db::PostgresTransaction(transaction) => postgres::rows(*transaction, sql, params).await,
        }
    }

    /// Runs a query that finds one row or none.
    pub(super) async fn row(&self, sql: &str, params: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }
}

/// What stands in a cell, or for a placeholder.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// What kind it is, and nothing of what it says.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int(…)",
            Self::Text(_) => "Text(…)",
            Self::Bytes(_) => "Bytes(…)",
        })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row of a query's answer.
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    /// The text of a column, counted from 0. It is taken out: a column is read once.
    pub(super) fn text(&mut self, column: usize) -> Result<String, Error> {
        match self.take(column) {
            Value::Text(text) => Ok(text),
            _ => Err(unexpected(column)),
        }
    }

    /// The text of a column that may hold none.
    pub(super) fn text_or_null(&mut self, column: usize) -> Result<Option<String>, Error> {
        match self.take(column) {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// The whole number of a column.
    pub(super) fn int(&mut self, column: usize) -> Result<i64, Error> {
        match self.take(column) {
            Value::Int(number) => Ok(number),
            _ => Err(unexpected(column)),
        }
    }

    /// The whole number of a column that may hold none.
    pub(super) fn int_or_null(&mut self, column: usize) -> Result<Option<i64>, Error> {
        match self.take(column) {
            Value::Int(number) => Ok(Some(number)),
            Value::Null => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// The bytes of a column.
    pub(super) fn bytes(&mut self, column: usize) -> Result<Vec<u8>, Error> {
        match self.take(column) {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(unexpected(column)),
        }
    }

    fn take(&mut self, column: usize) -> Value {
        self.0
            .get_mut(column)
            .map_or(Value::Null, |cell| std::mem::replace(cell, Value::Null))
    }
}

fn unexpected(column: usize) -> Error {
    Error::Unreadable(format!("column {column} of a row"))
}
