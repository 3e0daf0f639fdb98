//! What caches between us and a caller may keep: they always ask before they tell it, and so never tell an old price.

use std::sync::{Arc, Mutex};

use super::reload::{copy_list, reload, reprice};
use super::{Answer, Running, app};

const ONE: &str = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=1";
const CATALOG: &str = "/v1/catalog";
/// A stranger's request, as it comes through a cache.
const VISITOR: (&str, &str) = ("x-forwarded-for", "192.0.2.7");

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
    // The last second of the 23rd in Dubai, then the first of the 24th: for neither does the day in UTC change.
    let now = Arc::new(Mutex::new("2026-11-23T19:59:59Z"));
    let clock = Arc::clone(&now);
    let app = app(dir.path()).with_clock(Arc::new(move || clock.lock().unwrap().parse().unwrap()));
    let server = Running::start(app);
    let cache = Cache::of(&server);
    for path in [ONE, CATALOG] {
        *now.lock().unwrap() = "2026-11-23T19:59:59Z";
        assert!(cache.get(path, "en").body.contains("2026-11-23"), "{path}");
        assert!(cache.get(path, "en").was_kept, "{path}");
        *now.lock().unwrap() = "2026-11-23T20:00:00Z";
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
