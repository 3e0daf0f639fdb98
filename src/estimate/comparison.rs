//! Beside the alternative treatment: "comparison" of section 4 of the pricing rules.
//!
//! Both sides are priced alike: same date and caller, required extras, automatic discounts, no promo code, no
//! optional extras. Cost, visits and time are compared, never results.

use super::basket::Terms;
use super::range::{Priced, ladder};
use super::resolve::Resolved;
use super::schedule::{schedule, together};
use super::{
    Alternative, BreakEven, Comparison, EstimatedItem, Includes, MoneyRange, NotCompared, Reason, Rung, Sides, This,
    Verdict,
};
use crate::price_list::{PriceList, TreatmentId};

/// Why an item whose treatment has no alternative is not compared.
const NO_ALTERNATIVE: &str = "no_alternative";

/// Compares the items with their alternatives; `None` where no treatment among them has one.
pub(super) fn compare(list: &PriceList, items: &[Resolved], terms: Terms<'_>, include: Includes) -> Option<Comparison> {
    let alternative_of = |item: &Resolved| list.treatment(item.treatment).compare_with;
    if items.iter().all(|item| alternative_of(item).is_none()) {
        return None;
    }
    let terms = Terms {
        chosen: &[],
        promo_code: None,
        ..terms
    };
    let mut pairing = Pairing::default();
    for (at, item) in items.iter().enumerate() {
        match alternative_of(item)
            .ok_or(NO_ALTERNATIVE)
            .and_then(|other| alternative(list, item, other, terms))
        {
            Ok(alternative) => pairing.add(at, alternative),
            Err(reason) => pairing.not_compared.push(NotCompared { item: at, reason }),
        }
    }
    let Pairing {
        compared,
        alternatives,
        not_compared,
    } = pairing;
    let these: Vec<&Resolved> = compared.iter().map(|at| &items[*at]).collect();
    let sides = sides(list, &these, &alternatives, terms, include);
    Some(Comparison {
        compared_items: compared,
        not_compared,
        sides,
    })
}

#[derive(Default)]
struct Pairing {
    compared: Vec<usize>,
    alternatives: Vec<Resolved>,
    not_compared: Vec<NotCompared>,
}

impl Pairing {
    /// Two treatments on one area may share an alternative: it is taken once.
    fn add(&mut self, item: usize, alternative: Resolved) {
        let pair = |item: &Resolved| (item.treatment, item.area);
        self.compared.push(item);
        if !self.alternatives.iter().any(|other| pair(other) == pair(&alternative)) {
            self.alternatives.push(alternative);
        }
    }
}

/// The alternative on the item's area at its typical sessions, or the code of the reason why it can't be priced.
fn alternative(
    list: &PriceList,
    item: &Resolved,
    treatment: TreatmentId,
    terms: Terms<'_>,
) -> Result<Resolved, &'static str> {
    let resolved = Resolved::new(list, (treatment, item.area), None, terms.on).map_err(|reason| reason.code())?;
    match Priced::new(list, &[&resolved], terms) {
        Ok(_) => Ok(resolved),
        Err(taxes) => Err(taxes
            .first()
            .map_or(NO_ALTERNATIVE, |tax| Reason::NoTaxRate { tax: *tax }.code())),
    }
}

fn sides(
    list: &PriceList,
    these: &[&Resolved],
    alternatives: &[Resolved],
    terms: Terms<'_>,
    include: Includes,
) -> Option<Sides> {
    if these.is_empty() {
        return None;
    }
    let this = Priced::new(list, these, terms).ok()?;
    let (visits, span_days) = together(list, these);
    let this = This {
        total: this.total(),
        visits,
        span_days,
    };
    let alternative = price_alternative(list, alternatives, terms, include)?;
    let difference = MoneyRange {
        from: alternative.total.from - this.total.to,
        to: alternative.total.to - this.total.from,
    };
    let break_even = match these {
        [item] => Some(break_even(&ladder(list, item, terms).ok()?, alternative.total)),
        _ => None,
    };
    let verdict = verdict(this.total, alternative.total);
    Some(Sides {
        this,
        alternative,
        difference,
        verdict,
        break_even,
    })
}

fn price_alternative(
    list: &PriceList,
    alternatives: &[Resolved],
    terms: Terms<'_>,
    include: Includes,
) -> Option<Alternative> {
    let together_with: Vec<&Resolved> = alternatives.iter().collect();
    let priced = Priced::new(list, &together_with, terms).ok()?;
    let (visits, span_days) = together(list, &together_with);
    let items = alternatives.iter().map(|item| EstimatedItem {
        treatment: item.treatment,
        area: item.area,
        sessions_from: item.from,
        sessions_to: item.to,
        open_ended: item.open_ended,
        better_offer: None,
        ladder: Vec::new(),
        schedule: include.schedule.then(|| schedule(list, item)),
    });
    let items = items.collect();
    Some(Alternative {
        items,
        total: priced.total(),
        visits,
        span_days,
        low: priced.low,
        high: priced.high,
    })
}

fn verdict(this: MoneyRange, alternative: MoneyRange) -> Verdict {
    if this.to < alternative.from {
        Verdict::Cheaper
    } else if this.from > alternative.to {
        Verdict::Dearer
    } else {
        Verdict::Depends
    }
}

/// Where the ladder of an item crosses the alternative's total.
fn break_even(ladder: &[Rung], alternative: MoneyRange) -> BreakEven {
    let cheaper = ladder.iter().take_while(|rung| rung.total.to < alternative.from).last();
    let dearer = ladder
        .iter()
        .rev()
        .take_while(|rung| rung.total.from > alternative.to)
        .last();
    BreakEven {
        cheaper_up_to: cheaper.map(|rung| rung.sessions),
        dearer_from: dearer.map(|rung| rung.sessions),
    }
}
