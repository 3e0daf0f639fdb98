use jiff::civil::Date;

use crate::price_list::{AreaId, ExtraId, Sessions, TaxId, TreatmentId};

/// Why a request is not priced: one reason, and the part of the request that would have to change.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// The part of the request.
    pub place: Place,
    /// The reason.
    pub reason: Reason,
}

/// A part of a request. Ordered as refusals are reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The items as a whole: none, or too many.
    Items,
    /// The treatment of the item at this place.
    Treatment(usize),
    /// The area of the item at this place.
    Area(usize),
    /// The sessions of the item at this place.
    Sessions(usize),
    /// The item at this place as a whole.
    Item(usize),
    /// The chosen extra at this place.
    Extra(usize),
    /// The date.
    On,
}

/// Why a request is not priced.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// No item, or more than [`Request::ITEMS_MAX`](super::Request::ITEMS_MAX).
    ItemCount {
        /// How many there were.
        found: usize,
    },
    /// No treatment has the code.
    UnknownTreatment {
        /// The code.
        given: String,
    },
    /// No area has the code.
    UnknownArea {
        /// The code.
        given: String,
    },
    /// The treatment has no price on the area, on any day.
    NotOffered {
        /// The treatment.
        treatment: TreatmentId,
        /// The area.
        area: AreaId,
    },
    /// The treatment has prices on the area, but none on the day.
    NoPriceOnDate {
        /// The treatment.
        treatment: TreatmentId,
        /// The area.
        area: AreaId,
        /// The nearest day that has one.
        nearest: Date,
    },
    /// Text that is none of the three forms, or a range that ends below its start.
    InvalidSessions,
    /// Below 1 or above the treatment's most.
    SessionsOutOfRange {
        /// The treatment.
        treatment: TreatmentId,
        /// What was asked for.
        asked: Sessions,
        /// The treatment's most.
        most: u8,
    },
    /// The count can't be bought because its rate is told on request.
    PriceOnRequest {
        /// The treatment.
        treatment: TreatmentId,
        /// The area.
        area: AreaId,
        /// The count, of a range its first.
        sessions: u8,
    },
    /// The count can't be bought.
    SessionsNotSold {
        /// The treatment.
        treatment: TreatmentId,
        /// The count, of a range its first.
        sessions: u8,
        /// The nearest count below that is sold.
        below: Option<u8>,
        /// The nearest count above the count (of a range, above its last) that is sold.
        above: Option<u8>,
    },
    /// The same treatment on the same area stands in the request twice.
    DuplicateItem {
        /// The item that says so first.
        first: usize,
    },
    /// No extra has the code.
    UnknownExtra {
        /// The code.
        given: String,
    },
    /// A chosen optional extra that matches no item.
    ExtraNotOffered {
        /// The extra.
        extra: ExtraId,
    },
    /// A line of the tax, and no rate of it on the date.
    NoTaxRate {
        /// The tax.
        tax: TaxId,
    },
}

impl Reason {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Reason::ItemCount { .. } => "item_count",
            Reason::UnknownTreatment { .. } => "unknown_treatment",
            Reason::UnknownArea { .. } => "unknown_area",
            Reason::NotOffered { .. } => "not_offered",
            Reason::NoPriceOnDate { .. } => "no_price_on_date",
            Reason::InvalidSessions => "invalid_sessions",
            Reason::SessionsOutOfRange { .. } => "sessions_out_of_range",
            Reason::PriceOnRequest { .. } => "price_on_request",
            Reason::SessionsNotSold { .. } => "sessions_not_sold",
            Reason::DuplicateItem { .. } => "duplicate_item",
            Reason::UnknownExtra { .. } => "unknown_extra",
            Reason::ExtraNotOffered { .. } => "extra_not_offered",
            Reason::NoTaxRate { .. } => "no_tax_rate",
        }
    }
}
