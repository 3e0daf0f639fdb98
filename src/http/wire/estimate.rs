//! An estimate as it is answered: a view that borrows from the price list and the estimate and copies no text.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::amount::Amount;
use super::beside::{Fact, Plan, Schedule, day_after};
use super::breakdown::Breakdown;
use super::comparison::Comparison;
use super::understood::UnderstoodText;
use crate::estimate;
use crate::price_list::{Language, PriceList};

/// How an estimate is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The price list that it was made from.
    pub list: &'a PriceList,
    /// The estimate.
    pub estimate: &'a estimate::Estimate,
    /// The language of names and texts.
    pub language: Language,
    /// The day of the first visit: visits then have dates in place of day numbers.
    pub start: Option<Date>,
    /// The line of text that was priced, as it was understood.
    pub understood: Option<&'a UnderstoodText>,
    /// The sentence that is read to the caller.
    pub spoken: &'a str,
}

impl Shown<'_> {
    /// Whether every visit has a date: the calendar ends with the year 9999.
    pub fn has_dates(&self) -> bool {
        let alternatives = self.estimate.comparison.iter().flat_map(|c| &c.sides);
        let items = self
            .estimate
            .items
            .iter()
            .chain(alternatives.flat_map(|sides| &sides.alternative.items));
        let last = items.flat_map(|item| &item.schedule).map(|s| s.span_days.to).max();
        self.start
            .is_none_or(|start| day_after(start, last.unwrap_or_default()).is_some())
    }
}

/// Rows that are turned into their wire shape while they are written: nothing is collected before.
pub struct Rows<'a, T, W> {
    pub(super) of: &'a [T],
    pub(super) shown: Shown<'a>,
    pub(super) wire: fn(Shown<'a>, &'a T) -> W,
}

impl<T, W: Serialize> Serialize for Rows<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.of.iter().map(|row| (self.wire)(self.shown, row)))
    }
}

/// A priced answer: one breakdown, or two where it is a range. Kept nowhere.
#[derive(Serialize, ToSchema)]
pub struct Estimate<'a> {
    /// The clinic's code.
    #[schema(example = "pricing")]
    clinic: &'a str,
    /// The version of the price list: it names the bytes of its files.
    #[schema(example = "3f9ac01b77de")]
    price_list: &'a str,
    /// The currency of every amount, ISO 4217.
    #[schema(example = "AED")]
    currency: &'a str,
    /// The day for which it is priced.
    #[schema(example = "2026-11-23")]
    on: Date,
    /// The language of names and texts.
    #[schema(example = "en")]
    language: &'a str,
    /// The line of text as it was understood. Left out where `items` were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<&'a UnderstoodText>,
    /// The items, in the order in which they were asked for.
    #[schema(value_type = Vec<EstimatedItem>)]
    items: Rows<'a, estimate::EstimatedItem, EstimatedItem<'a>>,
    /// From the lower total to the higher one, which may be the same.
    total: AmountRange,
    /// The cheaper breakdown, or the only one.
    low: Breakdown<'a>,
    /// The other breakdown; null where the answer is no range.
    high: Option<Breakdown<'a>>,
    /// The alternative treatment beside it; null where nothing has an alternative. Left out where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Comparison>, required = false)]
    comparison: Option<OrNull<Comparison<'a>>>,
    /// Facts about the treatments.
    #[schema(value_type = Vec<Fact>)]
    facts: Rows<'a, usize, Fact<'a>>,
    /// Payment plans that are open to the total; empty where it is a range. Left out where they were not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Plan>, required = false)]
    plans: Option<Rows<'a, estimate::PlanPayments, Plan<'a>>>,
    /// The sentence that is read to the caller.
    spoken: &'a str,
}

impl<'a> Estimate<'a> {
    /// The answer to a request.
    pub fn new(shown: Shown<'a>) -> Self {
        let (list, estimate) = (shown.list, shown.estimate);
        let breakdown = |breakdown| Breakdown::new(shown, breakdown);
        let comparison = estimate.comparison.as_ref();
        let rows = Rows {
            of: &estimate.plans,
            shown,
            wire: Plan::new,
        };
        Self {
            clinic: list.code(),
            price_list: list.version(),
            currency: list.clinic().currency.code(),
            on: estimate.on,
            language: list.clinic().tag(shown.language),
            understood: shown.understood,
            items: items(shown, &estimate.items),
            total: estimate.total.into(),
            low: breakdown(&estimate.low),
            high: estimate.high.as_ref().map(breakdown),
            comparison: estimate
                .include
                .comparison
                .then(|| OrNull(comparison.map(|comparison| Comparison::new(shown, comparison)))),
            facts: Rows {
                of: &estimate.facts,
                shown,
                wire: Fact::new,
            },
            plans: estimate.include.plans.then_some(rows),
            spoken: shown.spoken,
        }
    }
}

pub(super) fn items<'a>(
    shown: Shown<'a>,
    items: &'a [estimate::EstimatedItem],
) -> Rows<'a, estimate::EstimatedItem, EstimatedItem<'a>> {
    Rows {
        of: items,
        shown,
        wire: EstimatedItem::new,
    }
}

/// A field that is there and may be null, unlike one that is left out.
#[derive(Serialize)]
struct OrNull<T>(Option<T>);

/// From one amount to another, which may be the same.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct AmountRange {
    /// The lower end.
    from: Amount,
    /// The upper end.
    to: Amount,
}

impl From<estimate::MoneyRange> for AmountRange {
    fn from(range: estimate::MoneyRange) -> Self {
        Self {
            from: Amount(range.from),
            to: Amount(range.to),
        }
    }
}

/// From one count to another, which may be the same.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct CountRange {
    /// The lower end.
    from: u32,
    /// The upper end.
    to: u32,
}

impl From<estimate::CountRange> for CountRange {
    fn from(range: estimate::CountRange) -> Self {
        Self {
            from: range.from,
            to: range.to,
        }
    }
}

/// One item, as it was priced.
#[derive(Serialize, ToSchema)]
pub struct EstimatedItem<'a> {
    /// The code of the treatment.
    #[schema(example = "mesotherapy-fat-reduction")]
    treatment: &'a str,
    /// Its name.
    treatment_name: &'a str,
    /// The code of the area.
    #[schema(example = "abdomen")]
    area: &'a str,
    /// Its name.
    area_name: &'a str,
    /// The number of sessions, narrowed to the counts that are sold.
    sessions: EstimatedSessions,
    /// More sessions for no more money; null where there is no such offer.
    better_offer: Option<BetterOffer>,
    /// The total of the request with this item alone, by number of sessions. Left out where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<Rung>, required = false)]
    ladder: Option<Rows<'a, estimate::Rung, Rung>>,
    /// How the visits would fall. Left out where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<Schedule<'a>>,
}

impl<'a> EstimatedItem<'a> {
    fn new(shown: Shown<'a>, item: &'a estimate::EstimatedItem) -> Self {
        let treatment = shown.list.treatment(item.treatment);
        let area = shown.list.area(item.area);
        let ladder = Rows {
            of: &item.ladder,
            shown,
            wire: Rung::new,
        };
        Self {
            treatment: &treatment.code,
            treatment_name: treatment.name.get(shown.language),
            area: &area.code,
            area_name: area.name.get(shown.language),
            sessions: EstimatedSessions {
                from: item.sessions_from,
                to: item.sessions_to,
                open_ended: item.open_ended,
            },
            better_offer: item.better_offer.map(|offer| BetterOffer {
                sessions: offer.sessions,
                saves: Amount(offer.saves),
            }),
            // An item that was priced can be bought at one count at least: only one not asked for is empty.
            ladder: (!item.ladder.is_empty()).then_some(ladder),
            schedule: item.schedule.as_ref().map(|schedule| Schedule::new(shown, schedule)),
        }
    }
}

/// The number of sessions of an item.
#[derive(Serialize, ToSchema)]
pub struct EstimatedSessions {
    /// The fewest.
    from: u8,
    /// The most.
    to: u8,
    /// Whether it was asked for as "so many or more", or is usually so and no count was given.
    open_ended: bool,
}

/// More sessions for no more money.
#[derive(Serialize, ToSchema)]
pub struct BetterOffer {
    /// So many sessions in place of those asked for.
    sessions: u8,
    /// What they cost less, at the low end; may be nothing.
    saves: Amount,
}

/// The total at one number of sessions.
#[derive(Serialize, ToSchema)]
pub struct Rung {
    /// The number of sessions.
    sessions: u8,
    /// The total.
    total: AmountRange,
}

impl Rung {
    fn new(_: Shown<'_>, rung: &estimate::Rung) -> Self {
        Self {
            sessions: rung.sessions,
            total: rung.total.into(),
        }
    }
}
