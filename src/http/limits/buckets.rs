//! Token buckets, one for each address: written as the moment at which a bucket is full again (GCRA), so that one number
//! is kept for each, and none for a full one.
//!
//! Own code, because of three things at once that the libraries looked at lack: a bucket can be looked at without taking
//! from it (what counts are misses, known only afterwards), memory is bounded however many addresses ask, and the moment
//! is given from outside.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Parts of a table, each with a lock of its own.
const SHARDS: usize = 64;
/// Addresses of a part. Past these the addresses that are new share one bucket.
const SHARD_MAX: usize = 1024;

/// How often something may be done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    /// What it is called in the header `RateLimit-Policy`.
    pub name: &'static str,
    /// How often at once.
    pub burst: u32,
    /// Until it may be done once more.
    pub every: Duration,
    /// Bits of an IPv6 address by which callers are told apart: whoever has one address has a network of them.
    pub ipv6_bits: u8,
}

/// Buckets of a policy.
pub(super) struct Buckets {
    policy: Policy,
    shards: Vec<Mutex<HashMap<Key, u64>>>,
    hasher: RandomState,
}

/// Whose bucket it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    V4(u32),
    V6(u128),
    /// All addresses for which a part has no more room.
    Crowd,
}

/// How full a bucket is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Level {
    /// How often it may be done at once.
    pub(super) left: u32,
    /// Until the bucket is full again.
    pub(super) full_in: Duration,
    /// Until it may be done again; nothing where it may be now.
    pub(super) wait: Duration,
}

impl Buckets {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            policy,
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Takes one, where there is one, and gives the level after it; else how long to wait.
    pub(super) fn take(&self, address: IpAddr, now: Duration) -> Level {
        let (mut shard, key) = self.place(address);
        let now = micros(now);
        let room = shard.contains_key(&key) || has_room(&mut shard, now);
        let full_at = shard.entry(if room { key } else { Key::Crowd }).or_insert(now);
        let before = self.policy.level(*full_at, now);
        if before.wait.is_zero() {
            *full_at = now.max(*full_at) + micros(self.policy.every);
            return Level {
                wait: Duration::ZERO,
                ..self.policy.level(*full_at, now)
            };
        }
        before
    }

    /// Puts back one that was taken for nothing.
    pub(super) fn put_back(&self, address: IpAddr) {
        let (mut shard, key) = self.place(address);
        if let Some(full_at) = shard.get_mut(&key) {
            *full_at = full_at.saturating_sub(micros(self.policy.every));
        }
    }

    /// The level, of which nothing is taken.
    pub(super) fn look(&self, address: IpAddr, now: Duration) -> Level {
        let (shard, key) = self.place(address);
        let now = micros(now);
        let own = shard.get(&key);
        let full_at = own.or_else(|| shard.get(&Key::Crowd).filter(|_| shard.len() > SHARD_MAX));
        self.policy.level(full_at.copied().unwrap_or(now), now)
    }

    fn place(&self, address: IpAddr) -> (MutexGuard<'_, HashMap<Key, u64>>, Key) {
        let key = match address {
            IpAddr::V4(address) => Key::V4(address.to_bits()),
            IpAddr::V6(address) => {
                let strange = 128 - u32::from(self.policy.ipv6_bits.min(127));
                Key::V6(address.to_bits() >> strange)
            }
        };
        let at = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or_default();
        // There are as many as the remainder has values.
        let shard = self.shards.get(at).unwrap_or(&self.shards[0]);
        (shard.lock().unwrap_or_else(PoisonError::into_inner), key)
    }
}

impl Policy {
    fn level(&self, full_at: u64, now: u64) -> Level {
        let every = micros(self.every).max(1);
        let most = every * u64::from(self.burst);
        let taken = full_at.saturating_sub(now).min(most);
        let left = (most - taken) / every;
        let wait = if left == 0 { taken + every - most } else { 0 };
        Level {
            left: u32::try_from(left).unwrap_or(u32::MAX),
            full_in: Duration::from_micros(taken),
            wait: Duration::from_micros(wait),
        }
    }

    /// How long an empty bucket takes to be full.
    pub(super) fn window(&self) -> Duration {
        self.every * self.burst
    }
}

/// Whether a part has room for one more, once those that are full again are forgotten.
fn has_room(shard: &mut HashMap<Key, u64>, now: u64) -> bool {
    if shard.len() >= SHARD_MAX {
        shard.retain(|_, full_at| *full_at > now);
    }
    shard.len() < SHARD_MAX
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const POLICY: Policy = Policy {
        name: "test",
        burst: 3,
        every: SECOND,
        ipv6_bits: 64,
    };

    fn v4(n: u32) -> IpAddr {
        Ipv4Addr::from_bits(n).into()
    }

    fn left(buckets: &Buckets, address: IpAddr, seconds: u32) -> Result<u32, Duration> {
        let level = buckets.take(address, SECOND * seconds);
        if level.wait.is_zero() {
            Ok(level.left)
        } else {
            Err(level.wait)
        }
    }

    #[test]
    fn a_bucket_is_emptied_at_once_and_fills_slowly() {
        let buckets = Buckets::new(POLICY);
        let taken: Vec<_> = [0, 0, 0, 0, 1, 1, 60, 60, 60, 60]
            .into_iter()
            .map(|second| left(&buckets, v4(1), second))
            .collect();
        let none = Err(SECOND);
        assert_eq!(
            taken,
            [Ok(2), Ok(1), Ok(0), none, Ok(0), none, Ok(2), Ok(1), Ok(0), none]
        );
        assert_eq!(left(&buckets, v4(2), 60), Ok(2), "another address has its own");
    }

    #[test]
    fn looking_takes_nothing() {
        let buckets = Buckets::new(POLICY);
        for _ in 0..9 {
            assert_eq!(buckets.look(v4(1), SECOND).left, 3);
        }
        buckets.take(v4(1), SECOND);
        let level = buckets.look(v4(1), SECOND);
        assert_eq!((level.left, level.full_in), (2, SECOND));
    }

    #[test]
    fn what_was_taken_for_nothing_is_put_back() {
        let buckets = Buckets::new(POLICY);
        for _ in 0..9 {
            assert_eq!(left(&buckets, v4(1), 0), Ok(2));
            buckets.put_back(v4(1));
        }
    }

    #[test]
    fn addresses_of_a_network_share_a_bucket() {
        let buckets = Buckets::new(POLICY);
        let address = |text: &str| IpAddr::V6(text.parse::<Ipv6Addr>().unwrap());
        assert_eq!(left(&buckets, address("2001:db8::1"), 0), Ok(2));
        assert_eq!(left(&buckets, address("2001:db8::ffff:1"), 0), Ok(1));
        assert_eq!(left(&buckets, address("2001:db8:0:1::1"), 0), Ok(2));
    }

    #[test]
    fn memory_is_bounded_and_what_is_full_again_forgotten() {
        let buckets = Buckets::new(POLICY);
        let many = u32::try_from(SHARDS * SHARD_MAX * 2).unwrap();
        for n in 0..many {
            buckets.take(v4(n), Duration::ZERO);
        }
        let kept =
            |buckets: &Buckets| -> usize { buckets.shards.iter().map(|shard| shard.lock().unwrap().len()).sum() };
        assert!(kept(&buckets) <= SHARDS * (SHARD_MAX + 1), "{}", kept(&buckets));
        let refused = (many..many + 1000)
            .filter(|n| left(&buckets, v4(*n), 0).is_err())
            .count();
        assert_eq!(refused, 1000, "past these the new ones share a bucket");
        assert_eq!(left(&buckets, v4(0), 0), Ok(1), "and the known ones keep theirs");
        for n in 0..1000 {
            assert_eq!(left(&buckets, v4(many + n), 60), Ok(2), "later there is room again");
        }
    }
}
