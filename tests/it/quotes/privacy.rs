//! Personal data is in no address, log, error or file name, and gone from the database's files once it was erased.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::program::Program;
use super::{Clinic, definite, expect, range, reference};
use crate::http::Answer;

/// What no other text holds.
const SECRETS: [&str; 6] = ["Zubaida", "Qarmouti", "7654321", "zubaida@", "needles", "زبيدة"];

fn patient() -> Value {
    json!({ "name": "Zubaida Qarmouti زبيدة", "phone": "+971 55 7654321", "email": "zubaida@example.org" })
}

fn with_patient(mut saving: Value) -> Value {
    saving["patient"] = patient();
    saving["note"] = json!("afraid of needles");
    saving
}

#[track_caller]
fn tells_nothing(what: &str, text: &str) {
    let text = text.to_lowercase();
    for secret in SECRETS {
        assert!(!text.contains(&secret.to_lowercase()), "{what} holds {secret}: {text}");
    }
}

/// Whatever goes wrong says nothing of a patient; no header does either.
#[track_caller]
fn seen(answer: &Answer) -> Option<Value> {
    for header in ["location", "x-request-id", "etag", "link"] {
        tells_nothing(header, &answer.header(header));
    }
    if answer.status() >= 400 {
        tells_nothing("a problem", answer.text());
        return None;
    }
    Some(answer.json())
}

/// All that can be done to quotes, and much that can't.
fn a_full_run(server: &Program) -> Vec<String> {
    let save = |saving: Value, key| server.post_once("/v1/quotes", &with_patient(saving), Some(key));
    let made: Vec<Value> = ["a", "b", "c", "d"]
        .map(|key| expect(201, &save(definite(), key)))
        .into();
    let path = |at: usize| format!("/v1/quotes/{}", reference(&made[at]));
    let wrong_fields = json!({ "request": { "text": "belly 10" }, "patient": { "name": ["Zubaida"], "phone": 7_654_321,
        "email": "zubaida@".repeat(100) }, "note": "needles".repeat(1000) });
    for answer in [
        save(definite(), "a"),
        save(range(), "a"),
        server.post("/v1/quotes", &wrong_fields),
        server.post_text("/v1/quotes", "{\"patient\": {\"name\": \"Zubaida\"", None),
        server.post_once("/v1/quotes", &with_patient(definite()), Some("key of Zubaida Qarmouti")),
        server.post("/v1/quotes/search", &json!({ "phone": "055-7654321" })),
        server.post("/v1/quotes/search", &json!({ "name": "qarmouti zub" })),
        server.post(
            "/v1/quotes/search",
            &json!({ "phone": "7654321".repeat(50), "name": 1, "cursor": "Zubaida" }),
        ),
        server.post(&format!("{}/accept", path(0)), &json!({})),
        server.post(&format!("{}/accept", path(0)), &json!({})),
        server.post(&format!("{}/accept", path(1)), &json!({ "agreed_total": "Zubaida" })),
        server.post(&format!("{}/decline", path(1)), &json!({})),
        server.post(&format!("{}/withdraw", path(2)), &json!({})),
        server.post(&format!("{}/revisions", path(3)), &with_patient(range())),
        server.post(&format!("{}/revisions", path(3)), &with_patient(range())),
        server.get("/v1/quotes/Zubaida"),
        server.get(&format!("{}/verification", path(0))),
        server.get("/readyz"),
        server.get("/v1/price-lists"),
    ] {
        seen(&answer);
    }
    let found = expect(
        200,
        &server.post("/v1/quotes/search", &json!({ "phone": "00971557654321" })),
    );
    let quotes = found["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 5, "{found}");
    quotes.iter().map(|quote| reference(quote).to_owned()).collect()
}

#[test]
fn nothing_that_the_server_writes_tells_of_a_patient() {
    for clinic in Clinic::of_each_kind() {
        let key = clinic.add_key("Front desk 1");
        let server = clinic.serve_with(&["--log", "trace"]).with_key(&key);
        a_full_run(&server);
        let log_in = json!({ "key": key });
        let logged_in = server.post("/v1/session", &log_in);
        let cookie = logged_in.header("set-cookie");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let headers = [("cookie", cookie.as_str())];
        expect(200, &server.ask("GET", "/v1/session", &headers, None));
        let said = server.stop();
        let secret = cookie.strip_prefix("mesoquote_session=").unwrap();
        assert!(!secret.is_empty() && !said.contains(secret), "the log holds a session");
        assert!(said.lines().count() > 30, "the log was not written:\n{said}");
        tells_nothing("the log", &said);
        assert!(!said.contains(&key), "the log holds a staff key");
    }
}

#[test]
fn an_erased_patient_is_in_no_file_and_found_no_more() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let quotes = a_full_run(&server);
    let folder = Path::new(clinic.url.trim_start_matches("sqlite:")).parent().unwrap();
    assert!(
        written(folder).contains("Zubaida"),
        "the test looks into the wrong files"
    );
    for reference in &quotes {
        let path = format!("/v1/quotes/{reference}");
        let before = expect(200, &server.get(&path));
        let erased = expect(200, &server.delete(&format!("{path}/patient")));
        tells_nothing("an erased quote", &erased.to_string());
        assert_eq!(erased["estimate"], before["estimate"], "figures stay");
        assert_eq!(erased["state"], before["state"]);
        assert_eq!(
            expect(200, &server.delete(&format!("{path}/patient"))),
            erased,
            "a second time"
        );
    }
    for search in [json!({ "phone": "0557654321" }), json!({ "name": "zubaida" })] {
        let found = expect(200, &server.post("/v1/quotes/search", &search));
        assert_eq!(found["quotes"], json!([]));
    }
    tells_nothing("the database", &written(folder));
    tells_nothing("an export", &clinic.command(&["export"], ""));
    let again = server.post_once("/v1/quotes", &with_patient(definite()), Some("a"));
    tells_nothing("the answer to a key again", &expect(201, &again).to_string());
}

/// Names and contents of all files in a folder.
fn written(folder: &Path) -> String {
    let mut written = String::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        written += &path.display().to_string();
        written += &String::from_utf8_lossy(&fs::read(&path).unwrap());
    }
    written
}
