use serde::Serialize;
use utoipa::ToSchema;

use super::Clinics;

/// What is served: the price lists in force, and what is known of the files that they came from. Never changed, only
/// replaced as a whole.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// The price lists in force.
    pub clinics: Clinics,
    /// The price lists on disk that are refused, by clinic.
    pub refused: Vec<RefusedList>,
}

/// A price list on disk that is refused. The clinic's list before it stays in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedList {
    /// The clinic's code: the folder's name.
    pub clinic: String,
    /// What is wrong.
    pub problems: Vec<FileProblem>,
    /// How much more is wrong.
    pub more: usize,
}

/// One thing that is wrong with a file of a price list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FileProblem {
    /// The stable code.
    #[schema(example = "amount")]
    pub code: String,
    /// The file, relative to the price list.
    #[schema(example = "prices.csv")]
    pub file: String,
    /// The physical line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    #[schema(example = "an amount has no comma")]
    pub message: String,
    /// What to do about it.
    #[schema(example = "write 12.50, not 12,50")]
    pub hint: String,
}

/// A clinic's price list: the version in force, and whether the files on disk are that version.
#[derive(Serialize, ToSchema)]
pub(super) struct PriceListState<'a> {
    /// The clinic's code.
    #[schema(example = "pricing")]
    pub(super) clinic: &'a str,
    /// The version in force; null where the list was refused before any was served.
    #[schema(example = "3f9ac01b77de")]
    pub(super) version: Option<&'a str>,
    /// What is wrong with the files on disk: empty where they are in force.
    pub(super) problems: &'a [FileProblem],
    /// How much more is wrong than `problems` names.
    pub(super) more_problems: usize,
}

impl Served {
    /// Every clinic that is served or was refused, in order of the codes.
    pub(super) fn states(&self) -> Vec<PriceListState<'_>> {
        let mut states: Vec<_> = self
            .clinics
            .iter()
            .map(|list| PriceListState::new(list.code(), Some(list.version()), self.refused(list.code())))
            .collect();
        let is_served = |refused: &&RefusedList| self.clinics.iter().any(|list| list.code() == refused.clinic);
        let never_served = self.refused.iter().filter(|list| !is_served(list));
        states.extend(never_served.map(|list| PriceListState::new(&list.clinic, None, Some(list))));
        states.sort_by_key(|state| state.clinic);
        states
    }

    fn refused(&self, clinic: &str) -> Option<&RefusedList> {
        self.refused.iter().find(|list| list.clinic == clinic)
    }
}

impl<'a> PriceListState<'a> {
    fn new(clinic: &'a str, version: Option<&'a str>, refused: Option<&'a RefusedList>) -> Self {
        Self {
            clinic,
            version,
            problems: refused.map_or(&[], |list| &list.problems),
            more_problems: refused.map_or(0, |list| list.more),
        }
    }
}
