use std::ops::Range;

use crate::estimate::shorthand::{Misread, TEXT_LETTERS_MAX};
use crate::price_list::{Language, PriceList};
use crate::texts::{self, Arg};

/// How many readings are told.
const CHOICES_TOLD_MAX: usize = 6;

/// A line of text that is not one clear request, in words; of several readings each on a line of its own, as it can be
/// written.
pub fn misread(list: &PriceList, text: &str, misread: &Misread, language: Language) -> String {
    let words = texts::of(list.clinic().tag(language));
    let part = |span: &Range<usize>| Arg::Name(text.get(span.clone()).unwrap_or(text).trim());
    let example = example(list, language);
    let example = ("example", Arg::Name(&example));
    match misread {
        Misread::Empty => words.say("misread-empty", &[example]),
        Misread::TooLong { letters } => {
            let (letters, most) = (super::number(*letters), super::number(TEXT_LETTERS_MAX));
            words.say("misread-too-long", &[("letters", letters), ("most", most)])
        }
        Misread::UnknownWords { words: unknown } => {
            let told = unknown.iter().map(|unknown| {
                let what = words.say("misread-unknown-word", &[("word", Arg::Name(&unknown.word))]);
                let nearest = words.list_or(&unknown.nearest);
                if nearest.is_empty() {
                    return what;
                }
                format!(
                    "{what} {}",
                    words.say("hint-did-you-mean", &[("names", Arg::Text(&nearest))])
                )
            });
            told.collect::<Vec<_>>().join("\n")
        }
        Misread::InvalidSessions { span } => words.say("misread-invalid-sessions", &[("part", part(span))]),
        Misread::SpareCount { span } => words.say("misread-spare-count", &[("part", part(span))]),
        Misread::SeveralPromoCodes { .. } => words.say("misread-several-promo-codes", &[]),
        Misread::NothingNamed { .. } => words.say("misread-nothing-named", &[example]),
        Misread::NotOffered { span } => words.say("misread-not-offered", &[("part", part(span))]),
        Misread::Ambiguous { choices, has_more } => {
            let mut told = vec![words.say("misread-ambiguous", &[("text", Arg::Name(text.trim()))])];
            let lines = choices
                .iter()
                .take(CHOICES_TOLD_MAX)
                .map(|choice| choice.line(list, language));
            told.extend(lines.map(|line| format!("  {line}")));
            if *has_more || choices.len() > CHOICES_TOLD_MAX {
                told.push(format!("  {}", words.say("misread-more", &[])));
            }
            told.join("\n")
        }
    }
}

/// A line that this price list prices: its first treatment on the first of its areas.
fn example(list: &PriceList, language: Language) -> String {
    let offered = list.treatments().find_map(|(id, treatment)| {
        let area = list.area(list.prices().areas_of(id).next()?);
        let (treatment, typical) = (treatment.name.get(language), treatment.typical());
        Some(format!("{treatment}, {} {typical}", area.name.get(language)))
    });
    offered.unwrap_or_default()
}
