//! The sentences that a receptionist reads: a table of requests, in each language.

use mesoquote::estimate::{Includes, Item, Request, estimate, spoken};
use mesoquote::price_list::{PriceList, Who};

use crate::lists;

/// The list, what is asked for (treatment, area, sessions), the chosen extras, the promo code.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static [&'static str],
    Option<&'static str>,
);

const CASES: &[Case] = &[
    ("clinic", &[("meso-fat", "abdomen", "1")], &[], None),
    ("clinic", &[("meso-fat", "abdomen", "10")], &[], None),
    ("clinic", &[("meso-fat", "abdomen", "10+")], &[], None),
    ("clinic", &[("meso-skin", "face", "")], &[], None),
    ("clinic", &[("meso-skin", "face", "2")], &["numbing"], Some("SPRING")),
    ("clinic", &[("lipolysis", "chin", "3")], &[], None),
    ("clinic", &[("meso-fat", "arms", "9")], &[], None),
    (
        "clinic",
        &[
            ("meso-fat", "abdomen", "10"),
            ("meso-fat", "thighs", "10"),
            ("meso-skin", "face", "3"),
        ],
        &[],
        None,
    ),
    (
        "clinic",
        &[("meso-fat", "abdomen", "8"), ("meso-fat", "arms", "9")],
        &["numbing"],
        None,
    ),
    (
        "clinic",
        &[("liposuction", "abdomen", "1"), ("liposuction", "thighs", "1")],
        &[],
        None,
    ),
    ("clinic", &[("medical", "face", "2")], &[], None),
    ("kuwait", &[("fat", "thighs", "12")], &[], None),
    ("kuwait", &[("skin", "arms", "8")], &[], Some("WELCOME")),
    ("kuwait", &[("fat", "abdomen", "")], &[], None),
    ("sample", &[("mesotherapy-fat-reduction", "abdomen", "10+")], &[], None),
    (
        "sample",
        &[("mesotherapy-fat-reduction", "abdomen", "9")],
        &["numbing-cream"],
        None,
    ),
    ("sample", &[("mesotherapy-skin-rejuvenation", "face", "3-6")], &[], None),
    ("sample", &[("injection-lipolysis", "double-chin", "2")], &[], None),
    ("sample", &[("liposuction", "abdomen", "1")], &[], None),
];

#[test]
fn every_request_is_told_in_sentences_that_can_be_read_aloud() {
    for tag in ["en", "ar"] {
        let told: Vec<String> = CASES.iter().filter_map(|case| told(case, tag)).collect();
        insta::assert_snapshot!(format!("spoken_{tag}"), told.join("\n\n"));
    }
}

fn told(case: &Case, tag: &str) -> Option<String> {
    let (name, items, extras, promo_code) = case;
    let list = list(name);
    let language = list.clinic().language(tag)?;
    let request = request(items, extras, *promo_code);
    let estimate = estimate(&list, &request, "2026-11-23".parse().unwrap()).unwrap();
    Some(format!(
        "# {name} {items:?} {extras:?} {promo_code:?}\n{}",
        spoken(&list, &estimate, language)
    ))
}

fn list(name: &str) -> PriceList {
    match name {
        "sample" => lists::read("pricing"),
        worked => lists::read(&format!("tests/cases/worked/{worked}")),
    }
}

fn request(items: &[(&str, &str, &str)], extras: &[&str], promo_code: Option<&str>) -> Request {
    let item = |(treatment, area, sessions): &(&str, &str, &str)| Item {
        treatment: (*treatment).into(),
        area: (*area).into(),
        sessions: match *sessions {
            "" => mesoquote::estimate::ItemSessions::Typical,
            sessions => sessions.into(),
        },
    };
    Request {
        items: items.iter().map(item).collect(),
        extras: extras.iter().map(|e| (*e).into()).collect(),
        promo_code: promo_code.map(Into::into),
        who: Who::Staff,
        include: Includes::EVERYTHING,
    }
}
