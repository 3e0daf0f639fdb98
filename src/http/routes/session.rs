use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Response, StatusCode, header};

use crate::http::access::Identity;
use crate::http::body::JsonBody;
use crate::http::client::Client;
use crate::http::openapi::{ParameterProblems, ServerProblems, SessionProblems, StaffProblems, examples};
use crate::http::reply::{self, Answer};
use crate::http::site::Site;
use crate::http::wire::{self, Problem, SessionRequest, SessionState, kinds};
use crate::http::{App, sessions};

/// For whom the server takes the caller.
///
/// The desk asks it first: whether somebody is logged in, and whether a key is needed.
#[utoipa::path(
    get,
    path = "/v1/session",
    tag = "operation",
    operation_id = "getSession",
    responses(
        (status = 200, description = "Who the caller is.", body = SessionState, example = json!(examples::session())),
        ParameterProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_session(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    wire::no_parameters(query.as_deref())?;
    let mut response = reply::json(&sessions::state(&app, identity.staff()))?;
    sessions::forget_ended(&mut response, &identity, &headers, client)?;
    Ok(response)
}

/// Logs in at the desk with a staff key.
///
/// The answer sets a cookie that stands for the key in this browser, for twelve hours or until the key is revoked. A request
/// that brings the cookie and changes something must come from a page of this server (`Sec-Fetch-Site` or `Origin`).
#[utoipa::path(
    post,
    path = "/v1/session",
    tag = "operation",
    operation_id = "createSession",
    request_body(content = SessionRequest, examples(
        ("a key" = (summary = "A staff key", value = json!(examples::session_request()))),
    )),
    responses(
        (status = 200, description = "Who the caller is from now on.", body = SessionState, headers(("Set-Cookie" = String, description = "The session: `HttpOnly`, `SameSite=Strict`, and `Secure` over an encrypted connection.")), example = json!(examples::session())),
        SessionProblems,
        ServerProblems,
    ),
)]
pub(super) async fn create_session(
    State(app): State<Arc<App>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Answer {
    if client.site == Site::Other {
        return Err(Box::new(Problem::new(&kinds::CROSS_SITE, kinds::CROSS_SITE.meaning)));
    }
    let key = wire::session_asked(&body)?;
    let (store, now) = (app.store()?, app.now());
    let Some((secret, session)) = store.begin_session(&key, now, sessions::until(now)).await? else {
        return Err(Box::new(Problem::new(&kinds::UNKNOWN_KEY, kinds::UNKNOWN_KEY.meaning)));
    };
    if let Some(held) = sessions::held(&headers, client) {
        store.end_session(held).await?;
    }
    app.ask_for_keys();
    let mut response = reply::json(&sessions::state(&app, Some(&session.name)))?;
    let cookie = sessions::cookie(client, secret.reveal())?;
    reply::set(&mut response, header::SET_COOKIE, cookie);
    Ok(response)
}

/// Logs out.
///
/// The session counts no more, in any browser. Without a session nothing is done.
#[utoipa::path(
    delete,
    path = "/v1/session",
    tag = "operation",
    operation_id = "deleteSession",
    responses((status = 204, description = "Nobody is logged in any more."), StaffProblems, ServerProblems),
)]
pub(super) async fn delete_session(
    State(app): State<Arc<App>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
) -> Answer {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Some(held) = sessions::held(&headers, client) {
        app.store()?.end_session(held).await?;
        app.keys_seen.forget(held);
        reply::set(&mut response, header::SET_COOKIE, sessions::no_cookie(client)?);
    }
    Ok(response)
}
