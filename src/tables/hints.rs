//! What to write instead of an amount, a percentage or a date that is written otherwise. A hint may name two
//! readings; the tables are never read by guessing.

use jiff::civil::Date;

use super::diagnostic::is_invisible;
use crate::money::{AmountError, Currency};

/// Characters of a cell that a message repeats.
const SAID_MAX: usize = 40;

/// A cell's text in quotation marks, cut where it is long. What has no shape is named: a code that ends in a mark of
/// direction looks like the right one.
pub(super) fn quoted(text: &str) -> String {
    let mut said = String::new();
    for c in text.chars().take(SAID_MAX) {
        match c {
            c if is_invisible(c) => said.extend(c.escape_unicode()),
            c if c.is_control() => said.push(' '),
            c => said.push(c),
        }
    }
    if text.chars().nth(SAID_MAX).is_some() {
        said.push('…');
    }
    format!("\"{said}\"")
}

/// `price "1,346" is no amount: it has a comma`.
pub(super) fn amount_message(what: &str, error: &AmountError) -> String {
    match error {
        AmountError::TooLarge => what.replace(" is no ", " is too large an "),
        AmountError::NotANumber | AmountError::Empty => what.to_owned(),
        error => format!("{what}: {error}"),
    }
}

/// What to write instead of an amount.
pub(super) fn for_amount(error: &AmountError, text: &str, currency: Currency) -> String {
    let decimals = usize::from(currency.decimals());
    match error {
        AmountError::TooManyDecimals { found: 3, .. } => {
            format!(
                "amounts in {currency} have {decimals} decimals: write {} if the point parts thousands",
                text.replace('.', "")
            )
        }
        AmountError::TooManyDecimals { .. } => {
            let short = text.len() - text.split_once('.').map_or(0, |(_, f)| f.len()) + decimals;
            format!(
                "amounts in {currency} have {decimals} decimals: write {} or round it",
                text[..short].trim_end_matches('.')
            )
        }
        AmountError::Comma => for_comma(text, decimals),
        AmountError::NotANumber | AmountError::Empty => {
            format!(
                "write digits with a point, such as {}; nothing to pay is 0",
                example(decimals)
            )
        }
        AmountError::TooLarge => "check the number of digits".into(),
        _ => plain(text).map_or_else(
            || format!("write digits with a point, such as {}", example(decimals)),
            |plain| write_instead(&plain),
        ),
    }
}

/// What to write instead of a percentage.
pub(super) fn for_percent(error: &AmountError, text: &str) -> String {
    match error {
        AmountError::Comma => for_comma(text, 9),
        AmountError::TooLarge | AmountError::TooManyDecimals { .. } => "write a percentage such as 5 or 12.5".into(),
        _ => plain(text).map_or_else(
            || "write a number such as 5 or 12.5".into(),
            |plain| write_instead(&plain),
        ),
    }
}

fn write_instead(plain: &str) -> String {
    format!("write {plain}")
}

fn example(decimals: usize) -> String {
    if decimals == 0 {
        "1250".into()
    } else {
        format!("1250.{}", "50000000".get(..decimals).unwrap_or("5"))
    }
}

/// `1,346` may be thousands or decimals, `12,5` is decimals, `1,346,000` thousands.
fn for_comma(text: &str, decimals: usize) -> String {
    let text = text.replace(['\u{66b}', '\u{66c}'], ",");
    let Some((whole, rest)) = text.split_once(',') else {
        return "write a point before the decimals".into();
    };
    let joined = text.replace(',', "");
    let is_grouped = joined.split('.').next().is_some_and(|digits| digits.len() > 3)
        && rest
            .split(',')
            .all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3));
    let as_decimals = format!("{whole}.{rest}");
    let may_be_decimals = !rest.contains([',', '.']) && rest.len() <= decimals;
    match (is_grouped, may_be_decimals) {
        (true, true) => {
            format!("write {joined} if the comma parts thousands, {as_decimals} if it stands before decimals")
        }
        (true, false) => format!("write {joined}, not {text}"),
        (false, true) => format!("write {as_decimals}, not {text}"),
        (false, false) => "write no comma, and a point before the decimals".into(),
    }
}

/// The digits and point of a text that says a number in another form, where it is clear which.
fn plain(text: &str) -> Option<String> {
    let parts = text.split_once(['e', 'E']);
    if let Some(written) = parts.and_then(|(digits, exponent)| plain_exponent(digits, exponent)) {
        return Some(written);
    }
    let numeric: String = text.chars().filter_map(ascii_digit_or_point).collect();
    let trimmed = numeric.trim_matches('.');
    let number = if numeric.starts_with('.') && trimmed.len() + 1 == numeric.len() {
        format!("0.{trimmed}")
    } else {
        trimmed.to_owned()
    };
    let is_plain = number.bytes().next().is_some_and(|b| b.is_ascii_digit()) && number.matches('.').count() <= 1;
    (is_plain && !text.contains(',')).then_some(number)
}

fn plain_exponent(digits: &str, exponent: &str) -> Option<String> {
    let zeros: usize = exponent
        .trim_start_matches('+')
        .parse()
        .ok()
        .filter(|zeros| *zeros <= 12)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let missing = zeros.checked_sub(fraction.len())?;
    let written = format!("{whole}{fraction}{}", "0".repeat(missing));
    written.bytes().all(|b| b.is_ascii_digit()).then_some(written)
}

/// Digits of the scripts that are written in the Gulf and around it, and the points between them.
fn ascii_digit_or_point(c: char) -> Option<char> {
    const ZEROS: [u32; 6] = [0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xFF10];
    if matches!(c, '.' | '\u{66B}') {
        return Some('.');
    }
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// What to write instead of a date. Spreadsheets like to turn dates into the form of their country.
pub(super) fn for_date(text: &str) -> String {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let readings = match (numbers.as_deref(), parts.first().map(|part| part.len())) {
        (Some([year, month, day]), Some(4)) => vec![civil(*year, *month, *day)],
        (Some([first, second, year]), _) if *year > 31 => {
            let year = if *year < 100 { 2000 + *year } else { *year };
            vec![civil(year, *second, *first), civil(year, *first, *second)]
        }
        _ => Vec::new(),
    };
    let mut readings: Vec<Date> = readings.into_iter().flatten().collect();
    readings.dedup();
    match readings.as_slice() {
        [only] => format!("write it as year-month-day: {only}"),
        [first, second] => format!("write it as year-month-day: {first} or {second}, whichever is meant"),
        _ => "write a day of the calendar as year-month-day, such as 2026-11-23".into(),
    }
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::parse_money;

    fn amount_hint(text: &str, currency: &str) -> String {
        let currency = Currency::from_code(currency).unwrap();
        for_amount(&parse_money(text, currency).unwrap_err(), text, currency)
    }

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(quoted("face\u{200f}"), r#""face\u{200f}""#);
        assert_eq!(quoted(&"x".repeat(41)), format!("\"{}…\"", "x".repeat(40)));
    }

    #[test]
    fn a_hint_says_what_to_write() {
        for (text, hint) in [
            ("12,50", "write 12.50, not 12,50"),
            ("12,5", "write 12.5, not 12,5"),
            ("1,346", "write 1346, not 1,346"),
            ("1,346,000.50", "write 1346000.50, not 1,346,000.50"),
            ("AED 900", "write 900"),
            ("-5", "write 5"),
            ("1 000", "write 1000"),
            ("1e3", "write 1000"),
            ("1.2E+3", "write 1200"),
            ("5%", "write 5"),
            ("١٢٫٥", "write 12.5"),
            ("1.", "write 1"),
            (".5", "write 0.5"),
            (
                "1.346",
                "amounts in AED have 2 decimals: write 1346 if the point parts thousands",
            ),
            ("1.3460", "amounts in AED have 2 decimals: write 1.34 or round it"),
            (
                "free",
                "write digits with a point, such as 1250.50; nothing to pay is 0",
            ),
            ("1.2.3", "write digits with a point, such as 1250.50"),
        ] {
            assert_eq!(amount_hint(text, "AED"), hint, "{text}");
        }
        assert_eq!(
            amount_hint("1,346", "KWD"),
            "write 1346 if the comma parts thousands, 1.346 if it stands before decimals"
        );
        assert_eq!(
            amount_hint("12.5", "JPY"),
            "amounts in JPY have 0 decimals: write 12 or round it"
        );
    }

    #[test]
    fn a_date_of_a_spreadsheet_is_read_both_ways() {
        for (text, hint) in [
            ("31/12/2026", "write it as year-month-day: 2026-12-31"),
            (
                "1/6/2026",
                "write it as year-month-day: 2026-06-01 or 2026-01-06, whichever is meant",
            ),
            ("2026/6/1", "write it as year-month-day: 2026-06-01"),
            (
                "31.12.26",
                "write a day of the calendar as year-month-day, such as 2026-11-23",
            ),
            (
                "2026-02-30",
                "write a day of the calendar as year-month-day, such as 2026-11-23",
            ),
            (
                "tomorrow",
                "write a day of the calendar as year-month-day, such as 2026-11-23",
            ),
        ] {
            assert_eq!(for_date(text), hint, "{text}");
        }
    }
}
