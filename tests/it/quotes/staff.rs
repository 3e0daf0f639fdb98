//! Staff keys, as they are made on the command line and shown over the socket.

use serde_json::json;

use super::program::Program;
use super::{Clinic, definite, described, estimate_of, expect, expect_problem, reference};
use crate::binary::mesoquote;

#[test]
fn another_address_without_a_key_is_refused_with_the_command_that_makes_one() {
    let clinic = Clinic::with_file();
    let prices = clinic.prices();
    let arguments = [
        "serve",
        "--prices",
        &prices,
        "--database",
        &clinic.url,
        "--listen",
        "0.0.0.0:0",
    ];
    let output = mesoquote().args(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("mesoquote keys add") && said.contains(&clinic.url),
        "{said}"
    );
    assert!(!said.contains("listening"), "{said}");
}

#[test]
fn without_a_key_this_machine_is_staff_and_that_is_said() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    server.line_with("no staff key");
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    expect(200, &server.get(&format!("/v1/quotes/{}", reference(&made))));
}

#[test]
fn with_a_key_others_are_let_in_and_visitors_stay_visitors() {
    let clinic = Clinic::with_file();
    let key = clinic.add_key("Front desk 1");
    let server = clinic.serve_with(&["--listen", "0.0.0.0:0"]);
    expect(200, &server.post("/v1/estimates", estimate_of(&definite())));
    expect_problem(403, "staff_only", &server.post("/v1/quotes", &definite()));
    expect_problem(403, "staff_only", &server.post("/v1/quotes/search", &json!({})));
    let server = server.with_key(&key);
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    assert_eq!(made["created_by"], "Front desk 1");
    assert_eq!(made["history"][0]["by"], "Front desk 1");
}

#[test]
fn a_revoked_key_counts_no_more_at_once() {
    for clinic in Clinic::of_each_kind() {
        let (one, other) = (clinic.add_key("Front desk 1"), clinic.add_key("Front desk 2"));
        let mut server = clinic.serve().with_key(&one);
        let path = format!(
            "/v1/quotes/{}",
            reference(&expect(201, &server.post("/v1/quotes", &definite())))
        );
        expect(200, &server.get(&path));
        clinic.command(&["keys", "revoke", "Front desk 1"], "");
        let refused = server.get(&path);
        expect_problem(401, "unknown_key", &refused);
        assert_eq!(refused.header("www-authenticate"), "Bearer");
        let estimate = server.post("/v1/estimates", estimate_of(&definite()));
        expect_problem(401, "unknown_key", &estimate);
        server.key = Some(other);
        expect(200, &server.get(&path));
    }
}

#[test]
fn visitors_save_and_see_nothing_where_the_clinic_lets_them() {
    let clinic = Clinic::with_file();
    clinic.change(
        "clinic.toml",
        "quote_valid_days",
        "public_quotes = true\nquote_valid_days",
    );
    let key = clinic.add_key("Front desk 1");
    let server = clinic.serve();
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    let path = format!("/v1/quotes/{}", reference(&made));
    for refused in [
        server.get(&path),
        server.get(&format!("{path}/verification")),
        server.delete(&format!("{path}/patient")),
        server.post(&format!("{path}/accept"), &json!({})),
        server.post(&format!("{path}/decline"), &json!({})),
        server.post(&format!("{path}/withdraw"), &json!({})),
        server.post(&format!("{path}/revisions"), &definite()),
        server.post("/v1/quotes/search", &json!({})),
        server.get("/v1/price-lists"),
    ] {
        expect_problem(403, "staff_only", &refused);
    }
    let server = server.with_key(&key);
    let seen = expect(200, &server.get(&path));
    assert_eq!(seen["created_by"], made["created_by"]);
    assert_ne!(seen["created_by"], "Front desk 1");
}

#[test]
fn a_request_for_the_head_alone_tells_visitors_nothing() {
    let clinic = Clinic::with_file();
    let key = clinic.add_key("Front desk 1");
    let mut server = clinic.serve().with_key(&key);
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    let kept = format!("/v1/quotes/{}", reference(&made));
    assert_eq!(server.ask("HEAD", &kept, &[], None).status(), 200);
    server.key = None;
    for path in [
        &kept,
        "/v1/quotes/K7Q-4MXR",
        &format!("{kept}/verification"),
        "/v1/price-lists",
    ] {
        assert_eq!(server.ask("HEAD", path, &[], None).status(), 403, "{path}");
    }
    assert_eq!(server.ask("HEAD", "/v1/clinics", &[], None).status(), 200);
}

#[test]
fn a_page_of_another_site_is_not_staff_though_staff_reads_it() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    let path = format!("/v1/quotes/{}/decline", reference(&made));
    for site in ["http://evil.example", "http://localhost:1", "null"] {
        let refused = server.ask("POST", &path, &[("origin", site)], None);
        expect_problem(403, "staff_only", &refused);
    }
    let own = format!("http://{}", server.address);
    expect(200, &server.ask("POST", &path, &[("origin", &own)], None));
}

#[test]
fn a_visitor_with_a_key_of_the_staffs_is_not_answered_the_staffs_quote() {
    let clinic = Clinic::with_file();
    clinic.change(
        "clinic.toml",
        "quote_valid_days",
        "public_quotes = true\nquote_valid_days",
    );
    let key = clinic.add_key("Front desk 1");
    let mut server = clinic.serve().with_key(&key);
    let save = |server: &Program| expect(201, &server.post_once("/v1/quotes", &definite(), Some("call-7")));
    let staffs = save(&server);
    server.key = None;
    let visitors = save(&server);
    assert_ne!(reference(&visitors), reference(&staffs));
    assert_eq!(save(&server), visitors, "but to his own he is");
    let twice = [
        ("content-type", "application/json"),
        ("idempotency-key", "a"),
        ("idempotency-key", "b"),
    ];
    let answer = server.ask("POST", "/v1/quotes", &twice, Some(definite().to_string().as_bytes()));
    expect_problem(400, "invalid_idempotency_key", &answer);
}

#[test]
fn the_description_says_how_staff_shows_who_they_are() {
    let described = described();
    let schemes = described.split("securitySchemes:").nth(1).unwrap();
    assert!(schemes.contains("scheme: bearer"), "{schemes}");
    assert!(described.contains("mesoquote keys add"));
    let saving = described.matches("name: Idempotency-Key").count();
    assert_eq!(saving, 6, "every POST that writes tells of the key");
}
