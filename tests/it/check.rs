//! `mesoquote check` as a manager and an editor meet it.

use std::fs;

use serde_json::{Value, json};

use crate::binary::{repository, run};

fn lines(output: &[u8]) -> Vec<String> {
    String::from_utf8(output.to_vec())
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// A copy of the good list of the table cases, with one file written anew.
fn list(file: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(repository("tests/cases/tables/base")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::write(folder.path().join(file), text).unwrap();
    folder
}

#[test]
fn a_good_list_gets_its_version_and_exit_status_0() {
    let output = run(&["check", "tests/cases/tables/base"], "");
    let lines = lines(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(lines.len(), 1, "{lines:?}");
    let rest = lines[0].strip_prefix("tests/cases/tables/base: no errors, no warnings: the list is good, version ");
    assert_eq!(rest.map(str::len), Some(12), "{lines:?}");
}

#[test]
fn an_error_is_told_so_that_an_editor_finds_it() {
    let folder = list("areas.csv", "area,name.en,name.ar\nface,face,x\nHands,hands,y\n");
    let path = folder.path().to_str().unwrap();
    let output = run(&["check", path], "");
    let lines = lines(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        lines[0],
        format!("{path}/areas.csv:3:1: error[invalid_code]: area \"Hands\" is no code")
    );
    assert_eq!(lines[1..4], ["  |", "3 | Hands,hands,y", "  | ^^^^^"]);
    assert_eq!(
        lines.last().unwrap(),
        &format!("{path}: 3 errors, no warnings: the list is refused")
    );
    assert!(output.stderr.is_empty());
}

#[test]
fn json_has_the_shape_that_scripts_rely_on() {
    let folder = list("areas.csv", "area,name.en,name.ar\nface,face,\nhands,\"hands,y\n");
    let output = run(&["check", "--json", folder.path().to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(1));
    let mut report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["version"].take().as_str().map(str::len), Some(12));
    let expected = json!({
        "version": null,
        "errors": [{
            "code": "unterminated_quote", "file": "areas.csv", "line": 3, "column": 7,
            "message": "a quotation mark opens this cell and none closes it",
            "hint": "put a quotation mark at the end of the cell, or delete this one"
        }],
        "warnings": [{
            "code": "missing_translation", "file": "areas.csv", "line": 2, "column": 11,
            "message": "name.ar is empty", "hint": "write it; until then the text in en is shown"
        }]
    });
    assert_eq!(report, expected);
}

#[test]
fn the_grid_lists_what_cannot_be_priced_on_a_date() {
    let output = run(
        &["check", "--grid", "--on", "2026-12-05", "tests/cases/worked/kuwait"],
        "",
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let grid = &text[text.find("Can't be priced").unwrap()..text.find("tests/cases/worked/kuwait: ").unwrap()];
    insta::assert_snapshot!(grid);
    let json = run(
        &[
            "check",
            "--grid",
            "--json",
            "--on",
            "2026-12-05",
            "tests/cases/worked/kuwait",
        ],
        "",
    );
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    let thighs = json!({ "treatment": "skin", "area": "thighs", "from": 1, "to": 8, "reason": "no_price_on_date" });
    let unpriced = report["unpriced"].as_array().unwrap();
    assert!(unpriced.contains(&thighs), "{unpriced:#?}");
}

#[test]
fn several_clinics_are_checked_in_one_run() {
    let root = tempfile::tempdir().unwrap();
    for (name, folder) in [("first", list("notes.txt", "")), ("second", list("taxes.csv", ""))] {
        fs::rename(folder.path(), root.path().join(name)).unwrap();
    }
    let output = run(&["check", "--json", root.path().to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let clinics = report["clinics"].as_array().unwrap();
    let told: Vec<_> = clinics
        .iter()
        .map(|c| (&c["clinic"], c["errors"].as_array().unwrap().len()))
        .collect();
    assert_eq!(told, [(&json!("first"), 0), (&json!("second"), 1)]);
}

#[test]
fn a_folder_that_is_no_price_list_is_wrong_usage() {
    for folder in ["nowhere", "src"] {
        let output = run(&["check", folder], "");
        assert_eq!(output.status.code(), Some(2), "{folder}");
        assert!(
            lines(&output.stderr)[0].starts_with(&format!("mesoquote: {folder}: ")),
            "{output:?}"
        );
    }
}

#[test]
fn a_misnamed_column_is_one_error_however_many_rows_there_are() {
    let rows = "peel,face,session,1,500,,,\n".repeat(100);
    let folder = list("prices.csv", &format!("treatment,area,unit,sessions,السعر\n{rows}"));
    let output = run(&["check", folder.path().to_str().unwrap()], "");
    let last = lines(&output.stdout).pop().unwrap();
    assert!(last.ends_with(": 1 error, no warnings: the list is refused"), "{last}");
}

#[test]
fn the_same_mistake_in_a_column_is_shown_five_times_and_counted() {
    let rows = "peel,face,session,1,\"1000,00\",,,\n".repeat(100);
    let header = "treatment,area,unit,sessions,price,price_to,valid_from,valid_to\n";
    let folder = list("prices.csv", &[header, &rows].concat());
    let path = folder.path().to_str().unwrap();
    let lines = lines(&run(&["check", path], "").stdout);
    let shown = lines.iter().filter(|line| line.contains("error[invalid_amount]"));
    assert_eq!(shown.count(), 5);
    let more = format!("{path}/prices.csv: and 95 more invalid_amount like this in column price");
    assert!(lines.contains(&more), "{lines:#?}");
    let counts = format!("{path}: 100 errors, no warnings: the list is refused");
    assert_eq!(lines.last(), Some(&counts));
}
