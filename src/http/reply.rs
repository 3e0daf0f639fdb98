//! Answers: JSON with its headers, problems, and what has not changed.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::App;
use super::origins::OfClinic;
use super::wire::{Problem, kinds};

/// Room for the headers of an answer, so that they need not be moved as they become more.
const HEADERS_USUAL: usize = 16;

/// What a handler gives: an answer, or the problem in its place.
pub(super) type Answer = Result<Response<Body>, Box<Problem>>;

/// A problem goes through the layers as it is: the outermost writes it down, with the request id.
impl IntoResponse for Box<Problem> {
    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(ProblemInside(self));
        response
    }
}

/// A problem on its way to the outermost layer.
#[derive(Clone)]
pub(super) struct ProblemInside(pub(super) Box<Problem>);

/// An error that is shown to people in a page of its own: the outermost layer leaves its body.
pub(super) fn shown_as_it_is(mut response: Response<Body>) -> Response<Body> {
    response.extensions_mut().insert(ShownAsItIs);
    response
}

/// Marks an answer whose body is not to be replaced by a problem.
#[derive(Clone, Copy)]
pub(super) struct ShownAsItIs;

/// 200 with a JSON body.
pub(super) fn json(value: &impl Serialize) -> Answer {
    serde_json::to_vec(value).map(json_text).map_err(internal)
}

/// 200 with a body that is JSON already.
pub(super) fn json_text(text: impl Into<Body>) -> Response<Body> {
    typed(text, "application/json")
}

/// 200 with a body of a type.
pub(super) fn typed(body: impl Into<Body>, content_type: &'static str) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.headers_mut() = HeaderMap::with_capacity(HEADERS_USUAL);
    set(
        &mut response,
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type),
    );
    response
}

/// Bytes that are compiled in are not copied: a caller who is slow to take them costs no memory.
pub(super) fn shared(bytes: Cow<'static, [u8]>) -> Bytes {
    match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// Whether the caller takes a content coding. A quality of zero is the only way to say no to what is named.
pub(super) fn takes(headers: &HeaderMap, coding: &str) -> bool {
    let given = headers.get_all(header::ACCEPT_ENCODING).iter();
    given
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let (name, quality) = one.split_once(';').unwrap_or((one, ""));
            name.trim() == coding && !matches!(quality.trim().trim_start_matches("q="), "0" | "0.0" | "0.00" | "0.000")
        })
}

/// Sets a header.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: HeaderValue) {
    response.headers_mut().insert(name, value);
}

/// A problem of the server's own. What went wrong is logged, not told.
pub(super) fn internal(error: impl std::fmt::Display) -> Box<Problem> {
    let detail = "The server could not make its answer.";
    Box::new(Problem::new(&kinds::INTERNAL_ERROR, detail).caused_by(error))
}

/// Names what an answer was made from. Weak: the same answer may be compressed or not.
pub(super) struct ETag(HeaderValue);

impl ETag {
    /// The tag of an answer that depends on these parts and on nothing else.
    pub(super) fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        digest.update(env!("CARGO_PKG_VERSION"));
        for part in parts {
            // A part can't run into the next: no part holds a NUL.
            digest.update([0]);
            digest.update(part);
        }
        let named = digest.finalize().iter().take(12).fold(String::new(), |mut text, byte| {
            use std::fmt::Write;
            let _ = write!(text, "{byte:02x}");
            text
        });
        Self(HeaderValue::try_from(format!("W/\"{named}\"")).unwrap_or(HeaderValue::from_static("W/\"\"")))
    }

    /// Whether the caller has this very answer already.
    pub(super) fn is_held(&self, headers: &HeaderMap) -> bool {
        let own = opaque(str::from_utf8(self.0.as_bytes()).unwrap_or_default());
        let held = headers.get_all(header::IF_NONE_MATCH).iter();
        held.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|tag| tag.trim() == "*" || opaque(tag.trim()) == own)
    }
}

/// What a tag holds between its quotes, which it has with them: weak or not does not matter here.
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// May be kept by whoever it passes, and is not given on without asking us whether it still holds: a price that changed
/// is never told again.
pub(super) const ASK_EACH_TIME: &str = "public, no-cache";

/// An answer that a cache may keep: 304 where the caller has it, else what `make` makes.
pub(super) fn cached(headers: &HeaderMap, tag: ETag, control: &'static str, make: impl FnOnce() -> Answer) -> Answer {
    let mut response = if tag.is_held(headers) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        make()?
    };
    set(&mut response, header::ETAG, tag.0);
    set(&mut response, header::CACHE_CONTROL, HeaderValue::from_static(control));
    vary_by_language(&mut response);
    Ok(response)
}

/// Notes which clinic an answer is about, where the pages of some sites may read of some clinics.
pub(super) fn of_clinic(app: &App, response: &mut Response<Body>, code: &str) {
    if !app.origins.is_empty() {
        response.extensions_mut().insert(OfClinic(code.to_owned()));
    }
}

/// Says that the answer depends on the language asked for.
pub(super) fn vary_by_language(response: &mut Response<Body>) {
    set(response, header::VARY, HeaderValue::from_static("accept-language"));
}
