//! Price tables: whatever the bytes, there is a list or a report; every problem has a place in a file and a way out; a
//! byte-order mark changes nothing; what is sold by a list that is taken adds up.
//!
//! An input is files one after the other, each begun by a line `=== NAME`; those that it does not name are the base
//! case's of the tests.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;
use mesoquote::estimate::{Includes, Item, ItemSessions, Request, estimate};
use mesoquote::price_list::{PriceList, Table, Who};
use mesoquote::tables::{Checked, Diagnostic, Report, Source, Sources, read};

const ON: Date = date(2026, 11, 23);
const BASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/tables/base");
const MARK: &[u8] = b"\xef\xbb\xbf";

static BASE_FILES: LazyLock<Vec<(Table, Vec<u8>)>> = LazyLock::new(|| {
    let read = |table: Table| fs::read(Path::new(BASE).join(table.file_name())).ok().map(|bytes| (table, bytes));
    Table::ALL.into_iter().filter_map(read).collect()
});

fuzz_target!(|data: &[u8]| {
    let mut files = BASE_FILES.clone();
    for (table, bytes) in named(data) {
        files.retain(|(other, _)| *other != table);
        files.push((table, bytes));
    }
    let (sources, marked) = (sources(&files, b""), sources(&files, MARK));
    let outcome = loaded(&sources);
    match &outcome {
        Ok(checked) => {
            checked.warnings.iter().for_each(|warning| has_a_place(warning, &files));
            sells(&checked.list);
        }
        Err(report) => {
            assert!(!report.errors.is_empty(), "refused without an error");
            report.errors.iter().chain(&report.warnings).for_each(|problem| has_a_place(problem, &files));
        }
    }
    assert_eq!(told(&loaded(&marked)), told(&outcome), "a byte-order mark made a difference");
});

/// The files that an input names.
fn named(data: &[u8]) -> Vec<(Table, Vec<u8>)> {
    let mut files: Vec<(Table, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        let name = line.strip_prefix(b"=== ").map(<[u8]>::trim_ascii);
        let table = name.and_then(|name| Table::ALL.into_iter().find(|table| table.file_name().as_bytes() == name));
        match (table, files.last_mut()) {
            (Some(table), _) => files.push((table, Vec::new())),
            (None, Some((_, bytes))) => bytes.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files
}

fn sources(files: &[(Table, Vec<u8>)], mark: &[u8]) -> Sources {
    let mut sources = Sources::new();
    for (table, bytes) in files {
        let has_mark = bytes.starts_with(MARK) || bytes.is_empty();
        let mark: &[u8] = if has_mark { b"" } else { mark };
        sources.add(*table, Source::Bytes([mark, bytes.as_slice()].concat()));
    }
    sources
}

fn loaded(sources: &Sources) -> Result<Checked, Report> {
    read("fuzzed", "fuzzed", sources, Timestamp::UNIX_EPOCH)
}

/// What is said of the files.
fn told(outcome: &Result<Checked, Report>) -> (bool, Vec<String>) {
    let problems = match outcome {
        Ok(checked) => checked.warnings.iter().collect(),
        Err(report) => report.errors.iter().chain(&report.warnings).collect::<Vec<_>>(),
    };
    let place = |problem: &&Diagnostic| format!("{}:{}:{} {:?}", problem.file, problem.line, problem.column, problem.code);
    (outcome.is_ok(), problems.iter().map(place).collect())
}

fn has_a_place(problem: &Diagnostic, files: &[(Table, Vec<u8>)]) {
    assert!(problem.line >= 1 && problem.column >= 1, "{problem:?}");
    assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "{problem:?}");
    let file = files.iter().find(|(table, _)| table.file_name() == &*problem.file);
    if let Some((_, bytes)) = file {
        let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
        assert!(usize::try_from(problem.line).is_ok_and(|line| line <= lines), "{problem:?} in {lines} lines");
    }
}

/// Prices one session of everything that the list offers.
fn sells(list: &PriceList) {
    let (treatments, areas): (Vec<_>, Vec<_>) = (list.treatments().collect(), list.areas().collect());
    for (_, treatment) in treatments.iter().take(8) {
        for (_, area) in areas.iter().take(8) {
            let item = Item {
                treatment: treatment.code.to_string(),
                area: area.code.to_string(),
                sessions: ItemSessions::Typical,
            };
            let request = Request {
                items: vec![item],
                extras: Vec::new(),
                promo_code: None,
                who: Who::Anyone,
                include: Includes::NOTHING,
            };
            if let Ok(answer) = estimate(list, &request, ON) {
                assert!(answer.total.from <= answer.total.to);
                assert!(answer.total.from.minor() >= 0);
                assert_eq!(answer.low.total, answer.total.from);
            }
        }
    }
}
