//! `mesoquote diff` as a manager meets it.
//!
//! A folder of `tests/cases/diff` holds the files by which a list differs from `tests/cases/tables/base`, and
//! `changes.txt`, what the program says of it. `MESOQUOTE_BLESS=1 cargo test` writes the texts anew. The clinic's own
//! checks go along only where a case brings them.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::binary::{mesoquote, repository};

const BASE: &str = "tests/cases/tables/base";

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// The base list with the files of a case put over it.
fn folder(case: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&repository(BASE), folder.path());
    fs::remove_file(folder.path().join("expected.csv")).unwrap();
    copy(&repository("tests/cases/diff").join(case), folder.path());
    let _ = fs::remove_file(folder.path().join("changes.txt"));
    folder
}

fn diff(new: &Path, arguments: &[&str]) -> Output {
    let mut command = mesoquote();
    command.args(["diff", BASE, new.to_str().unwrap(), "--on", "2026-11-23"]);
    command.env_remove("COLUMNS").env("LC_ALL", "C.UTF-8");
    command.args(arguments).output().unwrap()
}

/// What is printed, with the folder of the new list called `NEW`.
fn text(new: &Path, output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.replace(&new.display().to_string(), "NEW")
}

fn json(case: &str) -> Value {
    let new = folder(case);
    let output = diff(new.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_case_is_told_as_its_text_says() {
    let bless = std::env::var_os("MESOQUOTE_BLESS").is_some();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(repository("tests/cases/diff")).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let new = folder(&name);
        let output = diff(new.path(), &[]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{name}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        let told = text(new.path(), &output);
        if bless {
            fs::write(case.join("changes.txt"), &told).unwrap();
        } else if fs::read_to_string(case.join("changes.txt")).unwrap_or_default() != told {
            wrong.push(format!("{name} is now told so:\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn json_names_every_course_that_moves_from_what_to_what() {
    let changes = json("rates_and_packages");
    let courses = |moves: &Value| -> Vec<(u64, String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let moves = moves.as_array().unwrap().iter();
        let courses = moves.flat_map(|moved| moved["courses"].as_array().unwrap());
        let told = courses.map(|course| {
            assert_eq!(course["from"]["from"], course["from"]["to"]);
            let sessions = course["sessions"].as_u64().unwrap();
            let (from, to) = (text(&course["from"]["from"]), text(&course["to"]["from"]));
            (sessions, from, to, text(&course["difference"]["low"]))
        });
        told.collect()
    };
    let course = |sessions, from: &str, to: &str, by: &str| (sessions, from.to_owned(), to.to_owned(), by.to_owned());
    assert_eq!(
        courses(&changes["moves"])[..5],
        [
            course(1, "850.00", "870.00", "20.00"),
            course(2, "1350.00", "1390.00", "40.00"),
            course(3, "1850.00", "1910.00", "60.00"),
            course(6, "2950.00", "2850.00", "-100.00"),
            course(7, "3400.00", "3300.00", "-100.00"),
        ]
    );
    assert_eq!(
        changes["moves"][0]["by"],
        json!({ "kind": "a_session", "low": "20.00", "high": "20.00" })
    );
    assert_eq!(
        changes["moves"][0]["because"],
        json!([{ "kind": "price", "code": null, "name": null }])
    );
    assert_eq!(changes["counts"]["moved"], courses(&changes["moves"]).len());
}

#[test]
fn a_list_that_prices_the_same_is_told_as_no_change_in_json_too() {
    let changes = json("other_names");
    assert_eq!(changes["moves"], json!([]));
    assert_eq!(
        (&changes["counts"]["moved"], &changes["counts"]["unmoved"]),
        (&json!(0), &json!(22))
    );
    assert_ne!(changes["from"], changes["to"]);
}

#[test]
fn a_list_with_errors_is_reported_as_by_check_with_exit_status_1() {
    let new = folder("other_names");
    fs::write(
        new.path().join("areas.csv"),
        "area,name.en,name.ar\nface,face,\nHands,hands,\n",
    )
    .unwrap();
    let output = diff(new.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let told = text(new.path(), &output);
    assert!(told.starts_with("NEW/areas.csv:3:1: error[invalid_code]"), "{told}");
    assert!(told.ends_with("the list is refused\n"), "{told}");
    let report: Value = serde_json::from_slice(&diff(new.path(), &["--json"]).stdout).unwrap();
    assert_eq!(report["errors"][0]["code"], "invalid_code");
}

#[test]
fn a_folder_that_is_no_price_list_is_a_wrong_call() {
    for new in [
        repository("src"),
        repository("tests/cases/worked"),
        repository("no/such/folder"),
    ] {
        let output = diff(&new, &[]);
        assert_eq!(output.status.code(), Some(2), "{}", new.display());
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}
