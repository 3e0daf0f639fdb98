//! Discounts that no request can meet.

use std::collections::HashMap;

use jiff::civil::Date;

use super::grouped;
use super::survey::{Offer, Survey};
use crate::money::Money;
use crate::price_list::{AreaId, Discount, On, PriceList, TreatmentId};
use crate::tables::Code;
use crate::tables::locate::Findings;

/// Items that a request may have.
const ITEMS_MAX: usize = 20;

/// What a discount asks of a course line.
type Match = (Option<TreatmentId>, Option<AreaId>, u8);

/// How far requests can go to meet a discount.
struct Reach<'l> {
    survey: &'l Survey,
    // Rules mostly share what they match; each kind of match is counted once.
    counted: HashMap<Match, Counted>,
    largest_subtotal: i64,
}

/// The lines of one request that a discount could match at most.
#[derive(Clone, Copy, Default)]
struct Counted {
    lines: usize,
    areas: usize,
}

/// Names discounts whose conditions no request can meet, whatever it asks for.
pub(super) fn out_of_reach(list: &PriceList, survey: &Survey, today: Date, findings: &mut Findings) {
    let mut reach = Reach::of(survey);
    for (_, discount) in list.discounts().filter(|(_, discount)| discount.validity.last >= today) {
        if let Some((column, why)) = reach.obstacle(discount, list) {
            findings.add(discount.origin, column, Code::DiscountOutOfReach, || {
                (
                    format!("no request can get this discount: {why}"),
                    "correct the condition, or delete the discount".into(),
                )
            });
        }
    }
}

impl<'l> Reach<'l> {
    fn of(survey: &'l Survey) -> Self {
        let mut dearest: Vec<i64> = survey.offers.iter().map(|offer| offer.dearest).collect();
        dearest.sort_unstable_by(|one, other| other.cmp(one));
        Self {
            survey,
            counted: HashMap::new(),
            largest_subtotal: dearest.iter().take(ITEMS_MAX).sum(),
        }
    }

    /// The column that stands in the way, and why.
    fn obstacle(&mut self, discount: &Discount, list: &PriceList) -> Option<(&'static str, String)> {
        let matched = (discount.treatment, discount.area, discount.min_sessions);
        let Counted { lines, areas } = self.counted(matched);
        let largest = Money::from_minor(self.largest_subtotal, list.currency());
        if lines == 0 {
            return Some(match self.most_sold(discount) {
                0 => nothing_sold(discount),
                most => (
                    "min_sessions",
                    format!("at most {most} sessions are sold where it counts"),
                ),
            });
        }
        if areas < usize::from(discount.min_areas) {
            return Some((
                "min_areas",
                format!("the courses it counts for lie on {areas} areas at most"),
            ));
        }
        if discount.on == On::Additional && lines < 2 {
            return Some((
                "on",
                "it leaves out the dearest course, and there is only one that it counts for".into(),
            ));
        }
        let subtotal = discount.min_subtotal.filter(|subtotal| *subtotal > largest);
        subtotal.map(|_| {
            (
                "min_subtotal",
                format!("all courses of a request come to {} at most", grouped(largest)),
            )
        })
    }

    fn counted(&mut self, matched: Match) -> Counted {
        if let Some(counted) = self.counted.get(&matched) {
            return *counted;
        }
        let (treatment, area, min_sessions) = matched;
        let mut areas: Vec<AreaId> = self
            .offers(treatment, area)
            .filter(|offer| offer.most_sold >= min_sessions.max(1))
            .map(|offer| offer.area)
            .collect();
        let lines = areas.len().min(ITEMS_MAX);
        areas.sort_unstable();
        areas.dedup();
        let counted = Counted {
            lines,
            areas: areas.len().min(ITEMS_MAX),
        };
        self.counted.insert(matched, counted);
        counted
    }

    fn most_sold(&self, discount: &Discount) -> u8 {
        let offers = self.offers(discount.treatment, discount.area);
        offers.map(|offer| offer.most_sold).max().unwrap_or_default()
    }

    fn offers(&self, treatment: Option<TreatmentId>, area: Option<AreaId>) -> impl Iterator<Item = &'l Offer> {
        let survey = self.survey;
        let offers = treatment.map_or(&survey.offers[..], |treatment| survey.of_treatment(treatment));
        offers
            .iter()
            .filter(move |offer| area.is_none_or(|area| offer.area == area))
    }
}

fn nothing_sold(discount: &Discount) -> (&'static str, String) {
    let column = if discount.treatment.is_some() {
        "treatment"
    } else {
        "area"
    };
    (column, "nothing that it counts for has a price from today on".into())
}
