//! Whatever is wrong with a request, the answer is one problem that says all of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use mesoquote::http::Limits;
use mesoquote::http::wire::kinds;
use serde_json::{Value, json};

use super::{Answer, Running, app, one_clinic};
use crate::binary::repository;

#[test]
fn every_wrong_request_is_told_all_that_is_wrong() {
    let text = std::fs::read_to_string(repository("tests/cases/http/refused.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let server = one_clinic();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| disagreement(case, &send(&server, case)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn whoever_prefers_leniency_is_refused_with_200() {
    let server = one_clinic();
    let half = json!({ "text": "bel" }).to_string();
    let ask = |path: &str, prefer: &str| {
        let headers = [("content-type", "application/json"), ("prefer", prefer)];
        server.ask("POST", path, &headers, Some(half.as_bytes()))
    };
    let strict = ask("/v1/estimates", "respond-async");
    let lenient = ask("/v1/estimates", "respond-async, Handling=lenient");
    assert_eq!((strict.status(), lenient.status()), (422, 200));
    assert_eq!(strict.json(), lenient.json());
    assert_eq!(lenient.json()["status"], 422);
    assert_eq!(lenient.header("content-type"), "application/problem+json");
    assert_eq!(lenient.header("preference-applied"), "handling=lenient");
    // A quote that is not saved is not to look like one.
    assert!(ask("/v1/quotes", "handling=lenient").status() >= 400);
}

/// A case without a method and a path has a body for `POST /v1/estimates`.
fn send(server: &Running, case: &Value) -> Answer {
    let body = match &case["body"] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        json => Some(json.to_string()),
    };
    let method = if body.is_some() { "POST" } else { "GET" };
    let mut headers = vec![("content-type", "application/json")];
    for (name, value) in case["headers"].as_object().into_iter().flatten() {
        headers.retain(|(usual, _)| usual != name);
        headers.push((name, value.as_str().unwrap()));
    }
    headers.retain(|(_, value)| !value.is_empty());
    let path = case["path"].as_str().unwrap_or("/v1/estimates");
    let method = case["method"].as_str().unwrap_or(method);
    server.ask(method, path, &headers, body.as_deref().map(str::as_bytes))
}

fn disagreement(case: &Value, answer: &Answer) -> Option<String> {
    let problem = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let named: Value = errors
        .iter()
        .map(|error| json!([error["pointer"], error["code"]]))
        .collect();
    let code = if case["code"].is_null() {
        errors[0]["code"].clone()
    } else {
        case["code"].clone()
    };
    let is_as_expected = answer.status() == case["status"]
        && (case["errors"].is_null() || named == case["errors"])
        && (case["first"].is_null() || named[0] == case["first"])
        && ["did_you_mean", "allowed", "nearest"]
            .iter()
            .all(|field| case[field].is_null() || errors[0][field] == case[field]);
    (!is_as_expected || !is_problem(answer, &problem, &code)).then(|| {
        let headers = answer.header("content-type");
        format!("{}: {} {headers} {problem}", case["name"], answer.status())
    })
}

fn is_problem(answer: &Answer, problem: &Value, code: &Value) -> bool {
    let code = code.as_str().unwrap();
    answer.header("content-type") == "application/problem+json"
        && !answer.header("x-request-id").is_empty()
        && problem["status"] == answer.status()
        && problem["code"] == code
        && problem["type"] == format!("/docs/problems#{code}")
        && kinds::ALL
            .iter()
            .any(|kind| kind.code == code && problem["title"] == kind.title)
        && problem["detail"].as_str().is_some_and(|detail| detail.len() > 10)
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let answer = one_clinic().ask("PUT", "/v1/estimates", &[], None);
    assert_eq!(answer.status(), 405);
    for method in ["GET", "POST"] {
        assert!(answer.header("allow").contains(method), "{}", answer.header("allow"));
    }
}

#[test]
fn a_text_that_can_be_read_in_several_ways_is_given_back_as_choices_that_work() {
    let server = one_clinic();
    let problem = server.estimate(&json!({ "text": "abdomen" })).json();
    let choices = problem["errors"][0]["choices"].as_array().unwrap();
    assert!(choices.len() > 1, "{problem}");
    for choice in choices {
        let answer = server.estimate(&json!({ "text": choice["text"] }));
        assert_eq!(answer.json()["understood"]["line"], choice["line"]);
    }
}

#[test]
fn where_several_clinics_are_served_a_request_names_one() {
    let server = Running::start(app(&repository("tests/cases/worked")));
    let problem = server.estimate(&json!({ "text": "belly 10" })).json();
    assert_eq!(problem["code"], "clinic_needed");
    assert_eq!(problem["errors"][0]["allowed"], json!(["clinic", "kuwait"]));
}

#[test]
fn a_body_that_is_too_large_is_refused_told_or_not() {
    let server = one_clinic();
    let body = format!("{{\"text\": \"{}\"}}", "x".repeat(Limits::USUAL.body_bytes_max));
    let json = ("content-type", "application/json");
    for headers in [&[json][..], &[json, ("transfer-encoding", "chunked")]] {
        let answer = server.ask("POST", "/v1/estimates", headers, Some(body.as_bytes()));
        assert_eq!(
            (answer.status(), answer.json()["code"].as_str().unwrap()),
            (413, "body_too_large")
        );
    }
}

#[test]
fn a_body_of_only_errors_is_answered_within_bounds() {
    let fields: Vec<String> = (0..3_000).map(|n| format!("\"x{n}\": {n}")).collect();
    let body = format!("{{{}}}", fields.join(","));
    let json = [("content-type", "application/json")];
    let answer = one_clinic().ask("POST", "/v1/estimates", &json, Some(body.as_bytes()));
    assert_eq!(answer.status(), 422);
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 100);
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let limits = Limits {
        answer_in: Duration::from_millis(50),
        ..Limits::USUAL
    };
    let server = Running::with_limits(&repository("tests/cases/worked/clinic"), limits);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .write_all(b"POST /v1/estimates HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{")
        .unwrap();
    let answer = read_to_end(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"code\":\"request_timeout\""), "{answer}");
}

#[test]
fn of_hosts_there_is_one() {
    let server = one_clinic();
    for hosts in ["", "host: localhost\r\nhost: clinic.example\r\n"] {
        let mut stream = TcpStream::connect(server.address).unwrap();
        let asked = format!("GET /v1/price-lists HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).unwrap();
        let answer = read_to_end(&mut stream);
        assert!(
            answer.starts_with("HTTP/1.1 400 ") && answer.contains("Host"),
            "{answer}"
        );
    }
}

#[test]
fn a_head_that_does_not_come_ends_the_connection() {
    let limits = Limits {
        head_in: Duration::from_millis(50),
        ..Limits::USUAL
    };
    let server = Running::with_limits(&repository("tests/cases/worked/clinic"), limits);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(b"GET /healthz HT").unwrap();
    assert!(!read_to_end(&mut stream).contains("200 OK"));
}

/// All that comes until the server ends the connection; a server that never does fails the test.
fn read_to_end(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}
