//! The headers that protect whoever reads an answer.

use mesoquote::http::{Origin, Origins, Proxies};

use super::{Answer, Running, app};
use crate::binary::repository;

fn server(change: impl FnOnce(mesoquote::http::App) -> mesoquote::http::App) -> Running {
    Running::start(change(app(&repository("tests/cases/worked/clinic"))))
}

/// Header and value of every answer; what stands between `{` and `}` differs.
fn has(answer: &Answer, expected: &[(&str, &str)]) -> Vec<String> {
    let wrong = expected.iter().filter(|(name, value)| answer.header(name) != *value);
    wrong
        .map(|(name, _)| format!("{name}: {}", answer.header(name)))
        .collect()
}

#[test]
fn every_answer_is_protected() {
    let server = server(|app| app);
    let policy = "default-src 'none'; frame-ancestors 'none'";
    for (method, path) in [
        ("GET", "/v1/clinics"),
        ("GET", "/v1/estimates"),
        ("GET", "/nothing"),
        ("PUT", "/v1/clinics"),
        ("GET", "/v1/quotes/0"),
        ("GET", "/healthz"),
    ] {
        let answer = server.ask(method, path, &[], None);
        let wrong = has(
            &answer,
            &[
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("content-security-policy", policy),
                ("cross-origin-resource-policy", "same-origin"),
                ("strict-transport-security", ""),
                ("server", ""),
            ],
        );
        assert!(wrong.is_empty(), "{method} {path}: {wrong:?}");
    }
}

#[test]
fn pages_run_their_own_scripts_and_are_framed_by_nobody() {
    let server = server(|app| app.with_origins(Origins::new(vec!["https://www.clinic.example".parse().unwrap()])));
    for path in ["/desk", "/docs/", "/docs/problems"] {
        let answer = server.get(path);
        assert_eq!(answer.status(), 200, "{path}");
        let wrong = has(
            &answer,
            &[
                ("cross-origin-opener-policy", "same-origin"),
                (
                    "permissions-policy",
                    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
                ),
                ("x-content-type-options", "nosniff"),
            ],
        );
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        let scripts = policy.split("; ").find(|part| part.starts_with("script-src"));
        assert!(
            scripts.is_none_or(|scripts| scripts == "script-src 'self'"),
            "{path}: {policy}"
        );
    }
}

#[test]
fn files_of_pages_may_stand_on_any_site() {
    let server = server(|app| app);
    let answer = server.get("/assets/any/style/base.css");
    assert_eq!(answer.status(), 200);
    let wrong = has(
        &answer,
        &[
            ("cross-origin-resource-policy", "cross-origin"),
            ("access-control-allow-origin", "*"),
            ("x-content-type-options", "nosniff"),
        ],
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn browsers_are_told_to_stay_with_tls_where_they_come_over_it() {
    let stays = "max-age=31536000";
    let trusted = Proxies {
        trusted: vec!["127.0.0.1/32".parse().unwrap()],
        is_encrypted: false,
    };
    let flag = Proxies {
        trusted: vec![],
        is_encrypted: true,
    };
    for (proxies, headers, expected) in [
        (Proxies::default(), &[("x-forwarded-proto", "https")][..], ""),
        (trusted.clone(), &[("x-forwarded-proto", "https")], stays),
        (trusted.clone(), &[("forwarded", "for=192.0.2.1;proto=https")], stays),
        (trusted.clone(), &[("x-forwarded-proto", "http")], ""),
        (trusted, &[], ""),
        (flag, &[], stays),
    ] {
        let server = server(|app| app.with_proxies(proxies.clone()));
        let answer = server.ask("GET", "/desk", headers, None);
        assert_eq!(
            answer.header("strict-transport-security"),
            expected,
            "{proxies:?} {headers:?}"
        );
    }
}

/// Whom a page that is made for it lets frame it, where there is such a page.
#[test]
fn pages_that_are_made_for_it_are_framed_by_the_sites_that_are_named() {
    let site = |text: &str| text.parse::<Origin>().unwrap();
    let named = Origins::new(vec![site("a=https://www.clinic.example"), site("https://two.example")]);
    for (origins, expected) in [
        (Origins::default(), "frame-ancestors 'none'"),
        (
            named,
            "frame-ancestors 'self' https://two.example https://www.clinic.example",
        ),
    ] {
        let server = server(|app| app.with_origins(origins));
        let answer = server.get("/widget-demo");
        let policy = answer.header("content-security-policy");
        if answer.status() == 200 {
            assert!(policy.split("; ").any(|part| part == expected), "{policy}");
        }
        let desk = server.get("/desk").header("content-security-policy");
        assert!(desk.contains("frame-ancestors 'none'"), "{desk}");
    }
}
