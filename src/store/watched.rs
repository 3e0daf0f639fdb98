//! What a store does, told to whoever watches it: which operation, how long it took, how it ended.

use std::any::type_name;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Store;
use super::db::Operation;
use super::error::Error;

/// Is told of everything that a store has done. It must be quick: whoever asked for it waits.
pub type Watcher = Arc<dyn Fn(Done<'_>) + Send + Sync>;

/// Something that a store was asked for and has done, or could not do.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    /// What it was: `quotes::Save`, `search::Find`. Names of code, nothing that was asked.
    pub operation: &'a str,
    /// How long it took, waiting for the database included.
    pub took: Duration,
    /// Why it was not done.
    pub error: Option<&'a Error>,
}

impl Store {
    /// From now on, tells somebody what is done, unless somebody watches already.
    pub fn watched_by(&self, watcher: Watcher) {
        drop(self.watcher.set(watcher));
    }

    pub(super) async fn watched<O: Operation>(
        &self,
        doing: impl Future<Output = Result<O::Output, Error>>,
    ) -> Result<O::Output, Error> {
        let Some(watcher) = self.watcher.get() else {
            return doing.await;
        };
        let started = Instant::now();
        let done = doing.await;
        watcher(Done {
            operation: name(type_name::<O>()),
            took: started.elapsed(),
            error: done.as_ref().err(),
        });
        done
    }
}

/// The last two words of a path.
fn name(path: &str) -> &str {
    let start = path
        .rmatch_indices("::")
        .nth(1)
        .map_or(0, |(at, colons)| at + colons.len());
    &path[start..]
}

#[cfg(test)]
mod tests {
    use super::name;
    use crate::store::upkeep::Ping;

    #[test]
    fn an_operation_is_named_by_its_module_and_type() {
        assert_eq!(name(std::any::type_name::<Ping>()), "upkeep::Ping");
        assert_eq!(name("Ping"), "Ping");
    }
}
