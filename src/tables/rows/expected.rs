use crate::money::Currency;
use crate::price_list::{ExpectedTotal, Table};
use crate::tables::cells::{amount, date, sessions};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    TREATMENT = Filled "treatment",
    AREA = Filled "area",
    SESSIONS = Filled "sessions",
    ON = Filled "on",
    PROMO_CODE = Optional "promo_code",
    TOTAL = Filled "total",
    TOTAL_TO = Optional "total_to",
}

/// Reads `expected.csv`, in file order.
pub(in crate::tables) fn expected<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<ExpectedTotal> {
    let mut expected = Vec::new();
    tables.each_row((Table::Expected, COLUMNS), problems, |read| {
        if let Read::Row(mut row) = read {
            expected.extend(expected_total(&mut row, indices, tables.currency));
        }
    });
    expected
}

fn expected_total<'s>(
    row: &mut Row<'_, 's>,
    indices: &mut Indices<'s>,
    currency: Currency,
) -> Result<ExpectedTotal, Reported> {
    let treatment = row.reference(TREATMENT, &mut indices.treatments);
    let area = row.reference(AREA, &mut indices.areas);
    let sessions = row.required(SESSIONS, sessions);
    let on = row.required(ON, date);
    let total = row.required(TOTAL, |text| amount(text, currency));
    let mut total_to = row.optional(TOTAL_TO, |text| amount(text, currency));
    if let (Ok(total), Ok(Some(upper))) = (total, total_to) {
        total_to = row.upper(TOTAL_TO, &total, upper).map(Some);
    }
    let total = total?;
    Ok(ExpectedTotal {
        treatment: treatment?,
        area: area?,
        sessions: sessions?,
        on: on?,
        promo_code: row.given(PROMO_CODE).map(Into::into),
        total,
        total_to: total_to?.unwrap_or(total),
        origin: row.origin(),
    })
}
