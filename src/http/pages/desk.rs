use axum::http::{HeaderMap, HeaderValue, header};

use super::assets;
use super::policy::SCRIPTED;
use crate::http::reply::{Answer, set};

/// The desk: a page that holds nothing of its own and asks the API for everything.
pub(super) async fn get_desk(headers: HeaderMap) -> Answer {
    let mut response = assets::page(&headers, "desk/index.html", &[])?;
    let policy = HeaderValue::from_static(SCRIPTED);
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    // Asked for anew each time, so that an update arrives with the next caller; its files are kept for ever.
    let control = HeaderValue::from_static("no-cache");
    set(&mut response, header::CACHE_CONTROL, control);
    Ok(response)
}
