//! Who is staff, and what is for staff: the one table behind the routes and the description of the API.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, Method, header};

use super::App;
use super::wire::{Problem, kinds};
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
    (Method::GET, "/healthz", For::Anyone),
    (Method::GET, "/readyz", For::Anyone),
    (Method::GET, "/openapi.yaml", For::Anyone),
];

/// The name of whoever is staff without a key.
pub(super) const NAMELESS: &str = "staff";
/// Who makes quotes without being staff.
pub(super) const VISITOR: &str = "website";

/// Headers that a proxy adds: behind one, a caller on this machine may be anybody.
const ADDED_BY_PROXIES: &[&str] = &["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

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

    /// Under what name something is done.
    pub(super) fn name(&self) -> &str {
        match self {
            Identity::Staff(name) => name,
            Identity::Visitor => VISITOR,
        }
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

    /// What somebody without a key, who sent these headers, would have to do to be staff.
    fn way_to_staff(self, headers: &HeaderMap) -> &'static str {
        match self {
            Access::ThisMachineIsStaff if is_cross_site(headers) => {
                "This route is for the clinic's staff, and a cross-site request is nobody's: ask from this server's own \
                 address, not from another site's page."
            }
            Access::ThisMachineIsStaff => {
                "This route is for the clinic's staff: ask on the server's own machine, as localhost or 127.0.0.1, \
                 without a proxy between."
            }
            Access::ByKey => "This route is for the clinic's staff: send a staff key (Authorization: Bearer …).",
        }
    }

    /// Who sent a request with these headers and without a key.
    ///
    /// A request that came through a proxy is a visitor's. So is one for another host than this machine, and one that
    /// another site's page sent: whoever reads such a page did not ask for it.
    fn keyless(self, headers: &HeaderMap) -> Identity {
        let is_direct = || !ADDED_BY_PROXIES.iter().any(|name| headers.contains_key(*name));
        match self {
            Access::ThisMachineIsStaff if is_for_this_machine(headers) && !is_cross_site(headers) && is_direct() => {
                Identity::Staff(NAMELESS.to_owned())
            }
            _ => Identity::Visitor,
        }
    }
}

/// Who sent a request, where the route is for them.
///
/// # Errors
/// `staff_only`, `unknown_key`; `store_unavailable` where a key can't be looked up.
pub(super) async fn identify(
    app: &App,
    method: &Method,
    route: &str,
    head: &HeaderMap,
) -> Result<Identity, Box<Problem>> {
    let rule = rule(method, route);
    let identity = match bearer(head) {
        Some(key) => holder(app, key, rule).await?,
        None => app.access().keyless(head),
    };
    if rule == For::Staff && identity == Identity::Visitor {
        let detail = app.access().way_to_staff(head);
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

/// Who holds a key. A key is looked up with every request, so that one that is revoked counts no more at once; while the
/// database is gone and nobody can revoke, those that this process saw before are good for what keeps nothing.
async fn holder(app: &App, key: &str, rule: For) -> Result<Identity, Box<Problem>> {
    let looked_up = match app.store() {
        Ok(store) => store.holder(key).await,
        Err(error) => Err(error),
    };
    match looked_up {
        Ok(Some(name)) => {
            app.keys_seen.see(key, &name);
            Ok(Identity::Staff(name))
        }
        Ok(None) => {
            app.keys_seen.forget(key);
            let detail = "This staff key is not known, or was revoked.";
            Err(Box::new(Problem::new(&kinds::UNKNOWN_KEY, detail)))
        }
        Err(store::Error::Unavailable(trouble)) if rule == For::Anyone => match app.keys_seen.holder(key) {
            Some(name) => Ok(Identity::Staff(name)),
            None => Err(store::Error::Unavailable(trouble).into()),
        },
        Err(error) => Err(error.into()),
    }
}

/// The key of a request that brings one. Other ways to authorise are a proxy's.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = given.split_once(' ').unwrap_or((given, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// Whether a browser says that a page from elsewhere sent it. What is no browser says nothing.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_foreign = |origin: &str| {
        let host = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        host.is_none() || host != text("host")
    };
    text("origin").is_some_and(is_foreign)
        || text("sec-fetch-site").is_some_and(|site| !["same-origin", "none"].contains(&site))
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
        access.keyless(&headers.collect()).who()
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
