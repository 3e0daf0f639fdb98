//! The connections that are open: so many in all and of one address, those that wait longest closed first.
//!
//! A connection's age is counted from when it last began or ended a request. A request is answered in far less than a
//! second, so what is old does nothing, or is slow on purpose. Whoever comes is therefore let in at the cost of the
//! oldest: callers that keep thousands of connections open lose theirs, others wait for nothing.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use http_body_util::BodyExt;
use tokio::sync::Notify;

/// One of so many is closed where there is no more room: to look for the oldest takes as long for one as for many.
const CLOSED_PART: usize = 100;

/// All connections of a server.
pub(super) struct Connections {
    held: Mutex<Held>,
    begun: Instant,
    most: usize,
    most_of_address: usize,
}

#[derive(Default)]
struct Held {
    open: HashMap<u64, Arc<Connection>>,
    of_address: HashMap<IpAddr, usize>,
    next: u64,
}

/// A connection that is open.
pub(super) struct Connection {
    /// When it last began or ended a request: milliseconds from the server's start.
    since: AtomicU64,
    /// Whether a request of it is being answered.
    is_answered: AtomicBool,
    begun: Instant,
    close: Notify,
}

/// Counts a connection as long as it is held.
pub(super) struct Counted {
    connections: Arc<Connections>,
    pub(super) connection: Arc<Connection>,
    number: u64,
    address: Option<IpAddr>,
}

impl Connections {
    /// None yet. At most so many at a time, and so many of one address.
    pub(super) fn new(most: usize, most_of_address: usize) -> Arc<Self> {
        Arc::new(Self {
            held: Mutex::default(),
            begun: Instant::now(),
            most: most.max(1),
            most_of_address,
        })
    }

    /// Counts a connection from an address, or from a proxy, for which there is none. Nothing where the address has as
    /// many as it may have.
    pub(super) fn open(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Counted> {
        let address = address.map(network);
        let mut held = self.held();
        if let Some(address) = address {
            let open = held.of_address.entry(address).or_default();
            if *open >= self.most_of_address {
                return None;
            }
            *open += 1;
        }
        if held.open.len() >= self.most {
            held.close_oldest();
        }
        let connection = Arc::new(Connection {
            since: AtomicU64::new(0),
            is_answered: AtomicBool::new(false),
            begun: self.begun,
            close: Notify::new(),
        });
        connection.touch();
        let number = held.next;
        held.next += 1;
        held.open.insert(number, Arc::clone(&connection));
        Some(Counted {
            connections: Arc::clone(self),
            connection,
            number,
            address,
        })
    }

    /// Closes those that waited longest, where the system has no more room.
    pub(super) fn close_oldest(&self) {
        self.held().close_oldest();
    }

    /// Closes those that have waited for the head of a request, or for the rest of it, for so long. One clock looks at all
    /// of them: a timer for each request would cost more than most answers do.
    pub(super) fn close_late(&self, head_in: Duration) {
        let Some(before) = self.begun.elapsed().checked_sub(head_in).map(millis) else {
            return;
        };
        for connection in self
            .held()
            .open
            .values()
            .filter(|connection| connection.is_late(before))
        {
            connection.close.notify_one();
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn close_oldest(&mut self) {
        let mut ages: Vec<(u64, u64)> = self
            .open
            .iter()
            .map(|(number, connection)| (connection.since.load(Ordering::Relaxed), *number))
            .collect();
        let closed = ages.len().div_ceil(CLOSED_PART);
        if closed < ages.len() {
            ages.select_nth_unstable(closed);
        }
        for (_, number) in ages.into_iter().take(closed) {
            if let Some(connection) = self.open.remove(&number) {
                connection.close.notify_one();
            }
        }
    }
}

impl Connection {
    /// Whether it has been waiting for the whole head of a request since before a moment.
    fn is_late(&self, before: u64) -> bool {
        !self.is_answered.load(Ordering::Relaxed) && self.since.load(Ordering::Relaxed) < before
    }

    fn touch(&self) {
        self.since.store(millis(self.begun.elapsed()), Ordering::Relaxed);
    }

    /// Ends when the connection is to make room.
    pub(super) async fn closed(&self) {
        self.close.notified().await;
    }
}

/// Keeps a connection from being late as long as it is held: a request of it is being answered.
pub(super) struct Busy(Arc<Connection>);

impl Busy {
    /// A request of a connection begins.
    pub(super) fn new(connection: Arc<Connection>) -> Self {
        connection.touch();
        connection.is_answered.store(true, Ordering::Relaxed);
        Self(connection)
    }

    /// The body of an answer, which is being sent as long as it is there.
    pub(super) fn until_sent(self, body: Body) -> Body {
        Body::new(body.map_err(move |error| {
            let _busy = &self;
            error
        }))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.touch();
        self.0.is_answered.store(false, Ordering::Relaxed);
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut held = self.connections.held();
        held.open.remove(&self.number);
        let Some(address) = self.address else { return };
        if let Some(open) = held.of_address.get_mut(&address) {
            *open -= 1;
            if *open == 0 {
                held.of_address.remove(&address);
            }
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Whoever has one IPv6 address has a network of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn is_closed(counted: &Counted) -> bool {
        counted.connection.closed().now_or_never().is_some()
    }

    #[test]
    fn an_address_has_so_many_and_a_proxy_any_number() {
        let connections = Connections::new(100, 2);
        let open = |text: &str| connections.open(Some(text.parse().unwrap()));
        let first = open("192.0.2.1").unwrap();
        let _second = open("192.0.2.1").unwrap();
        assert!(open("192.0.2.1").is_none());
        let _other = open("192.0.2.2").unwrap();
        drop(first);
        let _third = open("192.0.2.1").unwrap();
        let (_one, _two) = (open("2001:db8::1").unwrap(), open("2001:db8::2").unwrap());
        assert!(open("2001:db8::3").is_none(), "of one network");
        assert!((0..9).all(|_| connections.open(None).is_some()));
    }

    #[test]
    fn who_waited_longest_makes_room() {
        let connections = Connections::new(3, 9);
        let open: Vec<_> = (0..3).map(|_| connections.open(None).unwrap()).collect();
        for (counted, since) in open.iter().zip([7, 5, 9]) {
            counted.connection.since.store(since, Ordering::Relaxed);
        }
        let _new = connections.open(None).unwrap();
        assert_eq!(open.iter().map(is_closed).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(connections.held().open.len(), 3);
        drop(open);
        assert_eq!(connections.held().open.len(), 1);
    }

    #[test]
    fn who_sends_no_request_is_late_and_who_is_answered_is_not() {
        let begun = Instant::now().checked_sub(Duration::from_secs(60)).unwrap();
        let connections = Arc::new(Connections {
            begun,
            ..Arc::into_inner(Connections::new(9, 9)).unwrap()
        });
        let open: Vec<_> = (0..3).map(|_| connections.open(None).unwrap()).collect();
        let busy = Busy::new(Arc::clone(&open[1].connection));
        for counted in &open[..2] {
            counted.connection.since.store(1, Ordering::Relaxed);
        }
        let closed = || {
            connections.close_late(Duration::from_secs(10));
            open.iter().map(is_closed).collect::<Vec<_>>()
        };
        assert_eq!(closed(), [true, false, false]);
        // A long answer is still being sent when its head is.
        let body = busy.until_sent(Body::empty());
        assert_eq!(closed(), [true, false, false]);
        drop(body);
        assert_eq!(closed(), [true, false, false], "its time begins when all is sent");
        open[1].connection.since.store(1, Ordering::Relaxed);
        assert_eq!(closed(), [true, true, false]);
    }
}
