use super::columns::Column;
use super::problems::{Note, Problems};
use super::scan::{Cell, RowStart};
use super::sheet::Languages;
use super::suggest::{all_of, nearest};
use super::{Code, hints};
use crate::price_list::Table;

/// Where a table's columns stand in its rows.
#[derive(Debug)]
pub(super) struct Header {
    /// Cells of the header row, which every row has.
    pub(super) cells: usize,
    /// Columns are missing, unknown or doubled: how many cells a row should have can't be told.
    pub(super) is_faulty: bool,
    places: Vec<usize>,
    texts: Vec<usize>,
}

/// The place of a column that is not there: no row has so many cells.
const ABSENT: usize = usize::MAX;

/// What parts the cells, told from the header row; `None` where there is no header row, or none that is parted by
/// commas or semicolons, which is then reported.
pub(super) fn separator(table: Table, text: &str, problems: &mut Problems<'_>) -> Option<u8> {
    let says_nothing = |line: &str| {
        line.trim_start_matches('"').starts_with('#') || line.chars().all(|c| c.is_whitespace() || c == ',' || c == ';')
    };
    let Some(line) = text.split('\n').find(|line| !says_nothing(line)) else {
        problems.add_to_file(table, empty(table));
        return None;
    };
    let mut is_quoted = false;
    let outside_quotes = line.bytes().filter(|byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted
    });
    let marks: Vec<u8> = outside_quotes.filter(|byte| b",;\t|".contains(byte)).collect();
    match marks.iter().find(|mark| b",;".contains(mark)) {
        Some(separator) => Some(*separator),
        None if marks.is_empty() => Some(b','),
        None => {
            report_wrong_separator(table, text, line, problems);
            None
        }
    }
}

fn empty(table: Table) -> Note {
    let hint = if table.may_be_missing() {
        "write the header row with the names of the columns, or delete the file"
    } else {
        "write the header row with the names of the columns, and rows below it"
    };
    Note::new(Code::EmptyFile, "the file is empty: it has no header row", hint)
}

fn report_wrong_separator(table: Table, text: &str, line: &str, problems: &mut Problems<'_>) {
    let mark = if line.contains('\t') { "tabs" } else { "\"|\"" };
    // The line is a part of the text, so that its place is the distance of the two.
    let at = (line.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    problems.add(table, Code::WrongSeparator, at..at + line.trim_end().len(), || {
        (
            format!("the columns are parted by {mark}"),
            "save the table again as CSV, parted by commas or semicolons".into(),
        )
    });
}

impl Header {
    /// Finds the columns in a header row, and reports those that are missing, doubled or unknown.
    pub(super) fn read(
        (table, text): (Table, &str),
        (start, cells): (RowStart, &[Cell]),
        columns: &[Column],
        languages: &Languages,
        problems: &mut Problems<'_>,
    ) -> Self {
        let mut header = Self {
            cells: start.cells,
            is_faulty: false,
            places: vec![ABSENT; columns.len()],
            texts: vec![ABSENT; languages.tags.len().max(1)],
        };
        let mut unknown = Vec::new();
        for (place, cell) in cells.iter().enumerate() {
            let name = cell.content(text);
            match header.slot(&name, columns, languages) {
                None => unknown.push((*cell, name)),
                Some(slot) if *slot == ABSENT => *slot = place,
                // Which languages there are can't be told: the first column is as good as any.
                Some(_) if languages.tags.is_empty() && language_of(&name, columns).is_some() => {}
                Some(_) => {
                    header.is_faulty = true;
                    report_doubled(table, *cell, &name, problems);
                }
            }
        }
        let mut missing = header.missing(columns, languages);
        header.is_faulty |= !unknown.is_empty() || !missing.is_empty();
        let may_be_renamed = unknown.len() == 1 && missing.len() == 1;
        for (cell, name) in unknown {
            if may_be_renamed && nearest(&name, missing.iter().map(String::as_str)).is_empty() {
                report_renamed(table, cell, &name, &mut missing, problems);
                continue;
            }
            report_unknown(table, cell, &name, (columns, languages, &mut missing), problems);
        }
        for name in missing {
            report_missing(table, start, &name, languages, problems);
        }
        header
    }

    /// Whether the first of the table's columns is there, in which codes stand.
    pub(super) fn has_codes(&self) -> bool {
        self.places.first().is_some_and(|place| *place != ABSENT)
    }

    /// Whether a column is the last one of the header row.
    pub(super) fn is_last(&self, column: usize) -> bool {
        self.places
            .get(column)
            .is_some_and(|place| place.checked_add(1) == Some(self.cells))
    }

    /// The cell of a column, by the place of that among the table's columns; `None` where it is not there.
    pub(super) fn cell(&self, column: usize, cells: &[Cell]) -> Option<Cell> {
        cells.get(*self.places.get(column)?).copied()
    }

    /// The cell of the text in each of the clinic's languages.
    pub(super) fn texts(&self, cells: &[Cell]) -> impl Iterator<Item = Option<Cell>> {
        self.texts.iter().map(|place| cells.get(*place).copied())
    }

    /// Where the place of a column of this name is kept.
    fn slot(&mut self, name: &str, columns: &[Column], languages: &Languages) -> Option<&mut usize> {
        let column = columns
            .iter()
            .position(|column| !matches!(column, Column::Texts(_)) && column.name() == name);
        if let Some(column) = column {
            return self.places.get_mut(column);
        }
        let tag = language_of(name, columns)?;
        if languages.tags.is_empty() {
            return self.texts.first_mut();
        }
        let language = languages.tags.iter().position(|known| known == tag)?;
        self.texts.get_mut(language)
    }

    /// The columns that are not there and should be, the texts in each language among them.
    fn missing(&self, columns: &[Column], languages: &Languages) -> Vec<String> {
        let mut missing = Vec::new();
        for (column, place) in columns.iter().zip(&self.places) {
            match column {
                Column::Filled(name) if *place == ABSENT => missing.push((*name).to_owned()),
                Column::Texts(family) => {
                    let absent = languages
                        .tags
                        .iter()
                        .zip(&self.texts)
                        .filter(|(_, place)| **place == ABSENT);
                    missing.extend(absent.map(|(tag, _)| format!("{family}.{tag}")));
                }
                _ => {}
            }
        }
        missing
    }
}

/// `en` of `name.en`, where the table has a column `name.LANG`.
fn language_of<'n>(name: &'n str, columns: &[Column]) -> Option<&'n str> {
    let (family, tag) = name.split_once('.')?;
    let has_family = columns
        .iter()
        .any(|column| matches!(column, Column::Texts(name) if *name == family));
    has_family.then_some(tag)
}

fn report_doubled(table: Table, cell: Cell, name: &str, problems: &mut Problems<'_>) {
    problems.add(table, Code::DoubledColumn, cell.span(), || {
        (
            format!("the column {name} stands here a second time"),
            "delete one of the two columns".into(),
        )
    });
}

/// Reports an unknown column. Where it is a misspelt one that is missing, it is not reported as missing too.
fn report_unknown(
    table: Table,
    cell: Cell,
    name: &str,
    (columns, languages, missing): (&[Column], &Languages, &mut Vec<String>),
    problems: &mut Problems<'_>,
) {
    let meant = nearest(name, missing.iter().map(String::as_str))
        .first()
        .map(|meant| (*meant).to_owned());
    missing.retain(|column| Some(column) != meant.as_ref());
    problems.add(table, Code::UnknownColumn, cell.span(), || {
        let message = match name {
            "" => "a column without a name".to_owned(),
            _ => format!("there is no column {} in {}", hints::quoted(name), table.file_name()),
        };
        let hint = meant.map(|meant| format!("did you mean {meant}?"));
        (
            message,
            hint.unwrap_or_else(|| possible_columns(name, columns, languages)),
        )
    });
}

/// The one unknown column is most likely the one that is missing, in another language or another word.
fn report_renamed(table: Table, cell: Cell, name: &str, missing: &mut Vec<String>, problems: &mut Problems<'_>) {
    let meant = missing.pop().unwrap_or_default();
    problems.add(table, Code::UnknownColumn, cell.span(), || {
        (
            format!("there is no column {} in {}", hints::quoted(name), table.file_name()),
            format!("the column {meant} is missing: rename this one to {meant} if it holds that"),
        )
    });
}

fn possible_columns(name: &str, columns: &[Column], languages: &Languages) -> String {
    let tags: Vec<&str> = languages.tags.iter().map(String::as_str).collect();
    if let Some(tag) = language_of(name, columns) {
        let known = all_of(&tags, 10);
        return format!("the languages of clinic.toml are {known}: add {tag} there, or delete the column");
    }
    if name.is_empty() {
        return "delete the empty column, or name it".into();
    }
    let mut names: Vec<String> = Vec::new();
    for column in columns {
        match column {
            Column::Texts(family) => names.extend(tags.iter().map(|tag| format!("{family}.{tag}"))),
            column => names.push(column.name().to_owned()),
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match nearest(name, names.iter().copied()).as_slice() {
        [] => format!("delete it; the columns are {}", all_of(&names, 30)),
        [near, ..] => format!("did you mean {near}?"),
    }
}

/// A text of another language than the first falls back to that: its column may be missing, with a warning.
fn report_missing(table: Table, start: RowStart, name: &str, languages: &Languages, problems: &mut Problems<'_>) {
    let tag = name.split_once('.').map(|(_, tag)| tag);
    let is_translation = tag.is_some_and(|tag| languages.tags.first().is_some_and(|first| first != tag));
    let (code, hint) = if is_translation {
        (
            Code::MissingTranslation,
            "add the column; until then the first language is shown",
        )
    } else {
        (
            Code::MissingColumn,
            "add the column to the header row, and a cell to every row",
        )
    };
    problems.add(table, code, start.end..start.end, || {
        (format!("the column {name} is missing"), hint.into())
    });
}
