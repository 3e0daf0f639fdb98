use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::{Clinic, Clinics};
use crate::files::Files;
use crate::price_list::{PriceList, Table};
use crate::tables::{Checked, Diagnostic, Excerpt};

/// Problems of one list that are told one by one; the rest are counted.
pub(super) const KEPT_MAX: usize = 100;

/// What is served: the price lists in force, and what is known of the files that they came from. Never changed, only
/// replaced as a whole.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// The price lists in force.
    pub clinics: Clinics,
    /// The price lists on disk that are refused, by clinic.
    pub refused: Vec<RefusedList>,
}

/// A clinic's price list as it was found on disk.
#[derive(Debug)]
pub enum Found {
    /// It is valid; with the files that it was read from, so that quotes made from it can be verified.
    Checked(Box<Checked>, Files),
    /// It is refused.
    Refused(RefusedList),
}

impl Found {
    /// The clinic's code.
    pub fn clinic(&self) -> &str {
        match self {
            Found::Checked(checked, _) => checked.list.code(),
            Found::Refused(refused) => &refused.clinic,
        }
    }
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

impl RefusedList {
    /// A list that was served and is no longer there.
    fn gone(clinic: &str) -> Self {
        let message = "the price list is no longer there; the one before stays in force";
        let hint = "put it back, or start the server again without the clinic";
        Self::whole(clinic, "price_list_gone", message, hint)
    }

    /// A list that is refused as a whole, for no line of it.
    pub fn whole(clinic: &str, code: &str, message: impl Into<String>, hint: &str) -> Self {
        let problem = FileProblem {
            code: code.to_owned(),
            file: Table::Clinic.file_name().to_owned(),
            line: 1,
            column: 1,
            message: message.into(),
            hint: hint.to_owned(),
            excerpt: None,
        };
        Self {
            clinic: clinic.to_owned(),
            problems: vec![problem],
            more: 0,
        }
    }
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
    /// The line as it stands in the file; null where it is about none.
    pub excerpt: Option<FileExcerpt>,
}

/// The part of a file's line that a problem is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FileExcerpt {
    /// The line, or what is near the problem where the line is long.
    #[schema(example = "meso-fat,abdomen,session,1,\"12,50\"")]
    pub text: String,
    /// Characters of it before the part.
    pub before: usize,
    /// Characters of the part.
    pub marked: usize,
}

impl From<&Diagnostic> for FileProblem {
    fn from(found: &Diagnostic) -> Self {
        Self {
            code: found.code.as_str().to_owned(),
            file: found.file.to_string(),
            line: found.line,
            column: found.column,
            message: found.message.clone(),
            hint: found.hint.clone(),
            excerpt: found.excerpt.as_ref().map(FileExcerpt::from),
        }
    }
}

impl From<&Excerpt> for FileExcerpt {
    fn from(excerpt: &Excerpt) -> Self {
        Self {
            text: excerpt.text.clone(),
            before: excerpt.before,
            marked: excerpt.marked,
        }
    }
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
    /// What is odd in the version in force; it is used all the same.
    pub(super) warnings: Vec<FileProblem>,
    /// How much more is odd than `warnings` names.
    pub(super) more_warnings: usize,
}

impl Served {
    /// What is to be served after this, with what was found on disk: each clinic by itself. One whose list is refused,
    /// or is no longer there, is served from the list that is in force, and that is told.
    #[must_use]
    pub fn followed_by(&self, found: Vec<Found>) -> Served {
        let (mut clinics, mut refused) = (Vec::new(), Vec::new());
        for found in found {
            match found {
                Found::Checked(checked, files) => {
                    let Checked { list, warnings } = *checked;
                    let clinic = Clinic::new(list).with_files(files).with_warnings(warnings);
                    clinics.push(self.same_or(clinic));
                }
                Found::Refused(list) => refused.push(list),
            }
        }
        for held in self.clinics.iter() {
            let code = held.list().code();
            if !clinics.iter().any(|found| found.list().code() == code) {
                clinics.push(Arc::clone(held));
                if !refused.iter().any(|refused: &RefusedList| refused.clinic == code) {
                    refused.push(RefusedList::gone(code));
                }
            }
        }
        Served {
            clinics: Clinics::new(clinics),
            refused,
        }
    }

    /// What is to be served after this where these are all there is: a list that is refused leaves the one in force.
    #[must_use]
    pub fn replaced_by(&self, found: Vec<Found>) -> Served {
        let codes: Vec<String> = found.iter().map(|found| found.clinic().to_owned()).collect();
        let is_found = |clinic: &&Arc<Clinic>| codes.iter().any(|code| code == clinic.list().code());
        let held = self.clinics.iter().filter(is_found).cloned().collect();
        Served {
            clinics: Clinics::new(held),
            refused: Vec::new(),
        }
        .followed_by(found)
    }

    /// The clinic as it is served where its list is of the same version.
    fn same_or(&self, found: Clinic) -> Arc<Clinic> {
        let of = |clinic: &Clinic| (clinic.list().code().to_owned(), clinic.list().version().to_owned());
        let same = self.clinics.iter().find(|held| of(held) == of(&found));
        same.cloned().unwrap_or_else(|| Arc::new(found))
    }

    /// Tells the log what is other than before.
    pub(super) fn log_changes(&self, before: &Served) {
        for list in self.clinics.lists() {
            let (clinic, version) = (list.code(), list.version());
            let is_same = |held: &PriceList| held.code() == clinic && held.version() == version;
            if !before.clinics.lists().any(is_same) {
                tracing::info!(clinic, version, "a price list is in force");
            }
        }
        for list in &before.refused {
            let clinic = list.clinic.as_str();
            if self.refused(clinic).is_none() {
                tracing::info!(clinic, "the price list on disk is right again");
            }
        }
        for list in self.refused.iter().filter(|list| !before.refused.contains(list)) {
            self.log_refused(list);
        }
    }

    fn log_refused(&self, list: &RefusedList) {
        let Some(first) = list.problems.first() else { return };
        let (clinic, code, hint) = (&list.clinic, &first.code, &first.hint);
        let problems = match list.problems.len() + list.more {
            1 => "1 problem, at".to_owned(),
            count => format!("{count} problems, the first at"),
        };
        let is_served = self.clinics.lists().any(|served| served.code() == clinic);
        let outcome = if is_served {
            "the one before stays in force"
        } else {
            "the clinic is not served"
        };
        let FileProblem {
            file,
            line,
            column,
            message,
            ..
        } = first;
        tracing::error!(
            clinic,
            code,
            hint,
            "a price list is refused: {problems} {file}:{line}:{column}: {message}; {outcome}"
        );
    }

    /// Every clinic that is served or was refused, in order of the codes.
    pub(super) fn states(&self) -> Vec<PriceListState<'_>> {
        let mut states: Vec<_> = self
            .clinics
            .iter()
            .map(|clinic| PriceListState::in_force(clinic, self.refused(clinic.list().code())))
            .collect();
        let is_served = |refused: &&RefusedList| self.clinics.lists().any(|list| list.code() == refused.clinic);
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
            warnings: Vec::new(),
            more_warnings: 0,
        }
    }

    fn in_force(clinic: &'a Clinic, refused: Option<&'a RefusedList>) -> Self {
        let list = clinic.list();
        Self {
            warnings: clinic.warnings().iter().take(KEPT_MAX).map(FileProblem::from).collect(),
            more_warnings: clinic.warnings().len().saturating_sub(KEPT_MAX),
            ..Self::new(list.code(), Some(list.version()), refused)
        }
    }
}
