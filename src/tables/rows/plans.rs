use crate::money::Currency;
use crate::price_list::{PaymentPlan, Table};
use crate::tables::cells::{amount, percent_to_hundred, small_number};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    PLAN = Filled "plan",
    NAME = Texts "name",
    PAYMENTS = Filled "payments",
    FIRST_PERCENT = Optional "first_percent",
    MIN_TOTAL = Optional "min_total",
    MAX_TOTAL = Optional "max_total",
}

/// Reads `payment_plans.csv`, in file order.
pub(in crate::tables) fn plans<'s>(tables: &Texts<'s>, problems: &mut Problems<'s>) -> Vec<PaymentPlan> {
    let mut plans = Vec::new();
    tables.each_row((Table::PaymentPlans, COLUMNS), problems, |read| {
        if let Read::Row(mut row) = read {
            plans.extend(plan(&mut row, tables.currency));
        }
    });
    plans
}

fn plan(row: &mut Row<'_, '_>, currency: Currency) -> Result<PaymentPlan, Reported> {
    let code = row.own_code(PLAN);
    let name = row.texts(NAME);
    let payments = row.required(PAYMENTS, |text| small_number(text, 2..=36));
    let first_percent = row.optional(FIRST_PERCENT, percent_to_hundred);
    let min_total = row.optional(MIN_TOTAL, |text| amount(text, currency));
    let mut max_total = row.optional(MAX_TOTAL, |text| amount(text, currency));
    if let (Ok(Some(min)), Ok(Some(max))) = (min_total, max_total) {
        max_total = row.upper(MAX_TOTAL, &min, max).map(Some);
    }
    Ok(PaymentPlan {
        code: code?.into(),
        name: name?,
        payments: payments?,
        first_percent: first_percent?,
        min_total: min_total?,
        max_total: max_total?,
        origin: row.origin(),
    })
}
