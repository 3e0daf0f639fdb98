use std::fmt;

use jiff::civil::Date;

/// Whether a text is a code: lower-case letters, digits and single hyphens between them, `double-chin`.
pub fn is_code(text: &str) -> bool {
    text.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u16);

        impl $name {
            /// The id of the first row of its table.
            pub const FIRST: Self = Self(0);

            /// The id of the row at `index` of its table; `None` past 65,535 rows.
            pub fn from_index(index: usize) -> Option<Self> {
                u16::try_from(index).ok().map(Self)
            }

            /// The place in its table, from 0.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    )*};
}

ids! {
    /// A treatment of one price list.
    TreatmentId,
    /// An area of one price list.
    AreaId,
    /// An extra of one price list: all rows with its code.
    ExtraId,
    /// A discount row of one price list.
    DiscountId,
    /// A tax of one price list: all rows with its code.
    TaxId,
    /// A schedule of one price list: all rows with its code.
    ScheduleId,
    /// A payment plan of one price list.
    PlanId,
}

/// A file of a price list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    /// `clinic.toml`
    Clinic,
    /// `treatments.csv`
    Treatments,
    /// `areas.csv`
    Areas,
    /// `prices.csv`
    Prices,
    /// `extras.csv`
    Extras,
    /// `discounts.csv`
    Discounts,
    /// `schedules.csv`
    Schedules,
    /// `taxes.csv`
    Taxes,
    /// `facts.csv`
    Facts,
    /// `payment_plans.csv`
    PaymentPlans,
    /// `expected.csv`
    Expected,
}

impl Table {
    /// Every file that a price list may hold, `clinic.toml` first.
    pub const ALL: [Table; 11] = [
        Table::Clinic,
        Table::Treatments,
        Table::Areas,
        Table::Prices,
        Table::Extras,
        Table::Discounts,
        Table::Schedules,
        Table::Taxes,
        Table::Facts,
        Table::PaymentPlans,
        Table::Expected,
    ];

    /// The name of the file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Table::Clinic => "clinic.toml",
            Table::Treatments => "treatments.csv",
            Table::Areas => "areas.csv",
            Table::Prices => "prices.csv",
            Table::Extras => "extras.csv",
            Table::Discounts => "discounts.csv",
            Table::Schedules => "schedules.csv",
            Table::Taxes => "taxes.csv",
            Table::Facts => "facts.csv",
            Table::PaymentPlans => "payment_plans.csv",
            Table::Expected => "expected.csv",
        }
    }

    /// Whether a price list can do without the file.
    pub const fn may_be_missing(self) -> bool {
        !matches!(
            self,
            Table::Clinic | Table::Treatments | Table::Areas | Table::Prices | Table::Taxes
        )
    }
}

/// Where a row stands: file and physical line, counted from 1. Displays as `prices.csv:14`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Origin {
    /// The file.
    pub table: Table,
    /// The physical line on which the row begins.
    pub line: u32,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.table.file_name(), self.line)
    }
}

/// First and last day on which a row counts, both included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Validity {
    /// The first day; [`Date::MIN`] where none was given.
    pub first: Date,
    /// The last day; [`Date::MAX`] where none was given.
    pub last: Date,
}

impl Validity {
    /// Without bounds.
    pub const ALWAYS: Validity = Validity {
        first: Date::MIN,
        last: Date::MAX,
    };

    /// Whether the day is one of them.
    pub fn holds(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Validity) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The day of the validity that is nearest to `day`.
    pub fn nearest(self, day: Date) -> Date {
        day.clamp(self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn codes_are_lower_case_words_joined_by_single_hyphens() {
        for good in ["abdomen", "mesotherapy-fat-reduction", "4-monthly", "a"] {
            assert!(is_code(good), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "Abdomen", "a b", "a_b", "é"] {
            assert!(!is_code(bad), "{bad}");
        }
    }
}
