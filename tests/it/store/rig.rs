//! What tests of the store share: an empty store of either kind, quotes to put into it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use mesoquote::store::{
    Doing, Error, Idempotency, KeptList, Location, NewQuote, Patient, Place, Quote, Reference, Saved, Search, Store,
    Total,
};
use serde_json::value::RawValue;
use tempfile::TempDir;

use super::server;

/// The day on which quotes of tests are made.
pub const TODAY: Date = date(2026, 11, 23);
/// The last day on which they stand.
pub const LAST_DAY: Date = date(2026, 12, 23);

/// An empty database, and as many stores on it as are opened.
pub struct Rig {
    pub location: Location,
    _folder: Option<TempDir>,
}

impl Rig {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("quotes.db"));
        Self {
            location,
            _folder: Some(folder),
        }
    }

    /// Nothing where PostgreSQL isn't installed.
    pub fn postgres() -> Option<Self> {
        let url = server::shared()?.new_database();
        Some(Self {
            location: url.parse().unwrap(),
            _folder: None,
        })
    }

    /// A database that stands already.
    pub fn at(url: &str) -> Self {
        Self {
            location: url.parse().unwrap(),
            _folder: None,
        }
    }

    /// Another one of the same kind.
    pub fn another(&self) -> Self {
        match self.location {
            Location::Sqlite(_) => Self::sqlite(),
            Location::Postgres(_) => Self::postgres().unwrap(),
        }
    }

    pub async fn open(&self) -> Arc<Store> {
        Arc::new(Store::open(&self.location).await.unwrap())
    }
}

/// Runs a scenario to its end.
pub fn block_on<T>(scenario: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(scenario)
}

pub fn now() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

/// So many seconds later than [`now`].
pub fn later(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

/// A quote of ten sessions for 12,000 dirhams, without a patient.
pub fn quote() -> NewQuote {
    NewQuote {
        clinic: "jumeirah".to_owned(),
        price_list: "3f9ac01b77de".to_owned(),
        currency: "AED".to_owned(),
        total: Total {
            from: "12000.00".to_owned(),
            to: "12000.00".to_owned(),
        },
        treatments: vec!["mesotherapy-fat-reduction".to_owned()],
        created_at: now(),
        created_by: "Front desk 1".to_owned(),
        by_staff: true,
        valid_until: LAST_DAY,
        patient: Patient::default(),
        note: None,
        request: raw(r#"{ "items": [ {"treatment":"mesotherapy-fat-reduction", "area":"abdomen", "sessions": 10} ] }"#),
        estimate: raw(r#"{ "total": {"from":"12000.00", "to":"12000.00"}, "spoken": "اثنا عشر ألف درهم" }"#),
    }
}

/// A quote for somebody, made so many seconds after [`now`].
pub fn quote_for(name: &str, phone: &str, seconds: i64) -> NewQuote {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let patient = Patient {
        name: given(name),
        phone: given(phone),
        email: None,
        follow_up: false,
    };
    NewQuote {
        patient,
        created_at: later(seconds),
        ..quote()
    }
}

/// A quote whose total is a range.
pub fn range_quote() -> NewQuote {
    NewQuote {
        total: Total {
            from: "12000.00".to_owned(),
            to: "24000.00".to_owned(),
        },
        ..quote()
    }
}

pub fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

/// Somebody at the desk, today.
pub fn doing() -> Doing {
    Doing {
        at: later(60),
        today: TODAY,
        by: "Front desk 2".to_owned(),
    }
}

/// Somebody at the desk, the day after the quotes of tests ran out.
pub fn doing_too_late() -> Doing {
    Doing {
        today: LAST_DAY.tomorrow().unwrap(),
        ..doing()
    }
}

/// A key for a request whose body is its own name.
#[expect(clippy::unnecessary_wraps, reason = "as it is passed on")]
pub fn key(name: &str) -> Option<Idempotency> {
    Some(Idempotency::new(name, "/v1/quotes", name.as_bytes()))
}

pub async fn save(store: &Store, new: NewQuote) -> Quote {
    store.save(new, None).await.unwrap().quote
}

/// Does the same many times at once.
pub async fn at_once<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    count: usize,
    run: impl Fn(usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..count).map(|number| tokio::spawn(run(number))).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

/// How long a database may take to come back.
const RECOVERY: Duration = Duration::from_secs(60);

/// A quote that is saved under a key until the database takes it, as a client does that was told to try again.
pub async fn save_stubbornly(store: &Store, new: &NewQuote, name: &str) -> Saved {
    let deadline = Instant::now() + RECOVERY;
    loop {
        match store.save(new.clone(), key(name)).await {
            Err(Error::Unavailable(_)) if Instant::now() < deadline => tokio::task::yield_now().await,
            saved => return saved.unwrap(),
        }
    }
}

/// A store that is opened when the database is there again.
pub async fn open_stubbornly(location: &Location) -> Store {
    let deadline = Instant::now() + RECOVERY;
    loop {
        match Store::open(location).await {
            Err(Error::Unavailable(_)) if Instant::now() < deadline => tokio::task::yield_now().await,
            store => return store.unwrap(),
        }
    }
}

pub async fn all(store: &Store) -> Vec<Quote> {
    store
        .search(Search {
            limit: 100,
            ..Search::all("jumeirah", TODAY)
        })
        .await
        .unwrap()
        .quotes
}

pub async fn find(store: &Store, narrow: impl FnOnce(&mut Search)) -> Vec<Reference> {
    let mut search = Search {
        limit: 100,
        ..Search::all("jumeirah", TODAY)
    };
    narrow(&mut search);
    store
        .search(search)
        .await
        .unwrap()
        .quotes
        .iter()
        .map(|quote| quote.reference)
        .collect()
}

pub fn list(version: &str) -> KeptList {
    let files = vec![
        ("clinic.toml".to_owned(), b"name = \"Jumeirah\"\n".to_vec()),
        ("prices.csv".to_owned(), "\u{feff}treatment;بطن\r\n".into()),
    ];
    KeptList {
        clinic: "jumeirah".to_owned(),
        version: version.to_owned(),
        files,
    }
}

pub async fn export(store: &Store) -> Vec<String> {
    let mut lines = store.export_price_lists().await.unwrap();
    let mut place = Some(Place::default());
    while let Some(from) = place {
        let part = store.export(from).await.unwrap();
        lines.extend(part.lines);
        place = part.next;
    }
    lines
}
