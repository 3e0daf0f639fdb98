//! Lines of text over HTTP: which part of a line stands for what, and how the line would be typed.

use serde_json::{Value, json};

use super::{Running, app};
use crate::binary::repository;

fn sample() -> Running {
    Running::start(app(&repository("pricing")))
}

fn cases(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(repository(&format!("tests/cases/shorthand/{name}"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// "0 area: bely (belly) = abdomen": the item, what it stands for, as written (as read), the code.
fn shown(text: &str, part: &Value) -> String {
    let at = |end: &str| usize::try_from(part[end].as_u64().unwrap()).unwrap();
    let written: String = text.chars().skip(at("from")).take(at("to") - at("from")).collect();
    let item = part["item"].as_u64().map(|item| format!("{item} ")).unwrap_or_default();
    let read = part["corrected"].as_str().map(|read| format!(" ({read})"));
    let code = part["code"].as_str().map(|code| format!(" = {code}"));
    let kind = part["kind"].as_str().unwrap();
    format!(
        "{item}{kind}: {written}{}{}",
        read.unwrap_or_default(),
        code.unwrap_or_default()
    )
}

#[test]
fn each_part_of_a_line_is_told_be_it_priced_or_refused() {
    let server = sample();
    for case in cases("parts.json") {
        let text = case["text"].as_str().unwrap();
        let answer = server.estimate(&json!({ "text": text })).json();
        assert_eq!(answer.get("code"), case.get("code"), "{text}: {answer}");
        let parts = answer["understood"]["parts"].as_array().unwrap();
        let parts: Vec<String> = parts.iter().map(|part| shown(text, part)).collect();
        assert_eq!(json!(parts), case["parts"], "{text}");
    }
}

#[test]
fn a_line_is_given_back_as_someone_would_type_it_and_reads_the_same() {
    let server = sample();
    for case in cases("typed.json") {
        for language in ["en", "ar"]
            .into_iter()
            .filter(|language| case.get(*language).is_some())
        {
            let ask = |text: &Value| server.estimate(&json!({ "text": text, "language": language })).json();
            let answer = ask(&case["text"]);
            assert_eq!(answer["understood"]["short"], case[language], "{}", case["text"]);
            let again = ask(&case[language]);
            assert_eq!(again["understood"]["text"], answer["understood"]["text"]);
        }
    }
}

#[test]
fn choices_are_given_as_someone_would_type_them() {
    let server = sample();
    for text in ["belly", "face 6", "belly 10+ thighs 12", "lipo", "mesotherapy"] {
        let problem = server.estimate(&json!({ "text": text })).json();
        for choice in problem["errors"][0]["choices"].as_array().unwrap() {
            let answer = server.estimate(&json!({ "text": choice["short"] })).json();
            assert_eq!(answer["understood"]["text"], choice["text"], "{choice}");
        }
    }
}

#[test]
fn the_items_of_a_line_are_told_with_how_they_were_told() {
    let server = sample();
    let answer = server
        .estimate(&json!({ "text": "fat belly 10+ + thighs", "language": "ar" }))
        .json();
    let items = &answer["understood"]["items"];
    assert_eq!(items[0]["sessions"], "10+");
    assert_eq!(items[1]["sessions"], Value::Null);
    assert_eq!(items[1]["area_name"], "الفخذان");
    let told = |at: usize| (items[at]["treatment_told"].clone(), items[at]["area_told"].clone());
    assert_eq!(told(0), (json!("named"), json!("named")));
    assert_eq!(told(1), (json!("carried_over"), json!("named")));
}

#[test]
fn a_request_of_items_says_nothing_of_a_text() {
    let answer = sample()
        .estimate(&json!({ "items": [{ "treatment": "liposuction", "area": "scalp" }] }))
        .json();
    assert_eq!(answer["code"], "not_offered");
    assert!(answer.get("understood").is_none(), "{answer}");
}

#[test]
fn every_word_of_the_catalog_names_what_it_stands_with() {
    let server = sample();
    for language in ["en", "ar"] {
        let catalog = server.get(&format!("/v1/catalog?language={language}")).json();
        for treatment in catalog["treatments"].as_array().unwrap() {
            for offer in treatment["areas"].as_array().unwrap() {
                let areas = catalog["areas"].as_array().unwrap();
                let area = areas.iter().find(|area| area["area"] == offer["area"]).unwrap();
                let line = format!(
                    "{} {}",
                    treatment["word"].as_str().unwrap(),
                    area["word"].as_str().unwrap()
                );
                let answer = server.estimate(&json!({ "text": line })).json();
                assert_eq!(
                    answer["items"][0]["treatment"], treatment["treatment"],
                    "{line}: {answer}"
                );
                assert_eq!(answer["items"][0]["area"], offer["area"], "{line}");
            }
        }
    }
}
