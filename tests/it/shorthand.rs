//! Phone-style lines over the sample price list: `tests/cases/shorthand/cases.json` holds each line with what it is
//! understood to be, the choices that it leaves, the words that are unknown in it, or the code of its misreading.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use mesoquote::estimate::shorthand::{CHOICES_MAX, Misread, TEXT_LETTERS_MAX, Told, Understood, Vocabulary};
use mesoquote::price_list::{Language, PriceList};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::binary::repository;

const ON: Date = date(2026, 11, 23);

static SAMPLE: LazyLock<(PriceList, Vocabulary)> = LazyLock::new(|| {
    let list = crate::sample::load();
    let vocabulary = Vocabulary::new(&list);
    (list, vocabulary)
});

fn read(text: &str) -> Result<Understood, Misread> {
    let (list, vocabulary) = &*SAMPLE;
    vocabulary.read(list, text, ON)
}

fn shorthand(understood: &Understood) -> String {
    understood.shorthand(&SAMPLE.0)
}

fn languages() -> [Language; 2] {
    ["en", "ar"].map(|tag| SAMPLE.0.clinic().language(tag).unwrap())
}

#[test]
fn every_case_is_read_as_it_says() {
    let text = std::fs::read_to_string(repository("tests/cases/shorthand/cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= 80, "cases are missing");
    let wrong: Vec<String> = cases.iter().filter_map(disagreement).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

fn disagreement(case: &Value) -> Option<String> {
    let text = case["text"].as_str().unwrap();
    let found = outcome(text, case);
    (found != *case).then(|| format!("{text}\n  wanted {case}\n  found  {found}"))
}

/// What became of the text, with the lines as understood where the case has them.
fn outcome(text: &str, case: &Value) -> Value {
    match read(text) {
        Ok(understood) => {
            let mut found = json!({ "text": text, "reads": shorthand(&understood) });
            for (key, language) in ["line.en", "line.ar"].into_iter().zip(languages()) {
                if case.get(key).is_some() {
                    found[key] = understood.line(&SAMPLE.0, language).into();
                }
            }
            found
        }
        Err(Misread::Ambiguous { choices, has_more }) => {
            let choices: Vec<String> = choices.iter().map(shorthand).collect();
            let mut found = json!({ "text": text, "choices": choices });
            if has_more {
                found["has_more"] = true.into();
            }
            found
        }
        Err(Misread::UnknownWords { words }) => {
            let words = words.into_iter().map(|word| (word.word, json!(word.nearest)));
            json!({ "text": text, "unknown": words.collect::<Map<_, _>>() })
        }
        Err(misread) => json!({ "text": text, "misread": misread.code() }),
    }
}

#[test]
fn each_part_of_the_line_is_shown_with_what_it_stands_for() {
    let text = "fat bely 10 + فخذ 12 numbing";
    let understood = read(text).unwrap();
    let [belly, thighs] = understood.items.as_slice() else {
        panic!("{understood:?}")
    };
    let parts: Vec<_> = belly
        .parts
        .iter()
        .map(|part| (&text[part.span.clone()], part.corrected.as_deref()))
        .collect();
    assert_eq!(parts, [("fat", None), ("bely", Some("belly")), ("10", None)]);
    assert!(belly.parts[0].names_treatment && belly.parts[1].names_area && belly.parts[2].is_sessions());
    assert_eq!(&text[thighs.parts[0].span.clone()], "فخذ");
    assert_eq!(
        (belly.treatment_told, thighs.treatment_told),
        (Told::Named, Told::CarriedOver)
    );
    assert_eq!(&text[understood.extras[0].span.clone()], "numbing");
}

#[test]
fn an_unknown_word_is_named_with_its_place() {
    let Err(Misread::UnknownWords { words }) = read("كرش 10 زعتر + xyzzy 3") else {
        panic!()
    };
    let spans: Vec<_> = words
        .iter()
        .map(|word| &"كرش 10 زعتر + xyzzy 3"[word.span.clone()])
        .collect();
    assert_eq!(spans, ["زعتر", "xyzzy"]);
}

#[test]
fn a_line_of_300_letters_is_read_and_a_longer_one_is_not() {
    let line = "belly 10+".to_owned() + &" ".repeat(TEXT_LETTERS_MAX - 9);
    assert!(read(&line).is_ok());
    assert_eq!(
        read(&(line + " ")),
        Err(Misread::TooLong {
            letters: TEXT_LETTERS_MAX + 1
        })
    );
    assert!(read(&"بطن ".repeat(75)).is_err());
}

#[test]
fn many_readings_are_cut_and_it_is_said_so() {
    let Err(Misread::Ambiguous { choices, has_more }) = read("lipo + face; eyes; neck; hands") else {
        panic!()
    };
    assert_eq!((choices.len(), has_more), (CHOICES_MAX, true));
}

/// Words of the list, of speech and of neither, numbers and separators, put together at random.
fn lines() -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec![
        "belly",
        "thighs",
        "face",
        "chin",
        "hair",
        "scalp",
        "neck",
        "arms",
        "hands",
        "eyes",
        "face and neck",
        "fat",
        "lipo",
        "cellulite",
        "glow",
        "lines",
        "meso",
        "fat dissolving",
        "بطن",
        "فخذ",
        "وجه ورقبة",
        "شعر",
        "دهون",
        "شفط",
        "ميزو",
        "للبطن",
        "وذراع",
        "face, neck and décolleté",
        "mesotherapy-fat-reduction",
        "under-eye",
        "bely",
        "thigs",
        "numbing",
        "كريم",
        "consultation",
        "promo SPRING",
        "code",
        "each",
        "or more",
        "at least",
        "to",
        "for",
        "و",
        "and",
        "1",
        "3",
        "6",
        "10",
        "10+",
        "3-6",
        "12+",
        "٤",
        "ten",
        "خمس عشرة",
        "+",
        ",",
        "،",
        ";",
        "\n",
        "&",
        "-",
        "x",
        "0",
        "25",
    ]);
    let glue = proptest::sample::select(vec![" ", " ", " ", ""]);
    proptest::collection::vec((words, glue), 1..12)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

/// The figures of a reading, without the places at which they stood.
fn asked(understood: &Understood) -> (Vec<mesoquote::estimate::Item>, Vec<String>, Option<String>) {
    let code = understood.promo_code.as_ref().map(|(code, _)| code.clone());
    (
        understood.request_items(&SAMPLE.0),
        understood.extra_codes(&SAMPLE.0),
        code,
    )
}

/// Written out in codes or in words of any language and read again, it is the same.
fn assert_reads_back(understood: &Understood) -> Result<(), TestCaseError> {
    let (list, vocabulary) = &*SAMPLE;
    let lines = languages().map(|language| understood.line(list, language));
    let typed = languages().map(|language| vocabulary.typed(list, understood, ON, language));
    for line in lines.into_iter().chain(typed).chain([understood.shorthand(list)]) {
        if line.chars().count() <= TEXT_LETTERS_MAX {
            let again = read(&line);
            let again = again.map_err(|misread| TestCaseError::fail(format!("{line}: {misread:?}")))?;
            prop_assert_eq!(asked(&again), asked(understood), "{}", line);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_was_understood_reads_back_the_same(text in lines()) {
        match read(&text) {
            Ok(understood) => assert_reads_back(&understood)?,
            Err(Misread::Ambiguous { choices, .. }) => {
                prop_assert!(choices.len() > 1);
                for choice in &choices {
                    assert_reads_back(choice)?;
                }
            }
            Err(_) => {}
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in any::<String>()) {
        let _ = read(&text);
        let _ = SAMPLE.1.heard(&text);
    }

    #[test]
    fn what_is_heard_lies_within_the_text_and_does_not_overlap(text in lines()) {
        let parts = SAMPLE.1.heard(&text);
        for part in &parts {
            prop_assert!(text.get(part.span.clone()).is_some(), "{:?}", part);
        }
        for pair in parts.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start, "{:?}", pair);
        }
    }

    #[test]
    fn spans_lie_within_the_text(text in lines()) {
        let spans = match read(&text) {
            Ok(understood) => understood.items.into_iter().flat_map(|item| item.parts).map(|part| part.span).collect(),
            Err(Misread::UnknownWords { words }) => words.into_iter().map(|word| word.span).collect(),
            Err(Misread::NothingNamed { span } | Misread::NotOffered { span } | Misread::InvalidSessions { span }) => vec![span],
            Err(_) => vec![],
        };
        for span in spans {
            prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{:?}", span);
        }
    }
}

#[test]
fn words_between_the_numbers_of_a_range_that_is_none_are_told() {
    let parts = SAMPLE.1.heard("10+ bel to 10");
    let told: Vec<&str> = parts.iter().map(|part| &"10+ bel to 10"[part.span.clone()]).collect();
    assert_eq!(told, ["bel"]);
}

#[test]
fn only_what_has_a_price_on_the_day_is_a_choice() {
    let list = crate::sample::load_folder("tests/cases/worked/kuwait");
    let vocabulary = Vocabulary::new(&list);
    let choices = |on| match vocabulary.read(&list, "الفخذان 3", on) {
        Err(Misread::Ambiguous { choices, .. }) => choices.iter().map(|choice| choice.shorthand(&list)).collect(),
        other => vec![format!("{other:?}")],
    };
    assert_eq!(choices(date(2026, 12, 31)), ["fat thighs 3", "cellulite thighs 3"]);
    assert_eq!(
        choices(date(2027, 1, 1)),
        ["fat thighs 3", "cellulite thighs 3", "skin thighs 3"]
    );
    // What is named is understood all the same: its refusal tells the nearest day.
    let named = vocabulary.read(&list, "بشرة الفخذان 3", date(2026, 12, 31));
    assert_eq!(
        named.map(|understood| understood.shorthand(&list)),
        Ok("skin thighs 3".into())
    );
}
