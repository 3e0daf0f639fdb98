//! What is found of the price lists on disk, each clinic by itself.

use std::path::Path;

use super::served::KEPT_MAX;
use super::{FileProblem, Found, RefusedList, Served};
use crate::files::{self, Files, LoadError};
use crate::price_list::PriceList;
use crate::tables::Checked;

/// What is to be served after `served`, with the price lists in `dir`: a folder with a `clinic.toml`, or a folder of
/// such folders. Blocks while it reads.
pub fn reread(served: &Served, dir: &Path) -> Served {
    let found = match files::clinics(dir) {
        Ok(folders) => folders
            .iter()
            .map(|folder| found(&folder.code, files::load_with_files(&folder.path)))
            .collect(),
        Err(error) => {
            let held = served.clinics.lists().map(PriceList::code);
            held.map(|code| Found::Refused(unreadable(code, &error))).collect()
        }
    };
    served.followed_by(found)
}

/// What was found where a clinic's price list was loaded.
pub fn found(code: &str, loaded: Result<(Checked, Files), LoadError>) -> Found {
    match loaded {
        Ok((checked, files)) => Found::Checked(Box::new(checked), files),
        Err(LoadError::Refused(report)) => Found::Refused(RefusedList {
            clinic: code.to_owned(),
            problems: report.errors.iter().take(KEPT_MAX).map(FileProblem::from).collect(),
            more: report.errors.len().saturating_sub(KEPT_MAX),
        }),
        Err(error) => Found::Refused(unreadable(code, &error)),
    }
}

/// A list of which not even the files can be read.
fn unreadable(clinic: &str, error: &LoadError) -> RefusedList {
    RefusedList::whole(
        clinic,
        "unreadable",
        error.to_string(),
        "make the folder readable to the server",
    )
}
