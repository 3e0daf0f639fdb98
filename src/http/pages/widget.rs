//! The widget, as other sites embed it, and the page that shows what it can do.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use super::assets;
use super::policy::SCRIPTED;
use crate::http::reply::{Answer, set};

/// The address that sites embed names the files of today, each of them, so that a browser asks for all at once.
const SCRIPT: &str = "widget/widget.js";
/// How long browsers and proxies use it without asking: so long after an update the old widget is still seen.
const SCRIPT_FOR: &str = "public, max-age=300, stale-while-revalidate=86400";

/// Stands in the demo page for the digests of the widget's files.
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

/// The digests of the files that the widget is made of, as a browser takes them: `PATH sha384-…`, one a line.
fn integrity() -> String {
    let mut lines = String::new();
    for path in assets::named_in(SCRIPT) {
        if let Some(bytes) = assets::bytes(&path) {
            let _ = writeln!(lines, "{path} sha384-{}", STANDARD.encode(Sha384::digest(bytes)));
        }
    }
    lines
}
