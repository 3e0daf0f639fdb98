use std::ops::Range;

use super::fold::{Folded, fold};
use crate::price_list::Sessions;

/// A piece of a text, and the bytes that it stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The piece as it is compared.
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// What a piece of a text is, before any price list is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits, alone or as one of the forms of sessions.
    Count(Sessions),
    /// Digits that are none of them: `6-3`, `1.5`, `<10`, `10++`.
    NoCount,
    /// Before a number: so many or more, `≥`.
    AtLeast,
    /// Before a number: so many at the most, `≤`.
    UpTo,
    /// A comma: it may part two items, or a treatment from its area.
    Comma,
    /// It parts two items.
    Break,
}

/// Cuts a text into words, numbers and separators; all else is skipped.
///
/// A `+` right behind a number is part of it (`10+`), unless a letter or digit follows at once (`10+thighs`). So is one
/// with nothing to part behind it (`10 +`), and one right before a number that none stands before (`+10`).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let folded = fold(text);
    let mut scanner = Scanner {
        letters: &folded,
        at: 0,
        is_behind_count: false,
    };
    let mut tokens = Vec::new();
    while let Some(letter) = scanner.peek(0) {
        let start = scanner.at;
        if let Some(kind) = scanner.scan(letter) {
            scanner.is_behind_count = matches!(kind, Kind::Count(_));
            tokens.push(scanner.token(kind, start));
        }
    }
    tell_glued_apart(&mut tokens);
    tokens
}

/// Where some numbers end in a `+` of their own (`thighs 10+`), one that touches a number and a word (`10+thighs`) may
/// be of either kind: that number is then none.
fn tell_glued_apart(tokens: &mut [Token]) {
    let is_open = |token: &Token| matches!(token.kind, Kind::Count(Sessions::OpenEnded(_)));
    if !tokens.iter().any(is_open) {
        return;
    }
    for at in 2..tokens.len() {
        let [count, plus, word] = &tokens[at - 2..=at] else {
            continue;
        };
        let is_glued = count.span.end == plus.span.start && plus.span.end == word.span.start;
        if is_glued && plus.text == "+" && matches!(count.kind, Kind::Count(Sessions::Count(_))) {
            tokens[at - 2].kind = Kind::NoCount;
            tokens[at - 2].span.end += 1;
            tokens[at - 2].text.push('+');
        }
    }
}

struct Scanner<'a> {
    letters: &'a [Folded],
    at: usize,
    /// Whether what was read last is a number.
    is_behind_count: bool,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).map(|folded| folded.letter)
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn token(&self, kind: Kind, start: usize) -> Token {
        let letters = self.letters.get(start..self.at).unwrap_or_default();
        Token {
            kind,
            text: letters.iter().map(|folded| folded.letter).collect(),
            span: letters.first().map_or(0, |first| first.from)..letters.last().map_or(0, |last| last.to),
        }
    }

    /// Reads on from `letter`, which is the next one: what it begins, if anything.
    fn scan(&mut self, letter: char) -> Option<Kind> {
        if letter.is_ascii_digit() {
            return Some(self.number());
        }
        if letter.is_alphanumeric() {
            self.skip_while(is_letter);
            return Some(Kind::Word);
        }
        if letter == '+' && self.begins_a_count() {
            self.at += 1;
            return Some(self.number().opened());
        }
        self.at += 1;
        match letter {
            '≥' => Some(Kind::AtLeast),
            '≤' => Some(Kind::UpTo),
            '<' | '>' => self.comparison(letter),
            ',' | '،' | '、' => Some(Kind::Comma),
            '+' | ';' | '؛' | '&' | '|' | '\n' => Some(Kind::Break),
            _ => None,
        }
    }

    fn number(&mut self) -> Kind {
        let from = self.digits();
        if self.peek(0) == Some('%') {
            self.at += 1;
            return Kind::NoCount;
        }
        if matches!(self.peek(0), Some('.' | '٫')) && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            self.skip_while(|c| c.is_ascii_digit() || c == '.' || c == '٫');
            return Kind::NoCount;
        }
        if let Some(to) = self.range_end() {
            return self.range(from, to);
        }
        match self.pluses() {
            0 => Kind::Count(Sessions::Count(from)),
            1 => Kind::Count(Sessions::OpenEnded(from)),
            _ => Kind::NoCount,
        }
    }

    /// Takes the pluses that belong to the number before: one that it touches, and all that have nothing behind them.
    fn pluses(&mut self) -> usize {
        let start = self.at;
        self.skip_while(|c| is_blank(c) || c == '+');
        let taken = self.letters.get(start..self.at).unwrap_or_default();
        let pluses = taken.iter().filter(|folded| folded.letter == '+').count();
        if pluses > 0 && self.peek(0).is_none_or(|c| !c.is_alphanumeric()) {
            return pluses;
        }
        self.at = start;
        let touches = self.takes_plus();
        self.at += usize::from(touches);
        usize::from(touches)
    }

    /// Whether a `+` stands right before a number, with no number before it.
    fn begins_a_count(&self) -> bool {
        let behind = self.at.checked_sub(1).and_then(|at| self.letters.get(at));
        let stands_apart = behind.is_none_or(|folded| folded.letter.is_whitespace());
        stands_apart && !self.is_behind_count && self.peek(1).is_some_and(|c| c.is_ascii_digit())
    }

    /// `>=` and `<=` are words for a number; `<10` and `>10` are none of the forms of sessions.
    fn comparison(&mut self, sign: char) -> Option<Kind> {
        if self.peek(0) == Some('=') {
            self.at += 1;
            return Some(if sign == '>' { Kind::AtLeast } else { Kind::UpTo });
        }
        let start = self.at;
        self.skip_while(is_blank);
        if self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            self.number();
            return Some(Kind::NoCount);
        }
        self.at = start;
        None
    }

    fn range(&mut self, from: u32, to: u32) -> Kind {
        let is_open = self.takes_plus();
        self.at += usize::from(is_open);
        if to < from || is_open {
            Kind::NoCount
        } else {
            Kind::Count(Sessions::Range(from, to))
        }
    }

    /// A number too large for its type is out of every treatment's range all the same.
    fn digits(&mut self) -> u32 {
        let start = self.at;
        self.skip_while(|c| c.is_ascii_digit());
        self.token(Kind::NoCount, start).text.parse().unwrap_or(u32::MAX)
    }

    /// The number behind a hyphen, with or without blanks around it; nothing is read where there is none.
    fn range_end(&mut self) -> Option<u32> {
        let start = self.at;
        self.skip_while(is_blank);
        let is_hyphen = self.peek(0).is_some_and(is_hyphen);
        self.at += usize::from(is_hyphen);
        self.skip_while(is_blank);
        if is_hyphen && self.peek(0).is_some_and(|c| c.is_ascii_digit()) {
            return Some(self.digits());
        }
        self.at = start;
        None
    }

    fn takes_plus(&self) -> bool {
        self.peek(0) == Some('+') && !self.peek(1).is_some_and(char::is_alphanumeric)
    }
}

impl Kind {
    /// A number as one that is open ended.
    fn opened(self) -> Self {
        match self {
            Kind::Count(Sessions::Count(from) | Sessions::OpenEnded(from)) => Kind::Count(Sessions::OpenEnded(from)),
            _ => Kind::NoCount,
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() && !letter.is_ascii_digit()
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() && letter != '\n'
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '−')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let shown = tokens(text).into_iter().map(|token| match token.kind {
            Kind::Word => token.text,
            Kind::Count(sessions) => format!("<{sessions}>"),
            Kind::NoCount => format!("<?{}>", token.text),
            Kind::AtLeast => "≥".into(),
            Kind::UpTo => "≤".into(),
            Kind::Comma => ",".into(),
            Kind::Break => "|".into(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_plus_belongs_to_the_number_it_touches_unless_a_word_follows_at_once() {
        assert_eq!(shown("belly 10+"), "belly <10+>");
        assert_eq!(shown("10+ numbing"), "<10+> numbing");
        assert_eq!(shown("10 + thighs"), "<10> | thighs");
        assert_eq!(shown("10+thighs 12"), "<10> | thighs <12>");
        assert_eq!(shown("10++thighs"), "<10+> | thighs");
        assert_eq!(shown("10+, arms"), "<10+> , arms");
        assert_eq!(shown("belly10+thighs10+"), "belly <?10+> | thighs <10+>");
    }

    #[test]
    fn a_plus_with_nothing_to_part_belongs_to_the_number() {
        assert_eq!(shown("belly 10 +"), "belly <10+>");
        assert_eq!(shown("belly 10 ++"), "belly <?10 ++>");
        assert_eq!(shown("belly +10"), "belly <10+>");
        assert_eq!(shown("belly 10 +12"), "belly <10> | <12>");
    }

    #[test]
    fn signs_of_comparison_are_not_skipped() {
        assert_eq!(shown("belly ≥10"), "belly ≥ <10>");
        assert_eq!(shown("belly >= 10"), "belly ≥ <10>");
        assert_eq!(shown("belly ≤10"), "belly ≤ <10>");
        assert_eq!(shown("belly <10"), "belly <?<10>");
        assert_eq!(shown("belly > 10"), "belly <?> 10>");
    }

    #[test]
    fn ranges_take_any_hyphen_and_blanks() {
        for text in ["3-6", "3 - 6", "3–6", "٣-٦", "3—6"] {
            assert_eq!(shown(text), "<3-6>", "{text}");
        }
        assert_eq!(shown("10-thighs"), "<10> thighs");
        assert_eq!(shown("3 - belly"), "<3> belly");
    }

    #[test]
    fn numbers_that_count_nothing_are_told_apart() {
        assert_eq!(shown("6-3"), "<?6-3>");
        assert_eq!(shown("1.5"), "<?1.5>");
        assert_eq!(shown("3-6+"), "<?3-6+>");
        assert_eq!(shown("20% x"), "<?20%> x");
    }

    #[test]
    fn letters_and_digits_part_even_without_a_blank() {
        assert_eq!(shown("x10"), "x <10>");
        assert_eq!(shown("10sessions"), "<10> sessions");
        assert_eq!(shown("mesotherapy-fat-reduction"), "mesotherapy fat reduction");
        assert_eq!(shown("بطن،١٠"), "بطن , <10>");
    }
}
