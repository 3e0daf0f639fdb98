use jiff::civil::Date;

use super::Includes;
use crate::money::{Money, Percent};
use crate::price_list::{AreaId, DiscountId, ExtraId, Origin, Part, PlanId, TaxId, TreatmentId};

/// A priced answer: one breakdown, or two where it is a range. Kept nowhere.
#[derive(Clone, PartialEq, Debug)]
pub struct Estimate {
    /// The day for which it is priced.
    pub on: Date,
    /// What it holds beside the figures: what was not asked for is empty.
    pub include: Includes,
    /// The promo code as it was given, without outer blanks; `None` without one.
    pub promo_code: Option<Box<str>>,
    /// The items, in the order in which they were asked for.
    pub items: Vec<EstimatedItem>,
    /// From the lower total to the higher one.
    pub total: MoneyRange,
    /// The cheaper breakdown, or the only one.
    pub low: Breakdown,
    /// The other one, where the answer is a range.
    pub high: Option<Breakdown>,
    /// Beside the alternative: `None` where it was not asked for or nothing has an alternative.
    pub comparison: Option<Comparison>,
    /// Places in [`PriceList::facts`](crate::price_list::PriceList::facts) of the facts that go along, in file order.
    pub facts: Vec<usize>,
    /// The payment plans that are open to the total; empty where they were not asked for.
    pub plans: Vec<PlanPayments>,
}

/// From one amount to another, which may be the same.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MoneyRange {
    /// The lower end.
    pub from: Money,
    /// The upper end.
    pub to: Money,
}

/// From one count to another, which may be the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CountRange {
    /// The lower end.
    pub from: u32,
    /// The upper end.
    pub to: u32,
}

/// Days between the first visit and the last one: at the earliest, at the latest.
pub type SpanDays = CountRange;

/// One item of the request, as it was priced.
#[derive(Clone, PartialEq, Debug)]
pub struct EstimatedItem {
    /// The treatment.
    pub treatment: TreatmentId,
    /// The area.
    pub area: AreaId,
    /// Fewest sessions, after narrowing to the counts that are sold.
    pub sessions_from: u8,
    /// Most sessions, after narrowing.
    pub sessions_to: u8,
    /// Whether it was asked for as "so many or more", or is typically so and no count was given, and
    /// `sessions_to` is above `sessions_from`.
    pub open_ended: bool,
    /// More sessions for no more money.
    pub better_offer: Option<BetterOffer>,
    /// The total by number of sessions; empty where it was not asked for.
    pub ladder: Vec<Rung>,
    /// How the visits would fall; `None` where it was not asked for.
    pub schedule: Option<Schedule>,
}

impl MoneyRange {
    /// The two amounts, the lower one first.
    pub fn of(one: Money, other: Money) -> Self {
        if other < one {
            Self { from: other, to: one }
        } else {
            Self { from: one, to: other }
        }
    }

    /// Whether both ends are the same.
    pub fn is_definite(self) -> bool {
        self.from == self.to
    }
}

impl EstimatedItem {
    /// Whether the item has one count.
    pub fn is_definite(&self) -> bool {
        self.sessions_from == self.sessions_to
    }
}

/// More sessions for no more money.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BetterOffer {
    /// So many sessions in place of those asked for.
    pub sessions: u8,
    /// What they cost less, at the low end; may be nothing.
    pub saves: Money,
}

/// The total of the request with one item alone, at so many sessions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rung {
    /// The number of sessions.
    pub sessions: u8,
    /// The total.
    pub total: MoneyRange,
}

/// How the visits of an item would fall.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// From the earliest last visit of the smaller count to the latest of the larger.
    pub span_days: SpanDays,
    /// The visits of the larger count.
    pub visits: Vec<Visit>,
}

/// One visit: days counted from the first session, which is on day 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// The session, from 1.
    pub session: u8,
    /// The earliest day.
    pub earliest_day: u32,
    /// The latest day.
    pub latest_day: u32,
}

/// One exact pricing: lines that add up to a total.
#[derive(Clone, PartialEq, Debug)]
pub struct Breakdown {
    /// One line for each item, in item order.
    pub courses: Vec<CourseLine>,
    /// By table, then by item.
    pub extras: Vec<ExtraLine>,
    /// In the order in which they were applied.
    pub discounts: Vec<DiscountLine>,
    /// One line for each tax, in the order of the table.
    pub tax: Vec<TaxLine>,
    /// How far the promo code got; `None` without one.
    pub promo_code: Option<PromoOutcome>,
    /// The courses before discount.
    pub subtotal: Money,
    /// The extras.
    pub extras_total: Money,
    /// The discounts, zero or below.
    pub discount_total: Money,
    /// All lines after discount, plus tax where prices do not hold it.
    pub total: Money,
}

/// A course: the sessions of one item.
#[derive(Clone, PartialEq, Debug)]
pub struct CourseLine {
    /// The item.
    pub item: usize,
    /// The number of sessions.
    pub sessions: u8,
    /// What they cost before discount.
    pub amount: Money,
    /// The amount for each session, rounded to the minor unit, for display.
    pub per_session: Money,
    /// How they are bought.
    pub parts: Vec<Part>,
}

/// An extra.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ExtraLine {
    /// The item; `None` where it is charged once for the quote.
    pub item: Option<usize>,
    /// The extra.
    pub extra: ExtraId,
    /// The row that counts.
    pub origin: Origin,
    /// How many.
    pub quantity: u32,
    /// What they cost.
    pub amount: Money,
}

/// What a discount takes off one course.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DiscountLine {
    /// The item.
    pub item: usize,
    /// The discount.
    pub discount: DiscountId,
    /// What it takes: below zero.
    pub amount: Money,
}

/// The tax of one code.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TaxLine {
    /// The tax.
    pub tax: TaxId,
    /// Its rate on the date.
    pub percent: Percent,
    /// The lines of the group without the tax.
    pub net: Money,
    /// The tax.
    pub amount: Money,
    /// The lines of the group with the tax.
    pub gross: Money,
}

/// How far a promo code got. Ordered from least to furthest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PromoOutcome {
    /// No rule for this caller and date has it.
    NotValid,
    /// A rule has it, but is not open.
    ConditionsNotMet,
    /// Its rule is open, but there was nothing to take when its step began.
    NoEffect,
    /// Other discounts of its step took its lines, or the quote is cheaper without the code.
    BetterDiscountApplied,
    /// Its line stands.
    Applied,
}

impl PromoOutcome {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            PromoOutcome::NotValid => "not_valid",
            PromoOutcome::ConditionsNotMet => "conditions_not_met",
            PromoOutcome::NoEffect => "no_effect",
            PromoOutcome::BetterDiscountApplied => "better_discount_applied",
            PromoOutcome::Applied => "applied",
        }
    }
}

/// Cost, visits and time beside the alternative. It never says that results are equal.
#[derive(Clone, PartialEq, Debug)]
pub struct Comparison {
    /// The items that are compared.
    pub compared_items: Vec<usize>,
    /// The items that are not, each with its reason.
    pub not_compared: Vec<NotCompared>,
    /// Both sides; `None` with no item left.
    pub sides: Option<Sides>,
}

/// The two sides of a comparison.
#[derive(Clone, PartialEq, Debug)]
pub struct Sides {
    /// The items that are compared.
    pub this: This,
    /// Their alternatives.
    pub alternative: Alternative,
    /// Alternative less this: from the least to the most. May be below zero.
    pub difference: MoneyRange,
    /// Which is cheaper.
    pub verdict: Verdict,
    /// From and up to which count: given where a single item is compared.
    pub break_even: Option<BreakEven>,
}

/// An item that has nothing to be compared with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotCompared {
    /// The item.
    pub item: usize,
    /// `no_alternative`, or the code of the refusal of the alternative.
    pub reason: &'static str,
}

/// The items that are compared, priced without promo code and optional extras.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct This {
    /// The total.
    pub total: MoneyRange,
    /// From the largest of the items' smaller counts to the sum of their larger ones.
    pub visits: CountRange,
    /// The longest of the items' spans, at each end.
    pub span_days: SpanDays,
}

/// The alternatives on the same areas, at their typical sessions.
#[derive(Clone, PartialEq, Debug)]
pub struct Alternative {
    /// One for each treatment and area.
    pub items: Vec<EstimatedItem>,
    /// The total.
    pub total: MoneyRange,
    /// As of the items that are compared.
    pub visits: CountRange,
    /// As of the items that are compared.
    pub span_days: SpanDays,
    /// The cheaper breakdown, or the only one.
    pub low: Breakdown,
    /// The other one, where it is a range.
    pub high: Option<Breakdown>,
}

/// Which of the two sides is cheaper, over the whole of both ranges.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// This is cheaper than the alternative.
    Cheaper,
    /// This is dearer than the alternative.
    Dearer,
    /// The ranges share an amount.
    Depends,
}

impl Verdict {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Cheaper => "cheaper",
            Verdict::Dearer => "dearer",
            Verdict::Depends => "depends",
        }
    }
}

/// Where the cost of the item crosses the alternative's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BreakEven {
    /// The largest count that is sold such that it and every count below are cheaper.
    pub cheaper_up_to: Option<u8>,
    /// The smallest count that is sold such that it and every count above are dearer.
    pub dearer_from: Option<u8>,
}

/// The payments of one plan; they add up to the total.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanPayments {
    /// The plan.
    pub plan: PlanId,
    /// The payments, in order.
    pub payments: Vec<Money>,
}
