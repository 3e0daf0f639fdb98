//! The description of the API, OpenAPI 3.1, made from the code. It is committed as `openapi.yaml`.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::json;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, Response};
use utoipa::{IntoParams, IntoResponses, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::access::{For, RULES};
use super::routes;
use super::wire::{Include, Problem, kinds};

pub(super) mod examples;
mod links;
mod yaml;

pub use yaml::document_yaml;

/// The names of the ways in which staff shows who they are.
const STAFF_KEY: &str = "staff_key";
const STAFF_SESSION: &str = "staff_session";

/// What the document says of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "mesoquote",
        description = "Prices courses of mesotherapy and related treatments from a clinic's own tables.\n\n\
            Names are `snake_case`; amounts are strings with all of the currency's decimals, never JSON numbers; \
            dates are `YYYY-MM-DD`. Every error is `application/problem+json` (RFC 9457) with a stable `code`. \
            Every answer carries `x-request-id`: the caller's own where it sent a sane one. \
            What can't be read as HTTP at all (bytes that no path has, a length that is none, TLS on a plain port) is \
            answered with a bare 400 before the API sees it.\n\n\
            Refusals of pricing and texts are told in the language asked for, errors of form in English.",
        contact(name = "The clinic that runs this server"),
    ),
    servers((url = "/", description = "This server.")),
    tags(
        (name = "estimates", description = "What can be asked for, and what it costs. Nothing is kept."),
        (name = "quotes", description = "Estimates that were saved: found, accepted, revised, verified. For staff."),
        (name = "price lists", description = "For staff: which versions are in force."),
        (name = "operation", description = "For whoever runs the server."),
    ),
    components(schemas(Problem)),
)]
struct Whole;

/// The document.
pub fn document() -> Document {
    let described = OpenApiRouter::with_openapi(Whole::openapi()).merge(routes::described());
    links::linked(secured(described.into_openapi()))
}

/// The same with what each operation asks of its caller, from the table behind the routes.
fn secured(mut document: Document) -> Document {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A staff key, made by `mesoquote keys add NAME`. Without any key a server that listens on this machine alone \
             takes whoever reaches it directly for staff.",
        ))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(STAFF_KEY, SecurityScheme::Http(scheme));
    components.add_security_scheme(STAFF_SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie())));
    for (method, path, rule) in RULES {
        if let Some(operation) = operation(&mut document, method, path) {
            let [key, session] = [STAFF_KEY, STAFF_SESSION].map(|name| SecurityRequirement::new(name, [""; 0]));
            operation.security = Some(match rule {
                For::Staff => vec![key, session],
                // An empty requirement: without either too.
                For::Anyone | For::StaffUnlessPublic => vec![SecurityRequirement::default(), key, session],
            });
        }
    }
    document
}

/// What a browser holds that is logged in.
fn cookie() -> ApiKeyValue {
    ApiKeyValue::with_description(
        "mesoquote_session",
        "Set by `POST /v1/session`; over an encrypted connection its name begins with `__Host-`.",
    )
}

fn operation<'d>(document: &'d mut Document, method: &Method, path: &str) -> Option<&'d mut Operation> {
    let item = document.paths.paths.get_mut(path)?;
    match *method {
        Method::GET => item.get.as_mut(),
        Method::POST => item.post.as_mut(),
        Method::DELETE => item.delete.as_mut(),
        _ => None,
    }
}

/// The query of an estimate for one item.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it describes the query; the query is read by hand so that all errors are reported"
)]
pub(super) struct EstimateParameters {
    /// The clinic's code. May be left out where one clinic is served.
    #[param(max_length = 100)]
    clinic: Option<String>,
    /// The code of the treatment.
    #[param(max_length = 100, example = "mesotherapy-fat-reduction")]
    treatment: String,
    /// The code of the area.
    #[param(max_length = 100, example = "abdomen")]
    area: String,
    /// A number, `10`, a range, `3-6`, or open ended, `10+` (written `10%2B`); left out, the usual course.
    #[param(max_length = 100, pattern = r"^[0-9]+(\+|-[0-9]+)?$", example = "10+")]
    sessions: Option<String>,
    /// Codes of chosen optional extras: repeated, or parted by commas.
    #[param(max_items = 50)]
    extras: Option<Vec<String>>,
    /// A promo code; case and outer blanks do not matter.
    #[param(max_length = 100)]
    promo_code: Option<String>,
    /// The day for which to price; left out, today at the clinic. Another day than today is for staff.
    #[param(format = Date)]
    on: Option<String>,
    /// The day of the first visit: the schedule then has dates in place of day numbers.
    #[param(format = Date)]
    start: Option<String>,
    /// The language of names and texts; left out, that of `Accept-Language`, else the clinic's first.
    #[param(max_length = 100, example = "en")]
    language: Option<String>,
    /// What the estimate is to hold beside the figures: repeated, or parted by commas.
    #[param(max_items = 20, example = json!(["ladder", "schedule"]))]
    include: Option<Vec<Include>>,
}

/// The query of a catalog.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "as of the estimate's parameters")]
pub(super) struct CatalogParameters {
    /// The clinic's code. May be left out where one clinic is served.
    #[param(max_length = 100)]
    clinic: Option<String>,
    /// The language of names; left out, that of `Accept-Language`, else the clinic's first.
    #[param(max_length = 100, example = "en")]
    language: Option<String>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $kinds:expr;)*) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                $kinds.iter().map(|kind: &&kinds::Kind| (kind.status.to_string(), response(kind).into())).collect()
            }
        }
    )*};
}

problems! {
    /// Of a request with a body.
    BodyProblems: [
        &kinds::UNREADABLE_JSON, &kinds::STAFF_ONLY, &kinds::BODY_TOO_LARGE, &kinds::UNSUPPORTED_MEDIA_TYPE,
        &kinds::NOT_OFFERED,
    ];
    /// Of a request with a query.
    QueryProblems: [&kinds::UNREADABLE_QUERY, &kinds::STAFF_ONLY, &kinds::NOT_OFFERED];
    /// Of a query that does not price.
    CatalogProblems: [&kinds::UNREADABLE_QUERY, &kinds::UNKNOWN_CLINIC];
    /// Of a request that saves or searches.
    SaveProblems: [
        &kinds::UNREADABLE_JSON, &kinds::STAFF_ONLY, &kinds::BODY_TOO_LARGE, &kinds::UNSUPPORTED_MEDIA_TYPE,
        &kinds::IDEMPOTENCY_MISMATCH,
    ];
    /// Of a quote.
    QuoteProblems: [
        &kinds::UNREADABLE_JSON, &kinds::STAFF_ONLY, &kinds::QUOTE_NOT_FOUND, &kinds::STATE_CONFLICT,
        &kinds::BODY_TOO_LARGE, &kinds::UNSUPPORTED_MEDIA_TYPE, &kinds::CHECK_THE_CODE,
    ];
    /// Of the text of a quote.
    MessageProblems: [
        &kinds::UNREADABLE_QUERY, &kinds::STAFF_ONLY, &kinds::QUOTE_NOT_FOUND, &kinds::NOT_TO_BE_SENT,
        &kinds::UNKNOWN_LANGUAGE,
    ];
    /// Of a route that takes no parameters.
    ParameterProblems: [&kinds::UNREADABLE_QUERY, &kinds::UNKNOWN_FIELD];
    /// Of a route for staff.
    StaffProblems: [&kinds::STAFF_ONLY];
    /// Of logging in.
    SessionProblems: [
        &kinds::UNREADABLE_JSON, &kinds::CROSS_SITE, &kinds::BODY_TOO_LARGE, &kinds::UNSUPPORTED_MEDIA_TYPE,
        &kinds::MISSING_FIELD,
    ];
    /// Of price lists on disk.
    ReloadProblems: [&kinds::UNREADABLE_QUERY, &kinds::STAFF_ONLY, &kinds::PRICE_LIST_REFUSED];
    /// Of something that may not be kept.
    HistoryProblems: [&kinds::PRICE_LIST_NOT_FOUND];
    /// Of a price list that is to be published.
    PublishProblems: [&kinds::PRICE_LIST_NOT_FOUND, &kinds::LISTS_FROM_FOLDER];
    /// Of every route.
    ServerProblems: [
        &kinds::UNKNOWN_KEY, &kinds::REQUEST_TIMEOUT, &kinds::URI_TOO_LONG, &kinds::TOO_MANY_REQUESTS,
        &kinds::INTERNAL_ERROR, &kinds::STORE_UNAVAILABLE,
    ];
}

/// A problem as an answer, described by all kinds of its status.
fn response(kind: &'static kinds::Kind) -> Response {
    let status = kinds::ALL.iter().filter(|other| other.status == kind.status);
    let codes: Vec<String> = status.map(|other| format!("`{}`", other.code)).collect();
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .example(Some(json!(Problem::new(kind, kind.meaning))))
        .build();
    ResponseBuilder::new()
        .description(format!("{} Codes: {}.", kind.meaning, codes.join(", ")))
        .content("application/problem+json", content)
        .build()
}
