//! Which of a clinic's languages an answer is in.

use super::wire::{FieldError, kinds};
use crate::price_list::{Clinic, Language};

/// The language of a tag that the request names.
///
/// # Errors
/// `unknown_language` where the clinic has no texts in it.
pub(super) fn named(clinic: &Clinic, tag: &str) -> Result<Language, FieldError> {
    clinic.language(tag).ok_or_else(|| {
        let languages = clinic.languages.join(", ");
        let detail = format!("There are no texts in “{tag}”; the clinic's languages are {languages}.");
        FieldError::new("/language", kinds::UNKNOWN_LANGUAGE.code, detail)
            .among("", clinic.languages.iter().map(String::as_str))
    })
}

/// The clinic's language that the header `Accept-Language` ranks highest; of equals the one named first.
pub(super) fn negotiated(clinic: &Clinic, header: &str) -> Option<Language> {
    let wanted = header.split(',').filter_map(|range| {
        let (tag, weight) = weighed(range)?;
        let language = if tag == "*" {
            Some(Language::FIRST)
        } else {
            clinic.language(tag)
        };
        Some((weight, language?))
    });
    // The last of equal maxima is taken: reversed, it is the first.
    let mut wanted: Vec<(u16, Language)> = wanted.filter(|(weight, _)| *weight > 0).collect();
    wanted.reverse();
    wanted
        .into_iter()
        .max_by_key(|(weight, _)| *weight)
        .map(|(_, language)| language)
}

/// A tag and its weight in thousandths: `ar;q=0.8` is (`ar`, 800).
fn weighed(range: &str) -> Option<(&str, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((tag, weight.map_or(Some(1000), thousandths)?))
}

fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = format!("{whole}{fraction:0<3}");
    let is_weight = fraction.len() <= 3 && digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    is_weight
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|weight| *weight <= 1000)
}

#[cfg(test)]
mod tests {
    use super::weighed;

    #[test]
    fn weights_are_read_in_thousandths() {
        for (range, weighed_as) in [
            ("ar", Some(("ar", 1000))),
            (" ar-AE ; q=0.8", Some(("ar-AE", 800))),
            ("en;q=0", Some(("en", 0))),
            ("en;q=1.000", Some(("en", 1000))),
            ("en;q=2", None),
            ("en;q=0.1234", None),
            ("en;q=-1", None),
            ("en;q=", None),
            ("", None),
        ] {
            assert_eq!(weighed(range), weighed_as, "{range}");
        }
    }
}
