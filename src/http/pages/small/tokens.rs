//! A script taken apart: words, numbers, texts, pieces of templates, marks.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// `#name`
    Private,
    Number,
    /// A text or a regular expression.
    Literal,
    /// A piece of a template, with the marks at its ends: `` `…${ ``, `}…${`, `` }…` ``.
    Template,
    Mark,
}

#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Whether something that says nothing stands before it.
    pub(super) is_apart: bool,
}

impl Token<'_> {
    pub(super) fn opens(&self) -> bool {
        match self.kind {
            Kind::Mark => matches!(self.text, "(" | "[" | "{"),
            Kind::Template => self.text.ends_with("${"),
            _ => false,
        }
    }

    pub(super) fn closes(&self) -> bool {
        match self.kind {
            Kind::Mark => matches!(self.text, ")" | "]" | "}"),
            Kind::Template => self.text.starts_with('}'),
            _ => false,
        }
    }

    /// Whether a value may end here, so that a slash after it divides.
    fn ends_value(&self) -> bool {
        match self.kind {
            Kind::Word => self.text != "return",
            Kind::Mark => self.closes(),
            Kind::Template => !self.opens(),
            _ => true,
        }
    }
}

pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token> = Vec::new();
    // For each brace that is open, whether it is a place in a template.
    let mut places = Vec::new();
    let mut rest = text;
    let mut is_apart = false;
    while let Some(first) = rest.chars().next() {
        let skipped = if first.is_whitespace() {
            rest.len() - rest.trim_start().len()
        } else if rest.starts_with("//") {
            past(rest, 2, "\n")
        } else if rest.starts_with("/*") {
            past(rest, 2, "*/")
        } else {
            0
        };
        if skipped > 0 {
            is_apart = true;
            rest = rest.split_at(skipped).1;
            continue;
        }
        let (kind, length) = match first {
            '"' | '\'' => (Kind::Literal, quoted(rest, first)),
            '`' => (Kind::Template, template(rest)),
            '}' if places.pop() == Some(true) => (Kind::Template, template(rest)),
            '/' if !tokens.last().is_some_and(Token::ends_value) => (Kind::Literal, pattern(rest)),
            '#' => (Kind::Private, 1 + word(rest.split_at(1).1)),
            _ if first.is_ascii_digit() => (Kind::Number, word(rest)),
            _ if is_of_word(first) => (Kind::Word, word(rest)),
            _ => (Kind::Mark, mark(rest)),
        };
        let (text, after) = rest.split_at(length);
        rest = after;
        match kind {
            Kind::Template if text.ends_with("${") => places.push(true),
            Kind::Mark if text == "{" => places.push(false),
            _ => {}
        }
        tokens.push(Token { kind, text, is_apart });
        is_apart = false;
    }
    tokens
}

/// The length up to the end of what is looked for after so many bytes.
pub(super) fn past(text: &str, from: usize, end: &str) -> usize {
    let found = text.get(from..).and_then(|rest| rest.find(end));
    found.map_or(text.len(), |at| from + at + end.len())
}

fn word(text: &str) -> usize {
    text.find(|c| !is_of_word(c)).unwrap_or(text.len())
}

fn mark(text: &str) -> usize {
    let long = ["=>", "?.", "..."].into_iter().find(|mark| text.starts_with(mark));
    long.map_or_else(|| text.chars().next().map_or(0, char::len_utf8), str::len)
}

/// The length of a text in quotes.
pub(super) fn quoted(text: &str, quote: char) -> usize {
    until(text, |rest, _| rest.starts_with(quote).then_some(1))
}

/// The length of a piece of a template: from one mark to the next.
fn template(text: &str) -> usize {
    until(text, |rest, _| match rest {
        _ if rest.starts_with('`') => Some(1),
        _ if rest.starts_with("${") => Some(2),
        _ => None,
    })
}

/// The length of a regular expression, its flags too.
fn pattern(text: &str) -> usize {
    let mut is_in_class = false;
    let body = until(text, |rest, first| {
        is_in_class = first == '[' || is_in_class && first != ']';
        (first == '/' && !is_in_class && !rest.is_empty()).then_some(1)
    });
    body + word(text.split_at(body).1)
}

/// The length up to where something ends after the first byte; what is escaped ends nothing.
fn until(text: &str, mut ends: impl FnMut(&str, char) -> Option<usize>) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if c == '\\' {
            is_escaped = true;
        } else if let Some(length) = ends(text.split_at(at).1, c) {
            return at + length;
        }
    }
    text.len()
}
