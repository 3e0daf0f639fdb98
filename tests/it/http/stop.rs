//! The program itself: it starts, notices changes, and stops when it is told to.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use mesoquote::http::Limits;
use serde_json::{Value, json};

use super::reload::copy_list;
use super::{Running, ask};
use crate::binary::{mesoquote, repository};

/// The program as it serves; killed when a test ends before it.
pub struct Process {
    child: Child,
    pub stderr: BufReader<ChildStderr>,
    pub address: SocketAddr,
    /// In place of one in the repository.
    _database: tempfile::TempDir,
}

impl Process {
    pub fn start(arguments: &[&str], folder: &Path) -> Self {
        Self::listening("127.0.0.1:0", arguments, folder)
    }

    pub fn listening(address: &str, arguments: &[&str], folder: &Path) -> Self {
        let mut command = mesoquote();
        command
            .args(["serve", "--listen", address])
            .args(arguments)
            .current_dir(folder);
        let database = tempfile::tempdir().unwrap();
        if folder == repository("") {
            let file = database.path().join("quotes.db");
            command.env("MESOQUOTE_DATABASE", format!("sqlite:{}", file.display()));
        }
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let line = line_with(&mut stderr, "listening on http://");
        let address = line.trim().trim_start_matches("listening on http://").parse().unwrap();
        Self {
            child,
            stderr,
            address,
            _database: database,
        }
    }

    pub fn terminate(&self) {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(killed.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The list of the worked cases.
fn cases() -> String {
    repository("tests/cases/worked/clinic").display().to_string()
}

/// Reads the log up to a line that holds the words.
pub fn line_with(log: &mut impl BufRead, words: &str) -> String {
    let mut before = String::new();
    loop {
        let mut line = String::new();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "no line has `{words}`:\n{before}");
        if line.contains(words) {
            return line;
        }
        before += &line;
    }
}

#[test]
fn told_to_stop_it_answers_what_it_has_begun_and_ends_well() {
    let dir = tempfile::tempdir().unwrap();
    let mut process = Process::start(&["--prices", &cases()], dir.path());
    let body = json!({ "text": "fat belly 10" }).to_string();
    let mut stream = TcpStream::connect(process.address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /v1/estimates HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
    )
    .unwrap();
    let mut answer = BufReader::new(stream.try_clone().unwrap());
    // It says so when it begins to read the body: from then on the request is under way.
    line_with(&mut answer, "100 Continue");
    process.terminate();
    line_with(&mut process.stderr, "stopping");
    stream.write_all(body.as_bytes()).unwrap();
    line_with(&mut answer, "200 OK");
    let mut rest = String::new();
    answer.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("\"total\""), "{rest}");
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn told_to_stop_it_does_not_wait_for_ever() {
    let limits = Limits {
        stop_in: Duration::from_millis(50),
        ..Limits::USUAL
    };
    let server = Running::with_limits(&repository("tests/cases/worked/clinic"), limits);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = "POST /v1/estimates HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = BufReader::new(stream);
    line_with(&mut answer, "100 Continue");
    assert!(!server.stop(), "a request was cut off");
}

#[test]
fn idle_connections_do_not_hold_up_a_stop() {
    let server = super::one_clinic();
    assert_eq!(server.get("/healthz").status(), 200);
    let idle = TcpStream::connect(server.address).unwrap();
    assert!(server.stop());
    drop(idle);
}

#[test]
fn a_change_on_disk_takes_effect_by_itself_and_a_bad_one_is_logged() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(dir.path());
    let mut process = Process::start(&["--prices", "."], dir.path());
    let get = |path: &str| ask(process.address, "GET", path, &[], None).json();
    let path = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=1";
    assert_eq!(get(path)["total"]["from"], "1867.50");
    let prices = fs::read_to_string(dir.path().join("prices.csv")).unwrap();
    let row = "meso-fat,abdomen,session,1,1500";
    fs::write(
        dir.path().join("prices.csv"),
        prices.replace(row, "meso-fat,abdomen,session,1,1600"),
    )
    .unwrap();
    line_with(&mut process.stderr, "a price list is in force");
    assert_eq!(get(path)["total"]["from"], "1967.50");
    fs::write(
        dir.path().join("prices.csv"),
        prices.replace(row, "meso-fat,abdomen,session,1,free"),
    )
    .unwrap();
    let refused = line_with(&mut process.stderr, "a price list is refused");
    assert!(refused.contains("prices.csv"), "{refused}");
    assert_eq!(get(path)["total"]["from"], "1967.50");
    assert_eq!(get("/readyz")["status"], "ready_with_refused_files");
    fs::write(
        dir.path().join("prices.csv"),
        prices.replace(row, "meso-fat,abdomen,session,1,1600"),
    )
    .unwrap();
    line_with(&mut process.stderr, "the price list on disk is right again");
}

#[test]
fn a_log_that_nobody_reads_any_more_costs_no_answer() {
    let mut command = mesoquote();
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--prices",
        "tests/cases/worked/clinic",
        "--log",
        "debug",
    ]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let line = line_with(&mut log, "listening on http://");
    drop(log);
    let address = line.trim().trim_start_matches("listening on http://").parse().unwrap();
    let answered = std::panic::catch_unwind(|| ask(address, "GET", "/v1/clinics", &[], None).status());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answered.unwrap(), 200);
}

#[test]
fn the_log_names_routes_and_nothing_that_a_caller_sent() {
    let dir = tempfile::tempdir().unwrap();
    let arguments = ["--prices", &cases(), "--log-format", "json", "--log", "debug"];
    let mut process = Process::start(&arguments, dir.path());
    let headers = [("content-type", "application/json"), ("x-secret", "secret-header")];
    let body = br#"{"text": "secret-body"}"#;
    ask(
        process.address,
        "POST",
        "/v1/estimates?secret-query=1",
        &headers,
        Some(body),
    );
    ask(process.address, "GET", "/secret-path", &[], None);
    process.terminate();
    let mut log = String::new();
    process.stderr.read_to_string(&mut log).unwrap();
    assert!(!log.contains("secret"), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let posted = lines.iter().find(|line| line["method"] == "POST").unwrap();
    assert_eq!(
        (&posted["route"], &posted["status"]),
        (&json!("/v1/estimates"), &json!(422))
    );
    assert!(
        posted["request_id"].is_string() && posted["micros"].is_u64(),
        "{posted}"
    );
}

#[test]
fn without_a_folder_it_serves_the_sample_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let process = Process::start(&[], dir.path());
    let answer = ask(process.address, "GET", "/v1/clinics", &[], None).json();
    assert_eq!(answer["clinics"].as_array().unwrap().len(), 1);
}

#[test]
fn a_bad_list_at_the_start_does_not_keep_the_good_ones_from_being_served() {
    let dir = tempfile::tempdir().unwrap();
    copy_list(&dir.path().join("bad"));
    copy_list(&dir.path().join("good"));
    let taxes = dir.path().join("bad/taxes.csv");
    let right = fs::read(&taxes).unwrap();
    fs::write(&taxes, "tax\n").unwrap();
    let mut process = Process::start(&["--prices", "."], dir.path());
    let get = |path: &str| ask(process.address, "GET", path, &[], None).json();
    assert_eq!(get("/v1/clinics")["clinics"][0]["clinic"], "good");
    let ready = get("/readyz");
    assert_eq!(ready["status"], "ready_with_refused_files");
    assert_eq!(
        (&ready["price_lists"][0]["clinic"], &ready["price_lists"][0]["version"]),
        (&json!("bad"), &Value::Null)
    );
    assert!(get("/v1/price-lists")["price_lists"][0]["problems"][0]["hint"].is_string());
    fs::write(&taxes, right).unwrap();
    line_with(&mut process.stderr, "the price list on disk is right again");
    assert_eq!(get("/readyz")["status"], "ready");
}

#[test]
fn what_it_can_not_serve_is_told_with_the_right_status() {
    let dir = tempfile::tempdir().unwrap();
    for clinic in ["bad", "worse"] {
        copy_list(&dir.path().join(clinic));
        fs::write(dir.path().join(clinic).join("taxes.csv"), "tax\n").unwrap();
    }
    let bad = dir.path().to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, status, told) in [
        (&["--prices", bad][..], 1, "taxes.csv:1"),
        (&["--prices", "/no/such/folder"], 2, "/no/such/folder"),
        (&["--listen", &taken], 2, "can't be listened on"),
        (&["--listen", "nowhere"], 2, "127.0.0.1:8080"),
        (&["--log", "a=b=c"], 2, "--log"),
        (&["--nonsense"], 2, "--nonsense"),
    ] {
        let output = mesoquote().arg("serve").args(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {stderr}");
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
    }
}
