//! Statements on a SQLite connection, and what its failures mean to the store.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, ffi};

use crate::store::db::{Row, Value};
use crate::store::error::{Error, Trouble};

pub(in crate::store) fn execute(connection: &Mutex<Connection>, sql: &str, params: &[Value]) -> Result<u64, Error> {
    let connection = lock(connection);
    let mut statement = prepare(&connection, sql)?;
    let changed = statement
        .execute(rusqlite::params_from_iter(params))
        .map_err(|e| error(&e))?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

pub(in crate::store) fn rows(connection: &Mutex<Connection>, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
    let connection = lock(connection);
    let mut statement = prepare(&connection, sql)?;
    let columns = statement.column_count();
    let found = statement.query_map(rusqlite::params_from_iter(params), |row| {
        (0..columns)
            .map(|column| row.get_ref(column).map(value))
            .collect::<Result<_, _>>()
            .map(Row)
    });
    found
        .map_err(|e| error(&e))?
        .collect::<Result<_, _>>()
        .map_err(|e| error(&e))
}

/// Statements without placeholders and answers.
pub(super) fn batch(connection: &Mutex<Connection>, sql: &str) -> Result<(), Error> {
    lock(connection).execute_batch(sql).map_err(|e| error(&e))
}

/// Whether a transaction is open on the connection: a failure may have ended it.
pub(super) fn is_in_transaction(connection: &Mutex<Connection>) -> bool {
    !lock(connection).is_autocommit()
}

/// The outcome of an operation on SQLite, which never has to wait.
pub(in crate::store) fn now<T>(operation: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match pin!(operation).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => Err(Error::Refused("an operation waited".to_owned())),
    }
}

fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite numbers its placeholders `?1`, `?2`, …; a dollar sign stands nowhere else in our statements.
fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, Error> {
    connection.prepare_cached(&sql.replace('$', "?")).map_err(|e| error(&e))
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        // No column of ours holds a binary fraction.
        ValueRef::Null | ValueRef::Real(_) => Value::Null,
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// What a failure means, told from its code alone: its text may quote what was written.
pub(in crate::store) fn error(error: &rusqlite::Error) -> Error {
    let Some(failure) = error.sqlite_error() else {
        return Error::Refused("none".to_owned());
    };
    let reported = || Trouble::Reported(format!("SQLite code {}", failure.extended_code));
    match failure.code {
        ErrorCode::DiskFull => Error::Unavailable(Trouble::DiskFull),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Unavailable(Trouble::TooSlow),
        ErrorCode::CannotOpen => Error::Unavailable(Trouble::NoConnection),
        ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_WRITE => {
            // What a file that may not grow any further answers.
            Error::Unavailable(Trouble::DiskFull)
        }
        ErrorCode::SystemIoFailure
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied
        | ErrorCode::OutOfMemory
        | ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase => Error::Unavailable(reported()),
        _ => Error::Refused(format!("SQLite code {}", failure.extended_code)),
    }
}
