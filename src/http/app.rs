use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwap;
use axum::http::HeaderMap;
use jiff::Timestamp;

use super::access::{Access, Identity};
use super::client::Proxies;
use super::keys_seen::KeysSeen;
use super::limits::{Limits, Watch};
use super::metrics::{self, Metrics};
use super::origins::Origins;
use super::patient::KeptLists;
#[cfg(feature = "pdf")]
use super::patient::Press;
use super::{Caller, Published, Served};
use crate::store::{self, Store, Trouble};

/// Tells the moment. Tests set their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Reads the price lists on disk anew: given what is served, gives what is to be served.
pub type Reload = Arc<dyn Fn(&Served) -> Served + Send + Sync>;

/// What all requests share. A request takes one snapshot of what is served and keeps to it.
pub struct App {
    served: ArcSwap<Served>,
    reload: Reload,
    reloading: Mutex<()>,
    clock: Clock,
    store: OnceLock<Arc<Store>>,
    pub(super) keys_seen: KeysSeen,
    /// Price lists that the store is known to keep: clinic and version.
    kept_lists: Mutex<HashSet<(String, String)>>,
    /// Price lists that quotes were made with and that are served no more.
    pub(super) kept_lists_read: KeptLists,
    /// Where patients reach this server: scheme, host and what path a proxy puts before.
    public_url: Option<String>,
    /// What sets quotes as PDF, made when the first is asked for.
    #[cfg(feature = "pdf")]
    press: OnceLock<Arc<Press>>,
    needs_key: AtomicBool,
    pub(super) limits: Limits,
    pub(super) metrics: Metrics,
    /// Counts requests by address, where they are limited.
    pub(super) watch: Option<Watch>,
    proxies: Proxies,
    pub(super) origins: Origins,
    /// What was published, where that is served.
    published: Option<Published>,
    /// Where price lists lie on disk.
    folder: Option<PathBuf>,
}

impl App {
    /// A server of these price lists.
    pub fn new(served: Served, reload: Reload, access: Access) -> Self {
        served.log_changes(&Served::default());
        Self {
            served: ArcSwap::from_pointee(served),
            reload,
            reloading: Mutex::new(()),
            clock: Arc::new(Timestamp::now),
            store: OnceLock::new(),
            keys_seen: KeysSeen::default(),
            kept_lists: Mutex::default(),
            kept_lists_read: KeptLists::default(),
            public_url: None,
            #[cfg(feature = "pdf")]
            press: OnceLock::new(),
            needs_key: AtomicBool::new(access == Access::ByKey),
            limits: Limits::USUAL,
            metrics: Metrics::new(),
            watch: Limits::USUAL.rates.map(Watch::new),
            proxies: Proxies::default(),
            origins: Origins::default(),
            published: None,
            folder: None,
        }
    }

    /// That serves what was published into its store.
    #[must_use]
    pub fn with_published(self, published: Published) -> Self {
        let published = Some(published);
        Self { published, ..self }
    }

    /// That knows where price lists lie on disk.
    #[must_use]
    pub fn with_folder(self, folder: PathBuf) -> Self {
        let folder = Some(folder);
        Self { folder, ..self }
    }

    /// Whether what was published into the store is served.
    pub(super) fn follows_published(&self) -> bool {
        self.published.is_some()
    }

    /// Where price lists lie on disk.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Puts in force what was published since it was looked last, where that is served.
    ///
    /// # Errors
    /// [`store::Error::Unavailable`].
    pub async fn follow_published(&self, store: &Store) -> Result<(), store::Error> {
        match &self.published {
            Some(published) => published.follow(self, store).await,
            None => Ok(()),
        }
    }

    /// With another clock than the machine's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// With another rule of who is staff.
    #[must_use]
    pub fn with_access(self, access: Access) -> Self {
        let needs_key = AtomicBool::new(access == Access::ByKey);
        Self { needs_key, ..self }
    }

    /// With the address at which patients reach this server, such as `https://quotes.clinic.example`.
    #[must_use]
    pub fn with_public_url(self, public_url: Option<String>) -> Self {
        Self { public_url, ..self }
    }

    /// With another template of the PDF than the usual one.
    ///
    /// # Errors
    /// What is no typst in it, with its line.
    #[cfg(feature = "pdf")]
    pub fn with_pdf_template(self, template: &str) -> Result<Self, String> {
        let press = OnceLock::from(Arc::new(Press::new(Some(template))?));
        Ok(Self { press, ..self })
    }

    /// With other limits than the usual ones.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        let watch = limits.rates.map(Watch::new);
        Self { limits, watch, ..self }
    }

    /// With these proxies in front.
    #[must_use]
    pub fn with_proxies(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// With these sites, whose pages may ask and frame.
    #[must_use]
    pub fn with_origins(self, origins: Origins) -> Self {
        Self { origins, ..self }
    }

    /// With a store that keeps quotes.
    #[must_use]
    pub fn with_store(self, store: Arc<Store>) -> Self {
        self.keep_in(store);
        self
    }

    /// From now on quotes are kept in this store, unless there is one already.
    pub fn keep_in(&self, store: Arc<Store>) {
        metrics::watch(&store, &self.metrics.stored);
        drop(self.store.set(store));
    }

    /// The store that keeps quotes.
    ///
    /// # Errors
    /// [`store::Error::Unavailable`] while there is none.
    pub fn store(&self) -> Result<&Arc<Store>, store::Error> {
        self.store.get().ok_or(store::Error::Unavailable(Trouble::NoConnection))
    }

    /// Reads the price lists anew through `change`, one after the other with [`App::reload`].
    pub fn change(&self, change: impl FnOnce(&Served) -> Served) -> Arc<Served> {
        // One after the other: else who has read first could put his lists in force last.
        let _alone = self.reloading.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.served();
        let served = Arc::new(change(&before));
        self.served.store(Arc::clone(&served));
        served.log_changes(&before);
        served
    }

    /// What is served at this moment.
    pub fn served(&self) -> Arc<Served> {
        self.served.load_full()
    }

    /// Reads the price lists on disk anew. New requests are answered from those that are right; one that is refused
    /// leaves the one before in force. Blocks while it reads.
    pub fn reload(&self) -> Arc<Served> {
        self.change(|served| (self.reload)(served))
    }

    /// Whether the store is known to keep a price list.
    pub(super) fn is_kept(&self, clinic: &str, version: &str) -> bool {
        let kept = self.kept_lists.lock().unwrap_or_else(PoisonError::into_inner);
        kept.contains(&(clinic.to_owned(), version.to_owned()))
    }

    /// The store keeps a price list from now on.
    pub(super) fn kept(&self, clinic: &str, version: &str) {
        let mut kept = self.kept_lists.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert((clinic.to_owned(), version.to_owned()));
    }

    /// Whom the server takes for staff.
    pub fn access(&self) -> Access {
        if self.needs_key.load(Ordering::Relaxed) {
            Access::ByKey
        } else {
            Access::ThisMachineIsStaff
        }
    }

    /// From now on staff needs a key, on this machine too.
    pub fn ask_for_keys(&self) {
        if !self.needs_key.swap(true, Ordering::Relaxed) {
            tracing::info!("there is a staff key: from now on whoever sends one is staff, everybody else a visitor");
        }
    }

    /// Looks whether there is a staff key by now, where none was needed so far.
    ///
    /// # Errors
    /// Where the store can't be asked.
    pub async fn look_for_keys(&self) -> Result<(), store::Error> {
        if self.access() == Access::ThisMachineIsStaff && self.store()?.has_staff_key().await? {
            self.ask_for_keys();
        }
        Ok(())
    }

    /// The proxies in front.
    pub(super) fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// Where patients reach this server, if it was told.
    pub(super) fn public_url(&self) -> Option<&str> {
        self.public_url.as_deref()
    }

    /// What sets quotes as PDF.
    ///
    /// # Errors
    /// None that the template which is compiled in could have.
    #[cfg(feature = "pdf")]
    pub(super) fn press(&self) -> Result<Arc<Press>, String> {
        if let Some(press) = self.press.get() {
            return Ok(Arc::clone(press));
        }
        let press = Arc::new(Press::new(None)?);
        Ok(Arc::clone(self.press.get_or_init(|| press)))
    }

    /// The moment.
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Who asks, when and in which languages.
    pub(super) fn caller<'h>(&self, identity: &Identity, headers: &'h HeaderMap) -> Caller<'h> {
        let languages = headers.get(axum::http::header::ACCEPT_LANGUAGE);
        Caller {
            who: identity.who(),
            now: self.now(),
            languages: languages.and_then(|value| value.to_str().ok()),
        }
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("served", &self.served)
            .field("access", &self.access())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
