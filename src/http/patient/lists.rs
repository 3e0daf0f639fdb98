//! The price lists that quotes were made with, read again from what the store keeps.

use std::sync::{Arc, Mutex, PoisonError};

use crate::files;
use crate::http::{App, Clinic};
use crate::store::{self, KeptList, Quote};

/// How many lists are held that are served no more.
const HELD_MAX: usize = 8;

/// Lists that were read lately, the latest last.
#[derive(Default)]
pub(in crate::http) struct KeptLists(Mutex<Vec<Arc<Clinic>>>);

impl KeptLists {
    fn find(&self, quote: &Quote) -> Option<Arc<Clinic>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|clinic| is_of(clinic, quote))?;
        let found = held.remove(at);
        held.push(Arc::clone(&found));
        Some(found)
    }

    fn hold(&self, clinic: Arc<Clinic>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= HELD_MAX {
            held.remove(0);
        }
        held.push(clinic);
    }
}

/// The price list that a quote was made with: the one in force, or one of those before it. `None` where it was not kept
/// or this program takes it no more: the quote is shown in its own language then.
///
/// # Errors
/// [`store::Error::Unavailable`].
pub(super) async fn list_of(app: &App, quote: &Quote) -> Result<Option<Arc<Clinic>>, store::Error> {
    let in_force = app.served().clinics.iter().find(|clinic| is_of(clinic, quote)).cloned();
    if let Some(found) = in_force.or_else(|| app.kept_lists_read.find(quote)) {
        return Ok(Some(found));
    }
    let kept = match app.store()?.price_list(&quote.clinic, &quote.price_list).await {
        Ok(kept) => kept,
        Err(store::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let read = tokio::task::spawn_blocking(move || read(kept)).await.ok().flatten();
    if let Some(read) = &read {
        app.kept_lists_read.hold(Arc::clone(read));
    }
    Ok(read)
}

fn read(kept: KeptList) -> Option<Arc<Clinic>> {
    let KeptList { clinic, version, files } = kept;
    if let Ok(checked) = files::load_kept(&clinic, &version, files) {
        return Some(Arc::new(Clinic::new(checked.list)));
    }
    tracing::warn!(
        clinic,
        version,
        "a kept price list can't be read: its quotes are shown in one language"
    );
    None
}

fn is_of(clinic: &Clinic, quote: &Quote) -> bool {
    clinic.list().code() == quote.clinic && clinic.list().version() == quote.price_list
}
