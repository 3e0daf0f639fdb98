//! A line as it is said on the telephone ("belly 10+", "fat belly 10 + thighs 12", "بطن 10") to the items, extras and
//! promo code of a request.
//!
//! What always holds: one clear reading is taken, several are given back as choices and not guessed, an unknown word
//! is named and never skipped, and what was understood, written out and read again, is understood the same. Like the
//! rest of `estimate` it does no I/O; reading is fast enough to run at each keystroke.
//!
//! The way of a line: `fold` (what makes no difference) → `tokens` → `hearing` (phrases of the [`Vocabulary`], the
//! longest first; typing errors in `nearest`) → `drafts` (which pieces make an item) → `offers` and `readings` (what
//! each item may be) → [`Understood`] or [`Misread`]. The words of each language stand in `words/`.

mod drafts;
mod fold;
mod heard;
mod hearing;
mod index;
mod misread;
mod nearest;
mod offers;
mod readings;
mod short;
mod tokens;
mod understood;
mod vocabulary;
mod words;

pub use heard::{HeardPart, Sound};
pub use misread::{Misread, UnknownWord};
pub use understood::{Told, Understood, UnderstoodExtra, UnderstoodItem, UnderstoodPart};
pub use vocabulary::Vocabulary;

use std::ops::Range;

use jiff::civil::Date;

use self::drafts::{Draft, drafts};
use self::hearing::{Hearing, hear};
use self::offers::Offers;
use self::readings::{extras, readings};
use crate::price_list::PriceList;

/// Letters that a line may have.
pub const TEXT_LETTERS_MAX: usize = 300;

/// Readings that are given back as choices.
pub const CHOICES_MAX: usize = 12;

/// Reads a line for a day. Whoever reads several keeps a [`Vocabulary`].
pub fn read(list: &PriceList, text: &str, on: Date) -> Result<Understood, Misread> {
    Vocabulary::new(list).read(list, text, on)
}

impl Vocabulary {
    /// Reads a line for a day, with the price list from which the vocabulary was built.
    ///
    /// An item takes what its words name: a code before a name before another word for it. Without a treatment it
    /// takes the one that was named in an item before, if it is offered there; else what has the sessions that are
    /// asked for.
    pub fn read(&self, list: &PriceList, text: &str, on: Date) -> Result<Understood, Misread> {
        let letters = text.chars().count();
        if letters > TEXT_LETTERS_MAX {
            return Err(Misread::TooLong { letters });
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Misread::Empty);
        }
        let mut hearing = hear(self, text);
        refuse(&mut hearing)?;
        let offers = Offers {
            list,
            vocabulary: self,
            on,
        };
        let drafts = drafts(std::mem::take(&mut hearing.pieces), hearing.is_each, &offers);
        refuse_unnamed(&drafts, text)?;
        let readings = readings(&drafts, &offers).map_err(|span| Misread::NotOffered { span })?;
        let promo_code = hearing.promo_codes.pop();
        let understood = readings.into_iter().map(|items| Understood {
            extras: extras(&offers, &hearing.extras, &items),
            items,
            promo_code: promo_code.clone(),
        });
        only(understood.collect())
    }
}

fn refuse(hearing: &mut Hearing<'_>) -> Result<(), Misread> {
    if !hearing.unknown.is_empty() {
        return Err(Misread::UnknownWords {
            words: std::mem::take(&mut hearing.unknown),
        });
    }
    if let Some(span) = hearing.no_counts.first() {
        return Err(Misread::InvalidSessions { span: span.clone() });
    }
    match hearing.promo_codes.get(1) {
        Some((_, span)) => Err(Misread::SeveralPromoCodes { span: span.clone() }),
        None => Ok(()),
    }
}

fn refuse_unnamed(drafts: &[Draft<'_>], text: &str) -> Result<(), Misread> {
    let unnamed = drafts.iter().find(|draft| draft.mentions.is_empty()).map(Draft::span);
    let nothing: Option<Range<usize>> = drafts.is_empty().then_some(0..text.len());
    let names_any = drafts.iter().any(|draft| !draft.mentions.is_empty());
    match unnamed.or(nothing) {
        Some(span) if names_any => Err(Misread::SpareCount { span }),
        Some(span) => Err(Misread::NothingNamed { span }),
        None => Ok(()),
    }
}

fn only(mut readings: Vec<Understood>) -> Result<Understood, Misread> {
    match (readings.pop(), readings.is_empty()) {
        (Some(reading), true) => Ok(reading),
        (last, _) => {
            readings.extend(last);
            let has_more = readings.len() > CHOICES_MAX;
            readings.truncate(CHOICES_MAX);
            Err(Misread::Ambiguous {
                choices: readings,
                has_more,
            })
        }
    }
}
