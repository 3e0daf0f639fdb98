//! The store: one suite that both databases pass, and what only one of them can suffer.

mod command_line;
mod conformance;
mod documents;
mod kills;
mod postgres_tls;
mod postgres_trouble;
pub mod rig;
pub mod server;
mod sqlite_trouble;
