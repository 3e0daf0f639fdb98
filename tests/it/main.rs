//! The one integration test binary: cases as data under `tests/cases`, a real server, a real command line.
#![expect(clippy::unwrap_used, reason = "a test that can't go on panics")]

mod binary;
mod cases;
mod lists;
mod page;
mod properties;
mod random_lists;
mod refusals;
mod rooms;
mod spoken;
mod tables;
