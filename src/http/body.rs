use std::sync::Arc;

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};

use super::App;
use super::wire::{Problem, kinds};

/// The bytes of a body that says it is JSON.
pub(super) struct JsonBody(pub(super) Bytes);

impl FromRequest<Arc<App>> for JsonBody {
    type Rejection = Box<Problem>;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Box<Problem>> {
        let (head, body) = request.into_parts();
        read_json(&head.headers, body, app.limits.body_bytes_max)
            .await
            .map(Self)
    }
}

/// The bytes of a body that says it is JSON.
///
/// # Errors
/// `unsupported_media_type`, `body_too_large`; `bad_request` where it ends early.
pub(super) async fn read_json<B>(headers: &HeaderMap, body: B, most: usize) -> Result<Bytes, Box<Problem>>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    if !is_json(headers) {
        let detail = kinds::UNSUPPORTED_MEDIA_TYPE.meaning;
        return Err(Box::new(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE, detail)));
    }
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|coding| coding != "identity")
    {
        let detail = "Bodies are taken as they are, not compressed: leave “Content-Encoding” out.";
        return Err(Box::new(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE, detail)));
    }
    if usize::try_from(body.size_hint().lower()).is_ok_and(|bytes| bytes <= most) {
        read(body, most).await
    } else {
        Err(too_large(most))
    }
}

/// Bytes of a body that brings a price list.
pub(super) const PRICE_LIST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The bytes of a body that says it is JSON and may bring a price list.
pub(super) struct PriceListBody(pub(super) Bytes);

impl FromRequest<Arc<App>> for PriceListBody {
    type Rejection = Box<Problem>;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, Box<Problem>> {
        let (head, body) = request.into_parts();
        read_json(&head.headers, body, PRICE_LIST_BYTES_MAX).await.map(Self)
    }
}

/// The same of a body that may be left out, and then says nothing of itself.
pub(super) struct MaybeJsonBody(pub(super) Bytes);

impl FromRequest<Arc<App>> for MaybeJsonBody {
    type Rejection = Box<Problem>;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Box<Problem>> {
        if is_json(request.headers()) {
            return JsonBody::from_request(request, app)
                .await
                .map(|JsonBody(bytes)| Self(bytes));
        }
        let bytes = read(request.into_body(), app.limits.body_bytes_max).await?;
        if bytes.is_empty() {
            return Ok(Self(bytes));
        }
        let detail = kinds::UNSUPPORTED_MEDIA_TYPE.meaning;
        Err(Box::new(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE, detail)))
    }
}

async fn read<B>(body: B, most: usize) -> Result<Bytes, Box<Problem>>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    let read = Limited::new(body, most).collect().await;
    read.map(Collected::to_bytes).map_err(|error| {
        if error.is::<LengthLimitError>() {
            too_large(most)
        } else {
            let detail = "The body ended before it was complete.";
            Box::new(Problem::new(&kinds::BAD_REQUEST, detail))
        }
    })
}

fn too_large(most: usize) -> Box<Problem> {
    let detail = format!("The body has more than {most} bytes, the most that is taken here.");
    Box::new(Problem::new(&kinds::BODY_TOO_LARGE, detail))
}

/// `application/json` and `…+json`, with UTF-8 or no charset named.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(content_type)) = headers.get(header::CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    if content_type == "application/json" {
        return true;
    }
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let is_json = essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    let charset = parts.find_map(|part| {
        part.strip_prefix("charset=")
            .map(|name| name.trim_matches('"').to_owned())
    });
    is_json && charset.is_none_or(|name| name == "utf-8" || name == "utf8")
}
