use crate::money::Currency;
use crate::price_list::{Charge, Extra, ExtraRow, Per, Table, TaxId};
use crate::tables::Code;
use crate::tables::cells::{amount, word};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    EXTRA = Filled "extra",
    NAME = Texts "name",
    TREATMENT = Optional "treatment",
    AREA = Optional "area",
    CHARGE = Filled "charge",
    PER = Filled "per",
    PRICE = Filled "price",
    PRICE_TO = Optional "price_to",
    TAX = Filled "tax",
    VALID_FROM = Optional "valid_from",
    VALID_TO = Optional "valid_to",
}

const CHARGES: &[&str] = &["required", "optional"];
const PERS: &[&str] = &["quote", "item", "session"];

/// What all rows of one extra share, each with the line that says so first.
#[derive(Default)]
struct Shared {
    charge: Option<(Charge, u32)>,
    per: Option<(Per, u32)>,
    tax: Option<(TaxId, u32)>,
}

/// Reads `extras.csv`, rows of one code together at the place of its id.
pub(in crate::tables) fn extras<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Extra> {
    let mut extras: Vec<(Extra, Shared)> = Vec::new();
    tables.each_row((Table::Extras, COLUMNS), problems, |read| {
        let Read::Row(mut row) = read else {
            return;
        };
        let code = row.own_code(EXTRA);
        let charge = row.required(CHARGE, |text| {
            word(text, CHARGES, &[Charge::Required, Charge::Optional])
        });
        let per = row.required(PER, |text| word(text, PERS, &[Per::Quote, Per::Item, Per::Session]));
        let tax = row.reference(TAX, &mut indices.taxes);
        let extra_row = extra_row(&mut row, indices, tables.currency);
        let Some(id) = code.ok().and_then(|code| indices.extras.place_or_add(code)) else {
            return;
        };
        if extras.len() == id.index() {
            extras.push((stand_in(code.unwrap_or_default()), Shared::default()));
        }
        let (extra, shared) = &mut extras[id.index()];
        shared.take(&mut row, (charge, per, tax));
        extra.rows.extend(extra_row);
    });
    extras
        .into_iter()
        .map(|(extra, shared)| shared.into_extra(extra))
        .collect()
}

fn extra_row<'s>(row: &mut Row<'_, 's>, indices: &mut Indices<'s>, currency: Currency) -> Result<ExtraRow, Reported> {
    let name = row.texts(NAME);
    let treatment = row.optional_reference(TREATMENT, &mut indices.treatments);
    let area = row.optional_reference(AREA, &mut indices.areas);
    let price = row.required(PRICE, |text| amount(text, currency));
    let mut price_to = row.optional(PRICE_TO, |text| amount(text, currency));
    if let (Ok(price), Ok(Some(upper))) = (price, price_to) {
        price_to = row.upper(PRICE_TO, &price, upper).map(Some);
    }
    let validity = row.validity(VALID_FROM, VALID_TO);
    let price = price?;
    Ok(ExtraRow {
        name: name?,
        treatment: treatment?,
        area: area?,
        price,
        price_to: price_to?.unwrap_or(price),
        validity: validity?,
        origin: row.origin(),
    })
}

type SharedCells = (Result<Charge, Reported>, Result<Per, Reported>, Result<TaxId, Reported>);

impl Shared {
    /// Takes what the first row says, and reports what a later one says otherwise.
    fn take(&mut self, row: &mut Row<'_, '_>, (charge, per, tax): SharedCells) {
        hold(row, CHARGE, &mut self.charge, charge);
        hold(row, PER, &mut self.per, per);
        hold(row, TAX, &mut self.tax, tax);
    }

    fn into_extra(self, extra: Extra) -> Extra {
        Extra {
            charge: self.charge.map_or(extra.charge, |(charge, _)| charge),
            per: self.per.map_or(extra.per, |(per, _)| per),
            tax: self.tax.map_or(extra.tax, |(tax, _)| tax),
            ..extra
        }
    }
}

fn hold<T: Copy + PartialEq>(
    row: &mut Row<'_, '_>,
    column: usize,
    shared: &mut Option<(T, u32)>,
    said: Result<T, Reported>,
) {
    let Ok(said) = said else {
        return;
    };
    match *shared {
        None => *shared = Some((said, row.line())),
        Some((first, line)) if first != said => {
            let name = row.name(column);
            row.report(column, Code::ExtraRowsDiffer, || {
                (
                    format!("{name} differs from line {line}, which is of the same extra"),
                    format!("write the same {name} in all rows of one extra, or give this one a code of its own"),
                )
            });
        }
        Some(_) => {}
    }
}

fn stand_in(code: &str) -> Extra {
    Extra {
        code: code.into(),
        charge: Charge::Required,
        per: Per::Quote,
        tax: TaxId::FIRST,
        rows: Vec::new(),
    }
}
