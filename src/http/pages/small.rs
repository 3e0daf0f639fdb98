//! Scripts and styles in fewer bytes: without comments and blanks, and with short names for what only a script itself sees.
//!
//! This is no parser, and takes no script but ours. It counts on what those keep to anyway: a statement ends in `;`, a line
//! break in a template is as good as a blank, and no local name is that of something global which the same statement at
//! the top uses too. Names are never guessed: one that is not seen to be declared stays as it is, and so does each property.

use std::collections::{HashMap, HashSet};
use std::iter;

/// A style without comments and the blanks that mean nothing.
pub(super) fn style(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("/*") => past(rest, 2, "*/"),
            '"' => quoted(rest, first),
            _ if first.is_whitespace() => rest.len() - rest.trim_start().len(),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if piece.starts_with("/*") {
            continue;
        }
        if first.is_whitespace() {
            let ends = small.ends_with(['{', '}', ';', ',', ':', '>', ' ']);
            if !(ends || small.is_empty() || rest.starts_with(['{', '}', ';', ',', '>'])) {
                small.push(' ');
            }
            continue;
        }
        if first == '}' && small.ends_with(';') {
            small.pop();
        }
        small.push_str(piece);
    }
    small
}

/// A script that imports nothing and exports nothing, all its names being its own.
pub(super) fn script(text: &str) -> String {
    let read = Read::of(tokens(text));
    let names = Names::of(&read);
    let mut small = String::with_capacity(text.len());
    let mut is_apart = false;
    for (at, token) in read.tokens.iter().enumerate() {
        is_apart |= token.is_apart;
        if read.is_around_one(at) {
            continue;
        }
        let written = match token.kind {
            Kind::Template => one_line(token.text),
            Kind::Private => format!("#{}", names.private(token.text)),
            _ => match (read.role(at), names.of_token(&read, at)) {
                (Role::Name, Some(name)) => name.to_owned(),
                (Role::Short, Some(name)) => format!("{}:{name}", token.text),
                _ => token.text.to_owned(),
            },
        };
        if is_apart && must_part(&small, &written) {
            small.push(' ');
        }
        let closes = token.kind == Kind::Mark && token.closes();
        if closes && (small.ends_with(',') || token.text == "}" && small.ends_with(';')) {
            small.pop();
        }
        small.push_str(&written);
        is_apart = false;
    }
    small
}

/// Whether two tokens would be read as one.
fn must_part(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    is_of_word(last) && is_of_word(first) || last == first && "+-/".contains(first)
}

/// A piece of a template with a blank for each line break and what is around it.
fn one_line(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut joined = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        joined.truncate(joined.trim_end().len());
        joined.push(' ');
        joined.push_str(line.trim_start());
    }
    joined
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
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
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    /// Whether something that says nothing stands before it.
    is_apart: bool,
}

impl Token<'_> {
    fn opens(&self) -> bool {
        match self.kind {
            Kind::Mark => matches!(self.text, "(" | "[" | "{"),
            Kind::Template => self.text.ends_with("${"),
            _ => false,
        }
    }

    fn closes(&self) -> bool {
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

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn tokens(text: &str) -> Vec<Token<'_>> {
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
fn past(text: &str, from: usize, end: &str) -> usize {
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
fn quoted(text: &str, quote: char) -> usize {
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

/// What a word is where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A property, or no name at all.
    Other,
    Name,
    /// A name and a property in one: `{ name }`.
    Short,
}

/// The tokens, with the brackets around them, and the statements at the top that they belong to.
struct Read<'a> {
    tokens: Vec<Token<'a>>,
    /// The bracket that each stands in; a closing one stands where its opening one does.
    inside: Vec<Option<usize>>,
    partner: HashMap<usize, usize>,
    statement: Vec<usize>,
}

impl<'a> Read<'a> {
    fn of(tokens: Vec<Token<'a>>) -> Self {
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

    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.text(before))
    }

    fn role(&self, at: usize) -> Role {
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
            "," | "}" | "=" if matches!(before, "{" | ",") => Role::Short,
            _ => Role::Name,
        }
    }

    /// Whether a bracket stands around the one parameter of an arrow.
    fn is_around_one(&self, at: usize) -> bool {
        let Some(&partner) = self.partner.get(&at) else {
            return false;
        };
        let (open, end) = (at.min(partner), at.max(partner));
        end == open + 2 && self.text(end + 1) == "=>" && self.role(open + 1) == Role::Name
    }

    /// Whether a brace begins the body of a class.
    fn is_class(&self, open: usize) -> bool {
        let back = |by| open.checked_sub(by).map_or("", |at| self.text(at));
        back(2) == "class" || back(2) == "extends" && back(4) == "class"
    }

    /// The names that a keyword, an arrow or a list of parameters declares, and whether they are seen everywhere.
    fn declared(&self, at: usize) -> (Vec<usize>, bool) {
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

/// Short names, by those that they stand for: some are seen in the whole script, others in one statement at its top.
#[derive(Default)]
struct Names<'a> {
    top: HashMap<&'a str, String>,
    local: HashMap<(usize, &'a str), String>,
    private: HashMap<&'a str, String>,
}

impl<'a> Names<'a> {
    fn of(read: &Read<'a>) -> Self {
        let mut tops = HashSet::new();
        let mut locals = HashSet::new();
        for at in 0..read.tokens.len() {
            let (bound, is_top) = read.declared(at);
            for at in bound {
                if is_top {
                    tops.insert(read.text(at));
                } else {
                    locals.insert((read.statement[at], read.text(at)));
                }
            }
        }
        let is_own = |at: usize| tops.contains(read.text(at)) || locals.contains(&(read.statement[at], read.text(at)));
        let words = || (0..read.tokens.len()).filter(|at| read.role(*at) != Role::Other);
        let mut taken: HashSet<&str> = words().filter(|at| !is_own(*at)).map(|at| read.text(at)).collect();
        taken.extend(["as", "do", "if", "in", "of"]);
        let short = |first| {
            (0..)
                .map(move |count| letters(count, first))
                .filter(|name| !taken.contains(&**name))
        };

        let mut names = Self::default();
        let mut for_top = short(b'A');
        let mut for_locals = HashMap::new();
        let mut for_private = short(b'a');
        for (at, token) in read.tokens.iter().enumerate() {
            let key = (read.statement[at], token.text);
            if token.kind == Kind::Private {
                names
                    .private
                    .entry(token.text)
                    .or_insert_with(|| for_private.next().unwrap_or_default());
            } else if read.role(at) == Role::Other {
            } else if tops.contains(token.text) {
                names
                    .top
                    .entry(token.text)
                    .or_insert_with(|| for_top.next().unwrap_or_default());
            } else if locals.contains(&key) {
                let free = for_locals.entry(key.0).or_insert_with(|| short(b'a'));
                names
                    .local
                    .entry(key)
                    .or_insert_with(|| free.next().unwrap_or_default());
            }
        }
        names
    }

    fn of_token(&self, read: &Read<'a>, at: usize) -> Option<&str> {
        let text = read.text(at);
        let name = self
            .top
            .get(text)
            .or_else(|| self.local.get(&(read.statement[at], text)));
        name.map(String::as_str)
    }

    fn private(&self, name: &str) -> &str {
        self.private.get(name).map_or("", String::as_str)
    }
}

/// `a` to `z`, then `aa`, `ba` and so on; the first letter in the case that is asked for.
fn letters(count: usize, first: u8) -> String {
    let letter = |count: usize, a: u8| char::from(a + u8::try_from(count % 26).unwrap_or_default());
    let rest = iter::successors((count / 26).checked_sub(1), |rest| (rest / 26).checked_sub(1));
    iter::once(letter(count, first))
        .chain(rest.map(|count| letter(count, b'a')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, small: &str) {
        assert_eq!(script(text), small, "{text}");
    }

    #[test]
    fn comments_and_blanks_go() {
        becomes("// one\nf(1); /* two */ g( /** @type {A} */ (2) );\n", "f(1);g((2));");
        becomes("if (a + +b - -c) return x;", "if(a+ +b- -c)return x;");
        becomes("for (;;) f([1, 2,],);", "for(;;)f([1,2]);");
        becomes(
            "f(\"// a  \\\" b\", '/* */', `a // b`);",
            "f(\"// a  \\\" b\",'/* */',`a // b`);",
        );
        becomes("f(html`<p>\n    ${a} b\n  </p>`);", "f(html`<p> ${a} b </p>`);");
    }

    #[test]
    fn a_slash_divides_or_begins_a_pattern() {
        becomes("f(a / b / c, (a) / 2);", "f(a/b/c,(a)/2);");
        becomes("f(/[/\"]\\/ +/g, a);", "f(/[/\"]\\/ +/g,a);");
        becomes("() => { return /a b/; };", "()=>{return/a b/};");
        becomes("f(`${/a b/}`);", "f(`${/a b/}`);");
    }

    #[test]
    fn names_are_short_wherever_they_are_seen() {
        becomes(
            "const total = 1;\nconst twice = () => total + total;",
            "const A=1;const B=()=>A+A;",
        );
        becomes(
            "const sum = (one, other) => one + other;\nf((first) => first, sum);",
            "const A=(a,b)=>a+b;f(a=>a,A);",
        );
        becomes(
            "function show(page) { let at = 0; for (const one of page) at += one; }",
            "function A(a){let b=0;for(const c of a)b+=c}",
        );
        becomes("f(async (one) => one);", "f(async a=>a);");
        becomes("try { f(); } catch (error) { g(error); }", "try{f()}catch(a){g(a)}");
        becomes("f(`${a => `${a}`}`);", "f(`${a=>`${a}`}`);");
    }

    #[test]
    fn properties_keep_their_names() {
        becomes(
            "const say = (item) => ({ item, name: item.name, say: say?.item });",
            "const A=a=>({item:a,name:a.name,say:A?.item});",
        );
        becomes(
            "f(({ from, to: { low }, ...rest }) => from + low + rest);",
            "f(({from:a,to:{low:b},...c})=>a+b+c);",
        );
        becomes(
            "f((at) => ({ at(at) { return at; }, is: at ? at : at }));",
            "f(a=>({at(a){return a},is:a?a:a}));",
        );
    }

    #[test]
    fn what_stands_where_nothing_is_given_declares_nothing() {
        becomes(
            "f(({ base = location.href, on = g(name, document) }, at = [screen]) => base + on + at);",
            "f(({base:a=location.href,on:b=g(name,document)},c=[screen])=>a+b+c);",
        );
    }

    #[test]
    fn a_class_keeps_what_others_call_it_by() {
        becomes(
            "class Counter extends Element {\n  static watched = [\"a\"];\n  #count = 0;\n  #seen = new Map();\n  get count() { return this.#count; }\n  add(more) { this.#count += more; }\n}\nf(Counter);",
            "class A extends Element{static watched=[\"a\"];#a=0;#b=new Map();get count(){return this.#a}add(a){this.#a+=a}}f(A);",
        );
    }

    #[test]
    fn a_short_name_is_never_one_that_means_something() {
        becomes("const one = (two) => a(two, b);", "const A=c=>a(c,b);");
        let many: Vec<String> = (0..800).map(|count| letters(count, b'a')).collect();
        assert_eq!(many.iter().collect::<HashSet<_>>().len(), many.len());
        assert_eq!(
            [&*many[0], &many[25], &many[26], &many[52], &many[702]],
            ["a", "z", "aa", "ab", "aaa"]
        );
    }

    #[test]
    fn a_style_means_the_same() {
        assert_eq!(
            style(
                "/* one */\n.a,\n.b > p :is(b, i) {\n  margin: 0 calc(1px + 2px);\n  content: \"a ; b\";\n}\n\n@media (width >= 4rem) {\n  a:hover {\n    top: 0;\n  }\n}\n"
            ),
            ".a,.b>p :is(b,i){margin:0 calc(1px + 2px);content:\"a ; b\"}@media (width>= 4rem){a:hover{top:0}}"
        );
    }
}
