use jiff::civil::Date;

use crate::estimate::basket::{Basket, Terms};
use crate::estimate::resolve::Resolved;
use crate::estimate::{Breakdown, MoneyRange};
use crate::price_list::{End, PriceList, Sessions, Who};

/// One course on its own, priced at both ends.
pub(super) struct Step {
    pub(super) sessions: u8,
    pub(super) low: Breakdown,
    /// Where the two ends differ.
    high: Option<Breakdown>,
}

impl Step {
    /// What its quote comes to.
    pub(super) fn total(&self) -> MoneyRange {
        MoneyRange::of(self.low.total, self.high().total)
    }

    pub(super) fn high(&self) -> &Breakdown {
        self.high.as_ref().unwrap_or(&self.low)
    }

    /// Whether it costs less than another at either end.
    pub(super) fn is_below(&self, other: &Step) -> bool {
        let (own, other) = (self.total(), other.total());
        own.from < other.from || own.to < other.to
    }
}

/// Under which terms courses are looked at.
const fn terms(on: Date) -> Terms<'static> {
    Terms {
        on,
        who: Who::Staff,
        chosen: &[],
        promo_code: None,
    }
}

/// The courses of a treatment on an area that are sold on a day, by number of sessions.
pub(super) fn of(list: &PriceList, (treatment, area): (&str, &str), on: Date) -> Vec<Step> {
    let ids = list.find_treatment(treatment).zip(list.find_area(area));
    let Some((treatment, area)) = ids else {
        return Vec::new();
    };
    let Ok(courses) = list.courses(treatment, area, on) else {
        return Vec::new();
    };
    let item = Resolved {
        treatment,
        area,
        courses,
        from: 1,
        to: 1,
        open_ended: false,
    };
    let Ok(alone) = Basket::new(list, std::iter::once(&item), terms(on)) else {
        return Vec::new();
    };
    let is_range = alone.is_range();
    let priced = |sessions: u8, end: End| {
        let mut breakdown = alone.empty();
        alone.price(&[sessions], end, &mut breakdown);
        breakdown
    };
    let steps = item.courses.sold().map(|sessions| Step {
        sessions,
        low: priced(sessions, End::Low),
        high: is_range.then(|| priced(sessions, End::High)),
    });
    steps.collect()
}

/// Why a course is not sold on a day: the code of the refusal.
pub(super) fn why_not(list: &PriceList, (treatment, area): (&str, &str), sessions: u8, on: Date) -> &'static str {
    let Some(treatment) = list.find_treatment(treatment) else {
        return "unknown_treatment";
    };
    let Some(area) = list.find_area(area) else {
        return "unknown_area";
    };
    match Resolved::new(list, (treatment, area), Some(Sessions::Count(sessions.into())), on) {
        Err(reason) => reason.code(),
        Ok(_) => "no_tax_rate",
    }
}
