//! What is priced together: items, the extras they get, the discounts they may get and the taxes on all of it.
//!
//! A basket is made once for a request and then priced at many counts and at both ends, so everything that doesn't
//! depend on counts is settled here.

use jiff::civil::Date;

use super::resolve::Resolved;
use crate::money::{Money, Percent};
use crate::price_list::{
    AreaId, Charge, Courses, Discount, DiscountId, End, Extra, ExtraId, ExtraRow, Per, PriceList, TaxId, TreatmentId,
    Who,
};

/// Under which terms a basket is priced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) on: Date,
    pub(super) who: Who,
    /// Chosen optional extras; those that match no item are passed over.
    pub(super) chosen: &'a [ExtraId],
    /// The promo code, folded; `None` without one.
    pub(super) promo_code: Option<&'a str>,
}

/// What is priced together, settled as far as it doesn't depend on counts.
#[derive(Debug)]
pub(super) struct Basket<'a> {
    pub(super) list: &'a PriceList,
    pub(super) items: Vec<BasketItem<'a>>,
    pub(super) charges: Vec<ExtraCharge<'a>>,
    /// In the order in which they are applied.
    pub(super) rules: Vec<Rule<'a>>,
    /// Taxes with a line, in order of the table, with their rate on the date.
    pub(super) taxes: Vec<(TaxId, Percent)>,
    pub(super) promo: Promo,
}

/// An item of a basket.
#[derive(Clone, Copy, Debug)]
pub(super) struct BasketItem<'a> {
    pub(super) treatment: TreatmentId,
    pub(super) area: AreaId,
    pub(super) courses: &'a Courses,
    /// Its place among the basket's taxes.
    pub(super) tax: usize,
}

/// One charge of an extra: for one item, or once for the quote.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraCharge<'a> {
    pub(super) extra: ExtraId,
    pub(super) per: Per,
    /// `None` where it is charged once for the quote.
    pub(super) item: Option<usize>,
    /// The row that counts at the low end.
    pub(super) low: &'a ExtraRow,
    /// The row that counts at the high end.
    pub(super) high: &'a ExtraRow,
    /// Its place among the basket's taxes.
    pub(super) tax: usize,
}

/// A discount that may be open, with the items that it matches by treatment and area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule<'a> {
    pub(super) id: DiscountId,
    pub(super) discount: &'a Discount,
    pub(super) matches: Items,
}

/// Whether a promo code was given, and whether any rule for this caller and date has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Promo {
    NotGiven,
    NotValid,
    Known,
}

/// A set of items, by place. A request has at most 20.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Items(u32);

impl Items {
    pub(super) fn of(places: impl Iterator<Item = usize>) -> Self {
        Self(places.fold(0, |set, place| set | 1 << place))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros();
            // Takes the lowest bit off; there is none to take in the end.
            left &= left.checked_sub(1)?;
            Some(place as usize)
        })
    }

    #[must_use]
    pub(super) fn only(self, keep: impl Fn(usize) -> bool) -> Self {
        Self::of(self.iter().filter(|place| keep(*place)))
    }

    #[must_use]
    pub(super) fn with(self, other: Items) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) fn without(self, other: Items) -> Self {
        Self(self.0 & !other.0)
    }
}

impl<'a> Basket<'a> {
    /// Settles a basket, or names the taxes that have a line but no rate on the date.
    pub(super) fn new(
        list: &'a PriceList,
        items: impl Iterator<Item = &'a Resolved>,
        terms: Terms<'_>,
    ) -> Result<Self, Vec<TaxId>> {
        let mut basket = Self {
            list,
            items: Vec::new(),
            charges: Vec::new(),
            rules: Vec::new(),
            taxes: Vec::new(),
            promo: Promo::NotGiven,
        };
        basket.items.extend(items.map(|item| BasketItem {
            treatment: item.treatment,
            area: item.area,
            courses: &item.courses,
            tax: 0,
        }));
        basket.add_charges(terms);
        basket.settle_taxes(terms.on)?;
        basket.add_rules(terms);
        Ok(basket)
    }

    /// Whether the two ends differ anywhere.
    pub(super) fn is_range(&self) -> bool {
        self.items.iter().any(|item| item.courses.is_range())
            || self
                .charges
                .iter()
                .any(|charge| charge.low.price != charge.high.price_to)
    }

    fn add_charges(&mut self, terms: Terms<'_>) {
        for (id, extra) in self.list.extras() {
            if extra.charge == Charge::Optional && !terms.chosen.contains(&id) {
                continue;
            }
            match extra.per {
                Per::Quote => self.add_charge_of_quote(id, extra, terms.on),
                Per::Item | Per::Session => self.add_charges_of_items(id, extra, terms.on),
            }
        }
    }

    fn add_charges_of_items(&mut self, id: ExtraId, extra: &'a Extra, on: Date) {
        let items = self.items.iter().enumerate();
        self.charges.extend(items.filter_map(|(at, item)| {
            let row = extra.row_for(item.treatment, item.area, on)?;
            Some(ExtraCharge {
                extra: id,
                per: extra.per,
                item: Some(at),
                low: row,
                high: row,
                tax: 0,
            })
        }));
    }

    /// Once, at the dearest row (at that end) that any item got, the first of equals.
    fn add_charge_of_quote(&mut self, id: ExtraId, extra: &'a Extra, on: Date) {
        let items = self.items.iter();
        let rows = items.filter_map(|item| extra.row_for(item.treatment, item.area, on));
        let dearest = rows.map(|row| (row, row)).reduce(|(low, high), (row, _)| {
            (
                if row.price > low.price { row } else { low },
                if row.price_to > high.price_to { row } else { high },
            )
        });
        if let Some((low, high)) = dearest {
            self.charges.push(ExtraCharge {
                extra: id,
                per: Per::Quote,
                item: None,
                low,
                high,
                tax: 0,
            });
        }
    }

    /// Groups lines by tax: every tax with a line, in order of the table, has a rate on the date.
    fn settle_taxes(&mut self, on: Date) -> Result<(), Vec<TaxId>> {
        let tax_of_item = |item: &BasketItem<'_>| self.list.treatment(item.treatment).tax;
        let tax_of_charge = |charge: &ExtraCharge<'_>| self.list.extra(charge.extra).tax;
        let mut used: Vec<TaxId> = self
            .items
            .iter()
            .map(tax_of_item)
            .chain(self.charges.iter().map(tax_of_charge))
            .collect();
        used.sort_unstable();
        used.dedup();
        let place = |tax: TaxId| used.binary_search(&tax).unwrap_or_default();
        for item in &mut self.items {
            item.tax = place(self.list.treatment(item.treatment).tax);
        }
        for charge in &mut self.charges {
            charge.tax = place(self.list.extra(charge.extra).tax);
        }
        let mut missing = Vec::new();
        for tax in used {
            match self.list.tax(tax).rate_on(on) {
                Some(rate) => self.taxes.push((tax, rate.percent)),
                None => missing.push(tax),
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    fn add_rules(&mut self, terms: Terms<'_>) {
        self.promo = if terms.promo_code.is_some() {
            Promo::NotValid
        } else {
            Promo::NotGiven
        };
        for (id, discount) in self.list.discounts() {
            let is_for_caller = discount.who == Who::Anyone || terms.who == Who::Staff;
            let has_code = discount.promo_code.as_deref();
            let is_given = has_code.is_none() || has_code == terms.promo_code;
            if !(is_for_caller && is_given && discount.validity.holds(terms.on)) {
                continue;
            }
            if has_code.is_some() {
                self.promo = Promo::Known;
            }
            let matches = Items::of((0..self.items.len()).filter(|at| self.items[*at].is_matched_by(discount)));
            if self.areas(matches) >= usize::from(discount.min_areas.max(1)) {
                self.rules.push(Rule { id, discount, matches });
            }
        }
    }

    /// On how many different areas the items lie.
    pub(super) fn areas(&self, items: Items) -> usize {
        let area = |at: usize| self.items[at].area;
        items
            .iter()
            .filter(|at| {
                items
                    .iter()
                    .take_while(|earlier| earlier < at)
                    .all(|e| area(e) != area(*at))
            })
            .count()
    }
}

impl BasketItem<'_> {
    fn is_matched_by(&self, discount: &Discount) -> bool {
        discount.treatment.is_none_or(|t| t == self.treatment) && discount.area.is_none_or(|a| a == self.area)
    }
}

impl Rule<'_> {
    /// Whether it needs the promo code.
    pub(super) fn needs_code(&self) -> bool {
        self.discount.promo_code.is_some()
    }
}

impl<'a> ExtraCharge<'a> {
    /// The row that counts at one end, and its price there.
    pub(super) fn at(&self, end: End) -> (&'a ExtraRow, Money) {
        match end {
            End::Low => (self.low, self.low.price),
            End::High => (self.high, self.high.price_to),
        }
    }
}
