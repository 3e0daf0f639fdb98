//! What others notice of callers who mean harm: the time of an estimate on a connection of its own, without them and
//! with them.
//!
//! `cargo bench --bench abuse`. See `benches/README.md`. All of it stays on this machine: callers who mean harm come from
//! 127.0.1.0/24, the one who is measured from 127.0.0.1.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use common::{memory_peak_kib, mesoquote, ratio, repository};
use tokio::net::TcpSocket;

const REQUESTS: usize = 1_000;
const SLOW: usize = 1_000;
const IDLE: usize = 10_000;
const SENDERS: usize = 8;
const FLOODERS: usize = 16;
/// Between two parts of a body: all senders together send what a line of a gigabit a second carries.
const BETWEEN_PARTS: Duration = Duration::from_millis(4);
/// Between two requests of a flooder: more would only take the processor from the server, which no line does.
const BETWEEN_REQUESTS: Duration = Duration::from_millis(4);
/// Connections that one address opens: fewer than a server allows it.
const OF_ADDRESS: usize = 200;
const BODY: &str = r#"{"items":[{"treatment":"mesotherapy-fat-reduction","area":"abdomen","sessions":10}]}"#;
const HEAD: &str = "POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// What callers do that mean harm, until they are told to stop.
type Harm = fn(SocketAddr, &Arc<AtomicBool>) -> Vec<JoinHandle<()>>;

fn main() {
    rlimit::increase_nofile_limit(u64::MAX).expect("there are file handles");
    let harms: [(&str, Harm); 4] = [
        ("1,000 slow clients", slow),
        ("10,000 idle connections", idle),
        ("bodies of 1 GB", bodies),
        ("flood from one address", flood),
    ];
    println!(
        "{:28}{:>10}{:>10}{:>10}{:>10}{:>9}",
        "", "p50", "p99", "p99 with", "ratio", "failed"
    );
    // One of them alone, where its name is given in part.
    let wanted = std::env::args().nth(1).filter(|wanted| !wanted.starts_with('-'));
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| name.contains(wanted));
    for (name, harm) in harms.into_iter().filter(|(name, _)| is_wanted(name)) {
        let (server, address) = serve();
        let (without, _) = measure(address);
        let stop = Arc::<AtomicBool>::default();
        let harming = harm(address, &stop);
        let (with, failed) = measure(address);
        stop.store(true, Ordering::Relaxed);
        for thread in harming {
            thread.join().expect("those who mean harm end");
        }
        let memory = memory_peak_kib(&server.id().to_string()).unwrap_or_default() / 1024;
        end(server);
        let (p50, p99, harmed) = (at(&without, 50), at(&without, 99), at(&with, 99));
        println!(
            "{name:28}{p50:>10.1?}{p99:>10.1?}{harmed:>10.1?}{:>10}{failed:>9}   server at most {memory} MB",
            ratio(harmed, p99)
        );
    }
}

fn serve() -> (Child, SocketAddr) {
    let folder = std::env::temp_dir().join(format!("mesoquote-abuse-{}", std::process::id()));
    let database = format!("sqlite:{}", folder.with_extension("db").display());
    let mut command = mesoquote();
    command
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "error",
            "--database",
            &database,
            "--prices",
        ])
        .arg(repository("pricing"));
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
    let stderr = child.stderr.take().expect("standard error is piped");
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let address = lines.find_map(|line| line.rsplit_once("http://")?.1.parse().ok());
    thread::spawn(move || lines.for_each(drop));
    (child, address.expect("the server says where it listens"))
}

fn end(mut server: Child) {
    server.kill().expect("the server is there to be ended");
    server.wait().expect("the server ends");
}

/// The times of estimates, in order, each on a connection of its own; and how many failed.
fn measure(address: SocketAddr) -> (Vec<Duration>, usize) {
    let mut times: Vec<Duration> = (0..REQUESTS).filter_map(|_| estimate(address)).collect();
    let failed = REQUESTS - times.len();
    times.sort_unstable();
    (times, failed)
}

fn estimate(address: SocketAddr) -> Option<Duration> {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let length = BODY.len();
    write!(
        stream,
        "{HEAD}Connection: close\r\nContent-Length: {length}\r\n\r\n{BODY}"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.starts_with("HTTP/1.1 200").then(|| begun.elapsed())
}

fn at(times: &[Duration], percent: usize) -> Duration {
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}

/// Connections from many addresses of this machine. Some may be closed again at once.
fn connections(to: SocketAddr, count: usize) -> Vec<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    let connect = async |from: usize| {
        let socket = TcpSocket::new_v4().ok()?;
        let last = u8::try_from(from / OF_ADDRESS % 250).unwrap_or_default() + 1;
        socket.bind((Ipv4Addr::new(127, 0, 1, last), 0).into()).ok()?;
        socket.connect(to).await.ok()?.into_std().ok()
    };
    runtime.block_on(async {
        let mut open = Vec::new();
        for from in 0..count {
            open.extend(connect(from).await);
        }
        open
    })
}

/// A third sends a head a byte a second, a third a body, a third asks for much and reads nothing.
fn slow(to: SocketAddr, stop: &Arc<AtomicBool>) -> Vec<JoinHandle<()>> {
    let mut open = connections(to, SLOW);
    for (number, stream) in open.iter_mut().enumerate() {
        let begun = match number % 3 {
            0 => "GET /".to_owned(),
            1 => format!("{HEAD}Content-Length: 60000\r\n\r\n"),
            _ => "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5),
        };
        drop(stream.write_all(begun.as_bytes()));
    }
    until(stop, Duration::from_secs(1), move || {
        for stream in open.iter_mut().enumerate().filter(|(number, _)| number % 3 < 2) {
            drop(stream.1.write(b"x"));
        }
    })
}

fn idle(to: SocketAddr, stop: &Arc<AtomicBool>) -> Vec<JoinHandle<()>> {
    let mut open = connections(to, IDLE);
    let stop = Arc::clone(stop);
    // Those that were closed come again, a part of them in each round.
    vec![thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            open.drain(..IDLE / 50);
            open.extend(connections(to, IDLE / 50));
            thread::sleep(Duration::from_millis(200));
        }
    })]
}

fn bodies(to: SocketAddr, stop: &Arc<AtomicBool>) -> Vec<JoinHandle<()>> {
    let send = move || {
        for mut stream in connections(to, 1) {
            let begun = write!(stream, "{HEAD}Content-Length: 1000000000\r\n\r\n");
            let part = vec![b' '; 65_536];
            let send = |_: &i32| {
                thread::sleep(BETWEEN_PARTS);
                begun.is_ok() && stream.write_all(&part).is_ok()
            };
            let _ = (0..15_000).take_while(send).count();
        }
    };
    (0..SENDERS).flat_map(|_| until(stop, Duration::ZERO, send)).collect()
}

/// Asks as a visitor, on connections that are kept, many times as often as an address may.
fn flood(to: SocketAddr, stop: &Arc<AtomicBool>) -> Vec<JoinHandle<()>> {
    let request = format!(
        "{HEAD}X-Forwarded-For: 192.0.2.1\r\nContent-Length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let streams = connections(to, FLOODERS).into_iter();
    streams
        .flat_map(|mut stream| {
            let request = request.clone();
            stream.set_nonblocking(false).expect("the stream waits");
            let mut answer = [0; 16_384];
            until(stop, BETWEEN_REQUESTS, move || {
                drop(stream.write_all(request.as_bytes()));
                drop(stream.read(&mut answer));
            })
        })
        .collect()
}

/// Does something again and again on a thread of its own.
fn until(stop: &Arc<AtomicBool>, pause: Duration, mut again: impl FnMut() + Send + 'static) -> Vec<JoinHandle<()>> {
    let stop = Arc::clone(stop);
    vec![thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            again();
            thread::sleep(pause);
        }
    })]
}
