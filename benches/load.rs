//! A list of 1,000,000 price rows: reading and proving it beside a bare read of the same bytes, the memory that takes,
//! and what an estimate costs on it.
//!
//! `cargo bench --bench load`. The list is the sample list with 500 treatments × 500 areas × 4 rates more. See
//! `benches/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use jiff::civil::date;
use mesoquote::estimate::{Includes, Item, ItemSessions, Request, estimate};
use mesoquote::files;
use mesoquote::price_list::{PriceList, Who};

use common::{Side, hundredths, medians, memory_peak_kib, ratio, repository, this_program};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TREATMENTS: usize = 500;
const AREAS: usize = 500;
const RATES: [(usize, usize); 4] = [(1, 100), (3, 90), (6, 85), (10, 80)];
const LOAD_ROUNDS: usize = 5;
const ESTIMATE_ROUNDS: usize = 101;
const ESTIMATES_IN_ROUND: usize = 1000;
/// Given as the only argument, this process loads the list and tells its memory.
const TELL_MEMORY_OF: &str = "--tell-memory-of";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.as_slice() {
        [_, flag, folder] if flag == TELL_MEMORY_OF => tell_memory(Path::new(folder)),
        _ => measure(),
    }
}

fn measure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_list(folder.path());
    let prices = folder.path().join("prices.csv");
    let bytes = fs::metadata(&prices).expect("the prices are written").len();
    println!("prices.csv: {} rows, {bytes} bytes\n", TREATMENTS * AREAS * RATES.len());
    loading(folder.path(), &prices);
    memory(folder.path(), bytes);
    estimates(&load(folder.path()));
}

fn loading(folder: &Path, prices: &Path) {
    let times = medians(
        LOAD_ROUNDS,
        vec![
            Side::new(|| drop(black_box(load(folder)))),
            Side::new(|| assert!(black_box(bare_read(prices)) >= TREATMENTS * AREAS * RATES.len())),
        ],
    );
    let [loaded, bare] = times[..] else { return };
    println!("load and prove      {loaded:>12.1?}");
    println!("bare csv read       {bare:>12.1?}");
    println!("ratio               {:>12}  (at most 5)\n", ratio(loaded, bare));
}

/// The fields of every row, in one record that is used again: the fastest way that the crate's records offer.
fn bare_read(prices: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(prices)
        .expect("the prices are there");
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record).expect("a row") {
        black_box(&record);
        rows += 1;
    }
    rows
}

/// In a process of its own, as memory that was given back counts no less.
fn memory(folder: &Path, bytes: u64) {
    let told = this_program(TELL_MEMORY_OF, folder).output();
    let told = String::from_utf8(told.expect("this program runs").stdout).expect("a number");
    let peak: u64 = told.trim().parse().expect("a number");
    let of_file = hundredths(u128::from(peak * 1024), u128::from(bytes));
    println!("peak memory         {peak:>8} KiB");
    println!("of the file's size  {of_file:>12}  (at most 4)\n");
}

fn tell_memory(folder: &Path) {
    let list = load(folder);
    println!("{}", memory_peak_kib("self").expect("the system tells"));
    drop(list);
}

fn estimates(large: &PriceList) {
    let sample = load(&repository("pricing"));
    let same = [request("mesotherapy-fat-reduction", "abdomen")];
    // As many requests on both lists; those on the large one reach all over it, so that its rows are seldom in the
    // processor's caches.
    let fat_areas = ["abdomen", "thighs", "hips", "upper-arms", "double-chin"];
    let several: Vec<Request> = fat_areas
        .iter()
        .cycle()
        .take(ESTIMATES_IN_ROUND)
        .map(|area| request("mesotherapy-fat-reduction", area))
        .collect();
    let spread: Vec<Request> = (0..ESTIMATES_IN_ROUND)
        .map(|n| request(&treatment(n * 7919 % TREATMENTS), &area(n * 104_729 % AREAS)))
        .collect();
    let times = medians(
        ESTIMATE_ROUNDS,
        vec![
            Side::new(|| price_all(&sample, &same)),
            Side::new(|| price_all(large, &same)),
            Side::new(|| price_all(&sample, &several)),
            Side::new(|| price_all(large, &spread)),
        ],
    );
    let [on_sample, on_large, all_sample, all_large] = times[..] else {
        return;
    };
    println!("one request, by list     sample  large  ratio");
    tell("the same", on_sample, on_large);
    tell("1000, all over the list", all_sample, all_large);
}

fn tell(what: &str, on_sample: Duration, on_large: Duration) {
    let each = |time: Duration| time.as_nanos() / ESTIMATES_IN_ROUND as u128;
    let (sample, large) = (each(on_sample), each(on_large));
    println!(
        "{what:<23} {sample:>4} ns {large:>4} ns {:>6}  (at most 1.5)",
        ratio(on_large, on_sample)
    );
}

fn price_all(list: &PriceList, requests: &[Request]) {
    for request in requests.iter().cycle().take(ESTIMATES_IN_ROUND) {
        let estimate = estimate(black_box(list), black_box(request), date(2026, 11, 23));
        assert!(black_box(estimate).is_ok(), "the list prices it");
    }
}

fn request(treatment: &str, area: &str) -> Request {
    let item = Item {
        treatment: treatment.to_owned(),
        area: area.to_owned(),
        sessions: ItemSessions::from("10"),
    };
    Request {
        items: vec![item],
        extras: Vec::new(),
        promo_code: None,
        who: Who::Anyone,
        include: Includes::NOTHING,
    }
}

fn load(folder: &Path) -> PriceList {
    match files::load(folder) {
        Ok(checked) => checked.list,
        Err(error) => panic!("the list is refused: {error}"),
    }
}

fn treatment(number: usize) -> String {
    format!("treatment-number-{number:03}")
}

fn area(number: usize) -> String {
    format!("area-{number:03}")
}

/// The sample list with more treatments, areas and prices.
fn write_list(folder: &Path) {
    for file in fs::read_dir(repository("pricing")).expect("the sample list").flatten() {
        fs::copy(file.path(), folder.join(file.file_name())).expect("a copy");
    }
    let treatments = (0..TREATMENTS).map(|n| {
        let code = treatment(n);
        format!("{code},Treatment {n},علاج {n},,10,,20,fat,vat,\n")
    });
    append(&folder.join("treatments.csv"), &treatments.collect::<String>());
    let areas = (0..AREAS).map(|n| format!("{},Area {n},منطقة {n},\n", area(n)));
    append(&folder.join("areas.csv"), &areas.collect::<String>());
    append(&folder.join("prices.csv"), &prices());
}

fn prices() -> String {
    let mut rows = String::new();
    for (t, a) in (0..TREATMENTS).flat_map(|t| (0..AREAS).map(move |a| (t, a))) {
        let (treatment, area) = (treatment(t), area(a));
        let first = 500 + (t * 37 + a * 11) % 1500;
        for (sessions, percent) in RATES {
            let minor = first * percent;
            let (whole, fraction) = (minor / 100, minor % 100);
            let _ = writeln!(rows, "{treatment},{area},session,{sessions},{whole}.{fraction:02},,,");
        }
    }
    rows
}

fn append(file: &Path, rows: &str) {
    let text = fs::read_to_string(file).expect("a table of the sample list");
    fs::write(file, format!("{}\n{rows}", text.trim_end())).expect("the table is written");
}
