//! What a server takes, how long it waits, and how often one address may ask.

mod buckets;
mod fields;
mod rates;

use std::time::Duration;

pub use buckets::Policy;
pub use rates::Rates;
pub(super) use rates::{Refused, Short, Tried, Watch};

/// What a server takes and how long it waits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body.
    pub body_bytes_max: usize,
    /// From the last byte of the head to the answer.
    pub answer_in: Duration,
    /// From the first byte of the head to its last one, and between two requests of a connection.
    pub head_in: Duration,
    /// Until a caller who is sent an answer takes any more of it.
    pub taken_in: Duration,
    /// From the wish to stop to the end of requests that are being answered.
    pub stop_in: Duration,
    /// Connections at a time. Past these the one that waited longest is closed for each new one.
    pub connections_max: usize,
    /// Connections of one address at a time, a trusted proxy's apart. Past these new ones are closed at once.
    pub connections_per_address_max: usize,
    /// How often an address may ask; `None` for as often as it likes.
    pub rates: Option<Rates>,
}

impl Limits {
    /// What suits a clinic.
    pub const USUAL: Limits = Limits {
        body_bytes_max: 64 * 1024,
        answer_in: Duration::from_secs(10),
        head_in: Duration::from_secs(10),
        taken_in: Duration::from_secs(20),
        stop_in: Duration::from_secs(10),
        connections_max: 10_000,
        connections_per_address_max: 256,
        rates: Some(Rates::USUAL),
    };

    /// For a server behind a proxy that counts for it, and for measuring: addresses are not counted. What a single
    /// request or connection may do stays bounded.
    pub const NOT_COUNTED: Limits = Limits {
        connections_per_address_max: usize::MAX,
        rates: None,
        ..Limits::USUAL
    };
}
