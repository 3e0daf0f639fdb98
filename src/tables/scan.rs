use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

/// Cells of one row that are kept; those beyond are only counted.
const CELLS_MAX: usize = 1_000;
/// Bytes of one cell.
pub(super) const CELL_BYTES_MAX: usize = 20_000;

/// A cell: where its content stands in the text, trimmed and without its quotation marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    start: u32,
    end: u32,
    // Holds doubled quotation marks or line ends, which the content has otherwise.
    is_raw: bool,
}

impl Cell {
    fn new(span: Range<usize>, is_raw: bool) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: place(span.start),
            end: place(span.end),
            is_raw,
        }
    }

    /// Bytes of the text that hold the content.
    pub(super) fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether nothing was given.
    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The content; lines in it end in a line feed, however the file's lines end.
    pub(super) fn content(self, text: &str) -> Cow<'_, str> {
        let content = text.get(self.span()).unwrap_or_default();
        if self.is_raw {
            Cow::Owned(content.replace("\"\"", "\"").replace("\r\n", "\n"))
        } else {
            Cow::Borrowed(content)
        }
    }
}

/// What a row is not readable for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// A quotation mark opens a cell and none closes it.
    Unterminated,
    /// Text stands after the closing quotation mark of the cell that was opened on this line.
    TextAfterQuote {
        /// The physical line on which the cell begins.
        opened: u32,
    },
    /// A quotation mark in a cell that doesn't begin with one.
    StrayQuote,
    /// A cell is longer than [`CELL_BYTES_MAX`].
    TooLong,
}

/// A row that can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct BadRow {
    pub(super) fault: Fault,
    /// Bytes of the text that are to blame.
    pub(super) span: Range<usize>,
}

/// A row that was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RowStart {
    /// The physical line on which it begins, counted from 1.
    pub(super) line: u32,
    /// The byte at which it begins.
    pub(super) at: usize,
    /// How many cells it has, those beyond the kept ones included.
    pub(super) cells: usize,
    /// The byte at which it ends, its line end not included.
    pub(super) end: usize,
}

/// Reads rows as in RFC 4180 out of a text, and skips lines that say nothing: blank ones, those that hold only
/// separators, and comments.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    separator: u8,
    stops: &'static [bool; 256],
}

/// The bytes that end a cell without quotation marks, or are wrong in one.
static COMMA_STOPS: [bool; 256] = stops(b',');
static SEMICOLON_STOPS: [bool; 256] = stops(b';');

const fn stops(separator: u8) -> [bool; 256] {
    let mut stops = [false; 256];
    stops[separator as usize] = true;
    stops[b'\n' as usize] = true;
    stops[b'"' as usize] = true;
    stops
}

/// What ends a cell.
enum Stop {
    Separator,
    Line,
}

impl<'t> Scanner<'t> {
    /// A scanner of a text whose cells are parted by commas or semicolons.
    pub(super) fn new(text: &'t str, separator: u8) -> Self {
        Self::from_line(text, separator, 0, 1)
    }

    /// A scanner that goes on at the beginning of a physical line.
    pub(super) fn from_line(text: &'t str, separator: u8, at: usize, line: u32) -> Self {
        let stops = if separator == b';' {
            &SEMICOLON_STOPS
        } else {
            &COMMA_STOPS
        };
        Self {
            text,
            at,
            line,
            separator,
            stops,
        }
    }

    /// The next row that says something, its cells in `cells`; `None` at the end of the text.
    ///
    /// After a row that can't be read, the next one begins on the next physical line, or where a cell of several
    /// lines is to blame, on the line after that on which it was opened.
    pub(super) fn next_row(&mut self, cells: &mut Vec<Cell>) -> Option<Result<RowStart, BadRow>> {
        while self.at < self.text.len() {
            let (at, line) = (self.at, self.line);
            if self.text.as_bytes()[at] == b'#' {
                self.skip_line(at);
                continue;
            }
            cells.clear();
            match self.row(cells) {
                Err(bad) => return Some(Err(bad)),
                Ok(_) if self.says_nothing(cells) => {}
                Ok((count, end)) => {
                    return Some(Ok(RowStart {
                        line,
                        at,
                        cells: count,
                        end,
                    }));
                }
            }
        }
        None
    }

    /// Nothing, or a comment that a spreadsheet program has put in quotation marks: a row has more than one cell.
    fn says_nothing(&self, cells: &[Cell]) -> bool {
        let is_comment = |cell: &Cell| self.text.as_bytes()[cell.span()].starts_with(b"#");
        match cells {
            [first, rest @ ..] => (first.is_empty() || is_comment(first)) && rest.iter().all(|cell| cell.is_empty()),
            [] => true,
        }
    }

    fn skip_line(&mut self, from: usize) {
        let rest = &self.text.as_bytes()[from..];
        self.at = memchr(b'\n', rest).map_or(self.text.len(), |end| from + end + 1);
        self.line += 1;
    }

    /// Reads up to the end of the row: how many cells it has, and where it ends.
    fn row(&mut self, cells: &mut Vec<Cell>) -> Result<(usize, usize), BadRow> {
        let mut count = 0;
        loop {
            let (cell, stop) = self.cell()?;
            count += 1;
            if cells.len() < CELLS_MAX {
                cells.push(cell);
            }
            match stop {
                Stop::Separator => self.at += 1,
                Stop::Line => {
                    let end = self.at;
                    self.at = (end + 1).min(self.text.len());
                    self.line += 1;
                    return Ok((count, end));
                }
            }
        }
    }

    /// Reads one cell and leaves the place at what ended it.
    fn cell(&mut self) -> Result<(Cell, Stop), BadRow> {
        let bytes = self.text.as_bytes();
        let mut begin = self.at;
        while matches!(bytes.get(begin), Some(b' ' | b'\t')) {
            begin += 1;
        }
        if bytes.get(begin) == Some(&b'"') {
            return self.quoted_cell(begin);
        }
        let rest = bytes[begin..].iter();
        let end = begin + rest.take_while(|byte| !self.stops[usize::from(**byte)]).count();
        let stop = match bytes.get(end) {
            Some(b'"') => return Err(self.stray_quote(end)),
            None | Some(b'\n') => Stop::Line,
            Some(_) => Stop::Separator,
        };
        let cell = Cell::new(self.trimmed(begin..end), false);
        if end - begin > CELL_BYTES_MAX {
            return Err(self.too_long(begin..end));
        }
        self.at = end;
        Ok((cell, stop))
    }

    /// Reads a cell whose opening quotation mark stands at `open`.
    fn quoted_cell(&mut self, open: usize) -> Result<(Cell, Stop), BadRow> {
        let bytes = self.text.as_bytes();
        let opened = self.line;
        let Some((close, has_doubled_quotes)) = closing_quote(bytes, open + 1) else {
            self.skip_line(open);
            return Err(BadRow {
                fault: Fault::Unterminated,
                span: open..open + 1,
            });
        };
        let line_ends = memchr::memchr_iter(b'\n', &bytes[open..close]).count();
        let mut after = close + 1;
        while matches!(bytes.get(after), Some(b' ' | b'\t' | b'\r')) {
            after += 1;
        }
        let stop = match bytes.get(after) {
            None | Some(b'\n') => Stop::Line,
            Some(byte) if *byte == self.separator => Stop::Separator,
            Some(_) => return Err(self.text_after_quote(open, after, opened)),
        };
        self.line += u32::try_from(line_ends).unwrap_or(u32::MAX);
        if close - open > CELL_BYTES_MAX {
            return Err(self.too_long(open..close));
        }
        self.at = after;
        let is_raw = has_doubled_quotes || line_ends > 0;
        Ok((Cell::new(self.trimmed(open + 1..close), is_raw), stop))
    }

    fn text_after_quote(&mut self, open: usize, after: usize, opened: u32) -> BadRow {
        self.skip_line(open);
        let length = self.text[after..].chars().next().map_or(1, char::len_utf8);
        BadRow {
            fault: Fault::TextAfterQuote { opened },
            span: after..after + length,
        }
    }

    fn stray_quote(&mut self, at: usize) -> BadRow {
        self.skip_line(at);
        BadRow {
            fault: Fault::StrayQuote,
            span: at..at + 1,
        }
    }

    fn too_long(&mut self, span: Range<usize>) -> BadRow {
        self.skip_line(span.end);
        BadRow {
            fault: Fault::TooLong,
            span,
        }
    }

    /// The bytes without outer blanks. Most cells have none, and ASCII shows it at once.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let bytes = &self.text.as_bytes()[span.clone()];
        let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if bytes.is_empty() || plain(bytes.first()) && plain(bytes.last()) {
            return span;
        }
        let content = &self.text[span.clone()];
        let lead = content.len() - content.trim_start().len();
        let start = if lead == content.len() {
            span.start
        } else {
            span.start + lead
        };
        start..start + content.trim().len()
    }
}

/// Where the closing quotation mark stands, and whether doubled ones stand before it.
fn closing_quote(bytes: &[u8], mut from: usize) -> Option<(usize, bool)> {
    let mut has_doubled_quotes = false;
    loop {
        let quote = from + memchr(b'"', bytes.get(from..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some((quote, has_doubled_quotes));
        }
        has_doubled_quotes = true;
        from = quote + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Result<(u32, Vec<String>), Fault>> {
        let mut scanner = Scanner::new(text, b',');
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        while let Some(row) = scanner.next_row(&mut cells) {
            let contents = cells.iter().map(|cell| cell.content(text).into_owned()).collect();
            rows.push(row.map(|start| (start.line, contents)).map_err(|bad| bad.fault));
        }
        rows
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_that_say_nothing_are_skipped_and_counted() {
        let text = "# a, \"comment\r\n\r\na,b\r\n,\n  \n , ,\nc , d\n\"# e, \"\"f\"\"\",\n";
        assert_eq!(rows(text), [Ok(row(3, &["a", "b"])), Ok(row(7, &["c", "d"]))]);
    }

    #[test]
    fn quoted_cells_hold_separators_lines_and_quotation_marks() {
        let text = "\"a,b\r\n# c\n\",\"say \"\"ah\"\"\"\r\n \"x\" ,\"\"\n";
        assert_eq!(
            rows(text),
            [Ok(row(1, &["a,b\n# c", "say \"ah\""])), Ok(row(4, &["x", ""]))]
        );
    }

    #[test]
    fn a_row_that_cannot_be_read_does_not_hide_the_next_ones() {
        for (text, fault) in [
            ("a\"b\nc", Fault::StrayQuote),
            ("\"a\"b\nc", Fault::TextAfterQuote { opened: 1 }),
            ("\"a\nc", Fault::Unterminated),
        ] {
            assert_eq!(rows(text), [Err(fault), Ok(row(2, &["c"]))], "{text:?}");
        }
    }

    #[test]
    fn blanks_of_any_script_are_trimmed() {
        assert_eq!(
            rows("\u{a0}é \t,\u{3000}b ,\" c\u{a0}\""),
            [Ok(row(1, &["é", "b", "c"]))]
        );
    }
}
