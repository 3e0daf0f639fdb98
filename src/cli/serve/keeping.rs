//! What a server does with its database beside answering: opening it, erasing on schedule, following published lists.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::{Timestamp, ToSpan};
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::http::{Access, App};
use crate::price_list::Clinic;
use crate::store::{Error, Location, Store};

/// How often it is tried to open a database that is not there.
const RETRY: Duration = Duration::from_secs(2);
/// How often it is looked for lists that were published, and for a first staff key.
const LOOK: Duration = Duration::from_secs(2);
/// How often personal data that is due is erased.
const ERASE: Duration = Duration::from_secs(3600);

/// Opens the store. One that is not available now is opened later where prices are known without it: estimates are
/// answered meanwhile.
pub(super) async fn opened(location: &Location, knows_prices: bool) -> anyhow::Result<Option<Arc<Store>>> {
    match Store::open(location).await {
        Ok(store) => Ok(Some(Arc::new(store))),
        Err(error @ Error::Unavailable(_)) if knows_prices && matches!(location, Location::Postgres(_)) => {
            anstream::eprintln!("mesoquote: {location}: {error}; no quotes are kept until it is");
            Ok(None)
        }
        Err(error) => Err(error).with_context(|| location.to_string()),
    }
}

/// Whom to take for staff.
///
/// # Errors
/// Where others than this machine could reach the server and nobody has a key.
pub(super) async fn access(
    address: SocketAddr,
    location: &Location,
    store: Option<&Arc<Store>>,
) -> anyhow::Result<Access> {
    let has_key = match store {
        Some(store) => store.has_staff_key().await?,
        // Nobody knows: whoever has one needs it.
        None => true,
    };
    if !has_key && !address.ip().is_loopback() {
        bail!(
            "{address} can be reached from other machines, and there is no staff key yet: make one with \
             mesoquote keys add \"Front desk 1\" --database {location}"
        );
    }
    Ok(Access::of(address, has_key))
}

/// Does what is due, until the server stops.
pub(super) async fn keep(app: Arc<App>, location: Location, store: Option<Arc<Store>>) {
    let store = match store {
        Some(store) => store,
        None => open_later(&location).await,
    };
    app.keep_in(Arc::clone(&store));
    let (mut look, mut erasing) = (interval(LOOK), interval(ERASE));
    look.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = look.tick() => {
                // What needs staff looks by itself; this is for the rest. A store that can't be asked is told of elsewhere.
                drop(app.look_for_keys().await);
                if let Err(error) = app.follow_published(&store).await {
                    tracing::warn!(%error, "published price lists can't be looked for");
                }
            },
            _ = erasing.tick() => erase(&app, &store).await,
        }
    }
}

async fn open_later(location: &Location) -> Arc<Store> {
    loop {
        sleep(RETRY).await;
        match Store::open(location).await {
            Ok(store) => {
                tracing::info!("the database is available: quotes are kept");
                return Arc::new(store);
            }
            Err(error) => tracing::warn!(%error, "the database can't be opened yet"),
        }
    }
}

/// Erases personal data of quotes that ran out so long ago.
async fn erase(app: &App, store: &Store) {
    let now = Timestamp::now();
    for list in app.served().clinics.lists() {
        let clinic = list.code();
        match store
            .erase_expired(clinic, erased_before(list.clinic(), now), now, "schedule")
            .await
        {
            Ok(0) => {}
            Ok(quotes) => tracing::info!(clinic, quotes, "personal data was erased on schedule"),
            Err(error) => tracing::warn!(clinic, %error, "personal data could not be erased on schedule"),
        }
    }
}

/// Quotes whose last day was before this day are due.
fn erased_before(clinic: &Clinic, now: Timestamp) -> jiff::civil::Date {
    let today = clinic.time_zone.to_datetime(now).date();
    today.saturating_sub(i64::from(clinic.retention_days).days())
}
