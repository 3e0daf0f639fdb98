//! What a quote is found by, each as one text with a letter before it that says what it is.

use super::fold::{self, Phone};
use super::quote::Quote;

/// All terms of a quote, each once.
pub(super) fn terms(quote: &Quote) -> Vec<String> {
    let mut terms = vec![made_by(&quote.created_by)];
    terms.extend(quote.treatments.iter().map(|code| treatment(code)));
    terms.extend(
        quote
            .patient
            .phone
            .as_deref()
            .and_then(Phone::new)
            .map(|number| phone(&number)),
    );
    let name = quote.patient.name.as_deref().unwrap_or_default();
    for word in fold::words(name) {
        terms.extend(fold::also(&word).map(|other| name_word(&other)));
        terms.push(name_word(&word));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Who made it.
pub(super) fn made_by(who: &str) -> String {
    format!("b:{who}")
}

/// A treatment in it.
pub(super) fn treatment(code: &str) -> String {
    format!("t:{code}")
}

/// The end of the patient's telephone number.
pub(super) fn phone(number: &Phone) -> String {
    format!("p:{}", number.tail())
}

/// A word of the patient's name, or its beginning.
pub(super) fn name_word(word: &str) -> String {
    format!("n:{word}")
}
