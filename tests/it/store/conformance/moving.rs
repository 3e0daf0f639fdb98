//! What a quote's state allows, and that two at once don't both get it.

use mesoquote::money::{Currency, Money, parse_money};
use mesoquote::store::{Did, Doing, Error, Move, NewQuote, Quote, Reference, State, Store};

use super::super::rig::{LAST_DAY, Rig, all, at_once, doing, doing_too_late, later, now, quote, range_quote, save};

pub async fn open_quotes_move_once(rig: Rig) {
    let store = rig.open().await;
    let moves = [
        (Move::Accept { agreed_total: None }, State::Accepted, Did::Accepted),
        (Move::Decline, State::Declined, Did::Declined),
        (Move::Withdraw, State::Withdrawn, Did::Withdrawn),
    ];
    for (wanted, state, did) in moves {
        let made = save(&store, quote()).await;
        let after = store.apply(made.reference, wanted, doing(), None).await.unwrap();
        assert_eq!(after.state, state);
        assert_eq!(after.estimate.get(), made.estimate.get());
        let history: Vec<_> = after
            .history
            .iter()
            .map(|step| (step.did, step.at, step.by.as_str()))
            .collect();
        assert_eq!(
            history,
            [(Did::Made, now(), "Front desk 1"), (did, later(60), "Front desk 2")]
        );
        for (again, ..) in moves {
            let refused = store
                .apply(made.reference, again, doing_too_late(), None)
                .await
                .unwrap_err();
            assert_eq!(refused, Error::Conflict { state });
        }
        let refused = store.revise(made.reference, quote(), doing(), None).await.unwrap_err();
        assert_eq!(refused, Error::Conflict { state });
        assert_eq!(
            store.get(made.reference).await.unwrap().to_json().unwrap(),
            after.to_json().unwrap()
        );
    }
    assert_eq!(all(&store).await.len(), 3, "a refused revision leaves nothing behind");
}

pub async fn an_expired_quote_can_only_be_revised(rig: Rig) {
    let store = rig.open().await;
    let reference = save(&store, quote()).await.reference;
    for wanted in [Move::Accept { agreed_total: None }, Move::Decline, Move::Withdraw] {
        let refused = store
            .apply(reference, wanted, doing_too_late(), None)
            .await
            .unwrap_err();
        assert_eq!(refused, Error::Conflict { state: State::Expired });
    }
    store.revise(reference, quote(), doing_too_late(), None).await.unwrap();
    let last_day = Doing {
        today: LAST_DAY,
        ..doing()
    };
    let reference = save(&store, quote()).await.reference;
    assert!(
        store.apply(reference, Move::Decline, last_day, None).await.is_ok(),
        "the last day is included"
    );
}

pub async fn of_two_moves_at_once_one_wins(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    for _ in 0..10 {
        let reference = save(&store, quote()).await.reference;
        let moved = at_once(8, |number| {
            let store = if number % 2 == 0 { store.clone() } else { other.clone() };
            let wanted = if number % 3 == 0 {
                Move::Accept { agreed_total: None }
            } else {
                Move::Withdraw
            };
            async move { store.apply(reference, wanted, doing(), None).await }
        });
        let moved = moved.await;
        let kept = store.get(reference).await.unwrap();
        assert_eq!(moved.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let refused = moved.into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert!(
            refused
                .iter()
                .all(|error| *error == Error::Conflict { state: kept.state }),
            "{refused:?}"
        );
        assert_eq!(kept.history.len(), 2);
    }
}

pub async fn a_range_is_accepted_with_a_total_within_it(rig: Rig) {
    let store = rig.open().await;
    let reference = save(&store, range_quote()).await.reference;
    let refused = Error::AgreedTotal {
        from: "12000.00".to_owned(),
        to: "24000.00".to_owned(),
    };
    let dollars = Money::from_minor(1_500_000, Currency::from_code("USD").unwrap());
    for agreed in [None, Some(aed("11999.99")), Some(aed("24000.01")), Some(dollars)] {
        assert_eq!(accept(&store, reference, agreed).await.unwrap_err(), refused);
    }
    let accepted = accept(&store, reference, Some(aed("24000"))).await.unwrap();
    assert_eq!(accepted.agreed_total.as_deref(), Some("24000.00"));
    let definite = save(&store, quote()).await.reference;
    assert!(
        accept(&store, definite, Some(aed("11000"))).await.is_err(),
        "a definite price is accepted as it is"
    );
    assert_eq!(
        accept(&store, definite, Some(aed("12000"))).await.unwrap().agreed_total,
        None
    );
}

pub async fn a_revision_takes_the_place_of_the_old_one(rig: Rig) {
    let store = rig.open().await;
    let old = save(
        &store,
        NewQuote {
            clinic: "marina".to_owned(),
            ..quote()
        },
    )
    .await;
    let new = store
        .revise(old.reference, range_quote(), doing(), None)
        .await
        .unwrap()
        .quote;
    assert_eq!(
        (new.revises, new.state, new.clinic.as_str()),
        (Some(old.reference), State::Open, "marina")
    );
    let old = store.get(old.reference).await.unwrap();
    assert_eq!((old.state, old.superseded_by), (State::Superseded, Some(new.reference)));
    assert_eq!(old.history.last().unwrap().did, Did::Superseded);
    assert_eq!(store.get(new.reference).await.unwrap().revises, Some(old.reference));
}

pub async fn of_two_revisions_at_once_one_wins_and_leaves_no_other(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    let reference = save(&store, quote()).await.reference;
    let revised = at_once(8, |number| {
        let store = if number % 2 == 0 { store.clone() } else { other.clone() };
        async move { store.revise(reference, quote(), doing(), None).await }
    });
    let revised = revised.await;
    assert_eq!(revised.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in revised.into_iter().filter_map(Result::err) {
        assert_eq!(
            error,
            Error::Conflict {
                state: State::Superseded
            }
        );
    }
    assert_eq!(all(&store).await.len(), 2);
}

async fn accept(store: &Store, which: Reference, total: Option<Money>) -> Result<Quote, Error> {
    store
        .apply(which, Move::Accept { agreed_total: total }, doing(), None)
        .await
}

fn aed(text: &str) -> Money {
    parse_money(text, Currency::from_code("AED").unwrap()).unwrap()
}
