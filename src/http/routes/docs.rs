//! The pages for developers, all served by ourselves: nothing is loaded from elsewhere.

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{Redirect, Response};
use axum::routing::get;
use utoipa_swagger_ui::Config;

use crate::http::App;
use crate::http::openapi::ServerProblems;
use crate::http::reply::{self, Answer, set, typed};
use crate::http::wire::{Problem, kinds};

/// The document as it is committed; a test holds it against the code.
const OPENAPI: &str = include_str!("../../../openapi.yaml");

/// The page runs its own scripts and asks its own server, nothing else. Its library sets styles from its script.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// The page of problems runs no scripts and has our own style.
const PROBLEMS_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const STYLE: &str = include_str!("problems.css");

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/openapi.yaml");
    // "none" keeps the page from asking a validator elsewhere.
    Arc::new(
        config
            .validator_url("none")
            .display_request_duration(true)
            .deep_linking(true),
    )
});

/// The pages that the document does not describe.
pub(super) fn pages() -> Router<Arc<App>> {
    Router::new()
        // Not for ever: another page may stand here one day.
        .route("/", get(|| async { Redirect::temporary("/docs/") }))
        .route("/docs", get(|| async { Redirect::permanent("/docs/") }))
        .route("/docs/", get(|| async { page("index.html") }))
        .route("/docs/problems", get(|| async { problems() }))
        .route(
            "/docs/problems.css",
            get(|| async { typed(STYLE, "text/css; charset=utf-8") }),
        )
        .route(
            "/docs/{*file}",
            get(|Path(file): Path<String>| async move { page(&file) }),
        )
}

/// This document.
///
/// OpenAPI 3.1, made from the code.
#[utoipa::path(
    get,
    path = "/openapi.yaml",
    tag = "operation",
    operation_id = "getOpenApi",
    responses(
        (status = 200, description = "This document.", content_type = "application/yaml", body = serde_json::Value),
        ServerProblems,
    ),
)]
pub(super) async fn get_openapi() -> Answer {
    Ok(typed(OPENAPI, "application/yaml"))
}

fn page(file: &str) -> Answer {
    let found = utoipa_swagger_ui::serve(file, Arc::clone(&CONFIG)).map_err(reply::internal)?;
    let Some(found) = found else {
        let detail = "The documentation has no such file; /docs shows what there is.";
        return Err(Box::new(Problem::new(&kinds::NOT_FOUND, detail)));
    };
    let mut response = typed(reply::shared(found.bytes), "application/octet-stream");
    if let Ok(content_type) = HeaderValue::try_from(found.content_type) {
        set(&mut response, header::CONTENT_TYPE, content_type);
    }
    if found.gzpipped {
        set(
            &mut response,
            header::CONTENT_ENCODING,
            HeaderValue::from_static("gzip"),
        );
    }
    set(
        &mut response,
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(PAGE_POLICY),
    );
    set(
        &mut response,
        header::CACHE_CONTROL,
        HeaderValue::from_static("max-age=3600"),
    );
    Ok(response)
}

/// Every kind of problem, where `type` of a problem leads.
fn problems() -> Response {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Problems</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"stylesheet\" href=\"/docs/problems.css\"></head><body><main>\n\
         <h1>Problems</h1>\n<p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these \
         codes. <a href=\"/docs/\">The whole API</a></p>\n<dl>\n",
    );
    for kind in kinds::ALL {
        let (code, title, status, meaning) = (kind.code, kind.title, kind.status, with_code(kind.meaning));
        let _ = writeln!(
            page,
            "<dt id=\"{code}\">{title} <code>{code}</code> <span>{status}</span></dt><dd>{meaning}</dd>"
        );
    }
    page.push_str("</dl>\n</main></body></html>\n");
    let mut response = typed(page, "text/html; charset=utf-8");
    let policy = HeaderValue::from_static(PROBLEMS_POLICY);
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Text as HTML; what stands between backticks is code.
fn with_code(text: &str) -> String {
    let mut html = String::new();
    for (at, part) in escaped(text).split('`').enumerate() {
        html.push_str(match at {
            0 => "",
            at if at % 2 == 1 => "<code>",
            _ => "</code>",
        });
        html.push_str(part);
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
