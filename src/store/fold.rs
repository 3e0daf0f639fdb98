//! Names and telephone numbers in the one form in which they are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Digits at the end of a telephone number that it is looked up by; shorter ones are compared whole.
const PHONE_TAIL: usize = 7;
/// Words of a name that it is found by.
const WORDS_MAX: usize = 8;

/// The words of a name without case, marks and what is written in several ways, each once.
pub(super) fn words(name: &str) -> Vec<String> {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_silent(*c))
        .flat_map(char::to_lowercase)
        .map(letter)
        .collect();
    let mut words: Vec<String> = Vec::new();
    for word in plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !words.iter().any(|known| known == word) && words.len() < WORDS_MAX {
            words.push(word.to_owned());
        }
    }
    words
}

/// What a word of a name is also looked for as: letters of which marks are a part as those without, an Arabic name without
/// its article.
pub(super) fn also(word: &str) -> impl Iterator<Item = String> {
    let bare: String = word.chars().map(bare_letter).collect();
    let bare = (bare != word).then_some(bare);
    let rest = word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3);
    bare.into_iter().chain(rest.map(str::to_owned))
}

/// Letters that can't be taken apart into one and its marks.
fn bare_letter(c: char) -> char {
    match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        other => other,
    }
}

/// Marks above and below, apostrophes within a word, and the Arabic stretching of a line.
fn is_silent(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '`' | '\u{640}')
}

/// Letters for which another is often written.
fn letter(c: char) -> char {
    match c {
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        'ı' => 'i',
        other => other,
    }
}

/// A telephone number as digits, without what is dialled before a country's or a network's own number.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Phone(String);

impl Phone {
    /// The digits of a number in any spelling; nothing where there are none.
    pub(super) fn new(text: &str) -> Option<Self> {
        let digits: String = text.replace("(0)", "").chars().filter_map(digit).collect();
        let core = digits.trim_start_matches('0');
        (!core.is_empty()).then(|| Self(core.to_owned()))
    }

    /// All digits.
    pub(super) fn digits(&self) -> &str {
        &self.0
    }

    /// The last digits, which every spelling of the number shares.
    pub(super) fn tail(&self) -> &str {
        let start = self.0.len().saturating_sub(PHONE_TAIL);
        self.0.get(start..).unwrap_or(&self.0)
    }
}

/// How many digits a text has, as telephone numbers are written.
pub fn digits_in(text: &str) -> usize {
    text.chars().filter_map(digit).count()
}

/// A digit of any of the scripts in which telephone numbers are written here.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_their_words() {
        for (one, other) in [
            ("Zoë Müller", "zoe MULLER"),
            ("Al-Mansouri, Fatima", "al mansouri fatima"),
            ("O'Brien", "OBrien"),
            ("أحمد", "احمد"),
            ("فاطمة", "فاطمه"),
            ("مُحَمَّد", "محمد"),
            ("مـحـمد", "محمد"),
        ] {
            assert_eq!(words(one), words(other), "{one}");
        }
    }

    #[test]
    fn a_name_is_found_without_its_article_and_in_plain_letters() {
        let also = |name: &str| words(name).iter().flat_map(|word| also(word)).collect::<Vec<_>>();
        assert_eq!(also("فاطمة الزهراء"), ["زهراء"]);
        assert_eq!(also("Łukasz Sørensen"), ["lukasz", "sorensen"]);
        assert!(also("Fatima آلاء Alim").is_empty());
    }

    #[test]
    fn a_name_of_many_words_is_found_by_the_first_ones() {
        assert_eq!(words(&"a b c d e f g h i j".repeat(100)).len(), WORDS_MAX);
        assert!(words(" - ").is_empty());
    }

    #[test]
    fn spellings_of_a_number_share_their_last_digits() {
        let full = Phone::new("+971 50 123 4567").unwrap();
        assert_eq!(full.digits(), "971501234567");
        for text in [
            "00971501234567",
            "+971 (0)50 123 4567",
            "971-50-1234567",
            "٠٠٩٧١٥٠١٢٣٤٥٦٧",
        ] {
            assert!(Phone::new(text) == Some(full.clone()), "{text}");
        }
        let local = Phone::new("050-1234567").unwrap();
        assert_eq!(local.tail(), full.tail());
        assert!(full.digits().ends_with(local.digits()));
    }

    #[test]
    fn what_has_no_digits_is_no_number() {
        assert!(Phone::new("call me").is_none());
        assert!(Phone::new("000").is_none());
        assert_eq!(Phone::new("4567").unwrap().tail(), "4567");
    }
}
