use std::ops::Range;

use super::misread::UnknownWord;
use super::tokens::{Kind, Token, tokens};
use super::vocabulary::{Name, Named, Phrase, Vocabulary, WordId};
use super::words::Speech;
use crate::price_list::Sessions;

/// What stands in a line, piece by piece, before it is put together to items.
#[derive(Debug, Default)]
pub(super) struct Hearing<'v> {
    pub(super) pieces: Vec<Piece<'v>>,
    /// Words that name an extra, or several of which one is meant.
    pub(super) extras: Vec<Mention<'v>>,
    pub(super) promo_codes: Vec<(String, Range<usize>)>,
    /// Whether a number is meant for each item that has none.
    pub(super) is_each: bool,
    pub(super) unknown: Vec<UnknownWord>,
    /// Digits that are no number of sessions.
    pub(super) no_counts: Vec<Range<usize>>,
}

/// A piece of a line that makes items.
#[derive(Clone, Debug)]
pub(super) enum Piece<'v> {
    Mention(Mention<'v>),
    Count(Count),
    /// Parts two items; a comma may part a treatment from its area as well.
    Break {
        is_comma: bool,
    },
    // Below: taken up by the numbers beside them, see `counts`.
    OrMore,
    AtLeast,
    To,
    UpTo,
    Plus(Range<usize>),
}

/// Words that name a treatment, an area or an extra, or several of them.
#[derive(Clone, Debug)]
pub(super) struct Mention<'v> {
    pub(super) names: &'v [Name],
    pub(super) span: Range<usize>,
    /// The word that was read in place of a mistyped one.
    pub(super) corrected: Option<&'v str>,
}

/// A number of sessions.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) sessions: Sessions,
    pub(super) span: Range<usize>,
    /// Whether it is open ended by a `+`, which might have been meant to part it from what follows.
    pub(super) has_plus: bool,
}

/// A token and the word of the vocabulary that it is, if it is one.
struct Slot<'v> {
    word: Option<WordId>,
    kind: Kind,
    span: Range<usize>,
    corrected: Option<&'v str>,
}

/// Finds the words of a line in the vocabulary, the longest phrases first.
pub(super) fn hear<'v>(vocabulary: &'v Vocabulary, text: &str) -> Hearing<'v> {
    let slots: Vec<Slot<'v>> = tokens(text)
        .iter()
        .flat_map(|token| slots_of(vocabulary, token))
        .collect();
    let words: Vec<Option<WordId>> = slots.iter().map(|slot| slot.word).collect();
    let mut hearing = Hearing::default();
    let mut at = 0;
    while let (Some(slot), Some(ahead)) = (slots.get(at), words.get(at..)) {
        let found = vocabulary.longest(ahead);
        let end = at + found.map_or(1, |(_, length)| length);
        let taken = slots.get(at..end).unwrap_or_default();
        at = match found {
            Some((
                Phrase {
                    speech: Some(Speech::Promo),
                    names,
                    ..
                },
                _,
            )) if names.is_empty() => hearing.promo_code(vocabulary, text, &slots, end),
            Some((phrase, _)) => hearing.phrase(phrase, taken, end),
            None => hearing.other(vocabulary, text, slot, end),
        };
    }
    settle_pluses(&mut hearing.pieces);
    hearing.pieces = counts(hearing.pieces, &mut hearing.no_counts);
    hearing
}

/// A token is one word, or an "and" that is joined to one.
fn slots_of<'v>(vocabulary: &'v Vocabulary, token: &Token) -> Vec<Slot<'v>> {
    let slot = |word, corrected| Slot {
        word,
        kind: token.kind,
        span: token.span.clone(),
        corrected,
    };
    let known = vocabulary.word(&token.text);
    if known.is_some() || token.kind != Kind::Word {
        return vec![slot(known, None)];
    }
    if let Some((word, and)) = vocabulary.joined_word(&token.text) {
        let and = and.map(|and| slot(Some(and), None));
        return and.into_iter().chain([slot(Some(word), None)]).collect();
    }
    let corrected = vocabulary.corrected(&token.text);
    vec![slot(corrected, corrected.map(|word| vocabulary.shown(word)))]
}

impl<'v> Hearing<'v> {
    fn phrase(&mut self, phrase: &'v Phrase, slots: &[Slot<'v>], end: usize) -> usize {
        let mention = Mention {
            names: &phrase.names,
            span: span_of(slots),
            corrected: slots.iter().find_map(|slot| slot.corrected),
        };
        match (phrase.names.first().map(|name| name.of), phrase.speech) {
            (Some(Named::Extra(_)), _) => self.extras.push(mention),
            (Some(_), _) => self.pieces.push(Piece::Mention(mention)),
            (None, Some(speech)) => self.speech(speech, mention.span),
            (None, None) => {}
        }
        end
    }

    fn speech(&mut self, speech: Speech, span: Range<usize>) {
        self.pieces.push(match speech {
            Speech::Filler | Speech::Promo => return,
            Speech::Each => {
                self.is_each = true;
                return;
            }
            Speech::And => Piece::Break { is_comma: false },
            Speech::OrMore => Piece::OrMore,
            Speech::AtLeast => Piece::AtLeast,
            Speech::To => Piece::To,
            Speech::UpTo => Piece::UpTo,
            Speech::Plus => Piece::Plus(span),
            Speech::Number(number) => Piece::Count(Count {
                sessions: Sessions::Count(number),
                span,
                has_plus: false,
            }),
        });
    }

    /// What is no phrase of the vocabulary: a number, a separator, or an unknown word.
    fn other(&mut self, vocabulary: &Vocabulary, text: &str, slot: &Slot<'v>, end: usize) -> usize {
        let span = slot.span.clone();
        match slot.kind {
            Kind::Count(sessions) => self.pieces.push(Piece::Count(Count {
                sessions,
                span,
                has_plus: matches!(sessions, Sessions::OpenEnded(_)),
            })),
            Kind::NoCount => self.no_counts.push(span),
            Kind::AtLeast => self.pieces.push(Piece::AtLeast),
            Kind::UpTo => self.pieces.push(Piece::UpTo),
            Kind::Comma => self.pieces.push(Piece::Break { is_comma: true }),
            Kind::Break => self.pieces.push(Piece::Break { is_comma: false }),
            Kind::Word => {
                let word = text.get(span.clone()).unwrap_or_default().to_owned();
                // Of two letters any word is near to some other.
                let is_short = word.chars().count() < 3;
                let nearest = if is_short {
                    Vec::new()
                } else {
                    vocabulary.nearest_to(&word, slot.word)
                };
                self.unknown.push(UnknownWord { word, span, nearest });
            }
        }
        end
    }

    /// The promo code that is announced just before `at`: up to the next blank or separator. Without one, nothing.
    fn promo_code(&mut self, vocabulary: &Vocabulary, text: &str, slots: &[Slot<'v>], at: usize) -> usize {
        let is_filler = |slot: &&Slot<'v>| {
            let phrase = slot.word.and_then(|word| vocabulary.alone(word));
            let is_empty = |speech| matches!(speech, Some(Speech::Filler | Speech::Promo));
            phrase.is_some_and(|phrase| phrase.names.is_empty() && is_empty(phrase.speech))
        };
        let rest = slots.get(at..).unwrap_or_default();
        let fillers = rest.iter().take_while(is_filler).count();
        let first = rest
            .get(fillers)
            .filter(|slot| !matches!(slot.kind, Kind::Comma | Kind::Break));
        let Some(first) = first else { return at };
        let (from, written) = code_at(text, first.span.start);
        if written.is_empty() {
            return at;
        }
        let span = from..from + written.len();
        let taken = rest.iter().take_while(|slot| slot.span.start < span.end).count();
        self.promo_codes.push((written.to_owned(), span));
        at + taken.max(1)
    }
}

/// The code that holds the byte at `from`, without punctuation around it.
fn code_at(text: &str, from: usize) -> (usize, &str) {
    let rest = text.get(from..).unwrap_or_default();
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '،' | '、' | '+' | ';' | '؛' | '&' | '|');
    let code = rest.split(is_end).next().unwrap_or_default();
    let code = code.trim_end_matches(|c: char| !c.is_alphanumeric());
    (from, code)
}

fn span_of(slots: &[Slot<'_>]) -> Range<usize> {
    slots.first().map_or(0, |first| first.span.start)..slots.last().map_or(0, |last| last.span.end)
}

/// "Plus" behind a number is "or more" where it touches it or no item follows; else it parts two items.
fn settle_pluses(pieces: &mut [Piece<'_>]) {
    for at in 0..pieces.len() {
        let Some(Piece::Plus(span)) = pieces.get(at) else {
            continue;
        };
        let behind = at.checked_sub(1).and_then(|before| pieces.get(before));
        let touches = matches!(behind, Some(Piece::Count(count)) if count.span.end == span.start);
        let parts = matches!(
            pieces.get(at + 1),
            Some(Piece::Mention(_) | Piece::Count(_) | Piece::AtLeast)
        );
        let is_or_more = matches!(behind, Some(Piece::Count(_))) && (touches || !parts);
        pieces[at] = if is_or_more {
            Piece::OrMore
        } else {
            Piece::Break { is_comma: false }
        };
    }
}

/// Numbers with the words that belong to them: `10 or more`, `at least 10`, `3 to 6`, `up to 10`.
fn counts<'v>(pieces: Vec<Piece<'v>>, no_counts: &mut Vec<Range<usize>>) -> Vec<Piece<'v>> {
    let mut joined: Vec<Piece<'v>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let before = joined.len().checked_sub(2).and_then(|at| joined.get(at)).cloned();
        match (before, joined.last_mut(), piece) {
            (_, Some(Piece::Count(count)), Piece::OrMore) => count.open(),
            (_, Some(last @ Piece::AtLeast), Piece::Count(mut count)) => {
                count.open();
                *last = Piece::Count(count);
            }
            (Some(Piece::Count(from)), Some(Piece::To | Piece::UpTo), Piece::Count(to)) => {
                joined.truncate(joined.len() - 2);
                match from.up_to(&to) {
                    Ok(count) => joined.push(Piece::Count(count)),
                    Err(span) => no_counts.push(span),
                }
            }
            (_, Some(last @ Piece::UpTo), Piece::Count(mut count)) => {
                count.bound();
                *last = Piece::Count(count);
            }
            (_, _, piece) => joined.push(piece),
        }
    }
    joined.retain(|piece| matches!(piece, Piece::Mention(_) | Piece::Count(_) | Piece::Break { .. }));
    joined
}

impl Count {
    fn open(&mut self) {
        if let Sessions::Count(from) = self.sessions {
            self.sessions = Sessions::OpenEnded(from);
        }
    }

    /// From one session on.
    fn bound(&mut self) {
        if let Sessions::Count(to) = self.sessions
            && to > 1
        {
            self.sessions = Sessions::Range(1, to);
        }
    }

    fn up_to(&self, to: &Count) -> Result<Count, Range<usize>> {
        let span = self.span.start..to.span.end;
        match (self.sessions, to.sessions) {
            (Sessions::Count(from), Sessions::Count(to)) if from <= to => Ok(Count {
                sessions: Sessions::Range(from, to),
                span,
                has_plus: false,
            }),
            _ => Err(span),
        }
    }
}
