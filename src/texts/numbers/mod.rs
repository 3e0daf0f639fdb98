//! Numbers in words, by rules that are data: `texts/LANG/numbers.txt`.
//!
//! The rules are those of CLDR's rule-based number format (RBNF), as far as whole numbers need them, with one addition:
//! a rule may name a form of the noun that is counted, so that number and noun agree ("three dirhams", `ثلاثة دراهم`).
//!
//! ```text
//! # A comment.
//! %counted:                    a rule set; the rules below belong to it
//! 1: one @one;                 from 1 on; `@one` is that form of the noun
//! 2: =%cardinal= @other;       from 2 on; `=%cardinal=` is the number itself, by another set
//! %cardinal:
//! 0: zero;
//! 20: twenty[->>];             `>>` is what is left of it by the rule's divisor; `[…]` stands only if anything is
//! 100: << hundred[ and >>];    `<<` is how often the divisor is in it
//! 11000/1000: <%x< …;          the divisor is the largest power of ten (or of the number behind `/`) not above the base
//! ```
//!
//! * `<%set<` and `>%set>` are the same by another set; the arrows of newer CLDR files (`←`, `→`) are taken as well.
//! * `[some|none]` is `some` where something is left, else `none`.
//! * `$(cardinal,one{…}few{…}other{…})$` is chosen by the plural rules of the language for how often the divisor is
//!   in the number.
//! * A rule ends with `;`. Blanks at its start are dropped unless an apostrophe stands before them.
//!
//! What always holds: rules that were read name only sets that exist, and speaking ends, whatever the number.

mod parse;
mod speak;

use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};

/// The number rules of one language.
pub(super) struct NumberRules {
    sets: Vec<RuleSet>,
    slots: Vec<Box<str>>,
    plural: Option<Arc<PluralRules>>,
}

/// A place in [`NumberRules::sets`].
pub(super) type SetId = usize;

#[derive(Debug)]
struct RuleSet {
    name: Box<str>,
    /// By ascending base; never empty.
    rules: Vec<Rule>,
}

/// Counts from its base on, up to the base of the next.
#[derive(Debug)]
struct Rule {
    base: u64,
    divisor: u64,
    text: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(Box<str>),
    /// How often the divisor is in the number, by a set.
    Quotient(SetId),
    /// What is left of it, by a set.
    Remainder(SetId),
    /// The number itself, by another set.
    Same(SetId),
    /// A form of the noun, by its place in [`NumberRules::slots`].
    Noun(usize),
    /// Where something is left, where nothing is.
    Remains(Vec<Piece>, Vec<Piece>),
    /// By the plural category of the quotient; the last one is for all others.
    Plural(Vec<(PluralCategory, Vec<Piece>)>),
}

impl NumberRules {
    /// The set of a name.
    pub(super) fn set(&self, name: &str) -> Option<SetId> {
        self.sets.iter().position(|set| *set.name == *name)
    }

    /// The styles of a set, `counted-bare` being style `bare` of `counted`.
    pub(super) fn styles(&self, name: &str) -> Vec<(Box<str>, SetId)> {
        let style = |set: &RuleSet| Some(set.name.strip_prefix(name)?.strip_prefix('-')?.into());
        let sets = self.sets.iter().enumerate();
        sets.filter_map(|(at, set)| Some((style(set)?, at))).collect()
    }

    /// The forms of a noun that rules may name, in the order in which [`NumberRules::speak`] wants them.
    pub(super) fn noun_forms(&self) -> &[Box<str>] {
        &self.slots
    }
}
