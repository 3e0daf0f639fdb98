use std::fmt;

/// A currency of ISO 4217: its code and how many decimals its amounts have.
///
/// One byte, which lets an amount be passed in two registers: sums of amounts are most of what a pricing does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Looks a code up in ISO 4217: `AED` is known, `ADE` is not.
    ///
    /// `None` as well for codes without a minor unit of their own (gold, test codes): nobody is charged in them.
    pub fn from_code(code: &str) -> Option<Self> {
        let known = iso_currency::Currency::from_code(code)?;
        known.exponent().map(|_| Self(known))
    }

    /// The three letters, `AED`.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// Decimals of an amount: 2 for the dirham, 3 for the Kuwaiti dinar, 0 for the yen.
    pub fn decimals(&self) -> u8 {
        // At most 4, and there by construction.
        self.0
            .exponent()
            .and_then(|digits| u8::try_from(digits).ok())
            .unwrap_or_default()
    }

    /// Minor units in one major unit: 100 fils in a dirham.
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(u32::from(self.decimals()))
    }

    /// Every code that [`Currency::from_code`] takes, for "did you mean".
    pub fn codes() -> impl Iterator<Item = &'static str> {
        use iso_currency::IntoEnumIterator;
        iso_currency::Currency::iter()
            .filter(|c| c.exponent().is_some())
            .map(|c| c.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
