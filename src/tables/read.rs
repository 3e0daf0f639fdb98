use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::problems::{Note, Problems};
use super::reading::{Indices, Texts};
use super::settings::{self, Settings};
use super::sheet::Languages;
use super::suggest::nearest;
use super::text::text_of;
use super::{Code, Diagnostic, Sources, rows, violations, warnings};
use crate::money::{Currency, Money};
use crate::price_list::{Clinic, Parts, PriceList, Table};

/// A price list without errors.
#[derive(Debug)]
pub struct Checked {
    /// The list.
    pub list: PriceList,
    /// What is odd in it, file by file.
    pub warnings: Vec<Diagnostic>,
}

/// Why files are no price list: at least one error.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the price list has {}; `mesoquote check` shows what to do", self.told())]
pub struct Report {
    /// The version of the files.
    pub version: Box<str>,
    /// Every error, file by file, each from top to bottom.
    pub errors: Vec<Diagnostic>,
    /// What is odd besides, as far as it can be told.
    pub warnings: Vec<Diagnostic>,
}

impl Report {
    /// How many errors there are, and the first of them.
    fn told(&self) -> String {
        let first = self.errors.first().map_or_else(String::new, |first| {
            let Diagnostic {
                file,
                line,
                column,
                message,
                ..
            } = first;
            format!("{file}:{line}:{column}: {message}")
        });
        match self.errors.len() {
            1 => format!("an error: {first}"),
            count => format!("{count} errors, the first {first}"),
        }
    }
}

/// Reads a price list: the list, or every problem in its files.
///
/// `code` is the name by which the clinic is known, `version` names the bytes of the files. `now` tells which rows
/// have ended, by the clinic's time zone.
pub fn read(code: &str, version: &str, sources: &Sources, now: Timestamp) -> Result<Checked, Report> {
    read_while(code, || version.into(), sources, now)
}

/// As [`read`], for files whose version is still being worked out: it is asked for once, after the rows were read.
pub fn read_while(
    code: &str,
    version: impl FnOnce() -> Box<str>,
    sources: &Sources,
    now: Timestamp,
) -> Result<Checked, Report> {
    let mut problems = Problems::default();
    let draft = draft(sources, &mut problems);
    let version = version();
    let list = draft.and_then(|draft| draft.prove((code, &version), now, &mut problems));
    let (errors, warnings) = problems.into_report();
    match list {
        Some(list) if errors.is_empty() => Ok(Checked { list, warnings }),
        _ => Err(Report {
            version,
            errors,
            warnings,
        }),
    }
}

/// The rows of all files, each read for itself.
struct Draft {
    parts: Parts,
    round_to: Range<usize>,
}

fn draft<'s>(sources: &'s Sources, problems: &mut Problems<'s>) -> Option<Draft> {
    let tables = texts(sources, problems);
    report_missing(sources, problems);
    report_others(sources, problems);
    let settings = match tables.get(&Table::Clinic) {
        Some(Some(text)) => settings::read(text, problems),
        _ => Settings::default(),
    };
    // Amounts of an unknown currency are only held against the form of an amount.
    let currency = settings
        .currency
        .or_else(|| ["CLF", "KWD"].into_iter().find_map(Currency::from_code))?;
    let languages = Languages {
        tags: settings.languages,
    };
    let texts = Texts {
        tables,
        languages,
        currency,
    };
    let clinic = settings.clinic.unwrap_or_else(|| stand_in(currency));
    Some(Draft {
        parts: parts(clinic, &texts, problems),
        round_to: settings.round_to,
    })
}

impl Draft {
    /// The list that the rows make together, which is only good where no error was reported.
    fn prove(
        mut self,
        (code, version): (&str, &str),
        now: Timestamp,
        problems: &mut Problems<'_>,
    ) -> Option<PriceList> {
        self.parts.code = code.into();
        self.parts.version = version.into();
        let list = match PriceList::build(self.parts) {
            Ok(list) => list,
            Err(found) => {
                violations::report(&found, problems);
                return None;
            }
        };
        if !problems.has_errors() {
            let today = now.to_zoned(list.clinic().time_zone.clone()).date();
            warnings::report(&list, today, self.round_to, problems);
        }
        Some(list)
    }
}

fn texts<'s>(sources: &'s Sources, problems: &mut Problems<'s>) -> BTreeMap<Table, Option<&'s str>> {
    let mut texts = BTreeMap::new();
    for (table, source) in sources.files() {
        let text = text_of(source, table, problems);
        if let Some(text) = text {
            problems.know_text(table, text);
        }
        texts.insert(table, text);
    }
    texts
}

fn report_missing(sources: &Sources, problems: &mut Problems<'_>) {
    let missing = Table::ALL
        .into_iter()
        .filter(|table| !table.may_be_missing() && sources.get(*table).is_none());
    for table in missing {
        let name = table.file_name();
        let misspelt = sources.others().find(|other| meant_table(other) == Some(table));
        let hint = match misspelt {
            Some(other) => format!("is it {other}? Save it as {name}"),
            None => format!("write {name}, or check that this is the folder of the price list"),
        };
        problems.add_to_file(table, Note::new(Code::MissingFile, format!("{name} is missing"), hint));
    }
}

/// Names files that are not read. One that is nearly named like a table that is not there would silently be left out
/// of every price: that is an error. Copies and notes are only named.
fn report_others(sources: &Sources, problems: &mut Problems<'_>) {
    for other in sources.others() {
        let meant = meant_table(other).filter(|table| sources.get(*table).is_none());
        let extension = other.rsplit_once('.').map_or("", |(_, extension)| extension);
        let note = match meant {
            Some(table) if !table.may_be_missing() => continue,
            Some(table) => misspelt(table),
            None if extension.eq_ignore_ascii_case("csv") => unknown_file(),
            None => continue,
        };
        problems.add_other_file(other, note);
    }
}

fn misspelt(table: Table) -> Note {
    let name = table.file_name();
    let hint = format!("save it as {name}, or take it out of the folder");
    Note::new(
        Code::MisspeltFile,
        format!("the file is not read: its name is not {name}"),
        hint,
    )
}

fn unknown_file() -> Note {
    Note::new(
        Code::UnknownFile,
        "the file is not read: no table of a price list has this name",
        "take it out of the folder if it is not needed",
    )
}

fn meant_table(name: &str) -> Option<Table> {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let names = Table::ALL.map(|table| table.file_name().trim_end_matches(".csv").trim_end_matches(".toml"));
    let meant = *nearest(stem, names).first()?;
    Table::ALL
        .into_iter()
        .zip(names)
        .find(|(_, stem)| *stem == meant)
        .map(|(table, _)| table)
}

/// References are read after what they refer to: taxes and schedules, then treatments and areas, then the rest.
fn parts<'s>(clinic: Clinic, texts: &Texts<'s>, problems: &mut Problems<'s>) -> Parts {
    let mut indices = Indices::new();
    let taxes = rows::taxes(texts, &mut indices, problems);
    let schedules = rows::schedules(texts, &mut indices, problems);
    let treatments = rows::treatments(texts, &mut indices, problems);
    let areas = rows::areas(texts, &mut indices, problems);
    let mut parts = Parts {
        code: "".into(),
        version: "".into(),
        clinic,
        treatments,
        areas,
        prices: rows::prices(texts, &mut indices, problems),
        extras: rows::extras(texts, &mut indices, problems),
        discounts: rows::discounts(texts, &mut indices, problems),
        schedules,
        taxes,
        facts: rows::facts(texts, &mut indices, problems),
        plans: rows::plans(texts, problems),
        expected: rows::expected(texts, &mut indices, problems),
    };
    rows::fill_up(&mut parts, &indices);
    parts
}

/// Stands in for settings with errors, so that the tables are held against each other all the same.
fn stand_in(currency: Currency) -> Clinic {
    Clinic {
        name: String::new(),
        currency,
        time_zone: TimeZone::UTC,
        languages: Vec::new(),
        prices_include_tax: true,
        round_to: Money::from_minor(1, currency),
        quote_valid_days: 0,
        retention_days: 0,
        public_quotes: false,
        phone: None,
        whatsapp: None,
    }
}
