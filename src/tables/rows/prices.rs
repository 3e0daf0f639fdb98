use crate::money::{Currency, Money};
use crate::price_list::{Price, PriceRow, Table, Unit};
use crate::tables::cells::{Flaw, amount, small_number, word};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};
use crate::tables::{Code, hints, suggest};

columns! {
    TREATMENT = Filled "treatment",
    AREA = Filled "area",
    UNIT = Filled "unit",
    SESSIONS = Filled "sessions",
    PRICE = Filled "price",
    PRICE_TO = Optional "price_to",
    VALID_FROM = Optional "valid_from",
    VALID_TO = Optional "valid_to",
}

const UNITS: &[&str] = &["session", "package"];
const ON_REQUEST: &str = "on-request";
/// No row of prices is shorter.
const ROW_BYTES_MIN: usize = 16;

/// Reads `prices.csv`. Nothing is kept of a row but what it says: a list may hold a million.
pub(in crate::tables) fn prices<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<PriceRow> {
    let text = tables.tables.get(&Table::Prices).copied().flatten().unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    let mut prices = Vec::with_capacity(lines.min(text.len() / ROW_BYTES_MIN + 1));
    tables.each_row((Table::Prices, COLUMNS), problems, |read| {
        if let Read::Row(mut row) = read
            && let Ok(price) = price_row(&mut row, indices, tables.currency)
        {
            prices.push(price);
        }
    });
    prices
}

fn price_row<'s>(row: &mut Row<'_, 's>, indices: &mut Indices<'s>, currency: Currency) -> Result<PriceRow, Reported> {
    let treatment = row.reference(TREATMENT, &mut indices.treatments);
    let area = row.reference(AREA, &mut indices.areas);
    let unit = row.required(UNIT, |text| word(text, UNITS, &[Unit::Session, Unit::Package]));
    let sessions = row.required(SESSIONS, |text| small_number(text, 1..=99));
    let price = price(row, unit, currency);
    let validity = row.validity(VALID_FROM, VALID_TO);
    Ok(PriceRow::new(
        (treatment?, area?),
        (unit?, sessions?),
        price?,
        validity?,
        row.line(),
    ))
}

fn price(row: &mut Row<'_, '_>, unit: Result<Unit, Reported>, currency: Currency) -> Result<Price, Reported> {
    let low = match row.given(PRICE).as_deref() {
        Some(ON_REQUEST) => return on_request(row, unit),
        Some(text) if is_nearly_on_request(text) => Err(report_nearly_on_request(row, text)),
        _ => row.required(PRICE, |text| amount(text, currency)),
    };
    let high = row.optional(PRICE_TO, |text| amount(text, currency));
    fixed(row, low?, high?)
}

fn fixed(row: &mut Row<'_, '_>, low: Money, high: Option<Money>) -> Result<Price, Reported> {
    match high {
        None => Ok(Price::Fixed(low, low)),
        Some(high) => Ok(Price::Fixed(low, row.upper(PRICE_TO, &low, high)?)),
    }
}

fn on_request(row: &mut Row<'_, '_>, unit: Result<Unit, Reported>) -> Result<Price, Reported> {
    let mut price = Ok(Price::OnRequest);
    if unit == Ok(Unit::Package) {
        row.report(PRICE, Code::OnRequestPackage, || {
            (
                "a package can't be priced on request".into(),
                "write its price, or delete the row; a rate may be on-request".into(),
            )
        });
        price = Err(Reported);
    }
    if row.given(PRICE_TO).is_some() {
        row.report(PRICE_TO, Code::OnRequestRange, || {
            (
                "a price on request has no upper end".into(),
                "leave price_to empty, or write both ends of the range".into(),
            )
        });
        price = Err(Reported);
    }
    price
}

fn is_nearly_on_request(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && !suggest::nearest(text, [ON_REQUEST]).is_empty()
}

fn report_nearly_on_request(row: &mut Row<'_, '_>, text: &str) -> Reported {
    let flaw = Flaw::Word(&[ON_REQUEST]);
    row.report(PRICE, flaw.code(), || {
        (
            format!("price {} is not possible", hints::quoted(text)),
            format!("did you mean {ON_REQUEST}?"),
        )
    });
    Reported
}
