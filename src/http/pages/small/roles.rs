//! What each word of a script is where it stands, and which names are declared there.

use std::collections::HashMap;

use super::tokens::{Kind, Token};

/// What a word is where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A property, or no name at all.
    Other,
    Name,
    /// A name and a property in one: `{ name }`.
    Short,
}

/// The tokens, with the brackets around them, and the statements at the top that they belong to.
pub(super) struct Read<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// The bracket that each stands in; a closing one stands where its opening one does.
    inside: Vec<Option<usize>>,
    partner: HashMap<usize, usize>,
    pub(super) statement: Vec<usize>,
}

impl<'a> Read<'a> {
    pub(super) fn of(tokens: Vec<Token<'a>>) -> Self {
        let mut read = Self {
            inside: Vec::new(),
            partner: HashMap::new(),
            statement: Vec::new(),
            tokens,
        };
        let mut open: Vec<usize> = Vec::new();
        let mut statement = 0;
        for (at, token) in read.tokens.iter().enumerate() {
            if token.closes()
                && let Some(begin) = open.pop()
            {
                read.partner.extend([(begin, at), (at, begin)]);
            }
            read.inside.push(open.last().copied());
            if token.opens() {
                open.push(at);
            }
            read.statement.push(statement);
            let next = read.tokens.get(at + 1).map(|next| next.kind);
            let ends = token.text == ";" || token.text == "}" && next == Some(Kind::Word);
            statement += usize::from(ends && open.is_empty());
        }
        read
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    pub(super) fn role(&self, at: usize) -> Role {
        let (before, after) = (self.before(at), self.text(at + 1));
        if self.tokens[at].kind != Kind::Word || matches!(before, "." | "?.") {
            return Role::Other;
        }
        let Some(open) = self.inside[at].filter(|open| self.text(*open) == "{") else {
            return Role::Name;
        };
        let begins = matches!(before, "{" | "," | "async" | "get" | "set");
        let is_method = after == "(" && self.partner.get(&(at + 1)).is_some_and(|end| self.text(end + 1) == "{");
        let is_member = self.is_class(open) && matches!(before, "{" | "}" | ";" | "static" | "async" | "get" | "set");
        match after {
            _ if is_member || begins && is_method => Role::Other,
            ":" if begins => Role::Other,
            "=" if self.is_block(open) => Role::Name,
            "," | "}" | "=" if matches!(before, "{" | ",") => Role::Short,
            _ => Role::Name,
        }
    }

    /// Whether a bracket stands around the one parameter of an arrow.
    pub(super) fn is_around_one(&self, at: usize) -> bool {
        let Some(&partner) = self.partner.get(&at) else {
            return false;
        };
        let (open, end) = (at.min(partner), at.max(partner));
        end == open + 2 && self.text(end + 1) == "=>" && self.role(open + 1) == Role::Name
    }

    /// Whether a brace begins statements, not an object or what one is taken apart into.
    fn is_block(&self, open: usize) -> bool {
        matches!(self.before(open), ")" | "=>" | "else" | "try" | "finally")
    }

    /// Whether a brace begins the body of a class.
    fn is_class(&self, open: usize) -> bool {
        let back = |by| open.checked_sub(by).map_or("", |at| self.text(at));
        back(2) == "class" || back(2) == "extends" && back(4) == "class"
    }

    /// The names that a keyword, an arrow or a list of parameters declares, and whether they are seen everywhere.
    pub(super) fn declared(&self, at: usize) -> (Vec<usize>, bool) {
        let next = at + 1;
        let one = |at: usize| {
            if self.role(at) == Role::Other {
                Vec::new()
            } else {
                vec![at]
            }
        };
        let within = |open: usize| {
            self.partner
                .get(&open)
                .map_or_else(|| one(open), |end| self.bound(open, *end))
        };
        let is_top = self.inside[at].is_none();
        match self.text(at) {
            _ if self.before(at) == "." => (Vec::new(), false),
            "const" | "let" | "class" | "function" => (within(next), is_top),
            "catch" => (within(next), false),
            "=>" => {
                let last = at.saturating_sub(1);
                (within(self.partner.get(&last).copied().unwrap_or(last)), false)
            }
            ")" if self.text(next) == "{" => {
                let Some(&open) = self.partner.get(&at) else {
                    return (Vec::new(), false);
                };
                let is_list = !matches!(self.before(open), "if" | "for" | "while" | "switch");
                (if is_list { within(open) } else { Vec::new() }, false)
            }
            _ => (Vec::new(), false),
        }
    }

    /// The names that a pattern binds; what stands in their place where there is nothing binds none.
    fn bound(&self, open: usize, end: usize) -> Vec<usize> {
        let mut bound = Vec::new();
        let mut at = open;
        while at < end {
            if self.text(at) == "=" {
                let around = self.inside[at];
                let last = around.and_then(|open| self.partner.get(&open)).copied().unwrap_or(end);
                at = (at..last)
                    .find(|other| self.inside[*other] == around && self.text(*other) == ",")
                    .unwrap_or(last);
                continue;
            }
            let follows = matches!(self.before(at), "(" | "," | "{" | "[" | "..." | ":");
            let is_followed = matches!(self.text(at + 1), "," | ")" | "}" | "]" | "=");
            if follows && is_followed && self.role(at) != Role::Other {
                bound.push(at);
            }
            at += 1;
        }
        bound
    }
}
