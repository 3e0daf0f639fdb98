//! Who is staff, and what is for staff. The one place to which staff keys are to be added.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, header};

use super::wire::{Problem, kinds};
use crate::price_list::Who;

/// Routes that are for the clinic's staff alone, as they are registered.
const FOR_STAFF: &[&str] = &["/v1/price-lists", "/v1/price-lists/reload"];

/// Headers that a proxy adds: behind one, a caller on this machine may be anybody.
const ADDED_BY_PROXIES: &[&str] = &["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// Whom a server takes for staff.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Whoever reaches the server on this machine without a proxy between.
    ThisMachineIsStaff,
    /// Nobody.
    VisitorsOnly,
}

impl Access {
    /// On an address that only this machine can reach, this machine is staff.
    pub fn of(address: SocketAddr) -> Self {
        if address.ip().is_loopback() {
            Access::ThisMachineIsStaff
        } else {
            Access::VisitorsOnly
        }
    }

    /// Who sent a request with these headers.
    ///
    /// A request that came through a proxy is a visitor's. So is one for another host than this machine: a web page
    /// may have sent it, under a name of its own that leads here. So is one that a browser sends for another site's page.
    pub(super) fn who(self, headers: &HeaderMap) -> Who {
        let is_direct = || !ADDED_BY_PROXIES.iter().any(|name| headers.contains_key(*name));
        match self {
            Access::ThisMachineIsStaff if is_for_this_machine(headers) && is_direct() && !is_cross_site(headers) => {
                Who::Staff
            }
            _ => Who::Anyone,
        }
    }

    /// Whether a caller may use a route.
    ///
    /// # Errors
    /// `staff_only`.
    pub(super) fn may_use(self, route: &str, headers: &HeaderMap) -> Result<(), Box<Problem>> {
        if !FOR_STAFF.contains(&route) || self.who(headers) == Who::Staff {
            return Ok(());
        }
        let detail = match self {
            Access::ThisMachineIsStaff if is_cross_site(headers) => {
                "This route is for the clinic's staff, and a cross-site request is nobody's: ask from this server's own \
                 address, not from another site's page."
            }
            Access::ThisMachineIsStaff => {
                "This route is for the clinic's staff: ask on the server's own machine, as localhost or 127.0.0.1, \
                 without a proxy between."
            }
            Access::VisitorsOnly => {
                "This route is for the clinic's staff, and this server knows none: start it with --listen on \
                 127.0.0.1 and ask on its own machine."
            }
        };
        Err(Box::new(Problem::new(&kinds::STAFF_ONLY, detail)))
    }
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
        access.who(&headers.collect())
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
            &[("host", "localhost"), ("origin", "https://evil.example")],
            &[("host", "localhost"), ("origin", "null")],
            &[("host", "localhost:8080"), ("origin", "http://localhost:3000")],
            &[("host", "localhost"), ("sec-fetch-site", "cross-site")],
            &[],
        ] {
            assert_eq!(who(Access::ThisMachineIsStaff, headers), Who::Anyone, "{headers:?}");
        }
        assert_eq!(who(Access::VisitorsOnly, &[("host", "localhost")]), Who::Anyone);
    }

    #[test]
    fn only_a_loopback_address_makes_staff() {
        for (address, access) in [
            ("127.0.0.1:8080", Access::ThisMachineIsStaff),
            ("[::1]:0", Access::ThisMachineIsStaff),
            ("0.0.0.0:8080", Access::VisitorsOnly),
            ("192.0.2.1:80", Access::VisitorsOnly),
        ] {
            assert_eq!(Access::of(address.parse().unwrap()), access, "{address}");
        }
    }
}
