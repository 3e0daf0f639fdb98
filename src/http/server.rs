use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use futures_util::future::Either;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::MissedTickBehavior;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::client::Peer;
use super::connections::{Busy, Connections};
use super::outer::{estimate, is_estimate};
use super::{App, Limits, metrics_router, router};

/// Bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long to wait after a connection could not be taken, such as for want of file handles.
const PAUSE: Duration = Duration::from_millis(10);
/// Connections that are late are looked for so often in the time that they have.
const LOOKED_FOR: u32 = 10;
/// How often such trouble is told at most.
const TOLD_EVERY: Duration = Duration::from_secs(10);
/// Connections that wait to be taken; the system may allow fewer.
const WAITING_MAX: u32 = 4096;

/// A server on its socket. It takes connections once it [runs](Server::run).
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    router: Router,
    /// Whether estimates are asked for here.
    has_estimates: bool,
    limits: Limits,
    connections: Arc<Connections>,
}

impl Server {
    /// Listens on an address; port 0 picks one.
    ///
    /// # Errors
    /// Where the address can't be had.
    #[expect(
        clippy::unused_async,
        reason = "whoever calls must be in a runtime, on which the socket depends"
    )]
    pub async fn bind(address: SocketAddr, app: Arc<App>) -> io::Result<Self> {
        let router = router(Arc::clone(&app));
        Self::of(address, router, true, app)
    }

    /// Listens on an address on which a monitoring system asks for metrics, and for nothing else.
    ///
    /// # Errors
    /// Where the address can't be had.
    #[expect(
        clippy::unused_async,
        reason = "whoever calls must be in a runtime, on which the socket depends"
    )]
    pub async fn bind_metrics(address: SocketAddr, app: Arc<App>) -> io::Result<Self> {
        let router = metrics_router(Arc::clone(&app));
        Self::of(address, router, false, app)
    }

    fn of(address: SocketAddr, router: Router, has_estimates: bool, app: Arc<App>) -> io::Result<Self> {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        // Else a server that was just stopped leaves its port taken for a while.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(WAITING_MAX)?;
        let limits = app.limits;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            limits,
            connections: Connections::new(limits.connections_max, limits.connections_per_address_max),
            router,
            has_estimates,
            app,
        })
    }

    /// The address, with the port that was picked.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `stop`. Then takes no more, and ends when those that are being answered are answered;
    /// [`Limits::stop_in`] bounds the wait. Gives whether all of them were.
    pub async fn run(self, stop: impl Future<Output = ()>) -> bool {
        let answered = GracefulShutdown::new();
        let mut trouble = Trouble::default();
        let head_in = self.limits.head_in;
        let mut late =
            tokio::time::interval((head_in / LOOKED_FOR).clamp(Duration::from_millis(1), Duration::from_secs(1)));
        late.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                taken = self.listener.accept() => match taken {
                    Ok((stream, address)) => self.answer(stream, address.ip(), &answered),
                    Err(error) if is_of_one_connection(&error) => {}
                    Err(error) => {
                        self.connections.close_oldest();
                        trouble.tell(&error);
                        tokio::time::sleep(PAUSE).await;
                    }
                },
                _ = late.tick() => self.connections.close_late(head_in),
                () = &mut stop => break,
            }
        }
        drop(self.listener);
        tokio::time::timeout(self.limits.stop_in, answered.shutdown())
            .await
            .is_ok()
    }

    /// Answers the requests of one connection, one after the other.
    fn answer(&self, stream: TcpStream, address: IpAddr, answered: &GracefulShutdown) {
        let address = address.to_canonical();
        let is_counted = !self.app.proxies().trusts(address);
        let Some(counted) = self.connections.open(is_counted.then_some(address)) else {
            return;
        };
        // Answers are small: to wait for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.limits.taken_in));
        let (app, router) = (Arc::clone(&self.app), self.router.clone());
        let (has_estimates, connection) = (self.has_estimates, Arc::clone(&counted.connection));
        let service = service_fn(move |mut request: Request<Incoming>| {
            let busy = Busy::new(Arc::clone(&connection));
            let answering = if has_estimates && is_estimate(&request) {
                Either::Left(Box::pin(estimate(Arc::clone(&app), Peer(address), request)))
            } else {
                request.extensions_mut().insert(Peer(address));
                Either::Right(router.clone().oneshot(request))
            };
            async move {
                match answering {
                    Either::Left(answering) => Ok::<_, Infallible>(answering.await),
                    // A long answer takes its time to be sent.
                    Either::Right(answering) => Ok(answering.await?.map(|body| busy.until_sent(body))),
                }
            }
        });
        let answering = http1::Builder::new()
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let answering = answered.watch(answering);
        let connected = self.app.metrics.connected();
        tokio::spawn(async move {
            let _connected = connected;
            tokio::select! {
                ended = answering => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                () = counted.connection.closed() => {
                    tracing::debug!("a connection was closed to make room");
                }
            }
        });
    }
}

/// Whether it concerns a connection that broke before it was taken: the next may be taken at once.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    [ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted].contains(&error.kind())
}

/// Connections that could not be taken, told once in a while: such trouble comes a thousandfold.
#[derive(Default)]
struct Trouble(Option<Instant>);

impl Trouble {
    fn tell(&mut self, error: &io::Error) {
        if self.0.is_none_or(|told| told.elapsed() > TOLD_EVERY) {
            tracing::warn!(%error, "a connection could not be taken: those that waited longest are closed");
            self.0 = Some(Instant::now());
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
