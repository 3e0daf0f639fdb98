//! Pure pricing: a price list, a request and a date make an [`Estimate`], or the reasons why not.
//!
//! What always holds: no I/O, no clock, no random numbers; the same price list, request and date give the same
//! estimate everywhere. Amounts are added up in one place, `pricing`; whoever shows an estimate copies its figures.
//! An estimate holds ids and origins, not words: names and sentences are put to it where it is shown.
//!
//! The way of a request: `resolve` (codes to ids, counts to those that are sold) → `basket` (what doesn't depend on
//! counts) → `pricing` and `discounts` (one breakdown) → `range` (low and high, ladder, better offer) → `schedule`,
//! `comparison`, `plans`.

mod answer;
mod basket;
pub mod changes;
mod comparison;
mod discounts;
mod plans;
mod pricing;
mod range;
mod refusal;
mod request;
mod resolve;
mod schedule;
pub mod shorthand;
mod spoken;
mod words;

pub use answer::{
    Alternative, BetterOffer, BreakEven, Breakdown, Comparison, CountRange, CourseLine, DiscountLine, Estimate,
    EstimatedItem, ExtraLine, MoneyRange, NotCompared, PlanPayments, PromoOutcome, Rung, Schedule, Sides, SpanDays,
    TaxLine, This, Verdict, Visit,
};
pub use refusal::{Place, Reason, Refusal};
pub use request::{Includes, Item, ItemSessions, Request};
pub use spoken::spoken;
pub use words::{Suggestions, misread, refusal, suggestions};

use jiff::civil::Date;

use self::basket::{Basket, Terms};
use self::range::Priced;
use self::resolve::{Resolution, Resolved, resolve};
use crate::price_list::{PriceList, TaxId, fold_promo_code};

/// Prices a request for a day: the estimate, or every refusal.
///
/// Refusals stand in item order, within an item as treatment, area, sessions; then extras, then the date. What can't
/// be judged is left out: an unknown area does not hide a count above the treatment's most.
pub fn estimate(list: &PriceList, request: &Request, on: Date) -> Result<Estimate, Vec<Refusal>> {
    let found = request.items.len();
    if found == 0 || found > Request::ITEMS_MAX {
        return Err(vec![Refusal {
            place: Place::Items,
            reason: Reason::ItemCount { found },
        }]);
    }
    let Resolution {
        items,
        chosen,
        mut refusals,
        date_refusals,
    } = resolve(list, request, on);
    let folded = request.promo_code.as_deref().and_then(fold_promo_code);
    let terms = Terms {
        on,
        who: request.who,
        chosen: &chosen,
        promo_code: folded.as_deref(),
    };
    if refusals.is_empty() && date_refusals.is_empty() {
        return priced(list, request, &items, terms).map_err(|taxes| taxes.into_iter().map(no_tax_rate).collect());
    }
    let taxes = Basket::new(list, items.iter(), terms).err().unwrap_or_default();
    refusals.extend(date_refusals);
    refusals.extend(taxes.into_iter().map(no_tax_rate));
    Err(refusals)
}

fn no_tax_rate(tax: TaxId) -> Refusal {
    Refusal {
        place: Place::On,
        reason: Reason::NoTaxRate { tax },
    }
}

fn priced(list: &PriceList, request: &Request, items: &[Resolved], terms: Terms<'_>) -> Result<Estimate, Vec<TaxId>> {
    let include = request.include;
    let together: Vec<&Resolved> = items.iter().collect();
    let priced = Priced::new(list, &together, terms)?;
    let comparison = if include.comparison {
        comparison::compare(list, items, terms, include)
    } else {
        None
    };
    let facts = facts(list, items, comparison.as_ref(), include);
    let items = items
        .iter()
        .enumerate()
        .map(|(at, item)| estimated(list, &priced, at, item, terms, include));
    let items = items.collect::<Result<_, _>>()?;
    let plans = match (&priced.high, include.plans) {
        (None, true) => plans::plans(list, priced.low.total),
        _ => Vec::new(),
    };
    Ok(Estimate {
        on: terms.on,
        include,
        promo_code: terms
            .promo_code
            .and(request.promo_code.as_deref())
            .map(|code| code.trim().into()),
        items,
        total: priced.total(),
        low: priced.low,
        high: priced.high,
        comparison,
        facts,
        plans,
    })
}

fn estimated(
    list: &PriceList,
    priced: &Priced<'_>,
    at: usize,
    item: &Resolved,
    terms: Terms<'_>,
    include: Includes,
) -> Result<EstimatedItem, Vec<TaxId>> {
    Ok(EstimatedItem {
        treatment: item.treatment,
        area: item.area,
        sessions_from: item.from,
        sessions_to: item.to,
        open_ended: item.open_ended,
        better_offer: if item.is_definite() {
            priced.better_offer(at)
        } else {
            None
        },
        ladder: if include.ladder {
            range::ladder(list, item, terms)?
        } else {
            Vec::new()
        },
        schedule: include.schedule.then(|| schedule::schedule(list, item)),
    })
}

/// The facts of the treatments, and of the alternatives where they are compared: those that always go along, or all.
fn facts(list: &PriceList, items: &[Resolved], comparison: Option<&Comparison>, include: Includes) -> Vec<usize> {
    let alternatives = comparison
        .and_then(|c| c.sides.as_ref())
        .map(|sides| sides.alternative.items.as_slice());
    let is_about = |treatment| {
        items.iter().any(|item| item.treatment == treatment)
            || alternatives
                .unwrap_or_default()
                .iter()
                .any(|item| item.treatment == treatment)
    };
    let facts = list.facts().iter().enumerate();
    let wanted = facts.filter(|(_, fact)| (fact.always || include.facts) && is_about(fact.treatment));
    wanted.map(|(at, _)| at).collect()
}
