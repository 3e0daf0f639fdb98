//! From which site's page a request came, as a browser says it. What is no browser says nothing.

use axum::http::HeaderMap;
use axum::http::header::{self, HeaderName};

const FETCHED_BY: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// Whose page sent a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Site {
    /// A page of this very server.
    Own,
    /// A page from elsewhere.
    Other,
    /// Nothing is said of it: no browser, an old one, or whoever typed the address.
    Unsaid,
}

impl Site {
    /// What the head says, of a request that came over an encrypted connection or not.
    pub(super) fn of(head: &HeaderMap, is_encrypted: bool) -> Self {
        let (origin, fetched) = (text(head, header::ORIGIN), text(head, FETCHED_BY));
        let is_own = origin.map(|origin| is_own(origin, head, is_encrypted));
        match (is_own, fetched) {
            (Some(false), _) => Site::Other,
            // Who types an address or picks a bookmark sends no form from it.
            (_, Some("same-origin")) | (Some(true), Some("none") | None) => Site::Own,
            (None, Some("none") | None) => Site::Unsaid,
            _ => Site::Other,
        }
    }
}

fn text(head: &HeaderMap, name: HeaderName) -> Option<&str> {
    head.get(name).map(|value| value.to_str().unwrap_or_default())
}

/// Whether an origin is the server's own. A page of the same host that came unencrypted is none of an encrypted one's.
pub(super) fn is_own(origin: &str, head: &HeaderMap, is_encrypted: bool) -> bool {
    let host = match origin.split_once("://") {
        Some(("https", host)) => host,
        Some(("http", host)) if !is_encrypted => host,
        _ => return false,
    };
    // A proxy may ask by a name of its own and hand the visitor's on. No page can make a browser send that unasked.
    let own = [text(head, header::HOST), text(head, FORWARDED_HOST)];
    own.into_iter().flatten().any(|own| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_ours_where_the_browser_says_so() {
        let own = ("origin", "https://prices.clinic.example");
        for (headers, site) in [
            (&[][..], Site::Unsaid),
            (&[own], Site::Own),
            (&[own, ("sec-fetch-site", "same-origin")], Site::Own),
            (&[own, ("sec-fetch-site", "same-site")], Site::Other),
            (&[("sec-fetch-site", "same-origin")], Site::Own),
            (&[("sec-fetch-site", "none")], Site::Unsaid),
            (&[("sec-fetch-site", "same-site")], Site::Other),
            (&[("sec-fetch-site", "cross-site")], Site::Other),
            (&[("origin", "https://www.clinic.example")], Site::Other),
            (&[("origin", "https://prices.clinic.example:8443")], Site::Other),
            (&[("origin", "http://prices.clinic.example")], Site::Other),
            (&[("origin", "null")], Site::Other),
            (&[("origin", "é")], Site::Other),
        ] {
            let all = [("host", "prices.clinic.example")]
                .into_iter()
                .chain(headers.iter().copied());
            let head: HeaderMap = all
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect();
            assert_eq!(Site::of(&head, true), site, "{headers:?}");
        }
    }
}
