//! Many at the same moment, in two processes on one database.

use std::collections::BTreeSet;
use std::thread;

use serde_json::{Value, json};

use super::program::Program;
use super::{Clinic, definite, expect, expect_problem, range, reference};
use crate::http::Answer;

/// Does the same in many threads, taking turns between two processes.
fn at_once<T: Send>(servers: &[Program; 2], count: usize, run: impl Fn(&Program, usize) -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let run = &run;
        let threads: Vec<_> = (0..count)
            .map(|number| scope.spawn(move || run(&servers[number % 2], number)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn all_quotes(server: &Program) -> Vec<Value> {
    let page = expect(200, &server.post("/v1/quotes/search", &json!({ "limit": 100 })));
    page["quotes"].as_array().unwrap().clone()
}

#[test]
fn the_same_key_at_the_same_moment_is_one_quote() {
    for clinic in Clinic::of_each_kind() {
        let servers = [clinic.serve(), clinic.serve()];
        let answers = at_once(&servers, 12, |server, _| {
            server.post_once("/v1/quotes", &definite(), Some("call-7"))
        });
        for answer in &answers {
            expect(201, answer);
            assert_eq!(answer.text(), answers[0].text(), "the same answer again");
            assert_eq!(answer.header("location"), answers[0].header("location"));
        }
        assert_eq!(all_quotes(&servers[1]).len(), 1);
        expect(422, &servers[0].post_once("/v1/quotes", &range(), Some("call-7")));
    }
}

#[test]
fn of_two_moves_at_the_same_moment_exactly_one_is_done() {
    for clinic in Clinic::of_each_kind() {
        let servers = [clinic.serve(), clinic.serve()];
        for _ in 0..5 {
            let made = expect(201, &servers[0].post("/v1/quotes", &definite()));
            let path = format!("/v1/quotes/{}", reference(&made));
            let moves = [
                ("accept", json!({})),
                ("decline", json!({})),
                ("withdraw", json!({})),
                ("revisions", definite()),
            ];
            let answers = at_once(&servers, 8, |server, number| {
                let (name, body) = &moves[number % 4];
                (*name, server.post(&format!("{path}/{name}"), body))
            });
            let quote = expect(200, &servers[1].get(&path));
            is_done_once(&answers, &quote);
        }
    }
}

fn is_done_once(answers: &[(&str, Answer)], quote: &Value) {
    let (done, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|(_, answer)| answer.status() < 300);
    assert_eq!(done.len(), 1, "{quote}");
    let state = match done[0].0 {
        "accept" => "accepted",
        "decline" => "declined",
        "withdraw" => "withdrawn",
        _ => "superseded",
    };
    assert_eq!(quote["state"], state);
    for (_, answer) in refused {
        let problem = expect_problem(409, "state_conflict", answer);
        assert!(problem["detail"].as_str().unwrap().contains(state), "{problem}");
    }
    let did: Vec<_> = quote["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["did"])
        .collect();
    assert_eq!(did, [&json!("made"), &json!(state)]);
}

#[test]
fn a_move_with_a_key_is_done_once_and_answered_again() {
    for clinic in Clinic::of_each_kind() {
        let servers = [clinic.serve(), clinic.serve()];
        let made = expect(201, &servers[0].post("/v1/quotes", &range()));
        let path = format!("/v1/quotes/{}/accept", reference(&made));
        let body = json!({ "agreed_total": made["estimate"]["total"]["to"] });
        let answers = at_once(&servers, 6, |server, _| {
            server.post_once(&path, &body, Some("accept-1"))
        });
        for answer in &answers {
            expect(200, answer);
            assert_eq!(answer.text(), answers[0].text());
        }
        assert_eq!(answers[0].json()["agreed_total"], made["estimate"]["total"]["to"]);
        expect_problem(
            409,
            "state_conflict",
            &servers[0].post_once(&path, &body, Some("accept-2")),
        );
    }
}

#[test]
fn pages_neither_skip_nor_repeat_while_others_save() {
    for clinic in Clinic::of_each_kind() {
        let server = clinic.serve();
        let save = || reference(&expect(201, &server.post("/v1/quotes", &definite()))).to_owned();
        let before: BTreeSet<String> = (0..12).map(|_| save()).collect();
        let mut found = Vec::new();
        let mut search = json!({ "limit": 5 });
        loop {
            let page = expect(200, &server.post("/v1/quotes/search", &search));
            let quotes = page["quotes"].as_array().unwrap();
            found.extend(quotes.iter().map(|quote| reference(quote).to_owned()));
            save();
            if page["next"].is_null() {
                break;
            }
            search["cursor"] = page["next"].clone();
        }
        let once: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(once.len(), found.len(), "none stands on two pages");
        assert!(once.is_superset(&before), "none is left out");
    }
}
