use jiff::civil::Date;

use crate::money::Money;
use crate::price_list::{AreaId, Courses, End, Price, PriceList, PriceRow, TreatmentId, Validity};

/// What is sold from today on, a line for each treatment on each area.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// By treatment, then by area.
    pub(super) offers: Vec<Offer>,
    /// The smallest price above zero, in minor units.
    pub(super) smallest_price: Option<i64>,
}

/// A treatment on an area that has a price today or later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) treatment: TreatmentId,
    pub(super) area: AreaId,
    /// The largest count that is sold; 0 where all is on request.
    pub(super) most_sold: u8,
    /// The dearest course at the low end, in minor units.
    pub(super) dearest: i64,
}

impl Survey {
    /// Goes through all offers once; `look` sees their courses on each stretch of days on which the same rows count.
    pub(super) fn of(list: &PriceList, today: Date, mut look: impl FnMut(&[PriceRow], Validity, &Courses)) -> Self {
        let mut survey = Self::default();
        for rows in list.prices().pairs() {
            let mut offer: Option<Offer> = None;
            for (days, courses) in list.courses_from(rows, today) {
                look(rows, days, &courses);
                offer = Some(offer.unwrap_or(Offer::none(rows[0])).with(&courses));
            }
            survey.offers.extend(offer);
            survey.take_smallest(list, rows, today);
        }
        survey
    }

    fn take_smallest(&mut self, list: &PriceList, rows: &[PriceRow], today: Date) {
        for row in rows.iter().filter(|row| row.validity.last >= today) {
            if let Price::Fixed(low, _) = row.price(list.currency())
                && !low.is_zero()
            {
                let smallest = self.smallest_price.unwrap_or(i64::MAX);
                self.smallest_price = Some(smallest.min(low.minor()));
            }
        }
    }

    /// The areas on which a treatment has a price.
    pub(super) fn areas_of(&self, treatment: TreatmentId) -> impl Iterator<Item = AreaId> {
        self.of_treatment(treatment).iter().map(|offer| offer.area)
    }

    /// The offers of one treatment.
    pub(super) fn of_treatment(&self, treatment: TreatmentId) -> &[Offer] {
        let start = self.offers.partition_point(|offer| offer.treatment < treatment);
        let end = self.offers.partition_point(|offer| offer.treatment <= treatment);
        &self.offers[start..end]
    }

    /// Whether a treatment has a price on an area.
    pub(super) fn has(&self, treatment: TreatmentId, area: AreaId) -> bool {
        self.of_treatment(treatment)
            .binary_search_by_key(&area, |offer| offer.area)
            .is_ok()
    }
}

impl Offer {
    fn none(row: PriceRow) -> Self {
        Self {
            treatment: row.treatment,
            area: row.area,
            most_sold: 0,
            dearest: 0,
        }
    }

    fn with(self, courses: &Courses) -> Self {
        let most_sold = (1..=courses.most())
            .rev()
            .find(|n| courses.is_sold(*n))
            .unwrap_or_default();
        let costs = courses.edges().filter_map(|n| courses.cost(n, End::Low));
        let dearest = costs.map(Money::minor).max().unwrap_or_default();
        Self {
            most_sold: self.most_sold.max(most_sold),
            dearest: self.dearest.max(dearest),
            ..self
        }
    }
}
