//! "Did you mean": the nearest of the words that are possible.

/// Words that are looked at; a list of more is not worth the time that all of them take.
const LOOKED_AT_MAX: usize = 20_000;

/// The words nearest to `given`, the nearest first, at most three; empty where none is near.
///
/// A word written with capitals, blanks or underscores is its own nearest one.
pub fn nearest<'w>(given: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<&'w str> {
    let given = folded(given);
    let length = given.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = words
        .into_iter()
        .take(LOOKED_AT_MAX)
        .filter(|word| word.len().abs_diff(given.len()) <= 4 * allowed)
        .map(|word| (strsim::damerau_levenshtein(&given, &folded(word)), word))
        .filter(|(distance, word)| *distance <= allowed && *distance < word.chars().count())
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, word)| word).collect()
}

/// As a code would be written.
fn folded(word: &str) -> String {
    let lower = word.trim().chars().take(100).flat_map(char::to_lowercase);
    lower.map(|c| if c == ' ' || c == '_' { '-' } else { c }).collect()
}

/// `did you mean abdomen?`, or `otherwise` where no word is near.
pub(super) fn did_you_mean<'w>(
    given: &str,
    words: impl IntoIterator<Item = &'w str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    match nearest(given, words).as_slice() {
        [] => otherwise(),
        near => format!("did you mean {}?", near.join(" or ")),
    }
}

/// `a, b or c`
pub(super) fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// `a, b and c`, and of more than `most` how many are left out.
pub(super) fn all_of(words: &[&str], most: usize) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        _ if words.len() > most => format!("{} and {} more", words[..most].join(", "), words.len() - most),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_errors_and_other_spellings_find_the_word() {
        let words = ["abdomen", "upper-arms", "thighs", "arms"];
        for (given, nearest_one) in [
            ("abdomn", "abdomen"),
            ("Upper Arms", "upper-arms"),
            ("tihghs", "thighs"),
        ] {
            assert_eq!(nearest(given, words).first(), Some(&nearest_one), "{given}");
        }
        assert_eq!(nearest("liposuction", words), Vec::<&str>::new());
    }
}
