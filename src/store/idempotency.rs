use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::random::to_hex;

/// Digits of a key's digest that tell it from all others: 128 bits.
const KEY_DIGITS: usize = 32;

/// A key with which a caller may ask the same thing twice and have it done once, and what was asked with it. Both are
/// kept as digests: what callers put into their keys is theirs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    key: String,
    body: String,
}

impl Idempotency {
    /// The caller's key, and all that makes out what was asked: the route and the bytes of the body.
    pub fn new(key: &str, route: &str, body: &[u8]) -> Self {
        let asked = Sha256::new().chain_update(route).chain_update([0]).chain_update(body);
        Self {
            key: to_hex(&Sha256::digest(key)),
            body: to_hex(&asked.finalize()),
        }
    }

    /// As much of the digest of the caller's key as it is found by.
    pub(super) fn key(&self) -> &str {
        self.key.get(..KEY_DIGITS).unwrap_or(&self.key)
    }

    /// The digest of what was asked.
    pub(super) fn body(&self) -> &str {
        &self.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_body_on_another_route_is_another_request() {
        let asked = |route: &str, body: &[u8]| Idempotency::new("k", route, body);
        assert_eq!(asked("/accept", b"{}"), asked("/accept", b"{}"));
        assert_ne!(asked("/accept", b"{}"), asked("/decline", b"{}"));
        assert_ne!(asked("/a", b"b"), asked("/", b"ab"));
    }

    #[test]
    fn the_callers_key_is_not_kept_as_it_is() {
        let kept = serde_json::to_string(&Idempotency::new("+971501234567", "/", b"")).unwrap();
        assert!(!kept.contains("971501234567"), "{kept}");
    }
}
