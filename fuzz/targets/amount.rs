//! Amounts: what is read is printed and read back the same, by digits alone; a currency's first letter, then the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mesoquote::money::{AMOUNT_MINOR_MAX, AmountError, Currency, parse_money, parse_percent};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let code = match text.chars().next() {
        Some('K') => "KWD",
        Some('J') => "JPY",
        _ => "AED",
    };
    let text = text.get(1..).unwrap_or_default();
    let currency = Currency::from_code(code).expect("a currency");
    match parse_money(text, currency) {
        Ok(money) => {
            assert!((0..=AMOUNT_MINOR_MAX).contains(&money.minor()));
            let printed = money.to_string();
            assert_eq!(parse_money(&printed, currency), Ok(money), "{printed}");
            assert_eq!(canonical(text, usize::from(currency.decimals())), Some(printed));
        }
        Err(AmountError::TooLarge) => assert!(canonical(text, usize::from(currency.decimals())).is_some()),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!(canonical(text, usize::from(currency.decimals())), None, "{error}");
        }
    }
    if let Ok(percent) = parse_percent(text) {
        assert_eq!(parse_percent(&percent.to_string()), Ok(percent));
    }
});

/// The same amount with all decimals and no needless zero, by the letter of the rule; nothing where it is no amount.
fn canonical(text: &str, decimals: usize) -> Option<String> {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || part.is_some_and(|part| !are_digits(part) || part.len() > decimals) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match decimals {
        0 => whole.to_owned(),
        _ => format!("{whole}.{:0<decimals$}", part.unwrap_or_default()),
    })
}
