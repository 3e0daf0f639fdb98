use serde::Serialize;
use utoipa::ToSchema;

use super::breakdown::Breakdown;
use super::estimate::{AmountRange, CountRange, EstimatedItem, Rows, Shown, items};
use crate::estimate;

/// Cost, visits and time beside the alternative treatment. It never says that results are equal.
///
/// Both sides are priced alike, without promo code and optional extras. Without compared items both sides,
/// `difference` and `verdict` are null.
#[derive(Serialize, ToSchema)]
pub struct Comparison<'a> {
    /// The items that are compared, by their places from 0.
    compared_items: &'a [usize],
    /// The items that are not.
    #[schema(value_type = Vec<NotCompared>)]
    not_compared: Rows<'a, estimate::NotCompared, NotCompared>,
    /// The items that are compared.
    this: Option<This>,
    /// Their alternatives on the same areas.
    alternative: Option<Alternative<'a>>,
    /// Alternative less this, from the least to the most; may be below zero.
    difference: Option<AmountRange>,
    /// Whether this is cheaper or dearer over the whole of both ranges; `depends` where they share an amount.
    verdict: Option<Verdict>,
    /// Where the cost crosses the alternative's; null unless one item is compared.
    break_even: Option<BreakEven>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(shown: Shown<'a>, comparison: &'a estimate::Comparison) -> Self {
        let sides = comparison.sides.as_ref();
        Self {
            compared_items: &comparison.compared_items,
            not_compared: Rows {
                of: &comparison.not_compared,
                shown,
                wire: NotCompared::new,
            },
            this: sides.map(|sides| This {
                total: sides.this.total.into(),
                visits: sides.this.visits.into(),
                span_days: sides.this.span_days.into(),
            }),
            alternative: sides.map(|sides| Alternative::new(shown, &sides.alternative)),
            difference: sides.map(|sides| sides.difference.into()),
            verdict: sides.map(|sides| sides.verdict.into()),
            break_even: sides.and_then(|sides| sides.break_even).map(|even| BreakEven {
                cheaper_up_to: even.cheaper_up_to,
                dearer_from: even.dearer_from,
            }),
        }
    }
}

/// An item that is not compared.
#[derive(Serialize, ToSchema)]
pub struct NotCompared {
    /// The item, by its place from 0.
    item: usize,
    /// `no_alternative`, or the code of the refusal of the alternative.
    #[schema(example = "no_alternative")]
    reason: &'static str,
}

impl NotCompared {
    fn new(_: Shown<'_>, not: &estimate::NotCompared) -> Self {
        Self {
            item: not.item,
            reason: not.reason,
        }
    }
}

/// The items that are compared.
#[derive(Serialize, ToSchema)]
pub struct This {
    /// The total, without promo code and optional extras.
    total: AmountRange,
    /// Visits: areas treated together, to all of them one by one.
    visits: CountRange,
    /// Days from the first visit to the last one.
    span_days: CountRange,
}

/// The alternatives, at their usual number of sessions.
#[derive(Serialize, ToSchema)]
pub struct Alternative<'a> {
    /// One for each treatment and area.
    #[schema(value_type = Vec<EstimatedItem>)]
    items: Rows<'a, estimate::EstimatedItem, EstimatedItem<'a>>,
    /// The total.
    total: AmountRange,
    /// Visits: areas treated together, to all of them one by one.
    visits: CountRange,
    /// Days from the first visit to the last one.
    span_days: CountRange,
    /// The cheaper breakdown, or the only one.
    low: Breakdown<'a>,
    /// The other breakdown; null where it is no range.
    high: Option<Breakdown<'a>>,
}

impl<'a> Alternative<'a> {
    fn new(shown: Shown<'a>, side: &'a estimate::Alternative) -> Self {
        let breakdown = |breakdown| Breakdown::new(shown, breakdown);
        Self {
            items: items(shown, &side.items),
            total: side.total.into(),
            visits: side.visits.into(),
            span_days: side.span_days.into(),
            low: breakdown(&side.low),
            high: side.high.as_ref().map(breakdown),
        }
    }
}

/// Which of the two is cheaper.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of this is cheaper than the alternative.
    Cheaper,
    /// All of this is dearer than the alternative.
    Dearer,
    /// The ranges share an amount.
    Depends,
}

impl From<estimate::Verdict> for Verdict {
    fn from(verdict: estimate::Verdict) -> Self {
        match verdict {
            estimate::Verdict::Cheaper => Verdict::Cheaper,
            estimate::Verdict::Dearer => Verdict::Dearer,
            estimate::Verdict::Depends => Verdict::Depends,
        }
    }
}

/// Where the cost of the item crosses the alternative's.
#[derive(Serialize, ToSchema)]
pub struct BreakEven {
    /// The largest count such that it and every count below cost less than the alternative; null where none does.
    cheaper_up_to: Option<u8>,
    /// The smallest count such that it and every count above cost more than the alternative; null where none does.
    dearer_from: Option<u8>,
}
