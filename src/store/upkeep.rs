//! What has to be done and known beside the quotes themselves: erasing on schedule, counting, looking whether the
//! database answers.

use jiff::Timestamp;
use jiff::civil::Date;

use super::db::{Db, Operation};
use super::error::Error;
use super::quotes::{self, Kept};
use super::state::State;

/// Quotes that are erased in one transaction.
const ERASED_AT_ONCE: i64 = 200;

const TO_ERASE: &str = "SELECT document, version FROM quotes WHERE clinic = $1 AND personal = 1 \
     AND valid_until < $2 AND state <> 'accepted' ORDER BY valid_until LIMIT $3";
const COUNT: &str = "SELECT clinic, state, COUNT(*) FROM quotes GROUP BY clinic, state ORDER BY clinic, state";

const OPEN: &str = "SELECT COUNT(*) FROM quotes WHERE clinic = $1 AND state = 'open' AND valid_until >= $2";

/// Erases personal data of quotes that were not accepted and ran out before a day, some at a time.
#[derive(Clone)]
pub(super) struct EraseExpired {
    pub(super) clinic: String,
    pub(super) before: Date,
    pub(super) at: Timestamp,
    pub(super) by: String,
}

impl Operation for EraseExpired {
    /// How many were erased: none when there is nothing left to do.
    type Output = usize;
    const ERASES: bool = true;

    async fn run(&self, db: &Db<'_>) -> Result<usize, Error> {
        let of = [
            self.clinic.as_str().into(),
            self.before.to_string().into(),
            ERASED_AT_ONCE.into(),
        ];
        let rows = db.rows(TO_ERASE, &of).await?;
        let count = rows.len();
        for row in rows {
            let kept = Kept::of_row(row, "a quote that is to be erased")?;
            quotes::erase(db, kept, self.at, &self.by).await?;
        }
        Ok(count)
    }
}

/// How many quotes of a clinic are kept in a state. Those that ran out count as open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    /// Whose they are.
    pub clinic: String,
    /// The state they were moved to last.
    pub state: State,
    /// How many.
    pub quotes: i64,
}

/// Counts quotes by clinic and state.
pub(super) struct Counts;

impl Operation for Counts {
    type Output = Vec<Count>;

    async fn run(&self, db: &Db<'_>) -> Result<Vec<Count>, Error> {
        let count = |mut row: super::db::Row| {
            let (clinic, state) = (row.text(0)?, row.text(1)?);
            let state = State::from_word(&state).ok_or_else(|| Error::Unreadable("a state".to_owned()))?;
            Ok(Count {
                clinic,
                state,
                quotes: row.int(2)?,
            })
        };
        db.rows(COUNT, &[]).await?.into_iter().map(count).collect()
    }
}

/// Counts the quotes of a clinic that are open on a day.
pub(super) struct Open {
    pub(super) clinic: String,
    pub(super) today: Date,
}

impl Operation for Open {
    type Output = i64;

    async fn run(&self, db: &Db<'_>) -> Result<i64, Error> {
        let of = [self.clinic.as_str().into(), self.today.to_string().into()];
        let row = db.row(OPEN, &of).await?;
        row.map_or(Ok(0), |mut row| row.int(0))
    }
}

/// Whether the database answers.
pub(super) struct Ping;

impl Operation for Ping {
    type Output = ();

    async fn run(&self, db: &Db<'_>) -> Result<(), Error> {
        db.row("SELECT number FROM mesoquote_migrations LIMIT 1", &[])
            .await
            .map(|_| ())
    }
}
