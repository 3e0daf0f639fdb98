//! What is kept of an answer when it is given: it is counted, and told to the log with its request's id.
//!
//! The log has one line for a request, with what went wrong inside where something did: never a query, a body, a
//! header or a path that a caller made up.

use std::cell::RefCell;
use std::time::Instant;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Response};

use super::App;
use super::metrics::{Answered, method_name};

/// The id of a request, on its way to what logs lines of its own.
#[derive(Clone)]
pub(super) struct RequestId(pub(super) HeaderValue);

impl RequestId {
    /// A span that names the request in every line of the log.
    pub(super) fn span(&self) -> tracing::Span {
        tracing::error_span!("request", request_id = self.0.to_str().unwrap_or_default())
    }
}

/// What went wrong inside, on its way to the log.
#[derive(Clone)]
pub(super) struct Cause(pub(super) String);

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Tells where this thread just panicked, so that the log says so of the request that it answered.
pub fn panicked_at(place: &str) {
    LAST_PANIC.with(|last| place.clone_into(&mut last.borrow_mut()));
}

/// Where this thread panicked last.
pub(super) fn last_panic() -> String {
    format!("it panicked at {}", LAST_PANIC.with(RefCell::take))
}

/// Counts an answer and logs it.
pub(super) fn record(
    app: &App,
    response: &mut Response<Body>,
    method: &Method,
    route: &str,
    id: &HeaderValue,
    started: Instant,
) {
    let answered = Answered {
        method: method_name(method),
        route,
        status: response.status().as_u16(),
        time: started.elapsed(),
    };
    app.metrics.requests.count(answered);
    let cause = response.extensions_mut().remove::<Cause>();
    log(answered, cause.as_ref().map(|Cause(cause)| cause.as_str()), id);
}

/// The server's own errors are errors. What changes something, and what is refused, is told as well; what was merely
/// asked and answered is counted, and told to who wants to know. So is that the server is not ready, which is asked
/// every second.
fn log(answered: Answered<'_>, cause: Option<&str>, id: &HeaderValue) {
    let Answered {
        method,
        route,
        status,
        time,
    } = answered;
    let request_id = id.to_str().unwrap_or_default();
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    if status >= 500 && route != "/readyz" {
        tracing::error!(request_id, method, route, status, micros, cause, "answered");
    } else if is_news(answered) {
        tracing::info!(request_id, method, route, status, micros, "answered");
    } else {
        tracing::debug!(request_id, method, route, status, micros, "answered");
    }
}

/// Whether an answer is told without being asked for. An estimate is not, whatever came of it: half a line is refused
/// with every letter that somebody types. Nor is what a flood is refused with: it would be a flood too.
fn is_news(answered: Answered<'_>) -> bool {
    let changes = !matches!(answered.method, "GET" | "HEAD" | "OPTIONS");
    let is_asked_often = ["/v1/estimates", "/readyz"].contains(&answered.route);
    !is_asked_often && answered.status != 429 && (changes || answered.status >= 400)
}
