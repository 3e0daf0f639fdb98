//! The sample price list in `pricing/`: complete, in force and without a warning.

use jiff::Timestamp;
use mesoquote::files::load_at;
use mesoquote::price_list::{PriceList, Topic};
use mesoquote::tables::Checked;

use std::path::Path;

use crate::binary::repository;

/// Rows end, and then there is a warning: the day is fixed.
const NOW: &str = "2026-11-23T08:00:00Z";

fn checked(folder: &str) -> Checked {
    let now: Timestamp = NOW.parse().unwrap();
    load_at(&repository(folder), now).unwrap_or_else(|error| panic!("{folder} is refused: {error:?}"))
}

/// A price list in the repository.
pub fn load_folder(folder: &str) -> PriceList {
    checked(folder).list
}

/// The sample list; its own checks in `expected.csv` hold.
pub fn load() -> PriceList {
    load_folder("pricing")
}

#[test]
fn the_sample_list_is_read_without_a_word() {
    let checked = checked("pricing");
    assert!(checked.warnings.is_empty(), "{:#?}", checked.warnings);
    assert!(checked.list.expected().len() >= 12);
}

#[test]
fn every_treatment_of_the_sample_list_tells_all_topics() {
    let list = load();
    for (id, treatment) in list.treatments() {
        for topic in Topic::ALL {
            let facts = list
                .facts()
                .iter()
                .filter(|fact| fact.treatment == id && fact.topic == topic);
            assert_eq!(facts.count(), 1, "{} {}", treatment.code, topic.code());
        }
    }
}

#[test]
fn every_treatment_for_fat_says_what_research_says() {
    let list = load();
    for code in [
        "mesotherapy-fat-reduction",
        "mesotherapy-cellulite",
        "injection-lipolysis",
        "liposuction",
    ] {
        let treatment = list.find_treatment(code).unwrap();
        let mut facts = list.facts().iter().filter(|fact| fact.treatment == treatment);
        assert!(facts.any(|fact| fact.topic == Topic::Evidence && fact.always), "{code}");
    }
}

#[test]
fn the_sample_list_survives_being_saved_by_a_spreadsheet() {
    let saved = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(repository("pricing")).unwrap() {
        let file = file.unwrap().path();
        save_as_spreadsheets_do(&file, &saved.path().join(file.file_name().unwrap()));
    }
    let checked = load_at(saved.path(), NOW.parse().unwrap()).unwrap_or_else(|error| panic!("refused: {error:?}"));
    assert!(checked.warnings.is_empty(), "{:#?}", checked.warnings);
    assert_eq!(checked.list.prices().rows().len(), load().prices().rows().len());
}

/// Semicolons, every row as long as the longest, CRLF and a byte-order mark; notes are cells like any other.
fn save_as_spreadsheets_do(from: &Path, to: &Path) {
    if from.extension().is_none_or(|extension| extension != "csv") {
        std::fs::copy(from, to).unwrap();
        return;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(from)
        .unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let width = rows.iter().map(csv::StringRecord::len).max().unwrap();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in &rows {
        let cells = row.iter().chain(std::iter::repeat("")).take(width);
        writer.write_record(cells).unwrap();
    }
    std::fs::write(to, writer.into_inner().unwrap()).unwrap();
}
