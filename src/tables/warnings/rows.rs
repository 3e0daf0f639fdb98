//! Rows whose days are odd.

use jiff::civil::Date;

use crate::price_list::{ExtraRow, Origin, PriceList, PriceRow, Unit, Validity, days_between};
use crate::tables::Code;
use crate::tables::locate::Findings;

/// Names rows that ended.
pub(super) fn ended(list: &PriceList, today: Date, findings: &mut Findings) {
    let prices = list.prices().rows().iter().map(|row| (row.validity, row.origin()));
    let extras = list.extras().flat_map(|(_, extra)| &extra.rows);
    let extras = extras.map(|row| (row.validity, row.origin));
    let discounts = list
        .discounts()
        .map(|(_, discount)| (discount.validity, discount.origin));
    let taxes = list.taxes().flat_map(|(_, tax)| &tax.rates);
    let taxes = taxes.map(|rate| (rate.validity, rate.origin));
    for (validity, row) in prices.chain(extras).chain(discounts).chain(taxes) {
        if validity.last < today {
            findings.add(row, "valid_to", Code::RowEnded, || {
                (
                    format!("this row ended on {}", validity.last),
                    "delete it when it is no longer needed, or write a later day".into(),
                )
            });
        }
    }
}

/// Names taxes whose last rate ends.
pub(super) fn tax_ends(list: &PriceList, findings: &mut Findings) {
    for (_, tax) in list.taxes() {
        let final_rate = tax.rates.iter().max_by_key(|rate| rate.validity.last);
        let ended = final_rate.and_then(|rate| Some((rate.origin, rate.validity.last.tomorrow().ok()?)));
        if let Some((row, day)) = ended {
            findings.add(row, "valid_to", Code::TaxEnds, || {
                (
                    format!(
                        "{} has no rate from {day} on: quotes of that day on that need it are refused",
                        tax.code
                    ),
                    format!("empty valid_to, or add a row with {day} in valid_from"),
                )
            });
        }
    }
}

/// Names days without a price between two validities of one key.
pub(super) fn gaps(list: &PriceList, today: Date, findings: &mut Findings) {
    let same_key = |one: &PriceRow, other: &PriceRow| one.is_same_offer(other);
    for rows in list.prices().rows().chunk_by(same_key) {
        let what = || rows.first().map_or_else(String::new, named);
        let days = rows.iter().map(|row| (row.validity, row.origin()));
        gaps_between(days, what, today, findings);
    }
    for (_, extra) in list.extras() {
        let mut rows: Vec<&ExtraRow> = extra.rows.iter().collect();
        rows.sort_by_key(|row| (row.treatment, row.area, row.validity.first));
        for rows in rows.chunk_by(|one, other| (one.treatment, one.area) == (other.treatment, other.area)) {
            let days = rows.iter().map(|row| (row.validity, row.origin));
            gaps_between(days, || extra.code.to_string(), today, findings);
        }
    }
}

/// Other rows may count on days on which this one has no price.
fn named(row: &PriceRow) -> String {
    match row.unit {
        Unit::Session => format!("the rate from {} on", row.sessions),
        Unit::Package => format!("the package of {}", row.sessions),
    }
}

/// The rows of one key share no day and stand in order of their days.
fn gaps_between(
    rows: impl Iterator<Item = (Validity, Origin)>,
    what: impl Fn() -> String,
    today: Date,
    findings: &mut Findings,
) {
    let mut before: Option<(Validity, Origin)> = None;
    for (validity, row) in rows {
        let gap = before.and_then(|(before, _)| days_between(before.last, validity.first));
        if let Some(((first, last), (_, earlier))) = gap.zip(before).filter(|((_, last), _)| *last >= today) {
            findings.add(row, "valid_from", Code::PriceGap, || {
                let days = crate::tables::days(first, last);
                (
                    format!(
                        "{} has no price {days}, between line {} and this row",
                        what(),
                        earlier.line
                    ),
                    format!("write {first} here, or let the earlier row end on {last}; leave it if the pause is meant"),
                )
            });
        }
        before = Some((validity, row));
    }
}
