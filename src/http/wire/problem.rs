use serde::Serialize;
use utoipa::ToSchema;

use super::FieldError;
use super::kinds::{self, Kind};
use super::parts::HeardText;

/// An error, as RFC 9457 has it: `application/problem+json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is explained, relative to the server.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/docs/problems#unknown_area")]
    pub kind: String,
    /// What kind of problem it is, for a person.
    #[schema(example = "Unknown area")]
    pub title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened this time and what to do.
    pub detail: String,
    /// The stable code: that of the first of the `errors`, where there are any.
    #[schema(example = "unknown_area")]
    pub code: &'static str,
    /// All that is wrong with the request. Left out where the request as a whole is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// What was heard of the line of text that was refused. Left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<HeardText>, required = false)]
    pub understood: Option<Box<HeardText>>,
    /// Names the answer in the server's log: to be told when asking for help. Given where the server is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What went wrong inside: for the log alone.
    #[serde(skip)]
    pub cause: Option<String>,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: kind.uri(),
            title: kind.title,
            status: kind.status,
            detail: detail.into(),
            code: kind.code,
            errors: Vec::new(),
            understood: None,
            request_id: None,
            cause: None,
        }
    }

    /// The same with what went wrong inside, which is logged and not told.
    #[must_use]
    pub fn caused_by(self, cause: impl std::fmt::Display) -> Self {
        let cause = Some(cause.to_string());
        Self { cause, ..self }
    }

    /// The same of a request that stood at a place in a larger one.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        for error in &mut self.errors {
            error.pointer = format!("{place}{}", error.pointer).into();
        }
        self
    }

    /// The same of a line of text of which this was heard.
    #[must_use]
    pub fn having_heard(mut self, heard: Option<HeardText>) -> Self {
        self.understood = heard.map(Box::new);
        self
    }

    /// As it crosses the wire.
    pub fn to_json(&self) -> Vec<u8> {
        // Text and numbers alone: writing them to memory does not fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What is wrong with a request; named after the first of the errors.
    pub fn of(errors: Vec<FieldError>) -> Self {
        let (kind, detail) = match errors.as_slice() {
            [] => (
                &kinds::INTERNAL_ERROR,
                "The request was refused without a reason.".to_owned(),
            ),
            [only] => (kinds::of(only.code), only.detail.clone()),
            [first, more @ ..] => {
                let detail = format!("{} ({} more under “errors”)", first.detail, more.len());
                (kinds::of(first.code), detail)
            }
        };
        Self {
            errors,
            ..Problem::new(kind, detail)
        }
    }
}
