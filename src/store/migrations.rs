//! Numbered changes of the database's layout, applied when a program starts that knows more of them.
//!
//! A number is written down in the transaction that applies it, as the key of a row: of several processes that start
//! at once one gets the row, the others wait for its commit and find nothing left to do.

use jiff::Timestamp;

use super::db::{Db, Operation};
use super::error::Error;

/// Whose SQL it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// A change of the layout: the same number leads to the same tables in both.
struct Migration {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// All changes, in the order of their numbers.
const MIGRATIONS: [Migration; 2] = [
    Migration {
        number: 1,
        name: "quotes",
        sqlite: include_str!("migrations/sqlite/0001_quotes.sql"),
        postgres: include_str!("migrations/postgres/0001_quotes.sql"),
    },
    Migration {
        number: 2,
        name: "sessions",
        sqlite: include_str!("migrations/sqlite/0002_sessions.sql"),
        postgres: include_str!("migrations/postgres/0002_sessions.sql"),
    },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS mesoquote_migrations \
     (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
const NEWEST: &str = "SELECT MAX(number) FROM mesoquote_migrations";
const CLAIM: &str =
    "INSERT INTO mesoquote_migrations (number, name, applied_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// Makes the table in which numbers are written down.
pub(super) struct Prepare;

impl Operation for Prepare {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        db.execute(TABLE, &[]).await.map(|_| ())
    }
}

/// Applies what is missing.
///
/// # Errors
/// [`Error::TooNew`] where the database knows a number that this program does not.
pub(super) struct Migrate(pub(super) Dialect);

impl Operation for Migrate {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        Prepare.run(db).await?;
        refuse_newer(db).await?;
        for migration in &MIGRATIONS {
            self.apply(db, migration).await?;
        }
        Ok(())
    }
}

impl Migrate {
    async fn apply(&self, db: &Db<'_>, migration: &Migration) -> Result<(), Error> {
        let claim = [
            migration.number.into(),
            migration.name.into(),
            Timestamp::now().as_microsecond().into(),
        ];
        if db.execute(CLAIM, &claim).await? == 0 {
            return Ok(());
        }
        let script = match self.0 {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        };
        for statement in statements(script) {
            db.execute(&statement, &[]).await?;
        }
        Ok(())
    }
}

async fn refuse_newer(db: &Db<'_>) -> Result<(), Error> {
    let known = MIGRATIONS
        .iter()
        .map(|migration| migration.number)
        .max()
        .unwrap_or_default();
    let newest = db
        .row(NEWEST, &[])
        .await?
        .map(|mut row| row.int_or_null(0))
        .transpose()?;
    match newest.flatten() {
        Some(found) if found > known => Err(Error::TooNew { found, known }),
        _ => Ok(()),
    }
}

/// The statements of a script, which hold no semicolon but at their ends. Comments stand on lines of their own.
fn statements(script: &str) -> Vec<String> {
    let code: Vec<&str> = script.lines().filter(|line| !line.starts_with("--")).collect();
    let code = code.join("\n");
    code.split(';')
        .map(|statement| statement.trim().to_owned())
        .filter(|statement| !statement.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_from_one() {
        let numbers = MIGRATIONS.iter().map(|migration| migration.number);
        assert!(numbers.eq((1..).take(MIGRATIONS.len())));
    }

    #[test]
    fn both_dialects_lay_out_the_same_tables() {
        let names = |script: &str| -> Vec<String> {
            let plain = |statement: &String| statement.replace(" IF NOT EXISTS", "").replace(" UNIQUE", "");
            statements(script)
                .iter()
                .filter(|s| s.starts_with("CREATE TABLE"))
                .map(|s| plain(s).split_whitespace().take(3).collect::<Vec<_>>().join(" "))
                .collect()
        };
        for migration in &MIGRATIONS {
            assert_eq!(names(migration.sqlite), names(migration.postgres), "{}", migration.name);
            assert!(names(migration.sqlite).iter().all(|name| name.starts_with("CREATE ")));
        }
    }
}
