//! How long `mesoquote serve` takes from its start to its first answer, with the sample list.
//!
//! `cargo bench --bench start`. See `benches/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use common::{Side, medians, mesoquote, ratio, repository};

const ROUNDS: usize = 31;
const BODY: &str = r#"{"items":[{"treatment":"mesotherapy-fat-reduction","area":"abdomen","sessions":"10+"}]}"#;

fn main() {
    let times = medians(ROUNDS, vec![Side::new(first_answer), Side::new(print_version)]);
    let [answered, printed] = times[..] else { return };
    println!("start to first answer of serve   {answered:>9.1?}  (at most 50 ms)");
    println!("start to end of --version        {printed:>9.1?}");
    println!("ratio                            {:>9}", ratio(answered, printed));
}

/// Starts a server, asks it for an estimate as soon as it says where it listens, and ends it.
fn first_answer() {
    let mut command = mesoquote();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--prices"])
        .arg(repository("pricing"));
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
    let stderr = child.stderr.take().expect("standard error is piped");
    let mut stderr = BufReader::new(stderr);
    let answer = ask(&address(&mut stderr));
    end(child);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"spoken\""), "{answer}");
}

fn address(stderr: &mut impl BufRead) -> String {
    let mut lines = stderr.lines().map_while(Result::ok);
    let address = lines.find_map(|line| Some(line.split_once("http://")?.1.trim_end_matches('/').to_owned()));
    address.expect("the server says where it listens")
}

fn ask(address: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let length = BODY.len();
    let head = "POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json";
    write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{BODY}").expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer comes");
    answer
}

fn end(mut child: Child) {
    child.kill().expect("the server runs");
    child.wait().expect("the server ends");
}

fn print_version() {
    let version = mesoquote().arg("--version").output().expect("the program starts");
    assert!(version.status.success());
}
