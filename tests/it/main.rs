//! The one integration test binary: cases as data under `tests/cases`, a real server, a real command line.

mod binary;
mod cases;
mod rooms;
mod store;
