//! From which site's page a request came, as a browser says it. What is no browser says nothing.

use axum::http::HeaderMap;

use super::forwarded::is_encrypted;

/// Whether a browser says that a page from elsewhere sent it.
pub(super) fn is_cross_site(head: &HeaderMap) -> bool {
    origin(head).is_some_and(|origin| !is_own(origin, head))
        || fetch_site(head).is_some_and(|site| !["same-origin", "none"].contains(&site))
}

/// Whether a browser says that a page of this very server sent it.
pub(super) fn is_same_origin(head: &HeaderMap) -> bool {
    !is_cross_site(head) && (origin(head).is_some() || fetch_site(head) == Some("same-origin"))
}

fn origin(head: &HeaderMap) -> Option<&str> {
    text(head, "origin")
}

fn fetch_site(head: &HeaderMap) -> Option<&str> {
    text(head, "sec-fetch-site")
}

fn text<'h>(head: &'h HeaderMap, name: &str) -> Option<&'h str> {
    head.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// Whether an origin is the server's own. A page of the same host that came unencrypted is none of an encrypted one's.
fn is_own(origin: &str, head: &HeaderMap) -> bool {
    let host = match origin.split_once("://") {
        Some(("https", host)) => host,
        Some(("http", host)) if !is_encrypted(head) => host,
        _ => return false,
    };
    text(head, "host").is_some_and(|own| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_ours_where_the_browser_says_so() {
        let own = ("origin", "https://prices.clinic.example");
        for (headers, cross_site, same_origin) in [
            (&[][..], false, false),
            (&[own], false, true),
            (&[own, ("sec-fetch-site", "same-origin")], false, true),
            (&[own, ("sec-fetch-site", "same-site")], true, false),
            (&[("sec-fetch-site", "same-origin")], false, true),
            (&[("sec-fetch-site", "none")], false, false),
            (&[("origin", "https://www.clinic.example")], true, false),
            (&[("origin", "https://prices.clinic.example:8443")], true, false),
            (&[("origin", "http://prices.clinic.example")], true, false),
            (&[("origin", "null")], true, false),
            (&[("origin", "é")], true, false),
        ] {
            let about = [("host", "prices.clinic.example"), ("x-forwarded-proto", "https")];
            let all = about.iter().chain(headers);
            let head: HeaderMap = all
                .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()))
                .collect();
            assert_eq!(
                (is_cross_site(&head), is_same_origin(&head)),
                (cross_site, same_origin),
                "{headers:?}"
            );
        }
    }
}
