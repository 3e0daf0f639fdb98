use super::Code;
use super::columns::Column;
use super::header::{self, Header};
use super::problems::{Note, Problems};
use super::reading::Read;
use super::row::Row;
use super::scan::{BadRow, CELL_BYTES_MAX, Cell, Fault, RowStart, Scanner};
use crate::price_list::Table;

/// Rows of every table but `prices.csv`, whose rows have no numbers of their own.
const ROWS_MAX: usize = 65_535;

/// The languages of the clinic's texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    /// Tags in the order of `clinic.toml`; empty where that can't be told.
    pub(super) tags: Vec<String>,
}

/// A table whose header was read.
#[derive(Debug)]
pub(super) struct Sheet<'s> {
    pub(super) table: Table,
    pub(super) text: &'s str,
    pub(super) columns: &'static [Column],
    pub(super) header: Header,
    pub(super) languages: Languages,
    separator: u8,
    rows: Scanner<'s>,
    rows_max: usize,
}

impl<'s> Sheet<'s> {
    /// Reads the header row; `None` where there is none, which is then reported.
    pub(super) fn open(
        (table, text): (Table, &'s str),
        columns: &'static [Column],
        languages: &Languages,
        problems: &mut Problems<'s>,
    ) -> Option<Self> {
        let separator = header::separator(table, text, problems)?;
        let mut rows = Scanner::new(text, separator);
        let mut cells = Vec::new();
        let start = match rows.next_row(&mut cells)? {
            Ok(start) => start,
            Err(bad) => {
                report_bad_row(table, &bad, problems);
                return None;
            }
        };
        let header = Header::read((table, text), (start, &cells), columns, languages, problems);
        let rows_max = if table == Table::Prices { usize::MAX } else { ROWS_MAX };
        Some(Self {
            table,
            text,
            columns,
            header,
            languages: languages.clone(),
            separator,
            rows,
            rows_max,
        })
    }

    /// Reads every row. Rows that can't be taken apart are reported.
    pub(super) fn each_row(&self, problems: &mut Problems<'s>, mut take: impl FnMut(Read<'_, 's>)) {
        let mut rows = self.rows.clone();
        let mut cells = Vec::with_capacity(self.header.cells);
        let mut count = 0;
        while let Some(row) = rows.next_row(&mut cells) {
            count += 1;
            if count > self.rows_max {
                let at = row.map_or_else(|bad| bad.span.start, |start| start.at);
                self.report_too_many_rows(at, problems);
                return;
            }
            match row {
                Err(bad) => {
                    report_bad_row(self.table, &bad, problems);
                    take(Read::Lost(None));
                }
                // The header's own fault was reported, and explains it.
                Ok(start) if start.cells != self.header.cells && self.header.is_faulty => take(Read::Lost(None)),
                Ok(start) if start.cells != self.header.cells => {
                    self.report_cell_count(start, &cells, problems);
                    take(Read::Lost(self.first_column(&cells)));
                }
                Ok(start) => take(Read::Row(Row::new(self, start, &cells, problems))),
            }
        }
        if count == 0 && !self.table.may_be_missing() {
            problems.add_to_file(self.table, no_rows());
        }
    }

    /// What may be the code of a row with too few or too many cells: codes stand in the first of a table's columns.
    fn first_column(&self, cells: &[Cell]) -> Option<&'s str> {
        let cell = self.header.cell(0, cells)?;
        self.text.get(cell.span())
    }

    /// Whether a column is the last one of the table.
    fn ends_in(&self, name: &str) -> bool {
        let place = self.columns.iter().position(|column| column.name() == name);
        place.is_some_and(|column| self.header.is_last(column))
    }

    fn report_too_many_rows(&self, at: usize, problems: &mut Problems<'s>) {
        problems.add(self.table, Code::TooManyRows, at..at, || {
            (
                format!("the table has more than {ROWS_MAX} rows; this and the later ones are not read"),
                "delete rows that are no longer needed, or make two price lists of this one".into(),
            )
        });
    }

    fn report_cell_count(&self, start: RowStart, cells: &[Cell], problems: &mut Problems<'s>) {
        let (found, expected) = (start.cells, self.header.cells);
        let first_extra = cells.get(expected).map(|cell| cell.span());
        let span = first_extra.filter(|_| found > expected).unwrap_or(start.end..start.end);
        let mark = char::from(self.separator);
        problems.add(self.table, Code::WrongCellCount, span, || {
            let plural = if found == 1 { "" } else { "s" };
            let message = format!("this row has {found} cell{plural}, the header row has {expected}");
            let extra = cells.get(expected..).unwrap_or_default();
            let hint = match (found > expected, mark) {
                (true, _) if !extra.iter().all(|cell| cell.is_empty()) && self.ends_in("aliases") => {
                    format!("part the words of aliases by |, or put a text that holds a \"{mark}\" in quotation marks")
                }
                (true, ',') => {
                    "write amounts without commas (1200, 12.50), and put a text that holds a comma in quotation marks"
                        .into()
                }
                (true, _) => format!(
                    "delete the cells that are too many, or put a text that holds a \"{mark}\" in quotation marks"
                ),
                (false, _) => format!("add the missing \"{mark}\": an empty cell needs one as well"),
            };
            (message, hint)
        });
    }
}

fn no_rows() -> Note {
    Note::new(
        Code::NoRows,
        "the table has a header row, but no rows",
        "add at least one row below the header row",
    )
}

fn report_bad_row(table: Table, bad: &BadRow, problems: &mut Problems<'_>) {
    let (code, message, hint) = match bad.fault {
        Fault::Unterminated => (
            Code::UnterminatedQuote,
            "a quotation mark opens this cell and none closes it".to_owned(),
            "put a quotation mark at the end of the cell, or delete this one",
        ),
        Fault::TextAfterQuote { opened } => (
            Code::TextAfterQuote,
            format!("text stands after the closing quotation mark of the cell that begins on line {opened}"),
            "close the cell where it ends; a quotation mark within a quoted cell is written twice: \"\"",
        ),
        Fault::StrayQuote => (
            Code::StrayQuote,
            "a quotation mark stands in the middle of a cell".to_owned(),
            "put the whole cell in quotation marks and write those within it twice: \"5\"\" needle\"",
        ),
        Fault::TooLong => (
            Code::CellTooLong,
            format!("this cell has more than {CELL_BYTES_MAX} bytes"),
            "shorten it; perhaps a closing quotation mark is missing",
        ),
    };
    problems.add(table, code, bad.span.clone(), || (message, hint.into()));
}
