//! The one place where amounts are added up: a basket at one count for each item and at one end of the price ranges
//! becomes a [`Breakdown`]. Section 3 of the pricing rules.

use super::basket::{Basket, Promo, Rule};
use super::discounts::{self, Taken};
use super::{Breakdown, CourseLine, ExtraLine, PromoOutcome, TaxLine};
use crate::money::Money;
use crate::price_list::{End, Per};

impl Basket<'_> {
    /// Prices the basket at one count for each item, all of which are sold, with the parts of each course.
    pub(super) fn breakdown(&self, counts: &[u8], end: End) -> Breakdown {
        let mut breakdown = self.empty();
        self.price(counts, end, &mut breakdown);
        for course in &mut breakdown.courses {
            course.per_session = course.amount.per(course.sessions);
            course.parts = self.items[course.item].courses.parts(course.sessions, end);
        }
        breakdown
    }

    /// A breakdown to price into.
    pub(super) fn empty(&self) -> Breakdown {
        let nothing = Money::zero(self.list.currency());
        Breakdown {
            courses: Vec::with_capacity(self.items.len()),
            extras: Vec::with_capacity(self.charges.len()),
            discounts: Vec::new(),
            tax: Vec::with_capacity(self.taxes.len()),
            promo_code: None,
            subtotal: nothing,
            extras_total: nothing,
            discount_total: nothing,
            total: nothing,
        }
    }

    /// Prices the basket into a breakdown, whose memory is used again. What courses show beside their amount, the price
    /// of a session and the parts, is left out: most pricings are made for their total alone.
    pub(super) fn price(&self, counts: &[u8], end: End, into: &mut Breakdown) {
        self.put_courses(counts, end, into);
        self.put_extras(counts, end, into);
        if self.rules.is_empty() {
            into.discounts.clear();
            into.promo_code = self.outcome_without_rules();
            return self.put_totals(into);
        }
        let low_subtotal = self.low_subtotal(counts, end, into);
        let taken = discounts::take(self, &self.rules, into, low_subtotal);
        self.put_discounts(taken, into);
        if into.promo_code == Some(PromoOutcome::Applied) {
            self.prefer_without_code(low_subtotal, into);
        }
    }

    fn put_courses(&self, counts: &[u8], end: End, into: &mut Breakdown) {
        into.courses.clear();
        let nothing = Money::zero(self.list.currency());
        into.courses.extend(
            self.items
                .iter()
                .zip(counts)
                .enumerate()
                .map(|(item, (bought, sessions))| CourseLine {
                    item,
                    sessions: *sessions,
                    amount: bought.courses.cost(*sessions, end).unwrap_or(nothing),
                    per_session: nothing,
                    parts: Vec::new(),
                }),
        );
        into.subtotal = into.courses.iter().fold(nothing, |sum, line| sum + line.amount);
    }

    fn put_extras(&self, counts: &[u8], end: End, into: &mut Breakdown) {
        into.extras.clear();
        into.extras.extend(self.charges.iter().map(|charge| {
            let (row, price) = charge.at(end);
            let quantity = match (charge.per, charge.item) {
                (Per::Session, Some(item)) => u32::from(counts[item]),
                _ => 1,
            };
            ExtraLine {
                item: charge.item,
                extra: charge.extra,
                origin: row.origin,
                quantity,
                amount: price * quantity,
            }
        }));
        into.extras_total = into
            .extras
            .iter()
            .fold(Money::zero(self.list.currency()), |sum, line| sum + line.amount);
    }

    /// All courses at these counts and at low-end prices, which is what discounts ask for.
    fn low_subtotal(&self, counts: &[u8], end: End, priced: &Breakdown) -> Money {
        if end == End::Low || !self.items.iter().any(|item| item.courses.is_range()) {
            return priced.subtotal;
        }
        let costs = self
            .items
            .iter()
            .zip(counts)
            .filter_map(|(item, n)| item.courses.cost(*n, End::Low));
        costs.fold(Money::zero(self.list.currency()), |sum, cost| sum + cost)
    }

    fn outcome_without_rules(&self) -> Option<PromoOutcome> {
        match self.promo {
            Promo::NotGiven => None,
            Promo::NotValid => Some(PromoOutcome::NotValid),
            Promo::Known => Some(PromoOutcome::ConditionsNotMet),
        }
    }

    fn put_discounts(&self, taken: Taken, into: &mut Breakdown) {
        into.discounts = taken.lines;
        into.promo_code = taken.outcome.or(self.outcome_without_rules());
        self.put_totals(into);
    }

    /// A promo code never makes a quote dearer: where it would, the breakdown is the one without.
    fn prefer_without_code(&self, low_subtotal: Money, into: &mut Breakdown) {
        let automatic: Vec<Rule<'_>> = self.rules.iter().filter(|rule| !rule.needs_code()).copied().collect();
        if automatic.is_empty() {
            // What the code takes comes off the full price.
            return;
        }
        let mut without = into.clone();
        let taken = discounts::take(self, &automatic, &without, low_subtotal);
        self.put_discounts(taken, &mut without);
        if into.total > without.total {
            without.promo_code = Some(PromoOutcome::BetterDiscountApplied);
            *into = without;
        }
    }

    /// Tax for each group and the total: rules 4 and 5.
    fn put_totals(&self, into: &mut Breakdown) {
        let nothing = Money::zero(self.list.currency());
        into.discount_total = into.discounts.iter().fold(nothing, |sum, line| sum + line.amount);
        into.total = into.subtotal + into.extras_total + into.discount_total;
        let taxes = std::mem::take(&mut into.tax);
        into.tax = self.tax_lines(into, taxes);
        if !self.list.clinic().prices_include_tax {
            into.total = into.tax.iter().fold(into.total, |total, line| total + line.amount);
        }
    }

    fn tax_lines(&self, priced: &Breakdown, mut lines: Vec<TaxLine>) -> Vec<TaxLine> {
        let nothing = Money::zero(self.list.currency());
        lines.clear();
        lines.extend(self.taxes.iter().map(|(tax, percent)| TaxLine {
            tax: *tax,
            percent: *percent,
            net: nothing,
            amount: nothing,
            gross: nothing,
        }));
        for line in &priced.courses {
            lines[self.items[line.item].tax].net += line.amount;
        }
        for line in &priced.discounts {
            lines[self.items[line.item].tax].net += line.amount;
        }
        for (line, charge) in priced.extras.iter().zip(&self.charges) {
            lines[charge.tax].net += line.amount;
        }
        let inside = self.list.clinic().prices_include_tax;
        for line in &mut lines {
            split_tax(line, inside);
        }
        lines
    }
}

/// From the sum of a group's lines to its net, tax and gross.
fn split_tax(line: &mut TaxLine, inside: bool) {
    let sum = line.net;
    line.amount = if inside {
        sum.tax_within(line.percent)
    } else {
        sum.tax_on_top(line.percent)
    };
    (line.net, line.gross) = if inside {
        (sum - line.amount, sum)
    } else {
        (sum, sum + line.amount)
    };
}
