use std::cmp::Reverse;
use std::collections::HashMap;

use super::fold::folded;
use super::tokens::{Kind, Token, tokens};
use super::vocabulary::{
    KnownWord, Name, Named, Phrase, Tier, Use, Vocabulary, WordId, bare, conjunction, rest, signature,
};
use super::words::{Entry, Joined, Speech, entries};
use crate::price_list::{PriceList, TreatmentId};

/// A word out of so many names tells nothing.
const PART_NAMES_MAX: usize = 32;

impl Use {
    fn of(speech: Speech) -> Self {
        if speech == Speech::Filler {
            Use::Filler
        } else {
            Use::Grammar
        }
    }
}

/// What a phrase names, and what it means where it names nothing.
type Meaning = (Vec<Name>, Option<Speech>);

/// A vocabulary in the making.
#[derive(Default)]
pub(super) struct Index {
    words: HashMap<Box<str>, WordId>,
    known: Vec<KnownWord>,
    phrases: HashMap<Box<[WordId]>, Meaning>,
    articles: Vec<Box<str>>,
    joined: Vec<(Box<str>, Joined)>,
}

impl Index {
    /// Every code, name and alias of a price list, and the words of speech.
    pub(super) fn of(list: &PriceList) -> Self {
        let mut index = Self::default();
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
        index
    }

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
        self.joined.sort_by_key(|(letters, _)| Reverse(letters.len()));
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

    /// A word of speech stays one where it is but a part of a name: "back of hands" does not make "of" a name.
    fn intern_word(&mut self, text: &str, phrase: &str, is_alone: bool, use_: Use) -> Option<WordId> {
        let Some(id) = self.words.get(text).copied() else {
            return self.new_word(text, phrase, use_);
        };
        let known = self.known.get_mut(id.0 as usize)?;
        if is_alone && use_ >= known.use_ {
            known.shown = shown(phrase);
            known.use_ = use_;
        }
        Some(id)
    }

    fn new_word(&mut self, text: &str, phrase: &str, use_: Use) -> Option<WordId> {
        let id = WordId(u32::try_from(self.known.len()).ok()?);
        self.words.insert(text.into(), id);
        self.known.push(KnownWord {
            text: text.into(),
            shown: shown(phrase),
            letters: text.chars().count(),
            signature: signature(text),
            use_,
        });
        Some(id)
    }

    pub(super) fn finish(self, list: &PriceList) -> Vocabulary {
        let mut phrases: HashMap<WordId, Vec<Phrase>> = HashMap::new();
        for (words, (names, speech)) in self.phrases {
            let Some(first) = words.first() else { continue };
            let names = telling(names);
            phrases.entry(*first).or_default().push(Phrase { words, names, speech });
        }
        for phrases in phrases.values_mut() {
            phrases.retain(|phrase| !phrase.names.is_empty() || phrase.speech.is_some());
            phrases.sort_by_key(|phrase| Reverse(phrase.words.len()));
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

fn shown(phrase: &str) -> Box<str> {
    phrase.trim().to_lowercase().into()
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
