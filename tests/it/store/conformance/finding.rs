//! Search: by what, in which order, page by page.

use std::collections::HashSet;

use mesoquote::store::{Cursor, Error, Move, NewQuote, Search, State};

use super::super::rig::{Rig, TODAY, doing, find, later, quote, quote_for, save};

/// What a search is narrowed by.
type Narrow = fn(&mut Search);

pub async fn search_finds_a_phone_in_any_spelling(rig: Rig) {
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

pub async fn search_finds_the_beginnings_of_a_name(rig: Rig) {
    let store = rig.open().await;
    let fatima = save(&store, quote_for("Fatima Al-Mansouri", "", 0)).await.reference;
    let fatin = save(&store, quote_for("Fatin Fatouh", "", 1)).await.reference;
    let zoe = save(&store, quote_for("Zoë Müller", "", 2)).await.reference;
    let ahmad = save(&store, quote_for("أحمد", "", 3)).await.reference;
    let zahra = save(&store, quote_for("فاطمة الزهراء", "", 4)).await.reference;
    let lukasz = save(&store, quote_for("Łukasz", "", 5)).await.reference;
    for (name, found) in [
        ("زهراء", vec![zahra]),
        ("الزه", vec![zahra]),
        ("lukasz", vec![lukasz]),
        ("łuk", vec![lukasz]),
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

pub async fn search_narrows_by_state_treatment_time_and_maker(rig: Rig) {
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

pub async fn pages_neither_skip_nor_repeat_while_others_save(rig: Rig) {
    let store = rig.open().await;
    let mut before = Vec::new();
    for seconds in 0..50 {
        // Several of the same moment, which only their references part.
        before.push(save(&store, quote_for("Fatima", "", seconds / 7)).await.reference);
    }
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
        assert_eq!(wrong.parse::<Cursor>().unwrap_err(), Error::BadCursor);
    }
}
