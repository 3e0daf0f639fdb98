//! What a quote can be, and what can happen to it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What happened to a quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    /// It was made.
    Made,
    /// It was accepted.
    Accepted,
    /// It was declined.
    Declined,
    /// It was withdrawn.
    Withdrawn,
    /// Another was made in its place.
    Superseded,
    /// Its personal data was erased.
    Erased,
}

/// What a quote can be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It stands, and nothing was decided.
    Open,
    /// The patient took it.
    Accepted,
    /// The patient did not want it.
    Declined,
    /// The clinic took it back.
    Withdrawn,
    /// Another was made in its place.
    Superseded,
    /// It was open past its last day. Never kept: it comes with the day on which one looks.
    Expired,
}

impl State {
    /// Every state, in the order of the declaration.
    pub const ALL: [State; 6] = [
        Self::Open,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
        Self::Superseded,
        Self::Expired,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Superseded => "superseded",
            Self::Expired => "expired",
        }
    }

    /// The state of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Did {
    /// The state that follows, if it changes.
    pub(super) fn leads_to(self) -> Option<State> {
        match self {
            Self::Made => Some(State::Open),
            Self::Accepted => Some(State::Accepted),
            Self::Declined => Some(State::Declined),
            Self::Withdrawn => Some(State::Withdrawn),
            Self::Superseded => Some(State::Superseded),
            Self::Erased => None,
        }
    }
}
