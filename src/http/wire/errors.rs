use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

/// Errors that one answer reports; more are left out.
const ERRORS_MAX: usize = 100;
/// Values that `allowed` names; where there are more it is left out.
pub(super) const ALLOWED_MAX: usize = 100;
/// Values that `did_you_mean` names.
const NEAREST_MAX: usize = 3;

/// One thing that is wrong with a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// What the caller would change: a JSON pointer into the request (RFC 6901); of a query `/` and the parameter.
    #[schema(example = "/items/0/area")]
    #[schema(value_type = String)]
    pub pointer: Box<str>,
    /// The stable code.
    #[schema(example = "unknown_area")]
    pub code: &'static str,
    /// What is wrong and what to do, for a person.
    #[schema(example = "“abdomn” is no area of this price list. Did you mean abdomen?")]
    pub detail: String,
    /// The nearest values that would be known, the nearest first. Left out where there are none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<String>, required = false, example = json!(["abdomen"]))]
    pub did_you_mean: Box<[String]>,
    /// Every value that is possible here. Left out where there are none to name, or too many.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<String>, required = false)]
    pub allowed: Box<[String]>,
    /// The nearest counts that are sold, or the nearest day that has a price. Left out where there are none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<String>, required = false)]
    pub nearest: Box<[String]>,
    /// Ways in which the text can be read: one of them is to be sent in its place. Left out where there are none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<Choice>, required = false)]
    pub choices: Box<[Choice]>,
}

/// A way in which a text can be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Choice {
    /// The text to send: it is read in this way alone.
    #[schema(example = "mesotherapy-fat-reduction abdomen 10")]
    pub text: String,
    /// The same as someone would type it. Sent on the same day, it is read in this way alone too.
    #[schema(example = "fat abdomen 10")]
    pub short: String,
    /// The same in words, to be shown.
    #[schema(example = "Mesotherapy for fat reduction, abdomen, 10")]
    pub line: String,
}

impl FieldError {
    /// An error at a place of the request.
    pub fn new(pointer: impl fmt::Display, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_string().into(),
            code,
            detail: detail.into(),
            did_you_mean: Box::default(),
            allowed: Box::default(),
            nearest: Box::default(),
            choices: Box::default(),
        }
    }

    /// With all that is possible, and of it what is nearest to what was given.
    #[must_use]
    pub fn among<'a>(self, given: &str, possible: impl IntoIterator<Item = &'a str>) -> Self {
        let possible: Vec<&str> = possible.into_iter().collect();
        let fits = possible.len() <= ALLOWED_MAX;
        let allowed = if fits { possible.as_slice() } else { &[] };
        Self {
            did_you_mean: nearest(given, &possible).into(),
            allowed: allowed.iter().map(|word| (*word).to_owned()).collect(),
            ..self
        }
    }

    /// With the nearest values that would be possible.
    #[must_use]
    pub fn near(self, nearest: Vec<String>) -> Self {
        Self {
            nearest: nearest.into(),
            ..self
        }
    }

    /// With the values that may have been meant, the likeliest first.
    #[must_use]
    pub fn meant(self, did_you_mean: Vec<String>) -> Self {
        Self {
            did_you_mean: did_you_mean.into(),
            ..self
        }
    }

    /// With every value that is possible.
    #[must_use]
    pub fn allow(self, allowed: Vec<String>) -> Self {
        Self {
            allowed: allowed.into(),
            ..self
        }
    }

    /// With the ways in which a text can be read.
    #[must_use]
    pub fn choose(self, choices: Vec<Choice>) -> Self {
        Self {
            choices: choices.into(),
            ..self
        }
    }

    /// Whether both are about one part of the request, or one about a part of the other's.
    fn touches(&self, other: &FieldError) -> bool {
        let within = |inner: &str, outer: &str| {
            inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        within(&self.pointer, &other.pointer) || within(&other.pointer, &self.pointer)
    }
}

/// The possible words that someone who wrote `given` may have meant, the nearest first.
pub(crate) fn nearest(given: &str, possible: &[&str]) -> Vec<String> {
    let given = given.trim().to_lowercase().replace([' ', '_'], "-");
    let edits_max = 1 + given.chars().count() / 4;
    let mut near: Vec<(usize, &str)> = possible
        .iter()
        .map(|word| (distance(&given, &word.replace('_', "-")), *word))
        .filter(|(edits, _)| *edits <= edits_max)
        .collect();
    near.sort_unstable();
    near.truncate(NEAREST_MAX);
    near.into_iter().map(|(_, word)| word.to_owned()).collect()
}

/// Edits between two words; a word that is begun by the other, or is one of its hyphened parts, is close to it.
fn distance(given: &str, word: &str) -> usize {
    let edits = strsim::osa_distance(given, word);
    let is_part = given.len() >= 3 && (word.starts_with(given) || word.split('-').any(|part| part == given));
    if is_part { edits.min(1) } else { edits }
}

/// All that is wrong with a request, in the order in which it was found.
#[derive(Default, Debug)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    /// Adds one; past a hundred they are left out.
    pub fn push(&mut self, error: FieldError) {
        if !self.is_full() {
            self.0.push(error);
        }
    }

    /// Adds one before all others.
    pub fn push_first(&mut self, error: FieldError) {
        self.0.truncate(ERRORS_MAX - 1);
        self.0.insert(0, error);
    }

    /// Whether no more are taken.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= ERRORS_MAX
    }

    /// Adds what pricing says, but nothing about a part that could not even be read: it was judged on a stand-in.
    pub fn add_judged(&mut self, judged: Vec<FieldError>) {
        let read = self.0.len();
        for error in judged {
            if !self.0.iter().take(read).any(|unread| unread.touches(&error)) {
                self.push(error);
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors.
    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }
}

/// A place in the request, shown as a JSON pointer; costs nothing until it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pointer<'p> {
    /// The whole.
    Root,
    /// A field of an object.
    Field(&'p Pointer<'p>, &'p str),
    /// A place in an array.
    At(&'p Pointer<'p>, usize),
}

impl Pointer<'_> {
    /// What is there, as a person calls it: “area”, “include\[0\]”.
    pub(super) fn name(&self) -> String {
        match self {
            Pointer::Root => "The request".to_owned(),
            Pointer::Field(_, name) => format!("“{name}”"),
            Pointer::At(Pointer::Field(_, name), index) => format!("“{name}[{index}]”"),
            Pointer::At(..) => "This".to_owned(),
        }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pointer::Root => Ok(()),
            Pointer::Field(parent, name) => write!(f, "{parent}/{}", name.replace('~', "~0").replace('/', "~1")),
            Pointer::At(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_what_rfc_6901_escapes() {
        let items = Pointer::Field(&Pointer::Root, "items");
        let first = Pointer::At(&items, 0);
        assert_eq!(Pointer::Field(&first, "a/b~c").to_string(), "/items/0/a~1b~0c");
    }

    #[test]
    fn near_words_are_named_and_far_ones_are_not() {
        let possible = ["abdomen", "thighs", "double-chin", "promo_code"];
        for (given, near) in [
            ("abdomn", vec!["abdomen"]),
            ("Thigh", vec!["thighs"]),
            ("chin", vec!["double-chin"]),
            ("double chin", vec!["double-chin"]),
            ("promocode", vec!["promo_code"]),
            ("nose", vec![]),
        ] {
            assert_eq!(nearest(given, &possible), near, "{given}");
        }
    }
}
