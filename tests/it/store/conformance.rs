//! What holds for every store, whichever database is behind it.

use std::collections::HashSet;

use mesoquote::money::{Currency, Money, parse_money};
use mesoquote::store::{Did, Doing, Error, KeptList, Location, Move, NewQuote, Place, Quote, Search, State, Store};

use super::rig::{
    LAST_DAY, Rig, TODAY, at_once, block_on, doing, doing_too_late, key, later, now, quote, quote_for, range_quote,
    save,
};

/// Each scenario is a test on either database.
macro_rules! on_both {
    ($($scenario:ident),* $(,)?) => {
        mod sqlite { $(#[test] fn $scenario() { super::block_on(super::$scenario(super::Rig::sqlite())); })* }
        mod postgres {
            $(#[test] fn $scenario() {
                if let Some(rig) = super::Rig::postgres() { super::block_on(super::$scenario(rig)); }
            })*
        }
    };
}

on_both! {
    a_quote_is_read_back_byte_by_byte,
    a_quote_outlives_the_process,
    references_and_tokens_are_each_their_own,
    a_reference_in_two_clinics_is_asked_about,
    the_same_key_and_body_is_the_same_quote,
    the_same_key_at_the_same_moment_is_one_quote,
    the_same_key_with_another_body_is_refused,
    a_key_works_for_moves_and_revisions_too,
    open_quotes_move_once,
    an_expired_quote_can_only_be_revised,
    of_two_moves_at_once_one_wins,
    a_range_is_accepted_with_a_total_within_it,
    a_revision_takes_the_place_of_the_old_one,
    of_two_revisions_at_once_one_wins_and_leaves_no_other,
    search_finds_a_phone_in_any_spelling,
    search_finds_the_beginnings_of_a_name,
    search_narrows_by_state_treatment_time_and_maker,
    pages_neither_skip_nor_repeat_while_others_save,
    an_erased_patient_is_found_nowhere,
    patients_are_erased_on_schedule,
    a_price_list_is_kept_once,
    what_is_published_never_goes_back,
    a_staff_key_counts_until_it_is_revoked,
    an_export_is_taken_in_without_losing_one,
    an_export_brings_what_happened_since,
    a_line_that_is_no_export_takes_nothing_in,
    many_programs_start_on_an_empty_database,
    a_newer_layout_is_refused,
    quotes_are_counted_by_state,
}

async fn a_quote_is_read_back_byte_by_byte(rig: Rig) {
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
        store
            .get("000-0000".parse::<mesoquote::store::Reference>().unwrap())
            .await
            .unwrap_err(),
        Error::NotFound
    );
}

async fn a_quote_outlives_the_process(rig: Rig) {
    let reference = save(&*rig.open().await, quote()).await.reference;
    assert_eq!(rig.open().await.get(reference).await.unwrap().reference, reference);
}

async fn references_and_tokens_are_each_their_own(rig: Rig) {
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

async fn a_reference_in_two_clinics_is_asked_about(rig: Rig) {
    let store = rig.open().await;
    let made = save(&store, quote()).await;
    let other = made.to_json().unwrap().replace("\"jumeirah\"", "\"marina\"");
    assert!(
        matches!(store.import(&[&other]).await, Err(Error::BadLine(_))),
        "a reference is used once in a store"
    );
    let which = |clinic: &str| mesoquote::store::Which {
        reference: made.reference,
        clinic: Some(clinic.to_owned()),
    };
    assert!(store.get(which("jumeirah")).await.is_ok());
    assert_eq!(store.get(which("marina")).await.unwrap_err(), Error::NotFound);
}

async fn the_same_key_and_body_is_the_same_quote(rig: Rig) {
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

async fn the_same_key_at_the_same_moment_is_one_quote(rig: Rig) {
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

async fn the_same_key_with_another_body_is_refused(rig: Rig) {
    let store = rig.open().await;
    store.save(quote(), key("a")).await.unwrap();
    let other = mesoquote::store::Idempotency::new("a", "/v1/quotes", b"other");
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

async fn a_key_works_for_moves_and_revisions_too(rig: Rig) {
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
    let refused = store.apply(
        new,
        Move::Decline,
        doing(),
        Some(mesoquote::store::Idempotency::new("m", "/x", b"")),
    );
    assert_eq!(refused.await.unwrap_err(), Error::IdempotencyMismatch);
}

async fn open_quotes_move_once(rig: Rig) {
    let store = rig.open().await;
    let moves = [
        (Move::Accept { agreed_total: None }, State::Accepted, Did::Accepted),
        (Move::Decline, State::Declined, Did::Declined),
        (Move::Withdraw, State::Withdrawn, Did::Withdrawn),
    ];
    for (wanted, state, did) in moves {
        let made = save(&store, quote()).await;
        let moved = store.apply(made.reference, wanted, doing(), None).await.unwrap();
        assert_eq!(moved.state, state);
        assert_eq!(moved.estimate.get(), made.estimate.get());
        let history: Vec<_> = moved
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
            moved.to_json().unwrap()
        );
    }
    assert_eq!(all(&store).await.len(), 3, "a refused revision leaves nothing behind");
}

async fn an_expired_quote_can_only_be_revised(rig: Rig) {
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

async fn of_two_moves_at_once_one_wins(rig: Rig) {
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

async fn a_range_is_accepted_with_a_total_within_it(rig: Rig) {
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

async fn a_revision_takes_the_place_of_the_old_one(rig: Rig) {
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

async fn of_two_revisions_at_once_one_wins_and_leaves_no_other(rig: Rig) {
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

async fn search_finds_a_phone_in_any_spelling(rig: Rig) {
    let store = rig.open().await;
    let spellings = ["+971 50 123 4567", "050-1234567", "00971501234567", "971 (0)50 1234567"];
    let mut made = Vec::new();
    for (seconds, spelling) in (0..).zip(spellings) {
        made.insert(0, save(&store, quote_for("", spelling, seconds)).await.reference);
    }
    save(&store, quote_for("", "055-1234567", 10)).await;
    save(&store, quote_for("", "123 4567", 11)).await;
    save(&store, quote()).await;
    for spelling in ["+971 50 123 4567", "00971501234567", "٠٥٠١٢٣٤٥٦٧"] {
        let found = find(&store, |search| search.phone = Some(spelling.to_owned())).await;
        let own: Vec<_> = found.iter().filter(|reference| made.contains(reference)).collect();
        assert_eq!(own, made.iter().collect::<Vec<_>>(), "{spelling}");
        assert!(
            found.len() <= made.len() + 1,
            "a number without its network's prefix may be any"
        );
    }
    for nobody in ["", "call", "+971 50 123 4568", "4567"] {
        assert!(
            find(&store, |search| search.phone = Some(nobody.to_owned()))
                .await
                .is_empty(),
            "{nobody}"
        );
    }
    let elsewhere = |search: &mut Search| (search.clinic, search.phone) = ("marina".into(), Some(spellings[0].into()));
    assert!(find(&store, elsewhere).await.is_empty());
}

async fn search_finds_the_beginnings_of_a_name(rig: Rig) {
    let store = rig.open().await;
    let fatima = save(&store, quote_for("Fatima Al-Mansouri", "", 0)).await.reference;
    let fatin = save(&store, quote_for("Fatin Fatouh", "", 1)).await.reference;
    let zoe = save(&store, quote_for("Zoë Müller", "", 2)).await.reference;
    let ahmad = save(&store, quote_for("أحمد", "", 3)).await.reference;
    for (name, found) in [
        ("FAT", vec![fatin, fatima]),
        ("fatima mans", vec![fatima]),
        ("mans fatima", vec![fatima]),
        ("zoe", vec![zoe]),
        ("Mülle", vec![zoe]),
        ("احمد", vec![ahmad]),
        ("fatima zoe", vec![]),
        ("%", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(
            find(&store, |search| search.name = Some(name.to_owned())).await,
            found,
            "{name}"
        );
    }
}

async fn search_narrows_by_state_treatment_time_and_maker(rig: Rig) {
    let store = rig.open().await;
    let plain = save(&store, quote_for("Fatima", "+971501234567", 0)).await.reference;
    let other = NewQuote {
        treatments: vec!["hair-loss".to_owned(), "brightening".to_owned()],
        ..quote_for("Fatima", "", 100)
    };
    let other = save(
        &store,
        NewQuote {
            created_by: "Widget".to_owned(),
            ..other
        },
    )
    .await
    .reference;
    let old = NewQuote {
        valid_until: TODAY.yesterday().unwrap(),
        ..quote_for("Fatima", "", 200)
    };
    let old = save(&store, old).await.reference;
    let gone = save(&store, quote_for("", "", 300)).await.reference;
    store.apply(gone, Move::Withdraw, doing(), None).await.unwrap();

    type Narrow = fn(&mut Search);
    let cases: [(Narrow, Vec<_>); 12] = [
        (|_| {}, vec![gone, old, other, plain]),
        (|s| s.state = Some(State::Open), vec![other, plain]),
        (|s| s.state = Some(State::Expired), vec![old]),
        (|s| s.state = Some(State::Withdrawn), vec![gone]),
        (|s| s.state = Some(State::Accepted), vec![]),
        (|s| s.treatment = Some("hair-loss".into()), vec![other]),
        (|s| s.created_by = Some("Widget".into()), vec![other]),
        (
            |s| (s.created_by, s.treatment) = (Some("Widget".into()), Some("brightening".into())),
            vec![other],
        ),
        (
            |s| (s.from, s.before) = (Some(later(100)), Some(later(300))),
            vec![old, other],
        ),
        (
            |s| (s.name, s.state) = (Some("fat".into()), Some(State::Open)),
            vec![other, plain],
        ),
        (
            |s| (s.phone, s.name) = (Some("0501234567".into()), Some("fat".into())),
            vec![plain],
        ),
        (
            |s| (s.name, s.created_by, s.before) = (Some("f".into()), Some("Front desk 1".into()), Some(later(1))),
            vec![plain],
        ),
    ];
    for (number, (narrow, found)) in cases.into_iter().enumerate() {
        assert_eq!(find(&store, narrow).await, found, "case {number}");
    }
}

async fn pages_neither_skip_nor_repeat_while_others_save(rig: Rig) {
    let store = rig.open().await;
    let mut before = Vec::new();
    for seconds in 0..50 {
        // Several of the same moment, which only their references part.
        before.push(save(&store, quote_for("Fatima", "", seconds / 7)).await.reference);
    }
    type Narrow = fn(&mut Search);
    let kinds: [Narrow; 3] = [
        |_| {},
        |s| s.name = Some("fat".into()),
        |s| s.created_by = Some("Front desk 1".into()),
    ];
    for narrow in kinds {
        let mut found = Vec::new();
        let mut search = Search {
            limit: 7,
            ..Search::all("jumeirah", TODAY)
        };
        narrow(&mut search);
        loop {
            let page = store.search(search.clone()).await.unwrap();
            assert!(page.quotes.len() <= 7);
            found.extend(page.quotes.iter().map(|quote| quote.reference));
            save(&store, quote_for("Fatima", "", 1000)).await;
            let Some(next) = page.next else { break };
            search.after = Some(next.to_string().parse().unwrap());
        }
        let old: Vec<_> = found.iter().filter(|reference| before.contains(reference)).collect();
        assert_eq!(old.len(), 50);
        assert_eq!(
            found.iter().collect::<HashSet<_>>().len(),
            found.len(),
            "one stands on two pages"
        );
    }
    for wrong in ["", "x", "1.K7Q-4MXX", "1"] {
        assert_eq!(wrong.parse::<mesoquote::store::Cursor>().unwrap_err(), Error::BadCursor);
    }
}

async fn an_erased_patient_is_found_nowhere(rig: Rig) {
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

async fn patients_are_erased_on_schedule(rig: Rig) {
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

async fn a_price_list_is_kept_once(rig: Rig) {
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

async fn what_is_published_never_goes_back(rig: Rig) {
    let (store, other) = (rig.open().await, rig.open().await);
    assert!(store.published().await.unwrap().is_empty());
    let first = store.publish(list("v1"), now(), "manager").await.unwrap();
    assert_eq!(
        store.publish(list("v1"), later(1), "manager").await.unwrap(),
        first,
        "it is served already"
    );
    let numbers = at_once(10, |number| {
        let store = if number % 2 == 0 { store.clone() } else { other.clone() };
        async move {
            store
                .publish(list(&format!("v{}", number + 2)), now(), "manager")
                .await
                .unwrap()
                .number
        }
    });
    let numbers: HashSet<_> = numbers.await.into_iter().collect();
    assert_eq!(numbers, (2..12).collect());
    let again = store.publish(list("v1"), later(2), "manager").await.unwrap();
    assert_eq!(other.published().await.unwrap(), [again.clone()]);
    assert_eq!(
        (again.number, again.version.as_str(), again.at),
        (12, "v1", later(2)),
        "an old list is published anew"
    );
}

async fn a_staff_key_counts_until_it_is_revoked(rig: Rig) {
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

async fn an_export_is_taken_in_without_losing_one(rig: Rig) {
    let store = rig.open().await;
    store.keep_price_list(list("v1")).await.unwrap();
    at_once(450, |number| {
        let store = store.clone();
        let new = quote_for(
            "Fatima",
            &format!("05012345{number:02}"),
            i64::try_from(number).unwrap(),
        );
        async move { store.save(new, key(&number.to_string())).await.unwrap() }
    })
    .await;
    let one = all(&store).await[3].reference;
    store.apply(one, Move::Decline, doing(), key("decline")).await.unwrap();
    for other in [rig.another(), Rig::sqlite()] {
        let target = other.open().await;
        let lines = export(&store).await;
        let taken = take_in(&target, &lines).await;
        assert_eq!(
            (taken.new, taken.changed, taken.same, taken.price_lists),
            (450, 0, 0, 1)
        );
        assert_eq!(export(&target).await, lines);
        assert_eq!(take_in(&target, &lines).await.same, 450);
        assert_eq!(
            find(&target, |search| search.phone = Some("+971501234503".into()))
                .await
                .len(),
            1
        );
        assert!(
            target.save(quote(), key("17")).await.unwrap().is_replay,
            "keys go with their quotes"
        );
        let again = target.apply(one, Move::Decline, doing(), key("decline")).await.unwrap();
        assert_eq!(again.state, State::Declined);
    }
}

async fn an_export_brings_what_happened_since(rig: Rig) {
    let other = rig.another();
    let (store, target) = (rig.open().await, other.open().await);
    let made = save(&store, quote_for("Fatima", "0501234567", 0)).await;
    take_in(&target, &export(&store).await).await;
    store.apply(made.reference, Move::Decline, doing(), None).await.unwrap();
    store
        .erase_patient(made.reference, later(2), "Front desk 1")
        .await
        .unwrap();
    let before = export(&target).await;
    assert_eq!(take_in(&target, &export(&store).await).await.changed, 1);
    assert_eq!(export(&target).await, export(&store).await);
    assert!(
        find(&target, |search| search.name = Some("fat".into()))
            .await
            .is_empty()
    );
    assert_eq!(
        take_in(&target, &before).await.same,
        1,
        "an older export does not undo what happened since"
    );
    assert_eq!(export(&target).await, export(&store).await);
}

async fn a_line_that_is_no_export_takes_nothing_in(rig: Rig) {
    let other = rig.another();
    let (store, target) = (rig.open().await, other.open().await);
    let good = save(&store, quote_for("Fatima", "", 0)).await.to_json().unwrap();
    let newer = good.replace("\"document\":1", "\"document\":2");
    for bad in [
        "{}",
        "[]",
        "Fatima",
        &good[..good.len() - 1],
        &newer,
        r#"{"price_list_files":2}"#,
    ] {
        let refused = target.import(&[&good, bad]).await.unwrap_err();
        assert!(
            matches!(&refused, Error::BadLine(what) if !what.contains("Fatima")),
            "{refused}"
        );
    }
    assert!(all(&target).await.is_empty());
}

async fn many_programs_start_on_an_empty_database(rig: Rig) {
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

async fn a_newer_layout_is_refused(rig: Rig) {
    rig.open().await;
    let newer = "INSERT INTO mesoquote_migrations (number, name, applied_at) VALUES (999, 'later', 0)";
    match &rig.location {
        Location::Sqlite(file) => {
            rusqlite::Connection::open(file).unwrap().execute_batch(newer).unwrap();
        }
        Location::Postgres(url) => {
            let database = url.rsplit_once('/').unwrap().1;
            super::server::shared().unwrap().sql(database, newer);
        }
    }
    let refused = Store::open(&rig.location).await.unwrap_err();
    assert!(matches!(refused, Error::TooNew { found: 999, .. }), "{refused}");
    assert!(refused.to_string().contains("use the newer program"));
}

async fn quotes_are_counted_by_state(rig: Rig) {
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

async fn all(store: &Store) -> Vec<Quote> {
    store
        .search(Search {
            limit: 100,
            ..Search::all("jumeirah", TODAY)
        })
        .await
        .unwrap()
        .quotes
}

async fn find(store: &Store, narrow: impl FnOnce(&mut Search)) -> Vec<mesoquote::store::Reference> {
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

async fn accept(store: &Store, which: mesoquote::store::Reference, total: Option<Money>) -> Result<Quote, Error> {
    store
        .apply(which, Move::Accept { agreed_total: total }, doing(), None)
        .await
}

fn aed(text: &str) -> Money {
    parse_money(text, Currency::from_code("AED").unwrap()).unwrap()
}

fn list(version: &str) -> KeptList {
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

/// All of a store, price lists first.
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

async fn take_in(store: &Store, lines: &[String]) -> mesoquote::store::TakenIn {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    store.import(&lines).await.unwrap()
}
