//! The estimate of a quote, as it was kept: the only source of figures.

use jiff::civil::Date;
use serde::Deserialize;

use crate::store::Quote;

/// An estimate, as far as a patient is shown it. What an older program did not keep is empty.
#[derive(Deserialize)]
pub(super) struct Kept {
    pub(super) currency: String,
    pub(super) on: Date,
    pub(super) language: String,
    pub(super) items: Vec<KeptItem>,
    pub(super) total: Ends<Amount>,
    pub(super) low: KeptBreakdown,
    pub(super) high: Option<KeptBreakdown>,
    #[serde(default)]
    pub(super) comparison: Option<KeptComparison>,
    #[serde(default)]
    pub(super) facts: Vec<KeptFact>,
    #[serde(default)]
    pub(super) plans: Vec<KeptPlan>,
}

/// An amount, as it was answered: a decimal of major units.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Amount(pub(super) String);

/// The ends of a range, which may be the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Ends<T> {
    pub(super) from: T,
    pub(super) to: T,
}

#[derive(Deserialize)]
pub(super) struct KeptItem {
    pub(super) treatment: String,
    pub(super) treatment_name: String,
    pub(super) area: String,
    pub(super) area_name: String,
    pub(super) sessions: KeptSessions,
    pub(super) better_offer: Option<KeptOffer>,
    #[serde(default)]
    pub(super) schedule: Option<KeptSchedule>,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct KeptSessions {
    pub(super) from: u8,
    pub(super) to: u8,
    #[serde(default)]
    pub(super) open_ended: bool,
}

#[derive(Deserialize)]
pub(super) struct KeptOffer {
    pub(super) sessions: u8,
    pub(super) saves: Amount,
}

#[derive(Deserialize)]
pub(super) struct KeptSchedule {
    pub(super) span_days: Ends<u32>,
    pub(super) visits: Vec<KeptVisit>,
}

/// A visit between dates, or between days counted from the first one.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum KeptVisit {
    Dated {
        session: u8,
        earliest: Date,
        latest: Date,
    },
    Numbered {
        session: u8,
        earliest_day: u32,
        latest_day: u32,
    },
}

#[derive(Deserialize)]
pub(super) struct KeptBreakdown {
    pub(super) lines: Vec<KeptLine>,
    pub(super) subtotal: Amount,
    pub(super) extras: Amount,
    pub(super) discount: Amount,
    pub(super) tax: Vec<KeptTax>,
    pub(super) promo_code: Option<KeptPromo>,
    pub(super) total: Amount,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum KeptLine {
    Course {
        item: usize,
        sessions: u8,
        amount: Amount,
        per_session: Amount,
        parts: Vec<KeptPart>,
    },
    Extra {
        item: Option<usize>,
        extra: String,
        name: String,
        quantity: u32,
        amount: Amount,
    },
    Discount {
        item: usize,
        discount: String,
        name: String,
        amount: Amount,
    },
}

#[derive(Deserialize)]
pub(super) struct KeptPart {
    pub(super) unit: KeptUnit,
    pub(super) sessions: u8,
    pub(super) count: u8,
    pub(super) price: Amount,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeptUnit {
    Session,
    Package,
}

#[derive(Deserialize)]
pub(super) struct KeptTax {
    pub(super) tax: String,
    pub(super) name: String,
    pub(super) percent: String,
    pub(super) amount: Amount,
}

#[derive(Deserialize)]
pub(super) struct KeptPromo {
    pub(super) code: String,
    pub(super) outcome: String,
}

#[derive(Deserialize)]
pub(super) struct KeptComparison {
    pub(super) compared_items: Vec<usize>,
    pub(super) not_compared: Vec<KeptNotCompared>,
    pub(super) this: Option<KeptSide>,
    pub(super) alternative: Option<KeptAlternative>,
    pub(super) difference: Option<Ends<Amount>>,
    pub(super) verdict: Option<String>,
    pub(super) break_even: Option<KeptBreakEven>,
}

#[derive(Deserialize)]
pub(super) struct KeptNotCompared {
    pub(super) item: usize,
    pub(super) reason: String,
}

#[derive(Deserialize)]
pub(super) struct KeptSide {
    pub(super) total: Ends<Amount>,
    pub(super) visits: Ends<u32>,
    pub(super) span_days: Ends<u32>,
}

#[derive(Deserialize)]
pub(super) struct KeptAlternative {
    pub(super) items: Vec<KeptItem>,
    #[serde(flatten)]
    pub(super) side: KeptSide,
}

#[derive(Deserialize)]
pub(super) struct KeptBreakEven {
    pub(super) cheaper_up_to: Option<u8>,
    pub(super) dearer_from: Option<u8>,
}

#[derive(Deserialize)]
pub(super) struct KeptFact {
    pub(super) treatment: String,
    pub(super) topic: String,
    pub(super) text: String,
    pub(super) source: String,
}

#[derive(Deserialize)]
pub(super) struct KeptPlan {
    pub(super) plan: String,
    pub(super) name: String,
    pub(super) payments: Vec<Amount>,
}

impl Kept {
    /// The estimate of a quote.
    pub(super) fn of(quote: &Quote) -> Result<Self, serde_json::Error> {
        serde_json::from_str(quote.estimate.get())
    }

    /// Whether the total is a range.
    pub(super) fn is_range(&self) -> bool {
        self.high.is_some()
    }
}

impl KeptItem {
    /// Whether it comes to one number of sessions.
    pub(super) fn is_definite(&self) -> bool {
        self.sessions.from == self.sessions.to
    }
}

/// The first visit that the request named, where it named one.
pub(super) fn start_of(quote: &Quote) -> Option<Date> {
    #[derive(Deserialize)]
    struct Asked {
        #[serde(default)]
        start: Option<String>,
    }
    let asked: Asked = serde_json::from_str(quote.request.get()).ok()?;
    asked.start?.trim().parse().ok()
}
