//! The HTTP API: a real server on a real socket, asked by a client that knows nothing of the code.

mod answers;
mod caching;
mod headers;
mod limits;
mod metrics;
pub mod openapi;
mod origins;
mod patient;
#[cfg(feature = "pdf")]
mod patient_pdf;
mod problems;
mod quotes;
pub mod reload;
mod serving;
mod session;
mod staff;
mod stop;
mod text;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use mesoquote::files;
use mesoquote::http::{Access, App, Found, Limits, Reload, Served, Server, reread};
use serde_json::Value;
use tokio::sync::oneshot;
use ureq::http::Response;

use crate::binary::repository;

/// Noon in Dubai on 2026-11-23, the day of the worked cases.
const NOW: &str = "2026-11-23T08:00:00Z";

/// A server in this process, stopped when it is dropped.
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<bool>>,
}

/// The price lists in a folder, reread from there.
pub fn app(folder: &Path) -> App {
    let clinics = files::clinics(folder).unwrap();
    let found = clinics
        .iter()
        .map(|clinic| files::load_with_files(&clinic.path).unwrap())
        .map(|(checked, files)| Found::Checked(Box::new(checked), files));
    let served = Served::default().followed_by(found.collect());
    let (folder, read_from) = (folder.to_owned(), folder.to_owned());
    let reload: Reload = Arc::new(move |served: &Served| reread(served, &folder));
    App::new(served, reload, Access::ThisMachineIsStaff)
        .with_clock(Arc::new(|| NOW.parse().unwrap()))
        .with_folder(read_from)
}

/// The clinic of the worked cases alone.
pub fn one_clinic() -> Running {
    Running::start(app(&repository("tests/cases/worked/clinic")))
}

impl Running {
    pub fn start(app: App) -> Self {
        let app = Arc::new(app);
        let (told, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let server = Server::bind(([127, 0, 0, 1], 0).into(), app).await.unwrap();
                told.send(server.address()).unwrap();
                server.run(async { drop(stopped.await) }).await
            })
        });
        Self {
            address: address.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub fn with_limits(folder: &Path, limits: Limits) -> Self {
        Self::start(app(folder).with_limits(limits))
    }

    /// Tells the server to stop and waits; gives whether every request was answered.
    pub fn stop(mut self) -> bool {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None)
    }

    pub fn estimate(&self, request: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.ask("POST", "/v1/estimates", &json, Some(request.to_string().as_bytes()))
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        ask(self.address, method, path, headers, body)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A test that fails drops the server too: it must not fail twice.
            let _ = thread.join();
        }
    }
}

/// Asks a server on this machine.
pub fn ask(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .build()
        .into();
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = match body {
        Some(body) => agent.run(request.body(body).unwrap()),
        None => agent.run(request.body(()).unwrap()),
    };
    let (head, mut body) = answer.unwrap().into_parts();
    Answer {
        body: body.with_config().limit(50_000_000).read_to_vec().unwrap(),
        head: Response::from_parts(head, ()),
    }
}

/// An answer, read to its end.
pub struct Answer {
    head: Response<()>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.head.status().as_u16()
    }

    /// A header; empty where it is not there.
    pub fn header(&self, name: &str) -> String {
        let values = self.head.headers().get_all(name).iter();
        values
            .map(|value| value.to_str().unwrap())
            .collect::<Vec<_>>()
            .join(", ")
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}
