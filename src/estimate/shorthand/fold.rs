use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter as it is compared, and the bytes of the text that it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    pub(super) letter: char,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A text as it is compared: without case, accents, Arabic diacritics and tatweel, without apostrophes and invisible
/// marks of direction, one form for the letters that are written in several, ASCII digits.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::with_capacity(text.len());
    for (from, letter) in text.char_indices() {
        let to = from + letter.len_utf8();
        if letter.is_ascii() && letter != '\'' && letter != '`' {
            let letter = letter.to_ascii_lowercase();
            folded.push(Folded { letter, from, to });
        } else if is_silent(letter) {
            extend(&mut folded, to);
        } else {
            fold_letter(letter, from, to, &mut folded);
        }
    }
    folded
}

/// A text as it is compared, without its places.
pub(super) fn folded(text: &str) -> String {
    fold(text).iter().map(|folded| folded.letter).collect()
}

fn fold_letter(letter: char, from: usize, to: usize, folded: &mut Vec<Folded>) {
    for part in std::iter::once(letter).nfkd() {
        if is_combining_mark(part) {
            extend(folded, to);
            continue;
        }
        for letter in part.to_lowercase().filter(|letter| !is_combining_mark(*letter)) {
            let letter = unify(letter);
            folded.push(Folded { letter, from, to });
        }
    }
}

/// What is left out belongs to the letter before it, so that a word is shown whole.
fn extend(folded: &mut [Folded], to: usize) {
    if let Some(last) = folded.last_mut().filter(|last| last.letter.is_alphanumeric()) {
        last.to = to;
    }
}

fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '’' | '‘' | 'ʼ' | '´' | 'ـ' | '\u{AD}' | '\u{61C}' | '\u{FEFF}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
    )
}

fn unify(letter: char) -> char {
    match letter {
        'ى' | 'ی' | 'ے' => 'ي',
        'ة' | 'ھ' | 'ہ' | 'ە' => 'ه',
        'ک' => 'ك',
        'ٱ' => 'ا',
        '٠'..='٩' => digit(letter, '٠'),
        '۰'..='۹' => digit(letter, '۰'),
        other => other,
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::{fold, folded};

    #[test]
    fn writing_that_differs_in_form_alone_folds_to_the_same() {
        for (one, other) in [
            ("Décolleté", "decollete"),
            ("ÉTÉ", "ete"),
            ("doctor’s", "doctors"),
            ("أُذُن", "اذن"),
            ("آلام إبرة", "الام ابره"),
            ("كريم مخدّر", "كريم مخدر"),
            ("بطـــن", "بطن"),
            ("منى", "مني"),
            ("١٠ ۱۰", "10 10"),
            ("１０＋", "10+"),
            ("\u{202B}بطن\u{202C}", "بطن"),
        ] {
            assert_eq!(folded(one), other, "{one}");
        }
    }

    #[test]
    fn a_letter_knows_the_bytes_it_stands_for() {
        let text = "é\u{301}x";
        let spans: Vec<_> = fold(text).iter().map(|f| (f.letter, f.from, f.to)).collect();
        assert_eq!(spans, [('e', 0, 4), ('x', 4, 5)]);
    }
}
