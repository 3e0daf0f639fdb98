//! What every route answers when it is asked rightly.

use serde_json::{Value, json};

use super::{Answer, Running, app, one_clinic};
use crate::binary::repository;

const BELLY: &str = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=10%2B";

#[test]
fn clinics_are_listed() {
    let server = Running::start(app(&repository("tests/cases/worked")));
    let clinics = server.get("/v1/clinics").json();
    let first = json!({ "clinic": "clinic", "name": "Case clinic", "languages": ["en", "ar"], "currency": "AED" });
    assert_eq!(clinics["clinics"][0], first);
    assert_eq!(clinics["clinics"][1]["currency"], "KWD");
}

#[test]
fn an_estimate_is_shaped_as_agreed() {
    let answer = one_clinic().estimate(&json!({
        "items": [
            { "treatment": "meso-fat", "area": "abdomen", "sessions": "10+" },
            { "treatment": "medical", "area": "face", "sessions": 3.0 },
        ],
        "extras": ["numbing"], "promo_code": " spring ", "on": "2026-04-01", "start": "2026-12-01", "language": "en",
        "include": ["ladder", "comparison", "schedule", "facts", "plans"],
    }));
    assert_eq!(answer.status(), 200, "{}", answer.text());
    let mut shape = answer.json();
    for item in shape["items"].as_array_mut().unwrap() {
        item["ladder"].as_array_mut().unwrap().truncate(2);
        item["schedule"]["visits"].as_array_mut().unwrap().truncate(2);
    }
    assert!(!shape["spoken"].as_str().unwrap().is_empty());
    shape["spoken"] = "its words are tested where they are made".into();
    insta::assert_json_snapshot!(shape);
}

#[test]
fn what_is_not_asked_for_is_left_out_and_what_is_not_there_is_null() {
    let answer = one_clinic()
        .estimate(&json!({ "items": [{ "treatment": "meso-skin", "area": "face" }] }))
        .json();
    for left_out in ["comparison", "plans", "understood"] {
        assert!(answer.get(left_out).is_none(), "{left_out}");
    }
    for left_out in ["ladder", "schedule"] {
        assert!(answer["items"][0].get(left_out).is_none(), "{left_out}");
    }
    assert_eq!(answer["items"][0].get("better_offer"), Some(&Value::Null));
    assert_eq!(answer["low"].get("promo_code"), Some(&Value::Null));
    assert!(!answer["spoken"].as_str().unwrap().is_empty());
    let request =
        json!({ "items": [{ "treatment": "meso-skin", "area": "face", "sessions": 3 }], "include": ["comparison"] });
    let answer = one_clinic().estimate(&request).json();
    assert_eq!(answer.get("comparison"), Some(&Value::Null));
    assert_eq!(answer.get("high"), Some(&Value::Null));
}

#[test]
fn a_range_of_sessions_is_open_ended_where_it_was_asked_for_so() {
    let server = one_clinic();
    for (sessions, expected) in [
        (json!("10+"), json!({ "from": 10, "to": 20, "open_ended": true })),
        (json!("10-20"), json!({ "from": 10, "to": 20, "open_ended": false })),
        (json!("20+"), json!({ "from": 20, "to": 20, "open_ended": false })),
        (json!(null), json!({ "from": 10, "to": 20, "open_ended": true })),
        (json!(10), json!({ "from": 10, "to": 10, "open_ended": false })),
        (json!(1e1), json!({ "from": 10, "to": 10, "open_ended": false })),
    ] {
        let request = json!({ "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": sessions }] });
        assert_eq!(
            server.estimate(&request).json()["items"][0]["sessions"],
            expected,
            "{sessions}"
        );
    }
}

#[test]
fn a_text_is_priced_and_shown_back_as_understood() {
    let server = one_clinic();
    let answer = server.estimate(&json!({ "text": "fat bely 10 numbing" })).json();
    assert_eq!(answer["items"][0]["area"], "abdomen", "{answer}");
    assert_eq!(
        answer["understood"]["corrections"],
        json!([{ "written": "bely", "read_as": "belly" }])
    );
    let again = server.estimate(&json!({ "text": answer["understood"]["text"] })).json();
    assert_eq!(again["low"], answer["low"]);
}

#[test]
fn a_query_answers_as_the_same_request_does() {
    let server = one_clinic();
    let query = format!("{BELLY}&extras=numbing&include=ladder,schedule&include=plans&start=2026-12-01&language=ar");
    let request = json!({
        "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": "10+" }], "extras": ["numbing"],
        "include": ["ladder", "schedule", "plans"], "start": "2026-12-01", "language": "ar",
    });
    assert_eq!(server.get(&query).json(), server.estimate(&request).json());
}

#[test]
fn an_answer_that_the_caller_has_is_not_sent_again() {
    let server = one_clinic();
    for path in [BELLY, "/v1/catalog"] {
        let first = server.get(path);
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        assert!(first.header("vary").contains("accept-language"), "{path}");
        for held in [
            tag.clone(),
            format!("\"x\", {tag}"),
            "*".to_owned(),
            tag.replace("W/", ""),
        ] {
            let again = server.ask("GET", path, &[("if-none-match", &held)], None);
            assert_eq!((again.status(), again.body.len()), (304, 0), "{path}: {held}");
            assert_eq!(again.header("etag"), tag, "{path}");
        }
        for other in [
            "W/\"x\"",
            &format!("W/{tag}"),
            &tag.replace('"', ""),
            &tag.replace("W/", "w/"),
        ] {
            let other = server.ask("GET", path, &[("if-none-match", other)], None);
            assert_eq!((other.status(), &other.body), (200, &first.body), "{path}");
        }
    }
}

#[test]
fn a_tag_changes_with_whatever_the_answer_depends_on() {
    let server = one_clinic();
    let tag = |path: &str, headers: &[(&str, &str)]| server.ask("GET", path, headers, None).header("etag");
    let usual = tag(BELLY, &[]);
    assert_eq!(tag(&format!("{BELLY}&on=2026-11-24"), &[]).len(), usual.len());
    for other in [
        tag(&format!("{BELLY}&on=2026-11-24"), &[]),
        tag(&format!("{BELLY}&include=ladder"), &[]),
        tag(BELLY, &[("accept-language", "ar")]),
        tag(BELLY, &[("x-forwarded-for", "192.0.2.7")]),
        tag(BELLY, &[("x-forwarded-for", "192.0.2.7"), ("accept-language", "ar")]),
    ] {
        assert_ne!(other, usual);
    }
}

#[test]
fn what_staff_sees_is_not_for_shared_caches() {
    let server = one_clinic();
    assert_eq!(server.get(BELLY).header("cache-control"), "private, no-cache");
    let visitor = server.ask("GET", BELLY, &[("x-forwarded-for", "192.0.2.7")], None);
    assert_eq!(visitor.header("cache-control"), "public, no-cache");
    let posted = server.estimate(&json!({ "text": "fat belly" }));
    assert_eq!(posted.header("cache-control"), "no-store");
}

#[test]
fn the_language_is_the_one_asked_for_else_the_one_preferred_else_the_first() {
    let server = one_clinic();
    for (named, preferred, language) in [
        ("", "", "en"),
        ("", "ar", "ar"),
        ("", "fr, ar-AE;q=0.8, en;q=0.5", "ar"),
        ("", "ar;q=0.1, en-GB", "en"),
        ("", "ar;q=0, *", "en"),
        ("", "fr;q=x,,;", "en"),
        ("&language=ar", "en", "ar"),
        ("&language=AR-ae", "en", "ar"),
    ] {
        let headers = [("accept-language", preferred)];
        let headers = if preferred.is_empty() { &[][..] } else { &headers };
        let answer = server.ask("GET", &format!("{BELLY}{named}"), headers, None);
        assert_eq!(answer.json()["language"], language, "{named} {preferred}");
        assert_eq!(answer.header("content-language"), language, "{named} {preferred}");
    }
    let arabic = server.get(&format!("{BELLY}&language=ar")).json();
    assert_eq!(arabic["items"][0]["area_name"], "البطن");
}

#[test]
fn the_catalog_names_what_can_be_asked_for() {
    let catalog = one_clinic().get("/v1/catalog").json();
    assert_eq!(
        (&catalog["clinic"], &catalog["on"]),
        (&json!("clinic"), &json!("2026-11-23"))
    );
    let treatments = catalog["treatments"].as_array().unwrap();
    let fat = treatments.iter().find(|row| row["treatment"] == "meso-fat").unwrap();
    assert_eq!(fat["typical_sessions"], json!({ "from": 10, "to": null }));
    assert_eq!(fat["areas"][0]["area"], "abdomen");
    assert_eq!(fat["areas"][0]["extras"], json!(["numbing"]));
    let packages = treatments.iter().find(|row| row["treatment"] == "iv-course").unwrap();
    assert_eq!(packages["areas"][0]["sessions"], json!([4, 6, 8, 10, 12]));
    let chin = treatments.iter().find(|row| row["treatment"] == "liposuction").unwrap();
    let on_request = chin["areas"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["area"] == "chin")
        .unwrap();
    assert_eq!(on_request["sessions"], json!([]));
    let extras: Vec<&str> = catalog["extras"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["extra"].as_str().unwrap())
        .collect();
    assert_eq!(extras, ["numbing"]);
}

#[test]
fn everything_in_the_catalog_can_be_priced() {
    let server = one_clinic();
    for treatment in server.get("/v1/catalog").json()["treatments"].as_array().unwrap() {
        for offer in treatment["areas"].as_array().unwrap() {
            for sessions in offer["sessions"].as_array().unwrap() {
                let item = json!({ "treatment": treatment["treatment"], "area": offer["area"], "sessions": sessions });
                let answer = server.estimate(&json!({ "items": [item], "extras": offer["extras"] }));
                assert_eq!(answer.status(), 200, "{}", answer.text());
            }
        }
    }
}

#[test]
fn today_is_told_by_the_clinics_zone() {
    // One second before midnight in Dubai, which is four hours ahead.
    let folder = repository("tests/cases/worked/clinic");
    for (now, today) in [
        ("2026-11-23T19:59:59Z", "2026-11-23"),
        ("2026-11-23T20:00:00Z", "2026-11-24"),
    ] {
        let clock = std::sync::Arc::new(move || now.parse().unwrap());
        let server = Running::start(app(&folder).with_clock(clock));
        assert_eq!(server.get(BELLY).json()["on"], today);
        let visitor = server.ask("GET", &format!("{BELLY}&on={today}"), &[("via", "1.1 proxy")], None);
        assert_eq!(visitor.status(), 200, "a visitor may name today");
    }
}

#[test]
fn staff_alone_is_offered_discounts_for_staff() {
    let folder = tempfile::tempdir().unwrap();
    super::reload::copy_list(folder.path());
    let discounts = "discount,name.en,step,kind,value,who\nfamily,family,1,percent,50,staff\n";
    std::fs::write(folder.path().join("discounts.csv"), discounts).unwrap();
    let server = Running::start(app(folder.path()));
    let discount = |headers: &[(&str, &str)]| {
        let answer = server.ask("GET", BELLY, headers, None).json();
        answer["low"]["discount"].as_str().unwrap().to_owned()
    };
    assert_eq!(discount(&[]), "-6000.00");
    assert_eq!(discount(&[("x-real-ip", "192.0.2.7")]), "0.00");
}

#[test]
fn answers_are_compressed_for_who_asks() {
    let server = one_clinic();
    let compressed = server.ask("GET", "/v1/catalog", &[("accept-encoding", "gzip")], None);
    assert_eq!(compressed.header("content-encoding"), "gzip");
    assert!(compressed.header("vary").contains("accept-encoding"));
    assert_eq!(compressed.body[..2], [0x1f, 0x8b]);
    assert_eq!(server.get("/v1/catalog").header("content-encoding"), "");
}

#[test]
fn heads_are_answered_without_bodies() {
    let server = one_clinic();
    for path in [BELLY, "/v1/catalog", "/v1/clinics", "/healthz", "/openapi.yaml"] {
        let answer = server.ask("HEAD", path, &[], None);
        assert_eq!((answer.status(), answer.body.len()), (200, 0), "{path}");
        assert!(!answer.header("content-type").is_empty(), "{path}");
    }
}

#[test]
fn every_answer_has_the_headers_that_keep_it_safe() {
    let server = one_clinic();
    for path in [
        BELLY,
        "/v1/clinics",
        "/docs/",
        "/openapi.yaml",
        "/nope",
        "/docs/problems",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
}

#[test]
fn the_documentation_is_served_by_ourselves_alone() {
    let server = one_clinic();
    let moved = server.get("/docs");
    assert_eq!((moved.status(), moved.header("location").as_str()), (308, "/docs/"));
    let page = server.get("/docs/");
    assert_eq!(page.header("content-type"), "text/html");
    let loaded = page
        .text()
        .split(['"', '\''])
        .filter(|word| [".js", ".css"].iter().any(|kind| word.ends_with(kind)));
    let loaded: Vec<&str> = loaded.collect();
    assert!(loaded.len() > 3, "{loaded:?}");
    for file in loaded {
        assert!(!file.contains("//"), "{file} is loaded from elsewhere");
        let file = server.get(&format!("/docs/{}", file.trim_start_matches("./")));
        assert_eq!(file.status(), 200);
    }
    let settings = server.get("/docs/swagger-initializer.js");
    assert!(settings.text().contains("/openapi.yaml"), "{}", settings.text());
    assert!(
        settings.text().contains("\"validatorUrl\": \"none\""),
        "{}",
        settings.text()
    );
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("http"),
        "{policy}"
    );
}

#[test]
fn every_type_of_problem_leads_to_its_explanation() {
    let server = one_clinic();
    let page = server.get("/docs/problems");
    for kind in mesoquote::http::wire::kinds::ALL {
        let anchor = kind.uri().replace("/docs/problems#", "id=\"") + "\"";
        assert!(page.text().contains(&anchor), "{anchor}");
    }
    assert!(!page.text().contains('`'), "backticks are shown as code");
    assert_eq!(
        page.text().matches("<code>").count(),
        page.text().matches("</code>").count()
    );
    assert!(page.header("content-security-policy").contains("style-src 'self';"));
    assert_eq!(
        server.get("/docs/problems.css").header("content-type"),
        "text/css; charset=utf-8"
    );
}

#[test]
fn the_address_alone_leads_to_the_documentation() {
    let answer = one_clinic().get("/");
    assert_eq!((answer.status(), answer.header("location").as_str()), (307, "/docs/"));
}

#[test]
fn the_server_says_what_is_in_force() {
    let server = one_clinic();
    let version = server.get(BELLY).json()["price_list"].clone();
    let list = server.get("/v1/price-lists").json()["price_lists"][0].clone();
    assert_eq!((&list["clinic"], &list["version"]), (&json!("clinic"), &version));
    assert_eq!((&list["problems"], &list["more_problems"]), (&json!([]), &json!(0)));
    let warnings = list["warnings"].as_array().unwrap();
    let cliff = warnings
        .iter()
        .find(|warning| warning["code"] == "longer_is_cheaper")
        .unwrap();
    assert_eq!((&cliff["file"], &cliff["line"]), (&json!("prices.csv"), &json!(14)));
    assert_eq!(cliff["excerpt"]["text"], "meso-fat,thighs,package,10,10400,,,");
    let ready = server.get("/readyz?exclude=database").json();
    assert_eq!(
        (&ready["status"], &ready["price_lists"][0]["version"]),
        (&json!("ready"), &version)
    );
    assert_eq!(server.get("/healthz").json()["status"], "alive");
}

#[test]
fn a_request_id_that_is_sane_is_kept() {
    let id = |answer: Answer| answer.header("x-request-id");
    let server = one_clinic();
    assert_eq!(
        id(server.ask("GET", "/healthz", &[("x-request-id", "call_7.2-a")], None)),
        "call_7.2-a"
    );
}
