//! Payment plans: the last paragraph of section 4 of the pricing rules.

use super::PlanPayments;
use crate::money::Money;
use crate::price_list::{PaymentPlan, PriceList};

/// The plans whose bounds hold the total, with their payments.
pub(super) fn plans(list: &PriceList, total: Money) -> Vec<PlanPayments> {
    let open = list.plans().filter(|(_, plan)| is_open(plan, total));
    open.map(|(id, plan)| PlanPayments {
        plan: id,
        payments: payments(plan, total),
    })
    .collect()
}

fn is_open(plan: &PaymentPlan, total: Money) -> bool {
    plan.min_total.is_none_or(|least| total >= least) && plan.max_total.is_none_or(|most| total <= most)
}

/// The first payment by its percentage, then equal ones; odd minor units go to the earliest of the equal ones.
fn payments(plan: &PaymentPlan, total: Money) -> Vec<Money> {
    let Some(percent) = plan.first_percent else {
        return total.split(plan.payments).collect();
    };
    let first = total.percentage(percent, Money::from_minor(1, total.currency()));
    std::iter::once(first)
        .chain((total - first).split(plan.payments - 1))
        .collect()
}
