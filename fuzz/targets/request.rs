//! Bodies of requests: JSON is told from what is none as another reader does; every error points into the body; what
//! has no error is priced, and its lines add up to its total.

#![no_main]

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;
use mesoquote::estimate::{Breakdown, estimate};
use mesoquote::files;
use mesoquote::http::wire::{Asked, Form, Problem, save_asked};
use mesoquote::price_list::PriceList;
use serde_json::Value;

const ON: Date = date(2026, 11, 23);

static SAMPLE: LazyLock<PriceList> = LazyLock::new(|| files::embedded().expect("the sample list").list);

fuzz_target!(|data: &[u8]| {
    let other = serde_json::from_slice::<Value>(data);
    match Asked::from_json(data) {
        Err(problem) => {
            assert_eq!(problem.code, "unreadable_json");
            assert!(!problem.detail.is_empty());
        }
        Ok(asked) => {
            let errors = asked.errors.into_vec();
            // The other reader gives up deeper down or later, never earlier.
            if let Ok(body) = &other {
                point_into(body, &errors);
            }
            if errors.is_empty() && asked.form == Form::Items {
                assert!(!asked.request.items.is_empty(), "nothing is priced");
                if let Ok(answer) = estimate(&SAMPLE, &asked.request, ON) {
                    adds_up(&answer.low);
                    answer.high.iter().for_each(adds_up);
                }
            }
        }
    }
    if let Err(problem) = save_asked(data) {
        explains(&problem);
    }
});

fn explains(problem: &Problem) {
    assert!((400..500).contains(&problem.status) && !problem.detail.is_empty());
    assert!(problem.code == "unreadable_json" || !problem.errors.is_empty());
}

/// Each place is there, or is a field that its object lacks. Where a name stands twice, which is an error of its own, the
/// other reader knows the last of the two alone, and cannot judge of places within.
fn point_into(body: &Value, errors: &[mesoquote::http::wire::FieldError]) {
    let doubled: Vec<_> = errors
        .iter()
        .filter(|error| error.code == "duplicate_field")
        .map(|error| &error.pointer)
        .collect();
    let is_within = |place: &str, of: &str| place.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
    for error in errors
        .iter()
        .filter(|error| !doubled.iter().any(|of| is_within(&error.pointer, of)))
    {
        assert!(!error.detail.is_empty());
        let parent = error.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let is_there = body.pointer(&error.pointer).is_some() || body.pointer(parent).is_some();
        assert!(is_there, "{} is no place of the body", error.pointer);
    }
}

fn adds_up(breakdown: &Breakdown) {
    let courses: i64 = breakdown.courses.iter().map(|line| line.amount.minor()).sum();
    let extras: i64 = breakdown.extras.iter().map(|line| line.amount.minor()).sum();
    let discounts: i64 = breakdown.discounts.iter().map(|line| line.amount.minor()).sum();
    assert_eq!(courses + extras + discounts, breakdown.total.minor(), "lines and total");
}
