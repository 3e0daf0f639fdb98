//! How many quotes are saved a second, and how long one is looked for, on a file and on a server.
//!
//! `cargo bench --bench store -- [saves [ROUNDS] | search [QUOTES]]`. Each figure stands beside a baseline that was taken right before or
//! after it. Files are made under `target/`: that is the file system that is measured. See `benches/store.md`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    unreachable_pub,
    dead_code,
    reason = "a bench that can not run stops, and prints what it measured; the server is that of the tests"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use mesoquote::store::{Idempotency, Location, NewQuote, Patient, Reference, Search, Store, Total};
use serde_json::value::RawValue;
use server::{Durability, Server};

#[path = "../tests/it/store/server.rs"]
mod server;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Clients that save at once.
const CLIENTS: usize = 64;
/// How long each kind of saving is measured.
const SAVING: Duration = Duration::from_secs(10);
/// How often something is looked for.
const LOOKS: usize = 10_000;
/// The columns of a row, as the baselines write them.
const COLUMNS: &str = "clinic, reference, state, created_at, valid_until, phone, personal, version, document";

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let what = arguments.first().map_or("all", String::as_str);
    let count = |otherwise| arguments.get(1).map_or(otherwise, |count| count.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = Server::start(Durability::OfTheMachine);
    if what != "search" {
        for _ in 0..count(3) {
            measure_saves(&runtime, server.as_ref());
        }
    }
    if what != "saves" {
        for (folder, location) in locations(server.as_ref()) {
            runtime.block_on(search(&location, count(1_000_000)));
            drop(folder);
        }
    }
}

/// Each store and its baselines, one after the other.
fn measure_saves(runtime: &tokio::runtime::Runtime, server: Option<&Server>) {
    for (folder, location) in locations(server) {
        let rate = runtime.block_on(saves(&location));
        drop(folder);
        println!("{location}, {CLIENTS} clients: {rate:.0}/s");
        let baselines = match (&location, server) {
            (Location::Postgres(_), Some(server)) => {
                vec![("pgbench, the bare insert, as many clients", pgbench(server))]
            }
            _ => vec![
                ("a loop of one save and one commit each", commits(true)),
                ("a loop of one bare insert and one commit each", commits(false)),
            ],
        };
        for (name, baseline) in baselines {
            println!("  {name}: {baseline:.0}/s; ratio {:.2}", rate / baseline);
        }
    }
}

/// An empty database of each kind, and the folder of the one in a file.
fn locations(server: Option<&Server>) -> Vec<(tempfile::TempDir, Location)> {
    let folder = tempfile::tempdir_in(target()).unwrap();
    let file = Location::Sqlite(folder.path().join("quotes.db"));
    let mut locations = vec![(folder, file)];
    if let Some(server) = server {
        let url = server.new_database().parse().unwrap();
        locations.push((tempfile::tempdir_in(target()).unwrap(), url));
    }
    locations
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target")
}

/// A quote with a patient, about as large as one of one item with all that goes with it.
fn quote(number: u64) -> NewQuote {
    let estimate = format!("\"{}\"", "figures and words ".repeat(100));
    let raw = |json: String| RawValue::from_string(json).unwrap();
    let at: Timestamp = "2026-01-01T08:00:00Z".parse().unwrap();
    NewQuote {
        clinic: "jumeirah".to_owned(),
        price_list: "3f9ac01b77de".to_owned(),
        currency: "AED".to_owned(),
        total: Total {
            from: "12000.00".to_owned(),
            to: "12000.00".to_owned(),
        },
        treatments: vec!["mesotherapy-fat-reduction".to_owned()],
        created_at: at + SignedDuration::from_millis(i64::try_from(number).unwrap()),
        created_by: format!("Front desk {}", number % 10),
        by_staff: true,
        valid_until: date(2026, 12, 31),
        patient: Patient {
            name: Some(format!("Fatima {number}")),
            phone: Some(phone(number)),
            email: None,
            follow_up: false,
        },
        note: None,
        request: raw("{\"text\":\"belly 10\"}".to_owned()),
        estimate: raw(estimate),
    }
}

/// Numbers that differ in their last digits, as real ones do.
fn phone(number: u64) -> String {
    format!("+9715{:08}", number.wrapping_mul(7_919_317) % 100_000_000)
}

async fn saves(location: &Location) -> f64 {
    let store = Arc::new(Store::open(location).await.unwrap());
    let (saved, is_over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let client = || {
        let (store, saved, is_over) = (store.clone(), saved.clone(), is_over.clone());
        async move {
            while !is_over.load(Ordering::Relaxed) {
                let number = saved.fetch_add(1, Ordering::Relaxed);
                let key = Idempotency::new(&number.to_string(), "/v1/quotes", b"");
                store.save(quote(number), Some(key)).await.unwrap();
            }
        }
    };
    let started = Instant::now();
    let clients: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(client())).collect();
    tokio::time::sleep(SAVING).await;
    is_over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    saved.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

/// One commit after the other, in the same file format and on the same disk: of all the rows that a save writes, or of the
/// quote's alone.
fn commits(is_whole: bool) -> f64 {
    let folder = tempfile::tempdir_in(target()).unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        .unwrap();
    connection
        .execute_batch(include_str!("../src/store/migrations/sqlite/0001_quotes.sql"))
        .unwrap();
    let sql = format!(
        "INSERT OR IGNORE INTO quotes ({COLUMNS}) VALUES ('jumeirah', ?1, 'open', ?2, '2026-12-31', ?3, 1, 0, ?4)"
    );
    let mut insert = connection.prepare(&sql).unwrap();
    let mut insert_key = connection
        .prepare(
            "INSERT INTO idempotency_keys (clinic, idempotency_key, reference, step) VALUES ('jumeirah', ?1, ?2, 0)",
        )
        .unwrap();
    let mut insert_term = connection
        .prepare("INSERT INTO quote_terms (clinic, term, created_at, reference) VALUES ('jumeirah', ?1, ?2, ?3)")
        .unwrap();
    let document = document();
    let (started, mut saved) = (Instant::now(), 0_u64);
    while started.elapsed() < SAVING {
        let reference = Reference::random().unwrap().to_string();
        let (at, phone) = (i64::try_from(saved).unwrap(), phone(saved));
        connection.execute_batch("BEGIN").unwrap();
        insert.execute((&reference, at, &phone, &document)).unwrap();
        if is_whole {
            let key = format!("{:016x}{saved:048x}", saved.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            insert_key.execute((key, &reference)).unwrap();
            let who = format!("b:Front desk {}", saved % 10);
            let (phone, name) = (format!("p:{}", &phone[5..]), format!("n:{saved}"));
            for term in [&who, "t:mesotherapy-fat-reduction", &phone, "n:fatima", &name] {
                insert_term.execute((term, at, &reference)).unwrap();
            }
        }
        connection.execute_batch("COMMIT").unwrap();
        saved += 1;
    }
    saved as f64 / started.elapsed().as_secs_f64()
}

/// A document as it is kept.
fn document() -> String {
    let folder = tempfile::tempdir_in(target()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let location = Location::Sqlite(folder.path().join("one.db"));
        let store = Store::open(&location).await.unwrap();
        store.save(quote(0), None).await.unwrap().quote.to_json().unwrap()
    })
}

/// The bare insert into the same table, by PostgreSQL's own measuring program.
fn pgbench(server: &Server) -> f64 {
    let url = server.new_database();
    let database = url.rsplit_once('/').unwrap().1.to_owned();
    server.sql(
        &database,
        include_str!("../src/store/migrations/postgres/0001_quotes.sql"),
    );
    let script = tempfile::NamedTempFile::new_in(target()).unwrap();
    let text = format!(
        "\\set r random(1, 1000000000)\n\
         INSERT INTO quotes ({COLUMNS}) VALUES ('jumeirah', 'R' || :r, 'open', :r, '2026-12-31', '9715' || :r, 1, 0, :document) \
         ON CONFLICT DO NOTHING;\n"
    );
    std::fs::write(script.path(), text).unwrap();
    let (clients, seconds) = (CLIENTS.to_string(), SAVING.as_secs().to_string());
    let output = Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", &clients, "-j", "2", "-T", &seconds])
        .args(["-D", &format!("document={}", document()), "-f"])
        .arg(script.path())
        .arg(&url)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    rate.split(' ').next().unwrap().parse().unwrap()
}

async fn search(location: &Location, quotes: u64) {
    let store = Arc::new(Store::open(location).await.unwrap());
    let mut references = Vec::new();
    let mut filled = 0;
    for size in [1000.min(quotes), quotes] {
        fill(&store, &mut references, filled, size).await;
        filled = size;
        // What filling left behind is put away first.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let by_reference = looks(async |at| drop(store.get(references[at % references.len()]).await.unwrap())).await;
        let by_phone = looks(async |at| {
            let search = Search {
                phone: Some(phone(at as u64 % size)),
                ..Search::all("jumeirah", date(2026, 11, 23))
            };
            assert!(!store.search(search).await.unwrap().quotes.is_empty());
        });
        println!(
            "{location}, {size} quotes: by reference {by_reference:?}, by phone {:?}",
            by_phone.await
        );
    }
}

/// The median of many looks at places that lie far apart.
async fn looks(look: impl AsyncFn(usize)) -> Duration {
    let mut times = Vec::new();
    for number in 0..LOOKS {
        let started = Instant::now();
        look(number.wrapping_mul(104_729)).await;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times[LOOKS / 2]
}

/// Saves quotes from one number to another, as many clients do.
async fn fill(store: &Arc<Store>, references: &mut Vec<Reference>, from: u64, to: u64) {
    let next = Arc::new(AtomicU64::new(from));
    let client = || {
        let (store, next) = (store.clone(), next.clone());
        async move {
            let mut saved = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= to {
                    return saved;
                }
                saved.push(store.save(quote(number), None).await.unwrap().quote.reference);
            }
        }
    };
    let clients: Vec<_> = (0..4 * CLIENTS).map(|_| tokio::spawn(client())).collect();
    for client in clients {
        references.extend(client.await.unwrap());
    }
}
