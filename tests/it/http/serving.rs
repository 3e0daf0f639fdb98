//! `mesoquote serve` with a database: who may come, which prices are served, what is written where.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::quotes::{for_somebody, reference};
use super::reload::copy_list;
use super::stop::{Process, line_with};
use super::{Answer, ask};
use crate::binary::mesoquote;
use crate::store::server;

/// Runs a command in a folder to a good end and gives what it printed.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = mesoquote().args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn get(process: &Process, path: &str) -> Answer {
    ask(process.address, "GET", path, &[], None)
}

fn post(process: &Process, path: &str, body: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    ask(process.address, "POST", path, &json, Some(body.to_string().as_bytes()))
}

fn versions(process: &Process) -> Value {
    get(process, "/v1/price-lists").json()["price_lists"].clone()
}

#[test]
fn an_address_that_others_reach_needs_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let listen = ["serve", "--listen", "0.0.0.0:0"];
    let refused = mesoquote().args(listen).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(
        said.contains("mesoquote keys add \"Front desk 1\" --database sqlite:mesoquote.db"),
        "{said}"
    );
    done(folder.path(), &["keys", "add", "Front desk 1"]);
    let served = Process::listening("0.0.0.0:0", &[], folder.path());
    let address = ([127, 0, 0, 1], served.address.port()).into();
    assert_eq!(ask(address, "GET", "/v1/clinics", &[], None).status(), 200);
    assert_eq!(ask(address, "GET", "/v1/price-lists", &[], None).status(), 403);
}

#[test]
fn on_this_machine_without_a_key_it_is_open_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut open = Process::start(&[], folder.path());
    line_with(
        &mut open.stderr,
        "there is no staff key: whoever asks from this machine is staff",
    );
    assert_eq!(post(&open, "/v1/quotes/search", &json!({})).status(), 200);
    drop(open);
    done(folder.path(), &["keys", "add", "Front desk 1"]);
    let closed = Process::start(&[], folder.path());
    assert_eq!(post(&closed, "/v1/quotes/search", &json!({})).status(), 403);
}

#[test]
fn every_process_serves_what_was_published_and_quotes_are_shared() {
    let Some(server) = server::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = server.new_database();
    let list = folder.path().join("clinic");
    copy_list(&list);
    let publish = ["publish", "clinic", "--database", &url];
    done(folder.path(), &publish);
    let replicas = [0, 1].map(|_| Process::start(&["--log", "error", "--database", &url], folder.path()));
    let first = versions(&replicas[0]);
    assert_eq!(
        (&first[0]["clinic"], versions(&replicas[1])),
        (&json!("clinic"), first.clone())
    );
    let quote = post(&replicas[0], "/v1/quotes", &for_somebody()).json();
    let path = format!("/v1/quotes/{}", reference(&quote));
    assert_eq!(get(&replicas[1], &path).json(), quote);

    let prices = list.join("prices.csv");
    fs::write(&prices, fs::read_to_string(&prices).unwrap().replace("1200", "1201")).unwrap();
    let second = done(folder.path(), &publish);
    let deadline = Instant::now() + Duration::from_secs(20);
    for replica in &replicas {
        while !second.contains(versions(replica)[0]["version"].as_str().unwrap()) {
            assert!(Instant::now() < deadline, "the new list is not served");
        }
        assert_eq!(get(replica, &format!("{path}/verification")).json()["same"], true);
    }
}

#[test]
fn prices_are_known_without_the_database_and_quotes_are_kept_once_it_is_there() {
    let Some(server) = server::Server::start(server::Durability::OfTheServer) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    copy_list(&folder.path().join("clinic"));
    let url = server.new_database();
    server.stop();
    let quiet = ["--log", "error", "--prices", "clinic", "--database", &url];
    let process = Process::start(&quiet, folder.path());
    assert_eq!(
        post(&process, "/v1/estimates", &for_somebody()["request"]).status(),
        200
    );
    let refused = post(&process, "/v1/quotes", &for_somebody());
    assert!([403, 503].contains(&refused.status()), "{}", refused.text());
    server.start_again();
    let deadline = Instant::now() + Duration::from_secs(30);
    while get(&process, "/readyz").json()["database"] != "ready" {
        assert!(Instant::now() < deadline, "the database is not opened");
    }
}

#[test]
fn nothing_personal_is_written_but_into_the_database() {
    let folder = tempfile::tempdir().unwrap();
    copy_list(&folder.path().join("clinic"));
    let mut process = Process::start(&["--prices", "clinic", "--log", "trace"], folder.path());
    let mut answers = Vec::new();
    let made = post(&process, "/v1/quotes", &for_somebody()).json();
    let path = format!("/v1/quotes/{}", reference(&made));
    answers.push(post(
        &process,
        "/v1/quotes/search",
        &json!({ "phone": "+971 50 123 4567", "name": "Fatima", "nmae": 1 }),
    ));
    let wrong =
        json!({ "request": {}, "patient": { "name": "Fatima", "phone": "+971501234567", "x": 1 }, "note": "needles" });
    answers.push(post(&process, "/v1/quotes", &wrong));
    answers.push(post(
        &process,
        &format!("{path}/accept"),
        &json!({ "agreed_total": "1.00" }),
    ));
    answers.push(get(&process, &format!("{path}/verification")));
    answers.push(get(&process, "/readyz"));
    assert_eq!(
        post(&process, "/v1/quotes/search", &json!({ "phone": "0501234567" })).status(),
        200
    );
    assert_eq!(
        post(&process, &format!("{path}/revisions"), &for_somebody()).status(),
        201
    );
    assert_eq!(
        ask(process.address, "DELETE", &format!("{path}/patient"), &[], None).status(),
        200
    );
    process.terminate();
    let mut log = String::new();
    process.stderr.read_to_string(&mut log).unwrap();
    assert!(log.contains("answered"), "{log}");
    let answers: String = answers.iter().map(Answer::text).collect();
    let files: String = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path().display().to_string())
        .collect();
    for personal in [
        "Fatima",
        "fatima",
        "Mansouri",
        "1234567",
        "123 4567",
        "example.org",
        "needles",
    ] {
        for (written, place) in [(&log, "the log"), (&answers, "an answer"), (&files, "a name of a file")] {
            assert!(!written.contains(personal), "{personal} stands in {place}: {written}");
        }
    }
}
