use super::{End, Price, PriceRow};
use crate::money::{Currency, Money};

/// The cheapest way to buy exactly so many sessions in packages alone.
///
/// Of ways that cost the same, the one with fewest packages, then with the larger ones (`first` is the largest that
/// such a way can begin with).
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub(super) cost: Money,
    packages: u8,
    first: u8,
}

/// The cheapest fills of 0 to `most` sessions; `None` where packages don't make the count.
///
/// `packages` are ordered by size, the largest first.
pub(super) fn fills(packages: &[PriceRow], most: u8, end: End, currency: Currency) -> Vec<Option<Fill>> {
    let nothing = Fill {
        cost: Money::zero(currency),
        packages: 0,
        first: 0,
    };
    let mut fills = vec![Some(nothing)];
    for count in 1..=usize::from(most) {
        fills.push(cheapest(packages, &fills[..count], end, currency));
    }
    fills
}

/// The cheapest fill of one session more than the `shorter` ones.
fn cheapest(packages: &[PriceRow], shorter: &[Option<Fill>], end: End, currency: Currency) -> Option<Fill> {
    let mut best: Option<Fill> = None;
    for (first, package) in (0..).zip(packages) {
        let rest = shorter
            .len()
            .checked_sub(usize::from(package.sessions))
            .and_then(|left| shorter[left]);
        let (Some(rest), Price::Fixed(low, high)) = (rest, package.price(currency)) else {
            continue;
        };
        let candidate = Fill {
            cost: rest.cost + end.of(low, high),
            packages: rest.packages + 1,
            first,
        };
        let rank = |fill: &Fill| (fill.cost.minor(), fill.packages);
        if best.as_ref().is_none_or(|best| rank(&candidate) < rank(best)) {
            best = Some(candidate);
        }
    }
    best
}

/// The packages of the fill of `count` sessions, the largest first, each with how many of it.
pub(super) fn packages_of(packages: &[PriceRow], fills: &[Option<Fill>], count: u8) -> Vec<(PriceRow, u8)> {
    let mut bought: Vec<(PriceRow, u8)> = Vec::new();
    let mut left = usize::from(count);
    while left > 0 {
        let Some(fill) = fills[left] else { break };
        let package = packages[usize::from(fill.first)];
        match bought.last_mut() {
            Some((last, times)) if last.sessions == package.sessions => *times += 1,
            _ => bought.push((package, 1)),
        }
        left -= usize::from(package.sessions);
    }
    bought
}
