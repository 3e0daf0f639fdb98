use super::Speech;
use super::figures::beside;
use crate::estimate::{BreakEven, Comparison, Sides, Verdict};
use crate::texts::Arg;

/// What the alternative costs, which of the two is cheaper and from which count on. Cost alone: never results.
pub(super) fn comparison(speech: &mut Speech<'_>) {
    let estimate = speech.estimate;
    let Some(comparison) = &estimate.comparison else { return };
    let Some(sides) = &comparison.sides else { return };
    let sentence = verdict(speech, sides);
    let is_whole = comparison.compared_items.len() == estimate.items.len();
    if is_whole {
        speech.out.push(' ');
        speech.out.push_str(&sentence);
    } else {
        let names = compared_names(speech, &comparison.compared_items);
        let args = [("names", Arg::Text(&names)), ("comparison", Arg::Text(&sentence))];
        speech.say("spoken-comparison-of", &args);
    }
    if let Some(break_even) = sides.break_even {
        said_break_even(speech, break_even, is_up_to_most(speech, comparison, break_even));
    }
    let is_apart = is_whole && sides.this.total != estimate.total;
    let basis = if is_apart { "apart" } else { "same" };
    speech.say("spoken-cost-only", &[("basis", Arg::Text(basis))]);
}

fn verdict(speech: &Speech<'_>, sides: &Sides) -> String {
    let cost = cost(speech, sides);
    let alternative = alternative_names(speech, sides);
    let verdict = match sides.verdict {
        Verdict::Cheaper => "cheaper",
        Verdict::Dearer => "dearer",
        Verdict::Depends => "depends",
    };
    let areas = u32::try_from(sides.alternative.items.len()).unwrap_or(u32::MAX);
    let args = [
        ("alternative", Arg::Text(&alternative)),
        ("areas", Arg::Number(areas)),
        ("verdict", Arg::Text(verdict)),
        ("cost", Arg::Text(&cost)),
    ];
    speech.words.say("spoken-comparison", &args)
}

fn cost(speech: &Speech<'_>, sides: &Sides) -> String {
    let total = sides.alternative.total;
    let ((from, from_is_exact), (to, to_is_exact)) = (beside(total.from), beside(total.to));
    let is_exact = from_is_exact && to_is_exact;
    let rounding = ("rounding", Arg::Text(if is_exact { "exact" } else { "about" }));
    if total.is_definite() {
        return speech
            .words
            .say("spoken-cost", &[rounding, ("cost", Arg::Amount(from))]);
    }
    let args = [rounding, ("from", Arg::Amount(from)), ("to", Arg::Amount(to))];
    speech.words.say("spoken-cost-range", &args)
}

fn alternative_names(speech: &Speech<'_>, sides: &Sides) -> String {
    let mut names: Vec<&str> = Vec::new();
    for item in &sides.alternative.items {
        let name = speech.list.treatment(item.treatment).name.get(speech.language);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    speech.words.list(&names)
}

fn compared_names(speech: &Speech<'_>, compared: &[usize]) -> String {
    let items = compared.iter().filter_map(|at| speech.estimate.items.get(*at));
    let mut names: Vec<&str> = items
        .map(|item| speech.list.area(item.area).name.get(speech.language))
        .collect();
    names.dedup();
    speech.words.list(&names)
}

/// Whether the compared item is cheaper at every count, up to the treatment's most.
fn is_up_to_most(speech: &Speech<'_>, comparison: &Comparison, break_even: BreakEven) -> bool {
    let item = comparison
        .compared_items
        .first()
        .and_then(|at| speech.estimate.items.get(*at));
    let most = item.map(|item| speech.list.treatment(item.treatment).max_sessions);
    break_even.cheaper_up_to.is_some() && break_even.cheaper_up_to == most
}

fn said_break_even(speech: &mut Speech<'_>, break_even: BreakEven, is_always_cheaper: bool) {
    let sessions = |count: u8| Arg::Sessions(count.into());
    if is_always_cheaper {
        speech.say("spoken-break-even-always-less", &[]);
        return;
    }
    match (break_even.cheaper_up_to, break_even.dearer_from) {
        (Some(up_to), Some(from)) => {
            let args = [("up_to", sessions(up_to)), ("dearer_from", sessions(from))];
            speech.say("spoken-break-even", &args);
        }
        (Some(up_to), None) => speech.say("spoken-break-even-up-to", &[("up_to", sessions(up_to))]),
        (None, Some(from)) => speech.say("spoken-break-even-from", &[("dearer_from", sessions(from))]),
        (None, None) => {}
    }
}
