use jiff::Timestamp;
use rust_embed::Embed;

use super::LoadError;
use crate::price_list::Table;
use crate::tables::{Checked, Source, Sources};

/// The sample price list, compiled in.
#[derive(Embed)]
#[folder = "pricing"]
struct Sample;

/// The sample price list that is compiled in: illustrative prices, so that the program can be tried without files.
pub fn embedded() -> Result<Checked, LoadError> {
    of(&sources())
}

/// The files of the sample price list.
pub(super) fn sources() -> Sources {
    let mut sources = Sources::new();
    for table in Table::ALL {
        if let Some(file) = Sample::get(table.file_name()) {
            sources.add(table, Source::Bytes(file.data.into_owned()));
        }
    }
    sources
}

/// The sample price list of its files.
pub(super) fn of(sources: &Sources) -> Result<Checked, LoadError> {
    super::checked("pricing", sources, Timestamp::now())
}
