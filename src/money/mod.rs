//! Exact amounts of money: [`Money`], [`Currency`], [`Percent`], the one strict parser of amounts, the one rounding
//! gate and the one way to split a sum without losing a unit.
//!
//! What always holds: an amount is a whole number of its currency's minor units (fils, cents). Nothing here or
//! anywhere else turns an amount into binary floating point, and amounts of two currencies never add up.
//!
//! Every room may call this one; it knows none of them.

mod amount;
mod currency;
mod parse;
mod percent;
mod rounding;

pub use amount::Money;
pub use currency::Currency;
pub use parse::{AMOUNT_MINOR_MAX, AmountError, parse_money, parse_percent};
pub use percent::Percent;
pub use rounding::divide_half_away;
