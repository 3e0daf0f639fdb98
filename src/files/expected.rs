use crate::estimate::{self, Estimate, Includes, Item, Refusal, Request, estimate};
use crate::money::Money;
use crate::price_list::{ExpectedTotal, PriceList, Who};
use crate::tables::{Checked, Code, Report, RowProblem, Sources, at_rows};

/// Runs the clinic's own checks: the list as it was, or refused where it prices one of them otherwise.
pub(super) fn checked(checked: Checked, sources: &Sources) -> Result<Checked, Report> {
    let list = &checked.list;
    let failed = list.expected().iter().filter_map(|expected| failure(list, expected));
    let errors = at_rows(sources, failed);
    if errors.is_empty() {
        return Ok(checked);
    }
    Err(Report {
        version: list.version().into(),
        errors,
        warnings: checked.warnings,
    })
}

fn failure(list: &PriceList, expected: &ExpectedTotal) -> Option<RowProblem> {
    match estimate(list, &request(list, expected), expected.on) {
        Ok(estimate) => other_total(expected, &estimate),
        Err(refusals) => Some(refused(list, expected, &refusals)),
    }
}

/// Staff asks: discounts for staff count.
fn request(list: &PriceList, expected: &ExpectedTotal) -> Request {
    Request {
        items: vec![Item {
            treatment: list.treatment(expected.treatment).code.to_string(),
            area: list.area(expected.area).code.to_string(),
            sessions: expected.sessions.into(),
        }],
        extras: Vec::new(),
        promo_code: expected.promo_code.as_ref().map(ToString::to_string),
        who: Who::Staff,
        include: Includes::NOTHING,
    }
}

fn other_total(expected: &ExpectedTotal, estimate: &Estimate) -> Option<RowProblem> {
    let total = estimate.total;
    if (total.from, total.to) == (expected.total, expected.total_to) {
        return None;
    }
    let column = if total.from == expected.total {
        "total_to"
    } else {
        "total"
    };
    let found = range(total.from, total.to);
    Some(RowProblem {
        row: expected.origin,
        column,
        code: Code::UnexpectedTotal,
        message: format!(
            "{} was expected, but the list prices it at {found}",
            range(expected.total, expected.total_to)
        ),
        hint: format!("correct the prices, or write {found} here if the change is meant"),
    })
}

fn range(from: Money, to: Money) -> String {
    if from == to {
        format!("{from}")
    } else {
        format!("{from} to {to}")
    }
}

fn refused(list: &PriceList, expected: &ExpectedTotal, refusals: &[Refusal]) -> RowProblem {
    let total = range(expected.total, expected.total_to);
    let why = refusals
        .first()
        .map_or_else(String::new, |refusal| in_english(list, refusal));
    RowProblem {
        row: expected.origin,
        column: "sessions",
        code: Code::ExpectedRefused,
        message: format!("{total} was expected, but the list can't price it: {why}"),
        hint: "correct the prices, or this row".into(),
    }
}

/// Reports are in English; a list without English has its refusals by code.
fn in_english(list: &PriceList, refusal: &Refusal) -> String {
    let Some(english) = list.clinic().language("en") else {
        return refusal.reason.code().to_owned();
    };
    let sentences = estimate::refusal(list, refusal, english);
    sentences.trim_end_matches('.').to_owned()
}
