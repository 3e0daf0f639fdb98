//! Prices courses of mesotherapy and related treatments from a clinic's own tables.
//!
//! The map of the house, in reading order. A room imports only from rooms above it; `tables` and `estimate` don't
//! know each other. The rooms down to `estimate` are pure: no I/O, no clock, no random numbers, no serde.

pub mod cli;
pub mod estimate;
pub mod money;
pub mod price_list;
pub mod store;
