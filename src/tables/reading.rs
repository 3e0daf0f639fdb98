use std::collections::BTreeMap;

use super::columns::Column;
use super::index::Index;
use super::problems::Problems;
use super::row::Row;
use super::sheet::{Languages, Sheet};
use crate::money::Currency;
use crate::price_list::{AreaId, ExtraId, ScheduleId, Table, TaxId, TreatmentId};

/// A row of a table, or what is left of one that can't be taken apart.
pub(super) enum Read<'r, 's> {
    /// A row with as many cells as the header.
    Row(Row<'r, 's>),
    /// A row that was reported; what may be its code where one stands.
    Lost(Option<&'s str>),
}

/// What became of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// There is none.
    Absent,
    /// It can't be read at all, or its codes can't, which was reported.
    Unreadable,
    /// Its rows were read.
    Done,
}

/// The texts of the tables, and what of the clinic's settings they are read by.
#[derive(Debug)]
pub(super) struct Texts<'s> {
    /// The tables that are there; `None` for one that is no text, which was reported.
    pub(super) tables: BTreeMap<Table, Option<&'s str>>,
    pub(super) languages: Languages,
    pub(super) currency: Currency,
}

/// The codes by which rows refer to rows of other tables.
#[derive(Debug)]
pub(super) struct Indices<'s> {
    pub(super) treatments: Index<'s, TreatmentId>,
    pub(super) areas: Index<'s, AreaId>,
    pub(super) schedules: Index<'s, ScheduleId>,
    pub(super) taxes: Index<'s, TaxId>,
    pub(super) extras: Index<'s, ExtraId>,
}

impl Indices<'_> {
    pub(super) fn new() -> Self {
        Self {
            treatments: Index::new(Table::Treatments, TreatmentId::from_index),
            areas: Index::new(Table::Areas, AreaId::from_index),
            schedules: Index::new(Table::Schedules, ScheduleId::from_index),
            taxes: Index::new(Table::Taxes, TaxId::from_index),
            extras: Index::new(Table::Extras, ExtraId::from_index),
        }
    }
}

impl<'s> Texts<'s> {
    /// Reads every row of a table.
    pub(super) fn each_row(
        &self,
        (table, columns): (Table, &'static [Column]),
        problems: &mut Problems<'s>,
        take: impl FnMut(Read<'_, 's>),
    ) -> Outcome {
        let text = match self.tables.get(&table) {
            None => return Outcome::Absent,
            Some(None) => return Outcome::Unreadable,
            Some(Some(text)) => *text,
        };
        match Sheet::open((table, text), columns, &self.languages, problems) {
            None => Outcome::Unreadable,
            Some(sheet) => {
                sheet.each_row(problems, take);
                if sheet.header.has_codes() {
                    Outcome::Done
                } else {
                    Outcome::Unreadable
                }
            }
        }
    }
}

impl Outcome {
    /// Whether codes that stand in no row may be known all the same: the table they stand in can't be read.
    pub(super) fn leaves_codes_open(self, table: Table) -> bool {
        self == Outcome::Unreadable || (self == Outcome::Absent && !table.may_be_missing())
    }
}
