use jiff::civil::Date;

use super::{AreaId, Origin, Sessions, Texts, TreatmentId};
use crate::money::{Money, Percent};

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Topic {
    /// What to do beforehand.
    Preparation,
    /// How it is done.
    Procedure,
    /// What numbs.
    Anaesthesia,
    /// How long one rests.
    Recovery,
    /// What may go wrong.
    SideEffects,
    /// What research says.
    Evidence,
    /// How long it lasts.
    Permanence,
    /// What insurance pays.
    Insurance,
    /// What the price holds.
    Included,
    /// What the price does not hold.
    NotIncluded,
}

impl Topic {
    /// Every topic, in the order in which the page of words names them.
    pub const ALL: [Topic; 10] = [
        Topic::Preparation,
        Topic::Procedure,
        Topic::Anaesthesia,
        Topic::Recovery,
        Topic::SideEffects,
        Topic::Evidence,
        Topic::Permanence,
        Topic::Insurance,
        Topic::Included,
        Topic::NotIncluded,
    ];

    /// The word in `facts.csv` and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Topic::Preparation => "preparation",
            Topic::Procedure => "procedure",
            Topic::Anaesthesia => "anaesthesia",
            Topic::Recovery => "recovery",
            Topic::SideEffects => "side-effects",
            Topic::Evidence => "evidence",
            Topic::Permanence => "permanence",
            Topic::Insurance => "insurance",
            Topic::Included => "included",
            Topic::NotIncluded => "not-included",
        }
    }
}

/// One row of `facts.csv`.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The treatment that it is about.
    pub treatment: TreatmentId,
    /// What it is about.
    pub topic: Topic,
    /// Whether it goes with every estimate of the treatment.
    pub always: bool,
    /// The fact, by language.
    pub text: Texts,
    /// Who says so.
    pub source: Box<str>,
    /// Where the row stands.
    pub origin: Origin,
}

/// A way to pay in instalments: one row of `payment_plans.csv`.
#[derive(Clone, Debug)]
pub struct PaymentPlan {
    /// The code.
    pub code: Box<str>,
    /// The name, by language.
    pub name: Texts,
    /// How many payments, 2 to 36.
    pub payments: u8,
    /// The first payment's part of the total; `None` = all payments are equal.
    pub first_percent: Option<Percent>,
    /// Least total that it is for.
    pub min_total: Option<Money>,
    /// Most that it is for.
    pub max_total: Option<Money>,
    /// Where the row stands.
    pub origin: Origin,
}

/// A check of the clinic's own: one row of `expected.csv`.
#[derive(Clone, Debug)]
pub struct ExpectedTotal {
    /// The treatment.
    pub treatment: TreatmentId,
    /// The area.
    pub area: AreaId,
    /// The sessions that are asked for.
    pub sessions: Sessions,
    /// The day for which it is priced.
    pub on: Date,
    /// The promo code that is given.
    pub promo_code: Option<Box<str>>,
    /// The total, or its lower end.
    pub total: Money,
    /// The upper end; the same as `total` where the total is definite.
    pub total_to: Money,
    /// Where the row stands.
    pub origin: Origin,
}
