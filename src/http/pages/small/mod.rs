//! Scripts and styles in fewer bytes: without comments and blanks, and with short names for what only a script itself sees.
//!
//! This is no parser, and takes no script but ours. It counts on what those keep to anyway: a statement ends in `;`, a line
//! break in a template is as good as a blank, and no local name is that of something global which the same statement at
//! the top uses too. Names are never guessed: one that is not seen to be declared stays as it is, and so does each property.

mod names;
mod roles;
mod tokens;

use names::Names;
use roles::{Read, Role};
use tokens::{Kind, is_of_word, past, quoted, tokens};

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
        // 0.5rem is .5rem.
        if first == '0' && rest.starts_with('.') && !small.ends_with(|c: char| c.is_alphanumeric() || c == '.') {
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
        becomes(
            "const said = (one) => { let at; if (one) { at = 1; } try { at = 2; } catch { } return at; };",
            "const A=a=>{let b;if(a){b=1}try{b=2}catch{}return b};",
        );
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
    }

    #[test]
    fn a_style_means_the_same() {
        assert_eq!(
            style(
                "/* one */\n.a,\n.b > p :is(b, i) {\n  margin: 0 calc(1px + 2px) 10.5px -0.5px;\n  content: \"a ; b\";\n}\n\n@media (width >= 4rem) {\n  a:hover {\n    top: 0;\n  }\n}\n"
            ),
            ".a,.b>p :is(b,i){margin:0 calc(1px + 2px) 10.5px -.5px;content:\"a ; b\"}@media (width>= 4rem){a:hover{top:0}}"
        );
    }
}
