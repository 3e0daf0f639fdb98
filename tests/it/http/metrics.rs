//! What a monitoring system and a load balancer see.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use mesoquote::http::Access;
use serde_json::json;

use super::quotes::{Desk, for_somebody, reference};
use super::reload::{copy_list, reload, reprice};
use super::stop::{Process, line_with};
use super::{Running, app, ask, one_clinic};
use crate::binary::repository;

const BELLY: &str = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=3";

/// The samples of a scrape: a name with its labels, and the value.
fn scraped(server: &Running) -> Vec<(String, String)> {
    samples(server.get("/metrics").text())
}

fn samples(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The value of the one sample that has all of these in its name and labels.
fn value(samples: &[(String, String)], parts: &[&str]) -> String {
    let has_all = |(name, _): &&(String, String)| parts.iter().all(|part| name.contains(part));
    let found: Vec<_> = samples.iter().filter(has_all).collect();
    let [(_, value)] = found[..] else {
        panic!("{parts:?}: {found:?}")
    };
    value.clone()
}

#[test]
fn requests_are_counted_by_route_and_status() {
    let server = one_clinic();
    for _ in 0..3 {
        server.estimate(&json!({ "text": "fat belly" }));
    }
    server.estimate(&json!({ "text": "fat nose" }));
    server.get("/v1/nowhere");
    server.get("/nowhere/else");
    server.ask("BREW", "/v1/estimates", &[], None);
    let samples = scraped(&server);
    for (parts, count) in [
        (["requests_total", "\"/v1/estimates\"", "\"POST\"", "\"200\""], "3"),
        (["requests_total", "\"/v1/estimates\"", "\"POST\"", "\"422\""], "1"),
        (["requests_total", "\"other\"", "\"GET\"", "\"404\""], "2"),
        (["requests_total", "\"/v1/estimates\"", "\"OTHER\"", "\"405\""], "1"),
        (["duration_seconds_count", "\"/v1/estimates\"", "\"POST\"", ""], "4"),
        (
            ["duration_seconds_bucket", "\"/v1/estimates\"", "\"POST\"", "\"+Inf\""],
            "4",
        ),
    ] {
        assert_eq!(value(&samples, &parts), count, "{parts:?}");
    }
    let first = value(
        &scraped(&server),
        &["mesoquote_http_requests_total", "\"/metrics\"", "\"200\""],
    );
    assert_eq!(first, "1", "a scrape is counted when it is answered");
}

#[test]
fn nobody_can_make_labels_many_or_personal() {
    let desk = Desk::open();
    let secret = "secret-1234567";
    for path in [
        format!("/{secret}"),
        format!("/v1/quotes/{secret}"),
        format!("/v1/catalog?language={secret}"),
        format!("/q/{secret}"),
        format!("/assets/{secret}/{secret}.js"),
    ] {
        desk.server.get(&path);
    }
    desk.server.ask(secret, "/v1/clinics", &[], None);
    let mut request = for_somebody();
    request["note"] = json!(secret);
    desk.save(&request);
    desk.server
        .estimate(&json!({ "items": [{ "treatment": secret, "area": secret }], "promo_code": secret }));
    let text = desk.server.get("/metrics").text().to_owned();
    for personal in [secret, "Fatima", "1234567"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
    let names = |samples: &[(String, String)]| samples.iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
    let before = names(&scraped(&desk.server));
    for n in 0..20 {
        desk.server.get(&format!("/nowhere/{n}"));
        desk.server.ask(&format!("BREW{n}"), "/nowhere", &[], None);
    }
    let new: Vec<_> = names(&scraped(&desk.server)).difference(&before).cloned().collect();
    assert!(new.iter().all(|name| name.contains("OTHER")), "{new:?}");
    assert!(new.len() <= 20, "{new:?}");
}

#[test]
fn estimates_are_counted_by_treatment_and_quotes_by_state() {
    let desk = Desk::open();
    let items = json!([
        { "treatment": "meso-fat", "area": "abdomen", "sessions": 3 },
        { "treatment": "meso-fat", "area": "thighs", "sessions": 3 },
    ]);
    assert_eq!(desk.server.estimate(&json!({ "items": items })).status(), 200);
    assert_eq!(desk.server.get(BELLY).status(), 200);
    for what in ["accept", "decline", ""] {
        let reference = reference(&desk.save(&for_somebody()));
        if !what.is_empty() {
            assert_eq!(desk.do_to(&reference, what, &json!({})).status(), 200);
        }
    }
    let samples = scraped(&desk.server);
    let clinic = "clinic=\"clinic\"";
    let treatment = "treatment=\"meso-fat\"";
    assert_eq!(value(&samples, &["mesoquote_estimates_total", clinic, treatment]), "3");
    for state in ["open", "accepted", "declined"] {
        let state = format!("state=\"{state}\"");
        assert_eq!(value(&samples, &["mesoquote_quotes{", clinic, &state]), "1");
    }
    let operation = "operation=\"quotes::Save\"";
    assert_eq!(
        value(&samples, &["mesoquote_store_duration_seconds_count", operation]),
        "3"
    );
    assert!(!samples.iter().any(|(name, _)| name.contains("store_failures_total{")));
    desk.save(&for_somebody());
    let again = scraped(&desk.server);
    assert_eq!(
        value(&again, &["mesoquote_quotes{", clinic, "state=\"open\""]),
        "1",
        "quotes are not counted again with each scrape"
    );
}

#[test]
fn the_price_list_in_force_is_told_with_its_age_and_whether_files_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let server = Running::start(app(dir.path()));
    let version = |server: &Running| server.get("/v1/price-lists").json()["price_lists"][0]["version"].clone();
    let told = |server: &Running| {
        let samples = scraped(server);
        let version = format!("version=\"{}\"", version(server).as_str().unwrap());
        assert_eq!(value(&samples, &["mesoquote_price_list_info", &version]), "1");
        let age: u64 = value(&samples, &["mesoquote_price_list_age_seconds"]).parse().unwrap();
        assert!(age < 600, "{age}");
        value(&samples, &["mesoquote_price_list_refused"])
    };
    assert_eq!(told(&server), "0");
    reprice(dir.path(), "free");
    reload(&server);
    assert_eq!(told(&server), "1");
    reprice(dir.path(), "1600");
    reload(&server);
    assert_eq!(told(&server), "0");
    let samples = scraped(&server);
    assert!(value(&samples, &["process_resident_memory_bytes"]).len() > 6);
    // Connections of the scrapes before end a moment after their answers: then there is only the one that asks.
    while value(&scraped(&server), &["mesoquote_connections"]) != "1" {
        std::thread::yield_now();
    }
}

#[test]
fn metrics_are_for_staff_and_in_the_text_format() {
    let server = Running::start(app(&repository("tests/cases/worked/clinic")).with_access(Access::ByKey));
    assert_eq!(server.get("/metrics").status(), 403);
    let server = one_clinic();
    let answer = server.get("/metrics");
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    for (name, _) in samples(answer.text()) {
        let name = name.split('{').next().unwrap();
        let family = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        for about in ["HELP", "TYPE"] {
            assert!(
                answer.text().contains(&format!("# {about} {family} ")),
                "{about} {name}"
            );
        }
    }
}

#[test]
fn a_listener_of_their_own_answers_with_metrics_and_with_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(&dir.path().join("clinic"));
    let arguments = ["--metrics", "127.0.0.1:0", "--prices", "clinic"];
    let mut process = Process::start(&arguments, dir.path());
    let line = line_with(&mut process.stderr, "metrics on http://");
    let own: SocketAddr = line
        .trim()
        .trim_start_matches("metrics on http://")
        .trim_end_matches("/metrics")
        .parse()
        .unwrap();
    assert_eq!(ask(process.address, "GET", "/v1/catalog", &[], None).status(), 200);
    // Through a proxy, as a visitor: here it is not asked who one is.
    let answer = ask(own, "GET", "/metrics", &[("x-forwarded-for", "192.0.2.7")], None);
    let counted = value(&samples(answer.text()), &["requests_total", "\"/v1/catalog\""]);
    assert_eq!((answer.status(), counted.as_str()), (200, "1"));
    for path in ["/v1/catalog", "/v1/price-lists", "/"] {
        assert_eq!(ask(own, "GET", path, &[], None).status(), 404, "{path}");
    }
}

#[test]
fn a_server_is_ready_when_prices_and_database_are() {
    let desk = Desk::open();
    let ready = desk.server.get("/readyz");
    assert_eq!(
        (ready.status(), &ready.json()["database"]),
        (200, &json!("ready")),
        "{}",
        ready.text()
    );
    let without = one_clinic();
    let refused = without.get("/readyz");
    assert_eq!((refused.status(), &refused.json()["code"]), (503, &json!("not_ready")));
    assert_eq!(refused.header("retry-after"), "5");
    let estimates = without.get("/readyz?exclude=database");
    assert_eq!(
        (estimates.status(), &estimates.json()["database"]),
        (200, &json!("unavailable"))
    );
    assert_eq!(without.get("/readyz?exclude=everything").status(), 422);
    let empty = mesoquote::http::Served::default();
    let app = mesoquote::http::App::new(empty, Arc::new(mesoquote::http::Served::clone), Access::ByKey);
    let none = Running::start(app);
    assert_eq!(none.get("/readyz?exclude=database").status(), 503);
    assert_eq!(none.get("/healthz").status(), 200);
}
