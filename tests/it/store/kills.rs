//! `kill -9` at any moment under load: every acknowledged quote is there, none twice.
//!
//! A process that saves and says what was acknowledged is this test binary itself, started anew and killed. How often:
//! `MESOQUOTE_TEST_KILLS`.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use mesoquote::store::{Location, Store};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::rig::{self, Rig, block_on, export, key, quote, save_stubbornly};
use super::server::{Durability, Server};

/// Clients of the process that is killed.
const CLIENTS: usize = 16;
/// Tells the process that is killed which database to write to.
const WRITER: &str = "MESOQUOTE_TEST_WRITER";

fn kills() -> u32 {
    std::env::var("MESOQUOTE_TEST_KILLS")
        .ok()
        .map_or(4, |kills| kills.parse().unwrap())
}

#[test]
fn a_killed_program_on_sqlite_loses_nothing_acknowledged() {
    let rig = Rig::sqlite();
    let Location::Sqlite(file) = &rig.location else {
        unreachable!()
    };
    kill_again_and_again(&format!("sqlite:{}", file.display()), |_| {});
}

#[test]
fn a_killed_program_or_server_on_postgres_loses_nothing_acknowledged() {
    let Some(server) = Server::start(Durability::OfTheServer) else {
        return;
    };
    let url = server.new_database();
    let database = url.rsplit_once('/').unwrap().1.to_owned();
    kill_again_and_again(&url, |round| {
        // Every other time one of the server's own processes goes first, and the server recovers as after a crash.
        if round % 2 == 1 {
            let one = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1";
            let process = server.sql(&database, one);
            assert!(Command::new("kill").args(["-9", &process]).status().unwrap().success());
        }
    });
}

fn kill_again_and_again(url: &str, hurt_server: impl Fn(u32)) {
    let location: Location = url.parse().unwrap();
    let mut acknowledged = HashMap::new();
    for round in 0..kills() {
        let mut writer = Writer::start(url, round);
        // As many as differ from round to round, so that kills meet all kinds of moments.
        writer.read(40 + (round as usize * 37) % 200);
        hurt_server(round);
        writer.read(40 + (round as usize * 53) % 200);
        writer.kill();
        // Each client asks again for what it doesn't know to be done.
        block_on(ask_again(&location, round, &mut writer));
        acknowledged.extend(writer.acknowledged);
    }
    check(&location, &acknowledged);
}

async fn ask_again(location: &Location, round: u32, writer: &mut Writer) {
    let store = rig::open_stubbornly(location).await;
    for client in 0..CLIENTS {
        let name = format!("{round}-{client}-{}", writer.acknowledged_of(client));
        let saved = save_stubbornly(&store, &quote(), &name).await;
        writer.acknowledged.insert(name, saved.quote.reference.to_string());
    }
}

/// Every acknowledged quote is there under its reference, and nothing else is.
fn check(location: &Location, acknowledged: &HashMap<String, String>) {
    let lines = block_on(async { export(&rig::open_stubbornly(location).await).await });
    let mut kept = HashMap::new();
    for line in &lines {
        let quote: Value = serde_json::from_str(line).unwrap();
        let key = quote["history"][0]["idempotency"]["key"].as_str().unwrap().to_owned();
        let before = kept.insert(key, quote["reference"].as_str().unwrap().to_owned());
        assert_eq!(before, None, "a quote was saved twice");
    }
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|(name, reference)| kept.get(&digest(name)) != Some(reference))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} acknowledged quotes are lost: {lost:?}",
        lost.len(),
        acknowledged.len()
    );
    assert_eq!(kept.len(), acknowledged.len());
    let mut message = std::io::stderr();
    writeln!(
        message,
        "{} kills, {} quotes acknowledged, none lost, none twice",
        kills(),
        kept.len()
    )
    .unwrap();
}

fn digest(name: &str) -> String {
    let digest = Sha256::digest(name);
    digest
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The process that is killed, and what it said to be saved.
struct Writer {
    process: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    /// References by the names of keys.
    acknowledged: HashMap<String, String>,
}

impl Writer {
    fn start(url: &str, round: u32) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "store::kills::saves_until_it_is_killed",
                "--nocapture",
            ])
            .env(WRITER, format!("{round} {url}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self {
            process,
            lines,
            acknowledged: HashMap::new(),
        }
    }

    /// Reads so many acknowledgements.
    fn read(&mut self, count: usize) {
        let wanted = self.acknowledged.len() + count;
        while self.acknowledged.len() < wanted {
            let line = self.lines.next().unwrap().unwrap();
            self.note(&line);
        }
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        // What it had said before it died counts. The last line may be cut off.
        while let Some(Ok(line)) = self.lines.next() {
            self.note(&line);
        }
    }

    fn note(&mut self, line: &str) {
        if let ["saved", name, reference] = line.split(' ').collect::<Vec<_>>()[..]
            && reference.len() == 8
        {
            self.acknowledged.insert(name.to_owned(), reference.to_owned());
        }
    }

    /// How many were acknowledged to a client: it numbers its keys.
    fn acknowledged_of(&self, client: usize) -> usize {
        let of_client = |name: &&String| name.split('-').nth(1) == Some(&client.to_string());
        let numbers: HashSet<_> = self.acknowledged.keys().filter(of_client).collect();
        numbers.len()
    }
}

#[test]
#[ignore = "a part of the tests above, which start it and kill it"]
fn saves_until_it_is_killed() {
    let told = std::env::var(WRITER).unwrap();
    let (round, url) = told.split_once(' ').unwrap();
    let round: u32 = round.parse().unwrap();
    block_on(async {
        let store = rig::open_stubbornly(&url.parse().unwrap()).await;
        let clients = (0..CLIENTS).map(|client| save_for_ever(&store, round, client));
        futures_util::future::join_all(clients).await;
    });
}

async fn save_for_ever(store: &Store, round: u32, client: usize) {
    for number in 0_u64.. {
        let name = format!("{round}-{client}-{number}");
        let saved = save_stubbornly(store, &quote(), &name).await;
        let line = format!("saved {name} {}\n", saved.quote.reference);
        // One write for each line: whole lines or nothing of them.
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}

#[test]
fn a_key_is_digested_as_this_test_expects() {
    let kept = serde_json::to_string(&key("0-1-2").unwrap()).unwrap();
    assert!(kept.contains(&digest("0-1-2")), "{kept}");
}
