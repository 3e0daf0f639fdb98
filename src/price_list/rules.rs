use jiff::civil::Date;

use super::{AreaId, Origin, TaxId, Texts, TreatmentId, Validity};
use crate::money::{Money, Percent};

/// Whether an extra comes by itself or when it is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Charge {
    /// It comes with every item that it matches.
    Required,
    /// It comes where it was chosen.
    Optional,
}

/// How often an extra is charged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Per {
    /// Once, at the dearest of the rows that any item got.
    Quote,
    /// Once for each matching item.
    Item,
    /// For each session of each matching item.
    Session,
}

/// Charged beside the sessions: all rows of `extras.csv` with one code.
#[derive(Clone, Debug)]
pub struct Extra {
    /// The code.
    pub code: Box<str>,
    /// Whether it comes by itself.
    pub charge: Charge,
    /// How often it is charged.
    pub per: Per,
    /// The tax on it.
    pub tax: TaxId,
    /// Its rows in file order; never empty.
    pub rows: Vec<ExtraRow>,
}

/// One row of `extras.csv`.
#[derive(Clone, Debug)]
pub struct ExtraRow {
    /// The name, by language.
    pub name: Texts,
    /// The treatment for which it counts; `None` = any.
    pub treatment: Option<TreatmentId>,
    /// The area for which it counts; `None` = any.
    pub area: Option<AreaId>,
    /// The price at the low end.
    pub price: Money,
    /// The price at the high end; the same where none was given.
    pub price_to: Money,
    /// The days on which it counts.
    pub validity: Validity,
    /// Where the row stands.
    pub origin: Origin,
}

impl Extra {
    /// The row that counts for a treatment on an area on a day: the most specific of those that match. Both given
    /// goes over treatment alone, over area alone, over neither.
    pub fn row_for(&self, treatment: TreatmentId, area: AreaId, on: Date) -> Option<&ExtraRow> {
        let matching = self
            .rows
            .iter()
            .filter(|row| row.matches(treatment, area) && row.validity.holds(on));
        matching.max_by_key(|row| row.specificity())
    }
}

impl ExtraRow {
    fn matches(&self, treatment: TreatmentId, area: AreaId) -> bool {
        self.treatment.is_none_or(|t| t == treatment) && self.area.is_none_or(|a| a == area)
    }

    fn specificity(&self) -> u8 {
        u8::from(self.treatment.is_some()) * 2 + u8::from(self.area.is_some())
    }
}

/// Whether a discount takes a part or a sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiscountKind {
    /// So much of each line's remainder; above 0, at most 100.
    Percent(Percent),
    /// So much once for the quote; above 0.
    Amount(Money),
}

/// The lines that a discount counts for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum On {
    /// All lines that it matches.
    All,
    /// All but the dearest of the lines that it matches.
    Additional,
}

/// For whom a discount is, and who asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// Anybody, a website visitor too.
    Anyone,
    /// The clinic's staff alone. Staff is offered what anybody is as well.
    Staff,
}

/// Taken off courses by a rule: one row of `discounts.csv`.
#[derive(Clone, Debug)]
pub struct Discount {
    /// The code.
    pub code: Box<str>,
    /// The name, by language.
    pub name: Texts,
    /// When it is applied: steps run in ascending order, 1 to 99.
    pub step: u8,
    /// What it takes.
    pub kind: DiscountKind,
    /// The treatment that it matches; `None` = any.
    pub treatment: Option<TreatmentId>,
    /// The area that it matches; `None` = any.
    pub area: Option<AreaId>,
    /// Which of the lines it matches it counts for.
    pub on: On,
    /// Fewest sessions of a course that it matches.
    pub min_sessions: u8,
    /// Fewest different areas that the lines it matches lie on.
    pub min_areas: u8,
    /// Least that all courses come to, at low-end prices and before any discount.
    pub min_subtotal: Option<Money>,
    /// The code that must be given, folded by [`fold_promo_code`].
    pub promo_code: Option<Box<str>>,
    /// For whom it is.
    pub who: Who,
    /// The days on which it counts.
    pub validity: Validity,
    /// Where the row stands.
    pub origin: Origin,
}

/// Promo codes are told apart without case and outer blanks; a blank code is none.
pub fn fold_promo_code(code: &str) -> Option<Box<str>> {
    let folded = code.trim().to_lowercase();
    (!folded.is_empty()).then(|| folded.into())
}

/// A tax: all rows of `taxes.csv` with one code.
#[derive(Clone, Debug)]
pub struct Tax {
    /// The code.
    pub code: Box<str>,
    /// Its rates by day, without overlap or hole between them; never empty.
    pub rates: Vec<TaxRate>,
}

/// One row of `taxes.csv`.
#[derive(Clone, Debug)]
pub struct TaxRate {
    /// The name, by language.
    pub name: Texts,
    /// The rate.
    pub percent: Percent,
    /// The days on which it counts.
    pub validity: Validity,
    /// Where the row stands.
    pub origin: Origin,
}

impl Tax {
    /// The rate on a day; `None` before the first and after the last.
    pub fn rate_on(&self, day: Date) -> Option<&TaxRate> {
        self.rates.iter().find(|rate| rate.validity.holds(day))
    }
}
