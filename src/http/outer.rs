//! What every request goes through: one function, so that nothing is paid for twice.
//!
//! It gives the request an id, lets it through the gate, bounds the time, catches panics, turns every error into a
//! problem, sets the headers that all answers share and logs one line: never a query, a body or a header.

use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use futures_util::FutureExt;
use hyper::body::Incoming;

use super::App;
use super::access::Identity;
use super::client::{Client, Peer};
use super::gate::pass;
use super::record::{self, Cause, RequestId};
use super::reply::{ProblemInside, ShownAsItIs, set};
use super::routes::create_estimate;
use super::wire::{Problem, kinds};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const LENIENT: &str = "handling=lenient";
/// The route that has a way of its own.
const ESTIMATES: &str = "/v1/estimates";
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

/// Headers of every page: it stands alone, and asks the browser for none of what it can do.
const PAGE_HEADERS: &[(&str, &str)] = &[
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Sees a request in to its route, and its answer out.
pub(super) async fn outer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let path = route.as_ref().map_or("", MatchedPath::as_str);
    let peer = request.extensions().get().copied();
    let (head, body) = request.into_parts();
    seen(&app, head, path, peer, |mut head, seen| {
        head.extensions.insert(seen.id);
        head.extensions.insert(seen.client);
        head.extensions.insert(seen.identity);
        next.run(Request::from_parts(head, body))
    })
    .await
}

/// The same for the one route that is asked for far more often than all others: to find it among them, through a box for
/// each layer, would take as long as its answer.
pub(super) async fn estimate(app: Arc<App>, peer: Peer, request: axum::http::Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let app = &*app;
    let is_lenient = prefers_leniency(&head.headers);
    let response = seen(app, head, ESTIMATES, Some(peer), async |head, seen| {
        let mut response = match create_estimate(app, &seen.identity, &head.headers, body).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        };
        // Told elsewhere by what compresses.
        set(
            &mut response,
            header::VARY,
            HeaderValue::from_static("accept-language, accept-encoding"),
        );
        response
    });
    let mut response = response.await;
    if is_lenient && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = StatusCode::OK;
        set(&mut response, PREFERENCE_APPLIED, HeaderValue::from_static(LENIENT));
    }
    response
}

/// Whether a request is for [`estimate`].
pub(super) fn is_estimate<B>(request: &axum::http::Request<B>) -> bool {
    request.method() == Method::POST && request.uri().path() == ESTIMATES
}

/// What is known of a request when it is let through.
struct Seen {
    id: RequestId,
    client: Client,
    identity: Identity,
}

async fn seen<A>(
    app: &App,
    head: Parts,
    path: &str,
    peer: Option<Peer>,
    answer: impl FnOnce(Parts, Seen) -> A,
) -> Response<Body>
where
    A: Future<Output = Response<Body>>,
{
    let started = Instant::now();
    let id = request_id(&head.headers);
    let method = head.method.clone();
    let client = Client::of(peer, &head.headers, app.proxies());
    let origin = head.headers.get(header::ORIGIN).cloned();
    let answer = |head, identity| {
        let id = RequestId(id.clone());
        answer(head, Seen { id, client, identity })
    };
    let mut response = bounded(app, pass(app, head, path, client, answer)).await;
    write_problem(&mut response, &method, &id);
    app.origins.let_read(path, origin.as_ref(), &mut response);
    protect(app, path, client, &mut response);
    record::record(app, &mut response, &method, path, &id, started);
    set(&mut response, REQUEST_ID, id);
    response
}

/// Whether what can't be priced is asked for with 200, as an answer like others (`Prefer: handling=lenient`, RFC 7240). A
/// browser notes each 422 as an error, and at the desk half a word is none.
fn prefers_leniency(headers: &HeaderMap) -> bool {
    let preferences = headers.get_all(PREFER).iter().filter_map(|value| value.to_str().ok());
    let mut each = preferences.flat_map(|value| value.split(','));
    each.any(|preference| preference.trim().eq_ignore_ascii_case(LENIENT))
}

/// The headers that protect whoever reads the answer, where it does not set its own.
fn protect(app: &App, route: &str, client: Client, response: &mut Response<Body>) {
    let headers = response.headers_mut();
    for (name, value) in USUAL_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What the pages of any site may read they may also show.
    let is_for_all = headers
        .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        .is_some_and(|value| value == "*");
    let readers = if is_for_all { "cross-origin" } else { "same-origin" };
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static(readers));
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_page {
        for (name, value) in PAGE_HEADERS {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        app.origins.let_frame(route, response);
    }
    if client.is_encrypted {
        let value = HeaderValue::from_static("max-age=31536000");
        set(response, header::STRICT_TRANSPORT_SECURITY, value);
    }
}

/// The answer, or the problem of one that takes too long or panics.
async fn bounded(app: &App, answer: impl Future<Output = Response<Body>>) -> Response<Body> {
    // Pinned where it is: it is large, and would else be moved into each of what holds it.
    let answer = pin!(answer);
    let answer = AssertUnwindSafe(answer).catch_unwind();
    let problem = match tokio::time::timeout(app.limits.answer_in, answer).await {
        Ok(Ok(response)) => return response,
        Ok(Err(_)) => {
            let problem = Problem::new(&kinds::INTERNAL_ERROR, "The server failed while it made the answer.");
            problem.caused_by(record::last_panic())
        }
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
    if response.extensions_mut().remove::<ShownAsItIs>().is_some() {
        return;
    }
    let mut problem = match response.extensions_mut().remove::<ProblemInside>() {
        Some(ProblemInside(problem)) => problem,
        None => Box::new(unexplained(status.as_u16(), method)),
    };
    if status.is_server_error() {
        problem.request_id = id.to_str().ok().map(str::to_owned);
    }
    if let Some(cause) = problem.cause.take() {
        response.extensions_mut().insert(Cause(cause));
    }
    if let Some((name, value)) = header_of(&problem) {
        set(response, name, HeaderValue::from_static(value));
    }
    *response.body_mut() = Body::from(problem.to_json());
    response.headers_mut().remove(header::CONTENT_LENGTH);
    let json = HeaderValue::from_static("application/problem+json");
    set(response, header::CONTENT_TYPE, json);
}

/// The header that goes along with some problems.
fn header_of(problem: &Problem) -> Option<(HeaderName, &'static str)> {
    match problem.status {
        401 => Some((header::WWW_AUTHENTICATE, "Bearer")),
        // By then a database has been restarted, or it takes longer.
        503 => Some((header::RETRY_AFTER, "5")),
        _ => None,
    }
}

fn unexplained(status: u16, method: &Method) -> Problem {
    let kind = kinds::of_status(status);
    let detail = match status {
        404 => "Nothing is at this path; /docs shows what there is.".to_owned(),
        405 => format!("This path does not know {method}; the header “Allow” names what it knows."),
        _ => kind.meaning.to_owned(),
    };
    Problem {
        status,
        ..Problem::new(kind, detail)
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use serde_json::Value;
    use tower::ServiceExt;

    use super::*;
    use crate::http::{Access, Limits, Served};

    async fn answer(path: &str, headers: &[(&str, &str)]) -> (Response<Body>, Value) {
        let limits = Limits {
            answer_in: Duration::from_millis(20),
            ..Limits::USUAL
        };
        let app = App::new(Served::default(), Arc::new(Served::clone), Access::ByKey).with_limits(limits);
        let app = Arc::new(app);
        let router = Router::new()
            .route("/panics", get(panics))
            .route("/never", get(std::future::pending::<()>))
            .route(
                "/unexplained",
                get(|| async { (StatusCode::SERVICE_UNAVAILABLE, "secret: db-7") }),
            )
            .route("/v1/price-lists", get(|| async {}))
            .layer(from_fn_with_state(Arc::clone(&app), outer))
            .with_state(app);
        let mut request = axum::http::Request::get(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let body = std::mem::take(response.body_mut());
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (response, serde_json::from_slice(&body).unwrap_or_default())
    }

    async fn panics() {
        let secret = "secret";
        panic!("{secret} of the inside");
    }

    #[tokio::test]
    async fn errors_of_the_server_carry_a_request_id_and_nothing_of_the_inside() {
        for (path, status, code) in [
            ("/panics", 500, "internal_error"),
            ("/unexplained", 503, "internal_error"),
            ("/never", 408, "request_timeout"),
            ("/v1/price-lists", 403, "staff_only"),
        ] {
            let (response, problem) = answer(path, &[("x-request-id", "call-7")]).await;
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers()["content-type"], "application/problem+json", "{path}");
            assert_eq!(response.headers()["x-request-id"], "call-7", "{path}");
            assert_eq!(
                (&problem["code"], &problem["status"]),
                (&code.into(), &status.into()),
                "{path}"
            );
            assert_eq!(problem["request_id"] == "call-7", status >= 500, "{path}");
            assert!(!problem.to_string().contains("secret"), "{problem}");
        }
    }

    #[tokio::test]
    async fn an_odd_request_id_is_not_taken_over() {
        let long = "x".repeat(65);
        for odd in ["", "a b", "a\"b", "é", long.as_str()] {
            let (response, _) = answer("/nothing", &[("x-request-id", odd)]).await;
            let id = response.headers()["x-request-id"].to_str().unwrap();
            assert_eq!(id.len(), 16, "{odd} became {id}");
        }
    }

    #[tokio::test]
    async fn every_request_has_an_id_of_its_own() {
        let (one, _) = answer("/nothing", &[]).await;
        let (other, _) = answer("/nothing", &[]).await;
        assert_ne!(one.headers()["x-request-id"], other.headers()["x-request-id"]);
    }
}
