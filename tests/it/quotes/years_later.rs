//! What must still be so when the prices, the process, the database and the day are others.

use serde_json::{Value, json};

use super::{Clinic, definite, expect, range, reference, saving};

/// The lines of an export that are quotes.
fn quotes_of(export: &str) -> Vec<Value> {
    let lines = export.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line.get("document").is_some()).collect()
}

/// An export in which each quote is changed.
fn changed(export: &str, change: impl Fn(&mut Value)) -> String {
    let lines = export.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if line.get("document").is_some() {
            change(&mut line);
        }
        format!("{line}\n")
    });
    lines.collect()
}

#[test]
fn a_killed_process_loses_no_quote_that_it_answered() {
    for clinic in Clinic::of_each_kind() {
        let server = clinic.serve();
        let made = expect(201, &server.post_once("/v1/quotes", &definite(), Some("call-7")));
        server.kill();
        clinic.change("prices.csv", "meso-fat,abdomen", "meso-fat,face");
        let server = clinic.serve();
        let path = format!("/v1/quotes/{}", reference(&made));
        assert_eq!(expect(200, &server.get(&path)), made, "no figure changed");
        let again = server.post_once("/v1/quotes", &definite(), Some("call-7"));
        assert_eq!(expect(201, &again), made, "though it can't be priced any more");
        let verified = expect(200, &server.get(&format!("{path}/verification")));
        assert_eq!(verified["same"], true, "{verified}");
    }
}

#[test]
fn a_figure_that_was_changed_is_named() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let made = expect(201, &server.post("/v1/quotes", &definite()));
    server.stop();
    let forged = changed(&clinic.command(&["export"], ""), |quote| {
        quote["estimate"]["low"]["lines"][0]["amount"] = json!("9000.00");
        quote["estimate"]["total"]["to"] = json!("9367.50");
        quote["estimate"]["items"][0]["treatment_name"] = json!("another name");
    });
    let other = clinic.another();
    other.command(&["import"], &forged);
    let server = other.serve();
    let path = format!("/v1/quotes/{}/verification", reference(&made));
    let verified = expect(200, &server.get(&path));
    assert_eq!(verified["same"], false);
    let differences = verified["differences"].as_array().unwrap();
    let pointers: Vec<_> = differences
        .iter()
        .map(|found| found["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/total/to", "/low/lines/0/amount"], "words are no figures");
    assert_eq!(differences[1]["kept"], "9000.00");
    assert_eq!(differences[1]["now"], made["estimate"]["low"]["lines"][0]["amount"]);
}

#[test]
fn every_kind_of_request_is_verified_as_it_was_priced() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let everything = json!(["ladder", "comparison", "schedule", "facts", "plans"]);
    let requests = [
        json!({ "text": "fat belly 10+ and thighs 6 numbing", "include": everything }),
        json!({ "items": [{ "treatment": "meso-fat", "area": "arms" }], "include": everything, "start": "2026-12-01" }),
        json!({ "items": [{ "treatment": "meso-skin", "area": "face", "sessions": "3-6" }],
                "extras": ["numbing"], "promo_code": " staff ", "language": "ar" }),
        json!({ "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": 9 }],
                "on": "2026-04-01", "promo_code": "SPRING", "include": everything }),
        json!({ "items": [{ "treatment": "liposuction", "area": "thighs" },
                          { "treatment": "iv-course", "area": "face", "sessions": "6-12" }] }),
    ];
    for request in requests {
        let made = expect(201, &server.post("/v1/quotes", &saving(&request)));
        let path = format!("/v1/quotes/{}/verification", reference(&made));
        let verified = expect(200, &server.get(&path));
        assert_eq!(verified["same"], true, "{request}: {verified}");
    }
}

#[test]
fn quotes_move_to_another_database_as_they_are() {
    for clinic in Clinic::of_each_kind() {
        let server = clinic.serve();
        // As a person would write it, with line breaks: an export has one line for each quote all the same.
        let body = serde_json::to_string_pretty(&range()).unwrap();
        let made = expect(201, &server.post_text("/v1/quotes", &body, Some("call-7")));
        server.stop();
        let exported = clinic.command(&["export"], "");
        assert_eq!(quotes_of(&exported).len(), 1);
        let other = clinic.another();
        other.command(&["import"], &exported);
        let server = other.serve();
        let path = format!("/v1/quotes/{}", reference(&made));
        assert_eq!(expect(200, &server.get(&path)), made);
        let verified = expect(200, &server.get(&format!("{path}/verification")));
        assert_eq!(verified["same"], true, "the price list came along: {verified}");
        let again = server.post_text("/v1/quotes", &body, Some("call-7"));
        assert_eq!(expect(201, &again), made, "and so did the key");
    }
}

#[test]
fn personal_data_is_erased_on_schedule_but_not_of_what_was_accepted() {
    let clinic = Clinic::with_file();
    let server = clinic.serve();
    let mut saving = definite();
    saving["patient"] = json!({ "name": "Fatima", "phone": "0501234567" });
    let declined = expect(201, &server.post("/v1/quotes", &saving));
    let accepted = expect(201, &server.post("/v1/quotes", &saving));
    expect(
        200,
        &server.post(&format!("/v1/quotes/{}/accept", reference(&accepted)), &json!({})),
    );
    server.stop();
    let of_old = changed(&clinic.command(&["export"], ""), |quote| {
        quote["valid_until"] = json!("2020-01-31");
    });
    let other = clinic.another();
    other.command(&["import"], &of_old);
    let server = other.serve();
    server.line_with("personal data was erased on schedule");
    let get = |quote: &Value| expect(200, &server.get(&format!("/v1/quotes/{}", reference(quote))));
    let (declined, accepted) = (get(&declined), get(&accepted));
    assert_eq!(declined["state"], "expired");
    assert!(!declined.to_string().contains("Fatima"), "{declined}");
    assert_eq!(accepted["patient"]["name"], "Fatima");
}
