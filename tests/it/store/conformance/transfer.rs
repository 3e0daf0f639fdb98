//! Out of one store and into another.

use mesoquote::store::{Error, Move, State, Store, TakenIn};

use super::super::rig::{Rig, all, at_once, doing, export, find, key, later, list, quote, quote_for, save};

pub async fn an_export_is_taken_in_without_losing_one(rig: Rig) {
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

pub async fn an_export_brings_what_happened_since(rig: Rig) {
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

pub async fn a_line_that_is_no_export_takes_nothing_in(rig: Rig) {
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

async fn take_in(store: &Store, lines: &[String]) -> TakenIn {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    store.import(&lines).await.unwrap()
}
