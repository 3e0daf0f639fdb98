//! The only reader of price folders: bytes of a folder to a [`PriceList`](crate::price_list::PriceList), or to what
//! is wrong with it.
//!
//! What always holds: a list is made of bytes that stood in the folder together, never of some from before a change and
//! some from after it; only `clinic.toml` and the tables of the pricing rules are read; a list whose own checks
//! (`expected.csv`) fail is not given out. [`load`] keeps nothing: call it again whenever the folder may have changed.
//!
//! `cli` and `http` call this room; it calls `tables` to read and `estimate` to run the clinic's checks.

mod clinics;
mod embedded;
mod expected;
mod folder;
mod kept;
mod version;
mod watch;

use std::io;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

use jiff::Timestamp;

pub use clinics::{ClinicFolder, clinics};
pub use embedded::embedded;
pub use kept::{Files, check_sent, embedded_with_files, load_kept, load_with_files};
pub use watch::{Fingerprint, Watch, watch};

use crate::tables::{self, Checked, Report, Sources};

/// How often a folder is read before it is said to keep changing.
const ATTEMPTS: usize = 10;

/// Why a folder gives no price list.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A folder or file can't be read.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The files changed again and again while they were read.
    #[error("{}: the files keep changing while they are read", path.display())]
    Unsettled {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds no price list, and none of its folders does.
    #[error("{}: neither a price list (a folder with a clinic.toml) nor a folder of price lists", path.display())]
    NoPriceList {
        /// The folder.
        path: PathBuf,
    },
    /// One of several clinics has a folder whose name is no code.
    #[error("{}: a clinic is known by its folder's name, which must be small letters, digits and single hyphens", path.display())]
    FolderName {
        /// The folder.
        path: PathBuf,
    },
    /// Kept files are not those that their version names.
    #[error("the kept files of {clinic} are not those of version {version}")]
    NotAsKept {
        /// The clinic's code.
        clinic: String,
        /// The version that they were kept as.
        version: String,
    },
    /// The files have errors.
    #[error(transparent)]
    Refused(Report),
}

/// Reads the price list in a folder, as of now.
pub fn load(dir: &Path) -> Result<Checked, LoadError> {
    load_at(dir, Timestamp::now())
}

/// Reads the price list in a folder. `now` only tells which rows have ended.
///
/// The clinic is known by the folder's name, made a code where it is none.
pub fn load_at(dir: &Path, now: Timestamp) -> Result<Checked, LoadError> {
    for _ in 0..ATTEMPTS {
        let sources = folder::read(dir)?;
        // While the files are held against the folder once more, they are read as tables already.
        let (is_unchanged, checked) = thread::scope(|scope| {
            let is_unchanged = scope.spawn(|| folder::is_unchanged(dir, &sources));
            let checked = checked(&clinics::code_of(dir), &sources, now);
            (joined(is_unchanged), checked)
        });
        if is_unchanged? {
            return checked;
        }
    }
    Err(LoadError::Unsettled { path: dir.to_owned() })
}

/// The price list of files that stood together, proven by the clinic's own checks too.
fn checked(code: &str, sources: &Sources, now: Timestamp) -> Result<Checked, LoadError> {
    let read = thread::scope(|scope| {
        let version = scope.spawn(|| version::of(sources));
        tables::read_while(code, || joined(version).into(), sources, now)
    });
    read.and_then(|checked| expected::checked(checked, sources))
        .map_err(LoadError::Refused)
}

/// What a thread came to; where it panicked, so does this one.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> LoadError {
    let path = path.to_owned();
    move |cause| LoadError::Io { path, cause }
}
