use super::{End, PriceRow};
use crate::money::{Currency, Money};

/// What stands for "can't be bought" in minor units.
const NOTHING_BUYS_IT: i64 = i64::MAX;

/// The cheapest way to buy exactly so many sessions in packages alone, in minor units.
///
/// Of ways that cost the same, the one with fewest packages, then with the larger ones (`first` is the largest that
/// such a way can begin with).
#[derive(Clone, Copy, Debug)]
struct Fill {
    cost: i64,
    packages: u8,
    first: u8,
}

/// The cheapest way to buy exactly so many sessions, in minor units: of equal costs the one with most in packages.
#[derive(Clone, Copy, Debug)]
struct Cheapest {
    cost: i64,
    in_packages: u8,
}

/// How courses of 0, 1, 2 and more sessions are bought where there are packages, at one end.
///
/// Looked up often and made for every offer of a list when it is read: hence whole numbers of minor units, all of the
/// list's currency and small beside what they can hold.
#[derive(Debug, Default)]
pub(super) struct Bought {
    fills: Vec<Fill>,
    cheapest: Vec<Cheapest>,
}

impl Bought {
    /// The cheapest ways for up to `most` sessions. `packages` stand by size, the largest first, `rates` by ascending
    /// sessions.
    pub(super) fn of((packages, rates): (&[PriceRow], &[PriceRow]), most: u8, end: End, currency: Currency) -> Self {
        let price = |row: &PriceRow| row.at(end, currency).map_or(NOTHING_BUYS_IT, Money::minor);
        let packages: Vec<(u8, i64)> = packages.iter().map(|row| (row.sessions, price(row))).collect();
        let rates = rates.iter().map(|row| (row.sessions, price(row)));
        let fills = fills(&packages, most);
        let cheapest = cheapest(&fills, rates);
        Self { fills, cheapest }
    }

    /// Whether packages alone make the count.
    pub(super) fn is_filled(&self, count: u8) -> bool {
        self.fills
            .get(usize::from(count))
            .is_some_and(|fill| fill.cost != NOTHING_BUYS_IT)
    }

    /// The least that buys a count in minor units, and how many of its sessions are in packages.
    pub(super) fn cheapest(&self, count: u8) -> Option<(i64, u8)> {
        let cheapest = self.cheapest.get(usize::from(count))?;
        (cheapest.cost != NOTHING_BUYS_IT).then_some((cheapest.cost, cheapest.in_packages))
    }

    /// The packages of a count that packages alone make, the largest first, each with how many of it.
    pub(super) fn packages_of(&self, packages: &[PriceRow], count: u8) -> Vec<(PriceRow, u8)> {
        let mut bought: Vec<(PriceRow, u8)> = Vec::new();
        let mut left = usize::from(count);
        while let Some(fill) = self
            .fills
            .get(left)
            .filter(|fill| left > 0 && fill.cost != NOTHING_BUYS_IT)
        {
            let package = packages[usize::from(fill.first)];
            match bought.last_mut() {
                Some((last, times)) if last.sessions == package.sessions => *times += 1,
                _ => bought.push((package, 1)),
            }
            left -= usize::from(package.sessions);
        }
        bought
    }
}

/// The cheapest fills of 0 to `most` sessions.
fn fills(packages: &[(u8, i64)], most: u8) -> Vec<Fill> {
    let mut fills = Vec::with_capacity(usize::from(most) + 1);
    fills.push(Fill {
        cost: 0,
        packages: 0,
        first: 0,
    });
    for count in 1..=usize::from(most) {
        let mut best = Fill {
            cost: NOTHING_BUYS_IT,
            packages: 0,
            first: 0,
        };
        for (first, (sessions, price)) in (0..).zip(packages) {
            let Some(rest) = count.checked_sub(usize::from(*sessions)).map(|left| fills[left]) else {
                continue;
            };
            let candidate = Fill {
                cost: rest.cost.saturating_add(*price),
                packages: rest.packages + 1,
                first,
            };
            if (candidate.cost, candidate.packages) < (best.cost, best.packages) {
                best = candidate;
            }
        }
        fills.push(best);
    }
    fills
}

/// For each count the least that buys it.
///
/// At one rate, a count is bought as the count before it and one session more, unless packages alone are as cheap.
/// A rate is for the whole course, so that each counts from no session on; only its own counts are kept.
fn cheapest(fills: &[Fill], rates: impl Iterator<Item = (u8, i64)>) -> Vec<Cheapest> {
    let alone = (0..).zip(fills).map(|(in_packages, fill)| Cheapest {
        cost: fill.cost,
        in_packages,
    });
    let mut cheapest: Vec<Cheapest> = alone.collect();
    let mut rates = rates.peekable();
    while let Some((from, price)) = rates.next() {
        let next = rates
            .peek()
            .map_or(fills.len(), |(next, _)| usize::from(*next).min(fills.len()));
        let mut before = Cheapest {
            cost: 0,
            in_packages: 0,
        };
        for (count, fill) in (0..).zip(fills).take(next).skip(1) {
            before.cost = before.cost.saturating_add(price);
            if fill.cost <= before.cost {
                before = Cheapest {
                    cost: fill.cost,
                    in_packages: count,
                };
            }
            if count >= from {
                cheapest[usize::from(count)] = before;
            }
        }
    }
    cheapest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Tries every number of sessions in packages.
    fn cheapest_of_all(fills: &[Fill], rates: &[(u8, i64)], count: u8) -> (i64, u8) {
        let rate = rates.iter().rev().find(|(from, _)| *from <= count);
        let price = rate.map_or(NOTHING_BUYS_IT, |(_, price)| *price);
        let ways = (0..=count).rev().map(|in_packages| {
            let at_rate = price.saturating_mul(i64::from(count - in_packages));
            (
                fills[usize::from(in_packages)].cost.saturating_add(at_rate),
                in_packages,
            )
        });
        ways.min_by_key(|(cost, _)| *cost).unwrap()
    }

    fn rows(most: i64) -> impl Strategy<Value = Vec<(u8, i64)>> {
        let price = prop_oneof![4 => 0..most, 1 => Just(NOTHING_BUYS_IT)];
        proptest::collection::btree_map(1..12_u8, price, 0..5).prop_map(|rows| rows.into_iter().collect())
    }

    proptest! {
        #[test]
        fn no_split_between_packages_and_rate_is_cheaper(packages in rows(60), rates in rows(9), most in 1..30_u8) {
            let fills = fills(&packages, most);
            let cheapest = cheapest(&fills, rates.iter().copied());
            for count in 1..=most {
                let (cost, in_packages) = cheapest_of_all(&fills, &rates, count);
                let found = cheapest[usize::from(count)];
                prop_assert_eq!(found.cost, cost, "{} sessions", count);
                if cost != NOTHING_BUYS_IT {
                    prop_assert_eq!(found.in_packages, in_packages, "{} sessions", count);
                }
            }
        }
    }
}
