use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::openapi::{ParameterProblems, ReloadProblems, ServerProblems, StaffProblems, examples};
use crate::http::record::RequestId;
use crate::http::reply::{self, Answer};
use crate::http::served::PriceListState;
use crate::http::wire::{self, FieldError, Problem, kinds};
use crate::http::{App, Served};

/// Problems of files that a refused reload names.
const NAMED_MAX: usize = 100;

/// The price lists and what is wrong with their files.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PriceLists<'a> {
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
    states(&app.served())
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
    let reading = tokio::task::spawn_blocking(move || id.span().in_scope(|| app.reload()));
    let served = reading.await.map_err(reply::internal)?;
    if served.refused.is_empty() {
        states(&served)
    } else {
        Err(refused(&served))
    }
}

fn states(served: &Served) -> Answer {
    reply::json(&PriceLists {
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
