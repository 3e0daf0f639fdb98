use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use jiff::civil::Date;
use unic_langid::LanguageIdentifier;

use super::arg::{Arg, END, LEFT_TO_RIGHT, write_name};
use super::digits::Separators;
use super::nouns::{Noun, Nouns, SpokenAmount, plain_text};
use super::numbers::NumberRules;
use super::plural;
use crate::money::Money;

/// By message: arguments, each with its style.
type Styles = HashMap<Box<str>, Vec<(Box<str>, Box<str>)>>;

/// The words of one language.
pub struct Translation {
    tag: Box<str>,
    bundle: FluentBundle<FluentResource>,
    /// By message: in which style its arguments want their words, from attributes named after them.
    styles: Styles,
    rules: Option<NumberRules>,
    nouns: Nouns,
    separators: Separators,
    is_right_to_left: bool,
    problems: Vec<String>,
}

impl Translation {
    /// Reads the files of a language, given by path and text. Where a message is missing, that of `fallback` stands.
    ///
    /// What can't be read is left out and told by [`Translation::problems`].
    pub(super) fn read(tag: &str, sources: &[(String, String)], fallback: &[(String, String)]) -> Self {
        let mut problems = Vec::new();
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let plural_rules = plural::rules(tag);
        let own = resources(sources, &mut problems);
        let rules = sources
            .iter()
            .find(|(path, _)| is_kind(path, "txt"))
            .and_then(|(_, text)| {
                let rules = NumberRules::read(text, plural_rules.clone());
                rules.map_err(|error| problems.push(error.to_string())).ok()
            });
        let nouns = rules.as_ref().map(|rules| Nouns::read(&own, rules)).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        if !plural::add_function(&mut bundle, plural_rules) {
            problems.push("PLURAL stands twice".into());
        }
        let mut styles = Styles::new();
        for resource in resources(fallback, &mut problems).into_iter().chain(own) {
            take_styles(&mut styles, &resource);
            bundle.add_resource_overriding(resource);
        }
        let mut read = Self {
            tag: tag.into(),
            bundle,
            styles,
            rules,
            nouns,
            separators: Separators {
                group: ",".into(),
                point: ".".into(),
            },
            is_right_to_left: false,
            problems,
        };
        read.is_right_to_left = read.say("direction", &[]) == "rtl";
        read.separators = Separators {
            group: read.say("digits-group", &[]).into(),
            point: read.say("digits-point", &[]).into(),
        };
        read
    }

    /// The BCP 47 tag: the name of the folder.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.is_right_to_left
    }

    /// What was wrong with the files, for those who translate.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// A message.
    pub fn say(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let mut out = String::new();
        self.write(&mut out, id, args);
        out
    }

    /// Writes a message behind what `out` holds. One that no file has is written as its id.
    pub fn write(&self, out: &mut String, id: &str, args: &[(&'static str, Arg<'_>)]) {
        self.write_collecting(out, id, args, &mut Vec::new());
    }

    pub(super) fn write_collecting(
        &self,
        out: &mut String,
        id: &str,
        args: &[(&'static str, Arg<'_>)],
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            out.push_str(id);
            return;
        };
        let mut values = FluentArgs::with_capacity(args.len());
        let styles = self.styles.get(id).map_or(&[][..], Vec::as_slice);
        for (name, arg) in args {
            values.set(*name, self.value(arg, style(styles, name)));
        }
        // Writing into a string can't fail; what a message lacks is collected.
        let _ = self.bundle.write_pattern(out, pattern, Some(&values), errors);
    }

    /// An amount in words, with its currency; in digits where the language has no word for the currency.
    pub fn amount(&self, amount: Money) -> String {
        self.styled_amount(amount, "")
    }

    /// So many sessions in words.
    pub fn sessions(&self, count: u32) -> String {
        self.styled_sessions(count, "")
    }

    /// An amount in digits, grouped, without its currency: `12,000.00`. One below zero is set apart in a language that
    /// is written from right to left, where its sign would else stand behind it.
    pub fn digits(&self, amount: Money) -> String {
        let mut out = String::with_capacity(24);
        let is_set_apart = self.is_right_to_left && amount.minor() < 0;
        out.extend(is_set_apart.then_some(LEFT_TO_RIGHT));
        self.separators.write(&mut out, amount);
        out.extend(is_set_apart.then_some(END));
        out
    }

    /// A day: `1 December 2026`.
    pub fn date(&self, day: Date) -> String {
        let number = |part: i8| Arg::Number(part.unsigned_abs().into());
        let year = Arg::Number(day.year().unsigned_abs().into());
        self.say(
            "date",
            &[
                ("day", number(day.day())),
                ("month", number(day.month())),
                ("year", year),
            ],
        )
    }

    /// "a, b and c", of names.
    pub fn list<S: AsRef<str>>(&self, parts: &[S]) -> String {
        self.joined(parts, "list-two", "list-more")
    }

    /// "a, b or c", of names.
    pub fn list_or<S: AsRef<str>>(&self, parts: &[S]) -> String {
        self.joined(parts, "list-or-two", "list-or-more")
    }

    fn joined<S: AsRef<str>>(&self, parts: &[S], two: &str, more: &str) -> String {
        let mut parts = parts.iter().rev().map(AsRef::as_ref);
        let Some(last) = parts.next() else { return String::new() };
        let Some(before) = parts.next() else {
            let mut only = String::new();
            write_name(&mut only, last, self.is_right_to_left);
            return only;
        };
        let end = self.say(two, &[("first", Arg::Name(before)), ("last", Arg::Name(last))]);
        parts.fold(end, |rest, first| {
            self.say(more, &[("first", Arg::Name(first)), ("rest", Arg::Text(&rest))])
        })
    }

    fn value<'a>(&self, arg: &Arg<'a>, style: &str) -> FluentValue<'a> {
        match *arg {
            Arg::Text(text) => text.into(),
            Arg::Name(name) => {
                let mut set_apart = String::with_capacity(name.len() + 6);
                write_name(&mut set_apart, name, self.is_right_to_left);
                set_apart.into()
            }
            Arg::Number(number) => number.into(),
            Arg::Amount(amount) => self.styled_amount(amount, style).into(),
            Arg::Digits(amount) => self.digits(amount).into(),
            Arg::Sessions(count) => self.styled_sessions(count, style).into(),
        }
    }

    fn styled_sessions(&self, count: u32, style: &str) -> String {
        let mut out = String::with_capacity(48);
        match self.nouns.session() {
            Some(noun) => self.counted(&mut out, u64::from(count), noun, style),
            None => out.push_str(&count.to_string()),
        }
        out
    }

    fn styled_amount(&self, amount: Money, style: &str) -> String {
        let Some(spoken) = self.nouns.of(amount) else {
            return self.amount_with_code(amount);
        };
        let out = self.join_units(&spoken, style);
        if spoken.is_negative {
            return self.say("amount-negative", &[("amount", Arg::Text(&out))]);
        }
        out
    }

    fn join_units(&self, spoken: &SpokenAmount<'_>, style: &str) -> String {
        let in_words = |unit: &Option<(u64, &Noun)>| {
            unit.as_ref().map(|(count, noun)| {
                let mut out = String::with_capacity(128);
                self.counted(&mut out, *count, noun, style);
                out
            })
        };
        match (in_words(&spoken.major), in_words(&spoken.minor)) {
            (Some(major), Some(minor)) => {
                let args = [("major", Arg::Text(&major)), ("minor", Arg::Text(&minor))];
                self.say("amount-major-and-minor", &args)
            }
            (major, minor) => major.or(minor).unwrap_or_default(),
        }
    }

    fn amount_with_code(&self, amount: Money) -> String {
        let currency = amount.currency();
        let args = [
            ("currency", Arg::Name(currency.code())),
            ("amount", Arg::Digits(amount)),
        ];
        self.say("amount-with-code", &args)
    }

    fn counted(&self, out: &mut String, count: u64, noun: &Noun, style: &str) {
        if let Some(rules) = &self.rules {
            rules.speak(out, count, noun.set(style), noun.forms());
        }
    }
}

/// The style in which a message wants one of its arguments; empty where it wants none.
fn style<'a>(styles: &'a [(Box<str>, Box<str>)], argument: &str) -> &'a str {
    let found = styles.iter().find(|(name, _)| **name == *argument);
    found.map_or("", |(_, style)| style)
}

fn is_kind(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

fn resources(sources: &[(String, String)], problems: &mut Vec<String>) -> Vec<FluentResource> {
    let fluent = sources.iter().filter(|(path, _)| is_kind(path, "ftl"));
    fluent
        .map(|(path, text)| {
            FluentResource::try_new(text.clone()).unwrap_or_else(|(readable, errors)| {
                problems.extend(errors.iter().map(|error| format!("{path}: {error}")));
                readable
            })
        })
        .collect()
}

/// Attributes of a message are the styles of its arguments; a later file's message takes the place of an earlier one.
fn take_styles(styles: &mut Styles, resource: &FluentResource) {
    for entry in resource.entries() {
        if let ast::Entry::Message(message) = entry {
            let of_message = message
                .attributes
                .iter()
                .map(|a| (a.id.name.into(), plain_text(&a.value)));
            styles.insert(message.id.name.into(), of_message.collect());
        }
    }
}
