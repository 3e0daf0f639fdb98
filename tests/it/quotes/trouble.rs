//! The database is gone or slow: quotes wait, estimates go on, and it heals by itself.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::program::Program;
use super::{Clinic, definite, estimate_of, expect, expect_problem, reference};
use crate::store::rig::Rig;
use crate::store::server::{Durability, Server};

/// How long a database that is there again may go unnoticed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The problem of a database that is gone: when to ask again, and nothing of the inside.
#[track_caller]
fn is_unavailable(answer: &crate::http::Answer) {
    let problem = expect_problem(503, "store_unavailable", answer);
    let seconds: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(problem["request_id"], answer.header("x-request-id"));
    for inside in ["postgres", "sqlite", "127.0.0.1:", ".db"] {
        assert!(!problem.to_string().to_lowercase().contains(inside), "{problem}");
    }
}

fn database(server: &Program) -> Value {
    expect(200, &server.get("/readyz?exclude=database"))["database"].clone()
}

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_told() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    let other = rusqlite::Connection::open(clinic.url.trim_start_matches("sqlite:")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    is_unavailable(&server.post_once("/v1/quotes", &definite(), Some("call-7")));
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())));
    expect(200, &server.get(&format!("/v1/quotes/{}", reference(&made))));
    other.execute_batch("ROLLBACK").unwrap();
    expect(201, &server.post_once("/v1/quotes", &definite(), Some("call-7")));
}

#[test]
fn while_a_database_server_is_gone_estimates_go_on_and_it_heals_by_itself() {
    let Some(postgres) = Server::start(Durability::OfTheServer) else {
        return;
    };
    let rig = Rig::at(&postgres.new_database());
    let clinic = Clinic::of(rig);
    let key = clinic.add_key("Front desk 1");
    let server = clinic.serve().with_key(&key);
    let made = expect(201, &server.post_once("/v1/quotes", &definite(), Some("call-1")));
    assert_eq!(database(&server), "ready");
    postgres.stop();
    let path = format!("/v1/quotes/{}", reference(&made));
    is_unavailable(&server.get(&path));
    is_unavailable(&server.post_once("/v1/quotes", &definite(), Some("call-2")));
    is_unavailable(&server.post(&format!("{path}/accept"), &json!({})));
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())));
    assert_eq!(database(&server), "unavailable");
    postgres.start_again();
    let again = ask_until_available(|| server.post_once("/v1/quotes", &definite(), Some("call-2")));
    expect(201, &again);
    assert_eq!(
        expect(201, &server.post_once("/v1/quotes", &definite(), Some("call-1"))),
        made
    );
    assert_eq!(
        expect(200, &server.get(&path)),
        made,
        "nothing was done to it meanwhile"
    );
    assert_eq!(database(&server), "ready");
}

/// Asks again as a client does that was told to.
fn ask_until_available(ask: impl Fn() -> crate::http::Answer) -> crate::http::Answer {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if answer.status() != 503 {
            return answer;
        }
        assert!(Instant::now() < deadline, "it does not heal: {}", answer.text());
    }
}

#[test]
fn a_server_that_starts_before_its_database_prices_and_keeps_quotes_later() {
    let Some(postgres) = Server::start(Durability::OfTheServer) else {
        return;
    };
    let clinic = Clinic::of(Rig::at(&postgres.new_database()));
    let key = clinic.add_key("Front desk 1");
    postgres.stop();
    // It is asked without a pause until it heals.
    let server = clinic.serve_with(&["--limits", "off"]);
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())));
    assert_eq!(database(&server), "unavailable");
    let server = server.with_key(&key);
    is_unavailable(&server.post("/v1/quotes", &definite()));
    postgres.start_again();
    let made = ask_until_available(|| server.post("/v1/quotes", &definite()));
    expect(201, &made);
}
