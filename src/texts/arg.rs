use crate::money::Money;

/// What a message is given under one name.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Text that reads in the language's own direction.
    Text(&'a str),
    /// A name, a code or what somebody wrote: set apart where it runs against the direction of the language, so that
    /// a code inside Arabic keeps its order.
    Name(&'a str),
    /// A small whole count, shown in digits or used to choose a plural form.
    Number(u32),
    /// An amount in words with its currency.
    Amount(Money),
    /// An amount in grouped digits without its currency.
    Digits(Money),
    /// So many sessions, in words.
    Sessions(u32),
}

/// From here on a text reads from left to right, up to [`END`].
pub(super) const LEFT_TO_RIGHT: char = '\u{2066}';
/// From here on a text reads from right to left, up to [`END`].
const RIGHT_TO_LEFT: char = '\u{2067}';
/// Ends the part that was set apart.
pub(super) const END: char = '\u{2069}';

/// Writes a name, set apart where its direction is not the one around it.
pub(super) fn write_name(out: &mut String, name: &str, around_is_right_to_left: bool) {
    let first_strong = name.chars().find(|c| c.is_alphabetic());
    let inside = first_strong.is_some_and(runs_right_to_left);
    if inside == around_is_right_to_left || name.is_empty() {
        out.push_str(name);
        return;
    }
    out.push(if inside { RIGHT_TO_LEFT } else { LEFT_TO_RIGHT });
    out.push_str(name);
    out.push(END);
}

/// Letters of Hebrew, Arabic and the scripts between, and their presentation forms.
fn runs_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}
