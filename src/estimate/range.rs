//! From items with ranges of counts to one breakdown or two: "low and high" of the pricing rules, and the ladder that
//! the choice of counts follows from.

use std::ops::RangeInclusive;

use super::basket::{Basket, Terms};
use super::resolve::Resolved;
use super::{BetterOffer, Breakdown, MoneyRange, Rung};
use crate::money::Money;
use crate::price_list::{End, PriceList, TaxId};

/// Items priced together at both ends.
#[derive(Debug)]
pub(super) struct Priced<'a> {
    basket: Basket<'a>,
    /// The count of each item at the low end, and at the high end.
    counts: (Vec<u8>, Vec<u8>),
    /// Totals at the low end and at the high end, before the cheaper of the two is put first.
    totals: (Money, Money),
    pub(super) low: Breakdown,
    pub(super) high: Option<Breakdown>,
}

impl<'a> Priced<'a> {
    /// Prices items together, or names the taxes without a rate on the date.
    pub(super) fn new(list: &'a PriceList, items: &[&'a Resolved], terms: Terms<'_>) -> Result<Self, Vec<TaxId>> {
        let basket = Basket::new(list, items.iter().copied(), terms)?;
        let mut counts = (Vec::with_capacity(items.len()), Vec::with_capacity(items.len()));
        for item in items {
            let (low, high) = counts_of(&basket, item, terms)?;
            counts.0.push(low);
            counts.1.push(high);
        }
        let at_low = basket.breakdown(&counts.0, End::Low);
        let is_one = counts.0 == counts.1 && !basket.is_range();
        let at_high = if is_one {
            None
        } else {
            Some(basket.breakdown(&counts.1, End::High))
        };
        let totals = (at_low.total, at_high.as_ref().map_or(at_low.total, |high| high.total));
        let at_high = at_high.filter(|high| high.total != at_low.total || counts.0 != counts.1);
        let (low, high) = match at_high {
            Some(high) if high.total < at_low.total => (high, Some(at_low)),
            high => (at_low, high),
        };
        Ok(Self {
            basket,
            counts,
            totals,
            low,
            high,
        })
    }

    pub(super) fn total(&self) -> MoneyRange {
        MoneyRange::of(self.totals.0, self.totals.1)
    }

    /// More sessions of a definite item for no more money: among longer counts for which the whole request costs no
    /// more at either end, the one with the lowest low total, the longest of equals.
    pub(super) fn better_offer(&self, at: usize) -> Option<BetterOffer> {
        let mut longer = self.longer_counts(at).peekable();
        longer.peek()?;
        let mut scratch = self.basket.empty();
        let mut counts = self.counts.clone();
        let mut best: Option<(u8, Money)> = None;
        for sessions in longer {
            (counts.0[at], counts.1[at]) = (sessions, sessions);
            self.basket.price(&counts.0, End::Low, &mut scratch);
            let low = scratch.total;
            let limit = best.map_or(self.totals.0, |(_, lowest)| lowest);
            if low <= limit && self.high_total(&counts, low, &mut scratch) <= self.totals.1 {
                best = Some((sessions, low));
            }
        }
        best.map(|(sessions, low)| BetterOffer {
            sessions,
            saves: self.totals.0 - low,
        })
    }

    /// Longer counts of an item that may be a better offer. Without discounts a dearer course makes a dearer quote, as
    /// extras and tax are no less for more sessions: most counts are left out before they are priced.
    fn longer_counts(&self, at: usize) -> impl Iterator<Item = u8> {
        let courses = self.basket.items[at].courses;
        let now = courses.cost(self.counts.0[at], End::Low);
        let may_be_cheaper = move |cost: Money| !self.basket.rules.is_empty() || Some(cost) <= now;
        (self.counts.0[at] + 1..=courses.most()).filter(move |n| courses.cost(*n, End::Low).is_some_and(may_be_cheaper))
    }

    fn high_total(&self, counts: &(Vec<u8>, Vec<u8>), low: Money, scratch: &mut Breakdown) -> Money {
        if counts.0 == counts.1 && !self.basket.is_range() {
            return low;
        }
        self.basket.price(&counts.1, End::High, scratch);
        scratch.total
    }
}

/// The counts at which an item is taken for the low and for the high pricing: where its own ladder is cheapest and
/// where it is dearest, the smaller count of equals.
fn counts_of(together: &Basket<'_>, item: &Resolved, terms: Terms<'_>) -> Result<(u8, u8), Vec<TaxId>> {
    if item.is_definite() {
        return Ok((item.from, item.from));
    }
    let counts = item.from..=item.to;
    let rungs = match together.items.len() {
        1 => rungs(together, counts),
        _ => rungs(&Basket::new(together.list, std::iter::once(item), terms)?, counts),
    };
    let cheapest = rungs
        .iter()
        .reduce(|best, next| if next.total.from < best.total.from { next } else { best });
    let dearest = rungs
        .iter()
        .reduce(|best, next| if next.total.to > best.total.to { next } else { best });
    let sessions = |rung: Option<&Rung>| rung.map_or(item.from, |rung| rung.sessions);
    Ok((sessions(cheapest), sessions(dearest)))
}

/// The ladder of an item: the total of the request with that item alone, at every count that is sold.
pub(super) fn ladder(list: &PriceList, item: &Resolved, terms: Terms<'_>) -> Result<Vec<Rung>, Vec<TaxId>> {
    let alone = Basket::new(list, std::iter::once(item), terms)?;
    Ok(rungs(&alone, 1..=item.courses.most()))
}

/// The totals of a basket of one item at those of the counts that are sold.
fn rungs(alone: &Basket<'_>, counts: RangeInclusive<u8>) -> Vec<Rung> {
    let is_range = alone.is_range();
    let mut scratch = alone.empty();
    let mut total = |sessions: u8, end: End| {
        alone.price(&[sessions], end, &mut scratch);
        scratch.total
    };
    let is_sold = |sessions: &u8| alone.items.iter().all(|item| item.courses.is_sold(*sessions));
    let rungs = counts.filter(is_sold).map(|sessions| {
        let low = total(sessions, End::Low);
        let high = if is_range { total(sessions, End::High) } else { low };
        Rung {
            sessions,
            total: MoneyRange::of(low, high),
        }
    });
    rungs.collect()
}
