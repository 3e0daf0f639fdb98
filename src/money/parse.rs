use rust_decimal::Decimal;

use super::{Currency, Money, Percent};

/// The largest amount a price list may hold, in minor units: ten thousand million dirhams. Twenty items of 99
/// sessions at this price, with a thousand extras each, still fit into an amount.
pub const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000;

/// Decimals that a percentage may have.
const PERCENT_DECIMALS_MAX: usize = 9;
/// Digits before the point of a percentage.
const PERCENT_WHOLE_DIGITS_MAX: usize = 4;

/// Why a text is no amount or percentage. Nothing is guessed: the hint says what to write instead.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AmountError {
    /// There is no text.
    #[error("an amount is missing")]
    Empty,
    /// Digits parted by a comma: `1,346` or `12,5`.
    #[error("an amount has no comma")]
    Comma,
    /// A plus or minus stands in front.
    #[error("an amount has no sign")]
    Sign,
    /// `1e3`.
    #[error("an amount has no exponent")]
    Exponent,
    /// Thousands parted by blanks, underscores or apostrophes.
    #[error("an amount has no grouping")]
    Grouping,
    /// A currency's letters or mark beside the digits.
    #[error("an amount has no currency beside it")]
    CurrencyMark,
    /// A percent sign behind the digits.
    #[error("no percent sign is needed")]
    PercentSign,
    /// Digits of another script, such as `١٢`.
    #[error("digits are 0 to 9")]
    ForeignDigits,
    /// A point without digits on both sides, or more than one.
    #[error("a point stands between digits, once")]
    Point,
    /// More decimals than the currency (or a percentage) has.
    #[error("it has {found} decimals, {allowed} are possible")]
    TooManyDecimals {
        /// How many the text has.
        found: usize,
        /// How many are possible.
        allowed: usize,
    },
    /// Above the largest that is possible.
    #[error("it is too large")]
    TooLarge,
    /// None of the above.
    #[error("it is not a number")]
    NotANumber,
}

/// Reads an amount: digits, or digits, one point and digits, with no more decimals than the currency has.
///
/// A missing decimal is zero (`12.5` is 12.50); nothing else is added, dropped or guessed.
pub fn parse_money(text: &str, currency: Currency) -> Result<Money, AmountError> {
    match short_amount(text, usize::from(currency.decimals())) {
        Some(minor) => Ok(Money::from_minor(minor, currency)),
        None => parse_any_amount(text, currency),
    }
}

/// Minor units of an amount of few digits: nearly all are short and well written, and a list may hold a million.
fn short_amount(text: &str, decimals: usize) -> Option<i64> {
    if text.len() > 9 {
        return None;
    }
    let (mut number, mut point) = (0_i64, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    let given = point.map_or(0, |at| text.len() - at - 1);
    let is_plain = !text.is_empty() && (point.is_none() || given > 0) && given <= decimals;
    is_plain.then(|| (given..decimals).fold(number, |minor, _| minor * 10))
}

fn parse_any_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    let (whole, fraction) = split_digits(text)?;
    let decimals = usize::from(currency.decimals());
    if fraction.len() > decimals {
        return Err(AmountError::TooManyDecimals {
            found: fraction.len(),
            allowed: decimals,
        });
    }
    let padding = std::iter::repeat_n(b'0', decimals - fraction.len());
    let minor = whole
        .bytes()
        .chain(fraction.bytes())
        .chain(padding)
        .try_fold(0_i64, push_digit);
    minor
        .filter(|m| *m <= AMOUNT_MINOR_MAX)
        .map(|m| Money::from_minor(m, currency))
        .ok_or(AmountError::TooLarge)
}

/// Reads a percentage in the same form: `5`, `12.5`, with at most nine decimals and below 10,000.
pub fn parse_percent(text: &str) -> Result<Percent, AmountError> {
    let (whole, fraction) = split_digits(text)?;
    if fraction.len() > PERCENT_DECIMALS_MAX {
        return Err(AmountError::TooManyDecimals {
            found: fraction.len(),
            allowed: PERCENT_DECIMALS_MAX,
        });
    }
    if whole.trim_start_matches('0').len() > PERCENT_WHOLE_DIGITS_MAX {
        return Err(AmountError::TooLarge);
    }
    let digits = whole
        .bytes()
        .chain(fraction.bytes())
        .try_fold(0_i64, push_digit)
        .ok_or(AmountError::TooLarge)?;
    let scale = u32::try_from(fraction.len()).map_err(|_| AmountError::TooLarge)?;
    Ok(Percent::from_parsed(Decimal::new(digits, scale)))
}

fn push_digit(number: i64, digit: u8) -> Option<i64> {
    number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
}

/// The digits before and after the point, or what is wrong with the text.
fn split_digits(text: &str) -> Result<(&str, &str), AmountError> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        None if digits(text) => Ok((text, "")),
        Some((whole, fraction)) if digits(whole) && digits(fraction) => Ok((whole, fraction)),
        _ => Err(what_is_wrong(text)),
    }
}

fn what_is_wrong(text: &str) -> AmountError {
    let numeric = |c: char| c.is_ascii_digit() || c == '.';
    if text.is_empty() {
        AmountError::Empty
    } else if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        AmountError::ForeignDigits
    } else if !text.contains(|c: char| c.is_ascii_digit()) {
        AmountError::NotANumber
    } else if text.starts_with(['+', '-', '\u{2212}', '(']) {
        AmountError::Sign
    } else if text.ends_with('%') {
        AmountError::PercentSign
    } else if text.chars().all(numeric) {
        AmountError::Point
    } else if text.contains([',', '\u{66b}', '\u{66c}']) && !text.contains(char::is_alphabetic) {
        AmountError::Comma
    } else if text
        .chars()
        .all(|c| numeric(c) || c.is_whitespace() || c == '_' || c == '\'')
    {
        AmountError::Grouping
    } else if is_exponent(text) {
        AmountError::Exponent
    } else {
        beside_digits(text)
    }
}

fn is_exponent(text: &str) -> bool {
    let all = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(all)
}

/// Letters or a mark on one side of the digits are a currency; anything else is no number at all.
fn beside_digits(text: &str) -> AmountError {
    let around = text.trim_matches(|c: char| !c.is_ascii_digit());
    let is_number = around.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if is_number {
        AmountError::CurrencyMark
    } else {
        AmountError::NotANumber
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_digits_are_read_exactly() {
        let aed = Currency::from_code("AED").unwrap();
        for (text, minor) in [
            ("0", 0),
            ("900", 90_000),
            ("12.5", 1250),
            ("367.50", 36_750),
            ("007", 700),
        ] {
            assert_eq!(parse_money(text, aed).map(Money::minor), Ok(minor), "{text}");
        }
        let kwd = Currency::from_code("KWD").unwrap();
        assert_eq!(parse_money("1.346", kwd).map(Money::minor), Ok(1346));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        use AmountError::*;
        let aed = Currency::from_code("AED").unwrap();
        for (text, error) in [
            ("", Empty),
            ("1,346", Comma),
            ("12,5", Comma),
            ("-5", Sign),
            ("+5", Sign),
            ("1e3", Exponent),
            ("1 000", Grouping),
            ("1_000", Grouping),
            ("1'000", Grouping),
            ("AED 900", CurrencyMark),
            ("900.00 د.إ", CurrencyMark),
            ("5%", PercentSign),
            ("١٢", ForeignDigits),
            ("1.", Point),
            (".5", Point),
            ("1.2.3", Point),
            ("1.346", TooManyDecimals { found: 3, allowed: 2 }),
            ("99999999999999999999", TooLarge),
            ("free", NotANumber),
        ] {
            assert_eq!(parse_money(text, aed), Err(error), "{text}");
        }
    }

    #[test]
    fn percentages_keep_their_decimals() {
        assert_eq!(parse_percent("12.50").unwrap().to_string(), "12.5");
        assert_eq!(
            parse_percent("0.0000000001"),
            Err(AmountError::TooManyDecimals { found: 10, allowed: 9 })
        );
        assert_eq!(parse_percent("10000"), Err(AmountError::TooLarge));
    }
}
