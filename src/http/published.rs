//! Price lists that were published into the database, followed by every process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{App, Found, RefusedList, Served};
use crate::files;
use crate::store::{self, KeptList, Store};

/// What of the published lists is served: for each clinic the number of the newest that this process knows. It only
/// grows, so that no process goes back.
#[derive(Clone, Default, Debug)]
pub struct Published {
    known: Arc<Mutex<HashMap<String, i64>>>,
    /// One looks at a time: else who has read first could put his lists in force last.
    looking: Arc<tokio::sync::Mutex<()>>,
}

impl Published {
    /// Whether anything that was published is served.
    pub fn is_followed(&self) -> bool {
        !self.known.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// What is to be served first, if anything was published.
    ///
    /// # Errors
    /// [`store::Error::Unavailable`].
    pub async fn first(&self, store: &Store) -> Result<Option<Served>, store::Error> {
        let found = self.found(store).await?;
        Ok(found.map(|found| Served::default().followed_by(found)))
    }

    /// Puts in force what was published since.
    pub(super) async fn follow(&self, app: &App, store: &Store) -> Result<(), store::Error> {
        let _alone = self.looking.lock().await;
        if let Some(found) = self.found(store).await? {
            app.change(|served| served.replaced_by(found));
        }
        Ok(())
    }

    /// All published lists, if any of them is newer than what is known.
    async fn found(&self, store: &Store) -> Result<Option<Vec<Found>>, store::Error> {
        let newest = store.published().await?;
        if !newest.iter().any(|list| self.is_news(&list.clinic, list.number)) {
            return Ok(None);
        }
        let mut found = Vec::new();
        for list in &newest {
            let kept = store.price_list(&list.clinic, &list.version).await?;
            found.push(read(kept).await);
        }
        for list in newest {
            self.know(list.clinic, list.number);
        }
        Ok(Some(found))
    }

    fn is_news(&self, clinic: &str, number: i64) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(clinic).is_none_or(|known| number > *known)
    }

    fn know(&self, clinic: String, number: i64) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = known.entry(clinic).or_insert(number);
        *newest = number.max(*newest);
    }
}

/// Reads a list where it may take its time. It was checked when it was published, by another program perhaps.
async fn read(kept: KeptList) -> Found {
    let KeptList { clinic, version, files } = kept;
    let refused = |clinic: &str, why: String| {
        let hint = "publish the price list again with this version of the program";
        Found::Refused(RefusedList::whole(clinic, "published_list_refused", why, hint))
    };
    let code = clinic.clone();
    let reading = tokio::task::spawn_blocking(move || match files::load_kept(&clinic, &version, files.clone()) {
        Ok(checked) => Found::Checked(Box::new(checked), files),
        Err(error) => refused(&clinic, error.to_string()),
    });
    reading.await.unwrap_or_else(|error| refused(&code, error.to_string()))
}
