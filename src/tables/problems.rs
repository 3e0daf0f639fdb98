use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::Excerpt;
use super::{Code, Diagnostic, Severity};
use crate::price_list::Table;

/// Problems of each severity that are reported for one file; the rest are counted.
pub(super) const REPORTED_MAX: usize = 1_000;

/// What is wrong and what to do, without the place.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Note {
    pub(super) fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Collects the problems of all files, up to so many of each file.
///
/// What is past that is only counted, and its texts are never made: a file of a million problems costs no more than
/// one of a thousand.
#[derive(Debug, Default)]
pub(super) struct Problems<'s> {
    texts: BTreeMap<Table, &'s str>,
    found: BTreeMap<Table, Found>,
    others: Vec<Diagnostic>,
}

#[derive(Debug, Default)]
struct Found {
    errors: Kept,
    warnings: Kept,
    mark: Mark,
}

/// How many line ends stand before some byte: the next place is mostly a little further down.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: usize,
    line_ends: usize,
}

impl Mark {
    /// Moves to a byte and tells the line ends before it.
    fn move_to(&mut self, at: usize, bytes: &[u8]) -> usize {
        if at < self.at {
            *self = Mark::default();
        }
        self.line_ends += memchr::memchr_iter(b'\n', &bytes[self.at..at]).count();
        self.at = at;
        self.line_ends
    }
}

#[derive(Debug, Default)]
struct Kept {
    diagnostics: Vec<Diagnostic>,
    more: usize,
}

impl<'s> Problems<'s> {
    /// Lets excerpts be taken from a file's text.
    pub(super) fn know_text(&mut self, table: Table, text: &'s str) {
        self.texts.insert(table, text);
    }

    /// The text of a file; empty where there is none.
    pub(super) fn text(&self, table: Table) -> &'s str {
        self.texts.get(&table).copied().unwrap_or_default()
    }

    /// Counts problems that were not even described.
    pub(super) fn count_more(&mut self, table: Table, severity: Severity, more: usize) {
        self.kept(table, severity).more += more;
    }

    /// Whether a file has an error.
    pub(super) fn has_errors_in(&self, table: Table) -> bool {
        self.found
            .get(&table)
            .is_some_and(|found| !found.errors.diagnostics.is_empty())
    }

    /// Whether any file has an error.
    pub(super) fn has_errors(&self) -> bool {
        self.others.iter().any(|d| d.severity() == Severity::Error)
            || self.found.values().any(|found| !found.errors.diagnostics.is_empty())
    }

    /// Reports what bytes of a file's text are about. The note is only made where there is room for it.
    pub(super) fn add(
        &mut self,
        table: Table,
        code: Code,
        span: Range<usize>,
        note: impl FnOnce() -> (String, String),
    ) {
        if self.is_full(table, code) {
            return;
        }
        let (message, hint) = note();
        let text = self.text(table);
        let mark = &mut self.found.entry(table).or_default().mark;
        let (line, column, excerpt) = place_in(text.as_bytes(), span, mark);
        self.keep(table, Note { code, message, hint }, (line, column), Some(excerpt));
    }

    /// As [`add`](Problems::add), of a cell of a named column.
    pub(super) fn add_about(
        &mut self,
        (table, column): (Table, &'static str),
        code: Code,
        span: Range<usize>,
        note: impl FnOnce() -> (String, String),
    ) {
        if self.is_full(table, code) {
            return;
        }
        self.add(table, code, span, note);
        if let Some(added) = self.kept(table, code.severity()).diagnostics.last_mut() {
            added.about = column;
        }
    }

    /// Reports what is about a file as a whole.
    pub(super) fn add_to_file(&mut self, table: Table, note: Note) {
        if !self.is_full(table, note.code) {
            self.keep(table, note, (1, 1), None);
        }
    }

    /// Reports what is about one byte of a file that is no text.
    pub(super) fn add_to_bytes(&mut self, table: Table, bytes: &[u8], at: usize, note: Note) {
        let (line, column, excerpt) = place_in(bytes, at..at + 1, &mut Mark::default());
        self.keep(table, note, (line, column), Some(excerpt));
    }

    /// Reports what is about a file that is no table.
    pub(super) fn add_other_file(&mut self, file: &str, note: Note) {
        self.others.push(Diagnostic {
            code: note.code,
            file: file.into(),
            line: 1,
            column: 1,
            message: note.message,
            hint: note.hint,
            excerpt: None,
            count: 1,
            about: "",
        });
    }

    /// Counts the problem where there is no more room for its kind.
    fn is_full(&mut self, table: Table, code: Code) -> bool {
        let kept = self.kept(table, code.severity());
        // That rows were not even read is not left out.
        let is_full = kept.diagnostics.len() >= REPORTED_MAX && code != Code::TooManyRows;
        kept.more += usize::from(is_full);
        is_full
    }

    fn keep(&mut self, table: Table, note: Note, (line, column): (u32, u32), excerpt: Option<Excerpt>) {
        let file = table.file_name().into();
        let Note { code, message, hint } = note;
        self.kept(table, code.severity()).diagnostics.push(Diagnostic {
            code,
            file,
            line,
            column,
            message,
            hint,
            excerpt,
            count: 1,
            about: "",
        });
    }

    fn kept(&mut self, table: Table, severity: Severity) -> &mut Kept {
        let found = self.found.entry(table).or_default();
        match severity {
            Severity::Error => &mut found.errors,
            Severity::Warning => &mut found.warnings,
        }
    }

    /// Errors and warnings, file by file, each from top to bottom, and for each file how many were left out.
    pub(super) fn into_report(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let (mut errors, mut warnings): (Vec<_>, Vec<_>) =
            self.others.into_iter().partition(|d| d.severity() == Severity::Error);
        for (table, found) in self.found {
            errors.extend(found.errors.into_sorted(table, Code::MoreErrors));
            warnings.extend(found.warnings.into_sorted(table, Code::MoreWarnings));
        }
        (errors, warnings)
    }
}

impl Kept {
    fn into_sorted(mut self, table: Table, more: Code) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(Diagnostic::place);
        if self.more > 0 {
            let last = self.diagnostics.last().map_or(1, |d| d.line);
            self.diagnostics.push(left_out(table, more, self.more, last));
        }
        self.diagnostics
    }
}

fn left_out(table: Table, code: Code, count: usize, line: u32) -> Diagnostic {
    let severity = code.severity().as_str();
    Diagnostic {
        code,
        file: table.file_name().into(),
        line,
        column: 1,
        message: format!("{count} more {severity}s in this file are not shown"),
        hint: "correct those above and check again".into(),
        excerpt: None,
        count,
        about: "",
    }
}

/// Line, column and excerpt of bytes of a file, which need not be text.
fn place_in(bytes: &[u8], span: Range<usize>, mark: &mut Mark) -> (u32, u32, Excerpt) {
    let (before, rest) = bytes.split_at(span.start.min(bytes.len()));
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |at| before.len() + at);
    let chars = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().count();
    let column = chars(&before[start..]);
    let marked = chars(&bytes[before.len()..span.end.clamp(before.len(), end)]);
    let line = mark.move_to(before.len(), bytes) + 1;
    let excerpt = Excerpt::of(&String::from_utf8_lossy(&bytes[start..end]), column, marked);
    (number(line), number(column + 1), excerpt)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
