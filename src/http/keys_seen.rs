use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// Keys that are remembered; past these none is.
const KEYS_MAX: usize = 10_000;

/// Staff keys that the database knew when they were last looked up, by digest, and who holds them.
#[derive(Default)]
pub(super) struct KeysSeen(Mutex<HashMap<[u8; 32], String>>);

impl KeysSeen {
    /// The database knows a key.
    pub(super) fn see(&self, key: &str, name: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < KEYS_MAX {
            seen.insert(digest(key), name.to_owned());
        }
    }

    /// The database does not know a key.
    pub(super) fn forget(&self, key: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&digest(key));
    }

    /// Who held a key when it was last looked up.
    pub(super) fn holder(&self, key: &str) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&digest(key))
            .cloned()
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}
