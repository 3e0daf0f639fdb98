use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use axum::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rustc_hash::FxHashMap;

use super::register_times;

/// Stands for all paths at which nothing is.
const NO_ROUTE: &str = "other";

/// An answer, as far as it is counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct Answered<'a> {
    /// The method's name, as [`method_name`] has it.
    pub(in crate::http) method: &'static str,
    /// The route as it is registered; empty where there is none.
    pub(in crate::http) route: &'a str,
    pub(in crate::http) status: u16,
    pub(in crate::http) time: Duration,
}

/// Answers by route and status, and how long they took.
pub(in crate::http) struct Requests {
    answered: Family<ByStatus, Counter>,
    times: Family<ByRoute, Histogram, fn() -> Histogram>,
    /// What was counted before, by route: found without a label made.
    known: RwLock<FxHashMap<Box<str>, Vec<Known>>>,
}

struct Known {
    method: &'static str,
    status: u16,
    answered: Counter,
    times: Histogram,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct ByStatus {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct ByRoute {
    method: &'static str,
    route: String,
}

impl Requests {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let answered = Family::<ByStatus, Counter>::default();
        let help = "Requests that were answered; paths at which nothing is are one route, other";
        registry.register("http_requests", help, answered.clone());
        let help = "From the last byte of a request's head to its answer";
        Self {
            answered,
            times: register_times(registry, "http_request_duration", help),
            known: RwLock::default(),
        }
    }

    /// Counts an answer.
    pub(in crate::http) fn count(&self, answer: Answered<'_>) {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let is_same = |known: &&Known| known.status == answer.status && known.method == answer.method;
        if let Some(known) = known.get(answer.route).and_then(|all| all.iter().find(is_same)) {
            known.count(answer.time);
            return;
        }
        drop(known);
        self.add(answer).count(answer.time);
    }

    fn add(&self, answer: Answered<'_>) -> Known {
        let Answered {
            method, route, status, ..
        } = answer;
        let label = if route.is_empty() { NO_ROUTE } else { route }.to_owned();
        let labels = ByStatus {
            method,
            route: label.clone(),
            status,
        };
        let made = || Known {
            method,
            status,
            answered: self.answered.get_or_create_owned(&labels),
            times: self.times.get_or_create_owned(&ByRoute {
                method,
                route: label.clone(),
            }),
        };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(route.into()).or_default().push(made());
        made()
    }
}

impl Known {
    fn count(&self, time: Duration) {
        self.answered.inc();
        self.times.observe(time.as_secs_f64());
    }
}

/// A method's name. One that HTTP does not know is the caller's own words, which are neither counted nor logged.
pub(in crate::http) fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        _ => "OTHER",
    }
}
