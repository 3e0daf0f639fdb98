//! What caches between us and a caller may keep: they always ask before they tell it, and so never tell an old price.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::reload::{copy_list, reload, reprice};
use super::{Answer, Running, app};

const ONE: &str = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=1";
const CATALOG: &str = "/v1/catalog";
/// A stranger's request, as it comes through a cache.
const VISITOR: (&str, &str) = ("x-forwarded-for", "192.0.2.7");

/// The last second of the 23rd in Dubai, and the first of the 24th: for neither does the day in UTC change.
const BEFORE_MIDNIGHT: &str = "2026-11-23T19:59:59Z";
const MIDNIGHT: &str = "2026-11-23T20:00:00Z";

/// A server whose clock is set by hand, a second before midnight at first.
fn at_midnight(folder: &Path) -> (Running, Arc<Mutex<&'static str>>) {
    let now = Arc::new(Mutex::new(BEFORE_MIDNIGHT));
    let clock = Arc::clone(&now);
    let app = app(folder).with_clock(Arc::new(move || clock.lock().unwrap().parse().unwrap()));
    (Running::start(app), now)
}

/// A cache that others share, as RFC 9111 has it for answers with `no-cache`: it keeps one answer for each language, and
/// asks whether it still holds before it gives it on.
struct Cache<'s> {
    server: &'s Running,
    kept: Mutex<Vec<(String, String, Answer)>>,
}

/// What a caller gets through a cache.
#[derive(PartialEq, Eq, Debug)]
struct Got {
    body: String,
    was_kept: bool,
}

impl<'s> Cache<'s> {
    fn of(server: &'s Running) -> Self {
        let kept = Mutex::default();
        Self { server, kept }
    }

    fn get(&self, path: &str, language: &str) -> Got {
        let mut kept = self.kept.lock().unwrap();
        let at = kept
            .iter()
            .position(|(p, l, _)| (p.as_str(), l.as_str()) == (path, language));
        let tag = at.map(|at| kept[at].2.header("etag")).unwrap_or_default();
        let headers = [VISITOR, ("accept-language", language), ("if-none-match", &tag)];
        let answer = self
            .server
            .ask("GET", path, &headers[..if at.is_some() { 3 } else { 2 }], None);
        let control = answer.header("cache-control");
        assert!(control.contains("public") && control.contains("no-cache"), "{control}");
        assert!(answer.header("vary").contains("accept-language"), "{path}");
        if answer.status() == 304 {
            let body = kept[at.unwrap()].2.text().to_owned();
            return Got { body, was_kept: true };
        }
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let body = answer.text().to_owned();
        kept.retain(|(p, l, _)| (p.as_str(), l.as_str()) != (path, language));
        kept.push((path.to_owned(), language.to_owned(), answer));
        Got { body, was_kept: false }
    }
}

#[test]
fn a_cache_never_tells_an_old_price_after_a_change() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let server = Running::start(app(dir.path()));
    let cache = Cache::of(&server);
    for (price, total) in [("1600", "1967.50"), ("1700", "2067.50"), ("1600", "1967.50")] {
        reprice(dir.path(), price);
        assert_eq!(reload(&server).status(), 200);
        for path in [ONE, CATALOG] {
            assert!(!cache.get(path, "en").was_kept, "{path} at {price}");
            assert!(cache.get(path, "en").was_kept, "{path} at {price}");
        }
        assert!(cache.get(ONE, "en").body.contains(total), "{price}");
    }
    reprice(dir.path(), "free");
    assert_eq!(reload(&server).status(), 422);
    assert!(cache.get(ONE, "en").was_kept, "a refused list changes nothing");
}

#[test]
fn a_cache_asks_anew_when_the_clinics_day_ends() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let (server, now) = at_midnight(dir.path());
    let cache = Cache::of(&server);
    for path in [ONE, CATALOG] {
        *now.lock().unwrap() = BEFORE_MIDNIGHT;
        assert!(cache.get(path, "en").body.contains("2026-11-23"), "{path}");
        assert!(cache.get(path, "en").was_kept, "{path}");
        *now.lock().unwrap() = MIDNIGHT;
        let next = cache.get(path, "en");
        assert!(
            !next.was_kept && next.body.contains("\"on\":\"2026-11-24\""),
            "{}",
            next.body
        );
        assert!(cache.get(path, "en").was_kept, "{path}");
    }
}

#[test]
fn a_cache_keeps_languages_apart_and_nothing_of_the_staffs() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let server = Running::start(app(dir.path()));
    let cache = Cache::of(&server);
    for path in [ONE, CATALOG] {
        let (english, arabic) = (cache.get(path, "en").body, cache.get(path, "ar").body);
        assert_ne!(english, arabic, "{path}");
        assert_eq!(cache.get(path, "en").body, english, "{path}");
        assert!(cache.get(path, "ar").was_kept, "{path}");
    }
    // What a visitor was told is no answer to the staff, who is offered other discounts.
    let visitors = server.ask("GET", ONE, &[VISITOR], None).header("etag");
    let staff = server.ask("GET", ONE, &[("if-none-match", &visitors)], None);
    assert_eq!(staff.status(), 200);
    assert!(staff.header("cache-control").starts_with("private"));
}

#[test]
fn compressed_and_plain_answers_are_the_same_to_a_cache_that_asks() {
    let server = super::one_clinic();
    let plain = server.ask("GET", CATALOG, &[("accept-encoding", "identity")], None);
    let small = server.ask("GET", CATALOG, &[("accept-encoding", "gzip")], None);
    assert_eq!(small.header("content-encoding"), "gzip");
    for answer in [&plain, &small] {
        let vary = answer.header("vary").to_lowercase();
        assert!(
            vary.contains("accept-encoding") && vary.contains("accept-language"),
            "{vary}"
        );
        let held = [("if-none-match", answer.header("etag"))];
        let held = [(held[0].0, held[0].1.as_str()), ("accept-encoding", "gzip")];
        assert_eq!(server.ask("GET", CATALOG, &held, None).status(), 304);
    }
}

/// A posted estimate, which the server answers from what it answered before where it can.
fn posted(server: &Running, body: &str, headers: &[(&str, &str)]) -> Answer {
    let mut headers = headers.to_vec();
    headers.push(("content-type", "application/json"));
    server.ask("POST", "/v1/estimates", &headers, Some(body.as_bytes()))
}

const ASKED: &str = r#"{"items": [{"treatment": "meso-fat", "area": "abdomen", "sessions": 1}]}"#;

#[test]
fn what_is_asked_again_is_answered_from_the_prices_and_the_day_of_now() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let (server, now) = at_midnight(dir.path());
    for (price, total) in [("1600", "1967.50"), ("1700", "2067.50"), ("1600", "1967.50")] {
        reprice(dir.path(), price);
        assert_eq!(reload(&server).status(), 200);
        for (moment, day) in [
            (BEFORE_MIDNIGHT, "2026-11-23"),
            (MIDNIGHT, "2026-11-24"),
            (BEFORE_MIDNIGHT, "2026-11-23"),
        ] {
            *now.lock().unwrap() = moment;
            let answers = [(); 3].map(|()| posted(&server, ASKED, &[]));
            for answer in &answers {
                assert_eq!(answer.text(), answers[0].text());
            }
            let json = answers[0].json();
            assert_eq!((&json["total"]["to"], &json["on"]), (&total.into(), &day.into()));
        }
    }
}

#[test]
fn what_is_asked_again_by_somebody_else_is_another_question() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let discounts = "discount,name.en,step,kind,value,who\nfamily,family,1,percent,50,staff\n";
    std::fs::write(dir.path().join("discounts.csv"), discounts).unwrap();
    let server = Running::start(app(dir.path()));
    for _ in 0..2 {
        let total = |headers: &[_]| posted(&server, ASKED, headers).json()["total"]["to"].clone();
        assert_ne!(total(&[]), total(&[VISITOR]));
        let spoken = |language| posted(&server, ASKED, &[("accept-language", language)]).json()["spoken"].clone();
        assert_ne!(spoken("en"), spoken("ar"));
    }
}

#[test]
fn what_is_asked_again_is_counted_and_compressed_as_at_first() {
    let server = super::one_clinic();
    for _ in 0..3 {
        let small = posted(&server, ASKED, &[("accept-encoding", "br, gzip")]);
        assert_eq!(small.header("content-encoding"), "gzip");
        assert_eq!(small.body[..2], [0x1f, 0x8b]);
        let plain = posted(&server, ASKED, &[("accept-encoding", "gzip;q=0")]);
        assert_eq!(plain.header("content-encoding"), "");
        for answer in [&small, &plain] {
            let vary = answer.header("vary");
            assert!(
                vary.contains("accept-encoding") && vary.contains("accept-language"),
                "{vary}"
            );
        }
    }
    let metrics = server.get("/metrics");
    let counted = metrics
        .text()
        .lines()
        .find(|line| line.starts_with("mesoquote_estimates_total") && line.contains("treatment=\"meso-fat\""));
    assert!(counted.is_some_and(|line| line.ends_with(" 6")), "{counted:?}");
}
