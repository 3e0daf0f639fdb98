use std::collections::HashMap;

use super::checks::{Violation, violations};
use super::{
    Area, AreaId, Clinic, Discount, DiscountId, ExpectedTotal, Extra, ExtraId, Fact, PaymentPlan, PlanId, PriceRow,
    Prices, Schedule, ScheduleId, Tax, TaxId, Treatment, TreatmentId,
};
use crate::money::Currency;

/// Everything a price list is made of, each row read for itself but not yet held against the others.
#[derive(Debug)]
pub struct Parts {
    /// The folder's name, by which the clinic is known.
    pub code: Box<str>,
    /// Names the bytes of the files.
    pub version: Box<str>,
    /// `clinic.toml`
    pub clinic: Clinic,
    /// `treatments.csv`
    pub treatments: Vec<Treatment>,
    /// `areas.csv`
    pub areas: Vec<Area>,
    /// `prices.csv`, in any order
    pub prices: Vec<PriceRow>,
    /// `extras.csv`, rows of one code together, codes in order of their first row
    pub extras: Vec<Extra>,
    /// `discounts.csv`, in file order
    pub discounts: Vec<Discount>,
    /// `schedules.csv`, rows of one code together
    pub schedules: Vec<Schedule>,
    /// `taxes.csv`, rows of one code together
    pub taxes: Vec<Tax>,
    /// `facts.csv`, in file order
    pub facts: Vec<Fact>,
    /// `payment_plans.csv`, in file order
    pub plans: Vec<PaymentPlan>,
    /// `expected.csv`, in file order
    pub expected: Vec<ExpectedTotal>,
}

/// What one clinic sells, proven valid.
#[derive(Debug)]
pub struct PriceList {
    code: Box<str>,
    version: Box<str>,
    clinic: Clinic,
    treatments: Vec<Treatment>,
    areas: Vec<Area>,
    prices: Prices,
    extras: Vec<Extra>,
    discounts: Vec<Discount>,
    schedules: Vec<Schedule>,
    taxes: Vec<Tax>,
    facts: Vec<Fact>,
    plans: Vec<PaymentPlan>,
    expected: Vec<ExpectedTotal>,
    treatment_ids: HashMap<Box<str>, TreatmentId>,
    area_ids: HashMap<Box<str>, AreaId>,
}

impl PriceList {
    /// Holds the rows against each other: a price list, or everything in which they contradict each other.
    ///
    /// Ids in the parts must be places in the parts' own tables.
    pub fn build(mut parts: Parts) -> Result<Self, Vec<Violation>> {
        let prices = Prices::new(std::mem::take(&mut parts.prices), parts.treatments.len());
        for tax in &mut parts.taxes {
            tax.rates.sort_by_key(|rate| (rate.validity.first, rate.origin));
        }
        for schedule in &mut parts.schedules {
            schedule.gaps.sort_by_key(|gap| (gap.from_session, gap.origin));
        }
        let violations = violations(&parts, &prices);
        if !violations.is_empty() {
            return Err(violations);
        }
        let mut discounts = parts.discounts;
        discounts.sort_by_key(|discount| discount.step);
        Ok(Self {
            treatment_ids: ids(parts.treatments.iter().map(|t| &t.code), TreatmentId::from_index),
            area_ids: ids(parts.areas.iter().map(|a| &a.code), AreaId::from_index),
            code: parts.code,
            version: parts.version,
            clinic: parts.clinic,
            treatments: parts.treatments,
            areas: parts.areas,
            prices,
            extras: parts.extras,
            discounts,
            schedules: parts.schedules,
            taxes: parts.taxes,
            facts: parts.facts,
            plans: parts.plans,
            expected: parts.expected,
        })
    }

    /// The folder's name, by which the clinic is known.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Names the bytes of the files: the same files give the same version on every machine.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The clinic's settings.
    pub fn clinic(&self) -> &Clinic {
        &self.clinic
    }

    /// The currency of every amount.
    pub fn currency(&self) -> Currency {
        self.clinic.currency
    }

    /// All treatments, in file order.
    pub fn treatments(&self) -> impl Iterator<Item = (TreatmentId, &Treatment)> {
        numbered(&self.treatments, TreatmentId::from_index)
    }

    /// All areas, in file order.
    pub fn areas(&self) -> impl Iterator<Item = (AreaId, &Area)> {
        numbered(&self.areas, AreaId::from_index)
    }

    /// All extras, in order of their first rows.
    pub fn extras(&self) -> impl Iterator<Item = (ExtraId, &Extra)> {
        numbered(&self.extras, ExtraId::from_index)
    }

    /// All discounts, in the order in which they are applied: by step, then as in the file.
    pub fn discounts(&self) -> impl Iterator<Item = (DiscountId, &Discount)> {
        numbered(&self.discounts, DiscountId::from_index)
    }

    /// All taxes, in order of their first rows.
    pub fn taxes(&self) -> impl Iterator<Item = (TaxId, &Tax)> {
        numbered(&self.taxes, TaxId::from_index)
    }

    /// All schedules.
    pub fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    /// All facts, in file order.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// All payment plans, in file order.
    pub fn plans(&self) -> impl Iterator<Item = (PlanId, &PaymentPlan)> {
        numbered(&self.plans, PlanId::from_index)
    }

    /// The clinic's own checks, in file order.
    pub fn expected(&self) -> &[ExpectedTotal] {
        &self.expected
    }

    /// All prices.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// The treatment of a code.
    pub fn find_treatment(&self, code: &str) -> Option<TreatmentId> {
        self.treatment_ids.get(code).copied()
    }

    /// The area of a code.
    pub fn find_area(&self, code: &str) -> Option<AreaId> {
        self.area_ids.get(code).copied()
    }

    /// The extra of a code.
    pub fn find_extra(&self, code: &str) -> Option<ExtraId> {
        self.extras().find(|(_, extra)| &*extra.code == code).map(|(id, _)| id)
    }

    /// A treatment.
    pub fn treatment(&self, id: TreatmentId) -> &Treatment {
        &self.treatments[id.index()]
    }

    /// An area.
    pub fn area(&self, id: AreaId) -> &Area {
        &self.areas[id.index()]
    }

    /// An extra.
    pub fn extra(&self, id: ExtraId) -> &Extra {
        &self.extras[id.index()]
    }

    /// A discount.
    pub fn discount(&self, id: DiscountId) -> &Discount {
        &self.discounts[id.index()]
    }

    /// A tax.
    pub fn tax(&self, id: TaxId) -> &Tax {
        &self.taxes[id.index()]
    }

    /// A schedule.
    pub fn schedule(&self, id: ScheduleId) -> &Schedule {
        &self.schedules[id.index()]
    }

    /// A payment plan.
    pub fn plan(&self, id: PlanId) -> &PaymentPlan {
        &self.plans[id.index()]
    }
}

fn numbered<T, Id>(rows: &[T], id: fn(usize) -> Option<Id>) -> impl Iterator<Item = (Id, &T)> {
    rows.iter()
        .enumerate()
        .filter_map(move |(index, row)| Some((id(index)?, row)))
}

fn ids<'a, Id>(codes: impl Iterator<Item = &'a Box<str>>, id: fn(usize) -> Option<Id>) -> HashMap<Box<str>, Id> {
    codes
        .enumerate()
        .filter_map(|(index, code)| Some((code.clone(), id(index)?)))
        .collect()
}
