use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Keys and sessions that are remembered; past these all are forgotten and seen anew.
const SEEN_MAX: usize = 10_000;

/// Staff keys and sessions that the database knew when they were last looked up, by digest, and whose they are.
#[derive(Default)]
pub(super) struct KeysSeen(Mutex<HashMap<[u8; 32], Seen>>);

struct Seen {
    name: String,
    /// When a session is over; a key has no such moment.
    until: Option<Timestamp>,
}

impl KeysSeen {
    /// The database knows a key, or a session until it is over.
    pub(super) fn see(&self, key: &str, name: &str, until: Option<Timestamp>) {
        let mut seen = self.seen();
        if seen.len() >= SEEN_MAX {
            seen.clear();
        }
        let name = name.to_owned();
        seen.insert(digest(key), Seen { name, until });
    }

    /// The database does not know a key or session.
    pub(super) fn forget(&self, key: &str) {
        self.seen().remove(&digest(key));
    }

    /// Whose a key or session was when it was last looked up.
    pub(super) fn holder(&self, key: &str, now: Timestamp) -> Option<String> {
        let seen = self.seen();
        let found = seen.get(&digest(key))?;
        found.until.is_none_or(|until| now < until).then(|| found.name.clone())
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<[u8; 32], Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}
