use std::cmp::Reverse;

use super::fold::folded;
use super::vocabulary::{KnownWord, Tier, Use, Vocabulary, WordId, signature};

/// Words offered in place of an unknown one.
const OFFERED_MAX: usize = 3;

impl Vocabulary {
    /// The word for which another one is taken to be a typing error.
    ///
    /// Nothing where none is near enough, or where several equally near ones mean different things: that is asked,
    /// not guessed.
    pub(super) fn corrected(&self, text: &str) -> Option<WordId> {
        let word = Typed::new(text);
        let bound = match word.letters {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        let mut nearest: Vec<WordId> = Vec::new();
        let mut least = bound;
        let known = self.known().iter().enumerate();
        for (index, known) in known.filter(|(_, known)| known.letters > 3 && known.use_ > Use::Grammar) {
            let Some(distance) = word.distance(known, least) else {
                continue;
            };
            if distance < least {
                nearest.clear();
                least = distance;
            }
            nearest.extend(self.word_at(index));
        }
        nearest.sort_by_key(|word| self.closest(*word));
        let (first, others) = nearest.split_first()?;
        let is_one = others.iter().all(|other| self.means_the_same(*first, *other));
        is_one.then_some(*first)
    }

    /// The words that an unknown one may have been meant for, as they are written, the nearest first.
    fn nearest(&self, text: &str) -> Vec<String> {
        let word = Typed::new(text);
        let bound = (word.letters / 3).clamp(1, 3);
        let known = self.known().iter().filter(|known| known.use_ == Use::Name);
        let mut offered: Vec<(Reverse<bool>, usize, &str)> = known
            .filter_map(|known| {
                let is_begun = word.letters > 1 && known.text.starts_with(text);
                let distance = word.distance(known, bound).or(is_begun.then_some(bound))?;
                Some((Reverse(is_begun), distance, &*known.shown))
            })
            .collect();
        offered.sort_unstable();
        let mut shown: Vec<String> = Vec::new();
        for (_, _, word) in offered {
            if shown.len() < OFFERED_MAX && !shown.iter().any(|known| known == word) {
                shown.push(word.to_owned());
            }
        }
        shown
    }

    /// What may be offered for a word that is unknown where it stands: where it is a `part` of phrases, one of these.
    pub(super) fn nearest_to(&self, word: &str, part: Option<WordId>) -> Vec<String> {
        let part = part.filter(|part| self.is_name(*part)).map(|part| self.shown(part));
        let mut nearest = self.nearest(&folded(word));
        if let Some(part) = part.filter(|part| !nearest.iter().any(|known| known == part)) {
            nearest.insert(0, part.to_owned());
            nearest.truncate(OFFERED_MAX);
        }
        nearest
    }

    /// Whether both name the same things most closely, or are both skipped.
    fn means_the_same(&self, one: WordId, other: WordId) -> bool {
        let (Some(one), Some(other)) = (self.alone(one), self.alone(other)) else {
            return false;
        };
        match (one.closest(), other.closest()) {
            (None, None) => one.speech == other.speech,
            (Some(_), Some(_)) => one.leads().eq(other.leads()),
            _ => false,
        }
    }

    /// How closely the word names anything when it stands alone.
    fn closest(&self, word: WordId) -> Option<Tier> {
        self.alone(word)?.closest()
    }
}

/// A word as it was typed.
struct Typed<'t> {
    text: &'t str,
    letters: usize,
    signature: u64,
}

impl<'t> Typed<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            letters: text.chars().count(),
            signature: signature(text),
        }
    }

    /// Letters left out, put in, changed or swapped with their neighbour between the two; `None` above the bound.
    fn distance(&self, known: &KnownWord, bound: usize) -> Option<usize> {
        let apart = (self.signature ^ known.signature).count_ones() as usize;
        if self.letters.abs_diff(known.letters) > bound || apart > 2 * bound {
            return None;
        }
        Some(strsim::osa_distance(self.text, &known.text)).filter(|distance| *distance <= bound)
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;
    use crate::estimate::shorthand::vocabulary::signature;

    #[test]
    fn letters_left_out_put_in_changed_or_swapped_count_one_each() {
        for (typed, known, distance) in [
            ("bely", "belly", 1),
            ("belyl", "belly", 1),
            ("tumny", "tummy", 1),
            ("بطين", "بطن", 1),
        ] {
            let bits = (signature(typed) ^ signature(known)).count_ones() as usize;
            assert!(bits <= 2 * distance, "{typed}");
            assert_eq!(strsim::osa_distance(Typed::new(typed).text, known), distance, "{typed}");
        }
    }
}
