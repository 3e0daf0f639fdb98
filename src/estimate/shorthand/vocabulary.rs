use std::collections::HashMap;

use super::index::Index;
use super::tokens::tokens;
use super::words::{Joined, Speech};
use crate::price_list::{AreaId, ExtraId, PriceList, TreatmentId};

/// The words of one price list, indexed once so that a line is read in microseconds.
///
/// It holds ids of the price list that it was built from and is used with that one alone; keep the two together.
#[derive(Debug)]
pub struct Vocabulary {
    pub(super) words: HashMap<Box<str>, WordId>,
    pub(super) known: Vec<KnownWord>,
    // By their first word, the longest first.
    pub(super) phrases: HashMap<WordId, Vec<Phrase>>,
    pub(super) treatments_of: Vec<Vec<TreatmentId>>,
    pub(super) articles: Vec<Box<str>>,
    pub(super) joined: Vec<(Box<str>, Joined)>,
}

/// A word by its place among the known ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct WordId(pub(super) u32);

/// A word that is part of some phrase.
#[derive(Debug)]
pub(super) struct KnownWord {
    /// As it is compared.
    pub(super) text: Box<str>,
    /// As it is shown where it is offered in place of an unknown one: the phrase that it is part of, as written.
    pub(super) shown: Box<str>,
    /// Letters, and a bit for each that occurs: what can't be near is told from these alone.
    pub(super) letters: usize,
    pub(super) signature: u64,
    /// The most that it is used for.
    pub(super) use_: Use,
}

/// What a word is used for. Ordered from the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Use {
    /// It changes how others are read: a typing error is not taken for it.
    Grammar,
    /// It is skipped: a typing error may be taken for it.
    Filler,
    /// It names something: a typing error may be taken for it, and it may be offered.
    Name,
}

/// Words that mean something where they stand together.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) words: Box<[WordId]>,
    /// What it names; of two ways in which it names the same, the closer.
    pub(super) names: Vec<Name>,
    /// What it means where it names nothing.
    pub(super) speech: Option<Speech>,
}

/// Something that a phrase names, and how closely.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Name {
    pub(super) of: Named,
    pub(super) tier: Tier,
}

/// What can be named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    Treatment(TreatmentId),
    Area(AreaId),
    Extra(ExtraId),
}

/// How closely a phrase names something. Ordered from the closest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Tier {
    Code,
    Name,
    Alias,
    /// A single word out of a code or name.
    Part,
}

impl Vocabulary {
    /// Indexes every code, name and alias of a price list, in all its languages, and the words of speech.
    pub fn new(list: &PriceList) -> Self {
        Index::of(list).finish(list)
    }

    /// The longest phrase that begins the words, and how many of them it takes.
    pub(super) fn longest(&self, words: &[Option<WordId>]) -> Option<(&Phrase, usize)> {
        let first = (*words.first()?)?;
        let mut phrases = self.phrases.get(&first)?.iter();
        let phrase = phrases.find(|phrase| phrase.begins(words))?;
        Some((phrase, phrase.words.len()))
    }

    /// The phrase that a whole text is.
    pub(super) fn phrase(&self, text: &str) -> Option<&Phrase> {
        let words: Vec<Option<WordId>> = tokens(text).iter().map(|token| self.word(&token.text)).collect();
        self.longest(&words)
            .filter(|(_, length)| *length == words.len())
            .map(|(phrase, _)| phrase)
    }

    /// The word, with or without its article.
    pub(super) fn word(&self, text: &str) -> Option<WordId> {
        self.words
            .get(text)
            .or_else(|| self.words.get(self.bare(text)))
            .copied()
    }

    /// The word without what is joined to its front, and the "and" that may be part of that.
    pub(super) fn joined_word(&self, text: &str) -> Option<(WordId, Option<WordId>)> {
        self.joined.iter().find_map(|(letters, joined)| {
            let word = self.word(rest(text, letters)?)?;
            Some((word, conjunction(letters, *joined).and_then(|and| self.word(and))))
        })
    }

    /// All words.
    pub(super) fn known(&self) -> &[KnownWord] {
        &self.known
    }

    /// A word by its place in [`known`](Self::known).
    pub(super) fn word_at(&self, index: usize) -> Option<WordId> {
        u32::try_from(index)
            .ok()
            .filter(|_| index < self.known.len())
            .map(WordId)
    }

    /// What the word means when it stands alone.
    pub(super) fn alone(&self, word: WordId) -> Option<&Phrase> {
        self.longest(&[Some(word)]).map(|(phrase, _)| phrase)
    }

    /// The word as it is shown.
    pub(super) fn shown(&self, word: WordId) -> &str {
        self.known.get(word.0 as usize).map_or("", |known| &known.shown)
    }

    /// Whether the word is used in a code, name or alias.
    pub(super) fn is_name(&self, word: WordId) -> bool {
        self.known
            .get(word.0 as usize)
            .is_some_and(|known| known.use_ == Use::Name)
    }

    /// The treatments with a price on an area, on any day.
    pub(super) fn treatments_of(&self, area: AreaId) -> &[TreatmentId] {
        self.treatments_of.get(area.index()).map_or(&[], Vec::as_slice)
    }

    fn bare<'t>(&self, text: &'t str) -> &'t str {
        bare(&self.articles, text)
    }
}

impl Phrase {
    /// How closely it names anything.
    pub(super) fn closest(&self) -> Option<Tier> {
        self.names.iter().map(|name| name.tier).min()
    }

    /// What it names most closely.
    pub(super) fn leads(&self) -> impl Iterator<Item = Named> {
        let closest = self.closest();
        let leads = self.names.iter().filter(move |name| Some(name.tier) == closest);
        leads.map(|name| name.of)
    }

    fn begins(&self, words: &[Option<WordId>]) -> bool {
        words.len() >= self.words.len() && self.words.iter().zip(words).all(|(own, word)| Some(*own) == *word)
    }
}

/// A word without its article, where two letters or more are left of it.
pub(super) fn bare<'t>(articles: &[Box<str>], text: &'t str) -> &'t str {
    articles.iter().find_map(|article| rest(text, article)).unwrap_or(text)
}

/// What is left of a word without `letters` at its front, where that is two letters or more.
pub(super) fn rest<'t>(word: &'t str, letters: &str) -> Option<&'t str> {
    word.strip_prefix(letters).filter(|rest| rest.chars().nth(1).is_some())
}

/// The "and" with which letters that may be joined to a word begin.
pub(super) fn conjunction(letters: &str, joined: Joined) -> Option<&str> {
    let end = letters.char_indices().nth(1).map_or(letters.len(), |(at, _)| at);
    letters.get(..end).filter(|_| joined.is_and)
}

/// A bit for each letter that occurs, by the letter's number.
pub(super) fn signature(text: &str) -> u64 {
    text.chars()
        .fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}
