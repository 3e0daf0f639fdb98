//! Quotes over HTTP: saved, found, moved, revised, verified, erased.

use std::fs;
use std::sync::Arc;

use mesoquote::http::App;
use mesoquote::store::{Location, Place, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::openapi::check_described;
use super::reload::copy_list;
use super::{Answer, Running, app};

/// A server with a price list and a database of its own.
pub struct Desk {
    pub server: Running,
    pub folder: TempDir,
}

/// A store in a file of the folder.
pub fn store(folder: &TempDir) -> Arc<Store> {
    let location = Location::Sqlite(folder.path().join("quotes.db"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    Arc::new(runtime.block_on(Store::open(&location)).unwrap())
}

impl Desk {
    pub fn open() -> Self {
        Self::with(|app| app)
    }

    pub fn with(change: impl FnOnce(App) -> App) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_list(&folder.path().join("clinic"));
        let app = app(&folder.path().join("clinic")).with_store(store(&folder));
        Self {
            server: Running::start(change(app)),
            folder,
        }
    }

    /// The same data, served by a new process.
    pub fn start_again(self) -> Self {
        let Self { server, folder } = self;
        drop(server);
        let app = app(&folder.path().join("clinic")).with_store(store(&folder));
        Self {
            server: Running::start(app),
            folder,
        }
    }

    pub fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend((!key.is_empty()).then_some(("idempotency-key", key)));
        self.server
            .ask("POST", path, &headers, Some(body.to_string().as_bytes()))
    }

    pub fn save(&self, body: &Value) -> Value {
        let answer = self.post("/v1/quotes", "", body);
        assert_eq!(answer.status(), 201, "{}", answer.text());
        check_described("/v1/quotes", "POST", &answer);
        answer.json()
    }

    pub fn get(&self, reference: &str) -> Value {
        let answer = self.server.get(&format!("/v1/quotes/{reference}"));
        assert_eq!(answer.status(), 200, "{}", answer.text());
        check_described("/v1/quotes/{reference}", "GET", &answer);
        answer.json()
    }

    pub fn do_to(&self, reference: &str, what: &str, body: &Value) -> Answer {
        let answer = self.post(&format!("/v1/quotes/{reference}/{what}"), "", body);
        if answer.status() < 300 {
            check_described(&format!("/v1/quotes/{{reference}}/{what}"), "POST", &answer);
        }
        answer
    }

    fn verification(&self, reference: &str) -> Value {
        let answer = self.server.get(&format!("/v1/quotes/{reference}/verification"));
        assert_eq!(answer.status(), 200, "{}", answer.text());
        check_described("/v1/quotes/{reference}/verification", "GET", &answer);
        answer.json()
    }

    fn found(&self, search: &Value) -> Vec<String> {
        let answer = self.post("/v1/quotes/search", "", search);
        assert_eq!(answer.status(), 200, "{}", answer.text());
        check_described("/v1/quotes/search", "POST", &answer);
        let quotes = answer.json()["quotes"].as_array().unwrap().clone();
        quotes.iter().map(reference).collect()
    }
}

pub fn reference(quote: &Value) -> String {
    quote["reference"].as_str().unwrap().to_owned()
}

/// Ten sessions on the abdomen for somebody.
pub fn for_somebody() -> Value {
    json!({
        "request": { "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": 10 }] },
        "patient": { "name": "Fatima Al-Mansouri", "phone": "+971 50 123 4567", "email": "fatima@example.org", "follow_up": true },
        "note": "afraid of needles",
    })
}

/// An operation, which has a surgeon's fee: a range.
fn of_range() -> Value {
    json!({ "request": { "items": [{ "treatment": "liposuction", "area": "abdomen" }] } })
}

fn codes(answer: &Answer) -> Vec<Value> {
    let problem = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| json!([error["pointer"], error["code"]]))
        .collect()
}

#[test]
fn a_quote_holds_the_estimate_as_it_is_answered() {
    let desk = Desk::open();
    let body = for_somebody();
    let answer = desk.post("/v1/quotes", "", &body);
    let made = answer.json();
    let reference = reference(&made);
    assert_eq!(answer.header("location"), format!("/v1/quotes/{reference}"));
    assert_eq!(made["estimate"], desk.server.estimate(&body["request"]).json());
    assert_eq!(made["request"], body["request"]);
    assert_eq!(made["patient"], body["patient"]);
    assert_eq!(
        (&made["state"], &made["created_by"], &made["valid_until"]),
        (&json!("open"), &json!("staff"), &json!("2026-12-23"))
    );
    assert!(made["link"].as_str().unwrap().len() > "/q/".len() + 30);
    assert_eq!(
        made["history"],
        json!([{ "at": "2026-11-23T08:00:00Z", "by": "staff", "did": "made" }])
    );
    assert_eq!(desk.get(&reference), made);
    assert_eq!(desk.get(&reference.replace('-', "%20").to_lowercase()), made);
    let desk = desk.start_again();
    assert_eq!(desk.get(&reference), made, "after a restart");
}

#[test]
fn a_mistyped_reference_is_told_from_one_that_is_not_there() {
    let desk = Desk::open();
    for (path, status, code) in [
        ("/v1/quotes/K7Q-4MXR", 404, "quote_not_found"),
        ("/v1/quotes/K7Q-4MXX", 422, "check_the_code"),
        ("/v1/quotes/7KQ-4MXR", 422, "check_the_code"),
        ("/v1/quotes/hello", 422, "check_the_code"),
        ("/v1/quotes/K7Q-4MXR/verification", 404, "quote_not_found"),
    ] {
        let answer = desk.server.get(path);
        assert_eq!(
            (answer.status(), &answer.json()["code"]),
            (status, &json!(code)),
            "{path}"
        );
    }
}

#[test]
fn all_that_is_wrong_with_a_quote_is_told_at_once() {
    let desk = Desk::open();
    for (body, wrong) in [
        (json!({}), json!([["/request", "missing_field"]])),
        (
            json!({ "request": null, "nota": 1 }),
            json!([["/nota", "unknown_field"], ["/request", "missing_field"]]),
        ),
        (
            json!({ "request": { "items": [{ "treatment": "meso-fat", "area": "nose" }], "clinc": "x" }, "patient": { "fone": "1" }, "note": 5 }),
            json!([
                ["/request/clinc", "unknown_field"],
                ["/request/items/0/area", "unknown_area"],
                ["/patient/fone", "unknown_field"],
                ["/note", "wrong_type"]
            ]),
        ),
        (
            json!({ "request": { "text": "belly 10" }, "patient": { "name": "x".repeat(201) } }),
            json!([["/patient/name", "too_long"]]),
        ),
        (
            json!({ "request": { "text": "belly 10" }, "patient": { "phone": "xxx 12", "email": "xxx.example.org" } }),
            json!([["/patient/phone", "invalid_phone"], ["/patient/email", "invalid_email"]]),
        ),
        (
            json!({ "request": { "text": "belly 10" }, "patient": { "phone": "-", "email": "a b@xxx.org", "follow_up": true } }),
            json!([["/patient/phone", "invalid_phone"], ["/patient/email", "invalid_email"]]),
        ),
    ] {
        let answer = desk.post("/v1/quotes", "", &body);
        assert_eq!(
            (answer.status(), json!(codes(&answer))),
            (422, wrong),
            "{}",
            answer.text()
        );
        assert!(!answer.text().contains("xxx"), "what was sent is not said back");
    }
    assert!(desk.found(&json!({})).is_empty());
}

#[test]
fn however_a_number_and_an_address_are_written_they_are_kept() {
    let desk = Desk::open();
    for (phone, email) in [
        ("+971 (0)50 123-4567", " Fatima.Al-Mansouri+clinic@mail.example.org "),
        ("٠٥٠١٢٣٤٥٦٧ ext. 5", "فاطمة@مثال.إمارات"),
        ("12345", "\"a@b\"@c"),
        (" ", ""),
    ] {
        let patient = json!({ "phone": phone, "email": email });
        let answer = desk.post(
            "/v1/quotes",
            "",
            &json!({ "request": { "text": "belly 10" }, "patient": patient }),
        );
        assert_eq!(answer.status(), 201, "{phone} {email}: {}", answer.text());
    }
}

#[test]
fn the_last_day_of_a_search_is_not_before_its_first() {
    let desk = Desk::open();
    let answer = desk.post(
        "/v1/quotes/search",
        "",
        &json!({ "from": "2026-11-24", "to": "2026-11-23" }),
    );
    assert_eq!(
        (answer.status(), json!(codes(&answer))),
        (422, json!([["/to", "days_reversed"]]))
    );
    assert!(
        answer.text().contains("2026-11-23, is before the first, 2026-11-24"),
        "{}",
        answer.text()
    );
    assert!(
        desk.found(&json!({ "from": "2026-11-24", "to": "2026-11-24" }))
            .is_empty()
    );
}

#[test]
fn the_same_key_is_the_same_quote_also_when_prices_changed() {
    let desk = Desk::open();
    let first = desk.post("/v1/quotes", "call-7", &for_somebody());
    desk.do_to(&reference(&first.json()), "decline", &json!({}));
    let prices = desk.folder.path().join("clinic/prices.csv");
    let changed = fs::read_to_string(&prices).unwrap().replace(
        "meso-fat,abdomen,session,10,1200",
        "meso-fat,abdomen,session,10,on-request",
    );
    fs::write(&prices, changed).unwrap();
    let desk = desk.start_again();
    let again = desk.post("/v1/quotes", "call-7", &for_somebody());
    assert_eq!((again.status(), again.text()), (201, first.text()));
    let other = desk.post("/v1/quotes", "call-7", &of_range());
    assert_eq!(
        (other.status(), &other.json()["code"]),
        (422, &json!("idempotency_mismatch"))
    );
    let long = "x".repeat(201);
    for odd in [" ", "a b", "é", long.as_str()] {
        let answer = desk.post("/v1/quotes", odd, &of_range());
        let is_blank = odd.trim().is_empty();
        assert!(
            is_blank || answer.json()["code"] == "invalid_idempotency_key",
            "{odd}: {}",
            answer.text()
        );
    }
}

#[test]
fn a_range_is_accepted_with_what_was_agreed_on() {
    let desk = Desk::open();
    let path = |reference: &str| format!("/v1/quotes/{reference}/accept");
    let range = desk.save(&of_range());
    let (from, to) = (
        range["estimate"]["total"]["from"].clone(),
        range["estimate"]["total"]["to"].clone(),
    );
    assert_ne!(from, to);
    let range = reference(&range);
    for (body, code) in [
        (json!({}), "agreed_total"),
        (json!({ "agreed_total": "1.00" }), "agreed_total"),
        (json!({ "agreed_total": 20000 }), "invalid_amount"),
        (json!({ "agreed_total": "20,000" }), "invalid_amount"),
        (json!({ "agreed": "20000" }), "unknown_field"),
    ] {
        let answer = desk.post(&path(&range), "", &body);
        assert_eq!((answer.status(), &answer.json()["code"]), (422, &json!(code)), "{body}");
    }
    let accepted = desk.post(&path(&range), "m", &json!({ "agreed_total": to })).json();
    assert_eq!(
        (&accepted["state"], &accepted["agreed_total"]),
        (&json!("accepted"), &to)
    );
    assert_eq!(
        desk.post(&path(&range), "m", &json!({ "agreed_total": to })).json(),
        accepted
    );
    let refused = desk.do_to(&range, "withdraw", &json!({}));
    assert_eq!(
        (refused.status(), &refused.json()["code"]),
        (409, &json!("state_conflict"))
    );
    assert!(refused.json()["detail"].as_str().unwrap().contains("accepted"));
    let definite = reference(&desk.save(&for_somebody()));
    let accepted = desk.server.ask("POST", &path(&definite), &[], None);
    assert_eq!(
        (accepted.status(), &accepted.json()["agreed_total"]),
        (200, &Value::Null),
        "a body is not needed"
    );
}

#[test]
fn a_revision_names_the_old_quote_and_takes_its_place() {
    let desk = Desk::open();
    let old = reference(&desk.save(&for_somebody()));
    let new = desk.do_to(&old, "revisions", &of_range());
    assert_eq!(new.status(), 201, "{}", new.text());
    let new = new.json();
    assert_eq!(new["revises"], json!(old));
    assert_eq!(new["patient"], for_somebody()["patient"], "whose it is goes along");
    let old = desk.get(&old);
    assert_eq!(
        (&old["state"], &old["superseded_by"]),
        (&json!("superseded"), &new["reference"])
    );
    assert_eq!(old["history"][1]["did"], "superseded");
    let again = desk.do_to(&reference(&old), "revisions", &of_range());
    assert_eq!(again.status(), 409);
}

#[test]
fn an_expired_quote_reads_so_after_its_last_day() {
    let desk = Desk::open();
    let quote = reference(&desk.save(&for_somebody()));
    let Desk { server, folder } = desk;
    drop(server);
    // The last day in Dubai ends at 20:00 in UTC.
    for (now, state) in [("2026-12-23T19:59:59Z", "open"), ("2026-12-23T20:00:00Z", "expired")] {
        let app = app(&folder.path().join("clinic")).with_store(store(&folder));
        let server = Running::start(app.with_clock(Arc::new(move || now.parse().unwrap())));
        let answer = server.get(&format!("/v1/quotes/{quote}"));
        assert_eq!(answer.json()["state"], state, "{now}");
    }
}

#[test]
fn quotes_are_found_by_what_the_caller_says() {
    let desk = Desk::open();
    let somebody = reference(&desk.save(&for_somebody()));
    let other = reference(&desk.save(&of_range()));
    desk.do_to(&other, "decline", &json!({}));
    for (search, found) in [
        (json!({}), vec![&other, &somebody]),
        (json!({ "phone": "050-1234567" }), vec![&somebody]),
        (json!({ "name": "FAT" }), vec![&somebody]),
        (json!({ "state": "declined" }), vec![&other]),
        (json!({ "treatment": "liposuction" }), vec![&other]),
        (json!({ "created_by": "website" }), vec![]),
        (
            json!({ "from": "2026-11-23", "to": "2026-11-23" }),
            vec![&other, &somebody],
        ),
        (json!({ "to": "2026-11-22" }), vec![]),
    ] {
        let mut got = desk.found(&search);
        let mut found: Vec<String> = found.into_iter().cloned().collect();
        // Both were made in the same moment: which is the newer is chance.
        got.sort();
        found.sort();
        assert_eq!(got, found, "{search}");
    }
    let page = desk.post("/v1/quotes/search", "", &json!({ "limit": 1 })).json();
    let next = desk.found(&json!({ "limit": 1, "cursor": page["next"] }));
    assert_ne!(next[0], reference(&page["quotes"][0]));
    let wrong = desk.post(
        "/v1/quotes/search",
        "",
        &json!({ "limit": 0, "cursor": "x", "state": "opn", "clinic": 1, "phon": "" }),
    );
    let told = [
        ["/phon", "unknown_field"],
        ["/clinic", "wrong_type"],
        ["/state", "unknown_state"],
        ["/limit", "invalid_limit"],
        ["/cursor", "invalid_cursor"],
    ];
    assert_eq!(json!(codes(&wrong)), json!(told));
}

#[test]
fn a_quote_is_verified_with_the_list_of_its_day_after_the_folder_was_overwritten() {
    let desk = Desk::open();
    let include = json!(["ladder", "comparison", "schedule", "facts", "plans"]);
    let text =
        json!({ "request": { "text": "fat belly 10+ and thighs 6", "include": include, "start": "2026-12-01" } });
    let made: Vec<String> = [text, for_somebody(), of_range()]
        .iter()
        .map(|body| reference(&desk.save(body)))
        .collect();
    for file in ["prices.csv", "extras.csv", "discounts.csv"] {
        let path = desk.folder.path().join("clinic").join(file);
        fs::write(
            &path,
            fs::read_to_string(&path)
                .unwrap()
                .replace("1200", "1201")
                .replace("6600", "6500"),
        )
        .unwrap();
    }
    let desk = desk.start_again();
    assert_ne!(
        desk.server.estimate(&for_somebody()["request"]).json()["total"]["from"],
        "12000.00"
    );
    for reference in made {
        let verified = desk.verification(&reference);
        assert_eq!(
            (&verified["same"], &verified["differences"]),
            (&json!(true), &json!([])),
            "{reference}"
        );
    }
}

#[test]
fn without_its_price_list_a_quote_stands_and_is_not_said_to_be_gone() {
    let made = Desk::open();
    let reference = reference(&made.save(&for_somebody()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let from = store(&made.folder);
    let lines = runtime.block_on(async { from.export(Place::default()).await.unwrap().lines });
    let elsewhere = tempfile::tempdir().unwrap();
    copy_list(&elsewhere.path().join("clinic"));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let to = store(&elsewhere);
    let taken = runtime.block_on(async { to.import(&lines).await.unwrap() });
    assert_eq!((taken.new, taken.without_price_list), (1, 1));
    let desk = Desk {
        server: Running::start(app(&elsewhere.path().join("clinic")).with_store(to)),
        folder: elsewhere,
    };
    assert_eq!(desk.server.get(&format!("/v1/quotes/{reference}")).status(), 200);
    let answer = desk.server.get(&format!("/v1/quotes/{reference}/verification"));
    assert_eq!(
        (answer.status(), &answer.json()["code"]),
        (404, &json!("price_list_not_found"))
    );
}

#[test]
fn an_erased_patient_is_in_no_answer() {
    let desk = Desk::open();
    let made = desk.save(&for_somebody());
    let path = format!("/v1/quotes/{}/patient", reference(&made));
    let erased = desk.server.ask("DELETE", &path, &[], None);
    check_described("/v1/quotes/{reference}/patient", "DELETE", &erased);
    let erased = erased.json();
    assert_eq!(
        erased["patient"],
        json!({ "name": null, "phone": null, "email": null, "follow_up": false })
    );
    assert_eq!(
        (&erased["note"], &erased["estimate"]),
        (&Value::Null, &made["estimate"])
    );
    assert_eq!(erased["history"][1]["did"], "erased");
    assert!(desk.found(&json!({ "phone": "0501234567" })).is_empty());
    assert_eq!(desk.verification(&reference(&made))["same"], true);
}

#[test]
fn without_a_database_estimates_go_on() {
    let folder = tempfile::tempdir().unwrap();
    copy_list(&folder.path().join("clinic"));
    let server = Running::start(app(&folder.path().join("clinic")));
    assert_eq!(server.estimate(&for_somebody()["request"]).status(), 200);
    assert_eq!(server.get("/readyz?exclude=database").json()["database"], "unavailable");
    let json = [("content-type", "application/json")];
    let body = for_somebody().to_string();
    for answer in [
        server.ask("POST", "/v1/quotes", &json, Some(body.as_bytes())),
        server.get("/v1/quotes/K7Q-4MXR"),
        server.ask("POST", "/v1/quotes/search", &json, Some(b"{}")),
    ] {
        assert_eq!(
            (answer.status(), &answer.json()["code"]),
            (503, &json!("store_unavailable"))
        );
        assert_eq!(answer.header("retry-after"), "5");
        assert!(answer.json()["request_id"].is_string());
    }
}
