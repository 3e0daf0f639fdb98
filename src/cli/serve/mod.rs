mod keeping;
mod outside;

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tracing_subscriber::EnvFilter;

use super::PricesArg;
use super::check::prefix;
use super::database::DatabaseArg;
use crate::files::{self, Fingerprint, LoadError, watch};
use crate::http::{self, Access, App, Found, Published, Reload, Served, Server};
use crate::tables::{Palette, Report};
use outside::Outside;

/// Serves the HTTP API until it is told to stop.
///
/// Price lists that change on disk are checked whole and take effect at once; one with errors leaves the list before
/// in force. The documentation of the API is at /docs.
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    prices: PricesArg,
    #[command(flatten)]
    database: DatabaseArg,
    /// Where to listen; port 0 picks one. On an address of this machine alone, and as long as there is no staff key,
    /// this machine is staff. Any other address needs a key: mesoquote keys add NAME
    #[arg(long, value_name = "ADDRESS", env = "MESOQUOTE_LISTEN", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// Where metrics are asked for, at /metrics, by whoever reaches it. Staff has them at /metrics of the server too.
    #[arg(long, value_name = "ADDRESS", env = "MESOQUOTE_METRICS", value_parser = address)]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    outside: Outside,
    /// The address at which patients reach this server, such as <https://quotes.clinic.example>: what links that are sent
    /// begin with. Without it they begin with the address that the staff asked at.
    #[arg(long, value_name = "URL", env = "MESOQUOTE_PUBLIC_URL", value_parser = public_url)]
    public_url: Option<String>,
    /// An edited copy of assets/quote.typ, by which quotes are set as PDF.
    #[cfg(feature = "pdf")]
    #[arg(long, value_name = "FILE", env = "MESOQUOTE_PDF_TEMPLATE")]
    pdf_template: Option<PathBuf>,
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

fn public_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |rest: &&str| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(['?', '#', ' ', '@']);
    match rest.filter(is_plain) {
        Some(_) => Ok(text.trim_end_matches('/').to_owned()),
        None => Err(format!(
            "`{text}` is no such address: write https://HOST, with the path of a proxy if there is one"
        )),
    }
}

fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

impl Serve {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime
            .context("the server could not be started")?
            .block_on(self.start())
    }

    /// The same with the clinic's own template of the PDF.
    #[cfg(feature = "pdf")]
    fn with_pdf(&self, app: App) -> anyhow::Result<App> {
        let Some(path) = &self.pdf_template else {
            return Ok(app);
        };
        let template = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        app.with_pdf_template(&template)
            .map_err(|error| anyhow!("{}: {error}", path.display()))
    }

    #[cfg(not(feature = "pdf"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "as where there is a PDF")]
    fn with_pdf(&self, app: App) -> anyhow::Result<App> {
        Ok(app)
    }

    async fn start(&self) -> anyhow::Result<ExitCode> {
        let location = self.database.location()?;
        let store = keeping::opened(&location, self.prices.is_given()).await?;
        let access = keeping::access(self.listen, &location, store.as_ref()).await?;
        let published = Published::default();
        let lists = match &store {
            Some(store) if !self.prices.is_given() => published.first(store).await?,
            _ => None,
        };
        let folder = lists
            .is_none()
            .then(|| self.prices.folder().map(Path::to_owned))
            .flatten();
        // Looked at before it is read: what changes meanwhile is noticed.
        let since = folder.as_deref().map(Fingerprint::of);
        let Some(served) = lists.map_or_else(|| served(folder.as_deref()), |found| Ok(Some(found)))? else {
            return Ok(ExitCode::from(1));
        };
        log_to_stderr(&self.log, self.log_format)?;
        if let Some(unread) = self.prices.there().filter(|_| published.is_followed()) {
            let folder = unread.display();
            tracing::warn!(
                "prices are what was published into the database, not what is in {folder}: `mesoquote publish {folder}` puts \
                 that in force, `--prices {folder}` serves it from there"
            );
        }
        let app = App::new(served, reload(folder.clone(), published.clone()), access);
        let app = self.outside.set(app);
        let app = self.with_pdf(app.with_public_url(self.public_url.clone()))?;
        let app = Arc::new(self.with_sources(app, &published));
        if let Some(store) = &store {
            app.keep_in(Arc::clone(store));
        }
        let _watch = folder.zip(since).map(|(folder, since)| {
            let app = Arc::clone(&app);
            watch(&folder, since, move || drop(app.reload()))
        });
        let keeping = tokio::spawn(keeping::keep(Arc::clone(&app), location, store));
        let done = serve(self.listen, self.metrics, app).await;
        keeping.abort();
        done
    }
}

impl Serve {
    /// Where price lists come from beside what is served: the folder, and what is published unless a folder was named.
    fn with_sources(&self, app: App, published: &Published) -> App {
        let app = match self.prices.there() {
            Some(folder) => app.with_folder(folder.to_owned()),
            None => app,
        };
        if self.prices.is_given() {
            app
        } else {
            app.with_published(published.clone())
        }
    }
}

/// What is served at first: every list that is right, the others are told of in full on standard error. `None` where
/// no list is right.
fn served(folder: Option<&Path>) -> anyhow::Result<Option<Served>> {
    let Some(folder) = folder else {
        let (sample, files) = files::embedded_with_files()?;
        let sample = Found::Checked(Box::new(sample), files);
        return Ok(Some(Served::default().followed_by(vec![sample])));
    };
    let mut found = Vec::new();
    let clinics = files::clinics(folder)?;
    for clinic in &clinics {
        let loaded = files::load_with_files(&clinic.path);
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
    let is_any_right = found.iter().any(|found| !matches!(found, Found::Refused(_)));
    Ok(is_any_right.then(|| Served::default().followed_by(found)))
}

fn tell(folder: &Path, report: &Report) {
    let before = prefix(folder);
    for error in &report.errors {
        anstream::eprintln!("{}\n", error.shown(&before, &Palette::COLOURED));
    }
    let folder = folder.display();
    let count = report.errors.len();
    anstream::eprintln!("mesoquote: the price list in {folder} is refused: it has {count} errors");
}

async fn serve(address: SocketAddr, metrics: Option<SocketAddr>, app: Arc<App>) -> anyhow::Result<ExitCode> {
    let server = Server::bind(address, Arc::clone(&app)).await;
    let server = server.with_context(|| format!("{address} can't be listened on"))?;
    let metrics = metrics_server(metrics, &app).await?;
    let stop = asked_to_stop()?;
    anstream::eprintln!("listening on http://{}", server.address());
    tell_who_is_staff(app.access());
    // It ends when this is dropped.
    let mut beside = JoinSet::new();
    if let Some(metrics) = metrics {
        anstream::eprintln!("metrics on http://{}/metrics", metrics.address());
        beside.spawn(metrics.run(std::future::pending()));
    }
    if server.run(stop).await {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(anyhow!(
            "requests were cut off: they took too long to answer after the server was told to stop"
        ))
    }
}

async fn metrics_server(address: Option<SocketAddr>, app: &Arc<App>) -> anyhow::Result<Option<Server>> {
    let Some(address) = address else { return Ok(None) };
    let server = Server::bind_metrics(address, Arc::clone(app)).await;
    let server = server.with_context(|| format!("{address} can't be listened on"))?;
    Ok(Some(server))
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
        Access::ThisMachineIsStaff => tracing::warn!(
            "there is no staff key: whoever asks from this machine is staff, and may see and change every quote; a request \
             that comes through a proxy is a visitor's. mesoquote keys add NAME makes a key, which is needed from then on"
        ),
        Access::ByKey => tracing::info!("whoever sends a staff key is staff, everybody else a visitor"),
    }
}

/// Reads the folder anew; the built-in list, and lists that were published, stay as they are.
fn reload(folder: Option<PathBuf>, published: Published) -> Reload {
    Arc::new(move |served: &Served| match &folder {
        Some(folder) if !published.is_followed() => http::reread(served, folder),
        _ => served.clone(),
    })
}

fn log_to_stderr(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_writer(io::stderr)
        // It would tell that it can't write by a print that fails too, and takes the request with it.
        .log_internal_errors(false)
        .with_target(false);
    let begun = match format {
        LogFormat::Text => log.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).try_init(),
    };
    begun.map_err(|error| anyhow!("the log could not be begun: {error}"))?;
    // A panic's message may hold what a caller sent; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        http::panicked_at(&place);
        tracing::error!(place, "the program failed at a place where it must not");
    }));
    Ok(())
}
