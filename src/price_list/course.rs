use jiff::civil::Date;

use super::fill::Bought;
use super::{AreaId, Origin, Price, PriceList, PriceRow, TreatmentId, Unit};
use crate::money::{Currency, Money};

/// The end of the price ranges at which something is priced.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum End {
    /// At `price`.
    Low,
    /// At `price_to` where given, else at `price`.
    High,
}

impl End {
    /// The price at this end.
    pub fn of(self, low: Money, high: Money) -> Money {
        match self {
            End::Low => low,
            End::High => high,
        }
    }
}

/// Why a treatment on an area has no courses on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unpriced {
    /// There is no row for the pair (`not_offered`).
    NotOffered,
    /// There are rows, but none on the day (`no_price_on_date`).
    NoPriceOnDate {
        /// The nearest day that has one; the earlier of equals.
        nearest: Date,
    },
}

/// What courses of one treatment on one area cost on one day: section 3, rule 1 of the pricing rules.
///
/// A course costs the least that buys exactly its sessions: any packages, each any number of times, and the rate for
/// the whole count for each session that they leave.
#[derive(Debug)]
pub struct Courses {
    currency: Currency,
    most: u8,
    // Rates by ascending, packages by descending sessions.
    rates: Vec<PriceRow>,
    packages: Vec<PriceRow>,
    is_range: bool,
    // Empty where there are no packages; what is bought at the high end also where no price is a range.
    low: Bought,
    high: Bought,
}

/// One way in which sessions of a course are bought.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Part {
    /// At the rate, or as a package.
    pub unit: Unit,
    /// Sessions that one of it holds: of a package its size, of a rate the sessions bought at it.
    pub sessions: u8,
    /// How many were bought: of a package how often, of a rate the sessions bought at it.
    pub count: u8,
    /// The price of one package, or of one session.
    pub price: Money,
    /// What it comes to.
    pub amount: Money,
    /// The row that says so.
    pub origin: Origin,
}

impl PriceList {
    /// The courses of a treatment on an area on a day.
    pub fn courses(&self, treatment: TreatmentId, area: AreaId, on: Date) -> Result<Courses, Unpriced> {
        let rows = self.prices().of(treatment, area);
        let most = self.treatment(treatment).max_sessions;
        let counting = rows.iter().filter(|row| row.validity.holds(on));
        let courses = Courses::of(counting.copied(), most, self.currency());
        if courses.is_empty() {
            return Err(unpriced(rows, on));
        }
        Ok(courses)
    }
}

fn unpriced(rows: &[PriceRow], on: Date) -> Unpriced {
    let days = rows.iter().map(|row| row.validity.nearest(on));
    match days.min_by_key(|day| (day.duration_since(on).abs(), *day)) {
        None => Unpriced::NotOffered,
        Some(nearest) => Unpriced::NoPriceOnDate { nearest },
    }
}

impl Courses {
    /// The courses of rows that count on one day, in order of the price list.
    pub(super) fn of(rows: impl IntoIterator<Item = PriceRow>, most: u8, currency: Currency) -> Self {
        let rows = rows.into_iter();
        let mut courses = Self {
            currency,
            most,
            rates: Vec::with_capacity(rows.size_hint().1.unwrap_or_default()),
            packages: Vec::new(),
            is_range: false,
            low: Bought::default(),
            high: Bought::default(),
        };
        for row in rows {
            courses.take(row);
        }
        courses.buy();
        courses
    }

    /// Takes the next row in order of the price list: by unit, then by ascending sessions.
    fn take(&mut self, row: PriceRow) {
        self.is_range |= matches!(row.price(self.currency), Price::Fixed(low, high) if low != high);
        match row.unit {
            Unit::Session => self.rates.push(row),
            Unit::Package => self.packages.insert(0, row),
        }
    }

    fn buy(&mut self) {
        if self.packages.is_empty() {
            return;
        }
        self.low = self.bought(End::Low);
        if self.is_range {
            self.high = self.bought(End::High);
        }
    }

    fn bought(&self, end: End) -> Bought {
        Bought::of((&self.packages, &self.rates), self.most, end, self.currency)
    }

    /// Whether no row counts at all.
    pub(super) fn is_empty(&self) -> bool {
        self.rates.is_empty() && self.packages.is_empty()
    }

    /// The treatment's most sessions.
    pub fn most(&self) -> u8 {
        self.most
    }

    /// Whether a price among them is a range, so that the two ends differ.
    pub fn is_range(&self) -> bool {
        self.is_range
    }

    /// What a course of `sessions` costs at one end; `None` where the count can't be bought.
    pub fn cost(&self, sessions: u8, end: End) -> Option<Money> {
        self.cheapest(sessions, end).map(|(cost, _)| cost)
    }

    /// Whether a course of `sessions` can be bought.
    pub fn is_sold(&self, sessions: u8) -> bool {
        let in_range = (1..=self.most).contains(&sessions);
        in_range && (self.rate_price(sessions, End::Low).is_some() || self.low.is_filled(sessions))
    }

    /// Counts, ascending, between which a course never costs less than at the nearest of them below: the edges of the
    /// rates, or every count where there are packages.
    pub fn edges(&self) -> impl Iterator<Item = u8> {
        let all = if self.packages.is_empty() { 1..1 } else { 1..self.most };
        let rates = self.rates.iter().filter(|_| self.packages.is_empty());
        let edges = rates
            .flat_map(|rate| [rate.sessions - 1, rate.sessions])
            .filter(|count| *count > 0);
        all.chain(edges).chain([self.most])
    }

    /// Every count that can be bought, ascending.
    pub fn sold(&self) -> impl Iterator<Item = u8> {
        (1..=self.most).filter(|n| self.is_sold(*n))
    }

    /// Whether the rate for `sessions` is told on request.
    pub fn is_on_request(&self, sessions: u8) -> bool {
        self.rate(sessions)
            .is_some_and(|rate| rate.price(self.currency) == Price::OnRequest)
    }

    /// The rate for a course of `sessions` at one end: its row and price; `None` where there is none or it is told
    /// on request.
    pub fn rate_price(&self, sessions: u8, end: End) -> Option<(&PriceRow, Money)> {
        let rate = self.rate(sessions)?;
        match rate.price(self.currency) {
            Price::Fixed(low, high) => Some((rate, end.of(low, high))),
            Price::OnRequest => None,
        }
    }

    /// The rates, by ascending sessions.
    pub fn rates(&self) -> &[PriceRow] {
        &self.rates
    }

    /// The packages, the largest first.
    pub fn packages(&self) -> &[PriceRow] {
        &self.packages
    }

    /// How a course of `sessions` is bought at one end: packages, the largest first, then sessions at the rate.
    /// Empty where the count can't be bought.
    pub fn parts(&self, sessions: u8, end: End) -> Vec<Part> {
        let Some((_, in_packages)) = self.cheapest(sessions, end) else {
            return Vec::new();
        };
        let bought = self.bought_at(end).packages_of(&self.packages, in_packages);
        let mut parts: Vec<Part> = bought
            .iter()
            .filter_map(|(row, times)| self.package(row, *times, end))
            .collect();
        let left = sessions - in_packages;
        if let Some((rate, price)) = self.rate_price(sessions, end).filter(|_| left > 0) {
            let amount = price * u32::from(left);
            parts.push(Part {
                unit: Unit::Session,
                sessions: left,
                count: left,
                price,
                amount,
                origin: rate.origin(),
            });
        }
        parts
    }

    /// The least that buys exactly `sessions`, and how many of them are in packages: of equal costs the most.
    fn cheapest(&self, sessions: u8, end: End) -> Option<(Money, u8)> {
        if sessions == 0 || sessions > self.most {
            return None;
        }
        if self.packages.is_empty() {
            let (_, price) = self.rate_price(sessions, end)?;
            return Some((price * u32::from(sessions), 0));
        }
        let (minor, in_packages) = self.bought_at(end).cheapest(sessions)?;
        Some((Money::from_minor(minor, self.currency), in_packages))
    }

    fn rate(&self, sessions: u8) -> Option<&PriceRow> {
        self.rates.iter().rev().find(|rate| rate.sessions <= sessions)
    }

    fn bought_at(&self, end: End) -> &Bought {
        match end {
            End::High if self.is_range => &self.high,
            _ => &self.low,
        }
    }

    fn package(&self, row: &PriceRow, times: u8, end: End) -> Option<Part> {
        let Price::Fixed(low, high) = row.price(self.currency) else {
            return None;
        };
        let price = end.of(low, high);
        let amount = price * u32::from(times);
        Some(Part {
            unit: Unit::Package,
            sessions: row.sessions,
            count: times,
            price,
            amount,
            origin: row.origin(),
        })
    }
}
