use super::random::NoRandomNumbers;
use super::state::State;

/// Why the store did not do what it was asked. No text of it holds personal data, keys, passwords or what a database
/// said in words.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// There is no quote of that reference or token, no kept price list of that version, no staff key of that name.
    #[error("there is no such thing in the store")]
    NotFound,
    /// The quote's state does not allow the move. Of two concurrent moves one gets this.
    #[error("the quote is {state}: this can't be done any more")]
    Conflict {
        /// The state that the quote is in.
        state: State,
    },
    /// The total that was agreed on does not lie where the quote's figures allow it. Amounts in major units.
    #[error("the agreed total must lie from {from} to {to}, and is needed where these two differ")]
    AgreedTotal {
        /// The least that can be agreed on.
        from: String,
        /// The most that can be agreed on.
        to: String,
    },
    /// The idempotency key was used before, for something else.
    #[error("this idempotency key was used for another request")]
    IdempotencyMismatch,
    /// Another price list was published meanwhile than the one that was to be replaced.
    #[error("version {version} was published meanwhile")]
    OtherPublished {
        /// The version that was published last.
        version: String,
    },
    /// The cursor is none that a page of this store ended with.
    #[error("this cursor did not come from here: leave it out to start with the newest")]
    BadCursor,
    /// There is a staff key of this name that was not revoked.
    #[error("there is a staff key of this name already: revoke it first, or take another name")]
    NameTaken,
    /// The database is gone, full, slow or busy. What was asked may or may not have been done: ask again, with the
    /// same idempotency key.
    #[error("the database is not available ({0})")]
    Unavailable(Trouble),
    /// Two writers were in each other's way, or the database asked to try again: the store itself tries again.
    #[error("the database asked to try again")]
    TryAgain,
    /// The database was laid out by a newer program than this one.
    #[error("the database is of layout {found}, this program knows layouts up to {known}: use the newer program")]
    TooNew {
        /// The layout of the database.
        found: i64,
        /// The newest layout that this program knows.
        known: i64,
    },
    /// A kept document or row can't be read: by a program that is too old, or it was changed by other hands.
    #[error("what is kept under {0} can't be read")]
    Unreadable(String),
    /// A line of an export can't be taken in.
    #[error("this is no line of an export that this program can read: {0}")]
    BadLine(String),
    /// The address of the database is none.
    #[error("{0}")]
    BadUrl(String),
    /// The database refused a statement, which is a bug of this program or another's change to the layout.
    #[error("the database refused a statement (code {0})")]
    Refused(String),
    /// The operating system gave no random numbers.
    #[error(transparent)]
    NoRandomNumbers(#[from] NoRandomNumbers),
}

impl Error {
    /// Whether a transaction in which this came up may not be committed for others' sake.
    pub(super) fn spoils_transaction(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::TryAgain | Self::Refused(_) | Self::Unreadable(_)
        )
    }
}

/// What is the matter with a database that is not available.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Trouble {
    /// It can't be reached, or the connection broke.
    #[error("no connection")]
    NoConnection,
    /// It can't prove over TLS that it is the one.
    #[error("no safe connection: {0}")]
    Untrusted(String),
    /// It did not answer in time, or was busy for too long.
    #[error("no answer in time")]
    TooSlow,
    /// Its disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// It reported a failure of its own, by code.
    #[error("it reports {0}")]
    Reported(String),
    /// The store is being closed.
    #[error("it is being closed")]
    Closed,
}
