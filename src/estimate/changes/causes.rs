use super::steps::Step;
use crate::estimate::Breakdown;
use crate::money::Money;
use crate::price_list::{Discount, PriceList};

/// Why a total moves.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// The price of the course.
    Course,
    /// A required extra, by its code.
    Extra(Box<str>),
    /// A discount whose row is another, by its code.
    Discount(Box<str>),
    /// To what discounts are rounded.
    Rounding,
    /// Taxes that come on top.
    Tax,
}

/// A list and what a course comes to with it, at one end.
type Side<'a> = (&'a PriceList, &'a Breakdown);

/// Why the total of a course moves, each reason once.
pub(super) fn of((old, new): (&PriceList, &PriceList), before: &Step, after: &Step) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (before, after) in [(&before.low, &after.low), (before.high(), after.high())] {
        add((old, before), (new, after), &mut causes);
    }
    causes.sort();
    causes.dedup();
    causes
}

fn add(before: Side<'_>, after: Side<'_>, causes: &mut Vec<Cause>) {
    if before.1.subtotal != after.1.subtotal {
        causes.push(Cause::Course);
    }
    let extras = others(&extras(before), &extras(after));
    causes.extend(extras.into_iter().map(Cause::Extra));
    for code in others(&discounts(before), &discounts(after)) {
        if is_other_rule(before.0, after.0, &code) {
            causes.push(Cause::Discount(code));
        } else if before.0.clinic().round_to != after.0.clinic().round_to {
            causes.push(Cause::Rounding);
        }
    }
    if on_top(before) != on_top(after) {
        causes.push(Cause::Tax);
    }
}

/// Amounts by code, of a breakdown of one course.
type Amounts<'a> = Vec<(&'a str, Money)>;

fn extras((list, breakdown): Side<'_>) -> Amounts<'_> {
    let lines = breakdown.extras.iter();
    lines.map(|line| (&*list.extra(line.extra).code, line.amount)).collect()
}

fn discounts((list, breakdown): Side<'_>) -> Amounts<'_> {
    let lines = breakdown.discounts.iter();
    lines
        .map(|line| (&*list.discount(line.discount).code, line.amount))
        .collect()
}

/// The codes whose amounts are not the same on both sides; one that is not there is nothing.
fn others(before: &Amounts<'_>, after: &Amounts<'_>) -> Vec<Box<str>> {
    let amount = |amounts: &Amounts<'_>, code: &str| {
        let found = amounts.iter().find(|(known, _)| *known == code);
        found.map_or(0, |(_, amount)| amount.minor())
    };
    let codes = before.iter().chain(after).map(|(code, _)| *code);
    let other = codes.filter(|code| amount(before, code) != amount(after, code));
    other.map(Into::into).collect()
}

/// Whether a discount says another thing in each list, whatever it is called and wherever it stands. Where it only
/// takes its part of another price, the price is the reason.
fn is_other_rule(old: &PriceList, new: &PriceList, code: &str) -> bool {
    let row = |list: &'_ PriceList| list.discounts().find(|(_, row)| *row.code == *code).map(|(id, _)| id);
    match (row(old), row(new)) {
        (Some(one), Some(other)) => says(old, old.discount(one)) != says(new, new.discount(other)),
        _ => true,
    }
}

/// All that a discount row says, in codes.
fn says<'a>(list: &'a PriceList, row: &'a Discount) -> impl PartialEq + use<'a> {
    (
        (row.step, row.kind, row.on, row.who, row.validity),
        (row.min_sessions, row.min_areas, row.min_subtotal),
        row.promo_code.as_deref(),
        row.treatment.map(|id| &*list.treatment(id).code),
        row.area.map(|id| &*list.area(id).code),
    )
}

/// The percentages that come on top, by tax.
fn on_top((list, breakdown): Side<'_>) -> Vec<(&str, crate::money::Percent)> {
    if list.clinic().prices_include_tax {
        return Vec::new();
    }
    let due = breakdown.tax.iter().filter(|line| !line.percent.is_zero());
    due.map(|line| (&*list.tax(line.tax).code, line.percent)).collect()
}
