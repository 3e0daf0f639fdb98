use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};

use crate::http::App;
use crate::http::client::Client;
use crate::http::openapi::{MessageProblems, ServerProblems, examples};
use crate::http::patient::{self, Message};
use crate::http::reply::{self, Answer};
use crate::http::wire;
use crate::store::Reference;

/// What is sent to a patient.
///
/// A short text with the total, the last day on which it stands and the link to the patient's page, for WhatsApp or
/// e-mail. It holds no personal data. A quote that stands no more is not to be sent.
#[utoipa::path(
    get,
    path = "/v1/quotes/{reference}/message",
    tag = "quotes",
    operation_id = "getQuoteMessage",
    params(
        ("reference" = String, Path, description = "The quote.", example = "K7Q-4MXR"),
        ("language" = Option<String>, Query, description = "The patient's language; left out, the one that the quote was made in.", max_length = 100, example = "en"),
    ),
    responses(
        (status = 200, description = "The text.", body = Message, example = json!(examples::message())),
        MessageProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_quote_message(
    State(app): State<Arc<App>>,
    Extension(client): Extension<Client>,
    Path(reference): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let language = wire::language_asked(query.as_deref().unwrap_or_default())?;
    let quote = app.store()?.get(reference.parse::<Reference>()?).await?;
    let base = asked_at(client, &headers);
    let message = patient::message(&app, quote, language.as_deref(), base.as_deref()).await?;
    reply::json(&message)
}

/// Where the staff asked: the address that a proxy names, else that of this server.
fn asked_at(client: Client, headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("x-forwarded-host").or(text(header::HOST.as_str()))?;
    let authority: Authority = host.split(',').next()?.trim().parse().ok()?;
    let scheme = if client.is_encrypted { "https" } else { "http" };
    Some(format!("{scheme}://{authority}"))
}
