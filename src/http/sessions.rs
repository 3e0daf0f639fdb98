//! The cookie of the desk. It holds random bytes that only the database can tell apart from others; no script sees it,
//! and no other site's request brings it along.

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};

use super::forwarded::is_encrypted;
use super::reply;
use super::wire::Problem;

/// How long a session lasts, whatever is done in it: a working day.
pub(super) const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// The name over an encrypted connection: the browser then takes it from this very host alone, and only encrypted.
const ENCRYPTED: &str = "__Host-mesoquote_session";
/// The name on a connection within this machine or house, where browsers take no such cookie.
const PLAIN: &str = "mesoquote_session";

/// What the browser holds. Of the two names only the one that goes with the connection counts.
pub(super) fn held(head: &HeaderMap) -> Option<&str> {
    let name = name(head);
    let cookies = head.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|cookie| {
        let (given, value) = cookie.split_once('=')?;
        (given.trim() == name).then(|| value.trim())
    })
}

/// Tells the browser what to hold from now on.
pub(super) fn cookie(head: &HeaderMap, secret: &str) -> Result<HeaderValue, Box<Problem>> {
    written(head, secret, LASTS.as_secs())
}

/// Tells the browser to hold nothing more.
pub(super) fn no_cookie(head: &HeaderMap) -> Result<HeaderValue, Box<Problem>> {
    written(head, "", 0)
}

/// When a session that begins now is over.
pub(super) fn until(now: Timestamp) -> Timestamp {
    now.saturating_add(LASTS).unwrap_or(now)
}

fn name(head: &HeaderMap) -> &'static str {
    if is_encrypted(head) { ENCRYPTED } else { PLAIN }
}

fn written(head: &HeaderMap, value: &str, seconds: i64) -> Result<HeaderValue, Box<Problem>> {
    let (name, secure) = (name(head), if is_encrypted(head) { "; Secure" } else { "" });
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let mut value = HeaderValue::try_from(text).map_err(reply::internal)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        headers
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_cookie_is_found_among_others_under_the_name_of_the_connection() {
        for (headers, found) in [
            (&[("cookie", "a=b; mesoquote_session=x1; c=d")][..], Some("x1")),
            (&[("cookie", "mesoquote_session=x1")], Some("x1")),
            (&[("cookie", "a=mesoquote_session; session=x1")], None),
            (&[("cookie", "__Host-mesoquote_session=x1")], None),
            (
                &[("cookie", "mesoquote_session=x1"), ("x-forwarded-proto", "https")],
                None,
            ),
            (
                &[
                    ("cookie", "mesoquote_session=x1; __Host-mesoquote_session=x2"),
                    ("x-forwarded-proto", "https"),
                ],
                Some("x2"),
            ),
            (&[], None),
        ] {
            assert_eq!(held(&head(headers)), found, "{headers:?}");
        }
    }

    #[test]
    fn only_an_encrypted_connection_makes_the_cookie_a_secure_one() {
        let plain = cookie(&head(&[]), "x1").unwrap();
        assert_eq!(
            plain,
            "mesoquote_session=x1; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"
        );
        let encrypted = cookie(&head(&[("forwarded", "for=192.0.2.7;proto=https")]), "x1").unwrap();
        assert_eq!(
            encrypted,
            "__Host-mesoquote_session=x1; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"
        );
    }
}
