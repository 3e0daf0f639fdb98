use std::sync::Arc;

use icu_plurals::{PluralCategory, PluralRules};

use super::{NumberRules, Piece, Rule, RuleSet};

/// Why a file of number rules is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("numbers.txt:{line}: {what}")]
pub(crate) struct RulesError {
    /// The line, from 1.
    line: usize,
    /// What is wrong with it.
    what: String,
}

impl NumberRules {
    /// Reads the rules of a language, with its plural rules.
    pub(crate) fn read(text: &str, plural: Option<Arc<PluralRules>>) -> Result<Self, RulesError> {
        let mut rules = NumberRules {
            sets: set_names(text),
            slots: Vec::new(),
            plural,
        };
        let mut current = None;
        for (number, line) in (1..).zip(text.lines()) {
            rules
                .read_line(line.trim_end(), &mut current)
                .map_err(|what| RulesError { line: number, what })?;
        }
        match rules.sets.iter().find(|set| set.rules.is_empty()) {
            Some(set) => Err(RulesError {
                line: line_of(text, &set.name),
                what: format!("%{} has no rule", set.name),
            }),
            None => Ok(rules),
        }
    }

    fn read_line(&mut self, line: &str, current: &mut Option<usize>) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(name) = set_name(line) {
            *current = self.set(name);
            return Ok(());
        }
        let at = current.ok_or("a rule stands below the name of its set, %name:")?;
        let rule = self.read_rule(line, at)?;
        let rules = &mut self.sets[at].rules;
        if rules.last().is_some_and(|last| last.base >= rule.base) {
            return Err("the bases of a set ascend".into());
        }
        rules.push(rule);
        Ok(())
    }

    fn read_rule(&mut self, line: &str, set: usize) -> Result<Rule, String> {
        let (head, text) = line.split_once(':').ok_or("a rule is BASE: TEXT;")?;
        let text = text.strip_suffix(';').ok_or("a rule ends with ;")?.trim_start();
        let (base, radix) = head.split_once('/').unwrap_or((head, "10"));
        let number = |text: &str| {
            text.trim()
                .parse::<u64>()
                .map_err(|_| format!("{text} is not a whole number"))
        };
        let (base, radix) = (number(base)?, number(radix)?);
        let mut reader = Reader {
            rules: self,
            set,
            rest: text.strip_prefix('\'').unwrap_or(text),
        };
        let pieces = reader.pieces(&[])?;
        Ok(Rule {
            base,
            divisor: divisor(base, radix)?,
            text: pieces,
        })
    }
}

/// The largest power of `radix` that is not above `base`, at least 1.
fn divisor(base: u64, radix: u64) -> Result<u64, String> {
    if radix < 2 {
        return Err("the number behind / is 2 or more".into());
    }
    let mut divisor = 1_u64;
    while let Some(next) = divisor.checked_mul(radix).filter(|next| *next <= base) {
        divisor = next;
    }
    Ok(divisor)
}

fn set_name(line: &str) -> Option<&str> {
    line.strip_prefix('%')?.strip_suffix(':')
}

/// The line on which a set begins.
fn line_of(text: &str, name: &str) -> usize {
    let begins = |line: &str| set_name(line.trim_end()) == Some(name);
    text.lines().position(begins).map_or(0, |at| at + 1)
}

fn set_names(text: &str) -> Vec<RuleSet> {
    let names = text.lines().filter_map(|line| set_name(line.trim_end()));
    names
        .map(|name| RuleSet {
            name: name.into(),
            rules: Vec::new(),
        })
        .collect()
}

/// Reads the text of one rule from left to right.
struct Reader<'a> {
    rules: &'a mut NumberRules,
    set: usize,
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// All pieces up to one of the marks, which is left standing.
    fn pieces(&mut self, until: &[char]) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        while let Some(next) = self.rest.chars().next() {
            if until.contains(&next) {
                break;
            }
            pieces.push(self.piece(next)?);
        }
        Ok(pieces)
    }

    fn piece(&mut self, next: char) -> Result<Piece, String> {
        match next {
            '<' | '←' => self.substitution(next).map(Piece::Quotient),
            '>' | '→' => self.substitution(next).map(Piece::Remainder),
            '=' => self.substitution(next).map(Piece::Same),
            '[' => self.remains(),
            '@' => Ok(self.noun()),
            '$' => self.plural(),
            _ => Ok(self.text()),
        }
    }

    fn text(&mut self) -> Piece {
        let mut chars = self.rest.char_indices().skip(1);
        let end = chars.find(|(_, c)| "<>←→=[]|@${}".contains(*c));
        Piece::Text(self.take(end.map_or(self.rest.len(), |(at, _)| at)).into())
    }

    /// `<<` is by the same set, `<%name<` by another.
    fn substitution(&mut self, mark: char) -> Result<usize, String> {
        self.take(mark.len_utf8());
        let end = self
            .rest
            .find(mark)
            .ok_or_else(|| format!("{mark} has no second {mark}"))?;
        let name = self.take(end);
        self.take(mark.len_utf8());
        match name.strip_prefix('%') {
            Some(name) => self.rules.set(name).ok_or_else(|| format!("there is no set %{name}")),
            None if name.is_empty() && mark != '=' => Ok(self.set),
            None => Err(format!("{mark}{name}{mark} is not {mark}%name{mark}")),
        }
    }

    fn remains(&mut self) -> Result<Piece, String> {
        self.take(1);
        let some = self.pieces(&['|', ']'])?;
        let none = if self.rest.starts_with('|') {
            self.take(1);
            self.pieces(&[']'])?
        } else {
            Vec::new()
        };
        self.expect("]")?;
        Ok(Piece::Remains(some, none))
    }

    fn noun(&mut self) -> Piece {
        self.take(1);
        let end = self.rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
        let name = self.take(end.unwrap_or(self.rest.len()));
        let known = self.rules.slots.iter().position(|slot| **slot == *name);
        Piece::Noun(known.unwrap_or_else(|| {
            self.rules.slots.push(name.into());
            self.rules.slots.len() - 1
        }))
    }

    fn plural(&mut self) -> Result<Piece, String> {
        self.expect("$(cardinal,")?;
        let mut variants = Vec::new();
        while !self.rest.starts_with(')') {
            let end = self.rest.find('{').ok_or("a plural form is name{text}")?;
            let category = category(self.take(end))?;
            self.take(1);
            variants.push((category, self.pieces(&['}'])?));
            self.expect("}")?;
        }
        self.expect(")$")?;
        Ok(Piece::Plural(variants))
    }

    fn expect(&mut self, mark: &str) -> Result<(), String> {
        self.rest = self
            .rest
            .strip_prefix(mark)
            .ok_or_else(|| format!("{mark} is missing"))?;
        Ok(())
    }

    fn take(&mut self, end: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

fn category(name: &str) -> Result<PluralCategory, String> {
    PluralCategory::get_for_cldr_bytes(name.trim().as_bytes()).ok_or_else(|| format!("{name} is no plural form"))
}
