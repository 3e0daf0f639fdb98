//! What holds for every price list and request.

use jiff::civil::{Date, date};
use mesoquote::estimate::{Breakdown, Estimate, Includes, Item, Refusal, Request, estimate};
use mesoquote::money::Money;
use mesoquote::price_list::{End, PriceList, Sessions, Unit};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::lists::load;
use crate::random_lists::{AREAS, MOST, PriceLine, RandomList, TREATMENTS, random_list, random_request};

const ON: Date = date(2026, 11, 23);

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn lines_add_up_to_the_total(random in random_list(), request in random_request()) {
        let list = load(&random.files);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        for breakdown in breakdowns(&answer) {
            adds_up(&list, breakdown)?;
        }
        prop_assert_eq!(answer.total.from, answer.low.total);
        prop_assert_eq!(answer.total.to, answer.high.as_ref().unwrap_or(&answer.low).total);
    }

    #[test]
    fn discounts_take_no_more_than_there_is_and_never_add(random in random_list(), request in random_request()) {
        let (list, plain) = (load(&random.files), load(&random.without("discounts.csv").files));
        let request = definite(&request);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        let full = estimate(&plain, &request, ON).unwrap();
        prop_assert!(answer.total.from <= full.total.from && answer.total.to <= full.total.to);
        for breakdown in breakdowns(&answer) {
            prop_assert!(breakdown.total.minor() >= 0);
            for course in &breakdown.courses {
                let of_course = breakdown.discounts.iter().filter(|line| line.item == course.item);
                let left = of_course.fold(course.amount, |left, line| left + line.amount);
                prop_assert!(left.minor() >= 0, "a course fell below zero");
            }
            prop_assert!(breakdown.discounts.iter().all(|line| line.amount.minor() < 0));
        }
    }

    #[test]
    fn a_promo_code_never_makes_a_quote_dearer(random in random_list(), request in random_request()) {
        let list = load(&random.files);
        let request = definite(&request);
        let without = Request { promo_code: None, ..request.clone() };
        let (Ok(with), Ok(without)) = (estimate(&list, &request, ON), estimate(&list, &without, ON)) else {
            return Ok(());
        };
        prop_assert!(with.total.from <= without.total.from && with.total.to <= without.total.to);
    }

    #[test]
    fn order_of_rows_and_columns_does_not_matter(
        random in random_list(),
        request in random_request(),
        seed in any::<u64>(),
    ) {
        let (list, shuffled) = (load(&random.files), load(&shuffle(&random, seed).files));
        let (here, there) = (estimate(&list, &request, ON), estimate(&shuffled, &request, ON));
        prop_assert_eq!(here.map(|a| figures(&a)).map_err(|e| codes(&e)), there.map(|a| figures(&a)).map_err(|e| codes(&e)));
    }

    #[test]
    fn the_total_of_a_range_holds_that_of_every_count_in_it(random in random_list(), request in random_request()) {
        let list = load(&random.files);
        let request = first_alone(&request);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        for sessions in answer.items[0].sessions_from..=answer.items[0].sessions_to {
            let Ok(one) = estimate(&list, &with_sessions(&request, 0, sessions), ON) else { continue };
            prop_assert!(answer.total.from <= one.total.from, "{} sessions cost less", sessions);
            prop_assert!(answer.total.to >= one.total.to, "{} sessions cost more", sessions);
        }
    }

    #[test]
    fn a_better_offer_saves_what_it_says(random in random_list(), request in random_request()) {
        let (list, low_end) = (load(&random.files), load(&at_low_end(&random.files)));
        let request = definite(&request);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        // A discount can make the high end of prices the cheaper one: what is saved is told of the low end.
        let low = |request: &Request| estimate(&low_end, request, ON).unwrap().total.from;
        for (at, item) in answer.items.iter().enumerate() {
            if let Some(offer) = item.better_offer {
                let taken = estimate(&list, &with_sessions(&request, at, offer.sessions), ON).unwrap();
                prop_assert!(offer.sessions > item.sessions_from);
                prop_assert!(taken.total.from <= answer.total.from && taken.total.to <= answer.total.to);
                let taken = low(&with_sessions(&request, at, offer.sessions));
                prop_assert_eq!(taken + offer.saves, low(&request));
            } else {
                let costs_more = |n| match estimate(&list, &with_sessions(&request, at, n), ON) {
                    Ok(other) => other.total.from > answer.total.from || other.total.to > answer.total.to
                        || low(&with_sessions(&request, at, n)) > low(&request),
                    Err(_) => true,
                };
                prop_assert!((item.sessions_from + 1..=MOST).all(costs_more), "an offer was missed");
            }
        }
    }

    #[test]
    fn the_ladder_at_a_count_is_the_estimate_at_that_count(random in random_list(), request in random_request()) {
        let list = load(&random.files);
        let request = first_alone(&request);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        let rungs = &answer.items[0].ladder;
        for sessions in 1..=MOST {
            let rung = rungs.iter().find(|rung| rung.sessions == sessions).map(|rung| rung.total);
            let one = estimate(&list, &with_sessions(&request, 0, sessions), ON).ok().map(|one| one.total);
            prop_assert_eq!(rung, one, "at {} sessions", sessions);
        }
    }

    #[test]
    fn payments_add_up_to_the_total(random in random_list(), request in random_request()) {
        let list = load(&random.files);
        let Ok(answer) = estimate(&list, &request, ON) else { return Ok(()) };
        prop_assert!(answer.high.is_none() || answer.plans.is_empty());
        for plan in &answer.plans {
            let paid = plan.payments.iter().fold(Money::zero(list.currency()), |sum, payment| sum + *payment);
            prop_assert_eq!(paid, answer.low.total);
            prop_assert_eq!(plan.payments.len(), usize::from(list.plan(plan.plan).payments));
            prop_assert!(plan.payments.iter().all(|payment| payment.minor() >= 0));
        }
    }

    #[test]
    fn an_indexed_look_up_equals_a_scan_of_every_way_to_buy(random in random_list()) {
        let list = load(&random.files);
        for (treatment, area) in TREATMENTS.iter().flat_map(|t| AREAS.map(|a| (*t, a))) {
            let ids = (list.find_treatment(treatment).unwrap(), list.find_area(area).unwrap());
            let rows: Vec<&PriceLine> =
                random.prices.iter().filter(|row| (row.treatment, row.area) == (treatment, area)).collect();
            prop_assert_eq!(list.prices().of(ids.0, ids.1).len(), rows.len());
            let Ok(courses) = list.courses(ids.0, ids.1, ON) else {
                prop_assert!(rows.is_empty());
                continue;
            };
            for sessions in 1..=MOST {
                for end in [End::Low, End::High] {
                    let found = courses.cost(sessions, end).map(Money::minor);
                    prop_assert_eq!(found, scan(&rows, sessions, end), "{} {} × {}", treatment, area, sessions);
                    let parts = courses.parts(sessions, end);
                    let bought: u32 = parts.iter().map(|part| match part.unit {
                        Unit::Package => u32::from(part.sessions) * u32::from(part.count),
                        Unit::Session => u32::from(part.count),
                    }).sum();
                    prop_assert_eq!(bought, found.map_or(0, |_| u32::from(sessions)));
                }
            }
        }
    }
}

/// The least that buys exactly `sessions`, by trying every multiset of packages.
fn scan(rows: &[&PriceLine], sessions: u8, end: End) -> Option<i64> {
    let price = |row: &PriceLine| i64::from(if end == End::Low { row.price } else { row.price_to });
    let rates = rows
        .iter()
        .filter(|row| row.unit == "session" && row.sessions <= sessions);
    let rate = rates.max_by_key(|row| row.sessions).map(|row| price(row));
    let packages: Vec<(u8, i64)> = rows
        .iter()
        .filter(|row| row.unit == "package")
        .map(|row| (row.sessions, price(row)))
        .collect();
    try_packages(&packages, sessions, rate)
}

fn try_packages(packages: &[(u8, i64)], left: u8, rate: Option<i64>) -> Option<i64> {
    let Some(((size, price), rest)) = packages.split_first() else {
        return if left == 0 {
            Some(0)
        } else {
            Some(rate? * i64::from(left))
        };
    };
    let times = 0..=left / size;
    times
        .filter_map(|n| Some(price * i64::from(n) + try_packages(rest, left - n * size, rate)?))
        .min()
}

/// A breakdown's sums, worked out again from its lines.
fn adds_up(list: &PriceList, breakdown: &Breakdown) -> Result<(), TestCaseError> {
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.sum::<i64>();
    let courses = sum(&mut breakdown.courses.iter().map(|line| line.amount.minor()));
    let extras = sum(&mut breakdown.extras.iter().map(|line| line.amount.minor()));
    let discounts = sum(&mut breakdown.discounts.iter().map(|line| line.amount.minor()));
    let tax = sum(&mut breakdown.tax.iter().map(|line| line.amount.minor()));
    let on_top = if list.clinic().prices_include_tax { 0 } else { tax };
    prop_assert_eq!(breakdown.subtotal.minor(), courses);
    prop_assert_eq!(breakdown.extras_total.minor(), extras);
    prop_assert_eq!(breakdown.discount_total.minor(), discounts);
    prop_assert_eq!(breakdown.total.minor(), courses + extras + discounts + on_top);
    let gross = sum(&mut breakdown.tax.iter().map(|line| line.gross.minor()));
    prop_assert_eq!(gross, breakdown.total.minor());
    for line in &breakdown.tax {
        prop_assert_eq!(line.net + line.amount, line.gross);
    }
    for course in &breakdown.courses {
        prop_assert_eq!(
            sum(&mut course.parts.iter().map(|part| part.amount.minor())),
            course.amount.minor()
        );
    }
    Ok(())
}

fn breakdowns(answer: &Estimate) -> impl Iterator<Item = &Breakdown> {
    std::iter::once(&answer.low).chain(&answer.high)
}

/// The request with its first item alone.
fn first_alone(request: &Request) -> Request {
    Request {
        items: request.items[..1].to_vec(),
        extras: Vec::new(),
        ..request.clone()
    }
}

/// The same list with all prices at their low end.
fn at_low_end(files: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let files = files
        .iter()
        .map(|(name, text)| (*name, without_column(text, "price_to")));
    files.collect()
}

/// A table without one of its columns, where it has it. No cell of a random list is quoted.
fn without_column(text: &str, name: &str) -> String {
    let header = text.lines().next().unwrap_or_default();
    let Some(at) = header.split(',').position(|column| column == name) else {
        return text.to_owned();
    };
    let kept = |line: &str| {
        let cells = line.split(',').enumerate().filter(|(column, _)| *column != at);
        cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",") + "\n"
    };
    text.lines().map(kept).collect()
}

/// The request with one count for each item.
fn definite(request: &Request) -> Request {
    let counts = (1_u32..).map(|n| 1 + n * 5 % u32::from(MOST));
    let items = request.items.iter().zip(counts);
    let items = items.map(|(item, n)| Item {
        sessions: Sessions::Count(n).into(),
        ..item.clone()
    });
    Request {
        items: items.collect(),
        include: Includes::NOTHING,
        ..request.clone()
    }
}

fn with_sessions(request: &Request, at: usize, sessions: u8) -> Request {
    let mut request = request.clone();
    request.items[at].sessions = Sessions::Count(u32::from(sessions)).into();
    request
}

/// The list with the rows of its prices and the columns of every table in another order.
fn shuffle(random: &RandomList, seed: u64) -> RandomList {
    let mut shuffled = random.clone();
    for (name, text) in &mut shuffled.files[1..] {
        let mut rows: Vec<Vec<String>> = text
            .lines()
            .map(|line| line.split(',').map(String::from).collect())
            .collect();
        let columns = order(rows[0].len(), seed);
        for row in &mut rows {
            *row = columns.iter().map(|at| row[*at].clone()).collect();
        }
        // Of equal discounts the earlier row goes first, and lines stand as extras do: those orders have a meaning.
        if ["prices.csv", "taxes.csv", "schedules.csv"].contains(name) {
            let header = rows.remove(0);
            rows = order(rows.len(), seed).iter().map(|at| rows[*at].clone()).collect();
            rows.insert(0, header);
        }
        *text = rows.iter().map(|row| row.join(",") + "\n").collect();
    }
    shuffled
}

/// Places 0 to `count` in an order that follows from the seed.
fn order(count: usize, seed: u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(29));
    places
}

/// What an estimate says, without the lines of files that it came from.
fn figures(answer: &Estimate) -> String {
    let mut answer = answer.clone();
    let origin = mesoquote::price_list::Origin {
        table: mesoquote::price_list::Table::Prices,
        line: 0,
    };
    let forget = |breakdown: &mut Breakdown| {
        breakdown.tax.sort_by_key(|line| (line.percent, line.gross.minor()));
        breakdown
            .courses
            .iter_mut()
            .flat_map(|course| &mut course.parts)
            .for_each(|part| part.origin = origin);
        breakdown
            .tax
            .iter_mut()
            .for_each(|line| line.tax = mesoquote::price_list::TaxId::from_index(0).unwrap());
    };
    forget(&mut answer.low);
    answer.high.iter_mut().for_each(forget);
    if let Some(sides) = answer
        .comparison
        .as_mut()
        .and_then(|comparison| comparison.sides.as_mut())
    {
        forget(&mut sides.alternative.low);
        sides.alternative.high.iter_mut().for_each(forget);
    }
    format!("{answer:#?}")
}

fn codes(refusals: &[Refusal]) -> Vec<&'static str> {
    refusals.iter().map(|refusal| refusal.reason.code()).collect()
}
