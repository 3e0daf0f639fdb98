//! What a cell may hold, and what is wrong with one that holds something else.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::suggest::{did_you_mean, one_of};
use super::{Code, hints};
use crate::money::{AmountError, Currency, Money, Percent, parse_money, parse_percent};
use crate::price_list::Sessions;

/// What is wrong with the text of one cell. It becomes words only where there is room for them in the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Flaw {
    Amount(AmountError, Currency),
    Percent(AmountError),
    NotAboveZero,
    AboveHundred,
    Number(RangeInclusive<u16>),
    NumberOutOfRange(RangeInclusive<u16>),
    Date,
    Word(&'static [&'static str]),
    Sessions,
}

impl Flaw {
    pub(super) fn code(&self) -> Code {
        match self {
            Flaw::Amount(AmountError::TooManyDecimals { .. }, _) => Code::TooManyDecimals,
            Flaw::Amount(AmountError::TooLarge, _)
            | Flaw::Percent(AmountError::TooLarge)
            | Flaw::NotAboveZero
            | Flaw::AboveHundred
            | Flaw::NumberOutOfRange(_) => Code::OutOfRange,
            Flaw::Amount(..) => Code::InvalidAmount,
            Flaw::Percent(_) => Code::InvalidPercent,
            Flaw::Number(_) => Code::InvalidNumber,
            Flaw::Date => Code::InvalidDate,
            Flaw::Word(_) => Code::UnknownWord,
            Flaw::Sessions => Code::InvalidSessions,
        }
    }

    /// Message and hint for the text of the cell in a column.
    pub(super) fn words(&self, column: &str, text: &str) -> (String, String) {
        let said = hints::quoted(text);
        match self {
            Flaw::Amount(error, currency) => (
                hints::amount_message(&format!("{column} {said} is no amount"), error),
                hints::for_amount(error, text, *currency),
            ),
            Flaw::Percent(error) => (
                hints::amount_message(&format!("{column} {said} is no percentage"), error),
                hints::for_percent(error, text),
            ),
            Flaw::NotAboveZero => (
                format!("{column} is {text}, but must be above 0"),
                "write a number above 0, or delete the row".into(),
            ),
            Flaw::AboveHundred => (
                format!("{column} is {text} percent, but at most 100 are possible"),
                "write a number from 0 to 100".into(),
            ),
            Flaw::Number(range) => (
                format!("{column} {said} is no whole number"),
                format!("write digits only, a number from {} to {}", range.start(), range.end()),
            ),
            Flaw::NumberOutOfRange(range) => (
                format!(
                    "{column} is {text}, but must be from {} to {}",
                    range.start(),
                    range.end()
                ),
                format!("write a number from {} to {}", range.start(), range.end()),
            ),
            Flaw::Date => (format!("{column} {said} is no date"), hints::for_date(text)),
            Flaw::Word(words) => (
                format!("{column} {said} is not possible"),
                did_you_mean(text, words.iter().copied(), || format!("write {}", one_of(words))),
            ),
            Flaw::Sessions => (
                format!("{column} {said} is no number of sessions"),
                "write a number (10), a range (3-6) or an open end (10+)".into(),
            ),
        }
    }
}

/// An amount in the list's currency.
pub(super) fn amount(text: &str, currency: Currency) -> Result<Money, Flaw> {
    parse_money(text, currency).map_err(|error| Flaw::Amount(error, currency))
}

/// An amount above zero.
pub(super) fn amount_above_zero(text: &str, currency: Currency) -> Result<Money, Flaw> {
    let amount = amount(text, currency)?;
    if amount.is_zero() {
        Err(Flaw::NotAboveZero)
    } else {
        Ok(amount)
    }
}

/// A percentage.
pub(super) fn percent(text: &str) -> Result<Percent, Flaw> {
    parse_percent(text).map_err(Flaw::Percent)
}

/// A percentage of at most 100.
pub(super) fn percent_to_hundred(text: &str) -> Result<Percent, Flaw> {
    let percent = percent(text)?;
    if percent > Percent::HUNDRED {
        Err(Flaw::AboveHundred)
    } else {
        Ok(percent)
    }
}

/// A percentage above 0, and of at most 100.
pub(super) fn percent_above_zero(text: &str) -> Result<Percent, Flaw> {
    let percent = percent_to_hundred(text)?;
    if percent.is_zero() {
        Err(Flaw::NotAboveZero)
    } else {
        Ok(percent)
    }
}

/// A whole number within bounds.
pub(super) fn number(text: &str, range: RangeInclusive<u16>) -> Result<u16, Flaw> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Flaw::Number(range));
    }
    match text.parse() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(Flaw::NumberOutOfRange(range)),
    }
}

/// A whole number within bounds that fit a byte.
pub(super) fn small_number(text: &str, range: RangeInclusive<u8>) -> Result<u8, Flaw> {
    let bounds = u16::from(*range.start())..=u16::from(*range.end());
    let number = number(text, bounds.clone())?;
    u8::try_from(number).map_err(|_| Flaw::NumberOutOfRange(bounds))
}

/// A date, `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Result<Date, Flaw> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
        return Err(Flaw::Date);
    };
    let number = |digits: &[u8]| {
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0_i16, |n, digit| n * 10 + i16::from(digit - b'0')))
    };
    let (Some(year), Some(month), Some(day)) = (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2])) else {
        return Err(Flaw::Date);
    };
    let small = |n: i16| i8::try_from(n).map_err(|_| Flaw::Date);
    Date::new(year, small(month)?, small(day)?).map_err(|_| Flaw::Date)
}

/// One of some words; `words` and `values` go together.
pub(super) fn word<T: Copy>(text: &str, words: &'static [&'static str], values: &[T]) -> Result<T, Flaw> {
    let at = words.iter().position(|word| *word == text);
    at.and_then(|at| values.get(at).copied()).ok_or(Flaw::Word(words))
}

/// A number of sessions in one of its three forms.
pub(super) fn sessions(text: &str) -> Result<Sessions, Flaw> {
    text.parse().map_err(|_| Flaw::Sessions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_ten_characters_that_exist_in_the_calendar() {
        assert_eq!(date("2026-02-28").map(|d| d.to_string()), Ok("2026-02-28".into()));
        for text in [
            "2026-02-30",
            "2026-2-28",
            "20260228",
            "2026/02/28",
            "+026-02-28",
            "٢٠٢٦-٠٢-٢٨",
            "",
        ] {
            assert_eq!(date(text), Err(Flaw::Date), "{text}");
        }
    }

    #[test]
    fn a_number_has_digits_only_and_bounds() {
        assert_eq!(number("007", 1..=99), Ok(7));
        assert_eq!(number("100", 1..=99), Err(Flaw::NumberOutOfRange(1..=99)));
        assert_eq!(
            number("99999999999999999999", 1..=99),
            Err(Flaw::NumberOutOfRange(1..=99))
        );
        for text in ["", "+1", "1.0", "ten", "1 0"] {
            assert_eq!(number(text, 1..=99), Err(Flaw::Number(1..=99)), "{text}");
        }
    }
}
