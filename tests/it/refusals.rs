//! What a person and a program are told when a request is not priced: every reason, in each language.

use std::fmt::Write;

use mesoquote::estimate::{Includes, Item, ItemSessions, Request, estimate, refusal, suggestions};
use mesoquote::price_list::Who;

use crate::lists;

/// The list, treatment, area and sessions of the items, the extras, the day.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static [&'static str],
    &'static str,
);

const DAY: &str = "2026-11-23";

const CASES: &[Case] = &[
    ("clinic", &[], &[], DAY),
    ("clinic", &[("meso-fat", "arms", "1"); 21], &[], DAY),
    ("clinic", &[("mezo-fat", "belly", "3")], &[], DAY),
    ("clinic", &[("meso-fat", "elbow", "3")], &[], DAY),
    (
        "clinic",
        &[("meso-fat", "بطن", "21"), ("xyz", "face", "three")],
        &["massage", "numbin"],
        DAY,
    ),
    ("clinic", &[("meso-fat", "tights", "6-3")], &[], DAY),
    ("clinic", &[("meso-skin", "abdomen", "3")], &[], DAY),
    ("clinic", &[("meso-fat", "abdomen", "21+")], &[], DAY),
    ("clinic", &[("liposuction", "abdomen", "2")], &[], DAY),
    ("clinic", &[("iv-course", "face", "5")], &[], DAY),
    ("clinic", &[("iv-course", "face", "1-3")], &[], DAY),
    ("clinic", &[("liposuction", "chin", "1")], &[], DAY),
    (
        "clinic",
        &[("meso-fat", "arms", "5"), ("meso-fat", "arms", "5")],
        &[],
        DAY,
    ),
    ("clinic", &[("meso-fat", "arms", "5")], &["anaesthesi"], DAY),
    ("kuwait", &[("cellulite", "arms", "4")], &[], DAY),
    ("kuwait", &[("cellulite", "abdomen", "2")], &["photo"], DAY),
    ("kuwait", &[("skin", "thighs", "3")], &[], "2026-12-31"),
    ("kuwait", &[("fat", "abdomen", "1")], &[], "2028-01-01"),
    ("sample", &[("mesotherapy", "stomac", "3")], &[], DAY),
    ("sample", &[("liposuction", "face", "1")], &[], DAY),
];

#[test]
fn every_refusal_names_the_place_and_the_way_out() {
    for tag in ["en", "ar"] {
        let told: Vec<String> = CASES.iter().filter_map(|case| told(case, tag)).collect();
        insta::assert_snapshot!(format!("refusals_{tag}"), told.join("\n"));
    }
}

#[test]
fn every_reason_is_among_the_cases() {
    let snapshot = include_str!("snapshots/it__refusals__refusals_ar.snap");
    for code in [
        "item_count",
        "unknown_treatment",
        "unknown_area",
        "not_offered",
        "no_price_on_date",
        "invalid_sessions",
        "sessions_out_of_range",
        "price_on_request",
        "sessions_not_sold",
        "duplicate_item",
        "unknown_extra",
        "extra_not_offered",
        "no_tax_rate",
    ] {
        assert!(snapshot.contains(code), "{code}");
    }
}

#[test]
fn a_long_text_is_not_said_back_whole() {
    let list = lists::read("tests/cases/worked/clinic");
    let refused = estimate(
        &list,
        &request(&[("meso-fat", &"x".repeat(100_000), "1")], &[]),
        DAY.parse().unwrap(),
    );
    let refused = &refused.unwrap_err()[0];
    assert!(refusal(&list, refused, list.clinic().language("en").unwrap()).len() < 300);
    assert!(suggestions(&list, refused).did_you_mean.is_empty());
}

fn told(case: &Case, tag: &str) -> Option<String> {
    let (name, items, extras, on) = case;
    let list = match *name {
        "sample" => lists::read("pricing"),
        worked => lists::read(&format!("tests/cases/worked/{worked}")),
    };
    let language = list.clinic().language(tag)?;
    let refused = estimate(&list, &request(items, extras), on.parse().unwrap()).unwrap_err();
    let mut out = format!("# {name} {:?} {extras:?} {on}\n", &items[..items.len().min(2)]);
    for one in &refused {
        let ways = suggestions(&list, one);
        let told = refusal(&list, one, language);
        writeln!(out, "{:?} {}: {told}", one.place, one.reason.code()).unwrap();
        if ways != mesoquote::estimate::Suggestions::default() {
            writeln!(out, "    {:?} {:?}", ways.did_you_mean, ways.allowed).unwrap();
        }
    }
    Some(out)
}

fn request(items: &[(&str, &str, &str)], extras: &[&str]) -> Request {
    let item = |(treatment, area, sessions): &(&str, &str, &str)| Item {
        treatment: (*treatment).into(),
        area: (*area).into(),
        sessions: ItemSessions::from(*sessions),
    };
    Request {
        items: items.iter().map(item).collect(),
        extras: extras.iter().map(|e| (*e).into()).collect(),
        promo_code: None,
        who: Who::Staff,
        include: Includes::NOTHING,
    }
}
