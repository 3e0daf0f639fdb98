//! Price lists as files: what loads, and what is reported of the rest.
//!
//! `tests/cases/tables/base` is a good list. The folder of a code holds the files by which a list differs from it, and
//! `report.txt`, all that is reported of that list. A `setup.txt` says what files can't say well: `without FILE`,
//! `size FILE BYTES` (so many zero bytes), `repeat FILE TIMES ROW` (rows added; `{}` is their number).
//! `MESOQUOTE_BLESS=1 cargo test` writes the reports anew.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use mesoquote::files::{self, LoadError};
use mesoquote::price_list::Table;
use mesoquote::tables::{self, Code, Diagnostic, Severity, Source, Sources};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::binary::repository;

/// Problems at each end of a long report that its file holds.
const SHOWN: usize = 2;
/// Problems of a report that is written whole.
const SHOWN_WHOLE: usize = 20;

fn cases() -> PathBuf {
    repository("tests/cases/tables")
}

fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// The good list with the files of a case put over it.
fn folder(case: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&cases().join("base"), folder.path());
    copy(case, folder.path());
    if let Ok(setup) = fs::read_to_string(case.join("setup.txt")) {
        setup.lines().for_each(|line| set_up(line, folder.path()));
    }
    let _ = fs::remove_file(folder.path().join("setup.txt"));
    let _ = fs::remove_file(folder.path().join("report.txt"));
    folder
}

fn set_up(line: &str, folder: &Path) {
    let words: Vec<&str> = line.splitn(4, ' ').collect();
    let file = |name: &str| folder.join(name);
    match words[..] {
        ["without", name] => fs::remove_file(file(name)).unwrap(),
        ["size", name, bytes] => File::create(file(name))
            .unwrap()
            .set_len(bytes.parse().unwrap())
            .unwrap(),
        ["repeat", name, times, row] => {
            let mut file = File::options().append(true).open(file(name)).unwrap();
            let rows: Vec<String> = (0..times.parse().unwrap())
                .map(|number: u32| row.replace("{}", &number.to_string()) + "\n")
                .collect();
            file.write_all(rows.concat().as_bytes()).unwrap();
        }
        _ => panic!("no such step: {line}"),
    }
}

/// Errors, then warnings, as they are reported.
fn problems(folder: &Path) -> Vec<Diagnostic> {
    match files::load_at(folder, now()) {
        Ok(checked) => checked.warnings,
        Err(LoadError::Refused(report)) => {
            assert!(!report.errors.is_empty(), "a list is refused without an error");
            [report.errors, report.warnings].concat()
        }
        Err(error) => panic!("{error}"),
    }
}

/// The report as its file holds it: of a long one both ends.
fn written(problems: &[Diagnostic]) -> String {
    let text = |problems: &[Diagnostic]| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    if problems.len() <= SHOWN_WHOLE {
        return text(problems);
    }
    let left_out = problems.len() - 2 * SHOWN;
    let (first, last) = (&problems[..SHOWN], &problems[problems.len() - SHOWN..]);
    format!("{}\n... {left_out} more of the kind ...\n\n{}", text(first), text(last))
}

#[test]
fn every_code_has_a_case_with_its_exact_report() {
    let bless = std::env::var_os("MESOQUOTE_BLESS").is_some();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let case = cases().join(code.as_str());
        if !case.is_dir() {
            wrong.push(format!("{code} has no case"));
            continue;
        }
        let problems = problems(folder(&case).path());
        if !problems.iter().any(|problem| problem.code == *code) {
            wrong.push(format!("the case of {code} reports no {code}"));
        }
        let report = written(&problems);
        if bless {
            fs::write(case.join("report.txt"), &report).unwrap();
        } else if fs::read_to_string(case.join("report.txt")).unwrap_or_default() != report {
            wrong.push(format!("the report of {code} is now:\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_is_of_a_code() {
    for entry in fs::read_dir(cases()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_code = Code::ALL.iter().any(|code| code.as_str() == name);
        assert!(is_code || name == "base", "tests/cases/tables/{name} is of no code");
    }
}

#[test]
fn a_good_list_has_nothing_to_report() {
    assert_eq!(written(&problems(&cases().join("base"))), "");
}

#[test]
fn the_worked_lists_load() {
    for name in ["clinic", "kuwait"] {
        let checked = files::load_at(&repository("tests/cases/worked").join(name), now()).unwrap();
        assert_eq!(checked.list.code(), name);
        assert!(checked.list.prices().rows().len() > 10);
    }
}

/// The prices of a list as one text, without what files may differ in.
fn priced(sources: &Sources) -> String {
    let checked = tables::read("list", "version", sources, now()).unwrap_or_else(|report| panic!("{report:#?}"));
    let list = checked.list;
    let rows = list.prices().rows().iter();
    let prices = rows.map(|row| {
        (
            row.treatment,
            row.area,
            row.unit,
            row.sessions,
            row.validity,
            row.price(list.currency()),
        )
    });
    let facts = list.facts().iter().map(|fact| (fact.treatment, fact.topic, &fact.text));
    format!(
        "{:?}\n{:?}\n{:?}",
        prices.collect::<Vec<_>>(),
        facts.collect::<Vec<_>>(),
        list.clinic()
    )
}

/// The good list with every file changed by a spreadsheet program's habits.
fn base(change: impl Fn(Table, String) -> Vec<u8>) -> Sources {
    let mut sources = Sources::new();
    for table in Table::ALL {
        let text = fs::read_to_string(cases().join("base").join(table.file_name())).unwrap();
        sources.add(table, Source::Bytes(change(table, text)));
    }
    sources
}

fn each_row(text: &str, change: impl Fn(Vec<&str>) -> String) -> String {
    text.lines().map(|line| change(line.split(',').collect())).collect()
}

#[test]
fn the_same_list_loads_the_same_from_every_spreadsheet_program() {
    let plain = priced(&base(|_, text| text.into_bytes()));
    let csv_only = |change: &dyn Fn(&str) -> String| {
        base(|table, text| if table == Table::Clinic { text } else { change(&text) }.into_bytes())
    };
    let shuffled = |cells: Vec<&str>| cells.into_iter().rev().collect::<Vec<_>>().join(",") + "\n";
    let quoted = |cells: Vec<&str>| {
        cells
            .iter()
            .map(|cell| format!("\"{cell}\""))
            .collect::<Vec<_>>()
            .join(",")
            + "\r\n"
    };
    let padded = |cells: Vec<&str>| cells.join(" \u{a0},\t ") + "\n";
    for (habit, sources) in [
        ("CRLF", base(|_, text| text.replace('\n', "\r\n").into_bytes())),
        (
            "byte-order mark",
            base(|_, text| ["\u{feff}", &text].concat().into_bytes()),
        ),
        ("no final newline", base(|_, text| text.trim_end().as_bytes().to_vec())),
        ("semicolons", csv_only(&|text| text.replace(',', ";"))),
        (
            "comments",
            csv_only(&|text| text.replace('\n', "\n# a \"note\", with a comma\n\n,,,\n")),
        ),
        ("comments first", csv_only(&|text| ["# note\n,,\n", text].concat())),
        ("columns in another order", csv_only(&|text| each_row(text, shuffled))),
        ("quoted cells", csv_only(&|text| each_row(text, quoted))),
        ("blanks around cells", csv_only(&|text| each_row(text, padded))),
    ] {
        assert_eq!(priced(&sources), plain, "{habit}");
    }
}

#[test]
fn a_hundred_thousand_problems_are_capped_and_counted() {
    let row = |row: u32| ["peel,nowhere-", &row.to_string(), ",session,1,\"1,5\",,,\n"].concat();
    let rows: String = (0..100_000).map(row).collect();
    let sources = base(|table, text| if table == Table::Prices { text + &rows } else { text }.into_bytes());
    let report = tables::read("list", "version", &sources, now()).unwrap_err();
    let last = report.errors.last().unwrap();
    assert_eq!((report.errors.len(), last.code), (1_001, Code::MoreErrors));
    assert_eq!(report.errors.iter().map(Diagnostic::count).sum::<usize>(), 200_000);
    assert_eq!(last.message, "199000 more errors in this file are not shown");
}

#[test]
fn one_problem_hides_no_other() {
    let sources = base(|table, text| {
        match table {
            Table::Clinic => text.replace("AED", "ADE"),
            Table::Treatments => text.replace("3,6,10", "3,x,y"),
            Table::Areas => text.replace("hands,hands", "hands,\"hands"),
            Table::Prices => text.replace("450", "4 50").replace("2600", "-2600"),
            Table::Taxes => text.replace(",5,", ",5%,"),
            _ => text,
        }
        .into_bytes()
    });
    let report = tables::read("list", "version", &sources, now()).unwrap_err();
    let found: Vec<String> = report
        .errors
        .iter()
        .map(|e| format!("{}:{} {}", e.file, e.line, e.code))
        .collect();
    assert_eq!(
        found,
        [
            "clinic.toml:2 unknown_currency",
            "treatments.csv:2 invalid_number",
            "treatments.csv:2 invalid_number",
            "areas.csv:3 unterminated_quote",
            "prices.csv:3 invalid_amount",
            "prices.csv:4 invalid_amount",
            "taxes.csv:2 invalid_percent",
        ]
    );
}

#[test]
fn places_count_lines_as_they_stand_in_the_file_and_columns_in_characters() {
    let text = "\u{feff}# note\r\n\r\narea;name.en;name.ar;aliases\r\nface;\"the\r\nface\";\"الوجه\";\r\nhands;اليدان;x;y;\r\n";
    let sources = base(|table, base| if table == Table::Areas { text.to_owned() } else { base }.into_bytes());
    let report = tables::read("list", "version", &sources, now()).unwrap_err();
    let places: Vec<_> = report.errors.iter().map(|e| (e.line, e.column, e.code)).collect();
    assert_eq!(places, [(6, 18, Code::WrongCellCount)]);
}

#[test]
fn a_large_file_of_prices_gives_a_clear_error() {
    let folder = folder(&cases().join("base"));
    set_up("size prices.csv 2000000000", folder.path());
    let problems = problems(folder.path());
    assert_eq!(problems.first().map(|problem| problem.code), Some(Code::FileTooLarge));
}

#[test]
fn the_version_names_the_bytes_of_the_tables_alone() {
    let one = folder(&cases().join("base"));
    let version = |folder: &TempDir| files::load_at(folder.path(), now()).unwrap().list.version().to_owned();
    let before = version(&one);
    fs::write(one.path().join("notes.txt"), "not a table").unwrap();
    assert_eq!(version(&one), before);
    File::options()
        .append(true)
        .open(one.path().join("areas.csv"))
        .unwrap()
        .write_all(b"\n")
        .unwrap();
    assert_ne!(version(&one), before);
}

#[test]
fn a_folder_of_folders_holds_several_clinics() {
    let root = tempfile::tempdir().unwrap();
    for name in ["marina", "jumeirah"] {
        fs::create_dir(root.path().join(name)).unwrap();
        copy(&cases().join("base"), &root.path().join(name));
    }
    fs::create_dir(root.path().join("notes")).unwrap();
    let codes: Vec<_> = files::clinics(root.path())
        .unwrap()
        .into_iter()
        .map(|clinic| clinic.code)
        .collect();
    assert_eq!(codes, ["jumeirah".into(), "marina".into()]);
    fs::rename(root.path().join("marina"), root.path().join("Dubai Marina")).unwrap();
    assert!(matches!(files::clinics(root.path()), Err(LoadError::FolderName { .. })));
}

#[test]
fn a_folder_alone_is_known_by_its_name_made_a_code() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("Dubai  Marina (new)");
    fs::create_dir(&path).unwrap();
    copy(&cases().join("base"), &path);
    assert_eq!(&*files::clinics(&path).unwrap()[0].code, "dubai-marina-new");
    assert!(matches!(files::clinics(root.path()), Err(LoadError::FolderName { .. })));
    assert!(matches!(
        files::clinics(&root.path().join("nowhere")),
        Err(LoadError::Io { .. })
    ));
}

fn any_table() -> impl Strategy<Value = Table> {
    proptest::sample::select(Table::ALL.to_vec())
}

/// Pieces of tables, so that arbitrary files get past their header now and then.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\"",
            "\"\"",
            ",",
            ";",
            "\n",
            "\r\n",
            "\r",
            "#",
            "|",
            " ",
            "\u{a0}",
            "\t",
            "\0",
            "peel",
            "face",
            "vat",
            "session",
            "on-request",
            "1",
            "99999999999999999999",
            "-1",
            "1.234",
            "2026-02-30",
            "9999-12-31",
            "name = ",
            "[",
            "]",
            "{",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_the_bytes_are_they_make_a_list_or_a_report(table in any_table(), bytes in pieces(), keep in 0..300_usize) {
        let sources = base(|other, text| {
            let text = text.into_bytes();
            if other == table { [&text[..keep.min(text.len())], &bytes].concat() } else { text }
        });
        match tables::read("list", "version", &sources, now()) {
            Ok(checked) => prop_assert!(checked.warnings.iter().all(|w| w.severity() == Severity::Warning)),
            Err(report) => prop_assert!(report.errors.iter().all(|e| e.line > 0 && e.column > 0 && !e.hint.is_empty())),
        }
    }
}
