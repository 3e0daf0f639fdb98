//! What a database server can suffer.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mesoquote::store::{Error, Location, Store, Trouble};

use super::rig::{at_once, block_on, export, key, quote, save, save_stubbornly};
use super::server::{self, Durability, Server};

#[test]
fn a_server_that_is_not_there_is_said_without_the_password() {
    let location: Location = "postgres://clinic:s3cret@127.0.0.1:9/quotes".parse().unwrap();
    let refused = block_on(Store::open(&location)).unwrap_err();
    assert_eq!(refused, Error::Unavailable(Trouble::NoConnection));
    for bad in [
        "postgres://clinic:s3cret@[::bad/quotes",
        "postgres://c:s3cret@h/q?sslmode=perhaps",
    ] {
        let refused = block_on(Store::open(&bad.parse().unwrap())).unwrap_err().to_string();
        assert!(
            refused.contains("database address") && !refused.contains("s3cret"),
            "{refused}"
        );
    }
}

#[test]
fn a_stopped_server_is_unavailable_and_then_there_again() {
    let Some(server) = Server::start(Durability::OfTheServer) else {
        return;
    };
    let location: Location = server.new_database().parse().unwrap();
    block_on(async {
        let store = Store::open(&location).await.unwrap();
        let made = save(&store, quote()).await.reference;
        server.stop();
        let started = Instant::now();
        assert!(matches!(store.save(quote(), None).await, Err(Error::Unavailable(_))));
        assert!(matches!(store.get(made).await, Err(Error::Unavailable(_))));
        assert!(matches!(store.ping().await, Err(Error::Unavailable(_))));
        assert!(started.elapsed() < Duration::from_secs(20), "the answer takes too long");
        server.start_again();
        until_it_answers(&store).await;
        assert_eq!(store.get(made).await.unwrap().reference, made);
        save_stubbornly(&store, &quote(), "a").await;
    });
}

#[test]
fn a_server_restarted_under_load_loses_nothing_acknowledged() {
    let Some(server) = Server::start(Durability::OfTheMachine) else {
        return;
    };
    let url = server.new_database();
    under_load(&url, || {
        for _ in 0..3 {
            server.stop();
            server.start_again();
        }
    });
}

#[test]
fn dropped_connections_lose_nothing_acknowledged() {
    let Some(server) = server::shared() else { return };
    let url = server.new_database();
    let database = url.rsplit_once('/').unwrap().1;
    let drop_all = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    );
    under_load(&url, || {
        for _ in 0..20 {
            server.sql(database, &drop_all);
        }
    });
}

/// Clients save and try again what was not acknowledged, while something is done to the server and for a while after.
fn under_load(url: &str, trouble: impl FnOnce()) {
    let location: Location = url.parse().unwrap();
    block_on(async {
        let store = Arc::new(Store::open(&location).await.unwrap());
        let is_over = Arc::new(AtomicBool::new(false));
        let clients = tokio::spawn({
            let (store, is_over) = (store.clone(), is_over.clone());
            async move { at_once(16, |client| save_until(store.clone(), is_over.clone(), client)).await }
        });
        tokio::task::block_in_place(trouble);
        is_over.store(true, Ordering::Relaxed);
        let acknowledged: Vec<String> = clients.await.unwrap().into_iter().flatten().collect();
        let lines = export(&store).await;
        let kept: HashSet<String> = lines.iter().map(|line| reference(line)).collect();
        assert!(
            acknowledged.iter().all(|reference| kept.contains(reference)),
            "an acknowledged quote is lost"
        );
        assert_eq!(kept.len(), acknowledged.len(), "a quote was saved twice");
        assert!(acknowledged.len() > 50, "there was no load");
    });
}

async fn save_until(store: Arc<Store>, is_over: Arc<AtomicBool>, client: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    while !is_over.load(Ordering::Relaxed) || acknowledged.len() < 10 {
        let name = format!("{client}-{}", acknowledged.len());
        acknowledged.push(
            save_stubbornly(&store, &quote(), &name)
                .await
                .quote
                .reference
                .to_string(),
        );
    }
    acknowledged
}

fn reference(line: &str) -> String {
    serde_json::from_str::<serde_json::Value>(line).unwrap()["reference"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn until_it_answers(store: &Store) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while store.ping().await.is_err() {
        assert!(Instant::now() < deadline, "it does not recover");
    }
}

/// A trigger that answers saves with an error code: of those that come, only every `passing`-th goes through.
fn refuse(server: &Server, url: &str, code: &str, passing: u32) {
    let database = url.rsplit_once('/').unwrap().1;
    server.sql(database, "CREATE SEQUENCE IF NOT EXISTS tries");
    server.sql(
        database,
        &format!(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF nextval('tries') % {passing} <> 0 THEN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END IF; \
             RETURN NEW; END $$"
        ),
    );
    server.sql(
        database,
        "CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON quotes FOR EACH ROW EXECUTE FUNCTION refuse()",
    );
}

#[test]
fn what_the_server_asks_to_try_again_is_tried_again_so_often_and_no_longer() {
    let Some(server) = server::shared() else { return };
    let url = server.new_database();
    block_on(async {
        let store = Arc::new(Store::open(&url.parse().unwrap()).await.unwrap());
        for code in ["40001", "40P01"] {
            refuse(server, &url, code, 3);
            let made = at_once(20, |number| {
                let (store, name) = (store.clone(), format!("{code}-{number}"));
                async move { store.save(quote(), key(&name)).await }
            });
            let made = made.await.into_iter().flatten().count();
            assert!(made > 10, "with three tries each, ten are enough for nearly all");
            refuse(server, &url, code, 1_000_000_000);
            let refused = store.save(quote(), None).await.unwrap_err();
            assert_eq!(refused, Error::Unavailable(Trouble::TooSlow));
        }
    });
}

#[test]
fn a_full_disk_of_the_server_is_said() {
    let Some(server) = server::shared() else { return };
    let url = server.new_database();
    block_on(async {
        let store = Store::open(&url.parse().unwrap()).await.unwrap();
        refuse(server, &url, "53100", 1_000_000_000);
        assert_eq!(
            store.save(quote(), key("a")).await.unwrap_err(),
            Error::Unavailable(Trouble::DiskFull)
        );
        refuse(server, &url, "53100", 1);
        assert!(!store.save(quote(), key("a")).await.unwrap().is_replay);
    });
}

#[test]
fn a_server_that_does_not_answer_in_time_is_given_up_for_now() {
    let Some(server) = server::shared() else { return };
    let url = server.new_database();
    let database = url.rsplit_once('/').unwrap().1;
    block_on(async {
        let store = Store::open(&url.parse().unwrap()).await.unwrap();
        let lock = "BEGIN; LOCK TABLE quotes IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)";
        let mut locked = std::process::Command::new("psql")
            .args(["-q", "-X", "-c", lock, &url])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let is_locked =
            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'quotes'::regclass";
        while server.sql(database, is_locked) == "0" {}
        let started = Instant::now();
        assert_eq!(
            store.save(quote(), key("a")).await.unwrap_err(),
            Error::Unavailable(Trouble::TooSlow)
        );
        assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' \
                   AND datname = current_database() AND pid <> pg_backend_pid()";
        server.sql(database, end);
        locked.wait().unwrap();
        assert!(!store.save(quote(), key("a")).await.unwrap().is_replay);
    });
}
