//! Statements on a PostgreSQL connection, and what its failures mean to the store.

use bytes::BytesMut;
use deadpool_postgres::GenericClient;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::store::db::{Row, Value};
use crate::store::error::{Error, Trouble};

pub(in crate::store) async fn execute(on: &impl GenericClient, sql: &str, params: &[Value]) -> Result<u64, Error> {
    let statement = on.prepare_cached(sql).await.map_err(|e| error(&e))?;
    on.execute(&statement, &borrowed(params)).await.map_err(|e| error(&e))
}

pub(in crate::store) async fn rows(on: &impl GenericClient, sql: &str, params: &[Value]) -> Result<Vec<Row>, Error> {
    let statement = on.prepare_cached(sql).await.map_err(|e| error(&e))?;
    let found = on.query(&statement, &borrowed(params)).await.map_err(|e| error(&e))?;
    found.iter().map(row).collect::<Result<_, _>>().map_err(|e| error(&e))
}

/// Runs a statement whose parameters are the columns of many rows; says how many it changed.
pub(super) async fn execute_columns<const WIDTH: usize>(
    on: &impl GenericClient,
    sql: &str,
    columns: &Columns<WIDTH>,
) -> Result<u64, Error> {
    let statement = on.prepare_cached(sql).await.map_err(|e| error(&e))?;
    let params = columns.0.each_ref().map(|column| column as &(dyn ToSql + Sync));
    on.execute(&statement, &params).await.map_err(|e| error(&e))
}

/// Rows of a table, column by column.
pub(super) struct Columns<const WIDTH: usize>([Vec<Value>; WIDTH]);

impl<const WIDTH: usize> Columns<WIDTH> {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| Vec::new()))
    }

    pub(super) fn push(&mut self, row: [Value; WIDTH]) {
        for (column, value) in self.0.iter_mut().zip(row) {
            column.push(value);
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> u64 {
        self.0.first().map_or(0, |column| column.len() as u64)
    }
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(found: &tokio_postgres::Row) -> Result<Row, tokio_postgres::Error> {
    let cells = found
        .columns()
        .iter()
        .enumerate()
        .map(|(i, column)| match *column.type_() {
            Type::INT8 => found.try_get::<_, Option<i64>>(i).map(Value::from),
            Type::BYTEA => found.try_get::<_, Option<&[u8]>>(i).map(Value::from),
            _ => found.try_get::<_, Option<&str>>(i).map(Value::from),
        });
    Ok(Row(cells.collect::<Result<_, _>>()?))
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql_checked(ty, out),
            Value::Text(text) => text.to_sql_checked(ty, out),
            Value::Bytes(bytes) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Each kind looks for itself when it is written.
        true
    }

    to_sql_checked!();
}

/// What a failure means, told from its code alone: its text may quote what was written.
pub(in crate::store) fn error(error: &tokio_postgres::Error) -> Error {
    let Some(state) = error.code() else {
        return Error::Unavailable(without_code(error));
    };
    let is_for_another_try = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        // Another statement of the same transaction failed, and says why.
        SqlState::IN_FAILED_SQL_TRANSACTION,
        // Two processes lay out the same table at the same moment.
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
    ];
    if is_for_another_try.contains(state) {
        return Error::TryAgain;
    }
    trouble(state).map_or_else(|| Error::Refused(state.code().to_owned()), Error::Unavailable)
}

/// What the library says of a server that is to be spoken to over TLS and can't.
const NO_TLS: &str = "server does not support TLS";

/// What is the matter where it was not the database that answered.
fn without_code(error: &tokio_postgres::Error) -> Trouble {
    let source = std::error::Error::source(error);
    let of_the_system = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    // What proves no identity is told: it is for whoever runs the server to mend.
    let inner = of_the_system.and_then(std::io::Error::get_ref);
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Trouble::Untrusted(error.to_string());
    }
    if error.is_closed() || of_the_system.is_some() {
        return Trouble::NoConnection;
    }
    if source.is_some_and(|source| source.to_string() == NO_TLS) {
        return Trouble::Untrusted(NO_TLS.to_owned());
    }
    Trouble::Reported("what this program does not understand".to_owned())
}

/// What is the matter with the database, where it isn't the statement.
fn trouble(state: &SqlState) -> Option<Trouble> {
    match *state {
        SqlState::DISK_FULL => return Some(Trouble::DiskFull),
        SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => return Some(Trouble::TooSlow),
        _ => {}
    }
    match state.code().get(..2)? {
        // Connection lost; being shut down or started.
        "08" | "57" => Some(Trouble::NoConnection),
        // Not let in; no such database; read-only, as a stand-by is; no resources left; a broken disk.
        "28" | "3D" | "25" | "53" | "58" | "XX" => Some(Trouble::Reported(format!("code {}", state.code()))),
        _ => None,
    }
}
