use crate::money::Money;

/// How digits are parted: before each third one, and before the decimals.
#[derive(Clone, Debug)]
pub(super) struct Separators {
    pub(super) group: Box<str>,
    pub(super) point: Box<str>,
}

/// Digits in a group.
const GROUP: usize = 3;

impl Separators {
    /// Writes `12,000.00` with all of the currency's decimals.
    pub(super) fn write(&self, out: &mut String, amount: Money) {
        let plain = amount.to_string();
        let (sign, plain) = plain.strip_prefix('-').map_or(("", &*plain), |rest| ("-", rest));
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        out.push_str(sign);
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(GROUP) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        if !decimals.is_empty() {
            out.push_str(&self.point);
            out.push_str(decimals);
        }
    }
}
