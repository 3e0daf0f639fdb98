//! Pure pricing: a price list, a request and a date make an [`Estimate`], or the reasons why not.
//!
//! What always holds: no I/O, no clock, no random numbers; the same price list, request and date give the same
//! estimate everywhere. Amounts are added up in one place, [`pricing`]; whoever shows an estimate copies its figures.
//! An estimate holds ids and origins, not words: names and sentences are put to it where it is shown.

mod answer;
mod refusal;
mod request;

pub use answer::{
    Alternative, BetterOffer, BreakEven, Breakdown, Comparison, CountRange, CourseLine, DiscountLine, Estimate,
    EstimatedItem, ExtraLine, MoneyRange, NotCompared, PlanPayments, PromoCode, PromoOutcome, Rung, Schedule, Sides,
    SpanDays, TaxLine, This, Verdict, Visit,
};
pub use refusal::{Place, Reason, Refusal};
pub use request::{Includes, Item, ItemSessions, Request};

use jiff::civil::Date;

use crate::price_list::PriceList;

/// Prices a request for a day: the estimate, or every refusal.
///
/// Refusals stand in item order, within an item as treatment, area, sessions; then extras, then the date.
pub fn estimate(list: &PriceList, request: &Request, on: Date) -> Result<Estimate, Vec<Refusal>> {
    let _ = (list, request, on);
    Err(Vec::new())
}
