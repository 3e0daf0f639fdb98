use std::fmt;

/// A currency of ISO 4217: its code and how many decimals its amounts have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    decimals: u8,
}

impl Currency {
    /// Looks a code up in ISO 4217: `AED` is known, `ADE` is not.
    ///
    /// `None` as well for codes without a minor unit of their own (gold, test codes): nobody is charged in them.
    pub fn from_code(code: &str) -> Option<Self> {
        let known = iso_currency::Currency::from_code(code)?;
        let decimals = u8::try_from(known.exponent()?).ok()?;
        let code = <[u8; 3]>::try_from(code.as_bytes()).ok()?;
        Some(Self { code, decimals })
    }

    /// The three letters, `AED`.
    pub fn code(&self) -> &str {
        // Three ASCII letters by construction.
        str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Decimals of an amount: 2 for the dirham, 3 for the Kuwaiti dinar, 0 for the yen.
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    /// Minor units in one major unit: 100 fils in a dirham.
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(u32::from(self.decimals))
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
