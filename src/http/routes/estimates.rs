use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};

use crate::estimate::PromoOutcome;
use crate::http::access::Identity;
use crate::http::body::JsonBody;
use crate::http::limits::Tried;
use crate::http::openapi::{BodyProblems, EstimateParameters, QueryProblems, ServerProblems, examples};
use crate::http::reply::{self, Answer, ETag};
use crate::http::wire::{Asked, Estimate, EstimateRequest};
use crate::http::{App, Priced, Settled};
use crate::price_list::Who;

/// Prices a request.
///
/// Nothing is kept. All that is wrong with a request is reported at once, each with a pointer to what is to be changed. Staff may price
/// another day than today, and is offered discounts that others are not.
#[utoipa::path(
    post,
    path = "/v1/estimates",
    tag = "estimates",
    operation_id = "createEstimate",
    request_body(content = EstimateRequest, description = "What is to be priced.", examples(
        ("text" = (summary = "As it is said on the telephone", value = json!(examples::text()))),
        ("one item" = (summary = "Ten sessions or more", value = json!(examples::one_item()))),
        ("everything" = (summary = "Two areas with all that can go with them", value = json!(examples::everything()))),
    )),
    responses(
        (status = 200, description = "The estimate.", body = Estimate, example = json!(examples::estimate())),
        BodyProblems,
        ServerProblems,
    ),
)]
pub(super) async fn create_estimate(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    let served = app.served();
    let asked = Asked::from_json(&body)?;
    let priced = Priced::new(&served.clinics, asked, app.caller(&identity, &headers))?;
    app.metrics.priced(&priced);
    let mut response = reply::json_text(priced.to_json()?);
    reply::vary_by_language(&mut response);
    mark(&app, &mut response, &priced);
    Ok(response)
}

/// Prices one item.
///
/// The answer may be cached: it has an `ETag` of price list version, date and query. `+` in a query means a blank: ten sessions or more are written `sessions=10%2B`.
#[utoipa::path(
    get,
    path = "/v1/estimates",
    tag = "estimates",
    operation_id = "getEstimate",
    params(EstimateParameters),
    responses(
        (status = 200, description = "The estimate.", body = Estimate, example = json!(examples::estimate())),
        (status = 304, description = "The caller has this estimate already."),
        QueryProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_estimate(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let served = app.served();
    let query = query.unwrap_or_default();
    let asked = Asked::from_query(&query)?;
    let caller = app.caller(&identity, &headers);
    let settled = Settled::new(&served.clinics, asked, caller)?;
    if settled.is_refused() {
        // Priced all the same, so that all that is wrong is told at once.
        return settled
            .priced()
            .and_then(|priced| priced.to_json())
            .map(reply::json_text);
    }
    let (list, on) = (settled.list, settled.on.to_string());
    let language = list.clinic().tag(settled.language);
    // What staff sees is not for a cache that others share.
    let (who, control) = match caller.who {
        Who::Staff => ("staff", "private, no-cache"),
        Who::Anyone => ("anyone", reply::ASK_EACH_TIME),
    };
    let tag = ETag::of(&["estimate", list.code(), list.version(), &on, language, who, &query]);
    reply::cached(&headers, tag, control, || {
        let priced = settled.priced()?;
        app.metrics.priced(&priced);
        let mut response = reply::json_text(priced.to_json()?);
        mark(&app, &mut response, &priced);
        Ok(response)
    })
}

/// Notes on an answer what those need to know through whom it goes out, and its language.
fn mark(app: &App, response: &mut axum::response::Response, priced: &Priced<'_>) {
    if let Some(outcome) = priced.estimate.low.promo_code {
        let is_code = outcome != PromoOutcome::NotValid;
        let tried = if is_code { Tried::Hit } else { Tried::Miss };
        response.extensions_mut().insert(tried);
    }
    reply::of_clinic(app, response, priced.list.code());
    if let Ok(tag) = HeaderValue::from_str(priced.list.clinic().tag(priced.language)) {
        reply::set(response, header::CONTENT_LANGUAGE, tag);
    }
}
