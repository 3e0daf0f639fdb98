//! Discounts: rule 3 of section 3 of the pricing rules.
//!
//! Steps run in ascending order on what earlier steps left of each line. Within a step a line takes at most one
//! discount: the open rule that takes most off the lines that have lost nothing in this step yet goes first, then the
//! next on the rest, until none takes anything.

use super::basket::{Basket, Items, Rule};
use super::{Breakdown, DiscountLine, PromoOutcome};
use crate::money::{Money, Percent};
use crate::price_list::{DiscountKind, On};

/// What discounts take off a breakdown's courses.
pub(super) struct Taken {
    /// As applied; a line of nothing is left out.
    pub(super) lines: Vec<DiscountLine>,
    /// How far the promo code's rules among them got; `None` where there are none.
    pub(super) outcome: Option<PromoOutcome>,
}

/// An open rule, with the lines that it counts for.
#[derive(Clone, Copy)]
struct Open<'a> {
    rule: Rule<'a>,
    lines: Items,
}

/// Lets `rules`, ordered by step, take from the courses of a breakdown.
pub(super) fn take(basket: &Basket<'_>, rules: &[Rule<'_>], priced: &Breakdown, low_subtotal: Money) -> Taken {
    let mut taking = Taking {
        round_to: basket.list.clinic().round_to,
        priced,
        left: priced.courses.iter().map(|line| line.amount).collect(),
        taken: Taken {
            lines: Vec::new(),
            outcome: None,
        },
    };
    for step in rules.chunk_by(|a, b| a.discount.step == b.discount.step) {
        let open: Vec<Open<'_>> = step
            .iter()
            .filter_map(|rule| taking.open(basket, *rule, low_subtotal))
            .collect();
        taking.step(open);
    }
    taking.taken
}

struct Taking<'p> {
    round_to: Money,
    /// Each course before any discount.
    priced: &'p Breakdown,
    /// What is left of it.
    left: Vec<Money>,
    taken: Taken,
}

impl Taking<'_> {
    /// The rule with the lines that it counts for, where it is open.
    fn open<'a>(&mut self, basket: &Basket<'_>, rule: Rule<'a>, low_subtotal: Money) -> Option<Open<'a>> {
        let discount = rule.discount;
        let matched = rule
            .matches
            .only(|at| self.priced.courses[at].sessions >= discount.min_sessions);
        let is_open = !matched.is_empty()
            && basket.areas(matched) >= usize::from(discount.min_areas)
            && discount.min_subtotal.is_none_or(|least| low_subtotal >= least);
        if !is_open {
            self.reached(&rule, PromoOutcome::ConditionsNotMet);
            return None;
        }
        let lines = match discount.on {
            On::All => matched,
            On::Additional => matched.without(Items::of(self.dearest(matched).into_iter())),
        };
        Some(Open { rule, lines })
    }

    fn step(&mut self, mut open: Vec<Open<'_>>) {
        for candidate in &open {
            let has_nothing = self.would_take(candidate, candidate.lines).is_none();
            self.reached(
                &candidate.rule,
                if has_nothing {
                    PromoOutcome::NoEffect
                } else {
                    PromoOutcome::BetterDiscountApplied
                },
            );
        }
        let mut touched = Items::of(std::iter::empty());
        while let Some(best) = self.best(&open, touched) {
            let Open { rule, lines } = open.remove(best);
            touched = self.apply(&rule, lines.without(touched), touched);
            self.reached(&rule, PromoOutcome::Applied);
        }
    }

    /// The place of the rule that takes most off untouched lines, the first of equals.
    fn best(&self, open: &[Open<'_>], touched: Items) -> Option<usize> {
        let takes = open.iter().enumerate();
        let takes = takes.filter_map(|(at, rule)| Some((at, self.would_take(rule, rule.lines.without(touched))?)));
        takes
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(at, _)| at)
    }

    /// What a rule would take off these lines; `None` for nothing.
    fn would_take(&self, open: &Open<'_>, lines: Items) -> Option<Money> {
        self.takes(&open.rule, lines)
            .map(|(_, amount)| amount)
            .reduce(|sum, amount| sum + amount)
    }

    fn apply(&mut self, rule: &Rule<'_>, lines: Items, touched: Items) -> Items {
        let takes: Vec<(usize, Money)> = self.takes(rule, lines).collect();
        for (item, amount) in &takes {
            self.left[*item] -= *amount;
            self.taken.lines.push(DiscountLine {
                item: *item,
                discount: rule.id,
                amount: -*amount,
            });
        }
        touched.with(Items::of(takes.iter().map(|(item, _)| *item)))
    }

    /// What a rule takes off each of these lines, lines of nothing left out.
    fn takes(&self, rule: &Rule<'_>, lines: Items) -> impl Iterator<Item = (usize, Money)> {
        let (percent, amount) = match rule.discount.kind {
            DiscountKind::Percent(percent) => (Some(percent), None),
            DiscountKind::Amount(amount) => (None, Some(amount)),
        };
        let parts = percent.map(|percent| lines.iter().map(move |item| (item, self.part(item, percent))));
        let sums = amount.map(|amount| self.spread(amount, lines));
        parts
            .into_iter()
            .flatten()
            .chain(sums.into_iter().flatten())
            .filter(|(_, amount)| !amount.is_zero())
    }

    /// So much percent of what is left of a line, rounded, and never more than all of it.
    fn part(&self, item: usize, percent: Percent) -> Money {
        let left = self.left[item];
        let part = if percent == Percent::HUNDRED {
            left
        } else {
            left.percentage(percent, self.round_to)
        };
        if part > left { left } else { part }
    }

    /// An amount once, off the dearest line first, then the next.
    fn spread(&self, amount: Money, lines: Items) -> impl Iterator<Item = (usize, Money)> {
        let mut rest = lines;
        let mut amount = amount;
        std::iter::from_fn(move || {
            let item = self.dearest(rest)?;
            rest = rest.without(Items::of(std::iter::once(item)));
            let left = self.left[item];
            let taken = if amount > left { left } else { amount };
            amount -= taken;
            Some((item, taken))
        })
    }

    /// The line with the largest amount before any discount, the first of equals.
    fn dearest(&self, lines: Items) -> Option<usize> {
        let before = |line: usize| self.priced.courses[line].amount;
        lines
            .iter()
            .reduce(|best, next| if before(next) > before(best) { next } else { best })
    }

    fn reached(&mut self, rule: &Rule<'_>, outcome: PromoOutcome) {
        if rule.needs_code() {
            self.taken.outcome = self.taken.outcome.max(Some(outcome));
        }
    }
}
