//! One estimate beside the same price table in a general rule engine, in the same run.
//!
//! Prints the median time of each and how many times as long it takes as the first. What is compared with what, and why
//! so, stands in `benches/README.md`.

mod measure;
mod rules;

use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use jiff::civil::{Date, date};
use mesoquote::estimate::{Breakdown, Includes, Item, ItemSessions, Request, estimate};
use mesoquote::files;
use mesoquote::money::Money;
use mesoquote::price_list::{End, PriceList, Who};

use crate::measure::{Row, compare};
use crate::rules::{Engine, Form};

/// As in the `mesoquote` program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TREATMENT: &str = "mesotherapy-fat-reduction";
const AREA: &str = "abdomen";
const MOST: u8 = 20;
const ON: Date = date(2026, 11, 23);

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pricing");
    let list = files::load(&folder)?.list;
    let rows = list.prices().rows().len();
    println!("{rows} price rows; {TREATMENT}, {AREA}; medians of rounds taken by turns\n");
    for sessions in [10, 9] {
        beside_the_table(&list, sessions)?;
        same_look_up(&list, sessions)?;
        same_answer(&list, sessions)?;
    }
    Ok(())
}

/// Our whole estimate, with extras, tax, better offer and the row behind each line; of the rule engine the row alone.
fn beside_the_table(list: &PriceList, sessions: u8) -> Result<()> {
    println!("{sessions} sessions: the whole estimate, beside finding the row in the table");
    let (request, figures) = (request(sessions), figures(list, sessions)?);
    let course = figures.courses.first().context("one course")?;
    let input = rules::input(TREATMENT, AREA, sessions);
    let engines = [
        ("rule engine, graph as it is loaded", Engine::new(list, Form::Graph)?),
        (
            "rule engine, graph compiled and indexed",
            Engine::new(list, Form::CompiledGraph)?,
        ),
        ("rule engine, policy compiled", Engine::new(list, Form::CompiledPolicy)?),
    ];
    let mut rows = vec![Row::new("mesoquote, estimate", || {
        estimate(black_box(list), black_box(&request), ON).is_ok()
    })];
    for (name, engine) in &engines {
        ensure!(
            engine.figure("price", &input)? == course.per_session.to_decimal(),
            "{name} has another price"
        );
        rows.push(Row::new(name, || engine.run(black_box(input.clone())).is_ok()));
    }
    compare(&mut rows);
    Ok(())
}

/// Both sides find the price of a course and nothing else.
fn same_look_up(list: &PriceList, sessions: u8) -> Result<()> {
    println!("{sessions} sessions: the price of the course, on both sides");
    let engine = Engine::new(list, Form::CompiledGraph)?;
    let input = rules::input(TREATMENT, AREA, sessions);
    compare(&mut [
        Row::new("mesoquote, course", || {
            cost(black_box(list), black_box((TREATMENT, AREA)), sessions).is_some()
        }),
        Row::new("rule engine, graph compiled and indexed", || {
            engine.run(black_box(input.clone())).is_ok()
        }),
    ]);
    Ok(())
}

fn cost(list: &PriceList, (treatment, area): (&str, &str), sessions: u8) -> Option<Money> {
    let (treatment, area) = (list.find_treatment(treatment)?, list.find_area(area)?);
    list.courses(treatment, area, ON).ok()?.cost(sessions, End::Low)
}

/// Both sides find course, total, tax and whether more sessions cost less: the rule engine at each longer count.
fn same_answer(list: &PriceList, sessions: u8) -> Result<()> {
    println!("{sessions} sessions: course, total, tax and better offer, on both sides");
    let (request, figures) = (request(sessions), figures(list, sessions)?);
    let engine = Engine::new(list, Form::CompiledTotals)?;
    let inputs: Vec<_> = (sessions..=MOST).map(|n| rules::input(TREATMENT, AREA, n)).collect();
    let input = inputs.first().context("one count")?;
    ensure!(
        engine.figure("total", input)? == figures.total.to_decimal(),
        "another total"
    );
    let tax = figures.tax.first().context("one tax")?;
    ensure!(engine.figure("tax", input)? == tax.amount.to_decimal(), "another tax");
    compare(&mut [
        Row::new("mesoquote, estimate", || {
            estimate(black_box(list), black_box(&request), ON).is_ok()
        }),
        Row::new("rule engine, graph compiled and indexed", || {
            inputs.iter().all(|input| engine.run(black_box(input.clone())).is_ok())
        }),
    ]);
    Ok(())
}

fn figures(list: &PriceList, sessions: u8) -> Result<Breakdown> {
    let estimate = estimate(list, &request(sessions), ON);
    estimate
        .map(|estimate| estimate.low)
        .ok()
        .context("the sample list prices it")
}

fn request(sessions: u8) -> Request {
    let item = Item {
        treatment: TREATMENT.to_owned(),
        area: AREA.to_owned(),
        sessions: ItemSessions::from(sessions.to_string().as_str()),
    };
    Request {
        items: vec![item],
        extras: Vec::new(),
        promo_code: None,
        who: Who::Anyone,
        include: Includes::NOTHING,
    }
}
