use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::money::Money;
use crate::price_list::Origin;

/// Digits of the largest amount, its sign and its point.
const LENGTH_MAX: usize = 32;

/// An amount on the wire: a string, `"7500.00"`, with all of the currency's decimals. Never a JSON number.
#[derive(Clone, Copy, Debug)]
pub struct Amount(pub Money);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An answer may hold hundreds of amounts: written by hand this takes a tenth of what formatting takes.
        let mut text = [b'0'; LENGTH_MAX];
        let start = write_backwards(self.0, &mut text);
        match text.get(start..).map(str::from_utf8) {
            Some(Ok(digits)) => serializer.serialize_str(digits),
            _ => serializer.collect_str(&self.0),
        }
    }
}

/// Writes the amount to the end of `text`, which is all zeros; gives where it starts.
fn write_backwards(amount: Money, text: &mut [u8; LENGTH_MAX]) -> usize {
    let decimals = usize::from(amount.currency().decimals());
    let mut left = amount.minor().unsigned_abs();
    let (mut at, mut written) = (LENGTH_MAX, 0);
    while left > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at -= 1;
            text[at] = b'.';
        }
        at -= 1;
        text[at] = b'0' + u8::try_from(left % 10).unwrap_or_default();
        left /= 10;
        written += 1;
    }
    if amount.minor() < 0 {
        at -= 1;
        text[at] = b'-';
    }
    at
}

impl ToSchema for Amount {}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .pattern(Some(r"^-?[0-9]+(\.[0-9]+)?$"))
            .description(Some(
                "An exact amount in the estimate's currency, with all of its decimals.",
            ))
            .examples(["7500.00"])
            .into()
    }
}

/// File and physical line of the row that says so, `prices.csv:14`.
#[derive(Clone, Copy, Debug)]
pub struct Source(pub Origin);

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl ToSchema for Source {}

impl PartialSchema for Source {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .pattern(Some(r"^[a-z_]+\.(csv|toml):[0-9]+$"))
            .description(Some("File and line of the price list in which the figure stands."))
            .examples(["prices.csv:14"])
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn amounts_are_written_as_they_display() {
        for code in ["AED", "KWD", "JPY"] {
            let currency = Currency::from_code(code).unwrap();
            for minor in [0, 5, -5, 99, 100, 1_346, -40_000, 750_000, i64::MAX, i64::MIN] {
                let amount = Money::from_minor(minor, currency);
                assert_eq!(serde_json::to_string(&Amount(amount)).unwrap(), format!("\"{amount}\""));
            }
        }
    }
}
