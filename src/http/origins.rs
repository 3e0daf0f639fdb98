//! Other sites whose pages may ask the public routes, and may frame the pages that are made for it.
//!
//! A browser keeps a page from reading what another site answers unless that site names the page's origin: scheme, host
//! and port, compared letter by letter. Nothing is ever answered with credentials: what such a page may know is what
//! any visitor may.

use std::str::FromStr;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};

use super::site::is_own;
use super::wire::{Problem, kinds};

/// What pages of other sites may ask for.
const PUBLIC: &[(Method, &str)] = &[
    (Method::GET, "/v1/clinics"),
    (Method::GET, "/v1/catalog"),
    (Method::GET, "/v1/estimates"),
    (Method::POST, "/v1/estimates"),
    (Method::POST, "/v1/quotes"),
];

/// Pages that may be framed: what they show is for any visitor, and nothing on them is done for staff.
const FRAMED: &[&str] = &["/widget-demo", "/q/{token}"];

/// Headers that such a page may send beside those that any may.
const SENT: &str = "content-type, idempotency-key, if-none-match, x-request-id";
/// Headers of an answer that such a page may read.
const READ: &str = "content-language, etag, location, ratelimit, ratelimit-policy, retry-after, x-request-id";
/// How long a browser need not ask again whether it may: a day, of which browsers take as much as they like.
const REMEMBERED_SECONDS: &str = "86400";

/// The other sites.
#[derive(Clone, Default, Debug)]
pub struct Origins {
    all: Vec<Origin>,
    /// The sources of `frame-ancestors`.
    frames: String,
}

/// Another site, as `[CLINIC=]SCHEME://HOST[:PORT]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The clinic that it may ask for; any where none is named.
    clinic: Option<String>,
    origin: String,
}

/// Why a text is no origin.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "`{0}` is no origin: write SCHEME://HOST as a browser does, without a path, such as https://www.clinic.example"
)]
pub struct NoOrigin(String);

/// Stands in an answer about a clinic.
#[derive(Clone)]
pub(super) struct OfClinic(pub(super) String);

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let (clinic, origin) = match text.split_once('=') {
            Some((clinic, origin)) => (Some(clinic.trim().to_owned()), origin.trim()),
            None => (None, text.trim()),
        };
        let read = read(origin).filter(|_| clinic.as_ref().is_none_or(|clinic| !clinic.is_empty()));
        let origin = read.ok_or_else(|| NoOrigin(text.to_owned()))?;
        Ok(Self { clinic, origin })
    }
}

/// An origin as browsers write it: in small letters, without the port that its scheme has anyway.
fn read(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, host) = (uri.scheme_str()?, uri.host()?.to_ascii_lowercase());
    let usual = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let port = uri.port_u16().filter(|port| *port != usual);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let is_whole = authority.as_str().eq_ignore_ascii_case(text.split_once("://")?.1);
    let is_plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.[]:".contains(&b));
    (is_whole && is_plain).then(|| format!("{scheme}://{host}{port}"))
}

impl Origins {
    /// These sites.
    pub fn new(all: Vec<Origin>) -> Self {
        let mut frames: Vec<&str> = all.iter().map(|origin| origin.origin.as_str()).collect();
        frames.sort_unstable();
        frames.dedup();
        let frames = frames.join(" ");
        Self { all, frames }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a site's pages may ask for a clinic; where it is not known which, for any.
    fn allows(&self, origin: &HeaderValue, clinic: Option<&str>) -> bool {
        self.all.iter().any(|known| {
            let is_for = known
                .clinic
                .as_deref()
                .zip(clinic)
                .is_none_or(|(one, other)| one == other);
            is_for && known.origin.as_bytes() == origin.as_bytes()
        })
    }

    /// Refuses what a page of another site would write, whose answer it could not read.
    pub(super) fn may_write(&self, head: &HeaderMap, clinic: &str) -> Result<(), Box<Problem>> {
        let Some(origin) = head.get(header::ORIGIN) else {
            return Ok(());
        };
        let is_ours = origin.to_str().is_ok_and(|text| is_own(text, head, false));
        if is_ours || self.allows(origin, Some(clinic)) {
            Ok(())
        } else {
            Err(stranger())
        }
    }

    /// The answer to a browser that asks whether a page of another site may send a request; nothing where it asks for
    /// something else, or on a route that is for nobody else's pages.
    pub(super) fn preflight(
        &self,
        method: &Method,
        route: &str,
        head: &HeaderMap,
    ) -> Option<Result<Response<Body>, Box<Problem>>> {
        let (origin, wanted) = (
            head.get(header::ORIGIN)?,
            head.get(header::ACCESS_CONTROL_REQUEST_METHOD)?,
        );
        if method != Method::OPTIONS || !PUBLIC.iter().any(|(_, public)| *public == route) {
            return None;
        }
        let mut methods = PUBLIC
            .iter()
            .filter(|(_, public)| *public == route)
            .map(|(known, _)| known.as_str());
        let is_public = methods.clone().any(|known| known.as_bytes() == wanted.as_bytes());
        if !is_public || !self.allows(origin, None) {
            return Some(Err(stranger()));
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let first = methods.next().unwrap_or_default();
        let methods = methods.fold(first.to_owned(), |list, method| format!("{list}, {method}"));
        let methods = HeaderValue::try_from(methods).unwrap_or(HeaderValue::from_static("GET"));
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(SENT));
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static(REMEMBERED_SECONDS),
        );
        Some(Ok(response))
    }

    /// Lets a page of another site read an answer, where it may. `origin` is the one that asked.
    pub(super) fn let_read(&self, route: &str, origin: Option<&HeaderValue>, response: &mut Response<Body>) {
        if self.is_empty() || !PUBLIC.iter().any(|(_, public)| *public == route) {
            return;
        }
        // A cache must not give one site's answer to another.
        response
            .headers_mut()
            .append(header::VARY, HeaderValue::from_static("origin"));
        let clinic = response
            .extensions()
            .get::<OfClinic>()
            .map(|OfClinic(code)| code.as_str());
        let Some(origin) = origin.filter(|origin| self.allows(origin, clinic)) else {
            return;
        };
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READ));
    }

    /// Lets these sites frame a page that is made for it.
    pub(super) fn let_frame(&self, route: &str, response: &mut Response<Body>) {
        const NAME: HeaderName = header::CONTENT_SECURITY_POLICY;
        if self.is_empty() || !FRAMED.contains(&route) {
            return;
        }
        let policy = response.headers().get(NAME).and_then(|value| value.to_str().ok());
        let frames = format!("frame-ancestors 'self' {}", self.frames);
        let policy = policy.map(|policy| policy.replace("frame-ancestors 'none'", &frames));
        if let Some(Ok(policy)) = policy.map(HeaderValue::try_from) {
            response.headers_mut().insert(NAME, policy);
        }
    }
}

fn stranger() -> Box<Problem> {
    let detail =
        "Pages of this origin may not ask for that here: `mesoquote serve --allow-origin` names those that may.";
    Box::new(Problem::new(&kinds::CROSS_SITE, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        for (text, read) in [
            ("https://www.clinic.example", Some("https://www.clinic.example")),
            ("HTTPS://WWW.Clinic.example:443", Some("https://www.clinic.example")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("https://[2001:db8::1]:8443", Some("https://[2001:db8::1]:8443")),
            (
                "jumeirah=https://www.clinic.example",
                Some("https://www.clinic.example"),
            ),
            ("https://www.clinic.example/", None),
            ("https://www.clinic.example/path", None),
            ("https://user@www.clinic.example", None),
            ("www.clinic.example", None),
            ("ftp://www.clinic.example", None),
            ("https://*.clinic.example", None),
            ("=https://www.clinic.example", None),
            ("https://klinik.exämple", None),
            ("https://a.example;script-src", None),
            ("null", None),
            ("*", None),
            ("", None),
        ] {
            let origin = text.parse::<Origin>().ok().map(|origin| origin.origin);
            assert_eq!(origin.as_deref(), read, "{text}");
        }
    }

    #[test]
    fn an_origin_is_allowed_for_its_clinic_alone() {
        let of = |text: &str| text.parse().unwrap();
        let origins = Origins::new(vec![of("https://all.example"), of("marina=https://marina.example")]);
        for (origin, clinic, allowed) in [
            ("https://all.example", Some("marina"), true),
            ("https://marina.example", Some("marina"), true),
            ("https://marina.example", Some("jumeirah"), false),
            ("https://marina.example", None, true),
            ("http://all.example", None, false),
            ("https://all.example:8443", None, false),
            ("https://all.example.evil.example", None, false),
            ("https://ALL.example", None, false),
            ("null", None, false),
        ] {
            let value = HeaderValue::from_static(origin);
            assert_eq!(origins.allows(&value, clinic), allowed, "{origin} {clinic:?}");
        }
    }
}
