use super::{AreaId, End, Origin, Table, TreatmentId, Validity};
use crate::money::{Currency, Money};

/// What a price is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// A rate: for each session of a course of so many sessions or more.
    Session,
    /// A package: for exactly so many sessions.
    Package,
}

/// A price, or a range of prices.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Price {
    /// From the first to the second, which are the same where the price is no range.
    Fixed(Money, Money),
    /// Told on request: it buys nothing.
    OnRequest,
}

/// One row of `prices.csv`, kept small: a list may hold a million.
#[derive(Clone, Copy, Debug)]
pub struct PriceRow {
    /// The treatment.
    pub treatment: TreatmentId,
    /// The area.
    pub area: AreaId,
    /// Rate or package.
    pub unit: Unit,
    /// A rate counts from so many sessions on; a package holds so many.
    pub sessions: u8,
    /// The days on which it counts.
    pub validity: Validity,
    line: u32,
    // Minor units of the price list's currency; on request is a price below zero.
    low: i64,
    high: i64,
}

/// Stands for a price that is told on request.
const ON_REQUEST: i64 = -1;

impl PriceRow {
    /// A row as it stands on `line` of `prices.csv`.
    pub fn new(
        (treatment, area): (TreatmentId, AreaId),
        (unit, sessions): (Unit, u8),
        price: Price,
        validity: Validity,
        line: u32,
    ) -> Self {
        let (low, high) = match price {
            Price::Fixed(low, high) => (low.minor(), high.minor()),
            Price::OnRequest => (ON_REQUEST, ON_REQUEST),
        };
        Self {
            treatment,
            area,
            unit,
            sessions,
            validity,
            line,
            low,
            high,
        }
    }

    /// The price in the price list's currency.
    pub fn price(&self, currency: Currency) -> Price {
        match self.low {
            ON_REQUEST => Price::OnRequest,
            low => Price::Fixed(Money::from_minor(low, currency), Money::from_minor(self.high, currency)),
        }
    }

    /// The price at one end; `None` where it is told on request.
    pub fn at(&self, end: End, currency: Currency) -> Option<Money> {
        match self.price(currency) {
            Price::Fixed(low, high) => Some(end.of(low, high)),
            Price::OnRequest => None,
        }
    }

    /// Whether another row is for the same treatment, area, unit and number of sessions, on other days.
    pub fn is_same_offer(&self, other: &PriceRow) -> bool {
        self.key() == other.key()
    }

    /// Where the row stands.
    pub fn origin(&self) -> Origin {
        Origin {
            table: Table::Prices,
            line: self.line,
        }
    }

    /// The key as one number, which sorts a million rows faster.
    fn rank(&self) -> u64 {
        let (treatment, area) = (self.treatment.index() as u64, self.area.index() as u64);
        treatment << 32 | area << 16 | u64::from(self.unit == Unit::Package) << 8 | u64::from(self.sessions)
    }

    /// What rows of one treatment and area are ordered by; two of the same key may not share a day.
    pub(super) fn key(&self) -> (TreatmentId, AreaId, Unit, u8) {
        (self.treatment, self.area, self.unit, self.sessions)
    }
}

/// All prices, ordered by treatment, area, unit, sessions and first day, and indexed by treatment and area.
#[derive(Debug)]
pub struct Prices {
    rows: Vec<PriceRow>,
    pairs: Vec<Pair>,
    // Where the pairs of each treatment begin, and one past the last.
    starts: Vec<u32>,
}

/// The rows of one treatment on one area begin at `start`.
#[derive(Clone, Copy, Debug)]
struct Pair {
    area: AreaId,
    start: u32,
}

impl Prices {
    /// Orders and indexes the rows of a list of `treatments` treatments.
    pub(super) fn new(mut rows: Vec<PriceRow>, treatments: usize) -> Self {
        rows.sort_unstable_by_key(|row| (row.rank(), row.validity.first, row.line));
        let mut pairs: Vec<Pair> = Vec::new();
        let mut starts = Vec::with_capacity(treatments + 1);
        for (start, row) in (0_u32..).zip(&rows) {
            let is_new = start == 0 || {
                let before = &rows[start as usize - 1];
                (before.treatment, before.area) != (row.treatment, row.area)
            };
            if is_new {
                starts.resize(starts.len().max(row.treatment.index() + 1), index(pairs.len()));
                pairs.push(Pair { area: row.area, start });
            }
        }
        starts.resize(treatments + 1, index(pairs.len()));
        Self { rows, pairs, starts }
    }

    /// All rows, in order.
    pub fn rows(&self) -> &[PriceRow] {
        &self.rows
    }

    /// The rows of a treatment on an area, of every day; empty where it is not offered there.
    pub fn of(&self, treatment: TreatmentId, area: AreaId) -> &[PriceRow] {
        let pairs = self.pairs_of(treatment);
        match self.pairs[pairs.clone()].binary_search_by_key(&area, |pair| pair.area) {
            Ok(found) => self.rows_of_pair(pairs.start + found),
            Err(_) => &[],
        }
    }

    /// The areas on which a treatment has a price on any day, in order of `areas.csv`.
    pub fn areas_of(&self, treatment: TreatmentId) -> impl Iterator<Item = AreaId> {
        self.pairs[self.pairs_of(treatment)].iter().map(|pair| pair.area)
    }

    /// Every treatment and area that has a price on any day, with its rows.
    pub fn pairs(&self) -> impl Iterator<Item = &[PriceRow]> {
        (0..self.pairs.len()).map(|pair| self.rows_of_pair(pair))
    }

    fn pairs_of(&self, treatment: TreatmentId) -> std::ops::Range<usize> {
        let at = treatment.index();
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    fn rows_of_pair(&self, pair: usize) -> &[PriceRow] {
        let end = self
            .pairs
            .get(pair + 1)
            .map_or(self.rows.len(), |next| next.start as usize);
        &self.rows[self.pairs[pair].start as usize..end]
    }
}

/// A price list holds fewer than 2³² rows: `tables` refuses files past 4 GB.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
