//! How long one page of PDF takes, once warm: from the request to the last byte, over a socket, each time of another
//! day so that nothing is answered from what was set before.
//!
//! `cargo bench --features pdf --bench pdf`. See `benches/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{mesoquote, repository};
use serde_json::{Value, json};

const WARM_UP: u32 = 20;
const ROUNDS: u32 = 200;

fn main() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let database = format!("sqlite:{}", folder.path().join("quotes.db").display());
    let mut command = mesoquote();
    command.args(["serve", "--listen", "127.0.0.1:0", "--database", &database, "--prices"]);
    command.arg(repository("pricing"));
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
    let stderr = BufReader::new(child.stderr.take().expect("standard error is piped"));
    let mut lines = stderr.lines().map_while(Result::ok);
    let address = lines.find_map(|line| Some(line.split_once("listening on ")?.1.to_owned()));
    let address = address.expect("the server says where it listens");
    // What it says is read on, so that it never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    for (name, items) in [("one item", 1), ("three items", 3)] {
        let link = saved(&address, items);
        for language in ["en", "ar"] {
            told(
                &format!("{name}, {language}"),
                times(&format!("{address}{link}.pdf?language={language}")),
            );
        }
    }
    child.kill().expect("the server ends");
    child.wait().expect("the server ends");
}

fn saved(address: &str, items: usize) -> String {
    let all = ["abdomen", "thighs", "hips"]
        .map(|area| json!({ "treatment": "mesotherapy-fat-reduction", "area": area, "sessions": 10 }));
    let include = ["comparison", "schedule", "plans"];
    let body = json!({ "request": { "items": all[..items], "include": include } });
    let mut answer = ureq::post(format!("{address}/v1/quotes"))
        .send_json(body)
        .expect("a quote is saved");
    let quote: Value = answer.body_mut().read_json().expect("a quote is answered");
    quote["link"].as_str().expect("a quote has a link").to_owned()
}

fn times(url: &str) -> Vec<Duration> {
    let agent = ureq::Agent::new_with_defaults();
    let mut times: Vec<Duration> = (0..WARM_UP + ROUNDS).map(|round| one(&agent, url, round)).collect();
    times.drain(..WARM_UP as usize);
    times.sort_unstable();
    times
}

fn one(agent: &ureq::Agent, url: &str, round: u32) -> Duration {
    let (month, day) = (1 + round / 28 % 12, 1 + round % 28);
    let begun = Instant::now();
    let mut answer = agent
        .get(format!("{url}&start=2027-{month:02}-{day:02}"))
        .call()
        .expect("a PDF is answered");
    let pdf = answer.body_mut().read_to_vec().expect("a PDF is read");
    let took = begun.elapsed();
    assert!(pdf.starts_with(b"%PDF"));
    took
}

fn told(name: &str, times: Vec<Duration>) {
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{name:<16} median {:>8.1?}  p99 {:>8.1?}  (at most 20 ms)",
        at(50),
        at(99)
    );
}
