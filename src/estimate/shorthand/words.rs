/// Words of each language that mean the same whatever the price list. A language is added by adding its file.
const FILES: [&str; 2] = [include_str!("words/en.txt"), include_str!("words/ar.txt")];

/// What a word means whatever the price list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Speech {
    /// Nothing: it is skipped.
    Filler,
    /// Parts two items.
    And,
    /// Behind a number: so many or more.
    OrMore,
    /// Before a number: so many or more.
    AtLeast,
    /// Between two numbers: a range.
    To,
    /// Before a number: so many at the most. Between two numbers: a range.
    UpTo,
    /// Behind a number with no item following: so many or more. Else it parts two items.
    Plus,
    /// The number is for every item that has none.
    Each,
    /// A promo code follows.
    Promo,
    /// A number.
    Number(u32),
}

/// What may stand joined to the front of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Joined {
    pub(super) letters: &'static str,
    /// Whether it parts two items.
    pub(super) is_and: bool,
}

/// A line of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// A word or phrase and its meaning.
    Phrase(&'static str, Speech),
    /// An article, which makes no difference.
    Article(&'static str),
    /// A joined preposition or conjunction.
    Joined(Joined),
}

/// All entries of all languages.
pub(super) fn entries() -> impl Iterator<Item = Entry> {
    FILES.into_iter().flat_map(str::lines).filter_map(line).flatten()
}

fn line(line: &'static str) -> Option<impl Iterator<Item = Entry>> {
    let (kind, phrases) = line.split_once(':').filter(|_| !line.starts_with('#'))?;
    let phrases = phrases.split(',').map(str::trim).filter(|phrase| !phrase.is_empty());
    Some(phrases.filter_map(move |phrase| entry(kind, phrase)))
}

fn entry(kind: &str, phrase: &'static str) -> Option<Entry> {
    let joined = |is_and| {
        Entry::Joined(Joined {
            letters: phrase,
            is_and,
        })
    };
    Some(match kind {
        "article" => Entry::Article(phrase),
        "joined" => joined(false),
        "joined_and" => joined(true),
        _ => Entry::Phrase(phrase, speech(kind)?),
    })
}

fn speech(kind: &str) -> Option<Speech> {
    Some(match kind {
        "filler" => Speech::Filler,
        "and" => Speech::And,
        "or_more" => Speech::OrMore,
        "at_least" => Speech::AtLeast,
        "to" => Speech::To,
        "up_to" => Speech::UpTo,
        "plus" => Speech::Plus,
        "each" => Speech::Each,
        "promo" => Speech::Promo,
        number => Speech::Number(number.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_files_says_something() {
        let lines = FILES.into_iter().flat_map(str::lines);
        for text in lines.filter(|text| !text.is_empty() && !text.starts_with('#')) {
            let count = text
                .split_once(':')
                .map_or(0, |(_, phrases)| phrases.split(',').count());
            assert_eq!(line(text).into_iter().flatten().count(), count, "{text}");
            assert!(count > 0, "{text}");
        }
    }

    #[test]
    fn no_word_is_skipped_that_turns_the_meaning_round() {
        for entry in entries() {
            if let Entry::Phrase(phrase, Speech::Filler) = entry {
                assert!(!["no", "not", "without", "less", "بدون", "بلا", "غير"].contains(&phrase));
            }
        }
    }
}
