//! Text of the files to a [`PriceList`](crate::price_list::PriceList), or every problem in them.
//!
//! What always holds: all problems of all files are found in one run, each with a stable code, file, line, column,
//! source line and a hint that says what to write; a list with an error is never given out, not even half of it. A
//! problem in one cell hides none in another, and what only follows from another problem is left out. Whatever the
//! bytes are, reading them ends in a list or a report.
//!
//! `files` calls [`read`](read()) with the bytes of a folder; `cli` and `http` show the [`Diagnostic`]s. This room does no I/O
//! and takes the time from its caller.

mod cells;
mod code;
mod columns;
mod diagnostic;
mod header;
mod hints;
mod index;
mod locate;
mod problems;
mod read;
mod reading;
mod row;
mod rows;
mod scan;
mod settings;
mod sheet;
mod show;
mod sources;
mod suggest;
mod text;
mod violations;
mod warnings;

pub use code::Code;
pub use diagnostic::{Diagnostic, Excerpt, Severity};
pub use locate::{RowProblem, at_rows};
pub use read::{Checked, Report, read, read_while};
pub use show::Palette;
pub use sources::{Source, Sources};
pub use suggest::nearest;

use jiff::civil::Date;

/// `on 2026-03-01`, `from 2026-03-01 to 2026-03-09`.
fn days(first: Date, last: Date) -> String {
    if first == last {
        format!("on {first}")
    } else {
        format!("from {first} to {last}")
    }
}
