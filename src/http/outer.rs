//! What every request goes through: one function, so that nothing is paid for twice.
//!
//! It gives the request an id, keeps visitors from what is for staff, bounds the time, catches panics, turns every
//! error into a problem, sets the headers that all answers share and logs one line: never a query, a body or a header.

use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Response};
use axum::middleware::Next;
use axum::response::IntoResponse;
use futures_util::FutureExt;

use super::App;
use super::reply::{ProblemInside, set};
use super::wire::{Problem, kinds};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a request id that a caller may choose.
const REQUEST_ID_MAX: usize = 64;

/// Headers of every answer that does not set its own.
const USUAL_HEADERS: &[(HeaderName, &str)] = &[
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// Sees a request in and its answer out.
pub(super) async fn outer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let started = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let path = route.as_ref().map_or("", MatchedPath::as_str);
    let mut response = match app.access.may_use(path, request.headers()) {
        Ok(()) => bounded(&app, next.run(request)).await,
        Err(problem) => problem.into_response(),
    };
    write_problem(&mut response, &method, &id);
    for (name, value) in USUAL_HEADERS {
        let headers = response.headers_mut();
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    log(&response, &method, path, &id, started);
    set(&mut response, REQUEST_ID, id);
    response
}

/// The answer, or the problem of one that takes too long or panics.
async fn bounded(app: &App, answer: impl Future<Output = Response<Body>>) -> Response<Body> {
    let answer = AssertUnwindSafe(answer).catch_unwind();
    let problem = match tokio::time::timeout(app.limits.answer_in, answer).await {
        Ok(Ok(response)) => return response,
        Ok(Err(_)) => Problem::new(&kinds::INTERNAL_ERROR, "The server failed while it made the answer."),
        Err(_) => {
            let seconds = app.limits.answer_in.as_secs();
            let detail = format!("The request was not complete, or not answered, within {seconds} s.");
            Problem::new(&kinds::REQUEST_TIMEOUT, detail)
        }
    };
    Box::new(problem).into_response()
}

/// Gives an error its body. One that says nothing of itself is known by its status.
fn write_problem(response: &mut Response<Body>, method: &Method, id: &HeaderValue) {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return;
    }
    let mut problem = match response.extensions_mut().remove::<ProblemInside>() {
        Some(ProblemInside(problem)) => problem,
        None => Box::new(unexplained(status.as_u16(), method, response.headers())),
    };
    if status.is_server_error() {
        problem.request_id = id.to_str().ok().map(str::to_owned);
    }
    // Strings and numbers alone: it always serialises.
    *response.body_mut() = Body::from(serde_json::to_vec(&problem).unwrap_or_default());
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let json = HeaderValue::from_static("application/problem+json");
    set(response, header::CONTENT_TYPE, json);
}

fn unexplained(status: u16, method: &Method, headers: &HeaderMap) -> Problem {
    let kind = kinds::of_status(status);
    let allow = headers.get(header::ALLOW).and_then(|allow| allow.to_str().ok());
    let detail = match (status, allow) {
        (404, _) => "Nothing is at this path; /docs shows what there is.".to_owned(),
        (405, Some(allow)) => format!("This path does not know {method}; it knows {allow}."),
        _ => kind.meaning.to_owned(),
    };
    Problem::new(kind, detail)
}

fn log(response: &Response<Body>, method: &Method, route: &str, id: &HeaderValue, started: Instant) {
    let status = response.status().as_u16();
    let request_id = id.to_str().unwrap_or_default();
    let micros = started.elapsed().as_micros();
    let method = known(method);
    if status >= 500 {
        tracing::error!(request_id, method, route, status, micros, "answered");
    } else {
        tracing::info!(request_id, method, route, status, micros, "answered");
    }
}

/// A method's name. One that HTTP does not know is the caller's own words, which are not logged.
fn known(method: &Method) -> &str {
    let methods = [
        &Method::GET,
        &Method::POST,
        &Method::HEAD,
        &Method::OPTIONS,
        &Method::PUT,
        &Method::DELETE,
        &Method::PATCH,
    ];
    if methods.contains(&method) {
        method.as_str()
    } else {
        "OTHER"
    }
}

/// The id that the caller chose where it is a sane one, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let is_sane = |id: &&HeaderValue| {
        let bytes = id.as_bytes();
        let is_plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        !bytes.is_empty() && bytes.len() <= REQUEST_ID_MAX && bytes.iter().all(is_plain)
    };
    headers.get(REQUEST_ID).filter(is_sane).cloned().unwrap_or_else(new_id)
}

/// An id that this server gives once; where it started again, most likely not twice either.
fn new_id() -> HeaderValue {
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let id = KEYS.hash_one(NEXT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::try_from(format!("{id:016x}")).unwrap_or(HeaderValue::from_static("unknown"))
}
