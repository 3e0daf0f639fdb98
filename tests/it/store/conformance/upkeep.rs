//! Erasing, price lists, staff keys, counting, starting.

use std::collections::HashSet;

use jiff::Timestamp;
use mesoquote::store::{Did, Doing, Error, Idempotency, Location, Move, NewQuote, Publishing, State, Store};

use super::super::rig::{Rig, TODAY, all, at_once, doing, find, key, later, list, now, quote, quote_for, save};
use super::super::server;

pub async fn an_erased_patient_is_found_nowhere(rig: Rig) {
    let store = rig.open().await;
    let new = NewQuote {
        note: Some("afraid of needles".to_owned()),
        ..quote_for("Fatima", "+971501234567", 0)
    };
    let made = store.save(new, key("a")).await.unwrap().quote;
    let erased = store
        .erase_patient(made.reference, later(1), "Front desk 2")
        .await
        .unwrap();
    assert!(!erased.has_personal_data());
    assert_eq!(erased.estimate.get(), made.estimate.get());
    assert_eq!(erased.history.last().unwrap().did, Did::Erased);
    assert_eq!(erased.state, State::Open);
    assert!(
        find(&store, |search| search.phone = Some("0501234567".into()))
            .await
            .is_empty()
    );
    assert!(
        find(&store, |search| search.name = Some("fatima".into()))
            .await
            .is_empty()
    );
    assert_eq!(
        find(&store, |search| search.created_by = Some("Front desk 1".into())).await,
        [made.reference]
    );
    let again = store
        .erase_patient(made.reference, later(2), "Front desk 2")
        .await
        .unwrap();
    assert_eq!(again.to_json().unwrap(), erased.to_json().unwrap());
    assert!(
        !store.save(quote(), key("a")).await.unwrap().quote.has_personal_data(),
        "not in what is answered again"
    );
}

pub async fn patients_are_erased_on_schedule(rig: Rig) {
    let store = rig.open().await;
    let known = |valid_until| NewQuote {
        valid_until,
        ..quote_for("Fatima", "+971501234567", 0)
    };
    let (before, day) = (TODAY.yesterday().unwrap(), TODAY);
    let ran_out = at_once(230, |_| {
        let store = store.clone();
        async move { save(&store, known(before)).await.reference }
    });
    let ran_out = ran_out.await;
    let stands = save(&store, known(day)).await.reference;
    let accepted = save(&store, known(before)).await.reference;
    let in_time = Doing {
        today: before,
        ..doing()
    };
    store
        .apply(accepted, Move::Accept { agreed_total: None }, in_time, None)
        .await
        .unwrap();
    let elsewhere = save(
        &store,
        NewQuote {
            clinic: "marina".to_owned(),
            ..known(before)
        },
    )
    .await
    .reference;
    let erased = store
        .erase_expired("jumeirah", day, later(1), "schedule")
        .await
        .unwrap();
    assert_eq!(erased, 230);
    assert!(!store.get(ran_out[229]).await.unwrap().has_personal_data());
    for kept in [stands, accepted, elsewhere] {
        assert!(store.get(kept).await.unwrap().has_personal_data());
    }
    assert_eq!(
        store
            .erase_expired("jumeirah", day, later(1), "schedule")
            .await
            .unwrap(),
        0
    );
}

pub async fn a_price_list_is_kept_once(rig: Rig) {
    let store = rig.open().await;
    at_once(8, |_| {
        let store = store.clone();
        async move { store.keep_price_list(list("v1")).await.unwrap() }
    })
    .await;
    assert_eq!(store.price_list("jumeirah", "v1").await.unwrap(), list("v1"));
    assert_eq!(store.price_list("jumeirah", "v2").await.unwrap_err(), Error::NotFound);
    assert_eq!(store.export_price_lists().await.unwrap().len(), 1);
}

pub async fn what_is_published_never_goes_back(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    assert!(store.published().await.unwrap().is_empty());
    let first = store.publish(publishing("v1", now())).await.unwrap();
    assert_eq!(
        store.publish(publishing("v1", later(1))).await.unwrap(),
        first,
        "it is served already"
    );
    let numbers = at_once(10, |number| {
        let store = if number % 2 == 0 { store.clone() } else { other.clone() };
        async move {
            store
                .publish(publishing(&format!("v{}", number + 2), now()))
                .await
                .unwrap()
                .number
        }
    });
    let numbers: HashSet<_> = numbers.await.into_iter().collect();
    assert_eq!(numbers, (2..12).collect());
    let again = store.publish(publishing("v1", later(2))).await.unwrap();
    assert_eq!(other.published().await.unwrap(), std::slice::from_ref(&again));
    assert_eq!(
        (again.number, again.version.as_str(), again.at),
        (12, "v1", later(2)),
        "an old list is published anew"
    );
}

pub async fn a_staff_key_counts_until_it_is_revoked(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    assert!(!store.has_staff_key().await.unwrap());
    let secret = store.add_staff_key("Front desk 1", now()).await.unwrap();
    assert_eq!(
        store.add_staff_key("Front desk 1", now()).await.unwrap_err(),
        Error::NameTaken
    );
    assert_eq!(
        other.holder(secret.reveal()).await.unwrap().as_deref(),
        Some("Front desk 1")
    );
    assert!(other.has_staff_key().await.unwrap());
    assert!(!format!("{secret:?}").contains(&secret.reveal()[10..]));
    for wrong in ["", "mesoquote_", &secret.reveal()[1..], &secret.reveal().to_uppercase()] {
        assert_eq!(store.holder(wrong).await.unwrap(), None);
    }
    other.revoke_staff_key("Front desk 1", later(1)).await.unwrap();
    assert!(!store.has_staff_key().await.unwrap());
    assert_eq!(store.holder(secret.reveal()).await.unwrap(), None);
    assert_eq!(
        store.revoke_staff_key("Front desk 1", later(1)).await.unwrap_err(),
        Error::NotFound
    );
    let new = store.add_staff_key("Front desk 1", later(2)).await.unwrap();
    assert_eq!(
        store.holder(new.reveal()).await.unwrap().as_deref(),
        Some("Front desk 1")
    );
    let keys = store.staff_keys().await.unwrap();
    assert_eq!(
        keys.iter().map(|key| key.revoked_at).collect::<Vec<_>>(),
        [Some(later(1)), None]
    );
}

pub async fn a_session_counts_until_it_is_over_or_its_key_is(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    let (front, back) = (
        store.add_staff_key("Front desk 1", now()).await.unwrap(),
        store.add_staff_key("Front desk 2", now()).await.unwrap(),
    );
    assert!(
        store
            .begin_session("mesoquote_0", now(), later(9))
            .await
            .unwrap()
            .is_none()
    );
    let begin = async |key: &str, until| store.begin_session(key, now(), until).await.unwrap().unwrap().0;
    let short = begin(front.reveal(), later(5)).await;
    let long = begin(front.reveal(), later(9)).await;
    let others = begin(back.reveal(), later(9)).await;
    let holder = async |held: &str, at| Some(other.session(held, at).await.unwrap()?.name);
    for (held, at, name) in [
        (short.reveal(), later(4), Some("Front desk 1")),
        (short.reveal(), later(5), None),
        (long.reveal(), later(5), Some("Front desk 1")),
        (others.reveal(), later(5), Some("Front desk 2")),
        (front.reveal(), later(1), None),
        ("", later(1), None),
    ] {
        assert_eq!(holder(held, at).await.as_deref(), name, "at {at}");
    }
    other.end_session(long.reveal()).await.unwrap();
    other.end_session(long.reveal()).await.unwrap();
    assert_eq!(holder(long.reveal(), later(1)).await, None);
    other.revoke_staff_key("Front desk 1", later(1)).await.unwrap();
    assert_eq!(holder(short.reveal(), later(2)).await, None);
    assert_eq!(holder(others.reveal(), later(2)).await.as_deref(), Some("Front desk 2"));
}

pub async fn many_programs_start_on_an_empty_database(rig: Rig) {
    let location = rig.location.clone();
    let stores = at_once(8, |_| {
        let location = location.clone();
        async move { Store::open(&location).await.unwrap() }
    });
    let stores = stores.await;
    for store in &stores {
        store.save(quote(), None).await.unwrap();
    }
    assert_eq!(all(&stores[0]).await.len(), 8);
}

pub async fn a_newer_layout_is_refused(rig: Rig) {
    rig.open().await;
    let newer = "INSERT INTO mesoquote_migrations (number, name, applied_at) VALUES (999, 'later', 0)";
    match &rig.location {
        Location::Sqlite(file) => {
            rusqlite::Connection::open(file).unwrap().execute_batch(newer).unwrap();
        }
        Location::Postgres(url) => {
            let database = url.rsplit_once('/').unwrap().1;
            server::shared().unwrap().sql(database, newer);
        }
    }
    let refused = Store::open(&rig.location).await.unwrap_err();
    assert!(matches!(refused, Error::TooNew { found: 999, .. }), "{refused}");
    assert!(refused.to_string().contains("use the newer program"));
}

pub async fn quotes_are_counted_by_state(rig: Rig) {
    let store = rig.open().await;
    store.ping().await.unwrap();
    let first = save(&store, quote()).await.reference;
    save(&store, quote()).await;
    store.apply(first, Move::Decline, doing(), None).await.unwrap();
    save(
        &store,
        NewQuote {
            clinic: "marina".to_owned(),
            ..quote()
        },
    )
    .await;
    let counts = store.counts().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|c| (c.clinic.as_str(), c.state, c.quotes)).collect();
    assert_eq!(
        counts,
        [
            ("jumeirah", State::Declined, 1),
            ("jumeirah", State::Open, 1),
            ("marina", State::Open, 1)
        ]
    );
}

fn publishing(version: &str, at: Timestamp) -> Publishing {
    Publishing {
        list: list(version),
        at,
        by: "manager".to_owned(),
        instead_of: None,
        idempotency: None,
    }
}

pub async fn what_is_published_is_remembered_and_replaces_what_was_known(rig: Rig) {
    let store = rig.open().await;
    let keyed = |version: &str, instead_of: Option<&str>, key: &str| Publishing {
        instead_of: instead_of.map(ToOwned::to_owned),
        idempotency: Some(Idempotency::new(key, "publish", version.as_bytes())),
        ..publishing(version, now())
    };
    let first = store.publish(keyed("v1", None, "a")).await.unwrap();
    let second = store.publish(keyed("v2", Some("v1"), "b")).await.unwrap();
    let late = store.publish(keyed("v3", Some("v1"), "c")).await.unwrap_err();
    assert_eq!(
        late,
        Error::OtherPublished {
            version: "v2".to_owned()
        }
    );
    assert_eq!(store.publish(keyed("v1", None, "a")).await.unwrap(), first, "done once");
    assert_eq!(
        store.publish(keyed("v3", None, "b")).await.unwrap_err(),
        Error::IdempotencyMismatch
    );
    let history = store.publishing_history("jumeirah", None, 10).await.unwrap();
    assert_eq!(history, [second.clone(), first.clone()]);
    assert_eq!(
        store.publishing_history("jumeirah", Some(2), 10).await.unwrap(),
        [first]
    );
    assert_eq!(store.publishing_history("jumeirah", None, 1).await.unwrap(), [second]);
    assert_eq!(
        store.price_list("jumeirah", "v3").await.unwrap_err(),
        Error::NotFound,
        "nothing is left behind"
    );
}
