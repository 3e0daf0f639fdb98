use std::collections::BTreeMap;
use std::ops::Range;

use super::problems::{Problems, REPORTED_MAX};
use super::rows::LOST;
use super::scan::Scanner;
use super::text::text_of;
use super::{Code, Diagnostic, Severity, Source, Sources};
use crate::price_list::{Origin, Table};

/// A problem of one row that is only found once the list stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowProblem {
    /// Where the row stands.
    pub row: Origin,
    /// The column that the problem is about.
    pub column: &'static str,
    /// The kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Finds the rows of problems in the files, and makes diagnostics of them.
pub fn at_rows(sources: &Sources, found: impl IntoIterator<Item = RowProblem>) -> Vec<Diagnostic> {
    let mut problems = Problems::default();
    let mut findings = Findings::default();
    for RowProblem {
        row,
        column,
        code,
        message,
        hint,
    } in found
    {
        if let Some(Source::Bytes(_)) = sources.get(row.table) {
            findings.add(row, column, code, || (message, hint));
        }
    }
    for (table, source) in sources.files() {
        if let Some(text) = findings
            .concern(table)
            .then(|| text_of(source, table, &mut problems))
            .flatten()
        {
            problems.know_text(table, text);
        }
    }
    findings.report(&mut problems);
    let (mut diagnostics, warnings) = problems.into_report();
    diagnostics.extend(warnings);
    diagnostics
}

/// A problem of a row that was read long ago: it knows its line, and its cell is looked for again.
#[derive(Debug)]
struct Finding {
    line: u32,
    column: &'static str,
    code: Code,
    words: (String, String),
}

/// Collects problems of rows that stand in the price list already.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: BTreeMap<(Table, Severity), (Vec<Finding>, usize)>,
}

impl Findings {
    /// Adds what is about one cell of a row. The words are only made where there is room for them.
    pub(super) fn add(
        &mut self,
        row: Origin,
        column: &'static str,
        code: Code,
        words: impl FnOnce() -> (String, String),
    ) {
        if row.line == LOST {
            return;
        }
        let (kept, more) = self.found.entry((row.table, code.severity())).or_default();
        if kept.len() < REPORTED_MAX {
            kept.push(Finding {
                line: row.line,
                column,
                code,
                words: words(),
            });
        } else {
            *more += 1;
        }
    }

    /// Whether something was found in a table.
    fn concern(&self, table: Table) -> bool {
        self.found.keys().any(|(concerned, _)| *concerned == table)
    }

    /// Finds the cells of what was found and reports it.
    pub(super) fn report(self, problems: &mut Problems<'_>) {
        for ((table, severity), (mut found, more)) in self.found {
            found.sort_by_key(|finding| finding.line);
            let text = problems.text(table);
            let mut places = Places::new(table, text);
            for finding in found {
                let span = places.span(finding.line, finding.column);
                problems.add_about((table, finding.column), finding.code, span, || finding.words);
            }
            problems.count_more(table, severity, more);
        }
    }
}

/// Finds cells of a table by line and column; lines must be asked for in ascending order.
struct Places<'s> {
    text: &'s str,
    header: Option<(u8, Vec<String>)>,
    at: usize,
    line: u32,
}

impl<'s> Places<'s> {
    fn new(table: Table, text: &'s str) -> Self {
        Self {
            text,
            header: header(table, text),
            at: 0,
            line: 1,
        }
    }

    /// The cell of a column in the row that begins on a line; the line where there is none.
    fn span(&mut self, line: u32, column: &str) -> Range<usize> {
        let bytes = self.text.as_bytes();
        while self.line < line && self.at < bytes.len() {
            self.at = memchr::memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |end| self.at + end + 1);
            self.line += 1;
        }
        self.cell(column).unwrap_or(self.at..self.at)
    }

    fn cell(&self, column: &str) -> Option<Range<usize>> {
        let (separator, names) = self.header.as_ref()?;
        let place = names.iter().position(|name| name == column)?;
        let mut cells = Vec::new();
        Scanner::from_line(self.text, *separator, self.at, self.line)
            .next_row(&mut cells)?
            .ok()?;
        cells.get(place).map(|cell| cell.span())
    }
}

/// What parts the cells, and the names of the columns. Settings have no header.
fn header(table: Table, text: &str) -> Option<(u8, Vec<String>)> {
    if table == Table::Clinic {
        return None;
    }
    let separator = super::header::separator(table, text, &mut Problems::default())?;
    let mut cells = Vec::new();
    Scanner::new(text, separator).next_row(&mut cells)?.ok()?;
    let names = cells.iter().map(|cell| cell.content(text).into_owned()).collect();
    Some((separator, names))
}
