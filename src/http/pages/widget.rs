//! The widget, as other sites embed it, and the page that shows what it can do.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use super::assets;
use super::policy::SCRIPTED;
use crate::http::reply::{Answer, set};

/// The address that sites embed names the script of today.
const SCRIPT: &str = "widget/widget.js";
/// How long browsers and proxies use it without asking: so long after an update the old widget is still seen.
const SCRIPT_FOR: &str = "public, max-age=300, stale-while-revalidate=86400";

/// Stands in the demo page for the path and the digest of the widget's script.
const INTEGRITY_MARK: &str = "WIDGET_INTEGRITY";

/// The script that a site embeds. It is the same address for ever and holds addresses of files that are kept for ever.
pub(super) async fn get_script(headers: HeaderMap) -> Answer {
    let mut response = assets::script(&headers, SCRIPT)?;
    set(
        &mut response,
        header::CACHE_CONTROL,
        HeaderValue::from_static(SCRIPT_FOR),
    );
    Ok(response)
}

/// The page that shows every option of the widget.
pub(super) async fn get_demo(headers: HeaderMap) -> Answer {
    let mut response = assets::page(&headers, "widget/demo.html", &[(INTEGRITY_MARK, &integrity())])?;
    let policy = HeaderValue::from_static(SCRIPTED);
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    let control = HeaderValue::from_static("no-cache");
    set(&mut response, header::CACHE_CONTROL, control);
    Ok(response)
}

/// The path and the digest of the script that the widget is, as a browser takes them: `PATH sha384-…`.
fn integrity() -> String {
    let path = assets::named_in(SCRIPT).into_iter().next().unwrap_or_default();
    let bytes = assets::bytes(&path).unwrap_or_default();
    format!("{path} sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
