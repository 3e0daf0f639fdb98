//! Who is staff, and what is for staff: the one table behind the routes and the description of the API.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Method, header};
use jiff::Timestamp;

use super::body::is_json;
use super::client::{Client, is_forwarded};
use super::site::Site;
use super::wire::{Problem, kinds};
use super::{App, sessions};
use crate::price_list::Who;
use crate::store;

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    /// Whoever asks.
    Anyone,
    /// The clinic's staff.
    Staff,
    /// The clinic's staff; anyone where the clinic has `public_quotes`.
    StaffUnlessPublic,
}

/// Where one logs in and out: for whoever is not yet, or no more, staff.
pub(super) const SESSION: &str = "/v1/session";

/// Who may use which route, as it is registered. What is not here is a page or nothing at all, and for anyone.
pub(super) const RULES: &[(Method, &str, For)] = &[
    (Method::GET, "/v1/clinics", For::Anyone),
    (Method::GET, "/v1/catalog", For::Anyone),
    (Method::POST, "/v1/estimates", For::Anyone),
    (Method::GET, "/v1/estimates", For::Anyone),
    (Method::POST, "/v1/quotes", For::StaffUnlessPublic),
    (Method::POST, "/v1/quotes/search", For::Staff),
    (Method::GET, "/v1/quotes/{reference}", For::Staff),
    (Method::POST, "/v1/quotes/{reference}/accept", For::Staff),
    (Method::POST, "/v1/quotes/{reference}/decline", For::Staff),
    (Method::POST, "/v1/quotes/{reference}/withdraw", For::Staff),
    (Method::POST, "/v1/quotes/{reference}/revisions", For::Staff),
    (Method::GET, "/v1/quotes/{reference}/verification", For::Staff),
    (Method::GET, "/v1/quotes/{reference}/message", For::Staff),
    (Method::DELETE, "/v1/quotes/{reference}/patient", For::Staff),
    (Method::GET, "/v1/price-lists", For::Staff),
    (Method::POST, "/v1/price-lists/reload", For::Staff),
    (Method::POST, "/v1/price-lists/check", For::Staff),
    (Method::POST, "/v1/price-lists/publish", For::Staff),
    (Method::GET, "/v1/price-lists/{clinic}/history", For::Staff),
    (Method::GET, SESSION, For::Anyone),
    (Method::POST, SESSION, For::Anyone),
    (Method::DELETE, SESSION, For::Anyone),
    (Method::GET, "/healthz", For::Anyone),
    (Method::GET, "/readyz", For::Anyone),
    (Method::GET, "/metrics", For::Staff),
    (Method::GET, "/openapi.yaml", For::Anyone),
];

/// The name of whoever is staff without a key.
pub(super) const NAMELESS: &str = "staff";
/// Who makes quotes without being staff.
pub(super) const VISITOR: &str = "website";

/// Whom a server takes for staff.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Whoever reaches the server on this machine without a proxy between, and whoever bears a staff key.
    ThisMachineIsStaff,
    /// Whoever bears a staff key.
    ByKey,
}

/// Who sent a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Identity {
    /// One of the staff, by name.
    Staff(String),
    /// Anybody else.
    Visitor,
}

impl Identity {
    /// What prices are for.
    pub(super) fn who(&self) -> Who {
        match self {
            Identity::Staff(_) => Who::Staff,
            Identity::Visitor => Who::Anyone,
        }
    }

    /// The name of the staff; none of a visitor.
    pub(super) fn staff(&self) -> Option<&str> {
        match self {
            Identity::Staff(name) => Some(name),
            Identity::Visitor => None,
        }
    }

    /// Under what name something is done.
    pub(super) fn name(&self) -> &str {
        self.staff().unwrap_or(VISITOR)
    }
}

impl Access {
    /// On an address that only this machine can reach, this machine is staff as long as there is no key.
    pub fn of(address: SocketAddr, has_key: bool) -> Self {
        if address.ip().is_loopback() && !has_key {
            Access::ThisMachineIsStaff
        } else {
            Access::ByKey
        }
    }

    /// What somebody without a key, on such a page, would have to do to be staff.
    fn way_to_staff(self, site: Site) -> &'static str {
        match self {
            Access::ThisMachineIsStaff if site == Site::Other => {
                "This route is for the clinic's staff, and a cross-site request is nobody's: ask from this server's own \
                 address, not from another site's page."
            }
            Access::ThisMachineIsStaff => {
                "This route is for the clinic's staff: ask on the server's own machine, as localhost or 127.0.0.1, \
                 without a proxy between."
            }
            Access::ByKey => {
                "This route is for the clinic's staff: send a staff key (Authorization: Bearer …), or log in at /desk."
            }
        }
    }

    /// Who sent a request with these headers and without a key.
    ///
    /// A request that came through a proxy is a visitor's. So is one for another host than this machine, and one that
    /// another site's page sent: whoever reads such a page did not ask for it.
    fn keyless(self, headers: &HeaderMap, site: Site) -> Identity {
        match self {
            Access::ThisMachineIsStaff
                if site != Site::Other && is_for_this_machine(headers) && !is_forwarded(headers) =>
            {
                Identity::Staff(NAMELESS.to_owned())
            }
            _ => Identity::Visitor,
        }
    }
}

/// Who sent a request, where the route is for them.
///
/// # Errors
/// `staff_only`, `unknown_key`, `session_ended`, `cross_site`; `store_unavailable` where a key can't be looked up.
pub(super) async fn identify(
    app: &App,
    method: &Method,
    route: &str,
    head: &HeaderMap,
    client: Client,
) -> Result<Identity, Box<Problem>> {
    let rule = rule(method, route);
    let identity = match bearer(head) {
        Some(key) => holder(app, key, rule).await?,
        None => without_key(app, method, route, rule, head, client).await?,
    };
    if rule == For::Staff && identity == Identity::Visitor {
        let detail = app.access().way_to_staff(client.site);
        return Err(Box::new(Problem::new(&kinds::STAFF_ONLY, detail)));
    }
    Ok(identity)
}

fn rule(method: &Method, route: &str) -> For {
    // A route that knows GET answers HEAD too: what it says without a body is for the same people.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let found = RULES.iter().find(|(known, path, _)| known == method && *path == route);
    found.map_or(For::Anyone, |(.., who)| *who)
}

/// Who sent a request without a key: whoever is logged in with its cookie, or whom the server takes for staff.
async fn without_key(
    app: &App,
    method: &Method,
    route: &str,
    rule: For,
    head: &HeaderMap,
    client: Client,
) -> Result<Identity, Box<Problem>> {
    if rule != For::Anyone || route == SESSION {
        // A store that can't be asked knows of no key either; what it keeps is not to be had without it.
        drop(app.look_for_keys().await);
    }
    let Some(cookie) = cookie(app, head, client) else {
        return Ok(app.access().keyless(head, client.site));
    };
    if method.is_safe() && client.site == Site::Other {
        return Ok(Identity::Visitor);
    }
    if !method.is_safe() {
        ours(method, head, client.site)?;
    }
    match logged_in(app, cookie, rule).await? {
        Some(name) => Ok(Identity::Staff(name)),
        // Who asks for a price as staff must not be told a visitor's. A page is anybody's.
        None if route != SESSION && route.starts_with("/v1/") => {
            let detail = kinds::SESSION_ENDED.meaning;
            Err(Box::new(Problem::new(&kinds::SESSION_ENDED, detail)))
        }
        None => Ok(Identity::Visitor),
    }
}

/// A browser sends its cookie whoever makes it send a request: one that changes something must come from our own page,
/// and in a form that no other site's page can send unasked.
fn ours(method: &Method, head: &HeaderMap, site: Site) -> Result<(), Box<Problem>> {
    if site != Site::Own {
        return Err(Box::new(Problem::new(&kinds::CROSS_SITE, kinds::CROSS_SITE.meaning)));
    }
    if method == Method::POST && !is_json(head) {
        let detail = kinds::UNSUPPORTED_MEDIA_TYPE.meaning;
        return Err(Box::new(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE, detail)));
    }
    Ok(())
}

/// What stands for a session. Where no key is needed it is of another server at this address.
fn cookie<'h>(app: &App, head: &'h HeaderMap, client: Client) -> Option<&'h str> {
    let is_needed = app.access() == Access::ByKey;
    is_needed.then(|| sessions::held(head, client)).flatten()
}

/// Whether a request shows a key or a session that this process does not know to be one.
pub(super) fn shows_unknown(app: &App, head: &HeaderMap, client: Client) -> bool {
    let shown = bearer(head).or_else(|| cookie(app, head, client));
    shown.is_some_and(|shown| app.keys_seen.holder(shown, app.now()).is_none())
}

/// Who holds a key. A key is looked up with every request, so that one that is revoked counts no more at once; while the
/// database is gone and nobody can revoke, those that this process saw before are good for what keeps nothing.
async fn holder(app: &App, key: &str, rule: For) -> Result<Identity, Box<Problem>> {
    let looked_up = match app.store() {
        Ok(store) => store.holder(key).await.map(|found| found.map(|name| (name, None))),
        Err(error) => Err(error),
    };
    let name = seen(app, key, looked_up, rule)?;
    name.map(Identity::Staff).ok_or_else(|| {
        let detail = "This staff key is not known, or was revoked.";
        Box::new(Problem::new(&kinds::UNKNOWN_KEY, detail))
    })
}

/// Who is logged in with a cookie: looked up as keys are.
async fn logged_in(app: &App, held: &str, rule: For) -> Result<Option<String>, Box<Problem>> {
    let looked_up = match app.store() {
        Ok(store) => {
            let session = store.session(held, app.now()).await;
            session.map(|found| found.map(|session| (session.name, Some(session.until))))
        }
        Err(error) => Err(error),
    };
    seen(app, held, looked_up, rule)
}

/// What was looked up, or what was seen before while nothing can be.
fn seen(
    app: &App,
    key: &str,
    looked_up: Result<Option<(String, Option<Timestamp>)>, store::Error>,
    rule: For,
) -> Result<Option<String>, Box<Problem>> {
    match looked_up {
        Ok(Some((name, until))) => {
            app.keys_seen.see(key, &name, until);
            Ok(Some(name))
        }
        Ok(None) => {
            app.keys_seen.forget(key);
            Ok(None)
        }
        Err(error @ store::Error::Unavailable(_)) if rule == For::Anyone => {
            let name = app.keys_seen.holder(key, app.now());
            name.map(Some).ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The key of a request that brings one. Other ways to authorise are a proxy's.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = given.split_once(' ').unwrap_or((given, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

fn is_for_this_machine(headers: &HeaderMap) -> bool {
    let Some(Ok(host)) = headers.get(header::HOST).map(|host| host.to_str()) else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(access: Access, headers: &[(&'static str, &'static str)]) -> Who {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()));
        let head = headers.collect();
        access.keyless(&head, Site::of(&head, false)).who()
    }

    #[test]
    fn on_a_loopback_address_this_machine_is_staff() {
        for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:80", "[::1]:8080", "127.0.0.2"] {
            assert_eq!(who(Access::ThisMachineIsStaff, &[("host", host)]), Who::Staff, "{host}");
        }
    }

    #[test]
    fn our_own_pages_are_staff() {
        let own = [
            ("host", "localhost:8080"),
            ("origin", "http://localhost:8080"),
            ("sec-fetch-site", "same-origin"),
        ];
        assert_eq!(who(Access::ThisMachineIsStaff, &own), Who::Staff);
    }

    #[test]
    fn other_hosts_proxies_and_addresses_are_visitors() {
        for headers in [
            &[("host", "prices.example:8080")][..],
            &[("host", "127.0.0.1"), ("x-forwarded-for", "192.0.2.7")],
            &[("host", "localhost"), ("forwarded", "for=192.0.2.7")],
            &[("host", "localhost"), ("origin", "http://evil.example")],
            &[("host", "localhost:8080"), ("origin", "http://localhost:3000")],
            &[("host", "localhost"), ("origin", "null")],
            &[("host", "localhost"), ("sec-fetch-site", "cross-site")],
            &[],
        ] {
            assert_eq!(who(Access::ThisMachineIsStaff, headers), Who::Anyone, "{headers:?}");
        }
        assert_eq!(who(Access::ByKey, &[("host", "localhost")]), Who::Anyone);
    }

    #[test]
    fn only_a_loopback_address_without_a_key_makes_staff() {
        for (address, has_key, access) in [
            ("127.0.0.1:8080", false, Access::ThisMachineIsStaff),
            ("[::1]:0", false, Access::ThisMachineIsStaff),
            ("127.0.0.1:8080", true, Access::ByKey),
            ("0.0.0.0:8080", false, Access::ByKey),
            ("192.0.2.1:80", true, Access::ByKey),
        ] {
            assert_eq!(Access::of(address.parse().unwrap(), has_key), access, "{address}");
        }
    }

    #[test]
    fn every_described_route_has_a_rule_and_no_other() {
        let document = serde_json::to_value(crate::http::document()).unwrap();
        let mut described: Vec<(String, String)> = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            described.extend(
                item.as_object()
                    .unwrap()
                    .keys()
                    .map(|method| (method.to_uppercase(), path.clone())),
            );
        }
        let mut ruled: Vec<_> = RULES
            .iter()
            .map(|(m, path, _)| (m.to_string(), (*path).to_owned()))
            .collect();
        described.sort();
        ruled.sort();
        assert_eq!(described, ruled);
    }
}
