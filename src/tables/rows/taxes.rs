use crate::price_list::{Table, Tax, TaxRate};
use crate::tables::cells::percent;
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    TAX = Filled "tax",
    NAME = Texts "name",
    PERCENT = Filled "percent",
    VALID_FROM = Optional "valid_from",
    VALID_TO = Optional "valid_to",
}

/// Reads `taxes.csv`, rows of one code together at the place of its id.
pub(in crate::tables) fn taxes<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Tax> {
    let mut taxes: Vec<Tax> = Vec::new();
    let index = &mut indices.taxes;
    let outcome = tables.each_row((Table::Taxes, COLUMNS), problems, |read| match read {
        Read::Row(mut row) => {
            let code = row.own_code(TAX);
            let rate = rate(&mut row);
            let Some(id) = code.ok().and_then(|code| index.place_or_add(code)) else {
                return;
            };
            fill_up(&mut taxes, index.len());
            let tax = &mut taxes[id.index()];
            tax.code = code.unwrap_or_default().into();
            tax.rates.extend(rate);
        }
        Read::Lost(code) => {
            index.add_lost_row(code);
            fill_up(&mut taxes, index.len());
        }
    });
    if outcome.leaves_codes_open(Table::Taxes) {
        index.open();
    }
    taxes
}

fn rate(row: &mut Row<'_, '_>) -> Result<TaxRate, Reported> {
    let name = row.texts(NAME);
    let percent = row.required(PERCENT, percent);
    let validity = row.validity(VALID_FROM, VALID_TO);
    Ok(TaxRate {
        name: name?,
        percent: percent?,
        validity: validity?,
        origin: row.origin(),
    })
}

/// Adds stand-ins for rows that could not be read, so that every id has a tax.
pub(in crate::tables) fn fill_up(taxes: &mut Vec<Tax>, len: usize) {
    taxes.resize_with(len.max(taxes.len()), || Tax {
        code: "".into(),
        rates: Vec::new(),
    });
}
