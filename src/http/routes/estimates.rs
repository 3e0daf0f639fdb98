use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::{BoxError, Extension};

use crate::http::access::Identity;
use crate::http::answers::{Answered, Question, Told};
use crate::http::body::read_json;
use crate::http::openapi::{BodyProblems, EstimateParameters, QueryProblems, ServerProblems, examples};
use crate::http::reply::{self, Answer, ETag};
use crate::http::wire::{Asked, Estimate, EstimateRequest};
use crate::http::{App, Priced, Settled};
use crate::price_list::Who;

/// Prices a request.
///
/// Nothing is kept. All that is wrong with a request is reported at once, each with a pointer to what is to be changed. Staff may price
/// another day than today, and is offered discounts that others are not.
///
/// With `Prefer: handling=lenient` (RFC 7240) what can't be priced is answered with 200 and the same problem, its `status` still 422: for
/// pages that ask at each key, whose browsers note each 422 as an error.
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
pub(super) async fn post_estimate(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    create_estimate(&app, &identity, &headers, body).await
}

/// What is answered to a request with these headers and this body.
pub(in crate::http) async fn create_estimate<B>(app: &App, identity: &Identity, headers: &HeaderMap, body: B) -> Answer
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let body = read_json(headers, body, app.limits.body_bytes_max).await?;
    let served = app.served();
    let caller = app.caller(identity, headers);
    let (answers, question) = (served.clinics.answers(), Question::new(caller, &body));
    let given = question.and_then(|question| answers.given(question, caller.now));
    let answer = if let Some(answer) = given {
        answer
    } else {
        let priced = Priced::new(&served.clinics, Asked::from_json(&body)?, caller)?;
        let answer = Arc::new(Answered::new(&priced, caller)?);
        if let Some(question) = question {
            answers.keep(question, Arc::clone(&answer));
        }
        answer
    };
    let mut response = answered(app, headers, &answer);
    reply::vary_by_language(&mut response);
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
        let answer = Arc::new(Answered::new(&settled.priced()?, caller)?);
        Ok(answered(&app, &headers, &answer))
    })
}

/// The answer with what those need to know of it through whom it goes out, and its language. It is counted, here or when it is let out.
fn answered(app: &App, headers: &HeaderMap, answer: &Arc<Answered>) -> axum::response::Response {
    let small = reply::takes(headers, "gzip").then(|| answer.gzip()).flatten();
    let is_small = small.is_some();
    let mut response = reply::json_text(small.unwrap_or(&answer.json).clone());
    if is_small {
        reply::set(
            &mut response,
            header::CONTENT_ENCODING,
            HeaderValue::from_static("gzip"),
        );
    }
    match answer.tried {
        None => app.metrics.priced(&answer.clinic, &answer.treatments),
        Some(tried) => {
            response.extensions_mut().insert(tried);
            response.extensions_mut().insert(Told(Arc::clone(answer)));
        }
    }
    reply::of_clinic(app, &mut response, &answer.clinic);
    reply::set(&mut response, header::CONTENT_LANGUAGE, answer.language.clone());
    response
}
