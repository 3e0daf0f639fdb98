//! Pages of other sites: which may ask, for what, and what a cache in between is told.

use mesoquote::http::{Origin, Origins, Proxies};
use serde_json::{Value, json};

use super::quotes::for_somebody;
use super::staff::public_clinic;
use super::{Answer, Running, app, one_clinic};
use crate::binary::repository;

const SITE: &str = "https://www.clinic.example";

fn origins(texts: &[&str]) -> Origins {
    Origins::new(texts.iter().map(|text| text.parse::<Origin>().unwrap()).collect())
}

fn allowing(texts: &[&str]) -> Running {
    Running::start(app(&repository("tests/cases/worked/clinic")).with_origins(origins(texts)))
}

fn from(server: &Running, origin: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let headers = [
        ("origin", origin),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "application/json"),
    ];
    let body = body.map(Value::to_string);
    server.ask(method, path, &headers, body.as_deref().map(str::as_bytes))
}

fn preflight(server: &Running, origin: &str, method: &str, path: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", "content-type"),
    ];
    server.ask("OPTIONS", path, &headers, None)
}

fn has_no_permission(answer: &Answer) -> bool {
    ["allow-origin", "allow-credentials", "allow-methods", "allow-headers"]
        .iter()
        .all(|name| answer.header(&format!("access-control-{name}")).is_empty())
}

/// Public routes, with what is asked of them.
fn public() -> Vec<(&'static str, &'static str, Option<Value>)> {
    vec![
        ("GET", "/v1/clinics", None),
        ("GET", "/v1/catalog", None),
        ("GET", "/v1/estimates?treatment=meso-fat&area=abdomen", None),
        ("POST", "/v1/estimates", Some(json!({ "text": "belly 10" }))),
    ]
}

#[test]
fn a_site_that_is_named_may_ask_the_public_routes_and_read_the_answers() {
    let server = allowing(&[SITE]);
    for (method, path, body) in public() {
        let answer = from(&server, SITE, method, path, body.as_ref());
        assert_eq!(answer.status(), 200, "{method} {path}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), SITE, "{method} {path}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{method} {path}");
        assert!(
            answer.header("vary").contains("origin"),
            "{method} {path}: {}",
            answer.header("vary")
        );
    }
    let refused = from(&server, SITE, "POST", "/v1/estimates", Some(&json!({})));
    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused.header("access-control-allow-origin"),
        SITE,
        "what is wrong can be read too"
    );
    assert!(refused.header("access-control-expose-headers").contains("retry-after"));
}

#[test]
fn an_answer_that_a_cache_keeps_names_what_it_depends_on_for_everybody() {
    let server = allowing(&[SITE]);
    for headers in [&[][..], &[("origin", "https://evil.example")]] {
        let answer = server.ask("GET", "/v1/catalog", headers, None);
        assert!(
            answer.header("vary").contains("origin"),
            "{headers:?}: {}",
            answer.header("vary")
        );
        assert!(
            answer.header("vary").contains("accept-language"),
            "{headers:?}: {}",
            answer.header("vary")
        );
    }
    let tag = server.get("/v1/catalog").header("etag");
    let held = server.ask("GET", "/v1/catalog", &[("origin", SITE), ("if-none-match", &tag)], None);
    assert_eq!(
        (held.status(), held.header("access-control-allow-origin").as_str()),
        (304, SITE)
    );
}

#[test]
fn no_other_origin_may_read_anything() {
    let server = allowing(&[SITE]);
    for origin in [
        "https://evil.example",
        "http://www.clinic.example",
        "https://www.clinic.example:8443",
        "https://www.clinic.example.evil.example",
        "https://clinic.example",
        "null",
    ] {
        for (method, path, body) in public() {
            let answer = from(&server, origin, method, path, body.as_ref());
            assert!(has_no_permission(&answer), "{origin} {method} {path}");
            let asked = preflight(&server, origin, method, path);
            assert!(
                has_no_permission(&asked) && asked.status() == 403,
                "{origin} {method} {path}"
            );
        }
    }
    for (method, path, body) in public() {
        let answer = from(&one_clinic(), SITE, method, path, body.as_ref());
        assert!(has_no_permission(&answer), "where none is named: {method} {path}");
    }
}

#[test]
fn a_browsers_question_is_answered_once_for_long() {
    let server = allowing(&[SITE]);
    for (path, methods) in [
        ("/v1/catalog", "GET"),
        ("/v1/estimates", "GET, POST"),
        ("/v1/quotes", "POST"),
    ] {
        let method = methods.rsplit(", ").next().unwrap();
        let answer = preflight(&server, SITE, method, path);
        assert_eq!(answer.status(), 204, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), SITE);
        assert_eq!(answer.header("access-control-allow-methods"), methods);
        assert!(answer.header("access-control-allow-headers").contains("content-type"));
        assert_eq!(answer.header("access-control-max-age"), "86400");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert!(answer.header("vary").contains("origin"));
    }
    assert_eq!(preflight(&server, SITE, "DELETE", "/v1/estimates").status(), 403);
    for path in [
        "/v1/session",
        "/v1/quotes/search",
        "/v1/quotes/K7Q-4MXR",
        "/v1/price-lists/reload",
        "/desk",
    ] {
        let answer = preflight(&server, SITE, "POST", path);
        assert!(
            has_no_permission(&answer) && answer.status() >= 400,
            "{path}: {}",
            answer.status()
        );
    }
}

#[test]
fn what_is_for_staff_is_for_no_other_sites_page() {
    let server = allowing(&[SITE]);
    for (method, path) in [
        ("GET", "/v1/session"),
        ("GET", "/v1/price-lists"),
        ("GET", "/v1/quotes/K7Q-4MXR"),
        ("POST", "/v1/quotes/search"),
    ] {
        let answer = from(&server, SITE, method, path, (method == "POST").then_some(&json!({})));
        assert!(has_no_permission(&answer), "{method} {path}");
    }
}

#[test]
fn a_sites_pages_ask_for_their_own_clinic() {
    let folder = tempfile::tempdir().unwrap();
    for clinic in ["jumeirah", "marina"] {
        super::reload::copy_list(&folder.path().join(clinic));
    }
    let allowed = origins(&[&format!("jumeirah={SITE}")]);
    let server = Running::start(app(folder.path()).with_origins(allowed));
    for (clinic, allowed) in [("jumeirah", SITE), ("marina", "")] {
        let path = format!("/v1/catalog?clinic={clinic}");
        let answer = from(&server, SITE, "GET", &path, None);
        assert_eq!(answer.status(), 200, "{}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{clinic}");
    }
}

#[test]
fn quotes_are_saved_from_pages_of_sites_that_are_named_and_from_our_own() {
    let (server, _key, _folder) = public_clinic(|app| app.with_origins(origins(&[SITE])));
    let mut body = for_somebody();
    body.as_object_mut().unwrap().remove("note");
    let own = format!("http://{}", server.address);
    for (origin, status, code) in [
        (SITE, 201, Value::Null),
        ("https://evil.example", 403, json!("cross_site")),
        ("null", 403, json!("cross_site")),
        (own.as_str(), 201, Value::Null),
    ] {
        let headers = [("origin", origin), ("content-type", "application/json")];
        let answer = server.ask("POST", "/v1/quotes", &headers, Some(body.to_string().as_bytes()));
        assert_eq!((answer.status(), &answer.json()["code"]), (status, &code), "{origin}");
        let simple = [("origin", origin), ("content-type", "text/plain")];
        let answer = server.ask("POST", "/v1/quotes", &simple, Some(body.to_string().as_bytes()));
        assert_eq!(answer.status(), 415, "{origin}: what a form can send writes nothing");
    }
}

#[test]
fn behind_a_proxy_with_a_name_of_its_own_our_pages_are_ours() {
    let (server, _key, _folder) = public_clinic(|app| {
        app.with_proxies(Proxies {
            trusted: vec!["127.0.0.1/32".parse().unwrap()],
            is_encrypted: false,
        })
    });
    let mut body = for_somebody();
    body.as_object_mut().unwrap().remove("note");
    let headers = [
        ("origin", "https://prices.clinic.example"),
        ("x-forwarded-host", "prices.clinic.example"),
        ("x-forwarded-proto", "https"),
        ("content-type", "application/json"),
    ];
    let answer = server.ask("POST", "/v1/quotes", &headers, Some(body.to_string().as_bytes()));
    assert_eq!(answer.status(), 201, "{}", answer.text());
}
