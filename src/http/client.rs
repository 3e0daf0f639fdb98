//! Who is at the other end of a request: the address that limits count by, how the request came, and whose page sent it.
//!
//! What a proxy says of the other side is believed where the server was told to trust that proxy, and nowhere else:
//! whoever sends a request can write `X-Forwarded-For`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::HeaderMap;
use axum::http::header::{self, HeaderName};
use ipnet::IpNet;

use super::site::Site;

/// Headers that a proxy adds: behind one, a caller on this machine may be anybody.
static ADDED_BY_PROXIES: [HeaderName; 5] = [
    header::FORWARDED,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-real-ip"),
    header::VIA,
];

/// The address of the other end of a connection.
#[derive(Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// Who sent a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Client {
    /// Where it came from, as far as can be known.
    pub(super) address: IpAddr,
    /// Whether the browser's connection is encrypted.
    pub(super) is_encrypted: bool,
    /// Whose page sent it.
    pub(super) site: Site,
}

/// The proxies in front of the server.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Addresses of those that are believed.
    pub trusted: Vec<IpNet>,
    /// Whether visitors reach the server over an encrypted connection alone, whatever a proxy says of it.
    pub is_encrypted: bool,
}

impl Client {
    /// The client of a request with this head, from this other end.
    pub(super) fn of(peer: Option<Peer>, head: &HeaderMap, proxies: &Proxies) -> Self {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |Peer(address)| address.to_canonical());
        let is_trusted = proxies.trusts(peer);
        let is_encrypted = proxies.is_encrypted || is_trusted && says_encrypted(head);
        Self {
            address: if is_trusted { proxies.client(peer, head) } else { peer },
            is_encrypted,
            site: Site::of(head, is_encrypted),
        }
    }
}

impl Proxies {
    /// Whether an address is a proxy's that is believed.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }

    /// The address behind trusted proxies: each adds at the end whom it was asked by, so the last that is no trusted
    /// proxy's is the client's. Where there are both headers and they disagree, one of them was passed on unread from
    /// the client, and it can't be known which: then it is the proxy's own address.
    fn client(&self, peer: IpAddr, head: &HeaderMap) -> IpAddr {
        let list = self.outermost(peer, lines(head, "x-forwarded-for"), address);
        let standard = self.outermost(peer, lines(head, "forwarded"), |part| {
            parameter(part, "for").and_then(address)
        });
        match (list, standard) {
            (Some(one), Some(other)) if one != other => peer,
            (Some(one), _) | (None, Some(one)) => one,
            (None, None) => peer,
        }
    }

    /// `None` where there is no such header. Something that is no address ends the search at the proxy that said it.
    fn outermost<'h>(
        &self,
        peer: IpAddr,
        parts: impl DoubleEndedIterator<Item = &'h str>,
        read: impl Fn(&str) -> Option<IpAddr>,
    ) -> Option<IpAddr> {
        let mut found = None;
        for part in parts.rev() {
            let Some(address) = read(part) else {
                return found.or(Some(peer));
            };
            found = Some(address);
            if !self.trusts(address) {
                break;
            }
        }
        found
    }
}

/// Whether a request came through a proxy that says so.
pub(super) fn is_forwarded(head: &HeaderMap) -> bool {
    ADDED_BY_PROXIES.iter().any(|name| head.contains_key(name))
}

/// Whether the proxy nearest to us says that it was asked over an encrypted connection.
fn says_encrypted(head: &HeaderMap) -> bool {
    let scheme = lines(head, "x-forwarded-proto").next_back().or_else(|| {
        let nearest = lines(head, "forwarded").next_back()?;
        parameter(nearest, "proto")
    });
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// The parts of a list that stands in one header or several.
fn lines<'h>(head: &'h HeaderMap, name: &str) -> impl DoubleEndedIterator<Item = &'h str> {
    let values = head.get_all(name).into_iter();
    values
        .map(|value| value.to_str().unwrap_or_default())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

/// A parameter of a part of `Forwarded`, without its quotes.
fn parameter<'p>(part: &'p str, wanted: &str) -> Option<&'p str> {
    part.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
        is_wanted.then(|| value.trim().trim_matches('"'))
    })
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = match bare.unwrap_or(text).parse() {
        Ok(address) => address,
        Err(_) => text.parse::<SocketAddr>().ok()?.ip(),
    };
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, headers: &[(&'static str, &'static str)]) -> String {
        let proxies = Proxies {
            trusted: vec!["127.0.0.1/32".parse().unwrap(), "10.0.0.0/8".parse().unwrap()],
            is_encrypted: false,
        };
        let mut head = HeaderMap::new();
        for (name, value) in headers {
            head.append(*name, value.parse().unwrap());
        }
        let client = Client::of(Some(Peer(peer.parse().unwrap())), &head, &proxies);
        format!(
            "{}{}",
            client.address,
            if client.is_encrypted { " encrypted" } else { "" }
        )
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_about_the_client() {
        let list = "x-forwarded-for";
        for (peer, headers, expected) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            (
                "192.0.2.1",
                &[(list, "203.0.113.9"), ("x-forwarded-proto", "https")],
                "192.0.2.1",
            ),
            ("::ffff:192.0.2.1", &[], "192.0.2.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &[(list, "203.0.113.9")], "203.0.113.9"),
            (
                "127.0.0.1",
                &[(list, "203.0.113.9:4711"), ("x-forwarded-proto", "https")],
                "203.0.113.9 encrypted",
            ),
            ("127.0.0.1", &[(list, "2001:db8::7")], "2001:db8::7"),
            ("127.0.0.1", &[(list, "[2001:db8::7]:4711")], "2001:db8::7"),
            ("127.0.0.1", &[(list, "1.1.1.1, 203.0.113.9")], "203.0.113.9"),
            (
                "127.0.0.1",
                &[(list, "1.1.1.1"), (list, "203.0.113.9, 10.1.2.3")],
                "203.0.113.9",
            ),
            ("127.0.0.1", &[(list, "203.0.113.9, unknown, 10.1.2.3")], "10.1.2.3"),
            ("127.0.0.1", &[(list, "")], "127.0.0.1"),
            ("127.0.0.1", &[(list, "10.1.2.3")], "10.1.2.3"),
            (
                "10.9.9.9",
                &[("forwarded", "for=192.0.2.43, for=\"[2001:db8::7]:47\";proto=https")],
                "2001:db8::7 encrypted",
            ),
            ("10.9.9.9", &[("forwarded", "proto=http;For=192.0.2.43")], "192.0.2.43"),
            ("10.9.9.9", &[("forwarded", "for=_hidden")], "10.9.9.9"),
            (
                "10.9.9.9",
                &[("forwarded", "for=192.0.2.43"), (list, "192.0.2.43")],
                "192.0.2.43",
            ),
            (
                "10.9.9.9",
                &[("forwarded", "for=192.0.2.43"), (list, "203.0.113.9")],
                "10.9.9.9",
            ),
        ] {
            assert_eq!(client(peer, headers), expected, "{peer} {headers:?}");
        }
    }
}
