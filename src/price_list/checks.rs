use std::collections::HashMap;
use std::hash::Hash;

use jiff::civil::Date;

use super::{Extra, Origin, Parts, PriceRow, Prices, Schedule, Tax, Validity};

/// What rows of a price list contradict each other in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Violation {
    /// Two rows of one table have the same key, in tables with a validity on one day at least.
    DoubledKey {
        /// The row that comes first.
        first: Origin,
        /// The row that has the key again.
        again: Origin,
    },
    /// A price is for more sessions than a course of its treatment may have.
    SessionsAboveMost {
        /// The price.
        row: Origin,
        /// Its sessions.
        sessions: u8,
        /// The treatment's most.
        most: u8,
    },
    /// A schedule has no row for session 2.
    NoSecondSession {
        /// Its first row.
        row: Origin,
        /// The session that this is for.
        from_session: u8,
    },
    /// Days without a rate between two validities of one tax.
    TaxGap {
        /// The row that comes after the gap.
        row: Origin,
        /// The first day without a rate.
        first: Date,
        /// The last day without a rate.
        last: Date,
    },
    /// A treatment has no price on any area.
    TreatmentWithoutPrice {
        /// The treatment.
        row: Origin,
    },
}

/// Everything in which the parts contradict each other; `prices` are those of the parts, ordered.
///
/// Rows of taxes and schedules must be ordered, as [`PriceList::build`](super::PriceList::build) does.
pub(super) fn violations(parts: &Parts, prices: &Prices) -> Vec<Violation> {
    let mut found = Vec::new();
    doubled(parts.treatments.iter().map(|row| (&row.code, row.origin)), &mut found);
    doubled(parts.areas.iter().map(|row| (&row.code, row.origin)), &mut found);
    doubled(parts.discounts.iter().map(|row| (&row.code, row.origin)), &mut found);
    doubled(parts.plans.iter().map(|row| (&row.code, row.origin)), &mut found);
    doubled(
        parts.facts.iter().map(|row| ((row.treatment, row.topic), row.origin)),
        &mut found,
    );
    doubled_prices(prices.rows(), &mut found);
    parts.extras.iter().for_each(|extra| doubled_extras(extra, &mut found));
    parts.taxes.iter().for_each(|tax| tax_rates(tax, &mut found));
    parts
        .schedules
        .iter()
        .for_each(|schedule| schedule_rows(schedule, &mut found));
    sessions_above_most(parts, prices, &mut found);
    without_price(parts, prices, &mut found);
    found
}

fn doubled<Key: Eq + Hash>(rows: impl Iterator<Item = (Key, Origin)>, found: &mut Vec<Violation>) {
    let mut firsts = HashMap::new();
    for (key, again) in rows {
        let first = *firsts.entry(key).or_insert(again);
        if first != again {
            found.push(Violation::DoubledKey { first, again });
        }
    }
}

/// Rows of one key stand together, ordered by their first day: one that begins before an earlier one has ended shares
/// a day with it.
fn overlaps<Key: PartialEq>(rows: impl Iterator<Item = (Key, Validity, Origin)>, found: &mut Vec<Violation>) {
    let mut longest: Option<(Key, Validity, Origin)> = None;
    for row in rows {
        match &longest {
            Some((key, validity, origin)) if *key == row.0 => {
                if validity.overlaps(row.1) {
                    let (first, again) = (*origin.min(&row.2), *origin.max(&row.2));
                    found.push(Violation::DoubledKey { first, again });
                }
                if row.1.last > validity.last {
                    longest = Some(row);
                }
            }
            _ => longest = Some(row),
        }
    }
}

fn doubled_prices(rows: &[PriceRow], found: &mut Vec<Violation>) {
    overlaps(rows.iter().map(|row| (row.key(), row.validity, row.origin())), found);
}

fn doubled_extras(extra: &Extra, found: &mut Vec<Violation>) {
    let mut rows: Vec<_> = extra.rows.iter().collect();
    rows.sort_by_key(|row| (row.treatment, row.area, row.validity.first, row.origin));
    overlaps(
        rows.iter()
            .map(|row| ((row.treatment, row.area), row.validity, row.origin)),
        found,
    );
}

fn tax_rates(tax: &Tax, found: &mut Vec<Violation>) {
    overlaps(tax.rates.iter().map(|rate| ((), rate.validity, rate.origin)), found);
    let mut covered = Date::MAX;
    for rate in &tax.rates {
        found.extend(
            days_between(covered, rate.validity.first).map(|(first, last)| Violation::TaxGap {
                row: rate.origin,
                first,
                last,
            }),
        );
        covered = if covered == Date::MAX {
            rate.validity.last
        } else {
            covered.max(rate.validity.last)
        };
    }
}

/// The first and the last day after one and before another; `None` where there is none.
pub fn days_between(after: Date, before: Date) -> Option<(Date, Date)> {
    let (first, last) = (after.tomorrow().ok()?, before.yesterday().ok()?);
    (first <= last).then_some((first, last))
}

fn schedule_rows(schedule: &Schedule, found: &mut Vec<Violation>) {
    doubled(schedule.gaps.iter().map(|gap| (gap.from_session, gap.origin)), found);
    if let Some(gap) = schedule.gaps.first().filter(|gap| gap.from_session > 2) {
        found.push(Violation::NoSecondSession {
            row: gap.origin,
            from_session: gap.from_session,
        });
    }
}

fn sessions_above_most(parts: &Parts, prices: &Prices, found: &mut Vec<Violation>) {
    for row in prices.rows() {
        let most = parts.treatments[row.treatment.index()].max_sessions;
        if row.sessions > most {
            found.push(Violation::SessionsAboveMost {
                row: row.origin(),
                sessions: row.sessions,
                most,
            });
        }
    }
}

fn without_price(parts: &Parts, prices: &Prices, found: &mut Vec<Violation>) {
    let mut is_priced = vec![false; parts.treatments.len()];
    for pair in prices.pairs() {
        pair.iter()
            .take(1)
            .for_each(|row| is_priced[row.treatment.index()] = true);
    }
    let unpriced = parts
        .treatments
        .iter()
        .zip(is_priced)
        .filter(|(_, is_priced)| !is_priced);
    found.extend(unpriced.map(|(treatment, _)| Violation::TreatmentWithoutPrice { row: treatment.origin }));
}
