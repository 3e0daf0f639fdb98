//! What one estimate costs in process, on the sample price list.
//!
//! `cargo bench --bench estimate`. `nothing_included` and `everything_included` have targets, the others say where the
//! time goes. See `benches/README.md`.

#![expect(clippy::expect_used, reason = "a bench that can not run stops")]

use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use mesoquote::estimate::{Estimate, Includes, Item, ItemSessions, Request, estimate, spoken};
use mesoquote::files;
use mesoquote::http::wire::Asked;
use mesoquote::http::{Caller, Clinic, Clinics, Priced};
use mesoquote::price_list::{PriceList, Who};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A day without a seasonal offer.
const ON: Date = date(2026, 11, 23);

/// The request of `wire`, as a client sends it.
const BODY: &str =
    r#"{"items":[{"treatment":"mesotherapy-fat-reduction","area":"abdomen","sessions":10}],"on":"2026-11-23"}"#;

fn main() {
    divan::main();
}

fn sample() -> PriceList {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing");
    files::load(&folder).expect("the sample list is valid").list
}

fn item(treatment: &str, area: &str, sessions: &str) -> Item {
    Item {
        treatment: treatment.to_owned(),
        area: area.to_owned(),
        sessions: ItemSessions::from(sessions),
    }
}

fn request(sessions: &str, include: Includes) -> Request {
    Request {
        items: vec![item("mesotherapy-fat-reduction", "abdomen", sessions)],
        extras: Vec::new(),
        promo_code: None,
        who: Who::Anyone,
        include,
    }
}

fn included(everything: bool) -> Includes {
    if everything {
        Includes::EVERYTHING
    } else {
        Includes::NOTHING
    }
}

fn priced(list: &PriceList, request: &Request, on: Date) -> Estimate {
    estimate(list, request, on).expect("the sample list prices it")
}

fn measure(bencher: Bencher<'_, '_>, request: &Request, on: Date) {
    let list = sample();
    priced(&list, request, on);
    bencher.bench_local(|| estimate(black_box(&list), black_box(request), black_box(on)));
}

/// At most 2 µs. The better offer of a definite count is always looked for: 10 longer counts, 11, none.
#[divan::bench(args = ["10", "9", "20", "10+"])]
fn nothing_included(bencher: Bencher<'_, '_>, sessions: &str) {
    measure(bencher, &request(sessions, Includes::NOTHING), ON);
}

/// At most 60 µs: ladder, comparison with liposuction, schedule, facts, plans.
#[divan::bench(args = ["10", "9", "20", "10+"])]
fn everything_included(bencher: Bencher<'_, '_>, sessions: &str) {
    measure(bencher, &request(sessions, Includes::EVERYTHING), ON);
}

/// In season, with the code and a chosen extra: discounts are worked out at every count that is looked at.
#[divan::bench(args = [false, true])]
fn promo_code_and_extra(bencher: Bencher<'_, '_>, everything: bool) {
    let mut request = request("10", included(everything));
    request.promo_code = Some("spring".to_owned());
    request.extras = vec!["numbing-cream".to_owned()];
    measure(bencher, &request, date(2027, 3, 20));
}

/// A treatment that is sold in packages too: the cheapest way to buy is searched for.
#[divan::bench(args = ["10", "19", "10-15"])]
fn course_with_packages(bencher: Bencher<'_, '_>, sessions: &str) {
    let mut request = request(sessions, Includes::NOTHING);
    request.items = vec![item("mesotherapy-cellulite", "thighs-buttocks", sessions)];
    measure(bencher, &request, ON);
}

/// Five fat areas together: the discount on a further area counts for four of them.
#[divan::bench(args = [false, true])]
fn five_areas(bencher: Bencher<'_, '_>, everything: bool) {
    let mut request = request("10+", included(everything));
    let areas = ["abdomen", "thighs", "hips", "upper-arms", "double-chin"];
    request.items = areas.map(|area| item("mesotherapy-fat-reduction", area, "10+")).into();
    measure(bencher, &request, ON);
}

/// The sentences that are read to the caller, in each language, of an estimate that is there.
#[divan::bench(args = ["en", "ar"])]
fn sentences(bencher: Bencher<'_, '_>, language: &str) {
    let list = sample();
    let language = list.clinic().language(language).expect("a language of the sample list");
    let estimate = priced(&list, &request("10", Includes::NOTHING), ON);
    bencher.bench_local(|| spoken(black_box(&list), black_box(&estimate), language));
}

/// From the bytes of a request to the bytes of the answer, as for each line of `batch`.
#[divan::bench(args = [false, true])]
fn wire(bencher: Bencher<'_, '_>, everything: bool) {
    let clinics = Clinics::new(vec![Arc::new(Clinic::new(sample()))]);
    let caller = Caller {
        who: Who::Staff,
        now: Timestamp::UNIX_EPOCH,
        languages: None,
    };
    let include = r#","include":["ladder","comparison","schedule","facts","plans"]}"#;
    let body = if everything {
        BODY.replace("\"}", &format!("\"{include}"))
    } else {
        BODY.to_owned()
    };
    let answer = || {
        let asked = Asked::from_json(black_box(body.as_bytes())).ok()?;
        Priced::new(&clinics, asked, caller).ok()?.to_json().ok()
    };
    answer().expect("the sample list prices it");
    bencher.bench_local(answer);
}
