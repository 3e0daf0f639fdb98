//! The cookie of the desk. It holds random bytes that only the database can tell apart from others; no script sees it,
//! and no other site's request brings it along.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use jiff::{SignedDuration, Timestamp};

use super::access::{Access, Identity};
use super::client::Client;
use super::wire::{Problem, SessionState};
use super::{App, reply};

/// How long a session lasts, whatever is done in it: a working day.
pub(super) const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// The name over an encrypted connection: the browser then takes it from this very host alone, and only encrypted.
const ENCRYPTED: &str = "__Host-mesoquote_session";
/// The name on a connection within this machine or house, where browsers take no such cookie.
const PLAIN: &str = "mesoquote_session";

/// What the browser holds. Of the two names only the one that goes with the connection counts.
pub(super) fn held(head: &HeaderMap, client: Client) -> Option<&str> {
    cookie_named(head, name(client))
}

/// What a cookie holds.
pub(super) fn cookie_named<'h>(head: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = head.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|cookie| {
        let (given, value) = cookie.split_once('=')?;
        (given.trim() == name).then(|| value.trim())
    })
}

/// Tells the browser what to hold from now on.
pub(super) fn cookie(client: Client, secret: &str) -> Result<HeaderValue, Box<Problem>> {
    written(client, secret, LASTS.as_secs())
}

/// Tells the browser to hold nothing more.
pub(super) fn no_cookie(client: Client) -> Result<HeaderValue, Box<Problem>> {
    written(client, "", 0)
}

/// Has the browser forget a session that is none any more.
pub(super) fn forget_ended(
    response: &mut Response<Body>,
    identity: &Identity,
    head: &HeaderMap,
    client: Client,
) -> Result<(), Box<Problem>> {
    if *identity == Identity::Visitor && held(head, client).is_some() {
        reply::set(response, header::SET_COOKIE, no_cookie(client)?);
    }
    Ok(())
}

/// What a page is told of who sits there.
pub(super) fn state<'a>(app: &App, staff: Option<&'a str>) -> SessionState<'a> {
    SessionState {
        staff,
        needs_key: app.access() == Access::ByKey,
    }
}

/// When a session that begins now is over.
pub(super) fn until(now: Timestamp) -> Timestamp {
    now.saturating_add(LASTS).unwrap_or(now)
}

fn name(client: Client) -> &'static str {
    if client.is_encrypted { ENCRYPTED } else { PLAIN }
}

fn written(client: Client, value: &str, seconds: i64) -> Result<HeaderValue, Box<Problem>> {
    let (name, secure) = (name(client), if client.is_encrypted { "; Secure" } else { "" });
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let mut value = HeaderValue::try_from(text).map_err(reply::internal)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::site::Site;

    fn client(is_encrypted: bool) -> Client {
        Client {
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            is_encrypted,
            site: Site::Unsaid,
        }
    }

    #[test]
    fn the_cookie_is_found_among_others_under_the_name_of_the_connection() {
        let both = "mesoquote_session=x1; __Host-mesoquote_session=x2";
        for (given, is_encrypted, found) in [
            ("a=b; mesoquote_session=x1; c=d", false, Some("x1")),
            ("mesoquote_session=x1", false, Some("x1")),
            ("a=mesoquote_session; session=x1", false, None),
            ("__Host-mesoquote_session=x1", false, None),
            ("mesoquote_session=x1", true, None),
            (both, true, Some("x2")),
            (both, false, Some("x1")),
            ("", true, None),
        ] {
            let mut head = HeaderMap::new();
            head.insert(header::COOKIE, HeaderValue::from_static(given));
            assert_eq!(held(&head, client(is_encrypted)), found, "{given}");
        }
    }

    #[test]
    fn only_an_encrypted_connection_makes_the_cookie_a_secure_one() {
        for (is_encrypted, written) in [
            (
                false,
                "mesoquote_session=x1; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict",
            ),
            (
                true,
                "__Host-mesoquote_session=x1; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure",
            ),
        ] {
            assert_eq!(cookie(client(is_encrypted), "x1").unwrap(), written);
        }
    }
}
