//! Requests as a query: `?treatment=…&area=…&sessions=10%2B`. Read into the same tree as a body, and by the same rules.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::errors::Pointer;
use super::json::Node;
use super::reader::Reader;
use super::request::{CODE_CHARS_MAX, EXTRAS_MAX, item_of};
use super::{Asked, FieldError, Form, Problem, kinds};

/// The parameters of an estimate.
const ESTIMATE: &[&str] = &[
    "clinic",
    "treatment",
    "area",
    "sessions",
    "extras",
    "promo_code",
    "on",
    "start",
    "language",
    "include",
];
/// The parameters of a catalog.
const CATALOG: &[&str] = &["clinic", "language"];
/// Parameters that may hold several values: repeated, or parted by commas.
const LISTS: &[&str] = &["extras", "include"];

impl Asked {
    /// Reads an estimate request for one item from a query.
    ///
    /// # Errors
    /// `unreadable_query` where it is no percent-encoded UTF-8. All else that is wrong stands in the request's errors.
    pub fn from_query(query: &str) -> Result<Self, Box<Problem>> {
        let mut asked = Asked::nothing(Form::Query);
        let node = tree(query, &mut asked)?;
        let mut reader = Reader::new(&mut asked.errors);
        let Some(object) = reader.object(&node, Pointer::Root, ESTIMATE) else {
            return Ok(asked);
        };
        asked.clinic = reader.text(object.field("clinic"), CODE_CHARS_MAX);
        asked.request.items.push(item_of(&mut reader, &object));
        let extras = reader.texts(object.field("extras"), EXTRAS_MAX);
        asked.request.extras = extras.into_iter().map(Option::unwrap_or_default).collect();
        asked.extras_named = asked.request.extras.len();
        asked.request.promo_code = reader.text(object.field("promo_code"), CODE_CHARS_MAX);
        asked.on = reader.date(object.field("on"));
        asked.start = reader.date(object.field("start"));
        asked.language = reader.text(object.field("language"), CODE_CHARS_MAX);
        asked.request.include = reader.includes(object.field("include"));
        Ok(asked)
    }

    /// Reads clinic and language from a query, which is all that a catalog asks for.
    ///
    /// # Errors
    /// As of an estimate.
    pub fn of_catalog(query: &str) -> Result<Self, Box<Problem>> {
        let mut asked = Asked::nothing(Form::Query);
        let node = tree(query, &mut asked)?;
        let mut reader = Reader::new(&mut asked.errors);
        if let Some(object) = reader.object(&node, Pointer::Root, CATALOG) {
            asked.clinic = reader.text(object.field("clinic"), CODE_CHARS_MAX);
            asked.language = reader.text(object.field("language"), CODE_CHARS_MAX);
        }
        Ok(asked)
    }
}

/// Reads the language from a query, which is all that the text of a quote asks for.
///
/// # Errors
/// `unreadable_query`; `unknown_field` for every other parameter.
pub fn language_asked(query: &str) -> Result<Option<String>, Box<Problem>> {
    let mut asked = Asked::nothing(Form::Query);
    let node = tree(query, &mut asked)?;
    let mut reader = Reader::new(&mut asked.errors);
    let object = reader.object(&node, Pointer::Root, &["language"]);
    let language = object.and_then(|object| reader.text(object.field("language"), CODE_CHARS_MAX));
    if asked.errors.is_empty() {
        Ok(language)
    } else {
        Err(Box::new(Problem::of(asked.errors.into_vec())))
    }
}

/// Refuses every parameter of a query that takes none.
///
/// # Errors
/// `unreadable_query`; `unknown_field` for each.
pub fn no_parameters(query: Option<&str>) -> Result<(), Box<Problem>> {
    let mut asked = Asked::nothing(Form::Query);
    let node = tree(query.unwrap_or_default(), &mut asked)?;
    Reader::new(&mut asked.errors).object(&node, Pointer::Root, &[]);
    if asked.errors.is_empty() {
        Ok(())
    } else {
        Err(Box::new(Problem::of(asked.errors.into_vec())))
    }
}

/// Reads where a page begins, which is all that a query may say: a number that the page before named.
///
/// # Errors
/// `unreadable_query`; `unknown_field`, `invalid_cursor`.
pub fn page_before(query: Option<&str>) -> Result<Option<i64>, Box<Problem>> {
    let mut asked = Asked::nothing(Form::Query);
    let node = tree(query.unwrap_or_default(), &mut asked)?;
    let mut reader = Reader::new(&mut asked.errors);
    let mut before = None;
    if let Some(object) = reader.object(&node, Pointer::Root, &["before"]) {
        let field = object.field("before");
        if let Some(text) = reader.text(field, CODE_CHARS_MAX) {
            before = text.parse().ok().filter(|number| *number > 0);
            if before.is_none() {
                reader.error(field.at, kinds::INVALID_CURSOR.code, kinds::INVALID_CURSOR.meaning);
            }
        }
    }
    if asked.errors.is_empty() {
        Ok(before)
    } else {
        Err(Box::new(Problem::of(asked.errors.into_vec())))
    }
}

/// The parameters as an object; one without a value is not given.
fn tree<'q>(query: &'q str, asked: &mut Asked) -> Result<Node<'q>, Box<Problem>> {
    let mut fields: Vec<(Cow<'q, str>, Node<'q>)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(raw)?);
        let node = if name == "sessions" && raw.contains('+') {
            asked.errors.push(plus_is_blank());
            Node::Null
        } else if LISTS.contains(&&*name) {
            Node::List(split(&value))
        } else if value.is_empty() && ESTIMATE.contains(&&*name) {
            Node::Null
        } else {
            Node::Text(value)
        };
        push(&mut fields, name, node);
    }
    Ok(Node::Object(fields))
}

/// Adds a parameter; values of a list that is repeated stand in one list.
fn push<'q>(fields: &mut Vec<(Cow<'q, str>, Node<'q>)>, name: Cow<'q, str>, node: Node<'q>) {
    if let Node::List(more) = node {
        for (earlier, node) in fields.iter_mut() {
            if let (true, Node::List(values)) = (*earlier == name, node) {
                values.extend(more);
                return;
            }
        }
        fields.push((name, Node::List(more)));
    } else {
        fields.push((name, node));
    }
}

fn split<'q>(value: &str) -> Vec<Node<'q>> {
    let values = value.split(',').map(str::trim).filter(|value| !value.is_empty());
    values.map(|value| Node::Text(Cow::Owned(value.to_owned()))).collect()
}

fn plus_is_blank() -> FieldError {
    let detail = "“+” in a query means a blank: for “10+” write “sessions=10%2B”.";
    FieldError::new("/sessions", kinds::INVALID_SESSIONS.code, detail)
}

fn decoded(text: &str) -> Result<Cow<'_, str>, Box<Problem>> {
    let decoded = if text.contains('+') {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8()
            .map(|text| Cow::Owned(text.into_owned()))
    } else {
        percent_decode_str(text).decode_utf8()
    };
    let meaning = kinds::UNREADABLE_QUERY.meaning;
    decoded.map_err(|_| Box::new(Problem::new(&kinds::UNREADABLE_QUERY, meaning)))
}
