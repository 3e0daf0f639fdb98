use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::PricesArg;
use crate::files::{self, Fingerprint, LoadError, watch};
use crate::http::{self, Access, App, Found, Reload, Served, Server};
use crate::tables::{Palette, Report};

/// Serves the HTTP API until it is told to stop.
///
/// Price lists that change on disk are checked whole and take effect at once; one with errors leaves the list before
/// in force. The documentation of the API is at /docs.
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    prices: PricesArg,
    /// Where to listen; port 0 picks one. On an address of this machine alone, this machine is staff.
    #[arg(long, value_name = "ADDRESS", env = "MESOQUOTE_LISTEN", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// What is logged: error, warn, info, debug, trace, or a filter such as mesoquote=debug.
    #[arg(long, value_name = "FILTER", env = "MESOQUOTE_LOG", default_value = "info", value_parser = filter)]
    log: String,
    /// How the log is written.
    #[arg(long, value_name = "FORMAT", env = "MESOQUOTE_LOG_FORMAT", default_value = "text")]
    log_format: LogFormat,
}

#[derive(Clone, Copy, ValueEnum, Debug)]
enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let hint = || format!("`{text}` is no address: write HOST:PORT, such as 127.0.0.1:8080");
    let mut addresses = text.to_socket_addrs().map_err(|_| hint())?;
    addresses.next().ok_or_else(hint)
}

fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

impl Serve {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.prices.folder().map(Path::to_owned);
        // Looked at before it is read: what changes meanwhile is noticed.
        let since = folder.as_deref().map(Fingerprint::of);
        let Some(served) = served(folder.as_deref())? else {
            return Ok(ExitCode::from(1));
        };
        log_to_stderr(&self.log, self.log_format)?;
        let app = Arc::new(App::new(served, reload(folder.clone()), Access::of(self.listen)));
        let _watch = folder.zip(since).map(|(folder, since)| {
            let app = Arc::clone(&app);
            watch(&folder, since, move || drop(app.reload()))
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.context("the server could not be started")?;
        runtime.block_on(serve(self.listen, app))
    }
}

/// What is served at first: every list that is right, the others are told of in full on standard error. `None` where
/// no list is right.
fn served(folder: Option<&Path>) -> anyhow::Result<Option<Served>> {
    let Some(folder) = folder else {
        let sample = Found::List(Box::new(files::embedded()?.list));
        return Ok(Some(Served::default().followed_by(vec![sample])));
    };
    let mut found = Vec::new();
    let clinics = files::clinics(folder)?;
    for clinic in &clinics {
        let loaded = files::load(&clinic.path);
        match &loaded {
            Ok(_) => {}
            Err(LoadError::Refused(report)) => tell(&clinic.path, report),
            Err(_) if clinics.len() == 1 => {
                loaded?;
                break;
            }
            Err(error) => anstream::eprintln!("mesoquote: {error}"),
        }
        found.push(http::found(&clinic.code, loaded));
    }
    let is_any_right = found.iter().any(|found| matches!(found, Found::List(_)));
    Ok(is_any_right.then(|| Served::default().followed_by(found)))
}

fn tell(folder: &Path, report: &Report) {
    let folder = folder.display().to_string();
    for error in &report.errors {
        anstream::eprintln!("{}\n", error.shown(&folder, &Palette::COLOURED));
    }
    let count = report.errors.len();
    anstream::eprintln!("mesoquote: the price list in {folder} is refused: it has {count} errors");
}

async fn serve(address: SocketAddr, app: Arc<App>) -> anyhow::Result<ExitCode> {
    let server = Server::bind(address, Arc::clone(&app)).await;
    let server = server.with_context(|| format!("{address} can't be listened on"))?;
    let stop = asked_to_stop()?;
    anstream::eprintln!("listening on http://{}", server.address());
    tell_who_is_staff(app.access());
    if server.run(stop).await {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(anyhow!(
            "requests were cut off: they took too long to answer after the server was told to stop"
        ))
    }
}

/// Ends when the process is told to stop. It listens for that from now on, not only once it is awaited.
fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("signals can't be listened for")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("signals can't be listened for")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: requests that are being answered are finished");
    })
}

fn tell_who_is_staff(access: Access) {
    match access {
        Access::ThisMachineIsStaff => {
            tracing::info!(
                "whoever asks from this machine is staff; a request that comes through a proxy is a visitor's"
            );
        }
        Access::VisitorsOnly => {
            tracing::info!("everybody is a visitor: other days than today and the routes for staff are refused");
        }
    }
}

/// Reads the folder anew; the built-in list stays as it is.
fn reload(folder: Option<PathBuf>) -> Reload {
    Arc::new(move |served: &Served| match &folder {
        Some(folder) => http::reread(served, folder),
        None => served.clone(),
    })
}

fn log_to_stderr(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_writer(io::stderr)
        .with_target(false);
    let begun = match format {
        LogFormat::Text => log.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    begun.map_err(|error| anyhow!("the log could not be begun: {error}"))?;
    // A panic's message may hold what a caller sent; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program failed at a place where it must not");
    }));
    Ok(())
}
