//! Lines as on the telephone: what was understood, written out and read again, is understood the same; every place that
//! is told lies within the text.

#![no_main]

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use libfuzzer_sys::fuzz_target;
use mesoquote::estimate::Item;
use mesoquote::estimate::shorthand::{Misread, TEXT_LETTERS_MAX, Understood, Vocabulary};
use mesoquote::files;
use mesoquote::price_list::PriceList;

const ON: Date = date(2026, 11, 23);

static SAMPLE: LazyLock<(PriceList, Vocabulary)> = LazyLock::new(|| {
    let list = files::embedded().expect("the sample list").list;
    let vocabulary = Vocabulary::new(&list);
    (list, vocabulary)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (list, vocabulary) = &*SAMPLE;
    match vocabulary.read(list, text, ON) {
        Ok(understood) => {
            reads_back(&understood);
            understood.items.iter().flat_map(|item| &item.parts).for_each(|part| lies_within(text, &part.span));
        }
        Err(Misread::Ambiguous { choices, .. }) => {
            assert!(choices.len() > 1);
            choices.iter().for_each(reads_back);
        }
        Err(Misread::UnknownWords { words }) => words.iter().for_each(|word| lies_within(text, &word.span)),
        Err(Misread::NothingNamed { span } | Misread::NotOffered { span } | Misread::InvalidSessions { span }) => {
            lies_within(text, &span);
        }
        Err(_) => {}
    }
    let heard = vocabulary.heard(text);
    heard.iter().for_each(|part| lies_within(text, &part.span));
    assert!(heard.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{heard:?}");
});

fn lies_within(text: &str, span: &Range<usize>) {
    assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{span:?}");
}

fn reads_back(understood: &Understood) {
    let (list, vocabulary) = &*SAMPLE;
    let languages = ["en", "ar"].map(|tag| list.clinic().language(tag).expect("a language of the sample list"));
    let lines = languages.map(|language| understood.line(list, language));
    for line in lines.into_iter().chain([understood.shorthand(list)]) {
        if line.chars().count() <= TEXT_LETTERS_MAX {
            let again = vocabulary.read(list, &line, ON).unwrap_or_else(|misread| panic!("{line}: {misread:?}"));
            assert_eq!(asked(&again), asked(understood), "{line}");
        }
    }
}

/// The figures of a reading, without the places at which they stood.
fn asked(understood: &Understood) -> (Vec<Item>, Vec<String>, Option<String>) {
    let code = understood.promo_code.as_ref().map(|(code, _)| code.clone());
    (understood.request_items(&SAMPLE.0), understood.extra_codes(&SAMPLE.0), code)
}
