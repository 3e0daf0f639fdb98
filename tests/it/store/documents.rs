//! Kept documents of every version are read by today's program, for ever.

use std::fs;

use mesoquote::store::{DOCUMENT, Quote, State};

use super::rig::{LAST_DAY, TODAY};
use crate::binary::repository;

fn golden(version: u32) -> String {
    fs::read_to_string(repository(&format!("tests/cases/quotes/document-{version}.json"))).unwrap()
}

#[test]
fn documents_of_every_version_are_read() {
    for version in 1..=DOCUMENT {
        let quote = Quote::from_json(&golden(version)).unwrap();
        assert_eq!(quote.reference.to_string(), "101-0K99", "{version}");
        assert_eq!(
            (quote.state, quote.agreed_total.as_deref()),
            (State::Accepted, Some("15000.00"))
        );
        assert_eq!(quote.valid_until, LAST_DAY);
        assert_eq!(quote.revises.unwrap().to_string(), "K7Q-4MXR");
        assert_eq!(quote.patient.name.as_deref(), Some("فاطمة"));
        assert_eq!(quote.history.len(), 2);
        assert!(
            quote
                .estimate
                .get()
                .contains(r#""total": { "from": "12000.00", "to": "24000.00" }"#)
        );
        assert_eq!(quote.as_of(0).state_on(TODAY), State::Open);
    }
}

#[test]
fn a_document_of_today_is_written_as_it_was_read() {
    let golden = golden(DOCUMENT);
    let written = Quote::from_json(&golden).unwrap().to_json().unwrap();
    assert_eq!(
        written,
        golden.trim_end(),
        "a document that is written otherwise needs a new version"
    );
}

#[test]
fn a_document_of_tomorrow_is_refused_with_its_version() {
    let newer = golden(DOCUMENT).replace("\"document\":1", "\"document\":2");
    let refused = Quote::from_json(&newer).unwrap_err();
    assert_eq!(refused, "document version 2, this program reads up to 1");
}

#[test]
fn nothing_personal_is_printed_for_debugging() {
    let quote = Quote::from_json(&golden(DOCUMENT)).unwrap();
    let printed = format!("{quote:?} {quote:#?} {:?}", quote.patient);
    for personal in ["فاطمة", "501234567", "example", "needles"] {
        assert!(
            golden(DOCUMENT).contains(personal) && !printed.contains(personal),
            "{printed}"
        );
    }
}
