use std::collections::BTreeMap;

use crate::price_list::Table;

/// What stands in one file of a price list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// Its bytes, which need not be text.
    Bytes(Vec<u8>),
    /// It is larger than is read.
    TooLarge {
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        most: u64,
    },
}

/// The files of a price list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sources {
    files: BTreeMap<Table, Source>,
    others: Vec<Box<str>>,
}

impl Sources {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file that a price list may hold.
    #[must_use]
    pub fn with(mut self, table: Table, bytes: impl Into<Vec<u8>>) -> Self {
        self.add(table, Source::Bytes(bytes.into()));
        self
    }

    /// Adds a file that a price list may hold.
    pub fn add(&mut self, table: Table, source: Source) {
        self.files.insert(table, source);
    }

    /// Adds the name of a file that is no table of a price list, but may be meant for one.
    pub fn add_other(&mut self, name: &str) {
        self.others.push(name.into());
    }

    /// A file, where it is there.
    pub fn get(&self, table: Table) -> Option<&Source> {
        self.files.get(&table)
    }

    /// The files that are there, `clinic.toml` first, then in the order of the pricing rules.
    pub fn files(&self) -> impl Iterator<Item = (Table, &Source)> {
        self.files.iter().map(|(table, source)| (*table, source))
    }

    /// Names of files that are no tables.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(AsRef::as_ref)
    }
}
