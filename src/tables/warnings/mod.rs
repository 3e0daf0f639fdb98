//! What is odd in a list that is used all the same. Only today and later days are looked at: what a list said last
//! year can't mislead a caller.
//!
//! Every warning is found in one pass over the rows, or over the treatments on their areas; none compares all rows
//! with each other.

mod courses;
mod discounts;
mod rows;
mod survey;

use std::ops::Range;

use jiff::civil::Date;

use super::Code;
use super::locate::Findings;
use super::problems::Problems;
use super::suggest::all_of;
use crate::money::Money;
use crate::price_list::{PriceList, Table};
use courses::Look;
use survey::Survey;

/// Areas that one warning names.
const NAMED_MAX: usize = 10;

/// Reports everything odd; `round_to` is where the setting stands in `clinic.toml`.
pub(super) fn report(list: &PriceList, today: Date, round_to: Range<usize>, problems: &mut Problems<'_>) {
    let mut findings = Findings::default();
    let mut look = Look::new(list, today, &mut findings);
    let survey = Survey::of(list, today, |rows, days, courses| look.at(rows, days, courses));
    rows::ended(list, today, &mut findings);
    rows::tax_ends(list, &mut findings);
    rows::gaps(list, today, &mut findings);
    discounts::out_of_reach(list, &survey, today, &mut findings);
    without_alternative(list, &survey, &mut findings);
    findings.report(problems);
    coarse_rounding(list, &survey, round_to, problems);
}

/// Names the areas on which a treatment is compared, but the other one has no price.
fn without_alternative(list: &PriceList, survey: &Survey, findings: &mut Findings) {
    for (id, treatment) in list.treatments() {
        let Some(other) = treatment.compare_with else {
            continue;
        };
        let areas = survey.areas_of(id).filter(|area| !survey.has(other, *area));
        let areas: Vec<&str> = areas.map(|area| &*list.area(area).code).collect();
        if areas.is_empty() {
            continue;
        }
        findings.add(treatment.origin, "compare_with", Code::NoAlternativePrice, || {
            let other = &list.treatment(other).code;
            (
                format!(
                    "{} is compared with {other}, which has no price on {}",
                    treatment.code,
                    all_of(&areas, NAMED_MAX)
                ),
                format!("add prices of {other} there; until then no comparison is shown on these areas"),
            )
        });
    }
}

fn coarse_rounding(list: &PriceList, survey: &Survey, span: Range<usize>, problems: &mut Problems<'_>) {
    let Some(smallest) = survey.smallest_price else {
        return;
    };
    let step = list.clinic().round_to;
    if step.minor().saturating_mul(100) <= smallest {
        return;
    }
    problems.add(Table::Clinic, Code::CoarseRounding, span, || {
        let smallest = grouped(Money::from_minor(smallest, list.currency()));
        (
            format!(
                "discounts are rounded to {}, but the smallest price is {smallest}",
                grouped(step)
            ),
            "write a smaller round_to: at most a hundredth of the smallest price".into(),
        )
    });
}

/// `8,100.00`: an amount as people read it.
fn grouped(amount: Money) -> String {
    let plain = amount.to_string();
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), ""), |(whole, _)| (whole, &plain[whole.len()..]));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use super::grouped;
    use crate::money::{Currency, Money};

    #[test]
    fn thousands_are_grouped() {
        for (code, minor, text) in [
            ("AED", 810_000, "8,100.00"),
            ("AED", 99_900, "999.00"),
            ("JPY", 1_234_567, "1,234,567"),
        ] {
            let currency = Currency::from_code(code).unwrap();
            assert_eq!(grouped(Money::from_minor(minor, currency)), text);
        }
    }
}
