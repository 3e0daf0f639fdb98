use super::{aliases, lost};
use crate::price_list::{Area, Table, Texts};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts as Tables};
use crate::tables::row::Row;

columns! {
    AREA = Filled "area",
    NAME = Texts "name",
    ALIASES = Optional "aliases",
}

/// Reads `areas.csv`. The rows stand at the places of their ids.
pub(in crate::tables) fn areas<'s>(
    tables: &Tables<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    let index = &mut indices.areas;
    let outcome = tables.each_row((Table::Areas, COLUMNS), problems, |read| match read {
        Read::Row(mut row) => {
            let code = row.own_code(AREA).ok();
            index.add_row(code);
            if let Some(code) = code {
                index.add_words(code, row.known_as(ALIASES));
            }
            areas.push(area(&mut row, code));
        }
        Read::Lost(code) => {
            index.add_lost_row(code);
            fill_up(&mut areas, index.len());
        }
    });
    if outcome.leaves_codes_open(Table::Areas) {
        index.open();
    }
    areas
}

fn area(row: &mut Row<'_, '_>, code: Option<&str>) -> Area {
    Area {
        code: code.unwrap_or_default().into(),
        name: row.texts(NAME).unwrap_or_else(|_| Texts::new("", [])),
        aliases: aliases(row.given(ALIASES).as_deref()),
        origin: code.map_or(lost(Table::Areas), |_| row.origin()),
    }
}

/// Adds stand-ins for rows that could not be read, so that every id has a row.
pub(in crate::tables) fn fill_up(areas: &mut Vec<Area>, len: usize) {
    areas.resize_with(len.max(areas.len()), || Area {
        code: "".into(),
        name: Texts::new("", []),
        aliases: Vec::new(),
        origin: lost(Table::Areas),
    });
}
