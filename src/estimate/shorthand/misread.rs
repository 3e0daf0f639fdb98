use std::ops::Range;

use super::Understood;

/// Why a line is not one clear request. Spans are bytes of the line as it was given.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Misread {
    /// Nothing but blanks and punctuation.
    #[error("the text is empty: write what is asked for, such as \"belly 10+\"")]
    Empty,
    /// More than [`TEXT_LETTERS_MAX`](super::TEXT_LETTERS_MAX) letters.
    #[error("the text has {letters} letters; at most {most} are read", most = super::TEXT_LETTERS_MAX)]
    TooLong {
        /// Its letters, blanks among them.
        letters: usize,
    },
    /// Words that are neither the price list's nor skipped, in order.
    #[error("{}", say_unknown(words))]
    UnknownWords {
        /// The words.
        words: Vec<UnknownWord>,
    },
    /// A number that is no number of sessions: `6-3`, `1.5`.
    #[error("sessions are a number (10), a range (3-6) or open ended (10+)")]
    InvalidSessions {
        /// Where it stands.
        span: Range<usize>,
    },
    /// A number that no treatment or area goes with, beside others that have theirs: `belly 10 15`.
    #[error("this number goes with no treatment or area: an item has one number of sessions")]
    SpareCount {
        /// Where it stands.
        span: Range<usize>,
    },
    /// Promo codes after the first: a request has one.
    #[error("one promo code can be given, not several")]
    SeveralPromoCodes {
        /// Where the second one stands.
        span: Range<usize>,
    },
    /// No treatment and no area: numbers, extras or words that are skipped alone.
    #[error("name a treatment or an area, such as \"belly 10+\"")]
    NothingNamed {
        /// Where that stands.
        span: Range<usize>,
    },
    /// The treatments and areas that are named are known, but none of them is offered on any of the others.
    #[error("these treatments are not offered on these areas")]
    NotOffered {
        /// Where they stand.
        span: Range<usize>,
    },
    /// It can be read in several ways: that is asked, not guessed.
    #[error("this can be read in several ways; choose one")]
    Ambiguous {
        /// The readings, each complete; two or more, at most [`CHOICES_MAX`](super::CHOICES_MAX).
        choices: Vec<Understood>,
        /// Whether there are more than these.
        has_more: bool,
    },
}

/// A word that is neither the price list's nor skipped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownWord {
    /// As it was written.
    pub word: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// What it may have been meant for, as the price list writes it, the nearest first; may be empty.
    pub nearest: Vec<String>,
}

impl Misread {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Misread::Empty => "empty_text",
            Misread::TooLong { .. } => "text_too_long",
            Misread::UnknownWords { .. } => "unknown_word",
            Misread::InvalidSessions { .. } => "invalid_sessions",
            Misread::SpareCount { .. } => "spare_count",
            Misread::SeveralPromoCodes { .. } => "several_promo_codes",
            Misread::NothingNamed { .. } => "nothing_named",
            Misread::NotOffered { .. } => "not_offered",
            Misread::Ambiguous { .. } => "ambiguous_text",
        }
    }
}

fn say_unknown(words: &[UnknownWord]) -> String {
    words.iter().map(UnknownWord::say).collect::<Vec<_>>().join("; ")
}

impl UnknownWord {
    fn say(&self) -> String {
        match self.nearest.as_slice() {
            [] => format!("\"{}\" is not known", self.word),
            nearest => format!("\"{}\" is not known; did you mean {}?", self.word, nearest.join(", ")),
        }
    }
}
