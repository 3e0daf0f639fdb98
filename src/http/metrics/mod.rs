//! What a monitoring system sees: counts and times of what is done, and how things stand when it asks.
//!
//! Labels are routes, codes of the price list and words of our own: nothing that a caller chose, so that nobody can
//! make them many, and nothing personal. What is counted belongs to one server, not to the process.

mod requests;
mod scraped;
mod stored;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use rustc_hash::FxHashMap;

use super::App;
use requests::Requests;
pub(super) use requests::{Answered, method_name};
use scraped::Counting;
use stored::Stored;

/// What the answer to a scrape is.
pub(super) const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// What every name of ours begins with.
const PREFIX: &str = "mesoquote";
/// Upper ends of times, in seconds: an estimate takes a fraction of a millisecond, a database its time.
const SECONDS: [f64; 14] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0,
];

/// A clinic's counters, by treatment.
type ByTreatment = HashMap<Box<str>, Counter>;

/// What is counted while the server answers.
pub(super) struct Metrics {
    registry: Registry,
    pub(super) requests: Requests,
    pub(super) stored: Stored,
    estimates: Family<Treatment, Counter>,
    /// The counters of `estimates` by clinic and treatment, so that counting needs no label made.
    treatments: RwLock<FxHashMap<Box<str>, ByTreatment>>,
    connections: Gauge,
    counting: Counting,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Treatment {
    clinic: String,
    treatment: String,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let estimates = Family::<Treatment, Counter>::default();
        let connections = Gauge::default();
        let help = "Items of estimates that were answered, by treatment";
        registry.register("estimates", help, estimates.clone());
        registry.register("connections", "Connections that are open", connections.clone());
        Self {
            requests: Requests::new(&mut registry),
            stored: Stored::new(&mut registry),
            registry,
            estimates,
            treatments: RwLock::default(),
            connections,
            counting: Counting::default(),
        }
    }

    /// Counts the items of an estimate.
    pub(super) fn priced(&self, clinic: &str, treatments: &[Box<str>]) {
        for treatment in treatments {
            self.count(clinic, treatment);
        }
    }

    fn count(&self, clinic: &str, treatment: &str) {
        let known = self.treatments.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = known.get(clinic).and_then(|treatments| treatments.get(treatment)) {
            counter.inc();
            return;
        }
        drop(known);
        let labels = Treatment {
            clinic: clinic.to_owned(),
            treatment: treatment.to_owned(),
        };
        let counter = self.estimates.get_or_create_owned(&labels);
        counter.inc();
        let mut known = self.treatments.write().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(clinic.into())
            .or_default()
            .insert(treatment.into(), counter);
    }

    /// Counts a connection until what is given is dropped.
    pub(super) fn connected(&self) -> Connected {
        self.connections.inc();
        Connected(self.connections.clone())
    }

    /// All of it as text, with how things stand at this moment.
    ///
    /// # Errors
    /// Never: a text takes whatever is written into it.
    pub(super) async fn text(&self, app: &App) -> Result<String, fmt::Error> {
        let counts = self.counting.counts(app.store().ok()).await;
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        prometheus_text::encode(&mut text, &scraped::registry(&app.served(), &counts))?;
        Ok(text)
    }
}

/// A connection that is open.
pub(super) struct Connected(Gauge);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn times() -> Histogram {
    Histogram::new(SECONDS)
}

/// Registers times under a name that ends in their unit.
fn register_times<S>(registry: &mut Registry, name: &str, help: &str) -> Family<S, Histogram, fn() -> Histogram>
where
    S: Clone + std::hash::Hash + Eq + fmt::Debug + EncodeLabelSet + Send + Sync + 'static,
{
    let times = Family::new_with_constructor(times as fn() -> Histogram);
    registry.register_with_unit(name, help, Unit::Seconds, times.clone());
    times
}

/// Tells a store whom to tell what it does.
pub(super) fn watch(store: &crate::store::Store, stored: &Stored) {
    let stored = stored.clone();
    store.watched_by(Arc::new(move |done| stored.see(&done)));
}
