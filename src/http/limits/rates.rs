//! How often one address may ask, save, and try out what is secret.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;

use super::buckets::{Buckets, Level, Policy};
use super::fields;
use crate::estimate::PromoOutcome;
use crate::http::wire::{Problem, kinds};

/// How often one address may do what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rates {
    /// Visitors: any request.
    pub asking: Policy,
    /// Staff: any request.
    pub staff: Policy,
    /// Visitors: saving a quote.
    pub saving: Policy,
    /// Anybody: a promo code, a link or a staff key that is none. Who has run out may not try at all for a while, so
    /// that what is right is not told either.
    pub trying: Policy,
}

impl Rates {
    /// What suits a clinic. Many visitors may share an address: those of one mobile network, or of one waiting room.
    pub const USUAL: Rates = Rates {
        asking: Policy {
            name: "asking",
            burst: 300,
            every: Duration::from_millis(20),
            ipv6_bits: 64,
        },
        staff: Policy {
            name: "staff",
            burst: 2000,
            every: Duration::from_millis(5),
            ipv6_bits: 64,
        },
        saving: Policy {
            name: "saving",
            burst: 10,
            every: Duration::from_secs(60),
            ipv6_bits: 48,
        },
        trying: Policy {
            name: "trying",
            burst: 20,
            every: Duration::from_secs(10),
            ipv6_bits: 48,
        },
    };
}

/// Counts requests by address.
pub(in crate::http) struct Watch {
    begun: Instant,
    asking: Buckets,
    staff: Buckets,
    saving: Buckets,
    trying: Buckets,
}

/// Stands in an answer that tells whether a secret was right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::http) enum Tried {
    /// It was.
    Hit,
    /// It was not.
    Miss,
}

impl Tried {
    /// What an answer tells of a promo code, by the outcome's code.
    pub(in crate::http) fn of_promo_code(outcome: &str) -> Self {
        if outcome == PromoOutcome::NotValid.code() {
            Self::Miss
        } else {
            Self::Hit
        }
    }
}

/// A request that comes too soon: how its caller is told.
#[derive(Debug)]
pub(in crate::http) struct Refused(Policy, Level);

/// What is left to a caller, where it runs short.
#[derive(Debug)]
pub(in crate::http) struct Short(Policy, Level);

impl Watch {
    pub(in crate::http) fn new(rates: Rates) -> Self {
        Self {
            begun: Instant::now(),
            asking: Buckets::new(rates.asking),
            staff: Buckets::new(rates.staff),
            saving: Buckets::new(rates.saving),
            trying: Buckets::new(rates.trying),
        }
    }

    /// Counts a visitor's request.
    pub(in crate::http) fn asks(&self, address: IpAddr) -> Result<Option<Short>, Refused> {
        self.counted(&self.asking, address)
    }

    /// Counts a request of the staff.
    pub(in crate::http) fn works(&self, address: IpAddr) -> Result<Option<Short>, Refused> {
        self.counted(&self.staff, address)
    }

    /// Counts a quote that a visitor saves.
    pub(in crate::http) fn saves(&self, address: IpAddr) -> Result<Option<Short>, Refused> {
        self.counted(&self.saving, address)
    }

    /// A visitor's quote was not saved after all.
    pub(in crate::http) fn not_saved(&self, address: IpAddr) {
        self.saving.put_back(address);
    }

    /// Whether something secret may be tried.
    pub(in crate::http) fn may_try(&self, address: IpAddr) -> Result<(), Refused> {
        let level = self.trying.look(address, self.begun.elapsed());
        if level.wait.is_zero() {
            Ok(())
        } else {
            Err(Refused(*self.trying.policy(), level))
        }
    }

    /// Counts something that was tried and was wrong.
    pub(in crate::http) fn missed(&self, address: IpAddr) {
        self.trying.take(address, self.begun.elapsed());
    }

    fn counted(&self, buckets: &Buckets, address: IpAddr) -> Result<Option<Short>, Refused> {
        let level = buckets.take(address, self.begun.elapsed());
        let policy = *buckets.policy();
        if !level.wait.is_zero() {
            return Err(Refused(policy, level));
        }
        // Who is far from the limit need not hear of it with each answer.
        let is_short = level.left < policy.burst / 2;
        Ok(is_short.then_some(Short(policy, level)))
    }
}

impl Short {
    /// Tells it with an answer.
    pub(in crate::http) fn tell(&self, response: &mut Response<Body>) {
        fields::tell(response, &self.0, self.1);
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response<Body> {
        let Refused(policy, level) = self;
        let seconds = fields::seconds(level.wait);
        let detail = format!("Too many requests came from this address: come back in {seconds} s.");
        let mut response = Box::new(Problem::new(&kinds::TOO_MANY_REQUESTS, detail)).into_response();
        fields::tell(&mut response, &policy, level);
        response
    }
}
