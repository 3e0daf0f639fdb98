//! Price lists for tests.

use jiff::Timestamp;
use mesoquote::files;
use mesoquote::price_list::{PriceList, Table};
use mesoquote::tables::{self, Source, Sources};

use crate::binary::repository;

/// The price list in a folder of the repository, which is valid.
pub fn read(folder: &str) -> PriceList {
    files::load(&repository(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error:#?}"))
        .list
}

/// The price list of these files, which is valid.
pub fn load(files: &[(&str, String)]) -> PriceList {
    let mut sources = Sources::new();
    for (name, text) in files {
        let table = Table::ALL.into_iter().find(|table| table.file_name() == *name).unwrap();
        sources.add(table, Source::Bytes(text.clone().into_bytes()));
    }
    let checked = tables::read("random", "random", &sources, Timestamp::UNIX_EPOCH);
    checked.unwrap_or_else(|report| panic!("{report:#?}")).list
}
