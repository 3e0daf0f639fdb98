use std::collections::HashMap;

use super::fold::folded;
use super::tokens::{Kind, Token, tokens};
use super::words::{Entry, Joined, Speech, entries};
use crate::price_list::{AreaId, ExtraId, PriceList, TreatmentId};

/// The words of one price list, indexed once so that a line is read in microseconds.
///
/// It holds ids of the price list that it was built from and is used with that one alone; keep the two together.
#[derive(Debug)]
pub struct Vocabulary {
    words: HashMap<Box<str>, WordId>,
    known: Vec<KnownWord>,
    // By their first word, the longest first.
    phrases: HashMap<WordId, Vec<Phrase>>,
    treatments_of: Vec<Vec<TreatmentId>>,
    articles: Vec<Box<str>>,
    joined: Vec<(Box<str>, Joined)>,
}

/// A word by its place among the known ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct WordId(u32);

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

impl Use {
    fn of(speech: Speech) -> Self {
        if speech == Speech::Filler {
            Use::Filler
        } else {
            Use::Grammar
        }
    }
}

/// Words that mean something where they stand together.
#[derive(Debug)]
pub(super) struct Phrase {
    words: Box<[WordId]>,
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

/// A word out of so many names tells nothing.
const PART_NAMES_MAX: usize = 32;

impl Vocabulary {
    /// Indexes every code, name and alias of a price list, in all its languages, and the words of speech.
    pub fn new(list: &PriceList) -> Self {
        let mut index = Index::default();
        index.speech();
        for (id, treatment) in list.treatments() {
            let of = Named::Treatment(id);
            index.name(of, &treatment.code, treatment.name.all(), &treatment.aliases);
        }
        for (id, area) in list.areas() {
            index.name(Named::Area(id), &area.code, area.name.all(), &area.aliases);
        }
        for (id, extra) in list.extras() {
            let names = extra.rows.iter().flat_map(|row| row.name.all());
            index.name(Named::Extra(id), &extra.code, names, &[]);
        }
        index.finish(list)
    }

    /// The longest phrase that begins the words, and how many of them it takes.
    pub(super) fn longest(&self, words: &[Option<WordId>]) -> Option<(&Phrase, usize)> {
        let first = (*words.first()?)?;
        let mut phrases = self.phrases.get(&first)?.iter();
        let phrase = phrases.find(|phrase| phrase.begins(words))?;
        Some((phrase, phrase.words.len()))
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

    /// The treatments with a price on an area, on any day.
    pub(super) fn treatments_of(&self, area: AreaId) -> &[TreatmentId] {
        self.treatments_of.get(area.index()).map_or(&[], Vec::as_slice)
    }

    fn bare<'t>(&self, text: &'t str) -> &'t str {
        bare(&self.articles, text)
    }
}

impl Phrase {
    fn begins(&self, words: &[Option<WordId>]) -> bool {
        words.len() >= self.words.len() && self.words.iter().zip(words).all(|(own, word)| Some(*own) == *word)
    }
}

/// A word without its article, where two letters or more are left of it.
fn bare<'t>(articles: &[Box<str>], text: &'t str) -> &'t str {
    articles.iter().find_map(|article| rest(text, article)).unwrap_or(text)
}

/// What is left of a word without `letters` at its front, where that is two letters or more.
fn rest<'t>(word: &'t str, letters: &str) -> Option<&'t str> {
    word.strip_prefix(letters).filter(|rest| rest.chars().nth(1).is_some())
}

/// The "and" with which letters that may be joined to a word begin.
fn conjunction(letters: &str, joined: Joined) -> Option<&str> {
    let end = letters.char_indices().nth(1).map_or(letters.len(), |(at, _)| at);
    letters.get(..end).filter(|_| joined.is_and)
}

/// A vocabulary in the making.
#[derive(Default)]
struct Index {
    words: HashMap<Box<str>, WordId>,
    known: Vec<KnownWord>,
    phrases: HashMap<Box<[WordId]>, (Vec<Name>, Option<Speech>)>,
    articles: Vec<Box<str>>,
    joined: Vec<(Box<str>, Joined)>,
}

impl Index {
    fn speech(&mut self) {
        for entry in entries() {
            match entry {
                Entry::Article(letters) => self.articles.push(folded(letters).into()),
                Entry::Joined(joined) => self.joined.push((folded(joined.letters).into(), joined)),
                Entry::Phrase(phrase, speech) => {
                    let words = self.intern(&self.texts(&tokens(phrase)), phrase, Use::of(speech));
                    self.phrases.entry(words).or_default().1 = Some(speech);
                }
            }
        }
        // The longest first, so that "wal-" is not taken for "wa-".
        self.joined.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
    }

    fn name<'t>(&mut self, of: Named, code: &str, names: impl Iterator<Item = &'t str>, aliases: &[Box<str>]) {
        self.phrase(of, Tier::Code, code);
        self.parts(of, code);
        for name in names {
            self.phrase(of, Tier::Name, name);
            self.parts(of, name);
        }
        for alias in aliases {
            self.phrase(of, Tier::Alias, alias);
        }
    }

    fn phrase(&mut self, of: Named, tier: Tier, text: &str) {
        let tokens = tokens(text);
        for words in self.writings(&tokens) {
            self.add(&words, text, Name { of, tier });
        }
    }

    /// Every way in which the words of a phrase may be written.
    fn writings(&self, tokens: &[Token]) -> Vec<Vec<String>> {
        let whole = self.texts(tokens);
        let words: Vec<Token> = tokens.iter().filter(|token| is_part(token)).cloned().collect();
        let mut writings = vec![self.conjunctions_apart(&whole), self.texts(&words)];
        if words.len() == tokens.len() && (2..=3).contains(&whole.len()) {
            writings.push(vec![whole.concat()]);
        }
        writings.push(whole);
        writings
    }

    /// An "and" that is joined to a word behind the first, as a word of its own.
    fn conjunctions_apart(&self, words: &[String]) -> Vec<String> {
        let mut apart: Vec<String> = words.iter().take(1).cloned().collect();
        for word in words.iter().skip(1) {
            let split = self
                .joined
                .iter()
                .find_map(|(letters, joined)| Some((conjunction(letters, *joined)?, rest(word, letters)?)));
            match split {
                Some((and, rest)) => apart.extend([and.to_owned(), bare(&self.articles, rest).to_owned()]),
                None => apart.push(word.clone()),
            }
        }
        apart
    }

    /// The single words of a code or name that could stand for it.
    fn parts(&mut self, of: Named, text: &str) {
        let tokens = tokens(text);
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            let word = bare(&self.articles, &token.text).to_owned();
            let joined = self.joined.iter().find_map(|(letters, _)| rest(&word, letters));
            let joined = joined.map(|rest| bare(&self.articles, rest).to_owned());
            for part in std::iter::once(word)
                .chain(joined)
                .filter(|part| part.chars().nth(2).is_some())
            {
                self.part(of, part, text.get(token.span.clone()).unwrap_or_default());
            }
        }
    }

    fn part(&mut self, of: Named, part: String, shown: &str) {
        let speech = self.words.get(&*part).and_then(|word| self.phrases.get(&[*word][..]));
        if speech.is_none_or(|(_, speech)| speech.is_none()) {
            self.add(&[part], shown, Name { of, tier: Tier::Part });
        }
    }

    fn add(&mut self, texts: &[String], shown: &str, name: Name) {
        let words = self.intern(texts, shown, Use::Name);
        if words.is_empty() {
            return;
        }
        let names = &mut self.phrases.entry(words).or_default().0;
        match names.iter_mut().find(|known| known.of == name.of) {
            Some(known) => known.tier = known.tier.min(name.tier),
            None => names.push(name),
        }
    }

    fn texts(&self, tokens: &[Token]) -> Vec<String> {
        let texts = tokens.iter().map(|token| match token.kind {
            Kind::Word => bare(&self.articles, &token.text).to_owned(),
            _ => token.text.clone(),
        });
        texts.collect()
    }

    fn intern(&mut self, texts: &[String], phrase: &str, use_: Use) -> Box<[WordId]> {
        let words = texts
            .iter()
            .filter_map(|text| self.intern_word(text, phrase, texts.len() == 1, use_));
        words.collect()
    }

    fn intern_word(&mut self, text: &str, phrase: &str, is_alone: bool, use_: Use) -> Option<WordId> {
        let id = match self.words.get(text) {
            Some(id) => *id,
            None => self.new_word(text, phrase)?,
        };
        let known = self.known.get_mut(id.0 as usize)?;
        if use_ == Use::Name && (is_alone || known.use_ < Use::Name) {
            known.shown = phrase.trim().to_lowercase().into();
        }
        known.use_ = known.use_.max(use_);
        Some(id)
    }

    fn new_word(&mut self, text: &str, phrase: &str) -> Option<WordId> {
        let id = WordId(u32::try_from(self.known.len()).ok()?);
        self.words.insert(text.into(), id);
        self.known.push(KnownWord {
            text: text.into(),
            shown: phrase.trim().into(),
            letters: text.chars().count(),
            signature: signature(text),
            use_: Use::Grammar,
        });
        Some(id)
    }

    fn finish(self, list: &PriceList) -> Vocabulary {
        let mut phrases: HashMap<WordId, Vec<Phrase>> = HashMap::new();
        for (words, (names, speech)) in self.phrases {
            let Some(first) = words.first() else { continue };
            let names = telling(names);
            phrases.entry(*first).or_default().push(Phrase { words, names, speech });
        }
        for phrases in phrases.values_mut() {
            phrases.retain(|phrase| !phrase.names.is_empty() || phrase.speech.is_some());
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Vocabulary {
            words: self.words,
            known: self.known,
            phrases,
            treatments_of: treatments_of(list),
            articles: self.articles,
            joined: self.joined,
        }
    }
}

/// The names that a phrase is taken for: an extra where it is named as closely as anything else, or else the rest;
/// none that are parts of too many.
fn telling(mut names: Vec<Name>) -> Vec<Name> {
    let parts = names.iter().filter(|name| name.tier == Tier::Part).count();
    if parts > PART_NAMES_MAX {
        names.retain(|name| name.tier != Tier::Part);
    }
    let is_extra = |name: &Name| matches!(name.of, Named::Extra(_));
    let closest = |extra| {
        names
            .iter()
            .filter(|name| is_extra(name) == extra)
            .map(|name| name.tier)
            .min()
    };
    let takes_extra = match (closest(true), closest(false)) {
        (Some(extra), Some(other)) => extra < other,
        (extra, _) => extra.is_some(),
    };
    names.retain(|name| is_extra(name) == takes_extra);
    if takes_extra {
        names.sort_by_key(|name| name.tier);
    }
    names
}

fn treatments_of(list: &PriceList) -> Vec<Vec<TreatmentId>> {
    let mut treatments = vec![Vec::new(); list.areas().count()];
    for pair in list.prices().pairs().filter_map(<[_]>::first) {
        if let Some(of_area) = treatments.get_mut(pair.area.index()) {
            of_area.push(pair.treatment);
        }
    }
    treatments
}

fn is_part(token: &Token) -> bool {
    !matches!(token.kind, Kind::Comma | Kind::Break)
}

/// A bit for each letter that occurs, by the letter's number.
pub(super) fn signature(text: &str) -> u64 {
    text.chars()
        .fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}
