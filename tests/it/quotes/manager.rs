//! A manager who checks, publishes and goes back over HTTP.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::program::Program;
use super::{Clinic, definite, estimate_of, expect, expect_problem, reference};
use crate::http::openapi::check_described;
use crate::http::reload::copy_list;

const CHECK: &str = "/v1/price-lists/check";
const PUBLISH: &str = "/v1/price-lists/publish";

/// A process that was told of no folder, and what it serves.
struct Desk {
    server: Program,
    first: String,
}

fn desk(clinic: &Clinic) -> Desk {
    let said = clinic.command(&["publish", &clinic.prices()], "");
    Desk {
        server: follower(clinic),
        first: said.split_whitespace().nth(2).unwrap().to_owned(),
    }
}

fn follower(clinic: &Clinic) -> Program {
    let elsewhere = clinic.folder.path().join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    Program::serve(&["--database", &clinic.url], &elsewhere)
}

/// The files of the clinic's list, ten sessions on the abdomen at another price.
fn files(clinic: &Clinic, price: &str) -> BTreeMap<String, String> {
    let folder = std::fs::read_dir(clinic.prices()).unwrap();
    let mut files: BTreeMap<String, String> = folder
        .map(|file| file.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    let prices = files.get_mut("prices.csv").unwrap();
    let row = "meso-fat,abdomen,session,10,1200";
    assert!(prices.contains(row));
    *prices = prices.replace(row, &format!("meso-fat,abdomen,session,10,{price}"));
    files
}

fn served(server: &Program) -> Value {
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())))["price_list"].clone()
}

fn history(server: &Program) -> Vec<(i64, String, bool)> {
    let answer = server.get("/v1/price-lists/clinic/history");
    check_described("/v1/price-lists/{clinic}/history", "GET", &answer);
    let published = answer.json()["published"].as_array().unwrap().clone();
    let entry = |list: &Value| {
        let version = list["version"].as_str().unwrap().to_owned();
        (
            list["number"].as_i64().unwrap(),
            version,
            list["in_force"].as_bool().unwrap(),
        )
    };
    published.iter().map(entry).collect()
}

#[test]
fn a_list_is_checked_published_followed_and_gone_back_from() {
    for clinic in Clinic::of_each_kind() {
        let Desk { server, first } = desk(&clinic);
        let other = follower(&clinic);
        let quote = expect(201, &server.post("/v1/quotes", &definite()));

        let files = json!({ "clinic": "clinic", "files": files(&clinic, "1250") });
        let answer = server.post(CHECK, &files);
        check_described(CHECK, "POST", &answer);
        let checked = expect(200, &answer);
        assert_eq!((&checked["errors"], &checked["open_quotes"]), (&json!([]), &json!(1)));
        assert_eq!(
            (&checked["in_force"], &checked["changes"]["from"]),
            (&json!(first), &json!(first))
        );
        let moved = &checked["changes"]["moves"][0];
        assert_eq!(
            (&moved["area"], &moved["courses"][0]["sessions"]),
            (&json!("abdomen"), &json!(10))
        );
        assert_eq!(
            moved["courses"][0]["difference"],
            json!({ "low": "475.00", "high": "475.00" })
        );
        assert_eq!(served(&server), first, "checking changes nothing");

        let answer = server.post_once(PUBLISH, &files, Some("spring-prices"));
        check_described(PUBLISH, "POST", &answer);
        let published = expect(200, &answer);
        let second = published["version"].as_str().unwrap().to_owned();
        assert_eq!(
            (&published["number"], &published["in_force"]),
            (&json!(2), &json!(true))
        );
        assert_eq!(checked["version"], second);
        assert_eq!(served(&server), second, "at once where it was published");
        other.line_with(&second);
        assert_eq!(served(&other), second, "soon in other processes");

        let back = json!({ "clinic": "clinic", "version": first, "instead_of": second });
        assert_eq!(expect(200, &server.post(PUBLISH, &back))["number"], 3);
        assert_eq!(served(&server), first);
        expect_problem(
            409,
            "other_list_in_force",
            &server.post(
                PUBLISH,
                &json!({
                    "clinic": "clinic", "files": files["files"], "instead_of": second,
                }),
            ),
        );
        let again = expect(200, &server.post_once(PUBLISH, &files, Some("spring-prices")));
        assert_eq!(
            (&again["number"], &again["in_force"]),
            (&json!(2), &json!(false)),
            "it was done before"
        );
        assert_eq!(served(&server), first, "and is not done again");
        expect_problem(
            422,
            "idempotency_mismatch",
            &server.post_once(PUBLISH, &back, Some("spring-prices")),
        );
        assert_eq!(
            history(&server),
            [(3, first.clone(), true), (2, second, false), (1, first, false)]
        );
        let kept = expect(200, &server.get(&format!("/v1/quotes/{}", reference(&quote))));
        assert_eq!(kept, quote, "quotes stay as they are");
    }
}

#[test]
fn files_that_are_not_sent_may_be_those_in_force() {
    let clinic = Clinic::with_file();
    let Desk { server, first } = desk(&clinic);
    let prices = json!({ "prices.csv": files(&clinic, "1250")["prices.csv"] });
    let alone = expect(200, &server.post(CHECK, &json!({ "files": prices })));
    assert_eq!(alone["errors"][0]["code"], "missing_file");
    let among = json!({ "files": prices, "keep_others": true });
    let checked = expect(200, &server.post(CHECK, &among));
    assert_eq!(
        (&checked["errors"], &checked["changes"]["from"]),
        (&json!([]), &json!(first))
    );
    assert_eq!(checked["changes"]["moves"][0]["courses"][0]["sessions"], 10);
}

#[test]
fn a_list_with_errors_is_told_with_its_lines_and_not_published() {
    let clinic = Clinic::with_file();
    let Desk { server, first } = desk(&clinic);
    let bad = json!({ "files": files(&clinic, "\"1,250\"") });
    let checked = expect(200, &server.post(CHECK, &bad));
    let error = &checked["errors"][0];
    assert_eq!(
        (&error["file"], &error["line"], &error["code"]),
        (&json!("prices.csv"), &json!(11), &json!("invalid_amount"))
    );
    assert_eq!(error["excerpt"]["text"], "meso-fat,abdomen,session,10,\"1,250\",,,");
    assert_eq!(checked["changes"], Value::Null);
    let problem = expect_problem(422, "price_list_refused", &server.post(PUBLISH, &bad));
    assert_eq!(problem["errors"][0]["pointer"], "/files/prices.csv");
    assert_eq!(served(&server), first);
    assert_eq!(history(&server).len(), 1);
}

#[test]
fn bytes_that_are_no_text_are_judged_as_a_spreadsheet_wrote_them() {
    let clinic = Clinic::with_file();
    let Desk { server, .. } = desk(&clinic);
    let mut sent = json!({ "files": files(&clinic, "1200") });
    // "area,name.en\nabdomen,d\xe9collet\xe9\n" in Windows-1252.
    sent["files"]["areas.csv"] = json!({ "base64": "YXJlYSxuYW1lLmVuCmFiZG9tZW4sZOljb2xsZXTpCg==" });
    let checked = expect(200, &server.post(CHECK, &sent));
    assert_eq!(checked["errors"][0]["code"], "not_utf8");
    sent["files"]["areas.csv"] = json!({ "base64": "%%%" });
    let problem = expect_problem(422, "invalid_base64", &server.post(CHECK, &sent));
    assert_eq!(problem["errors"][0]["pointer"], "/files/areas.csv/base64");
}

#[test]
fn what_can_not_be_a_candidate_is_named() {
    let clinic = Clinic::with_file();
    let Desk { server, .. } = desk(&clinic);
    for (code, status, body) in [
        ("one_source", 422, json!({})),
        ("one_source", 422, json!({ "version": "a", "on_disk": true })),
        ("wrong_type", 422, json!({ "files": ["prices.csv"] })),
        ("wrong_type", 422, json!({ "files": { "prices.csv": 1 } })),
        ("unknown_field", 422, json!({ "file": {} , "on_disk": true })),
        ("unknown_clinic", 422, json!({ "clinic": "elsewhere", "files": {} })),
        ("price_list_not_found", 404, json!({ "version": "000000000000" })),
        ("nothing_on_disk", 422, json!({ "on_disk": true })),
    ] {
        for path in [CHECK, PUBLISH] {
            expect_problem(status, code, &server.post(path, &body));
        }
    }
    let page = server.get("/v1/price-lists/clinic/history?before=x");
    expect_problem(422, "invalid_cursor", &page);
    expect_problem(422, "unknown_clinic", &server.get("/v1/price-lists/elsewhere/history"));
}

#[test]
fn a_list_of_several_megabytes_is_taken() {
    let clinic = Clinic::with_file();
    let Desk { server, .. } = desk(&clinic);
    let mut sent = json!({ "files": files(&clinic, "1200") });
    sent["files"]["prices.csv"] = json!(format!("# {}\n{}", "x".repeat(60), "# y\n".repeat(1_000_000)));
    assert_eq!(
        expect(200, &server.post(CHECK, &sent))["errors"][0]["file"],
        "prices.csv"
    );
}

#[test]
fn where_a_folder_is_served_it_is_looked_at_and_nothing_is_published() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let lists = expect(200, &server.get("/v1/price-lists"));
    assert_eq!(
        (&lists["can_publish"], &lists["has_folder"]),
        (&json!(false), &json!(true))
    );
    let problem = expect_problem(
        409,
        "lists_from_folder",
        &server.post(PUBLISH, &json!({ "on_disk": true })),
    );
    assert!(problem["detail"].as_str().unwrap().contains("--prices"), "{problem}");
    clinic.change(
        "prices.csv",
        "meso-fat,abdomen,session,10,1200",
        "meso-fat,abdomen,session,10,\"1,200\"",
    );
    let checked = expect(200, &server.post(CHECK, &json!({ "on_disk": true })));
    assert_eq!(checked["errors"][0]["code"], "invalid_amount");
    assert_ne!(checked["version"], checked["in_force"]);
}

#[test]
fn what_lies_on_disk_is_published_and_other_clinics_stay() {
    let clinic = Clinic::with_file();
    let pricing = clinic.folder.path().join("elsewhere/pricing");
    for name in ["marina", "jumeirah"] {
        copy_list(&pricing.join(name));
    }
    let server = follower(&clinic);
    let asked = json!({ "clinic": "marina", "on_disk": true });
    let published = expect(200, &server.post(PUBLISH, &asked));
    assert_eq!(
        (&published["clinic"], &published["in_force"]),
        (&json!("marina"), &json!(true))
    );
    let lists = expect(200, &server.get("/v1/price-lists"));
    let clinics: Vec<_> = lists["price_lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| list["clinic"].clone())
        .collect();
    assert_eq!(clinics, ["jumeirah", "marina"]);
    assert_eq!(lists["can_publish"], true);
}

#[test]
fn warnings_of_the_list_in_force_are_told() {
    let clinic = Clinic::with_file();
    let Desk { server, .. } = desk(&clinic);
    let sent = json!({ "files": files(&clinic, "900") });
    let checked = expect(200, &server.post(CHECK, &sent));
    assert_eq!(checked["changes"]["warnings"][0]["code"], "longer_is_cheaper");
    assert_eq!(checked["changes"]["cliffs"][0]["longer"]["sessions"], 10);
    expect(200, &server.post(PUBLISH, &sent));
    let lists = expect(200, &server.get("/v1/price-lists"));
    let codes = lists["price_lists"][0]["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["code"].clone());
    assert!(codes.into_iter().any(|code| code == "longer_is_cheaper"), "{lists}");
}
