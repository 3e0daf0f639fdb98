use std::borrow::Cow;
use std::fmt::Display;

use jiff::civil::Date;

use super::cells::{self, Flaw};
use super::index::Index;
use super::problems::Problems;
use super::scan::{Cell, RowStart};
use super::sheet::Sheet;
use super::{Code, hints};
use crate::price_list::{Origin, Texts, Validity, is_code};

/// Something was wrong and has been reported: the row can't be used, but its other cells are still looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reported;

/// One row of a table, whose cells are read by the places of their columns.
pub(super) struct Row<'r, 's> {
    sheet: &'r Sheet<'s>,
    start: RowStart,
    cells: &'r [Cell],
    problems: &'r mut Problems<'s>,
}

impl<'r, 's> Row<'r, 's> {
    pub(super) fn new(
        sheet: &'r Sheet<'s>,
        start: RowStart,
        cells: &'r [Cell],
        problems: &'r mut Problems<'s>,
    ) -> Self {
        Self {
            sheet,
            start,
            cells,
            problems,
        }
    }

    /// The physical line on which the row begins.
    pub(super) fn line(&self) -> u32 {
        self.start.line
    }

    /// Where the row stands.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            table: self.sheet.table,
            line: self.start.line,
        }
    }

    /// Where a cell stands in the text; `None` where the table has no such column.
    pub(super) fn cell(&self, column: usize) -> Option<Cell> {
        self.sheet.header.cell(column, self.cells)
    }

    /// The text of a cell; `None` where nothing was given.
    pub(super) fn given(&self, column: usize) -> Option<Cow<'s, str>> {
        let cell = self.cell(column).filter(|cell| !cell.is_empty())?;
        Some(cell.content(self.sheet.text))
    }

    /// The text of a cell that must be filled.
    pub(super) fn filled(&mut self, column: usize) -> Result<Cow<'s, str>, Reported> {
        let cell = self.cell(column).ok_or(Reported)?;
        if cell.is_empty() {
            let name = self.name(column);
            self.report(column, Code::EmptyCell, || {
                (format!("{name} is empty"), format!("write the {name} of this row"))
            });
            return Err(Reported);
        }
        Ok(cell.content(self.sheet.text))
    }

    /// What a cell says, where it is filled.
    pub(super) fn optional<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Result<Option<T>, Reported> {
        let Some(text) = self.given(column) else {
            return Ok(None);
        };
        self.checked(column, &text, read(&text)).map(Some)
    }

    /// What a cell says that must be filled.
    pub(super) fn required<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Result<T, Reported> {
        let text = self.filled(column)?;
        self.checked(column, &text, read(&text))
    }

    fn checked<T>(&mut self, column: usize, text: &str, read: Result<T, Flaw>) -> Result<T, Reported> {
        read.map_err(|flaw| {
            let name = self.name(column);
            self.report(column, flaw.code(), || flaw.words(name, text));
            Reported
        })
    }

    /// A code of the row's own. A text that is none is reported and given back all the same: rows that refer to it
    /// are right to.
    pub(super) fn own_code(&mut self, column: usize) -> Result<&'s str, Reported> {
        let text = self.filled(column)?;
        let name = self.name(column);
        if !is_code(&text) {
            self.report(column, Code::InvalidCode, || invalid_code(name, &text));
        }
        self.raw(column)
    }

    /// The cell as it stands in the file.
    fn raw(&self, column: usize) -> Result<&'s str, Reported> {
        let cell = self.cell(column).ok_or(Reported)?;
        self.sheet.text.get(cell.span()).ok_or(Reported)
    }

    /// The row that a code refers to.
    pub(super) fn reference<Id: Copy>(&mut self, column: usize, index: &mut Index<'s, Id>) -> Result<Id, Reported> {
        match self.optional_reference(column, index)? {
            Some(id) => Ok(id),
            None => self.filled(column).and(Err(Reported)),
        }
    }

    /// The row that a code refers to, where one is given.
    pub(super) fn optional_reference<Id: Copy>(
        &mut self,
        column: usize,
        index: &mut Index<'s, Id>,
    ) -> Result<Option<Id>, Reported> {
        let Some(cell) = self.cell(column).filter(|cell| !cell.is_empty()) else {
            return Ok(None);
        };
        let code = self.sheet.text.get(cell.span()).ok_or(Reported)?;
        match index.find(code) {
            Some(id) => Ok(Some(id)),
            None => Err(self.report_unknown(column, code, index)),
        }
    }

    fn report_unknown<Id: Copy>(&mut self, column: usize, code: &str, index: &Index<'s, Id>) -> Reported {
        let (problem, words) = index.unknown(self.name(column), code);
        self.report(column, problem, words);
        Reported
    }

    /// The days on which the row counts.
    pub(super) fn validity(&mut self, from: usize, to: usize) -> Result<Validity, Reported> {
        let (first, last) = (self.optional(from, cells::date), self.optional(to, cells::date));
        let validity = Validity {
            first: first?.unwrap_or(Date::MIN),
            last: last?.unwrap_or(Date::MAX),
        };
        if validity.last < validity.first {
            let Validity { first, last } = validity;
            self.report(to, Code::EndsBeforeItBegins, || {
                (
                    format!("the row ends on {last}, before it begins on {first}"),
                    "swap the two days, or correct one".into(),
                )
            });
            return Err(Reported);
        }
        Ok(validity)
    }

    /// Reports an upper bound that is below its lower one.
    pub(super) fn upper<T: PartialOrd + Display>(&mut self, column: usize, lower: &T, upper: T) -> Result<T, Reported> {
        if upper < *lower {
            let name = self.name(column);
            self.report(column, Code::UpperBelowLower, || {
                (
                    format!("{name} is {upper}, below the lower end {lower}"),
                    format!("write {lower} or more, or leave it empty"),
                )
            });
            return Err(Reported);
        }
        Ok(upper)
    }

    /// The row's text in each of the clinic's languages.
    pub(super) fn texts(&mut self, column: usize) -> Result<Texts, Reported> {
        let cells: Vec<Option<Cell>> = self.sheet.header.texts(self.cells).collect();
        let family = self.name(column);
        let others: Vec<Option<Box<str>>> = (1..)
            .zip(cells.iter().skip(1))
            .map(|(language, cell)| self.translation((family, language), *cell))
            .collect();
        let first = cells.first().copied().flatten().ok_or(Reported)?;
        if first.is_empty() {
            let tag = self.tag(0);
            self.problems.add(self.sheet.table, Code::EmptyCell, first.span(), || {
                (
                    format!("{family}.{tag} is empty"),
                    format!("write it: {tag} is the clinic's first language"),
                )
            });
            return Err(Reported);
        }
        Ok(Texts::new(&first.content(self.sheet.text), others))
    }

    fn translation(&mut self, (family, language): (&str, usize), cell: Option<Cell>) -> Option<Box<str>> {
        let cell = cell?;
        if cell.is_empty() {
            let (tag, first) = (self.tag(language), self.tag(0));
            self.problems
                .add(self.sheet.table, Code::MissingTranslation, cell.span(), || {
                    (
                        format!("{family}.{tag} is empty"),
                        format!("write it; until then the text in {first} is shown"),
                    )
                });
            return None;
        }
        Some(cell.content(self.sheet.text).into())
    }

    fn tag(&self, language: usize) -> &'r str {
        self.sheet.languages.tags.get(language).map_or("", String::as_str)
    }

    /// The row's names in all languages and its aliases, as they stand in the file.
    pub(super) fn known_as(&self, aliases: usize) -> impl Iterator<Item = &'s str> {
        let text = self.sheet.text;
        let names = self.sheet.header.texts(self.cells).flatten();
        let cells = names.chain(self.cell(aliases)).filter_map(|cell| text.get(cell.span()));
        cells
            .flat_map(|cell| cell.split('|'))
            .map(str::trim)
            .filter(|word| !word.is_empty())
    }

    /// Reports what is about one cell of the row, or about the row where the table has no such column.
    pub(super) fn report(&mut self, column: usize, code: Code, words: impl FnOnce() -> (String, String)) {
        let span = self.cell(column).map_or(self.start.at..self.start.at, Cell::span);
        let about = (self.sheet.table, self.name(column));
        self.problems.add_about(about, code, span, words);
    }

    /// The name of a column in the header.
    pub(super) fn name(&self, column: usize) -> &'static str {
        self.sheet.columns.get(column).map_or("", |column| column.name())
    }
}

fn invalid_code(column: &str, text: &str) -> (String, String) {
    let mut proposal = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(60) {
        if c.is_ascii_alphanumeric() {
            proposal.push(c);
        } else if !proposal.is_empty() && !proposal.ends_with('-') {
            proposal.push('-');
        }
    }
    let proposal = proposal.trim_end_matches('-');
    let hint = if text.starts_with('#') {
        "a comment is a line that begins with #, without a quotation mark before it".to_owned()
    } else if proposal.is_empty() || !text.is_ascii() {
        "a code is small letters a to z, digits and single hyphens, such as double-chin".to_owned()
    } else {
        format!("write {proposal}: a code is small letters, digits and single hyphens")
    };
    (format!("{column} {} is no code", hints::quoted(text)), hint)
}
