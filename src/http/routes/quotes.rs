use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;

use crate::http::access::Identity;
use crate::http::body::{JsonBody, MaybeJsonBody};
use crate::http::openapi::{QuoteProblems, SaveProblems, ServerProblems, examples};
use crate::http::quotes::{Writing, today, tried};
use crate::http::reply::{self, Answer};
use crate::http::wire::{
    self, Acceptance, Nothing, PageOfQuotes, Problem, Quote, QuoteRequest, QuoteSearch, QuoteSummary,
};
use crate::http::wire::{FieldError, Verification, kinds};
use crate::http::{App, verification};
use crate::money::{Currency, Money, parse_money};
use crate::store::{self, Move, Reference, Search};

/// What the head of a request that writes says.
type Head = (Method, Uri, HeaderMap);

fn writing<'a>(app: &'a App, identity: &'a Identity, head: &'a Head, body: &'a [u8]) -> Writing<'a> {
    let (method, uri, headers) = head;
    Writing {
        app,
        identity,
        headers,
        route: format!("{method} {}", uri.path()),
        body,
    }
}

fn which(reference: &str) -> Result<Reference, Box<Problem>> {
    Ok(reference.parse()?)
}

/// Saves an estimate as a quote.
///
/// For staff; for anyone where the clinic has `public_quotes`. The figures are those of this moment and never change. With the same `Idempotency-Key` and body the same
/// quote is answered again, also after a restart and after prices changed.
#[utoipa::path(
    post,
    path = "/v1/quotes",
    tag = "quotes",
    operation_id = "createQuote",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", pattern = "^[!-~]{1,200}$")),
    request_body(content = QuoteRequest, examples(
        ("one item" = (summary = "Without personal data", value = json!(examples::quote_request()))),
        ("a patient" = (summary = "With name and telephone number", value = json!(examples::quote_request_of_patient()))),
    )),
    responses(
        (status = 201, description = "The quote.", body = Quote, headers(("Location" = String, description = "Where the quote is.")), example = json!(examples::quote())),
        SaveProblems,
        ServerProblems,
    ),
)]
pub(super) async fn create_quote(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    let head = (method, uri, headers);
    let saved = writing(&app, &identity, &head, &body).save().await?;
    let mut response = created(&saved)?;
    reply::of_clinic(&app, &mut response, &saved.quote.clinic);
    // What the staff tries is not counted, so it is not looked for.
    if identity == Identity::Visitor
        && let Some(tried) = tried(&saved.quote)
    {
        response.extensions_mut().insert(tried);
    }
    Ok(response)
}

fn created(saved: &store::Saved) -> Answer {
    // As it was when it was made: a caller that asks again gets the same answer.
    let mut response = reply::json(&Quote::new(&saved.quote, saved.quote.state))?;
    *response.status_mut() = StatusCode::CREATED;
    let location = format!("/v1/quotes/{}", saved.quote.reference);
    reply::set(
        &mut response,
        header::LOCATION,
        HeaderValue::try_from(location).map_err(reply::internal)?,
    );
    Ok(response)
}

/// A quote by its reference.
///
/// An open quote past its last day reads `expired`. A reference that can't be right is told from one that is not there.
#[utoipa::path(
    get,
    path = "/v1/quotes/{reference}",
    tag = "quotes",
    operation_id = "getQuote",
    params(("reference" = String, Path, description = "As it was said: case, blanks and hyphens do not matter.", example = "K7Q-4MXR")),
    responses(
        (status = 200, description = "The quote.", body = Quote, example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_quote(State(app): State<Arc<App>>, Path(reference): Path<String>) -> Answer {
    let quote = app.store()?.get(which(&reference)?).await?;
    shown_today(&app, &quote)
}

fn shown_today(app: &App, quote: &store::Quote) -> Answer {
    reply::json(&Quote::new(quote, quote.state_on(today(app, &quote.clinic))))
}

/// Finds quotes.
///
/// Newest first, in pages. What is looked for stands in the body, so that no personal data is in an address.
#[utoipa::path(
    post,
    path = "/v1/quotes/search",
    tag = "quotes",
    operation_id = "searchQuotes",
    request_body(content = QuoteSearch, examples(
        ("a caller" = (summary = "By telephone number", value = json!({ "phone": "050-1234567" }))),
    )),
    responses(
        (status = 200, description = "A page of quotes.", body = PageOfQuotes, example = json!(examples::page_of_quotes())),
        SaveProblems,
        ServerProblems,
    ),
)]
pub(super) async fn search_quotes(State(app): State<Arc<App>>, JsonBody(body): JsonBody) -> Answer {
    let search = search(&app, wire::search_asked(&body)?)?;
    let today = search.today;
    let page = app.store()?.search(search).await?;
    reply::json(&PageOfQuotes {
        quotes: page
            .quotes
            .iter()
            .map(|quote| QuoteSummary::new(quote, today))
            .collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    })
}

/// What is looked for, with days as moments at the clinic.
fn search(app: &App, sought: wire::Sought) -> Result<Search, Box<Problem>> {
    let served = app.served();
    let clinic = served
        .clinics
        .find(sought.clinic.as_deref())
        .map_err(|error| Box::new(Problem::of(vec![error])))?;
    let (code, zone) = (clinic.list().code(), &clinic.list().clinic().time_zone);
    let start = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|start| start.timestamp());
    Ok(Search {
        phone: sought.phone,
        name: sought.name,
        state: sought.state,
        treatment: sought.treatment,
        created_by: sought.created_by,
        from: sought.from.and_then(start),
        before: sought.to.and_then(|day| day.tomorrow().ok()).and_then(start),
        limit: sought.limit,
        after: sought.after,
        ..Search::all(code, today(app, code))
    })
}

/// The patient takes an open quote.
///
/// A definite price is accepted as it is; a range with an `agreed_total` within it, which is kept beside the figures. Of two moves at once exactly one is done.
#[utoipa::path(
    post,
    path = "/v1/quotes/{reference}/accept",
    tag = "quotes",
    operation_id = "acceptQuote",
    params(("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR"), ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", pattern = "^[!-~]{1,200}$")),
    request_body(content = Acceptance, examples(
        ("a range" = (summary = "With what was agreed on", value = json!({ "agreed_total": "15000.00" }))),
    )),
    responses(
        (status = 200, description = "The quote.", body = Quote, example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn accept_quote(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Path(reference): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    MaybeJsonBody(body): MaybeJsonBody,
) -> Answer {
    let reference = which(&reference)?;
    let agreed_total = match wire::agreed_total(&body)? {
        None => None,
        Some(text) => Some(money(&app, reference, &text).await?),
    };
    let head = (method, uri, headers);
    let wanted = Move::Accept { agreed_total };
    moved(&writing(&app, &identity, &head, &body).apply(reference, wanted).await?)
}

/// An amount in a quote's currency.
async fn money(app: &App, reference: Reference, text: &str) -> Result<Money, Box<Problem>> {
    let quote = app.store()?.get(reference).await?;
    let currency = Currency::from_code(&quote.currency).ok_or_else(|| reply::internal("a currency of a kept quote"))?;
    parse_money(text, currency).map_err(|error| {
        let error = FieldError::new(
            "/agreed_total",
            kinds::INVALID_AMOUNT.code,
            format!("This is no amount: {error}."),
        );
        Box::new(Problem::of(vec![error]))
    })
}

fn moved(quote: &store::Quote) -> Answer {
    reply::json(&Quote::new(quote, quote.state))
}

/// The patient does not want an open quote.
///
/// Of two moves at once exactly one is done.
#[utoipa::path(
    post,
    path = "/v1/quotes/{reference}/decline",
    tag = "quotes",
    operation_id = "declineQuote",
    params(("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR"), ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", pattern = "^[!-~]{1,200}$")),
    request_body(content = Nothing, examples(("nothing" = (summary = "The body may be left out", value = json!({}))))),
    responses(
        (status = 200, description = "The quote.", body = Quote, example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn decline_quote(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Path(reference): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    MaybeJsonBody(body): MaybeJsonBody,
) -> Answer {
    wire::nothing(&body)?;
    let head = (method, uri, headers);
    moved(
        &writing(&app, &identity, &head, &body)
            .apply(which(&reference)?, Move::Decline)
            .await?,
    )
}

/// The clinic takes an open quote back.
///
/// Of two moves at once exactly one is done.
#[utoipa::path(
    post,
    path = "/v1/quotes/{reference}/withdraw",
    tag = "quotes",
    operation_id = "withdrawQuote",
    params(("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR"), ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", pattern = "^[!-~]{1,200}$")),
    request_body(content = Nothing, examples(("nothing" = (summary = "The body may be left out", value = json!({}))))),
    responses(
        (status = 200, description = "The quote.", body = Quote, example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn withdraw_quote(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Path(reference): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    MaybeJsonBody(body): MaybeJsonBody,
) -> Answer {
    wire::nothing(&body)?;
    let head = (method, uri, headers);
    moved(
        &writing(&app, &identity, &head, &body)
            .apply(which(&reference)?, Move::Withdraw)
            .await?,
    )
}

/// Saves a quote in place of an open or expired one.
///
/// The old one becomes `superseded` in the same moment. Personal data and note are taken over where none are given.
#[utoipa::path(
    post,
    path = "/v1/quotes/{reference}/revisions",
    tag = "quotes",
    operation_id = "reviseQuote",
    params(("reference" = String, Path, description = "The old quote.", example = "K7Q-4MXR"), ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters, chosen by the caller: the same request is done once.", pattern = "^[!-~]{1,200}$")),
    request_body(content = QuoteRequest, examples(
        ("one item" = (summary = "Other sessions", value = json!(examples::quote_request()))),
    )),
    responses(
        (status = 201, description = "The new quote.", body = Quote, headers(("Location" = String, description = "Where the quote is.")), example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn revise_quote(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Path(reference): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    let head = (method, uri, headers);
    created(
        &writing(&app, &identity, &head, &body)
            .revise(which(&reference)?)
            .await?,
    )
}

/// Whether a quote still comes to the same figures.
///
/// Prices the kept request again, with the date and counts that it had, from the price list that it was made with.
#[utoipa::path(
    get,
    path = "/v1/quotes/{reference}/verification",
    tag = "quotes",
    operation_id = "verifyQuote",
    params(("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR")),
    responses(
        (status = 200, description = "What it comes to.", body = Verification, example = json!(examples::verification())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn verify_quote(State(app): State<Arc<App>>, Path(reference): Path<String>) -> Answer {
    let store = app.store()?;
    let quote = store.get(which(&reference)?).await?;
    let kept = store.price_list(&quote.clinic, &quote.price_list).await;
    let kept = kept.map_err(|error| match error {
        store::Error::NotFound => Box::new(Problem::new(
            &kinds::PRICE_LIST_NOT_FOUND,
            "The price list that the quote was made with is not kept here, so it can't be priced again. Its figures stand.",
        )),
        error => error.into(),
    })?;
    let verified = tokio::task::spawn_blocking(move || verification::verified(&quote, kept));
    reply::json(&verified.await.map_err(reply::internal)??)
}

/// Erases the personal data of a quote.
///
/// Name, telephone number, e-mail address and note; the figures stay. A second time changes nothing.
#[utoipa::path(
    delete,
    path = "/v1/quotes/{reference}/patient",
    tag = "quotes",
    operation_id = "erasePatient",
    params(("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR")),
    responses(
        (status = 200, description = "The quote without personal data.", body = Quote, example = json!(examples::quote())),
        QuoteProblems,
        ServerProblems,
    ),
)]
pub(super) async fn erase_patient(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Path(reference): Path<String>,
) -> Result<Response, Box<Problem>> {
    let erased = app
        .store()?
        .erase_patient(which(&reference)?, app.now(), identity.name())
        .await?;
    shown_today(&app, &erased)
}
