//! Prices courses of mesotherapy and related treatments from a clinic's own tables.
//!
//! The map of the house, in reading order. A room imports only from rooms above it; `tables` and `estimate` don't
//! know each other. The rooms down to `estimate` are pure: no I/O, no clock, no random numbers, no serde.

// Exact amounts: currency, percent, the strict parser, the one rounding gate.
pub mod money;

// What a clinic sells, proven valid.
pub mod price_list;

// Translations, plural rules and numbers in words.
pub mod texts;

// Text of the files to a price list, or to every problem in them.
pub mod tables;

// Pure pricing: price list, request and date make an estimate; what is said of it, and the shorthand of a request.
pub mod estimate;

// The only reader of price folders.
pub mod files;

// Quotes that are kept: one interface, SQLite and PostgreSQL behind it.
pub mod store;

// The HTTP API: routes, wire shapes, problems.
pub mod http;

// The command line: wires everything together.
pub mod cli;
