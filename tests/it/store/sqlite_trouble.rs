//! What a database in a file can suffer.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use mesoquote::store::{Error, Location, NewQuote, Store, Trouble};

use super::rig::{Rig, block_on, key, later, quote, quote_for, raw, save};

fn file(rig: &Rig) -> &Path {
    match &rig.location {
        Location::Sqlite(file) => file,
        Location::Postgres(_) => unreachable!(),
    }
}

#[test]
fn a_commit_is_on_disk_before_the_answer() {
    let rig = Rig::sqlite();
    block_on(async {
        let store = rig.open().await;
        let made = save(&store, quote()).await;
        // What another sees in the files while the store is still open: nothing waits in the process.
        let copy = rig.another();
        for ending in ["", "-wal"] {
            let name = |rig: &Rig| format!("{}{ending}", file(rig).display());
            fs::copy(name(&rig), name(&copy)).unwrap();
        }
        assert_eq!(
            copy.open().await.get(made.reference).await.unwrap().reference,
            made.reference
        );
    });
}

#[test]
fn a_file_in_use_by_another_program_is_waited_for_and_then_given_up() {
    let rig = Rig::sqlite();
    block_on(async {
        let store = rig.open().await;
        let other = rusqlite::Connection::open(file(&rig)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let refused = store.save(quote(), key("a")).await.unwrap_err();
        assert_eq!(refused, Error::Unavailable(Trouble::TooSlow));
        store.ping().await.unwrap();
        other.execute_batch("ROLLBACK").unwrap();
        assert!(!store.save(quote(), key("a")).await.unwrap().is_replay);
    });
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let location: Location = "sqlite:/nowhere/at/all/quotes.db".parse().unwrap();
    let refused = block_on(Store::open(&location)).unwrap_err();
    assert_eq!(refused, Error::Unavailable(Trouble::NoConnection));
}

#[test]
fn a_file_that_is_no_database_is_left_as_it_is() {
    let rig = Rig::sqlite();
    fs::write(file(&rig), "treatment,area\n".repeat(1000)).unwrap();
    let refused = block_on(Store::open(&rig.location)).unwrap_err();
    assert!(matches!(refused, Error::Unavailable(Trouble::Reported(_))), "{refused}");
    assert_eq!(fs::read_to_string(file(&rig)).unwrap().lines().count(), 1000);
}

#[test]
fn an_erased_patient_is_in_no_byte_of_the_files() {
    let rig = Rig::sqlite();
    block_on(async {
        let store = rig.open().await;
        let new = NewQuote {
            note: Some("needles".to_owned()),
            ..quote_for("Xanthippe", "0509876543", 0)
        };
        let made = save(&store, new).await;
        assert!(is_in_files(&rig, "xanthippe") && is_in_files(&rig, "509876543"));
        store
            .erase_patient(made.reference, later(1), "Front desk 1")
            .await
            .unwrap();
        for personal in ["Xanthippe", "xanthippe", "509876543", "9876543", "needles"] {
            assert!(!is_in_files(&rig, personal), "{personal}");
        }
    });
}

fn is_in_files(rig: &Rig, text: &str) -> bool {
    let files = fs::read_dir(file(rig).parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter_map(|path| fs::read(path).ok())
        .any(|bytes| bytes.windows(text.len()).any(|w| w == text.as_bytes()))
}

/// Fills a disk, sees what is refused, makes room, and sees it work again. Mounting needs root; CI has it.
#[test]
fn a_full_disk_is_said_and_got_over() {
    let folder = tempfile::tempdir().unwrap();
    let mount = ["-t", "tmpfs", "-o", "size=2m", "tmpfs"];
    let mounted = Command::new("mount").args(mount).arg(folder.path()).output().unwrap();
    if !mounted.status.success() {
        assert!(std::env::var_os("CI").is_none(), "a small disk can't be mounted");
        std::io::stderr()
            .write_all(b"LEFT OUT: a small disk can't be mounted here\n")
            .unwrap();
        return;
    }
    let filled = std::panic::catch_unwind(|| fill(folder.path()));
    let unmounted = Command::new("umount").arg(folder.path()).status().unwrap();
    assert!(unmounted.success());
    filled.unwrap();
}

fn fill(folder: &Path) {
    let ballast = folder.join("ballast");
    fs::write(&ballast, vec![0; 500_000]).unwrap();
    let location = Location::Sqlite(folder.join("quotes.db"));
    block_on(async {
        let store = Store::open(&location).await.unwrap();
        let note = "x".repeat(20_000);
        let large = NewQuote {
            request: raw(&format!("\"{note}\"")),
            ..quote()
        };
        let mut acknowledged = Vec::new();
        let refused = loop {
            match store.save(large.clone(), None).await {
                Ok(saved) => acknowledged.push(saved.quote.reference),
                Err(refused) => break refused,
            }
            assert!(acknowledged.len() < 1000, "the disk does not fill");
        };
        assert_eq!(refused, Error::Unavailable(Trouble::DiskFull));
        store.get(acknowledged[0]).await.unwrap();
        fs::remove_file(&ballast).unwrap();
        acknowledged.push(save(&store, quote()).await.reference);
        for reference in acknowledged {
            store.get(reference).await.unwrap();
        }
    });
}
