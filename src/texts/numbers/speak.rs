use std::fmt::Write as _;

use icu_plurals::PluralCategory;

use super::{NumberRules, Piece, Rule, SetId};

/// How deep rules may call each other: no sane file comes near, and a circle ends here.
const DEPTH_MAX: u8 = 48;

impl NumberRules {
    /// Writes a number in words by one of the sets. `noun` holds the forms of what is counted in the order of
    /// [`NumberRules::noun_forms`]; one that is missing is left out.
    ///
    /// A number that no rule speaks stands in digits.
    pub(crate) fn speak(&self, out: &mut String, number: u64, set: SetId, noun: &[Box<str>]) {
        Speaker { rules: self, noun }.number(out, number, set, 0);
    }
}

#[derive(Clone, Copy)]
struct Speaker<'a> {
    rules: &'a NumberRules,
    noun: &'a [Box<str>],
}

impl Speaker<'_> {
    fn number(self, out: &mut String, number: u64, set: SetId, depth: u8) {
        let rules = self.rules.sets.get(set).map_or(&[][..], |set| &set.rules);
        let after = rules.partition_point(|rule| rule.base <= number);
        match after.checked_sub(1).and_then(|at| rules.get(at)) {
            Some(rule) if depth < DEPTH_MAX => self.pieces(out, &rule.text, number, rule, depth + 1),
            _ => {
                let _ = write!(out, "{number}");
            }
        }
    }

    fn pieces(self, out: &mut String, pieces: &[Piece], number: u64, rule: &Rule, depth: u8) {
        for piece in pieces {
            self.piece(out, piece, number, rule, depth);
        }
    }

    fn piece(self, out: &mut String, piece: &Piece, number: u64, rule: &Rule, depth: u8) {
        let (quotient, remainder) = (number / rule.divisor, number % rule.divisor);
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Quotient(set) => self.number(out, quotient, *set, depth),
            Piece::Remainder(set) => self.number(out, remainder, *set, depth),
            Piece::Same(set) => self.number(out, number, *set, depth),
            Piece::Noun(form) => out.push_str(self.noun.get(*form).map_or("", AsRef::as_ref)),
            Piece::Remains(some, none) => {
                let chosen = if remainder == 0 { none } else { some };
                self.pieces(out, chosen, number, rule, depth);
            }
            Piece::Plural(variants) => {
                let category = self.category(quotient);
                let chosen = variants.iter().find(|(of, _)| *of == category).or(variants.last());
                if let Some((_, chosen)) = chosen {
                    self.pieces(out, chosen, number, rule, depth);
                }
            }
        }
    }

    fn category(self, number: u64) -> PluralCategory {
        let plural = self.rules.plural.as_ref();
        plural.map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }
}
