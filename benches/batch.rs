//! `mesoquote batch` on 1,000,000 requests beside a bare parse and re-print of the same JSON on as many threads, and
//! its peak memory.
//!
//! `cargo bench --bench batch`. See `benches/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use mesoquote::files;
use mesoquote::price_list::PriceList;
use serde_json::{Value, json};

use common::{Finished, hundredths, median, mesoquote, repository, this_program, watch};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REQUESTS: usize = 1_000_000;
/// So many answers are printed again: all of them would be some gigabytes.
const ANSWERS: usize = 100_000;
const ROUNDS: usize = 3;
/// Bytes that a thread takes at once, as in `batch`.
const BLOCK_BYTES: usize = 64 * 1024;
/// Given as the first argument, this process parses and prints the file that is the second.
const REPRINT: &str = "--reprint";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.as_slice() {
        [_, flag, file] if flag == REPRINT => reprint(Path::new(file)).expect("lines of JSON"),
        _ => measure(),
    }
}

fn measure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (all, some, exchange) = (
        folder.path().join("requests.ndjson"),
        folder.path().join("some.ndjson"),
        folder.path().join("exchange.ndjson"),
    );
    write_requests(&all, REQUESTS);
    write_requests(&some, ANSWERS);
    write_exchange(&some, &exchange);
    let commands: [(&str, usize, Command); 3] = [
        ("batch", REQUESTS, batch(&all)),
        ("re-print of the requests", REQUESTS, this_program(REPRINT, &all)),
        (
            "re-print of requests and answers",
            ANSWERS,
            this_program(REPRINT, &exchange),
        ),
    ];
    compare(commands);
}

fn compare<const N: usize>(mut commands: [(&str, usize, Command); N]) {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::new());
    let mut memory = [0; N];
    for _ in 0..ROUNDS {
        for ((name, _, command), (times, memory)) in commands.iter_mut().zip(times.iter_mut().zip(&mut memory)) {
            let Finished {
                status,
                time,
                memory_peak_kib,
            } = watch(command.stdout(Stdio::null()));
            assert!(status.success(), "{name} ended with {status}");
            times.push(time);
            *memory = memory_peak_kib.max(*memory);
        }
    }
    let rates: Vec<u128> = times
        .into_iter()
        .zip(&commands)
        .map(|(times, (_, lines, _))| *lines as u128 * 1_000_000_000 / median(times).as_nanos().max(1))
        .collect();
    for (((name, ..), rate), memory) in commands.iter().zip(&rates).zip(memory) {
        let of = hundredths(rates[0], *rate);
        println!("{name:<34} {rate:>9} a second   batch has {of:>5} of it   peak {memory:>7} KiB");
    }
}

fn batch(requests: &Path) -> Command {
    let mut command = mesoquote();
    command
        .arg("batch")
        .arg("--prices")
        .arg(repository("pricing"))
        .arg(requests);
    command
}

/// Parses every line and prints it again, on all cores and in any order.
fn reprint(file: &Path) -> io::Result<()> {
    let input = Mutex::new(BufReader::with_capacity(1 << 20, File::open(file)?));
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| reprint_blocks(&input))).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().expect("a worker ends"))
    })
}

fn reprint_blocks(input: &Mutex<BufReader<File>>) -> io::Result<()> {
    let (mut block, mut out) = (Vec::new(), Vec::new());
    loop {
        block.clear();
        out.clear();
        read_block(&mut *input.lock().expect("no worker panics"), &mut block)?;
        if block.is_empty() {
            return Ok(());
        }
        for line in block.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let value: Value = serde_json::from_slice(line)?;
            serde_json::to_writer(&mut out, &value)?;
            out.push(b'\n');
        }
        io::stdout().lock().write_all(&out)?;
    }
}

fn read_block(input: &mut impl BufRead, block: &mut Vec<u8>) -> io::Result<()> {
    while block.len() < BLOCK_BYTES && input.read_until(b'\n', block)? > 0 {}
    Ok(())
}

/// Every treatment on every area that it is sold on, by turns, at every count; some in Arabic, some as a range, some
/// typical, some with a chosen extra.
fn write_requests(file: &Path, count: usize) {
    let list = files::load(&repository("pricing"))
        .expect("the sample list is valid")
        .list;
    let pairs: Vec<(&str, &str, u8)> = pairs(&list);
    let mut out = BufWriter::new(File::create(file).expect("a temporary file"));
    for n in 0..count {
        let (treatment, area, most) = pairs[n % pairs.len()];
        let sessions = n / pairs.len() % usize::from(most) + 1;
        let mut item = json!({ "treatment": treatment, "area": area, "sessions": sessions });
        match n % 8 {
            6 => item["sessions"] = json!(format!("{sessions}+")),
            7 => drop(item.as_object_mut().and_then(|item| item.remove("sessions"))),
            _ => {}
        }
        let mut request = json!({ "items": [item] });
        if n % 5 == 0 {
            request["language"] = json!("ar");
        }
        if n % 7 == 0 && treatment != "liposuction" {
            request["extras"] = json!(["numbing-cream"]);
        }
        serde_json::to_writer(&mut out, &request).expect("a line is written");
        out.write_all(b"\n").expect("a line is written");
    }
    out.flush().expect("the lines are written");
}

fn pairs(list: &PriceList) -> Vec<(&str, &str, u8)> {
    let rows = list.prices().pairs().filter_map(<[_]>::first);
    rows.map(|row| {
        let treatment = list.treatment(row.treatment);
        (&*treatment.code, &*list.area(row.area).code, treatment.max_sessions)
    })
    .collect()
}

/// Each request as it is, with its answer: one JSON a line.
fn write_exchange(requests: &Path, exchange: &Path) {
    let answered = batch(requests).output().expect("batch runs");
    assert!(answered.status.success(), "batch answers");
    let asked = fs::read_to_string(requests).expect("the requests are there");
    let answers = String::from_utf8(answered.stdout).expect("answers are UTF-8");
    assert_eq!(
        asked.lines().count(),
        answers.lines().count(),
        "an answer for each request"
    );
    assert!(!answers.contains("\"problem\""), "every request is priced");
    let mut out = BufWriter::new(File::create(exchange).expect("a temporary file"));
    for (asked, answer) in asked.lines().zip(answers.lines()) {
        writeln!(out, "[{asked},{answer}]").expect("a line is written");
    }
    out.flush().expect("the lines are written");
}
