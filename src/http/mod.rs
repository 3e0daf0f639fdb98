//! The HTTP API: routes, wire shapes, problems, limits.
//!
//! What always holds: a handler is extract → convert → call → convert; a request is priced from one snapshot of the
//! price lists, so that no answer mixes two; every error is a problem (RFC 9457) with a stable code, and one of the
//! server's own says nothing of the inside; nothing that a caller sent is logged.
//!
//! Only `cli` may call this room. It prices nothing itself.

mod access;
mod answers;
mod app;
mod body;
mod candidates;
mod client;
mod connections;
mod estimates;
mod gate;
mod keys_seen;
mod language;
mod limits;
mod metrics;
mod on_disk;
mod openapi;
mod origins;
mod outer;
mod pages;
mod patient;
mod published;
mod quotes;
mod record;
mod reply;
mod routes;
mod served;
mod server;
mod sessions;
mod site;
mod stored;
mod verification;
pub mod wire;

pub use access::{Access, For};
pub use app::{App, Clock, Reload};
pub use client::Proxies;
pub use estimates::{Caller, Clinic, Clinics, Priced, Settled};
pub use limits::{Limits, Policy, Rates};
pub use on_disk::{found, reread};
pub use openapi::{document, document_yaml};
pub use origins::{NoOrigin, Origin, Origins};
pub use published::Published;
pub use record::panicked_at;
pub use routes::{metrics_router, router};
pub use served::{FileExcerpt, FileProblem, Found, RefusedList, Served};
pub use server::Server;
