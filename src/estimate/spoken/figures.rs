use super::{Speech, yes_or_no};
use crate::estimate::{EstimatedItem, TaxLine};
use crate::money::{Money, divide_half_away};
use crate::texts::Arg;

/// From so many whole units on, a price of a session that is rounded anyway is told in whole units.
const WHOLE_UNITS_FROM: i64 = 100;

/// Whether tax is inside, was added, or is none: every tax by its name in the clinic's list.
pub(super) fn tax(speech: &Speech<'_>) -> String {
    let taxes = &speech.estimate.low.tax;
    let (zero_rated, due): (Vec<&TaxLine>, Vec<&TaxLine>) = taxes.iter().partition(|tax| tax.percent.is_zero());
    let includes_tax = speech.list.clinic().prices_include_tax;
    let (id, named) = match (due.is_empty(), zero_rated.is_empty()) {
        (true, true) => ("spoken-tax-nothing", &due),
        (true, false) => ("spoken-tax-none", &zero_rated),
        (false, true) if includes_tax => ("spoken-tax-included", &due),
        (false, true) => ("spoken-tax-added", &due),
        (false, false) if includes_tax => ("spoken-tax-included-partly", &due),
        (false, false) => ("spoken-tax-added-partly", &due),
    };
    let each: Vec<&str> = named.iter().filter_map(|tax| tax_name(speech, tax)).collect();
    let all = speech.words.list(&each);
    speech.words.say(id, &[("names", Arg::Text(&all))])
}

fn tax_name<'a>(speech: &Speech<'a>, line: &TaxLine) -> Option<&'a str> {
    let rate = speech.list.tax(line.tax).rate_on(speech.estimate.on)?;
    Some(rate.name.get(speech.language))
}

/// The price of a session after discount: for one item of several sessions at one price.
pub(super) fn per_session(speech: &mut Speech<'_>) {
    let estimate = speech.estimate;
    let ([course], None) = (&*estimate.low.courses, &estimate.high) else {
        return;
    };
    let after_discount = course.amount + estimate.low.discount_total;
    if course.sessions < 2 || after_discount.is_zero() {
        return;
    }
    let (amount, is_exact) = each(after_discount, course.sessions);
    let tax = if speech.list.clinic().prices_include_tax {
        "included"
    } else {
        "added"
    };
    let args = [
        ("rounding", Arg::Text(if is_exact { "exact" } else { "about" })),
        ("amount", Arg::Amount(amount)),
        ("discount", yes_or_no(!estimate.low.discount_total.is_zero())),
        ("tax", Arg::Text(tax)),
    ];
    speech.say("spoken-per-session", &args);
}

/// An amount for each of so many, and whether that is exact. One that is not is told in whole units, unless these are
/// so few that too much would be lost.
fn each(amount: Money, parts: u8) -> (Money, bool) {
    if amount.minor() % i64::from(parts) == 0 {
        return (amount.per(parts), true);
    }
    (
        in_whole_units(amount, parts).unwrap_or_else(|| amount.per(parts)),
        false,
    )
}

/// An amount for each of so many, rounded to whole units; `None` where these are so few that too much would be lost.
fn in_whole_units(amount: Money, parts: u8) -> Option<Money> {
    let per_major = amount.currency().minor_per_major();
    let units = divide_half_away(i128::from(amount.minor()), i128::from(parts) * i128::from(per_major));
    let units = i64::try_from(units).ok().filter(|units| *units >= WHOLE_UNITS_FROM)?;
    Some(Money::from_minor(units.checked_mul(per_major)?, amount.currency()))
}

/// An amount beside which another one stands: in whole units, and whether that is exact.
pub(super) fn beside(amount: Money) -> (Money, bool) {
    let whole = in_whole_units(amount, 1).unwrap_or(amount);
    (whole, whole == amount)
}

/// More sessions for no more money, as a plain fact.
pub(super) fn offer(speech: &mut Speech<'_>, item: &EstimatedItem) {
    let Some(offer) = item.better_offer else { return };
    let kind = match (speech.estimate.high.is_some(), offer.saves.is_zero()) {
        (false, false) => "less",
        (false, true) => "same",
        (true, false) => "lower",
        (true, true) => "no-more",
    };
    let name = speech.list.area(item.area).name.get(speech.language);
    let args = [
        ("kind", Arg::Text(kind)),
        ("sessions", Arg::Sessions(offer.sessions.into())),
        ("asked", Arg::Sessions(item.sessions_from.into())),
        ("saves", Arg::Amount(offer.saves)),
        ("item", Arg::Name(name)),
    ];
    let is_only = speech.estimate.items.len() == 1;
    let id = if is_only {
        "spoken-better-offer"
    } else {
        "spoken-better-offer-of"
    };
    speech.say(id, &args);
}
