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

use jiff::Timestamp;

pub use clinics::{ClinicFolder, clinics};
pub use embedded::embedded;
pub use kept::{Files, embedded_with_files, load_kept, load_with_files};
pub use watch::{Fingerprint, Watch, watch};

use crate::tables::{self, Checked, Report, Sources};

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
    checked(dir, &folder::read(dir)?, now)
}

/// The price list of files that stood in a folder, proven by the clinic's own checks too.
fn checked(dir: &Path, sources: &Sources, now: Timestamp) -> Result<Checked, LoadError> {
    let version = version::of(sources);
    let checked = tables::read(&clinics::code_of(dir), &version, sources, now).map_err(LoadError::Refused)?;
    expected::checked(checked, sources).map_err(LoadError::Refused)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> LoadError {
    let path = path.to_owned();
    move |cause| LoadError::Io { path, cause }
}
