use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::register_times;
use crate::store::{Done, Error};

/// What the store did, how long it took and how often it failed.
#[derive(Clone)]
pub(in crate::http) struct Stored {
    times: Family<Operation, Histogram, fn() -> Histogram>,
    failures: Family<Failure, Counter>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Operation {
    operation: String,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Failure {
    operation: String,
    reason: &'static str,
}

impl Stored {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let failures = Family::<Failure, Counter>::default();
        let help = "What the database could not do, or failed at; what a caller asked wrongly is not among it";
        registry.register("store_failures", help, failures.clone());
        let help = "How long the database took, waiting for it included";
        Self {
            times: register_times(registry, "store_duration", help),
            failures,
        }
    }

    /// Counts something that was done.
    pub(super) fn see(&self, done: &Done<'_>) {
        let operation = done.operation.to_owned();
        if let Some(reason) = done.error.and_then(reason) {
            let operation = operation.clone();
            self.failures.get_or_create(&Failure { operation, reason }).inc();
        }
        let seconds = done.took.as_secs_f64();
        self.times.get_or_create(&Operation { operation }).observe(seconds);
    }
}

/// In which way it failed; nothing where the answer was a no.
fn reason(error: &Error) -> Option<&'static str> {
    match error {
        Error::Unavailable(_) => Some("unavailable"),
        Error::TryAgain
        | Error::TooNew { .. }
        | Error::Unreadable(_)
        | Error::BadUrl(_)
        | Error::Refused(_)
        | Error::NoRandomNumbers(_) => Some("failed"),
        _ => None,
    }
}
