//! Logging in at the desk: a cookie in place of a key, and what it is not good for.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use mesoquote::http::{Access, App, Proxies};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::openapi::check_described;
use super::quotes::{Desk, for_somebody, store};
use super::reload::copy_list;
use super::staff::block_on;
use super::{Answer, NOW, Running, app};

/// A server that asks for keys, the key of its staff, and a clock that can be put forward.
struct Keyed {
    server: Running,
    key: String,
    folder: TempDir,
    hours: Arc<AtomicI64>,
}

impl Keyed {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_list(&folder.path().join("clinic"));
        let store = store(&folder);
        let key = block_on(store.add_staff_key("Front desk 1", Timestamp::now())).unwrap();
        let hours = Arc::<AtomicI64>::default();
        Self {
            server: Running::start(keyed_app(&folder, &hours)),
            key: key.reveal().to_owned(),
            folder,
            hours,
        }
    }

    /// Another process on the same data.
    fn another(&self) -> Running {
        Running::start(keyed_app(&self.folder, &self.hours))
    }

    fn log_in(&self, headers: &[(&str, &str)]) -> Answer {
        let body = json!({ "key": self.key }).to_string();
        let headers = [headers, &[("content-type", "application/json")]].concat();
        self.server.ask("POST", "/v1/session", &headers, Some(body.as_bytes()))
    }

    /// What the browser sends back.
    fn cookie(&self) -> String {
        let answer = self.log_in(&[]);
        assert_eq!(answer.status(), 200, "{}", answer.text());
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

fn keyed_app(folder: &TempDir, hours: &Arc<AtomicI64>) -> App {
    let hours = Arc::clone(hours);
    let clock = move || NOW.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours.load(Ordering::SeqCst));
    let proxies = Proxies {
        trusted: vec!["127.0.0.1/32".parse().unwrap()],
        is_encrypted: false,
    };
    app(&folder.path().join("clinic"))
        .with_proxies(proxies)
        .with_store(store(folder))
        .with_access(Access::ByKey)
        .with_clock(Arc::new(clock))
}

/// A request of our own page.
fn from_our_page(cookie: &str) -> Vec<(&str, &str)> {
    vec![
        ("cookie", cookie),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/json"),
    ]
}

fn session(server: &Running, headers: &[(&str, &str)]) -> Value {
    let answer = server.ask("GET", "/v1/session", headers, None);
    assert_eq!(answer.status(), 200, "{}", answer.text());
    check_described("/v1/session", "GET", &answer);
    answer.json()
}

fn search(server: &Running, headers: &[(&str, &str)]) -> (u16, Value) {
    let answer = server.ask("POST", "/v1/quotes/search", headers, Some(b"{}"));
    (answer.status(), answer.json()["code"].clone())
}

#[test]
fn where_no_key_is_needed_whoever_is_at_this_machine_is_staff() {
    let desk = Desk::open();
    assert_eq!(
        session(&desk.server, &[]),
        json!({ "staff": "staff", "needs_key": false })
    );
    let proxied = session(&desk.server, &[("x-forwarded-for", "192.0.2.7")]);
    assert_eq!(proxied, json!({ "staff": null, "needs_key": false }));
    let held = session(&desk.server, &[("cookie", "mesoquote_session=of-another-day")]);
    assert_eq!(
        held,
        json!({ "staff": "staff", "needs_key": false }),
        "of another server"
    );
}

#[test]
fn a_key_logs_in_and_the_cookie_stands_for_it() {
    let keyed = Keyed::start();
    assert_eq!(session(&keyed.server, &[]), json!({ "staff": null, "needs_key": true }));
    let answer = keyed.log_in(&[]);
    check_described("/v1/session", "POST", &answer);
    assert_eq!(answer.json(), json!({ "staff": "Front desk 1", "needs_key": true }));
    let cookie = keyed.cookie();
    let headers = from_our_page(&cookie);
    assert_eq!(session(&keyed.server, &headers)["staff"], "Front desk 1");
    let body = for_somebody().to_string();
    let saved = keyed.server.ask("POST", "/v1/quotes", &headers, Some(body.as_bytes()));
    assert_eq!(
        (saved.status(), &saved.json()["created_by"]),
        (201, &json!("Front desk 1"))
    );
    assert_eq!(search(&keyed.another(), &headers).0, 200, "another process knows it");
}

#[test]
fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let keyed = Keyed::start();
    for (headers, name, end) in [
        (
            &[][..],
            "mesoquote_session=",
            "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict",
        ),
        (
            &[("x-forwarded-proto", "https")],
            "__Host-mesoquote_session=",
            "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure",
        ),
    ] {
        let cookie = keyed.log_in(headers).header("set-cookie");
        let secret = cookie.strip_prefix(name).and_then(|rest| rest.strip_suffix(end));
        let is_random = |secret: &str| secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(secret.is_some_and(is_random), "{cookie}");
    }
    assert_ne!(keyed.cookie(), keyed.cookie());
}

#[test]
fn what_is_no_key_logs_nobody_in() {
    let keyed = Keyed::start();
    for (body, status, code) in [
        (json!({ "key": "mesoquote_0" }), 401, "unknown_key"),
        (json!({ "key": "" }), 401, "unknown_key"),
        (json!({}), 422, "missing_field"),
        (json!({ "key": 7 }), 422, "wrong_type"),
        (json!({ "key": keyed.key, "name": "x" }), 422, "unknown_field"),
        (json!({ "key": "x".repeat(101) }), 422, "too_long"),
    ] {
        let json = [("content-type", "application/json")];
        let body = body.to_string();
        let answer = keyed.server.ask("POST", "/v1/session", &json, Some(body.as_bytes()));
        assert_eq!(
            (answer.status(), &answer.json()["code"]),
            (status, &json!(code)),
            "{body}"
        );
        assert_eq!(answer.header("set-cookie"), "", "{body}");
        assert!(!answer.text().contains(&keyed.key), "{}", answer.text());
    }
}

#[test]
fn a_session_ends_when_its_time_is_over_its_key_revoked_or_it_is_logged_out() {
    let keyed = Keyed::start();
    let (one, other) = (keyed.cookie(), keyed.cookie());
    let (one, other) = (from_our_page(&one), from_our_page(&other));
    let answer = keyed.server.ask("DELETE", "/v1/session", &one, None);
    assert_eq!(answer.status(), 204);
    assert!(
        answer
            .header("set-cookie")
            .starts_with("mesoquote_session=; Path=/; Max-Age=0;")
    );
    assert_eq!(search(&keyed.server, &one), (401, json!("session_ended")));
    assert_eq!(
        search(&keyed.server, &other).0,
        200,
        "the other browser stays logged in"
    );
    assert_eq!(
        keyed.server.ask("DELETE", "/v1/session", &one, None).status(),
        204,
        "again"
    );

    let revoked = block_on(store(&keyed.folder).revoke_staff_key("Front desk 1", Timestamp::now()));
    revoked.unwrap();
    assert_eq!(search(&keyed.server, &other), (401, json!("session_ended")));
    assert_eq!(
        session(&keyed.server, &other),
        json!({ "staff": null, "needs_key": true })
    );

    let keyed = Keyed::start();
    let cookie = keyed.cookie();
    for (hours, status) in [(11, 200), (12, 401)] {
        keyed.hours.store(hours, Ordering::SeqCst);
        assert_eq!(
            search(&keyed.server, &from_our_page(&cookie)).0,
            status,
            "after {hours} h"
        );
    }
}

#[test]
fn a_price_asked_for_with_a_session_that_ended_is_not_told_as_a_visitors() {
    let keyed = Keyed::start();
    let headers = from_our_page("mesoquote_session=x");
    let answer = keyed
        .server
        .ask("POST", "/v1/estimates", &headers, Some(b"{\"text\": \"belly 10\"}"));
    assert_eq!(
        (answer.status(), &answer.json()["code"]),
        (401, &json!("session_ended"))
    );
    assert_eq!(
        keyed.server.ask("GET", "/desk", &headers, None).status(),
        200,
        "a page is anybody's"
    );
}

/// What else a browser says of a request that brings the cookie, and what comes of it.
#[test]
fn another_sites_page_can_do_nothing_with_the_cookie() {
    let keyed = Keyed::start();
    let cookie = keyed.cookie();
    let own = format!("http://{}", keyed.server.address);
    let json = ("content-type", "application/json");
    let ours = ("sec-fetch-site", "same-origin");
    for (headers, status, code) in [
        (&[json, ours][..], 200, Value::Null),
        (&[json, ("origin", own.as_str())], 200, Value::Null),
        (&[json], 403, json!("cross_site")),
        (&[json, ("sec-fetch-site", "none")], 403, json!("cross_site")),
        (&[json, ("sec-fetch-site", "same-site")], 403, json!("cross_site")),
        (&[json, ("sec-fetch-site", "cross-site")], 403, json!("cross_site")),
        (&[json, ("origin", "https://evil.example")], 403, json!("cross_site")),
        (&[json, ("origin", "null")], 403, json!("cross_site")),
        (
            &[json, ours, ("origin", "https://evil.example")],
            403,
            json!("cross_site"),
        ),
        (
            &[ours, ("content-type", "text/plain")],
            415,
            json!("unsupported_media_type"),
        ),
        (&[ours], 415, json!("unsupported_media_type")),
    ] {
        let headers = [headers, &[("cookie", cookie.as_str())]].concat();
        assert_eq!(search(&keyed.server, &headers), (status, code), "{headers:?}");
    }
    let reading = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let answer = keyed.server.ask("GET", "/v1/price-lists", &reading, None);
    assert_eq!((answer.status(), &answer.json()["code"]), (403, &json!("staff_only")));
    let logging_in = keyed.log_in(&[("origin", "https://evil.example")]);
    assert_eq!(
        (logging_in.status(), &logging_in.json()["code"]),
        (403, &json!("cross_site"))
    );
    let logging_out = keyed.server.ask("DELETE", "/v1/session", &reading, None);
    assert_eq!(logging_out.status(), 403);
    assert_eq!(search(&keyed.server, &from_our_page(&cookie)).0, 200, "still logged in");
}

#[test]
fn an_open_server_needs_keys_as_soon_as_there_is_one() {
    let desk = Desk::open();
    let json = [("content-type", "application/json")];
    assert_eq!(search(&desk.server, &json).0, 200);
    let key = block_on(store(&desk.folder).add_staff_key("Front desk 1", Timestamp::now())).unwrap();
    assert_eq!(search(&desk.server, &json), (403, json!("staff_only")));
    assert_eq!(session(&desk.server, &[]), json!({ "staff": null, "needs_key": true }));
    let bearer = format!("Bearer {}", key.reveal());
    let headers = [json[0], ("authorization", bearer.as_str())];
    assert_eq!(search(&desk.server, &headers).0, 200);
}
