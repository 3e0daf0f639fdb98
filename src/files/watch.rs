//! Tells when price lists on disk may have changed.
//!
//! Events of the operating system come at once; where there are none (network drives, container mounts, exhausted
//! handles) a look every few seconds finds the change all the same. Whoever is told reads again and checks whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime};

use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::price_list::Table;

/// Events that follow each other closer are told as one: whoever saves a file writes it in several steps.
const EVENTS_WITHIN: Duration = Duration::from_millis(150);
/// How often to look where no event comes.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Files that have not changed for so long are taken for complete.
const SETTLED_FOR: Duration = Duration::from_millis(100);
/// Looks after which changing files are read all the same.
const LOOKS_MAX: u32 = 50;

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    // Either keeps the thread alive: it ends when the last sender is gone.
    _events: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    _alive: Sender<()>,
}

/// Calls `on_change` on a thread of its own whenever the price lists in `dir` may have changed: a folder with a
/// `clinic.toml`, or a folder of such folders. It may be called without a change, and never twice at a time.
///
/// `since` is how the files looked before they were read: what changed while they were is not missed.
pub fn watch(dir: &Path, since: Fingerprint, on_change: impl FnMut() + Send + 'static) -> Watch {
    let (wake, woken) = channel();
    let events = events(dir, wake.clone());
    if let Err(error) = &events {
        tracing::warn!(%error, "no events for the price lists: looking every {} s", LOOK_EVERY.as_secs());
    }
    let dir = dir.to_owned();
    std::thread::spawn(move || look(&dir, since, &woken, on_change));
    Watch {
        _events: events.ok(),
        _alive: wake,
    }
}

fn events(
    dir: &Path,
    wake: Sender<()>,
) -> notify_debouncer_full::notify::Result<Debouncer<RecommendedWatcher, RecommendedCache>> {
    let mut debouncer = new_debouncer(EVENTS_WITHIN, None, move |events: DebounceEventResult| {
        // Reading is an event too: told, each look would cause the next.
        let is_change = events.map_or(true, |events| events.iter().any(|event| !event.kind.is_access()));
        if is_change {
            // The thread is gone where the watch ends just now.
            let _ = wake.send(());
        }
    })?;
    debouncer.watch(dir, RecursiveMode::Recursive)?;
    Ok(debouncer)
}

fn look(dir: &Path, mut seen: Fingerprint, woken: &Receiver<()>, mut on_change: impl FnMut()) {
    let mut wait = Duration::ZERO;
    loop {
        let is_told = match woken.recv_timeout(wait) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        wait = LOOK_EVERY;
        // Told of a change, files may look the same: clocks of file systems are coarse.
        if is_told || Fingerprint::of(dir) != seen {
            seen = settled(dir);
            while woken.try_recv().is_ok() {}
            on_change();
        }
    }
}

/// The fingerprint once it has stopped changing.
fn settled(dir: &Path) -> Fingerprint {
    let mut seen = Fingerprint::of(dir);
    for _ in 0..LOOKS_MAX {
        std::thread::sleep(SETTLED_FOR);
        let now = Fingerprint::of(dir);
        if now == seen {
            break;
        }
        seen = now;
    }
    seen
}

/// What files look like from outside, without reading them: another one means that they have changed.
#[derive(PartialEq, Eq, Debug)]
pub struct Fingerprint(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl Fingerprint {
    /// How the price lists in `dir` look now.
    pub fn of(dir: &Path) -> Self {
        let mut files = Vec::new();
        files.extend(files_of(dir));
        for folder in folders(dir) {
            files.extend(files_of(&folder));
            files.push((folder, None, 0));
        }
        Self(files)
    }
}

fn files_of(folder: &Path) -> impl Iterator<Item = (PathBuf, Option<SystemTime>, u64)> {
    let paths = Table::ALL.iter().map(|table| folder.join(table.file_name()));
    paths.filter_map(|path| {
        let about = fs::metadata(&path).ok()?;
        Some((path, about.modified().ok(), about.len()))
    })
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort_unstable();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Far above what it takes, far below what hangs a build.
    const AT_MOST: Duration = Duration::from_secs(30);

    #[test]
    fn a_changed_added_or_removed_file_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let prices = dir.path().join("prices.csv");
        fs::write(&prices, "a").unwrap();
        let (told, changes) = channel();
        let _watch = watch(dir.path(), Fingerprint::of(dir.path()), move || told.send(()).unwrap());
        fs::write(&prices, "b").unwrap();
        changes.recv_timeout(AT_MOST).unwrap();
        while changes.try_recv().is_ok() {}
        fs::create_dir(dir.path().join("branch")).unwrap();
        fs::write(dir.path().join("branch/clinic.toml"), "").unwrap();
        changes.recv_timeout(AT_MOST).unwrap();
        while changes.try_recv().is_ok() {}
        fs::remove_file(&prices).unwrap();
        changes.recv_timeout(AT_MOST).unwrap();
    }

    #[test]
    fn a_fingerprint_changes_with_the_files_and_not_by_itself() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("prices.csv"), "a").unwrap();
        let before = Fingerprint::of(dir.path());
        assert_eq!(before, Fingerprint::of(dir.path()));
        fs::write(dir.path().join("prices.csv"), "ab").unwrap();
        assert_ne!(before, Fingerprint::of(dir.path()));
    }

    #[test]
    fn what_changed_before_the_watch_began_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let since = Fingerprint::of(dir.path());
        fs::write(dir.path().join("prices.csv"), "a").unwrap();
        let (told, changes) = channel();
        let _watch = watch(dir.path(), since, move || told.send(()).unwrap());
        changes.recv_timeout(AT_MOST).unwrap();
    }

    #[test]
    fn a_watch_that_is_dropped_ends_its_thread() {
        let dir = tempfile::tempdir().unwrap();
        let (told, changes) = channel::<()>();
        let since = Fingerprint::of(dir.path());
        drop(watch(dir.path(), since, move || told.send(()).unwrap()));
        // The closure, and the sender in it, are gone with the thread.
        assert_eq!(changes.recv_timeout(AT_MOST), Err(RecvTimeoutError::Disconnected));
    }
}
