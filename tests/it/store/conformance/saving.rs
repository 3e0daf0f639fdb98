//! Quotes that are made, and asked for again with the same key.

use std::collections::HashSet;

use mesoquote::store::{Error, Idempotency, Move, NewQuote, Reference, State};

use super::super::rig::{LAST_DAY, Rig, all, at_once, doing, key, now, quote, quote_for, save};

pub async fn a_quote_is_read_back_byte_by_byte(rig: Rig) {
    let store = rig.open().await;
    let new = NewQuote {
        note: Some("calls back".to_owned()),
        ..quote_for("Zoë", "+971501234567", 0)
    };
    let made = save(&store, new.clone()).await;
    let read = store.get(made.reference).await.unwrap();
    assert_eq!(read.to_json().unwrap(), made.to_json().unwrap());
    assert_eq!(read.estimate.get(), new.estimate.get());
    assert_eq!(read.request.get(), new.request.get());
    assert!(read.patient == new.patient && read.note == new.note);
    assert_eq!(
        (read.state, read.created_at, read.valid_until),
        (State::Open, now(), LAST_DAY)
    );
    assert_eq!(
        store.get("000-0000".parse::<Reference>().unwrap()).await.unwrap_err(),
        Error::NotFound
    );
}

pub async fn a_quote_outlives_the_process(rig: Rig) {
    let reference = save(&*rig.open().await, quote()).await.reference;
    assert_eq!(rig.open().await.get(reference).await.unwrap().reference, reference);
}

pub async fn references_and_tokens_are_each_their_own(rig: Rig) {
    let store = rig.open().await;
    let made = at_once(300, |_| {
        let store = store.clone();
        async move { save(&store, quote()).await }
    });
    let made = made.await;
    assert_eq!(
        made.iter().map(|quote| quote.reference).collect::<HashSet<_>>().len(),
        300
    );
    let one = &made[7];
    assert_eq!(store.by_token(&one.token).await.unwrap().reference, one.reference);
    let mut guessed = one.token.clone();
    guessed.replace_range(38..39, if one.token.ends_with('0') { "1" } else { "0" });
    for wrong in [&guessed, &made[8].token[..20], "", "بطن"] {
        assert_eq!(store.by_token(wrong).await.unwrap_err(), Error::NotFound);
    }
}

pub async fn a_reference_is_used_once_whatever_the_clinic(rig: Rig) {
    let store = rig.open().await;
    let made = save(&store, quote()).await;
    let other = made.to_json().unwrap().replace("\"jumeirah\"", "\"marina\"");
    assert!(matches!(store.import(&[&other]).await, Err(Error::BadLine(_))));
    assert_eq!(store.get(made.reference).await.unwrap().clinic, "jumeirah");
}

pub async fn the_same_key_and_body_is_the_same_quote(rig: Rig) {
    let store = rig.open().await;
    let first = store.save(quote(), key("a")).await.unwrap();
    store
        .apply(first.quote.reference, Move::Decline, doing(), None)
        .await
        .unwrap();
    drop(store);
    let again = rig.open().await.save(quote(), key("a")).await.unwrap();
    assert!(!first.is_replay && again.is_replay);
    assert_eq!(
        again.quote.to_json().unwrap(),
        first.quote.to_json().unwrap(),
        "the answer is the one given then"
    );
}

pub async fn the_same_key_at_the_same_moment_is_one_quote(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    let made = at_once(40, |number| {
        let store = if number % 2 == 0 { store.clone() } else { other.clone() };
        async move { store.save(quote(), key("a")).await.unwrap() }
    });
    let made = made.await;
    assert_eq!(
        made.iter()
            .map(|saved| saved.quote.reference)
            .collect::<HashSet<_>>()
            .len(),
        1
    );
    assert_eq!(made.iter().filter(|saved| !saved.is_replay).count(), 1);
    assert_eq!(all(&store).await.len(), 1);
}

pub async fn the_same_key_with_another_body_is_refused(rig: Rig) {
    let store = rig.open().await;
    store.save(quote(), key("a")).await.unwrap();
    let other = Idempotency::new("a", "/v1/quotes", b"other");
    let refused = store.save(quote(), Some(other)).await.unwrap_err();
    assert_eq!(refused, Error::IdempotencyMismatch);
    let elsewhere = NewQuote {
        clinic: "marina".to_owned(),
        ..quote()
    };
    assert!(
        !store.save(elsewhere, key("a")).await.unwrap().is_replay,
        "another clinic has keys of its own"
    );
    assert_eq!(all(&store).await.len(), 1);
}

pub async fn a_key_works_for_moves_and_revisions_too(rig: Rig) {
    let store = rig.open().await;
    let first = save(&store, quote()).await.reference;
    let revised = store.revise(first, quote(), doing(), key("r")).await.unwrap();
    let again = store.revise(first, quote(), doing(), key("r")).await.unwrap();
    assert_eq!(again.quote.to_json().unwrap(), revised.quote.to_json().unwrap());
    assert!(again.is_replay);
    let new = revised.quote.reference;
    let accept = Move::Accept { agreed_total: None };
    let answers = at_once(8, |_| {
        let store = store.clone();
        async move {
            store
                .apply(new, accept, doing(), key("m"))
                .await
                .unwrap()
                .to_json()
                .unwrap()
        }
    });
    assert_eq!(answers.await.into_iter().collect::<HashSet<_>>().len(), 1);
    let used = store.apply(new, accept, doing(), key("r")).await;
    // The same digest of a body counts as the same request: routes are part of it, so this can't come from outside.
    assert!(used.is_ok_and(|quote| quote.state == State::Open));
    let refused = store.apply(new, Move::Decline, doing(), Some(Idempotency::new("m", "/x", b"")));
    assert_eq!(refused.await.unwrap_err(), Error::IdempotencyMismatch);
}
