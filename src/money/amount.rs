use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use rust_decimal::Decimal;

use super::{Currency, Percent, divide_half_away};

/// An exact amount: minor units (fils, cents) of one currency. May be negative, as a discount line is.
///
/// # Panics
/// Arithmetic between two currencies, or past 2⁶³ minor units, panics: the first is a bug, the second can't be
/// reached from a price list, whose amounts end at [`AMOUNT_MINOR_MAX`](super::AMOUNT_MINOR_MAX).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` units of `currency`: 750000 fils are AED 7,500.00.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::from_minor(0, currency)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency of the amount.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount as a decimal of major units, with all of the currency's decimals.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.decimals()))
    }

    /// Whether there is nothing of it.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// `percent` of the amount, rounded half away from zero to a multiple of `unit`.
    #[must_use]
    pub fn percentage(self, percent: Percent, unit: Money) -> Money {
        self.same_currency(unit);
        let (part, whole) = percent.as_ratio();
        let steps = divide_half_away(i128::from(self.minor) * part, whole * i128::from(unit.minor));
        Self::from_wide(steps * i128::from(unit.minor), self.currency)
    }

    /// The tax of `percent` that an amount with tax inside holds: amount × p / (100 + p), to the minor unit.
    #[must_use]
    pub fn tax_within(self, percent: Percent) -> Money {
        let (part, whole) = percent.as_ratio();
        Self::from_wide(
            divide_half_away(i128::from(self.minor) * part, whole + part),
            self.currency,
        )
    }

    /// The tax of `percent` that comes on top of an amount: amount × p / 100, to the minor unit.
    #[must_use]
    pub fn tax_on_top(self, percent: Percent) -> Money {
        self.percentage(percent, Self::from_minor(1, self.currency))
    }

    /// The amount for each of `parts`, rounded to the minor unit: for display, it need not add up again.
    #[must_use]
    pub fn per(self, parts: u8) -> Money {
        Self::from_wide(
            divide_half_away(i128::from(self.minor), i128::from(parts.max(1))),
            self.currency,
        )
    }

    /// Splits the amount into `parts` that add up to it again; odd minor units go to the first ones.
    pub fn split(self, parts: u8) -> impl Iterator<Item = Money> {
        let count = i64::from(parts.max(1));
        let (share, odd) = (self.minor.div_euclid(count), self.minor.rem_euclid(count));
        (0..count).map(move |i| Self::from_minor(share + i64::from(i < odd), self.currency))
    }

    fn from_wide(minor: i128, currency: Currency) -> Money {
        let Ok(minor) = i64::try_from(minor) else {
            panic!("an amount of {currency} passed 2^63 minor units")
        };
        Self { minor, currency }
    }

    fn combined(self, other: Money, minor: Option<i64>) -> Money {
        self.same_currency(other);
        let Some(minor) = minor else {
            panic!("an amount of {} passed 2^63 minor units", self.currency)
        };
        Self { minor, ..self }
    }

    fn same_currency(self, other: Money) {
        assert!(
            self.currency == other.currency,
            "{} and {} don't add up",
            self.currency,
            other.currency
        );
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        self.combined(other, self.minor.checked_add(other.minor))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        self.combined(other, self.minor.checked_sub(other.minor))
    }
}

impl Mul<u32> for Money {
    type Output = Money;
    fn mul(self, times: u32) -> Money {
        self.combined(self, self.minor.checked_mul(i64::from(times)))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        self.combined(self, self.minor.checked_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

/// Amounts of one currency are ordered; of two they are not.
impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Money) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// `7500.00`: plain digits with all of the currency's decimals, as amounts cross the wire.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::from(self.currency.decimals());
        let per_major = self.currency.minor_per_major().unsigned_abs();
        let (sign, minor) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        if digits == 0 {
            return write!(f, "{sign}{minor}");
        }
        write!(f, "{sign}{}.{:0digits$}", minor / per_major, minor % per_major)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{parse_money, parse_percent};

    fn aed(text: &str) -> Money {
        parse_money(text, currency("AED")).unwrap()
    }

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    #[test]
    fn amounts_print_with_the_currencys_decimals() {
        for (code, minor, text) in [
            ("AED", 750_000, "7500.00"),
            ("AED", -5, "-0.05"),
            ("KWD", 1_346, "1.346"),
            ("JPY", 12, "12"),
        ] {
            assert_eq!(Money::from_minor(minor, currency(code)).to_string(), text);
        }
    }

    #[test]
    fn tax_within_and_on_top_round_half_away_from_zero() {
        let five = parse_percent("5").unwrap();
        assert_eq!(aed("1867.50").tax_within(five), aed("88.93"));
        assert_eq!(aed("0.10").tax_on_top(five), aed("0.01"));
        assert_eq!((-aed("0.10")).tax_on_top(five), -aed("0.01"));
    }

    #[test]
    fn a_percentage_is_rounded_to_the_unit_asked_for() {
        let percent = parse_percent("33.3").unwrap();
        assert_eq!(aed("4500").percentage(percent, aed("1")), aed("1499"));
        assert_eq!(aed("4500").percentage(percent, aed("0.01")), aed("1498.50"));
    }

    #[test]
    fn a_split_adds_up_and_favours_the_first() {
        let parts: Vec<_> = aed("100.01").split(4).map(|p| p.to_string()).collect();
        assert_eq!(parts, ["25.01", "25.00", "25.00", "25.00"]);
    }

    #[test]
    #[should_panic(expected = "don't add up")]
    fn two_currencies_do_not_add_up() {
        let _ = aed("1") + Money::zero(currency("KWD"));
    }
}
