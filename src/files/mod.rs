//! The only reader of price folders: loads them, versions them, watches them.

mod watch;

pub use watch::{Fingerprint, Watch, watch};
