//! One reader for each table: rows of text become rows of the price list.
//!
//! Every reader looks at every cell of a row before it gives the row up, so that all that is wrong is reported.

mod areas;
mod discounts;
mod expected;
mod extras;
mod facts;
mod plans;
mod prices;
mod schedules;
mod taxes;
mod treatments;

pub(super) use areas::areas;
pub(super) use discounts::discounts;
pub(super) use expected::expected;
pub(super) use extras::extras;
pub(super) use facts::facts;
pub(super) use plans::plans;
pub(super) use prices::prices;
pub(super) use schedules::schedules;
pub(super) use taxes::taxes;
pub(super) use treatments::treatments;

use super::reading::Indices;
use crate::price_list::{Origin, Parts, Table};

/// The line of rows that stand in for rows that could not be read. Nothing is reported of them.
pub(super) const LOST: u32 = 0;

fn lost(table: Table) -> Origin {
    Origin { table, line: LOST }
}

/// Other words for a treatment or an area, parted by `|`.
fn aliases(text: Option<&str>) -> Vec<Box<str>> {
    let words = text.unwrap_or_default().split('|').map(str::trim);
    words.filter(|word| !word.is_empty()).map(Into::into).collect()
}

/// Adds stand-ins for rows that could not be read but are referred to: every id of the parts has a row.
pub(super) fn fill_up(parts: &mut Parts, indices: &Indices<'_>) {
    treatments::fill_up(&mut parts.treatments, indices.treatments.len());
    areas::fill_up(&mut parts.areas, indices.areas.len());
    taxes::fill_up(&mut parts.taxes, indices.taxes.len());
    schedules::fill_up(&mut parts.schedules, indices.schedules.len());
}
