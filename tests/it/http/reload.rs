//! Price lists that change while they are served.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use mesoquote::files;
use serde_json::{Value, json};

use super::{Running, app};
use crate::binary::repository;

/// Copies the list of the worked cases.
pub fn copy_list(to: &Path) {
    copy_folder(&repository("tests/cases/worked/clinic"), to);
}

/// Copies the files of a folder into another.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// Puts another price for one session on the abdomen into the list, all at once as an editor does.
pub fn reprice(list: &Path, price: &str) {
    let prices = fs::read_to_string(repository("tests/cases/worked/clinic/prices.csv")).unwrap();
    let row = "meso-fat,abdomen,session,1,1500";
    assert!(prices.contains(row));
    let changed = prices.replace(row, &format!("meso-fat,abdomen,session,1,{price}"));
    fs::write(list.join("prices.new"), changed).unwrap();
    fs::rename(list.join("prices.new"), list.join("prices.csv")).unwrap();
}

pub fn reload(server: &Running) -> super::Answer {
    server.ask("POST", "/v1/price-lists/reload", &[], None)
}

/// Version, total and the one line that makes it: they belong together.
fn told(answer: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    let line = &answer["low"]["lines"][0]["amount"];
    (text(&answer["price_list"]), text(&answer["total"]["from"]), text(line))
}

fn one_session() -> Value {
    json!({ "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": 1 }] })
}

#[test]
fn under_load_every_answer_is_of_one_version_and_none_fails() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let versions: BTreeSet<_> = [("1600", "1967.50", "1600.00"), ("1700", "2067.50", "1700.00")]
        .map(|(price, total, line)| {
            reprice(dir.path(), price);
            let version = files::load(dir.path()).unwrap().list.version().to_owned();
            (version, total.to_owned(), line.to_owned())
        })
        .into();
    let server = Running::start(app(dir.path()));
    let is_over = AtomicBool::new(false);
    let seen: BTreeSet<_> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..4).map(|_| scope.spawn(|| ask_until(&server, &is_over))).collect();
        for turn in 0..60 {
            let (price, status) = [("1600", 200), ("1,600", 422), ("1700", 200), ("free", 422)][turn % 4];
            reprice(dir.path(), price);
            assert_eq!(reload(&server).status(), status, "{price}");
        }
        is_over.store(true, Ordering::Relaxed);
        askers.into_iter().flat_map(|asker| asker.join().unwrap()).collect()
    });
    assert_eq!(seen, versions);
}

fn ask_until(server: &Running, is_over: &AtomicBool) -> BTreeSet<(String, String, String)> {
    let mut seen = BTreeSet::new();
    while !is_over.load(Ordering::Relaxed) {
        let answer = server.estimate(&one_session());
        assert_eq!(answer.status(), 200, "{}", answer.text());
        seen.insert(told(&answer.json()));
        let answer = server.get("/v1/estimates?treatment=meso-fat&area=abdomen&sessions=1");
        assert_eq!(answer.status(), 200, "{}", answer.text());
        seen.insert(told(&answer.json()));
    }
    seen
}

#[test]
fn a_bad_list_leaves_the_old_one_in_force_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let server = Running::start(app(dir.path()));
    let before = told(&server.estimate(&one_session()).json());
    reprice(dir.path(), "\"1,500\"");
    let refused = reload(&server);
    assert_eq!(
        (refused.status(), refused.json()["code"].as_str().unwrap()),
        (422, "price_list_refused")
    );
    assert_eq!(told(&server.estimate(&one_session()).json()), before);
    let state = server.get("/v1/price-lists").json()["price_lists"][0].clone();
    assert_eq!(state["version"], before.0);
    let problem = &state["problems"][0];
    assert_eq!(
        (&problem["file"], &problem["line"]),
        (&json!("prices.csv"), &json!(8)),
        "{state}"
    );
    for field in ["code", "message", "hint"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{problem}"
        );
    }
    let ready = server.get("/readyz?exclude=database");
    assert_eq!(ready.status(), 200);
    assert_eq!(ready.json()["status"], "ready_with_refused_files");
    assert_eq!(ready.json()["price_lists"][0]["problems"][0]["code"], problem["code"]);
    assert!(
        !ready.text().contains("message"),
        "what the file holds is for staff: {}",
        ready.text()
    );
    reprice(dir.path(), "1500");
    assert_eq!(reload(&server).status(), 200);
    assert_eq!(server.get("/readyz?exclude=database").json()["status"], "ready");
    assert_eq!(
        told(&server.estimate(&one_session()).json()),
        before,
        "the same bytes are the same version"
    );
}

#[test]
fn clinics_are_reloaded_added_and_missed_each_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(&dir.path().join("jumeirah"));
    copy_list(&dir.path().join("marina"));
    let server = Running::start(app(dir.path()));
    let total = |clinic: &str| {
        let request = json!({ "clinic": clinic, "items": one_session()["items"] });
        server.estimate(&request).json()["total"]["from"].clone()
    };
    reprice(&dir.path().join("jumeirah"), "free");
    reprice(&dir.path().join("marina"), "1600");
    assert_eq!(reload(&server).status(), 422);
    assert_eq!(
        (total("jumeirah"), total("marina")),
        (json!("1867.50"), json!("1967.50"))
    );

    copy_list(&dir.path().join("deira"));
    fs::remove_dir_all(dir.path().join("marina")).unwrap();
    assert_eq!(reload(&server).status(), 422);
    assert_eq!((total("deira"), total("marina")), (json!("1867.50"), json!("1967.50")));
    let states = server.get("/v1/price-lists").json()["price_lists"].clone();
    let told: Vec<_> = states
        .as_array()
        .unwrap()
        .iter()
        .map(|state| (&state["clinic"], &state["problems"][0]["code"]))
        .collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], (&json!("deira"), &Value::Null));
    assert_eq!((told[2].0, told[2].1), (&json!("marina"), &json!("price_list_gone")));

    fs::create_dir(dir.path().join("new")).unwrap();
    fs::write(dir.path().join("new/clinic.toml"), "name = 1").unwrap();
    assert_eq!(reload(&server).status(), 422);
    let states = server.get("/v1/price-lists").json()["price_lists"].clone();
    assert_eq!(
        (&states[3]["clinic"], &states[3]["version"]),
        (&json!("new"), &Value::Null)
    );
    let unknown = server.estimate(&json!({ "clinic": "new", "text": "belly" })).json();
    assert_eq!(
        unknown["code"], "unknown_clinic",
        "a list that never was right is not served"
    );
}

#[test]
fn lists_that_are_all_gone_stay_in_force() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list");
    copy_list(&list);
    let server = Running::start(app(&list));
    fs::remove_dir_all(&list).unwrap();
    assert_eq!(reload(&server).status(), 422);
    assert_eq!(server.estimate(&one_session()).status(), 200);
    assert_eq!(
        server.get("/v1/price-lists").json()["price_lists"][0]["problems"][0]["code"],
        "unreadable"
    );
}
