//! A kept quote priced again from the price list that it was made with, figure by figure.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::estimates::{Caller, Clinic, Clinics, Priced};
use super::reply;
use super::wire::{Asked, Problem, Verification, VerificationDifference};
use crate::files;
use crate::price_list::{PriceList, Who};
use crate::store::{KeptList, Quote};

/// What stands in an estimate and is no figure: names and texts may be translated anew. `open_ended` says how the
/// counts were asked for, which are given here as they were.
const NO_FIGURES: &[&str] = &[
    "treatment_name",
    "area_name",
    "name",
    "text",
    "spoken",
    "understood",
    "facts",
    "language",
    "open_ended",
];

/// Prices a quote again and says what is other than it was. Blocks while it reads the list.
pub(super) fn verified(quote: &Quote, kept: KeptList) -> Result<Verification, Box<Problem>> {
    let before: Value = serde_json::from_str(quote.estimate.get()).map_err(reply::internal)?;
    let mut differences = Vec::new();
    match priced_again(quote, &before, kept) {
        Ok(now) => differ(&before, &now, String::new(), &mut differences),
        Err(refused) => differences.push(VerificationDifference {
            pointer: String::new(),
            kept: Value::String("an estimate".to_owned()),
            now: Value::String(refused),
        }),
    }
    Ok(Verification {
        reference: quote.reference.to_string(),
        price_list: quote.price_list.clone(),
        same: differences.is_empty(),
        differences,
    })
}

/// The estimate as it comes today, or why there is none.
fn priced_again(quote: &Quote, before: &Value, kept: KeptList) -> Result<Value, String> {
    let KeptList { clinic, version, files } = kept;
    let list = files::load_kept(&clinic, &version, files)
        .map_err(|error| error.to_string())?
        .list;
    let on = before["on"]
        .as_str()
        .and_then(|day| day.parse().ok())
        .ok_or("the estimate has no date")?;
    let now = noon(&list, on).ok_or("the estimate's date is out of the calendar")?;
    let who = if quote.by_staff { Who::Staff } else { Who::Anyone };
    let clinics = Clinics::new(vec![Clinic::new(list).into()]);
    let request = request(quote, before).to_string();
    let problem = |problem: Box<Problem>| problem.detail;
    let asked = Asked::from_json(request.as_bytes()).map_err(problem)?;
    let priced = Priced::new(
        &clinics,
        asked,
        Caller {
            who,
            now,
            languages: None,
        },
    )
    .map_err(problem)?;
    serde_json::from_slice(&priced.to_json().map_err(problem)?).map_err(|error| error.to_string())
}

/// A moment of a day at the clinic: then that day is today, for visitors too.
fn noon(list: &PriceList, on: Date) -> Option<Timestamp> {
    let noon = on.at(12, 0, 0, 0).to_zoned(list.clinic().time_zone.clone());
    noon.ok().map(|noon| noon.timestamp())
}

/// The request that the estimate answers, as the estimate has it: with the items that a text was taken for, the counts
/// that a range was narrowed to, the extras that were charged.
fn request(quote: &Quote, before: &Value) -> Value {
    let asked: Value = serde_json::from_str(quote.request.get()).unwrap_or_default();
    let items: Vec<Value> = list(&before["items"]).map(item).collect();
    json!({
        "items": items,
        "extras": extras(before),
        "promo_code": before["low"]["promo_code"]["code"],
        "on": before["on"],
        "start": asked["start"],
        "language": before["language"],
        "include": includes(before),
    })
}

fn item(item: &Value) -> Value {
    let (from, to) = (&item["sessions"]["from"], &item["sessions"]["to"]);
    let sessions = if from == to {
        from.clone()
    } else {
        Value::String(format!("{from}-{to}"))
    };
    json!({ "treatment": item["treatment"], "area": item["area"], "sessions": sessions })
}

/// The codes of all extras that were charged; to choose a required one changes nothing.
fn extras(before: &Value) -> Vec<&Value> {
    let lines = [&before["low"], &before["high"]]
        .into_iter()
        .flat_map(|breakdown| list(&breakdown["lines"]));
    let mut codes: Vec<&Value> = Vec::new();
    for code in lines.map(|line| &line["extra"]).filter(|code| code.is_string()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn includes(before: &Value) -> Vec<&'static str> {
    let of_items = |name: &str| list(&before["items"]).any(|item| item.get(name).is_some());
    let is_there = |name: &&str| match *name {
        "ladder" | "schedule" => of_items(name),
        _ => before.get(*name).is_some(),
    };
    ["ladder", "schedule", "comparison", "plans"]
        .into_iter()
        .filter(is_there)
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Adds what differs between two values, but for what is no figure.
fn differ(kept: &Value, now: &Value, at: String, differences: &mut Vec<VerificationDifference>) {
    match (kept, now) {
        (Value::Object(kept), Value::Object(now)) => differ_in_fields(kept, now, &at, differences),
        (Value::Array(kept), Value::Array(now)) => {
            for index in 0..kept.len().max(now.len()) {
                let of = |list: &[Value]| list.get(index).cloned().unwrap_or_default();
                differ(&of(kept), &of(now), format!("{at}/{index}"), differences);
            }
        }
        _ if kept == now => {}
        _ => differences.push(VerificationDifference {
            pointer: at,
            kept: kept.clone(),
            now: now.clone(),
        }),
    }
}

fn differ_in_fields(
    kept: &Map<String, Value>,
    now: &Map<String, Value>,
    at: &str,
    differences: &mut Vec<VerificationDifference>,
) {
    let only_now = now.keys().filter(|name| !kept.contains_key(*name));
    for name in kept
        .keys()
        .chain(only_now)
        .filter(|name| !NO_FIGURES.contains(&name.as_str()))
    {
        let of = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
        differ(&of(kept), &of(now), format!("{at}/{name}"), differences);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_differ_are_named_and_words_are_not() {
        let kept = json!({ "low": { "total": "1.00", "lines": [{ "name": "a", "amount": "1.00" }] }, "spoken": "x" });
        let now = json!({ "low": { "total": "2.00", "lines": [{ "name": "b", "amount": "1.00" }, 7] }, "spoken": "y" });
        let mut differences = Vec::new();
        differ(&kept, &now, String::new(), &mut differences);
        let pointers: Vec<_> = differences
            .iter()
            .map(|difference| difference.pointer.as_str())
            .collect();
        assert_eq!(pointers, ["/low/total", "/low/lines/1"]);
    }
}
