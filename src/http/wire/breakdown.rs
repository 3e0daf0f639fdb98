use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::amount::{Amount, Source};
use super::estimate::{Rows, Shown};
use crate::estimate;
use crate::price_list::{self, Unit};

/// One exact pricing: lines that add up to a total.
#[derive(Serialize, ToSchema)]
pub struct Breakdown<'a> {
    /// Courses in item order, extras by table and then item, discounts in the order in which they were applied.
    #[schema(value_type = Vec<Line>)]
    lines: Lines<'a>,
    /// The courses before discount.
    subtotal: Amount,
    /// The extras.
    extras: Amount,
    /// The discounts: zero or below.
    discount: Amount,
    /// The taxes, within the lines or on top of them as the clinic has it.
    #[schema(value_type = Vec<TaxLine>)]
    tax: Rows<'a, estimate::TaxLine, TaxLine<'a>>,
    /// How far the promo code got; null without one.
    promo_code: Option<PromoCode<'a>>,
    /// Subtotal, extras and discount, plus tax where prices do not hold it.
    total: Amount,
}

impl<'a> Breakdown<'a> {
    pub(super) fn new(shown: Shown<'a>, breakdown: &'a estimate::Breakdown) -> Self {
        let promo_code = shown.estimate.promo_code.as_deref().zip(breakdown.promo_code);
        Self {
            lines: Lines { shown, breakdown },
            subtotal: Amount(breakdown.subtotal),
            extras: Amount(breakdown.extras_total),
            discount: Amount(breakdown.discount_total),
            tax: Rows {
                of: &breakdown.tax,
                shown,
                wire: TaxLine::new,
            },
            promo_code: promo_code.map(|(code, outcome)| PromoCode {
                code,
                outcome: outcome.code(),
            }),
            total: Amount(breakdown.total),
        }
    }
}

struct Lines<'a> {
    shown: Shown<'a>,
    breakdown: &'a estimate::Breakdown,
}

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (shown, of) = (self.shown, self.breakdown);
        let mut lines = serializer.serialize_seq(None)?;
        for line in &of.courses {
            lines.serialize_element(&Line::course(shown, line))?;
        }
        for line in &of.extras {
            lines.serialize_element(&Line::extra(shown, line))?;
        }
        for line in &of.discounts {
            lines.serialize_element(&Line::discount(shown, line))?;
        }
        lines.end()
    }
}

/// One line of a breakdown.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Line<'a> {
    /// The sessions of one item.
    Course {
        /// The item, by its place from 0.
        item: usize,
        /// The number of sessions.
        sessions: u8,
        /// What they cost before discount.
        amount: Amount,
        /// The amount for each session, rounded to the minor unit: for display.
        per_session: Amount,
        /// How they are bought.
        #[schema(value_type = Vec<Part>)]
        parts: Rows<'a, price_list::Part, Part>,
    },
    /// Charged beside the sessions.
    Extra {
        /// The item, by its place from 0; null where it is charged once for the quote.
        item: Option<usize>,
        /// The code.
        extra: &'a str,
        /// The name.
        name: &'a str,
        /// How many.
        quantity: u32,
        /// What they cost.
        amount: Amount,
        /// The row that says so.
        source: Source,
    },
    /// Taken off a course.
    Discount {
        /// The item, by its place from 0.
        item: usize,
        /// The code.
        discount: &'a str,
        /// The name.
        name: &'a str,
        /// What it takes: below zero.
        amount: Amount,
        /// The row that says so.
        source: Source,
    },
}

impl<'a> Line<'a> {
    fn course(shown: Shown<'a>, line: &'a estimate::CourseLine) -> Self {
        Line::Course {
            item: line.item,
            sessions: line.sessions,
            amount: Amount(line.amount),
            per_session: Amount(line.per_session),
            parts: Rows {
                of: &line.parts,
                shown,
                wire: Part::new,
            },
        }
    }

    fn extra(shown: Shown<'a>, line: &estimate::ExtraLine) -> Self {
        let extra = shown.list.extra(line.extra);
        let row = extra.rows.iter().find(|row| row.origin == line.origin);
        Line::Extra {
            item: line.item,
            extra: &extra.code,
            name: row.map_or("", |row| row.name.get(shown.language)),
            quantity: line.quantity,
            amount: Amount(line.amount),
            source: Source(line.origin),
        }
    }

    fn discount(shown: Shown<'a>, line: &estimate::DiscountLine) -> Self {
        let discount = shown.list.discount(line.discount);
        Line::Discount {
            item: line.item,
            discount: &discount.code,
            name: discount.name.get(shown.language),
            amount: Amount(line.amount),
            source: Source(discount.origin),
        }
    }
}

/// One way in which sessions of a course are bought.
#[derive(Serialize, ToSchema)]
pub struct Part {
    /// At the rate, or as a package.
    unit: PartUnit,
    /// Of a package its size, of a rate the sessions bought at it.
    sessions: u8,
    /// Of a package how many were bought, of a rate the sessions bought at it.
    count: u8,
    /// The price of one package, or of one session.
    price: Amount,
    /// What it comes to.
    amount: Amount,
    /// The row that says so.
    source: Source,
}

impl Part {
    fn new(_: Shown<'_>, part: &price_list::Part) -> Self {
        Self {
            unit: match part.unit {
                Unit::Session => PartUnit::Session,
                Unit::Package => PartUnit::Package,
            },
            sessions: part.sessions,
            count: part.count,
            price: Amount(part.price),
            amount: Amount(part.amount),
            source: Source(part.origin),
        }
    }
}

/// What a price is for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartUnit {
    /// For each session.
    Session,
    /// For so many sessions together.
    Package,
}

/// The tax of one code.
#[derive(Serialize, ToSchema)]
pub struct TaxLine<'a> {
    /// The code.
    #[schema(example = "vat")]
    tax: &'a str,
    /// The name.
    name: &'a str,
    /// The rate, as a decimal number.
    #[schema(value_type = String, pattern = r"^[0-9]+(\.[0-9]+)?$", example = "5")]
    percent: Percent,
    /// The lines without the tax.
    net: Amount,
    /// The tax.
    amount: Amount,
    /// The lines with the tax.
    gross: Amount,
}

impl<'a> TaxLine<'a> {
    fn new(shown: Shown<'a>, line: &estimate::TaxLine) -> Self {
        let tax = shown.list.tax(line.tax);
        let rate = tax.rate_on(shown.estimate.on);
        Self {
            tax: &tax.code,
            name: rate.map_or("", |rate| rate.name.get(shown.language)),
            percent: Percent(line.percent),
            net: Amount(line.net),
            amount: Amount(line.amount),
            gross: Amount(line.gross),
        }
    }
}

struct Percent(crate::money::Percent);

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A promo code and how far it got.
#[derive(Serialize, ToSchema)]
pub struct PromoCode<'a> {
    /// The code as it was given, without outer blanks.
    #[schema(example = "SPRING")]
    code: &'a str,
    /// `applied`, or why not: `not_valid` (there is none for this caller and date), `conditions_not_met`,
    /// `no_effect` (there was nothing left to take), `better_discount_applied`.
    #[schema(example = "applied")]
    outcome: &'a str,
}
