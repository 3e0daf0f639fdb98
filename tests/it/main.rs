//! The one integration test binary: cases as data under `tests/cases`, a real server, a real command line.

mod binary;
mod cases;
mod lists;
mod rooms;
mod spoken;
mod tables;
