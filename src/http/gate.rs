//! What a request must pass before its route sees it: form, questions of browsers, who sent it, how often it comes.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode, Version, header};
use axum::response::IntoResponse;

use super::App;
use super::access::{Access, Identity, SESSION, identify, shows_unknown};
use super::answers::Told;
use super::client::{Client, is_forwarded};
use super::limits::{Refused, Short, Tried, Watch};
use super::reply::ProblemInside;
use super::wire::{Problem, kinds};

/// Bytes of path and query; a longer one than some 64 KiB would get no problem, but a bare answer of the library's.
const URI_BYTES_MAX: usize = 16 * 1024;

/// Links of patients: their tokens can't be guessed, and are not to be tried.
const LINKS: &str = "/q/";

/// Why a request goes no further.
enum Stopped {
    Problem(Box<Problem>),
    TooSoon(Refused),
    /// It was a browser's question, and this is the answer.
    Answered(Box<Response<Body>>),
}

/// A request that may go on.
struct Passed {
    identity: Identity,
    short: Option<Short>,
}

/// Lets a request through to what answers it, or answers it.
pub(super) async fn pass<A>(
    app: &App,
    head: Parts,
    route: &str,
    client: Client,
    answer: impl FnOnce(Parts, Identity) -> A,
) -> Response<Body>
where
    A: Future<Output = Response<Body>>,
{
    let Passed { identity, short } = match passed(app, &head, route, client).await {
        Ok(passed) => passed,
        Err(stopped) => return stopped.into_response(),
    };
    let is_staff = matches!(identity, Identity::Staff(_));
    let is_saving = is_saving(&head.method, route);
    let mut response = answer(head, identity).await;
    if let Some(watch) = app.watch.as_ref().filter(|_| !is_staff) {
        response = judged(watch, route, client, response);
        if is_saving && response.status() != StatusCode::CREATED {
            watch.not_saved(client.address);
        }
    }
    if let Some(Told(answered)) = response.extensions_mut().remove() {
        app.metrics.priced(&answered.clinic, &answered.treatments);
    }
    if let Some(short) = short {
        short.tell(&mut response);
    }
    response
}

async fn passed(app: &App, request: &Parts, route: &str, client: Client) -> Result<Passed, Stopped> {
    well_formed(request)?;
    let (method, head) = (&request.method, &request.headers);
    if method == Method::OPTIONS
        && let Some(answer) = app.origins.preflight(method, route, head)
    {
        asks(app, head, client)?;
        return Err(Stopped::Answered(Box::new(answer?)));
    }
    let is_unknown = app.watch.is_some() && shows_unknown(app, head, client);
    if is_unknown || route.starts_with(LINKS) || (method == Method::POST && route == SESSION) {
        may_try(app, client)?;
    }
    let identity = match identify(app, method, route, head, client).await {
        Ok(identity) => identity,
        Err(problem) => {
            if let Some(watch) = app.watch.as_ref().filter(|_| problem.code == kinds::UNKNOWN_KEY.code) {
                watch.missed(client.address);
            }
            asks(app, head, client)?;
            return Err(problem.into());
        }
    };
    let short = match &identity {
        Identity::Visitor => {
            if is_saving(method, route) {
                // A quote tells of its promo code, and is saved before that can be looked at.
                may_try(app, client)?;
            }
            asks(app, head, client)?.or(saves(app, method, route, client)?)
        }
        // Whoever is at this machine needs no flood to do harm.
        Identity::Staff(_) if app.access() == Access::ThisMachineIsStaff => None,
        Identity::Staff(_) => match &app.watch {
            Some(watch) => watch.works(client.address)?,
            None => None,
        },
    };
    Ok(Passed { identity, short })
}

/// Refuses what no route is to see.
fn well_formed(request: &Parts) -> Result<(), Box<Problem>> {
    let bytes = request.uri.path_and_query().map_or(0, |uri| uri.as_str().len());
    if bytes > URI_BYTES_MAX {
        let detail = format!("The path and the query have more than {URI_BYTES_MAX} bytes: send a body instead.");
        return Err(Box::new(Problem::new(&kinds::URI_TOO_LONG, detail)));
    }
    let mut hosts = request.headers.get_all(header::HOST).iter();
    let detail = match (hosts.next(), hosts.next()) {
        (None, _) if request.version == Version::HTTP_11 => "The header “Host” is missing, which HTTP/1.1 needs.",
        // Which one would count would be for each who reads it to choose.
        (_, Some(_)) => "The header “Host” is there more than once.",
        _ => return Ok(()),
    };
    Err(Box::new(Problem::new(&kinds::BAD_REQUEST, detail)))
}

fn asks(app: &App, head: &HeaderMap, client: Client) -> Result<Option<Short>, Stopped> {
    let Some(watch) = &app.watch else { return Ok(None) };
    watch.asks(client.address).map_err(|refused| {
        tell_of_unknown_proxy(app, head, client);
        refused.into()
    })
}

fn saves(app: &App, method: &Method, route: &str, client: Client) -> Result<Option<Short>, Stopped> {
    match &app.watch {
        Some(watch) if is_saving(method, route) => Ok(watch.saves(client.address)?),
        _ => Ok(None),
    }
}

fn is_saving(method: &Method, route: &str) -> bool {
    method == Method::POST && route == "/v1/quotes"
}

fn may_try(app: &App, client: Client) -> Result<(), Stopped> {
    match &app.watch {
        Some(watch) => Ok(watch.may_try(client.address)?),
        None => Ok(()),
    }
}

/// Keeps back an answer that tells whether a secret was right from whoever tried too many.
fn judged(watch: &Watch, route: &str, client: Client, response: Response<Body>) -> Response<Body> {
    let Some(tried) = tried(route, &response) else {
        return response;
    };
    if let Err(refused) = watch.may_try(client.address) {
        return refused.into_response();
    }
    if tried == Tried::Miss {
        watch.missed(client.address);
    }
    response
}

fn tried(route: &str, response: &Response<Body>) -> Option<Tried> {
    if route.starts_with(LINKS) && response.status() == StatusCode::NOT_FOUND {
        return Some(Tried::Miss);
    }
    if let Some(ProblemInside(problem)) = response.extensions().get() {
        let is_miss = problem.code == kinds::UNKNOWN_KEY.code;
        return is_miss.then_some(Tried::Miss);
    }
    response.extensions().get().copied()
}

/// Says once that visitors behind a proxy are counted as one address, when one of them is refused for it.
fn tell_of_unknown_proxy(app: &App, head: &HeaderMap, client: Client) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if is_forwarded(head) && !app.proxies().trusts(client.address) && !TOLD.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            proxy = %client.address,
            "requests are refused that came through a proxy which is not trusted: all its visitors are counted as one \
             address. mesoquote serve --trusted-proxy names it"
        );
    }
}

impl From<Box<Problem>> for Stopped {
    fn from(problem: Box<Problem>) -> Self {
        Self::Problem(problem)
    }
}

impl From<Refused> for Stopped {
    fn from(refused: Refused) -> Self {
        Self::TooSoon(refused)
    }
}

impl IntoResponse for Stopped {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::Problem(problem) => problem.into_response(),
            Self::TooSoon(refused) => refused.into_response(),
            Self::Answered(response) => *response,
        }
    }
}
