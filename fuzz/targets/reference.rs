//! References: what is read is printed and read back the same, and its check symbol catches one wrong symbol and two
//! exchanged neighbours.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mesoquote::store::Reference;

const SYMBOLS: &str = "0123456789ABCDEFGHJKMNPQRSTWXYZ";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(reference) = text.parse::<Reference>() else { return };
    let printed = reference.to_string();
    assert_eq!(printed.parse::<Reference>().ok(), Some(reference));
    assert!(printed.len() == 8 && printed.as_bytes()[3] == b'-', "{printed}");
    let symbols: Vec<char> = printed.chars().filter(|symbol| *symbol != '-').collect();
    assert!(symbols.iter().all(|symbol| SYMBOLS.contains(*symbol)), "{printed}");
    for at in 0..symbols.len() {
        for wrong in SYMBOLS.chars().filter(|wrong| *wrong != symbols[at]) {
            let mut other = symbols.clone();
            other[at] = wrong;
            assert_refused(&other);
        }
        if at > 0 && symbols[at - 1] != symbols[at] {
            let mut other = symbols.clone();
            other.swap(at - 1, at);
            assert_refused(&other);
        }
    }
});

fn assert_refused(symbols: &[char]) {
    let text: String = symbols.iter().collect();
    assert!(text.parse::<Reference>().is_err(), "{text} was taken");
}
