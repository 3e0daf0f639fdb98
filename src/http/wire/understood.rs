//! The line of text in a request: how it was understood, or why it was not.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::errors::Choice;
use super::parts::{self, HeardText, UnderstoodItem, UnderstoodPart};
use super::{Asked, FieldError, kinds};
use crate::estimate;
use crate::estimate::shorthand::{self, Misread, Understood, UnknownWord};
use crate::http::Clinic;
use crate::price_list::{Language, PriceList};

/// How a line of text was understood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnderstoodText {
    /// In words of the price list, to be shown.
    #[schema(example = "Mesotherapy for fat reduction, abdomen, 10+")]
    pub line: String,
    /// In codes. Sent as `text`, it is understood to be the same.
    #[schema(example = "mesotherapy-fat-reduction abdomen 10+")]
    pub text: String,
    /// As someone would type it. Sent as `text` on the same day, it is understood to be the same.
    #[schema(example = "fat abdomen 10+")]
    pub short: String,
    /// Words that were mistyped, and what was read in their place.
    pub corrections: Vec<Correction>,
    /// The items, in the order of the line.
    pub items: Vec<UnderstoodItem>,
    /// Which part of the line stands for what, in order.
    pub parts: Vec<UnderstoodPart>,
}

/// A mistyped word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Correction {
    /// As it was written.
    #[schema(example = "bely")]
    pub written: String,
    /// As it was read.
    #[schema(example = "belly")]
    pub read_as: String,
}

/// Turns the request's line of text, where it has one, into items, extras and promo code. What is wrong with it joins
/// the request's errors; what was heard of it is given all the same.
pub(in crate::http) fn understand(
    clinic: &Clinic,
    asked: &mut Asked,
    on: Date,
    language: Language,
) -> Option<Result<UnderstoodText, HeardText>> {
    let text = asked.text.take()?;
    let list = clinic.list();
    let read = clinic.vocabulary().read(list, &text, on);
    Some(match read {
        Ok(understood) => {
            take(list, asked, &understood);
            Ok(told(clinic, &text, &understood, on, language))
        }
        Err(misread) => {
            for error in misreadings(clinic, &text, &misread, on, language) {
                asked.errors.push(error);
            }
            Err(HeardText {
                items: Vec::new(),
                parts: parts::heard(clinic, &text, language),
            })
        }
    })
}

fn take(list: &PriceList, asked: &mut Asked, understood: &Understood) {
    asked.request.items = understood.request_items(list);
    asked.request.extras.extend(understood.extra_codes(list));
    let Some((in_text, _)) = &understood.promo_code else {
        return;
    };
    if asked.request.promo_code.is_some() {
        let detail = "The text holds a promo code beside “promo_code”: give one of them.";
        let error = FieldError::new("/promo_code", kinds::SEVERAL_PROMO_CODES.code, detail);
        asked.errors.push(error);
    } else {
        asked.request.promo_code = Some(in_text.clone());
    }
}

fn told(clinic: &Clinic, text: &str, understood: &Understood, on: Date, language: Language) -> UnderstoodText {
    let list = clinic.list();
    let parts = understood.items.iter().flat_map(|item| &item.parts);
    let correction = |part: &shorthand::UnderstoodPart| {
        Some(Correction {
            written: text.get(part.span.clone())?.to_owned(),
            read_as: part.corrected.clone()?,
        })
    };
    UnderstoodText {
        line: understood.line(list, language),
        text: understood.shorthand(list),
        short: clinic.vocabulary().typed(list, understood, on, language),
        corrections: parts.filter_map(correction).collect(),
        items: parts::items(list, understood, language),
        parts: parts::understood(list, text, understood, language),
    }
}

fn misreadings(clinic: &Clinic, text: &str, misread: &Misread, on: Date, language: Language) -> Vec<FieldError> {
    let list = clinic.list();
    let error = |misread: &Misread| {
        let words = estimate::misread(list, text, misread, language);
        // Readings follow the first line: they are given as choices.
        let detail = words.lines().next().unwrap_or_default();
        FieldError::new("/text", misread.code(), detail)
    };
    match misread {
        Misread::UnknownWords { words } => {
            let alone = |word: &UnknownWord| Misread::UnknownWords {
                words: vec![word.clone()],
            };
            let unknown = words.iter().map(|word| error(&alone(word)).meant(word.nearest.clone()));
            unknown.collect()
        }
        Misread::Ambiguous { choices, .. } => {
            let choices = choices.iter().map(|choice| Choice {
                text: choice.shorthand(list),
                short: clinic.vocabulary().typed(list, choice, on, language),
                line: choice.line(list, language),
            });
            vec![error(misread).choose(choices.collect())]
        }
        _ => vec![error(misread)],
    }
}
