//! The one integration test binary: cases as data under `tests/cases`, a real server, a real command line.

#![expect(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "helpers of tests, shared by the modules of one binary"
)]

mod binary;
mod browser;
mod cases;
mod check;
mod diff;
mod http;
mod lists;
mod page;
mod properties;
mod quotes;
mod random_lists;
mod readme;
mod refusals;
mod rooms;
mod sample;
mod shorthand;
mod spoken;
mod store;
mod tables;
