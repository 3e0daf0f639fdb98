use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Changes, changes};
use crate::price_list::{PriceList, Validity};

/// Days on which something begins or ends that are looked at.
const DAYS_MAX: usize = 12;

/// The next days after that of some changes from which on other courses move, or move otherwise. Only the first dozen
/// days on which something begins or ends is looked at.
pub fn days_with_other_changes(old: &PriceList, new: &PriceList, today: &Changes) -> Vec<Date> {
    let mut days = Vec::new();
    let mut before = today.clone();
    for day in turns(old, new, today.on) {
        let then = changes(old, new, day);
        let is_other =
            then.moves != before.moves || then.appeared != before.appeared || then.vanished != before.vanished;
        if is_other {
            days.push(day);
        }
        before = then;
    }
    days
}

/// The days after one on which rows of either list begin to count, or count no more.
fn turns(old: &PriceList, new: &PriceList, after: Date) -> impl Iterator<Item = Date> {
    let mut days = BTreeSet::new();
    for list in [old, new] {
        for validity in validities(list) {
            let ended = (validity.last != Date::MAX)
                .then(|| validity.last.tomorrow().ok())
                .flatten();
            days.extend([validity.first].into_iter().chain(ended).filter(|day| *day > after));
        }
    }
    days.into_iter().take(DAYS_MAX)
}

fn validities(list: &PriceList) -> impl Iterator<Item = Validity> {
    let prices = list.prices().rows().iter().map(|row| row.validity);
    let extras = list
        .extras()
        .flat_map(|(_, extra)| extra.rows.iter().map(|row| row.validity));
    let discounts = list.discounts().map(|(_, discount)| discount.validity);
    let rates = list
        .taxes()
        .flat_map(|(_, tax)| tax.rates.iter().map(|rate| rate.validity));
    prices.chain(extras).chain(discounts).chain(rates)
}
