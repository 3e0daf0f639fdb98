use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use super::{App, metrics_router, router};

/// Bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long to wait after a connection could not be taken, such as for want of file handles.
const PAUSE: Duration = Duration::from_millis(100);

/// A server on its socket. It takes connections once it [runs](Server::run).
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    app: Arc<App>,
}

impl Server {
    /// Listens on an address; port 0 picks one.
    ///
    /// # Errors
    /// Where the address can't be had.
    pub async fn bind(address: SocketAddr, app: Arc<App>) -> io::Result<Self> {
        Self::of(address, router(Arc::clone(&app)), app).await
    }

    /// Listens on an address on which a monitoring system asks for metrics, and for nothing else.
    ///
    /// # Errors
    /// Where the address can't be had.
    pub async fn bind_metrics(address: SocketAddr, app: Arc<App>) -> io::Result<Self> {
        Self::of(address, metrics_router(Arc::clone(&app)), app).await
    }

    async fn of(address: SocketAddr, router: Router, app: Arc<App>) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            router,
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
        let connections = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            tokio::select! {
                taken = self.listener.accept() => match taken {
                    Ok((stream, _)) => self.answer(stream, &connections),
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be taken");
                        tokio::time::sleep(PAUSE).await;
                    }
                },
                () = &mut stop => break,
            }
        }
        drop(self.listener);
        tokio::time::timeout(self.app.limits.stop_in, connections.shutdown())
            .await
            .is_ok()
    }

    /// Answers the requests of one connection, one after the other.
    fn answer(&self, stream: TcpStream, connections: &GracefulShutdown) {
        // Answers are small: to wait for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(self.router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.app.limits.head_in)
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        let connected = self.app.metrics.connected();
        tokio::spawn(async move {
            let _connected = connected;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}
