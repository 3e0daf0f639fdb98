use std::fmt;

use rust_decimal::Decimal;

/// A percentage, 0 or more, exactly as it was written: `12.5`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Percent(Decimal);

impl Percent {
    /// The whole of it.
    pub const HUNDRED: Percent = Percent(Decimal::ONE_HUNDRED);

    pub(super) const fn from_parsed(percent: Decimal) -> Self {
        Self(percent)
    }

    /// Part and whole as whole numbers: 12.5 % is 125 of 1000.
    pub(super) fn as_ratio(self) -> (i128, i128) {
        (self.0.mantissa(), 100 * 10_i128.pow(self.0.scale()))
    }

    /// Whether it takes nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

/// Without trailing zeros: `5`, `12.5`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}
