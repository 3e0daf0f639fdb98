use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::access::Identity;
use crate::http::body::PriceListBody;
use crate::http::candidates::{self, Candidate};
use crate::http::openapi::{
    HistoryProblems, ParameterProblems, PublishProblems, ReloadProblems, SaveProblems, ServerProblems, StaffProblems,
    examples,
};
use crate::http::quotes::Writing;
use crate::http::record::RequestId;
use crate::http::reply::{self, Answer};
use crate::http::served::PriceListState;
use crate::http::wire::{
    self, CheckedPriceList, FieldError, PriceListCandidate, Problem, PublishedPriceList, PublishingHistory, kinds,
};
use crate::http::{App, Served};

/// Problems of files that a refused reload names.
const NAMED_MAX: usize = 100;

/// The price lists and what is wrong with their files.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "as on the wire")]
pub(in crate::http) struct PriceLists<'a> {
    /// Whether lists can be published here: the server was not told of a folder.
    can_publish: bool,
    /// Whether a folder on the server's disk can be looked at.
    has_folder: bool,
    /// In order of the clinics' codes.
    price_lists: Vec<PriceListState<'a>>,
}

/// Which version of each price list is in force.
///
/// Where the files on disk are refused, it says what is wrong with them.
#[utoipa::path(
    get,
    path = "/v1/price-lists",
    tag = "price lists",
    operation_id = "listPriceLists",
    responses(
        (status = 200, description = "The price lists.", body = PriceLists, example = json!(examples::price_lists())),
        ParameterProblems,
        StaffProblems,
        ServerProblems,
    ),
)]
pub(super) async fn list_price_lists(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    wire::no_parameters(query.as_deref())?;
    states(&app, &app.served())
}

/// Reads the price lists on disk anew.
///
/// The server also does so by itself when they change. Each list is checked whole before it takes effect. One that is refused leaves the one before in force; what is
/// wrong with it is told in `errors`, and by `GET /v1/price-lists`.
#[utoipa::path(
    post,
    path = "/v1/price-lists/reload",
    tag = "price lists",
    operation_id = "reloadPriceLists",
    responses(
        (status = 200, description = "The price lists on disk are in force.", body = PriceLists, example = json!(examples::price_lists_in_force())),
        ReloadProblems,
        ServerProblems,
    ),
)]
pub(super) async fn reload_price_lists(
    State(app): State<Arc<App>>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
) -> Answer {
    wire::no_parameters(query.as_deref())?;
    let reloaded = Arc::clone(&app);
    let reading = tokio::task::spawn_blocking(move || id.span().in_scope(|| reloaded.reload()));
    let served = reading.await.map_err(reply::internal)?;
    if served.refused.is_empty() {
        states(&app, &served)
    } else {
        Err(refused(&served))
    }
}

/// What a price list is worth, and what it would do.
///
/// Nothing is kept and nothing takes effect. The list comes as files, as a kept version, or from the folder on the server's disk. A list that is refused is answered with 200
/// and its `errors`; a good one with every course whose total would move today, and how many open quotes stay as they are.
#[utoipa::path(
    post,
    path = "/v1/price-lists/check",
    tag = "price lists",
    operation_id = "checkPriceList",
    request_body(content = PriceListCandidate, examples(
        ("files" = (summary = "Files of a folder", value = json!(examples::price_list_files()))),
        ("disk" = (summary = "What lies on the server's disk", value = json!({ "on_disk": true }))),
    )),
    responses(
        (status = 200, description = "What it is worth.", body = CheckedPriceList, example = json!(examples::checked_price_list())),
        HistoryProblems,
        SaveProblems,
        ServerProblems,
    ),
)]
pub(super) async fn check_price_list(State(app): State<Arc<App>>, PriceListBody(body): PriceListBody) -> Answer {
    let candidate = Candidate::of(&app, wire::candidate_asked(&body)?).await?;
    let open_quotes = candidate.open_quotes(&app).await;
    let telling = tokio::task::spawn_blocking(move || candidate.told(&app, open_quotes));
    telling.await.map_err(reply::internal)?
}

/// Puts a price list in force.
///
/// It is checked whole, kept in the database and in force here when the answer is given, in other processes within seconds. A kept `version` goes back to it. Open quotes stay
/// as they are. With `instead_of` nothing is published where another version is in force by now.
#[utoipa::path(
    post,
    path = "/v1/price-lists/publish",
    tag = "price lists",
    operation_id = "publishPriceList",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", max_length = 200)),
    request_body(content = PriceListCandidate, examples(
        ("disk" = (summary = "What lies on the server's disk", value = json!({ "on_disk": true }))),
        ("version" = (summary = "Back to a kept version", value = json!(examples::kept_price_list()))),
    )),
    responses(
        (status = 200, description = "It is in force.", body = PublishedPriceList, example = json!(examples::published_price_list())),
        PublishProblems,
        SaveProblems,
        ServerProblems,
    ),
)]
pub(super) async fn publish_price_list(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    PriceListBody(body): PriceListBody,
) -> Answer {
    candidates::may_publish(&app)?;
    let writing = Writing {
        app: &app,
        identity: &identity,
        headers: &headers,
        route: format!("{method} {}", uri.path()),
        body: &body,
    };
    let idempotency = writing.idempotency()?;
    let mut asked = wire::candidate_asked(&body)?;
    let instead_of = asked.instead_of.take();
    let candidate = Candidate::of(&app, asked).await?;
    reply::json(&candidate.publish(&app, &identity, instead_of, idempotency).await?)
}

/// What was published for a clinic, the newest first.
///
/// Each entry can be gone back to by its version. The first one that is in force says where a clinic stands; where the server was told of a folder, none is.
#[utoipa::path(
    get,
    path = "/v1/price-lists/{clinic}/history",
    tag = "price lists",
    operation_id = "getPriceListHistory",
    params(
        ("clinic" = String, Path, description = "The clinic's code.", example = "pricing"),
        ("before" = Option<i64>, Query, description = "What `next` of the page before said.", minimum = 1),
    ),
    responses(
        (status = 200, description = "What was published.", body = PublishingHistory, example = json!(examples::publishing_history())),
        ParameterProblems,
        StaffProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_price_list_history(
    State(app): State<Arc<App>>,
    Path(clinic): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    let before = wire::page_before(query.as_deref())?;
    reply::json(&candidates::history(&app, &clinic, before).await?)
}

fn states(app: &App, served: &Served) -> Answer {
    reply::json(&PriceLists {
        can_publish: app.follows_published(),
        has_folder: app.folder().is_some(),
        price_lists: served.states(),
    })
}

fn refused(served: &Served) -> Box<Problem> {
    let problems = served.refused.iter().flat_map(|list| {
        list.problems.iter().map(|problem| {
            let (file, line, column) = (&problem.file, problem.line, problem.column);
            let (clinic, code, message, hint) = (&list.clinic, &problem.code, &problem.message, &problem.hint);
            let detail = format!("{clinic}/{file}:{line}:{column}: {message} ({code}): {hint}");
            FieldError::new("", kinds::PRICE_LIST_REFUSED.code, detail)
        })
    });
    Box::new(Problem::of(problems.take(NAMED_MAX).collect()))
}
