//! What a proxy says of the connection on its other side.

use axum::http::HeaderMap;

/// Headers that a proxy adds: behind one, a caller on this machine may be anybody.
const ADDED_BY_PROXIES: &[&str] = &["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Whether a request came through a proxy that says so.
pub(super) fn is_forwarded(head: &HeaderMap) -> bool {
    ADDED_BY_PROXIES.iter().any(|name| head.contains_key(*name))
}

/// Whether the browser's connection is said to be encrypted.
pub(super) fn is_encrypted(head: &HeaderMap) -> bool {
    let text = |name: &str| head.get(name).and_then(|value| value.to_str().ok());
    if let Some(scheme) = text("x-forwarded-proto") {
        return last(scheme, ',').eq_ignore_ascii_case("https");
    }
    let of_proxy = last(text("forwarded").unwrap_or_default(), ',');
    of_proxy.split(';').any(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case("proto") && value.trim().trim_matches('"').eq_ignore_ascii_case("https")
    })
}

/// What the proxy nearest to us added, behind what those before it said.
fn last(list: &str, separator: char) -> &str {
    list.rsplit(separator).next().unwrap_or_default().trim()
}
