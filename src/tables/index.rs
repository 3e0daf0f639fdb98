use rustc_hash::FxHashMap;

use super::suggest::did_you_mean;
use super::{Code, hints};
use crate::price_list::{Table, is_code};

/// The codes of one table, by which rows of other tables refer to its rows.
#[derive(Debug)]
pub(super) struct Index<'s, Id> {
    table: Table,
    make: fn(usize) -> Option<Id>,
    ids: FxHashMap<&'s str, Id>,
    // The code that was found last: most rows refer to what the row before refers to.
    last: Option<(&'s str, Id)>,
    len: usize,
    // Names and other words that people may write instead of a code.
    words: Vec<(&'s str, &'s str)>,
    // Rows of the table could not be read: a code that is not known may stand there.
    is_open: bool,
}

impl<'s, Id: Copy> Index<'s, Id> {
    pub(super) fn new(table: Table, make: fn(usize) -> Option<Id>) -> Self {
        Self {
            table,
            make,
            ids: FxHashMap::default(),
            last: None,
            len: 0,
            words: Vec::new(),
            is_open: false,
        }
    }

    /// How many ids were given out.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Gives out the next id for a row of the table, for its code where it has one. The first row of a code keeps it.
    pub(super) fn add_row(&mut self, code: Option<&'s str>) {
        let id = (self.make)(self.len);
        self.len += 1;
        if let (Some(code), Some(id)) = (code, id) {
            self.ids.entry(code).or_insert(id);
        }
    }

    /// The place of a code among the table's codes, in order of their first rows.
    pub(super) fn place_or_add(&mut self, code: &'s str) -> Option<Id> {
        if let Some(id) = self.ids.get(code) {
            return Some(*id);
        }
        let id = (self.make)(self.len)?;
        self.len += 1;
        self.ids.insert(code, id);
        Some(id)
    }

    /// Remembers words that people may write instead of a code.
    pub(super) fn add_words(&mut self, code: &'s str, words: impl Iterator<Item = &'s str>) {
        self.words.extend(words.map(|word| (word, code)));
    }

    /// Takes note of a row that could not be read, so that references to it are not reported as well.
    pub(super) fn add_lost_row(&mut self, code: Option<&'s str>) {
        match code {
            Some(code) if !code.is_empty() => {
                self.place_or_add(code);
            }
            _ => self.is_open = true,
        }
    }

    /// Takes every code for known: the table can't be read.
    pub(super) fn open(&mut self) {
        self.is_open = true;
    }

    /// The id of a code that a row refers to.
    pub(super) fn find(&mut self, code: &'s str) -> Option<Id> {
        if let Some((_, id)) = self.last.filter(|(last, _)| *last == code) {
            return Some(id);
        }
        let found = match self.ids.get(code) {
            Some(id) => Some(*id),
            None if self.is_open && is_code(code) => self.place_or_add(code),
            None => None,
        };
        self.last = found.map(|id| (code, id));
        found
    }

    /// What is wrong with a text that is no known code: code of the problem, message and hint.
    pub(super) fn unknown(&self, column: &str, text: &str) -> (Code, impl FnOnce() -> (String, String)) {
        let code = if is_code(text) {
            Code::UnknownCode
        } else {
            Code::InvalidCode
        };
        let words = move || {
            let said = hints::quoted(text);
            let file = self.table.file_name();
            let message = match code {
                Code::UnknownCode => format!("{column} {said} is not in {file}"),
                _ => format!("{column} {said} is no code"),
            };
            let hint = did_you_mean(text, self.ids.keys().copied(), || match self.code_of_word(text) {
                Some(meant) => format!("did you mean {meant}?"),
                None => self.otherwise(code),
            });
            (message, hint)
        };
        (code, words)
    }

    /// The code of a row whose name or alias was written, or the one code of which a part was written.
    fn code_of_word(&self, text: &str) -> Option<&'s str> {
        let word = text.to_lowercase();
        if let Some((_, code)) = self.words.iter().find(|(known, _)| known.to_lowercase() == word) {
            return Some(code);
        }
        let is_part = |code: &&&str| format!("-{code}-").contains(&format!("-{word}-"));
        let mut codes = self.ids.keys().filter(is_part);
        codes.next().copied().filter(|_| codes.next().is_none())
    }

    fn otherwise(&self, code: Code) -> String {
        let file = self.table.file_name();
        match code {
            Code::UnknownCode if self.ids.is_empty() => format!("write {file} with a row for it"),
            Code::UnknownCode => format!("add a row for it to {file}, or correct the code"),
            _ => format!("write a code of {file}: small letters, digits and single hyphens, such as double-chin"),
        }
    }
}
