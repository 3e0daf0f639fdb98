//! `mesoquote serve` under load, beside a bare axum handler that parses the same bodies and answers with as many bytes.
//!
//! `cargo bench --bench serve` measures rates and times; with `-- memory` what 5,000,000 requests leave behind; with
//! `-- reload` a price list that changes every second for five minutes, every other time for the worse. It needs `wrk`.
//! See `benches/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that can't go on ends, and prints what it measured"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::post;
use serde_json::{Value, json};

use common::{hundredths, memory_kib, mesoquote, repository};

/// As in the program, for the bare handler.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Given first, this process is the bare handler; the number of bytes follows.
const BARE: &str = "--bare";
const ROUNDS: usize = 9;
const ROUND_SECONDS: u64 = 4;
const CONNECTIONS: u32 = 64;
const REQUESTS_IN_ALL: u64 = 5_000_000;
const RELOAD_SECONDS: u64 = 300;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [BARE, bytes] => bare(bytes.parse().expect("a number of bytes")),
        ["memory"] => memory(),
        ["reload"] => reload(RELOAD_SECONDS),
        ["reload", seconds] => reload(seconds.parse().expect("a number of seconds")),
        _ => rates(),
    }
}

// ---- Rates and times ----

fn rates() {
    let ours = Server::start(&repository("pricing"));
    let again = |body: Value| Asked {
        body: body.to_string(),
        is_new: false,
    };
    compare(&ours, "one item", &again(one_item()), Some("0.85"), Some("1.30"));
    compare(&ours, "all includes", &again(everything()), Some("0.25"), None);
    // What was answered is given again: these are asked once each.
    let mut new = one_item();
    new["start"] = json!(DAY);
    let new = Asked {
        body: new.to_string(),
        is_new: true,
    };
    compare(&ours, "one item, asked for the first time", &new, None, None);
}

/// What is asked on all connections: the same again and again, or [`DAY`] replaced by another day each time.
struct Asked {
    body: String,
    is_new: bool,
}

const DAY: &str = "2099-12-01";

fn one_item() -> Value {
    json!({ "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 10 }] })
}

fn everything() -> Value {
    json!({
        "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": "10+" }],
        "start": "2099-12-01",
        "include": ["ladder", "comparison", "schedule", "facts", "plans"],
    })
}

fn compare(ours: &Server, what: &str, asked: &Asked, rate: Option<&str>, p99: Option<&str>) {
    let bytes = ask(&ours.address, &asked.body).len();
    let bare = Server::bare(bytes);
    let (mut our_loads, mut bare_loads) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare_loads.push(load(&bare, asked, ROUND_SECONDS));
        our_loads.push(load(ours, asked, ROUND_SECONDS));
    }
    println!(
        "{what}: {} bytes in, {bytes} bytes out, {CONNECTIONS} connections",
        asked.body.len()
    );
    let [ours, bare] = [our_loads, bare_loads].map(|loads| {
        assert!(loads.iter().all(|load| load.failed == 0), "requests failed");
        (middle(&loads, Load::a_second), middle(&loads, |load| load.p99_micros))
    });
    let of_rate = hundredths(ours.0.into(), bare.0.into());
    let told = |target: Option<String>| target.map(|target| format!("  ({target})")).unwrap_or_default();
    println!(
        "  requests a second  {:>8} of {:>8}  ratio {of_rate}{}",
        ours.0,
        bare.0,
        told(rate.map(|rate| format!("at least {rate}")))
    );
    let of_p99 = hundredths(ours.1.into(), bare.1.into());
    println!(
        "  p99                {:>5} µs of {:>5} µs  ratio {of_p99}{}\n",
        ours.1,
        bare.1,
        told(p99.map(|p99| format!("at most {p99}")))
    );
}

/// The median.
fn middle(loads: &[Load], of: impl Fn(&Load) -> u64) -> u64 {
    let mut values: Vec<u64> = loads.iter().map(of).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

/// What came of some seconds of load.
struct Load {
    requests: u64,
    micros: u64,
    p99_micros: u64,
    failed: u64,
}

impl Load {
    fn a_second(&self) -> u64 {
        self.requests * 1_000_000 / self.micros.max(1)
    }
}

/// Asks on all connections.
fn load(server: &Server, asked: &Asked, seconds: u64) -> Load {
    let script = tempfile::NamedTempFile::new().expect("a temporary file");
    write!(&script, "{}", script_of(asked)).expect("the script is written");
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", "1", "--timeout", "10s"])
        .args(["--connections", &CONNECTIONS.to_string()])
        .args(["--duration", &format!("{seconds}s")])
        .arg("--script")
        .arg(script.path())
        .arg(format!("http://{}/v1/estimates", server.address));
    let output = wrk.output().expect("wrk runs: apt-get install wrk");
    let text = String::from_utf8_lossy(&output.stdout);
    let told = text.lines().find_map(|line| line.strip_prefix("told "));
    let told = told.unwrap_or_else(|| panic!("{text}"));
    let numbers: Vec<u64> = told
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    let [requests, micros, p99_micros, failed] = numbers[..] else {
        panic!("{told}")
    };
    Load {
        requests,
        micros,
        p99_micros,
        failed,
    }
}

fn script_of(asked: &Asked) -> String {
    let another = format!(
        r#"local asked, seed = 0, os.time() * 1009
function request()
  asked = asked + 1
  local day = (seed + asked) % (6000 * 336)
  local text = string.format("%04d-%02d-%02d", 2100 + math.floor(day / 336), 1 + math.floor(day % 336 / 28), 1 + day % 28)
  return wrk.format(nil, nil, nil, (string.gsub(wrk.body, "{}", text)))
end
"#,
        DAY.replace('-', "%-")
    );
    format!(
        r#"wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[{}]==]
{}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("told %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"#,
        asked.body,
        if asked.is_new { another.as_str() } else { "" }
    )
}

// ---- Memory ----

fn memory() {
    let server = Server::start(&repository("pricing"));
    // What is new each time leaves the most behind.
    let mut new = one_item();
    new["start"] = json!(DAY);
    let bodies = [(one_item(), false), (everything(), false), (new, true)];
    let bodies = bodies.map(|(body, is_new)| Asked {
        body: body.to_string(),
        is_new,
    });
    let (mut requests, mut told) = (0, 0);
    println!("requests    memory");
    for body in bodies.iter().cycle() {
        let load = load(&server, body, ROUND_SECONDS);
        assert_eq!(load.failed, 0, "requests failed");
        requests += load.requests;
        if requests - told > REQUESTS_IN_ALL / 20 || requests >= REQUESTS_IN_ALL {
            told = requests;
            println!(
                "{requests:>8}  {:>5} KiB",
                memory_kib(&server.id()).expect("the system tells")
            );
        }
        if requests >= REQUESTS_IN_ALL {
            break;
        }
    }
}

// ---- A price list that changes ----

const ROW: &str = "mesotherapy-fat-reduction,abdomen,session,1,1500,,,";

fn reload(seconds: u64) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in fs::read_dir(repository("pricing")).expect("the sample list").flatten() {
        fs::copy(file.path(), folder.path().join(file.file_name())).expect("a copy");
    }
    // Else the list's own checks would refuse other prices.
    fs::remove_file(folder.path().join("expected.csv")).expect("the list has checks of its own");
    reprice(folder.path(), "1500");
    let server = Server::start(folder.path());
    let (is_over, checked) = (AtomicBool::new(false), AtomicU64::new(0));
    let body = json!({ "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 1 }] });
    let body = body.to_string();
    let asked = Asked {
        body: body.clone(),
        is_new: false,
    };
    let (seen, loads) = thread::scope(|scope| {
        let checkers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| check_until(&server.address, &body, &is_over, &checked)))
            .collect();
        let loading = scope.spawn(|| load(&server, &asked, seconds));
        change_until(folder.path(), &loading);
        is_over.store(true, Ordering::Relaxed);
        let seen: BTreeSet<_> = checkers
            .into_iter()
            .flat_map(|one| one.join().expect("no answer failed"))
            .collect();
        (seen, loading.join().expect("the load ends"))
    });
    let checked = checked.load(Ordering::Relaxed);
    println!(
        "{seconds} s, a list each second, half of them bad: {} requests, {} failed",
        loads.requests, loads.failed
    );
    println!(
        "{checked} answers looked at: {} kinds of version, total and line, of 2 that there are",
        seen.len()
    );
    for (version, total, line) in seen {
        println!("  {version}: total {total}, course {line}");
    }
    println!("memory {} KiB", memory_kib(&server.id()).expect("the system tells"));
}

/// A right list, a bad one, another right one, a bad one, and so on.
fn change_until(folder: &Path, loading: &thread::ScopedJoinHandle<'_, Load>) {
    for price in ["1600", "1,600", "1500", "free"].iter().cycle() {
        if loading.is_finished() {
            return;
        }
        reprice(folder, price);
        thread::sleep(Duration::from_secs(1));
    }
}

fn reprice(folder: &Path, price: &str) {
    let prices = fs::read_to_string(repository("pricing/prices.csv")).expect("the sample's prices");
    assert!(prices.contains(ROW), "the sample has another price");
    let changed = prices.replace(ROW, &ROW.replace("1500", price));
    fs::write(folder.join("prices.new"), changed).expect("the table is written");
    fs::rename(folder.join("prices.new"), folder.join("prices.csv")).expect("the table is put in place");
}

/// Version, total and the line that makes it, of every answer until the end.
fn check_until(
    address: &str,
    body: &str,
    is_over: &AtomicBool,
    checked: &AtomicU64,
) -> BTreeSet<(String, String, String)> {
    let mut seen = BTreeSet::new();
    while !is_over.load(Ordering::Relaxed) {
        let answer: Value = serde_json::from_str(&ask(address, body)).expect("an estimate");
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        let line = &answer["low"]["lines"][0]["amount"];
        seen.insert((text(&answer["price_list"]), text(&answer["total"]["from"]), text(line)));
        checked.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(1));
    }
    seen
}

// ---- Servers ----

/// A server in a process of its own, ended when it is dropped.
struct Server {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Server {
    fn start(prices: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = mesoquote();
        let database = format!("sqlite:{}", folder.path().join("quotes.db").display());
        command
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--limits",
                "off",
                "--database",
                &database,
                "--prices",
            ])
            .arg(prices);
        Self::of(command, folder)
    }

    fn bare(bytes: usize) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args([BARE, &bytes.to_string()]);
        Self::of(command, tempfile::tempdir().expect("a temporary folder"))
    }

    fn of(mut command: Command, folder: tempfile::TempDir) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("standard error is piped"));
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(stderr.read_line(&mut line).expect("a line") > 0, "the server ends");
        }
        let address = line.split_once("http://").expect("an address").1.trim().to_owned();
        thread::spawn(move || stderr.lines().for_each(drop));
        Self {
            child,
            address,
            _folder: folder,
        }
    }

    fn id(&self) -> String {
        self.child.id().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the server runs");
        self.child.wait().expect("the server ends");
    }
}

/// The body of one answer.
fn ask(address: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let length = body.len();
    let head = "POST /v1/estimates HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json";
    write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{body}").expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer comes");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
}

/// The least that a server can do: parse the body and answer with so many bytes, on the same runtime as the program.
fn bare(bytes: usize) {
    let answer = Bytes::from(vec![b'x'; bytes]);
    let handler = move |body: Bytes| async move {
        let parsed: Result<Value, _> = serde_json::from_slice(&body);
        match std::hint::black_box(parsed) {
            Ok(_) => ([(header::CONTENT_TYPE, "application/json")], answer).into_response(),
            Err(_) => axum::http::StatusCode::BAD_REQUEST.into_response(),
        }
    };
    let router = Router::new().route("/v1/estimates", post(handler));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("an address");
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true)));
        anstream::eprintln!(
            "listening on http://{}",
            axum::serve::Listener::local_addr(&listener).expect("an address")
        );
        axum::serve(listener, router).await.expect("the server serves");
    });
}
