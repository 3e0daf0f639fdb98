//! What a quote is called over the telephone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::random;

/// The symbols of a reference: no I, L, O (read as 1, 1, 0), no U, V (heard as one another). A prime number of them,
/// which is what makes the check symbol catch what it must.
const SYMBOLS: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTWXYZ";

/// The number of symbols, for arithmetic.
const MODULUS: u32 = 31;

/// What each place counts in the check sum, which is a multiple of 31 in a right reference. None is a multiple of 31,
/// so one wrong symbol shows; no two neighbours count the same, so their exchange shows.
/// Begun at 5, they make a right reference of the one that our documentation shows, `K7Q-4MXR`.
const WEIGHTS: [u32; 7] = [5, 6, 7, 8, 9, 10, 11];

/// The name of a quote: seven symbols written `K7Q-4MXR`, six of them random, the seventh a check symbol that catches
/// any one wrong symbol and any two neighbours exchanged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; 7]);

impl Reference {
    /// A reference out of the operating system's random numbers.
    ///
    /// # Errors
    /// Where the operating system has none.
    pub fn random() -> Result<Self, random::NoRandomNumbers> {
        let mut places = [0; 6];
        for place in &mut places {
            *place = random::below(MODULUS)?;
        }
        Ok(Self::of_places(places))
    }

    /// The reference whose first six symbols stand at these places of the alphabet.
    fn of_places(places: [u32; 6]) -> Self {
        let sum = sum(places);
        let [.., weight] = WEIGHTS;
        let check = (0..MODULUS)
            .find(|check| (sum + check * weight).is_multiple_of(MODULUS))
            .unwrap_or_default();
        let mut symbols = [0; 7];
        for (symbol, place) in symbols.iter_mut().zip(places.into_iter().chain([check])) {
            *symbol = symbol_at(place);
        }
        Self(symbols)
    }
}

/// Ignores case, blanks and hyphens; takes O for 0, I and L for 1.
impl FromStr for Reference {
    type Err = CheckTheCode;

    fn from_str(text: &str) -> Result<Self, CheckTheCode> {
        let mut symbols = [0; 7];
        let mut count = 0;
        let said = text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c));
        for (place, said) in said.enumerate() {
            *symbols.get_mut(place).ok_or(CheckTheCode)? = heard(said).ok_or(CheckTheCode)?;
            count = place + 1;
        }
        let is_right = count == symbols.len() && sum(symbols.map(place_of)).is_multiple_of(MODULUS);
        if is_right { Ok(Self(symbols)) } else { Err(CheckTheCode) }
    }
}

/// The symbol that a character stands for.
fn heard(said: char) -> Option<u8> {
    let symbol = match said.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    u8::try_from(symbol).ok().filter(|symbol| SYMBOLS.contains(symbol))
}

/// The hyphen of the keyboard, and those that word processors and telephones put in its place.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The check sum of symbols at these places of the alphabet.
fn sum<const COUNT: usize>(places: [u32; COUNT]) -> u32 {
    places.iter().zip(WEIGHTS).map(|(place, weight)| place * weight).sum()
}

/// Where a symbol stands in the alphabet, which it is known to be of.
fn place_of(symbol: u8) -> u32 {
    SYMBOLS
        .iter()
        .zip(0..)
        .find(|(known, _)| **known == symbol)
        .map_or(0, |(_, place)| place)
}

fn symbol_at(place: u32) -> u8 {
    usize::try_from(place)
        .ok()
        .and_then(|place| SYMBOLS.get(place))
        .copied()
        .unwrap_or(b'0')
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, symbol) in self.0.iter().enumerate() {
            let hyphen = if place == 3 { "-" } else { "" };
            write!(f, "{hyphen}{}", char::from(*symbol))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A text that is no reference: misheard or mistyped, which is another thing than a quote that isn't there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("that code can't be right, check the code: a reference is seven letters and digits like K7Q-4MXR")]
pub struct CheckTheCode;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_wrong(symbols: [u8; 7]) -> bool {
        let text = String::from_utf8(symbols.to_vec()).unwrap();
        text.parse::<Reference>().is_err()
    }

    #[test]
    fn the_example_is_right_and_said_in_many_ways() {
        let example: Reference = "K7Q-4MXR".parse().unwrap();
        for said in ["k7q4mxr", " K7Q 4MXR ", "k-7-q-4-m-x-r", "K7Q\u{2011}4MXR", "K7Q–4MXR"] {
            assert_eq!(said.parse(), Ok(example), "{said}");
        }
        assert_eq!(example.to_string(), "K7Q-4MXR");
        let numbers = Reference::of_places([1, 0, 1, 0, 1, 0]).to_string();
        for said in [
            numbers.replace('1', "l"),
            numbers.replace('1', "I"),
            numbers.replace('0', "O"),
        ] {
            assert_eq!(said.parse::<Reference>().unwrap().to_string(), numbers, "{said}");
        }
    }

    #[test]
    fn what_is_no_reference_is_sent_back() {
        let right = Reference::of_places([20, 7, 21, 4, 18, 26]).to_string();
        for wrong in [
            "",
            "K7Q",
            &right[1..],
            &format!("{right}0"),
            "K7Q-4MU0",
            "بطن",
            "K7Q_4MXR",
        ] {
            assert_eq!(wrong.parse::<Reference>(), Err(CheckTheCode), "{wrong}");
        }
    }

    #[test]
    fn exactly_one_symbol_in_31_completes_six() {
        for first in 0..31 {
            let right = Reference::of_places([first, 5, 30, 0, 17, 9]);
            let completing = SYMBOLS.iter().filter(|symbol| {
                let mut symbols = right.0;
                symbols[6] = **symbol;
                !is_wrong(symbols)
            });
            assert_eq!(completing.count(), 1);
        }
    }

    proptest! {
        #[test]
        fn any_one_wrong_symbol_is_caught(places: [u8; 6]) {
            let right = Reference::of_places(places.map(|p| u32::from(p) % 31));
            prop_assert!(!is_wrong(right.0));
            for place in 0..7 {
                for symbol in SYMBOLS.iter().filter(|symbol| **symbol != right.0[place]) {
                    let mut symbols = right.0;
                    symbols[place] = *symbol;
                    prop_assert!(is_wrong(symbols));
                }
            }
        }

        #[test]
        fn any_two_neighbours_exchanged_are_caught(places: [u8; 6]) {
            let right = Reference::of_places(places.map(|p| u32::from(p) % 31));
            for place in 0..6 {
                let mut symbols = right.0;
                symbols.swap(place, place + 1);
                prop_assert!(symbols == right.0 || is_wrong(symbols));
            }
        }
    }
}
