//! Who may do what: staff by key, visitors where the clinic lets them.

use std::fs;
use std::sync::Arc;

use mesoquote::http::{Access, App, Limits};
use serde_json::{Value, json};

use super::quotes::{Desk, for_somebody, reference, store};
use super::reload::copy_list;
use super::{Running, app};

/// A server that asks for keys, on a list that may be other than usual; the key of its staff, and its folder.
fn keyed(change: impl FnOnce(&std::path::Path)) -> (Running, String, tempfile::TempDir) {
    keyed_with(change, |app| app.with_limits(Limits::NOT_COUNTED))
}

/// The same of a clinic where visitors save quotes, served otherwise than usual.
pub fn public_clinic(set: impl FnOnce(App) -> App) -> (Running, String, tempfile::TempDir) {
    let make_public = |clinic: &std::path::Path| {
        let file = clinic.join("clinic.toml");
        let toml = fs::read_to_string(&file).unwrap();
        fs::write(&file, toml + "\npublic_quotes = true\n").unwrap();
    };
    keyed_with(make_public, set)
}

fn keyed_with(
    change: impl FnOnce(&std::path::Path),
    set: impl FnOnce(App) -> App,
) -> (Running, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clinic = folder.path().join("clinic");
    copy_list(&clinic);
    change(&clinic);
    let store = store(&folder);
    let key = block_on(store.add_staff_key("Front desk 1", jiff::Timestamp::now())).unwrap();
    let app: App = app(&clinic).with_store(Arc::clone(&store)).with_access(Access::ByKey);
    (Running::start(set(app)), format!("Bearer {}", key.reveal()), folder)
}

/// Waits for what a store does.
pub fn block_on<T>(done: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(done)
}

/// Every route that is for staff, as a request.
fn for_staff() -> Vec<(&'static str, String, Value)> {
    let quote = |what: &str| format!("/v1/quotes/K7Q-4MXR{what}");
    vec![
        ("POST", "/v1/quotes".to_owned(), for_somebody()),
        ("POST", "/v1/quotes/search".to_owned(), json!({})),
        ("GET", quote(""), Value::Null),
        ("POST", quote("/accept"), json!({})),
        ("POST", quote("/decline"), json!({})),
        ("POST", quote("/withdraw"), json!({})),
        ("POST", quote("/revisions"), for_somebody()),
        ("GET", quote("/verification"), Value::Null),
        ("DELETE", quote("/patient"), Value::Null),
        ("GET", "/v1/price-lists".to_owned(), Value::Null),
        ("POST", "/v1/price-lists/reload".to_owned(), Value::Null),
    ]
}

fn ask(server: &Running, key: Option<&str>, (method, path, body): &(&'static str, String, Value)) -> (u16, Value) {
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(key.map(|key| ("authorization", key)));
    let body = (!body.is_null()).then(|| body.to_string());
    let answer = server.ask(method, path, &headers, body.as_deref().map(str::as_bytes));
    (answer.status(), answer.json())
}

#[test]
fn what_is_for_staff_needs_a_key_that_counts() {
    let (server, key, folder) = keyed(|_| ());
    for request in &for_staff() {
        let (status, problem) = ask(&server, None, request);
        assert_eq!((status, &problem["code"]), (403, &json!("staff_only")), "{request:?}");
        for wrong in ["Bearer ", "Bearer mesoquote_0", "bearer x y"] {
            let (status, problem) = ask(&server, Some(wrong), request);
            assert_eq!((status, &problem["code"]), (401, &json!("unknown_key")), "{request:?}");
        }
        let (status, answer) = ask(&server, Some(&key), request);
        assert!(
            status < 300 || answer["code"] == "quote_not_found",
            "{request:?}: {answer}"
        );
    }
    let search = &for_staff()[1];
    block_on(store(&folder).revoke_staff_key("Front desk 1", jiff::Timestamp::now())).unwrap();
    assert_eq!(
        ask(&server, Some(&key), search).0,
        401,
        "a revoked key counts no more at once"
    );
}

#[test]
fn a_wrong_key_is_told_how_to_come() {
    let (server, _key, _folder) = keyed(|_| ());
    let answer = server.ask("GET", "/v1/price-lists", &[("authorization", "Bearer x")], None);
    assert_eq!(
        (answer.status(), answer.header("www-authenticate").as_str()),
        (401, "Bearer")
    );
    let answer = server.ask("GET", "/v1/clinics", &[("authorization", "Basic eDp5")], None);
    assert_eq!(answer.status(), 200, "what a proxy asks for is its own");
}

#[test]
fn quotes_name_who_holds_the_key() {
    let (server, key, _folder) = keyed(|_| ());
    let (_, made) = ask(&server, Some(&key), &for_staff()[0]);
    assert_eq!(
        (&made["created_by"], &made["history"][0]["by"]),
        (&json!("Front desk 1"), &json!("Front desk 1"))
    );
}

#[test]
fn visitors_save_quotes_where_the_clinic_lets_them_and_see_no_other() {
    let (server, key, _folder) = public_clinic(|app| app);
    let save = |body: Value| ask(&server, None, &("POST", "/v1/quotes".to_owned(), body));
    let (status, refused) = save(for_somebody());
    assert_eq!(
        (status, &refused["errors"][0]["pointer"]),
        (403, &json!("/note")),
        "notes are the staff's"
    );
    let mut body = for_somebody();
    body.as_object_mut().unwrap().remove("note");
    let (status, made) = save(body);
    assert_eq!((status, &made["created_by"]), (201, &json!("website")), "{made}");
    let path = format!("/v1/quotes/{}", reference(&made));
    assert_eq!(ask(&server, None, &("GET", path.clone(), Value::Null)).0, 403);
    assert_eq!(ask(&server, Some(&key), &("GET", path, Value::Null)).1, made);
}

#[test]
fn on_this_machine_without_a_key_everybody_is_staff() {
    let desk = Desk::open();
    for request in &for_staff() {
        let (status, answer) = ask(&desk.server, None, request);
        assert!(
            status < 300 || answer["code"] == "quote_not_found",
            "{request:?}: {answer}"
        );
    }
}
