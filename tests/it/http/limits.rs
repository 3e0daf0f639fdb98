//! How often one address may ask, and that others are served whoever else there is.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use mesoquote::http::{Access, Limits, Policy, Proxies, Rates};
use serde_json::{Value, json};

use super::quotes::{Desk, for_somebody};
use super::staff::public_clinic;
use super::{Answer, Running, app};
use crate::binary::repository;

/// So many at once, and no more for the rest of the test.
const fn at_once(name: &'static str, burst: u32) -> Policy {
    Policy {
        name,
        burst,
        every: Duration::from_secs(3600),
        ipv6_bits: 64,
    }
}

const FEW: Rates = Rates {
    asking: at_once("asking", 8),
    staff: at_once("staff", 12),
    saving: at_once("saving", 2),
    trying: at_once("trying", 3),
};

fn few() -> Limits {
    Limits {
        rates: Some(FEW),
        ..Limits::USUAL
    }
}

/// Proxies of this machine are believed.
fn proxies() -> Proxies {
    Proxies {
        trusted: vec!["127.0.0.0/8".parse().unwrap()],
        is_encrypted: false,
    }
}

fn worked(change: impl FnOnce(mesoquote::http::App) -> mesoquote::http::App) -> Running {
    Running::start(change(app(&repository("tests/cases/worked/clinic"))))
}

/// A visitor who comes through a proxy.
struct Visitor<'a>(&'a Running, &'a str);

impl Visitor<'_> {
    fn ask(&self, method: &str, path: &str, more: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let headers = [
            &[("x-forwarded-for", self.1), ("content-type", "application/json")],
            more,
        ]
        .concat();
        let body = body.map(Value::to_string);
        self.0.ask(method, path, &headers, body.as_deref().map(str::as_bytes))
    }

    fn get(&self, path: &str) -> u16 {
        self.ask("GET", path, &[], None).status()
    }

    fn estimate(&self, promo: &str) -> Answer {
        let body = json!({ "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": 10 }],
            "promo_code": promo });
        self.ask("POST", "/v1/estimates", &[], Some(&body))
    }
}

/// How many of many got through.
fn served(count: usize, mut ask: impl FnMut() -> u16) -> usize {
    (0..count).filter(|_| ask() != 429).count()
}

#[test]
fn a_visitor_asks_so_often_and_others_are_not_counted_with_him() {
    let server = worked(|app| app.with_limits(few()).with_proxies(proxies()));
    let one = Visitor(&server, "192.0.2.1");
    assert_eq!(served(20, || one.get("/v1/clinics")), 8);
    for other in ["192.0.2.2", "2001:db8::1", "2001:db8:0:1::1", "192.0.2.3, 127.0.0.9"] {
        assert_eq!(Visitor(&server, other).get("/v1/clinics"), 200, "{other}");
    }
    for same in [
        "192.0.2.1",
        "192.0.2.1:4711",
        "203.0.113.5, 192.0.2.1",
        "192.0.2.1, 127.0.0.9",
        "::ffff:192.0.2.1",
    ] {
        assert_eq!(Visitor(&server, same).get("/healthz"), 429, "{same}");
    }
    assert_eq!(
        served(20, || Visitor(&server, "2001:db8::2").get("/")),
        7,
        "of one network"
    );
}

#[test]
fn who_is_refused_is_told_for_how_long() {
    let server = worked(|app| app.with_limits(few()).with_proxies(proxies()));
    let visitor = Visitor(&server, "192.0.2.1");
    let first = visitor.ask("GET", "/v1/clinics", &[], None);
    assert_eq!(first.header("ratelimit"), "", "far from the limit");
    for _ in 0..6 {
        visitor.ask("GET", "/v1/clinics", &[], None);
    }
    let last = visitor.ask("GET", "/v1/clinics", &[], None);
    assert_eq!(last.header("ratelimit"), "\"asking\";r=0;t=28800");
    let refused = visitor.ask("GET", "/v1/clinics", &[], None);
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.json()["code"], "too_many_requests");
    assert_eq!(refused.header("retry-after"), "3600");
    assert_eq!(refused.header("ratelimit"), "\"asking\";r=0;t=28800");
    assert_eq!(refused.header("ratelimit-policy"), "\"asking\";q=8;w=28800");
}

#[test]
fn what_is_not_a_trusted_proxys_word_changes_nothing() {
    let server = worked(|app| app.with_limits(few()));
    let mut number = 0;
    let spoofed = served(20, || {
        number += 1;
        Visitor(&server, &format!("192.0.2.{number}")).get("/v1/clinics")
    });
    assert_eq!(spoofed, 8);
}

#[test]
fn staff_on_this_machine_is_not_counted_and_limits_can_be_off() {
    let server = worked(|app| app.with_limits(few()));
    assert_eq!(served(30, || server.get("/v1/clinics").status()), 30);
    let server = worked(|app| app.with_limits(Limits::NOT_COUNTED).with_access(Access::ByKey));
    assert_eq!(served(400, || server.get("/healthz").status()), 400);
}

#[test]
fn visitors_save_less_often_than_they_ask() {
    let (server, key, _folder) = public_clinic(|app| app.with_limits(few()).with_proxies(proxies()));
    let mut body = for_somebody();
    body.as_object_mut().unwrap().remove("note");
    let one = Visitor(&server, "192.0.2.1");
    let statuses: Vec<u16> = (0..4)
        .map(|_| one.ask("POST", "/v1/quotes", &[], Some(&body)).status())
        .collect();
    assert_eq!(statuses, [201, 201, 429, 429]);
    assert_eq!(one.get("/v1/clinics"), 200, "and may still ask");
    assert_eq!(
        Visitor(&server, "192.0.2.2")
            .ask("POST", "/v1/quotes", &[], Some(&body))
            .status(),
        201
    );
    let staff = [("authorization", key.as_str())];
    let saved = served(20, || one.ask("POST", "/v1/quotes", &staff, Some(&body)).status());
    assert_eq!(saved, 12, "staff by its own measure");
}

#[test]
fn promo_codes_are_not_to_be_tried_out() {
    let asking = at_once("asking", 100);
    let limits = Limits {
        rates: Some(Rates { asking, ..FEW }),
        ..Limits::USUAL
    };
    let server = worked(|app| app.with_limits(limits).with_proxies(proxies()));
    let one = Visitor(&server, "192.0.2.1");
    let right = (0..20).map(|_| one.estimate("STAFF"));
    for answer in right {
        let outcome = &answer.json()["low"]["promo_code"]["outcome"];
        assert!(
            answer.status() == 200 && outcome != "not_valid",
            "a right one as often as one likes: {outcome}"
        );
    }
    let wrong: Vec<u16> = ["A1", "A2", "A3", "A4"].map(|code| one.estimate(code).status()).into();
    assert_eq!(wrong, [200, 200, 200, 429]);
    assert_eq!(one.estimate("STAFF").status(), 429, "nor is a right one told then");
    assert_eq!(one.estimate("").status(), 200, "prices without one are");
    let query = "/v1/estimates?treatment=meso-fat&area=abdomen&sessions=10&promo_code=STAFF";
    assert_eq!(one.get(query), 429);
    assert_eq!(Visitor(&server, "192.0.2.2").estimate("STAFF").status(), 200);
}

#[test]
fn nor_are_promo_codes_by_saving_quotes() {
    let (server, key, _folder) = public_clinic(|app| app.with_limits(few()).with_proxies(proxies()));
    let one = Visitor(&server, "192.0.2.1");
    let save = |code: &str| {
        let item = json!({ "treatment": "meso-fat", "area": "abdomen", "sessions": 10 });
        let body = json!({ "request": { "items": [item], "promo_code": code } });
        one.ask("POST", "/v1/quotes", &[], Some(&body)).status()
    };
    assert_eq!(save("A1"), 201);
    let told: Vec<u16> = ["A2", "A3", "A4"].map(|code| one.estimate(code).status()).into();
    assert_eq!(told, [200, 200, 429], "a wrong code is one wherever it is tried");
    assert_eq!(save("STAFF"), 429, "and a right one is not told then");
    let metrics = server.ask("GET", "/metrics", &[("authorization", &key)], None);
    let mut lines = metrics.text().lines();
    let counted = lines.find(|line| line.starts_with("mesoquote_estimates_total{"));
    assert!(
        counted.is_some_and(|line| line.ends_with(" 2")),
        "what was kept back is no answer: {counted:?}"
    );
}

#[test]
fn staff_keys_and_links_are_not_to_be_tried_out() {
    let (server, key, _folder) = public_clinic(|app| app.with_limits(few()).with_proxies(proxies()));
    let one = Visitor(&server, "192.0.2.1");
    let bear = |key: &str| {
        one.ask("GET", "/v1/price-lists", &[("authorization", key)], None)
            .status()
    };
    let tried: Vec<u16> = ["a", "b", "c", "d"].map(|key| bear(&format!("Bearer {key}"))).into();
    assert_eq!(tried, [401, 401, 401, 429]);
    assert_eq!(
        bear(&key),
        429,
        "a key that this process never saw is not looked up then"
    );
    let body = json!({ "key": key.trim_start_matches("Bearer ") });
    assert_eq!(one.ask("POST", "/v1/session", &[], Some(&body)).status(), 429);
    assert_eq!(
        Visitor(&server, "192.0.2.2")
            .ask("POST", "/v1/session", &[], Some(&body))
            .status(),
        200
    );
    let stranger = Visitor(&server, "192.0.2.3");
    let guessed: Vec<u16> = (0..5).map(|n| stranger.get(&format!("/q/p1yqgab{n:032x}"))).collect();
    assert_eq!(guessed, [404, 404, 404, 429, 429]);
    let other = [("authorization", key.as_str())];
    assert_eq!(
        Visitor(&server, "192.0.2.2")
            .ask("GET", "/v1/price-lists", &other, None)
            .status(),
        200
    );
    assert_eq!(bear(&key), 200, "one that it saw is");
}

/// A connection from another address of this machine.
fn connect_from(from: [u8; 4], to: SocketAddr) -> std::io::Result<TcpStream> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::from(from), 0).into())?;
        socket.connect(to).await?.into_std()
    })?;
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// Asks and reads the whole answer, so that it can be asked again.
fn healthy(stream: &mut TcpStream) -> bool {
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    asked.is_ok() && answered(stream).is_some_and(|head| head.starts_with("HTTP/1.1 200"))
}

/// The head of an answer, whose body is read too.
fn answered(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).ok()?.to_lowercase().replace("http/", "HTTP/");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(head)
}

#[test]
fn an_address_has_so_many_connections_and_others_are_served() {
    let limits = Limits {
        connections_per_address_max: 3,
        ..Limits::USUAL
    };
    let server = worked(|app| app.with_limits(limits));
    let mut open: Vec<_> = (0..3)
        .map(|_| connect_from([127, 0, 0, 2], server.address).unwrap())
        .collect();
    assert!(open.iter_mut().all(healthy));
    // The system takes the connection before the server closes it.
    assert!(!connect_from([127, 0, 0, 2], server.address).is_ok_and(|mut stream| healthy(&mut stream)));
    assert!(healthy(&mut connect_from([127, 0, 0, 3], server.address).unwrap()));
    assert!(open.iter_mut().all(healthy), "those that were there stay");
}

#[test]
fn who_waits_longest_makes_room_for_who_comes() {
    let limits = Limits {
        connections_max: 20,
        ..Limits::USUAL
    };
    let server = worked(|app| app.with_limits(limits));
    let mut idle = connect_from([127, 0, 0, 2], server.address).unwrap();
    assert!(healthy(&mut idle));
    let mut open: Vec<_> = (0..40)
        .map(|n| {
            let mut stream = connect_from([127, 0, 0, 3 + n], server.address).unwrap();
            assert!(healthy(&mut stream), "whoever comes is served");
            stream
        })
        .collect();
    assert!(!healthy(&mut idle), "the oldest is closed");
    assert!(healthy(open.last_mut().unwrap()));
}

#[test]
fn who_takes_no_answer_loses_the_connection() {
    let limits = Limits {
        taken_in: Duration::from_millis(100),
        ..Limits::USUAL
    };
    let server = worked(|app| app.with_limits(limits));
    let mut stream = connect_from([127, 0, 0, 2], server.address).unwrap();
    // More answers than the system keeps for a caller that reads none.
    let asked = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(30);
    let _ = stream.write_all(asked.as_bytes());
    let other = std::thread::spawn({
        let address = server.address;
        move || (0..20).all(|_| healthy(&mut connect_from([127, 0, 0, 3], address).unwrap()))
    });
    assert!(other.join().unwrap(), "others are served meanwhile");
    // A server that waits for ever fails the test here.
    assert!(server.stop(), "the connection holds up no stop");
}

#[test]
fn a_body_without_end_is_refused_at_its_beginning() {
    let desk = Desk::open();
    let address = desk.server.address;
    for length in ["content-length: 1000000000", "transfer-encoding: chunked"] {
        let mut stream = connect_from([127, 0, 0, 2], address).unwrap();
        let head = "POST /v1/estimates HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json";
        write!(stream, "{head}\r\n{length}\r\n\r\n").unwrap();
        let chunk = [b"10000\r\n", vec![b' '; 65_536].as_slice(), b"\r\n"].concat();
        // It is read no further than what is too much: then writing fails.
        let written = (0..16_000).take_while(|_| stream.write_all(&chunk).is_ok()).count();
        assert!(written < 1_000, "{length}: {written} × 64 KiB were read");
    }
    assert_eq!(desk.server.get("/healthz").status(), 200);
}
