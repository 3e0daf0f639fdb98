use crate::money::Currency;
use crate::price_list::{Discount, DiscountKind, On, Table, Who, fold_promo_code};
use crate::tables::cells::{amount, amount_above_zero, percent_above_zero, small_number, word};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    DISCOUNT = Filled "discount",
    NAME = Texts "name",
    STEP = Filled "step",
    KIND = Filled "kind",
    VALUE = Filled "value",
    TREATMENT = Optional "treatment",
    AREA = Optional "area",
    ON = Optional "on",
    MIN_SESSIONS = Optional "min_sessions",
    MIN_AREAS = Optional "min_areas",
    MIN_SUBTOTAL = Optional "min_subtotal",
    PROMO_CODE = Optional "promo_code",
    WHO = Optional "who",
    VALID_FROM = Optional "valid_from",
    VALID_TO = Optional "valid_to",
}

const KINDS: &[&str] = &["percent", "amount"];
const ONS: &[&str] = &["all", "additional"];
const WHOS: &[&str] = &["anyone", "staff"];

/// Reads `discounts.csv`, in file order.
pub(in crate::tables) fn discounts<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Discount> {
    let mut discounts = Vec::new();
    tables.each_row((Table::Discounts, COLUMNS), problems, |read| {
        if let Read::Row(mut row) = read {
            discounts.extend(discount(&mut row, indices, tables.currency));
        }
    });
    discounts
}

fn discount<'s>(row: &mut Row<'_, 's>, indices: &mut Indices<'s>, currency: Currency) -> Result<Discount, Reported> {
    let code = row.own_code(DISCOUNT);
    let name = row.texts(NAME);
    let step = row.required(STEP, |text| small_number(text, 1..=99));
    let kind = kind(row, currency);
    let treatment = row.optional_reference(TREATMENT, &mut indices.treatments);
    let area = row.optional_reference(AREA, &mut indices.areas);
    let on = row.optional(ON, |text| word(text, ONS, &[On::All, On::Additional]));
    let min_sessions = row.optional(MIN_SESSIONS, |text| small_number(text, 1..=99));
    let min_areas = row.optional(MIN_AREAS, |text| small_number(text, 1..=99));
    let min_subtotal = row.optional(MIN_SUBTOTAL, |text| amount(text, currency));
    let who = row.optional(WHO, |text| word(text, WHOS, &[Who::Anyone, Who::Staff]));
    let validity = row.validity(VALID_FROM, VALID_TO);
    Ok(Discount {
        code: code?.into(),
        name: name?,
        step: step?,
        kind: kind?,
        treatment: treatment?,
        area: area?,
        on: on?.unwrap_or(On::All),
        min_sessions: min_sessions?.unwrap_or(1),
        min_areas: min_areas?.unwrap_or(1),
        min_subtotal: min_subtotal?,
        promo_code: row.given(PROMO_CODE).and_then(|code| fold_promo_code(&code)),
        who: who?.unwrap_or(Who::Anyone),
        validity: validity?,
        origin: row.origin(),
    })
}

/// What a value is can't be told without its kind.
fn kind(row: &mut Row<'_, '_>, currency: Currency) -> Result<DiscountKind, Reported> {
    if row.required(KIND, |text| word(text, KINDS, &[true, false]))? {
        row.required(VALUE, percent_above_zero).map(DiscountKind::Percent)
    } else {
        row.required(VALUE, |text| amount_above_zero(text, currency))
            .map(DiscountKind::Amount)
    }
}
