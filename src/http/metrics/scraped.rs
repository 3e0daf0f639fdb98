//! How things stand when they are asked for: price lists, quotes, the process.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use tokio::sync::Mutex;

use super::PREFIX;
use crate::http::Served;
use crate::store::{Count, Store};

/// Quotes are counted so seldom, as it takes a look at all of them.
const COUNTED_EVERY: Duration = Duration::from_secs(60);
/// How long a scrape waits for a new count; the next one has it.
const WAIT: Duration = Duration::from_secs(2);

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Clinic {
    clinic: String,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct List {
    clinic: String,
    version: String,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Quotes {
    clinic: String,
    state: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Program {
    version: &'static str,
}

/// How many quotes there were lately.
#[derive(Clone, Default)]
pub(super) struct Counting {
    last: Arc<ArcSwapOption<Counted>>,
    alone: Arc<Mutex<()>>,
}

struct Counted {
    at: Instant,
    /// Nothing where the database did not tell.
    counts: Vec<Count>,
}

impl Counting {
    /// Quotes by clinic and state, as they were a minute ago at most, or a scrape before that where counting takes
    /// long; none where there is no database.
    pub(super) async fn counts(&self, store: Option<&Arc<Store>>) -> Vec<Count> {
        let Some(store) = store else { return Vec::new() };
        if !self.is_fresh() {
            // It goes on where the scrape no longer waits for it.
            let count = tokio::spawn(self.clone().count(Arc::clone(store)));
            drop(tokio::time::timeout(WAIT, count).await);
        }
        let last = self.last.load();
        last.as_ref().map(|last| last.counts.clone()).unwrap_or_default()
    }

    fn is_fresh(&self) -> bool {
        let last = self.last.load();
        last.as_ref().is_some_and(|last| last.at.elapsed() < COUNTED_EVERY)
    }

    async fn count(self, store: Arc<Store>) {
        let _alone = self.alone.lock().await;
        if !self.is_fresh() {
            let counts = store.counts().await.unwrap_or_default();
            let at = Instant::now();
            self.last.store(Some(Arc::new(Counted { at, counts })));
        }
    }
}

/// How things stand.
pub(super) fn registry(served: &Served, counts: &[Count]) -> Registry {
    let mut registry = Registry::default();
    let ours = registry.sub_registry_with_prefix(PREFIX);
    price_lists(ours, served);
    quotes(ours, counts);
    let program = Family::<Program, Gauge>::default();
    let version = env!("CARGO_PKG_VERSION");
    program.get_or_create(&Program { version }).set(1);
    ours.register("info", "The version of the program", program);
    if let Some(bytes) = memory() {
        let gauge: Gauge = Gauge::default();
        gauge.set(bytes);
        let help = "Memory of the process that is in use";
        registry.register_with_unit("process_resident_memory", help, Unit::Bytes, gauge);
    }
    registry
}

fn price_lists(registry: &mut Registry, served: &Served) {
    let info = Family::<List, Gauge>::default();
    let ages = Family::<Clinic, Gauge>::default();
    let refused = Family::<Clinic, Gauge>::default();
    for clinic in served.clinics.iter() {
        let (code, version) = (clinic.list().code().to_owned(), clinic.list().version().to_owned());
        info.get_or_create(&List {
            clinic: code.clone(),
            version,
        })
        .set(1);
        let seconds = i64::try_from(clinic.age().as_secs()).unwrap_or(i64::MAX);
        ages.get_or_create(&Clinic { clinic: code }).set(seconds);
    }
    for state in served.states() {
        let clinic = state.clinic.to_owned();
        let is_refused = i64::from(!state.problems.is_empty());
        refused.get_or_create(&Clinic { clinic }).set(is_refused);
    }
    registry.register("price_list_info", "The version of the price list in force", info);
    let help = "How long this process has served the version in force";
    registry.register_with_unit("price_list_age", help, Unit::Seconds, ages);
    let help = "Whether the price list on disk is refused, so that the one before is in force";
    registry.register("price_list_refused", help, refused);
}

fn quotes(registry: &mut Registry, counts: &[Count]) {
    let quotes = Family::<Quotes, Gauge>::default();
    for count in counts {
        let labels = Quotes {
            clinic: count.clinic.clone(),
            state: count.state.as_str(),
        };
        quotes.get_or_create(&labels).set(count.quotes);
    }
    let help = "Quotes by the state they were moved to last, those that ran out being open; counted once a minute";
    registry.register("quotes", help, quotes);
}

/// Bytes that the process has in memory, where the system tells.
fn memory() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}
