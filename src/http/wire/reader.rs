use jiff::civil::Date;

use super::errors::{Errors, FieldError, Pointer, nearest};
use super::json::Node;
use super::kinds;
use super::request::{CODE_CHARS_MAX, INCLUDES};
use crate::estimate::Includes;

/// Words that `include` may have: each of them, some of them twice.
const INCLUDES_MAX: usize = 20;

/// An object and the place where it stands.
pub(super) struct Object<'n, 'a, 'p> {
    fields: &'n [(std::borrow::Cow<'a, str>, Node<'a>)],
    pub(super) at: Pointer<'p>,
}

impl<'n, 'a> Object<'n, 'a, '_> {
    /// The first field of a name.
    pub(super) fn field<'f>(&'f self, name: &'f str) -> Field<'n, 'a, 'f> {
        let found = self.fields.iter().find(|(given, _)| given == name);
        Field {
            node: found.map(|(_, node)| node),
            at: Pointer::Field(&self.at, name),
        }
    }

    /// Whether a field is given: it is there and not null.
    pub(super) fn has(&self, name: &str) -> bool {
        !matches!(self.field(name).node, None | Some(Node::Null))
    }
}

/// A field that may be there, and the place where it stands.
#[derive(Clone, Copy)]
pub(super) struct Field<'n, 'a, 'p> {
    pub(super) node: Option<&'n Node<'a>>,
    pub(super) at: Pointer<'p>,
}

/// Reads values and notes what is wrong with them. A value that is left out or null is not given.
pub(super) struct Reader<'e> {
    errors: &'e mut Errors,
}

impl<'e> Reader<'e> {
    pub(super) fn new(errors: &'e mut Errors) -> Self {
        Self { errors }
    }

    pub(super) fn error(&mut self, at: Pointer<'_>, code: &'static str, detail: impl Into<String>) {
        self.errors.push(FieldError::new(at, code, detail));
    }

    /// An error about a word that is none of those that are possible.
    pub(super) fn error_among<'w>(
        &mut self,
        at: Pointer<'_>,
        kind: &'static kinds::Kind,
        word: &str,
        possible: impl IntoIterator<Item = &'w str>,
    ) {
        self.errors
            .push(FieldError::new(at, kind.code, kind.meaning).among(word, possible));
    }

    pub(super) fn wrong_type(&mut self, at: Pointer<'_>, wanted: &str, found: &Node<'_>) {
        let detail = format!("{} must be {wanted}, not {}.", at.name(), found.kind());
        self.error(at, kinds::WRONG_TYPE.code, detail);
    }

    /// An object that has no other fields than these, and each at most once.
    pub(super) fn object<'n, 'a, 'p>(
        &mut self,
        node: &'n Node<'a>,
        at: Pointer<'p>,
        names: &[&str],
    ) -> Option<Object<'n, 'a, 'p>> {
        let Node::Object(fields) = node else {
            self.wrong_type(at, "an object", node);
            return None;
        };
        for (index, (name, _)) in fields.iter().enumerate() {
            if self.errors.is_full() {
                break;
            }
            if !names.contains(&&**name) {
                self.unknown(at, name, names);
            } else if fields.iter().take(index).any(|(earlier, _)| earlier == name) {
                let detail = format!("“{}” stands here twice: leave one out.", clipped(name));
                self.error(Pointer::Field(&at, name), kinds::DUPLICATE_FIELD.code, detail);
            }
        }
        Some(Object { fields, at })
    }

    fn unknown(&mut self, at: Pointer<'_>, name: &str, names: &[&str]) {
        let name = clipped(name);
        let is_query = names.contains(&"treatment") && names.contains(&"clinic");
        let detail = match nearest(name, names).first() {
            _ if is_query && name == "text" => "A query takes no “text”: POST /v1/estimates does.".to_owned(),
            Some(near) => format!("There is no field “{name}”. Did you mean “{near}”?"),
            None => format!("There is no field “{name}”."),
        };
        let error = FieldError::new(Pointer::Field(&at, name), kinds::UNKNOWN_FIELD.code, detail);
        self.errors.push(error.among(name, names.iter().copied()));
    }

    /// A list.
    pub(super) fn list<'n, 'a>(&mut self, field: Field<'n, 'a, '_>) -> Option<&'n [Node<'a>]> {
        match field.node? {
            Node::Null => None,
            Node::List(nodes) => Some(nodes),
            node => {
                self.wrong_type(field.at, "an array", node);
                None
            }
        }
    }

    /// A text of at most `chars_max` characters.
    pub(super) fn text(&mut self, field: Field<'_, '_, '_>, chars_max: usize) -> Option<String> {
        match field.node? {
            Node::Null => None,
            Node::Text(text) if is_longer(text, chars_max) => {
                let detail = format!("{} has more than {chars_max} characters.", field.at.name());
                self.error(field.at, kinds::TOO_LONG.code, detail);
                None
            }
            Node::Text(text) => Some(text.clone().into_owned()),
            node => {
                self.wrong_type(field.at, "a string", node);
                None
            }
        }
    }

    /// `true` or `false`; `false` where it is not given.
    pub(super) fn flag(&mut self, field: Field<'_, '_, '_>) -> bool {
        match field.node {
            Some(Node::Bool(flag)) => *flag,
            None | Some(Node::Null) => false,
            Some(node) => {
                self.wrong_type(field.at, "true or false", node);
                false
            }
        }
    }

    /// A text that must be given; an empty one where it can't be read.
    pub(super) fn needed_text(&mut self, field: Field<'_, '_, '_>, chars_max: usize) -> String {
        if matches!(field.node, None | Some(Node::Null)) {
            let detail = format!("{} is needed.", field.at.name());
            self.error(field.at, kinds::MISSING_FIELD.code, detail);
        }
        self.text(field, chars_max).unwrap_or_default()
    }

    /// A list of at most `count_max` codes; one that can't be read is `None`.
    pub(super) fn texts(&mut self, field: Field<'_, '_, '_>, count_max: usize) -> Vec<Option<String>> {
        let nodes = self.list(field).unwrap_or_default();
        if nodes.len() > count_max {
            let detail = format!("{} has more than {count_max} values.", field.at.name());
            self.error(field.at, kinds::TOO_MANY.code, detail);
        }
        let nodes = nodes.iter().take(count_max).enumerate();
        nodes
            .map(|(index, node)| {
                let at = Pointer::At(&field.at, index);
                if matches!(node, Node::Null) {
                    self.wrong_type(at, "a string", node);
                }
                self.text(Field { node: Some(node), at }, CODE_CHARS_MAX)
            })
            .collect()
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, field: Field<'_, '_, '_>) -> Option<Date> {
        let text = self.text(field, CODE_CHARS_MAX)?;
        let date = date(&text);
        if date.is_none() {
            self.error(field.at, kinds::INVALID_DATE.code, no_date(&text));
        }
        date
    }

    /// The words of `include`.
    pub(super) fn includes(&mut self, field: Field<'_, '_, '_>) -> Includes {
        let mut includes = Includes::NOTHING;
        for (index, word) in self.texts(field, INCLUDES_MAX).iter().enumerate() {
            let Some(word) = word else { continue };
            if !include(&mut includes, word) {
                self.errors.push(unknown_include(Pointer::At(&field.at, index), word));
            }
        }
        includes
    }
}

/// An error about a word that `include` does not take.
pub(super) fn unknown_include(at: Pointer<'_>, word: &str) -> FieldError {
    let detail = format!("“{word}” can't be included.");
    FieldError::new(at, kinds::UNKNOWN_INCLUDE.code, detail).among(word, INCLUDES.iter().copied())
}

/// Adds a word of `include`; `false` where it is none.
pub(super) fn include(includes: &mut Includes, word: &str) -> bool {
    let choice = match word {
        "ladder" => &mut includes.ladder,
        "comparison" => &mut includes.comparison,
        "schedule" => &mut includes.schedule,
        "facts" => &mut includes.facts,
        "plans" => &mut includes.plans,
        _ => return false,
    };
    *choice = true;
    true
}

/// A day written `YYYY-MM-DD` and in no other way.
pub(super) fn date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_plain.then(|| text.parse().ok()).flatten()
}

/// What is wrong with a date.
pub(super) fn no_date(text: &str) -> String {
    format!("“{text}” is no date: write YYYY-MM-DD, such as 2026-11-23.")
}

fn is_longer(text: &str, chars_max: usize) -> bool {
    // A character has at least one byte: the short need no counting.
    text.len() > chars_max && text.chars().count() > chars_max
}

/// The beginning of a name that may be as long as the body.
fn clipped(name: &str) -> &str {
    name.char_indices()
        .nth(CODE_CHARS_MAX)
        .map_or(name, |(end, _)| name.get(..end).unwrap_or(name))
}
