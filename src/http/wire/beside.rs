//! What goes with an estimate beside its figures: the schedule, facts, payment plans.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::amount::Amount;
use super::estimate::{CountRange, Rows, Shown};
use crate::estimate;
use crate::money::Money;

/// The day so many days after another; `None` behind the year 9999.
pub(super) fn day_after(start: Date, days: u32) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    start.checked_add(span).ok()
}

/// How the visits of an item would fall.
#[derive(Serialize, ToSchema)]
pub struct Schedule<'a> {
    /// Days from the first visit to the last one.
    span_days: CountRange,
    /// The visits of the larger count.
    #[schema(value_type = Vec<Visit>)]
    visits: Rows<'a, estimate::Visit, Visit>,
}

impl<'a> Schedule<'a> {
    pub(super) fn new(shown: Shown<'a>, schedule: &'a estimate::Schedule) -> Self {
        Self {
            span_days: schedule.span_days.into(),
            visits: Rows {
                of: &schedule.visits,
                shown,
                wire: Visit::new,
            },
        }
    }
}

/// One visit: between dates where `start` was given, else between days counted from the first visit, which is day 0.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Visit {
    /// With `start`.
    Dated {
        /// The session, from 1.
        session: u8,
        /// The earliest day.
        earliest: Date,
        /// The latest day.
        latest: Date,
    },
    /// Without `start`.
    Numbered {
        /// The session, from 1.
        session: u8,
        /// The earliest day, counted from the first visit.
        earliest_day: u32,
        /// The latest day, counted from the first visit.
        latest_day: u32,
    },
}

impl Visit {
    pub(super) fn new(shown: Shown<'_>, visit: &estimate::Visit) -> Self {
        let day = |days| day_after(shown.start?, days);
        match (day(visit.earliest_day), day(visit.latest_day)) {
            (Some(earliest), Some(latest)) => Visit::Dated {
                session: visit.session,
                earliest,
                latest,
            },
            _ => Visit::Numbered {
                session: visit.session,
                earliest_day: visit.earliest_day,
                latest_day: visit.latest_day,
            },
        }
    }
}

/// A fact about a treatment, and who says so.
#[derive(Serialize, ToSchema)]
pub struct Fact<'a> {
    /// The code of the treatment.
    treatment: &'a str,
    /// What it is about.
    #[schema(example = "evidence")]
    topic: &'a str,
    /// Whether it goes with every estimate of the treatment.
    always: bool,
    /// The fact.
    text: &'a str,
    /// Who says so.
    source: &'a str,
}

impl<'a> Fact<'a> {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "rows are borrowed, these ones too")]
    pub(super) fn new(shown: Shown<'a>, at: &usize) -> Self {
        let fact = &shown.list.facts()[*at];
        Self {
            treatment: &shown.list.treatment(fact.treatment).code,
            topic: fact.topic.code(),
            always: fact.always,
            text: fact.text.get(shown.language),
            source: &fact.source,
        }
    }
}

/// A way to pay in instalments; the payments add up to the total.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names on the wire")]
pub struct Plan<'a> {
    /// The code.
    #[schema(example = "four-monthly")]
    plan: &'a str,
    /// The name.
    name: &'a str,
    /// The payments, in order.
    #[schema(value_type = Vec<Amount>)]
    payments: Rows<'a, Money, Amount>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(shown: Shown<'a>, payments: &'a estimate::PlanPayments) -> Self {
        let plan = shown.list.plan(payments.plan);
        Self {
            plan: &plan.code,
            name: plan.name.get(shown.language),
            payments: Rows {
                of: &payments.payments,
                shown,
                wire: |_, payment| Amount(*payment),
            },
        }
    }
}
