//! Kept amounts as they are shown. Nothing is added up, taken off or rounded here.

use super::kept::{Amount, Ends};
use crate::money::{Currency, Money, parse_money};
use crate::texts::{Arg, Translation};

/// How the amounts of a quote are written.
pub(super) struct Figures<'a> {
    words: &'static Translation,
    code: &'a str,
    currency: Option<Currency>,
}

impl<'a> Figures<'a> {
    pub(super) fn new(words: &'static Translation, code: &'a str) -> Self {
        Self {
            words,
            code,
            currency: Currency::from_code(code),
        }
    }

    /// The amount, where this program reads it.
    pub(super) fn money(&self, amount: &Amount) -> Option<Money> {
        let (is_negative, digits) = match amount.0.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, amount.0.as_str()),
        };
        let money = parse_money(digits, self.currency?).ok()?;
        Some(if is_negative { -money } else { money })
    }

    /// `12,000.00`; as it was kept where this program can't read it.
    pub(super) fn digits(&self, amount: &Amount) -> String {
        self.money(amount)
            .map_or_else(|| amount.0.clone(), |money| self.words.digits(money))
    }

    /// `AED 12,000.00`
    pub(super) fn amount(&self, amount: &Amount) -> String {
        let Some(money) = self.money(amount) else {
            return format!("{} {}", self.code, amount.0);
        };
        let args = [("currency", Arg::Name(self.code)), ("amount", Arg::Digits(money))];
        self.words.say("amount-with-code", &args)
    }

    /// `AED 12,000.00 to AED 24,000.00`, or the one amount.
    pub(super) fn range(&self, ends: &Ends<Amount>) -> String {
        if ends.from == ends.to {
            return self.amount(&ends.from);
        }
        let (from, to) = (self.amount(&ends.from), self.amount(&ends.to));
        self.between("page-range", &from, &to)
    }

    /// Two texts with the words of a range between them.
    pub(super) fn between(&self, id: &str, from: &str, to: &str) -> String {
        self.words.say(id, &[("from", Arg::Text(from)), ("to", Arg::Text(to))])
    }

    /// How much of `most` an amount is, in thousandths: for pictures alone.
    pub(super) fn thousandths(&self, amount: &Amount, most: &Amount) -> u16 {
        let minor = |amount| self.money(amount).map_or(0, |money| i128::from(money.minor()));
        let of = minor(most).max(1);
        u16::try_from((minor(amount).max(0) * 1000 / of).min(1000)).unwrap_or(1000)
    }
}
