//! Random numbers of the operating system, for references, link tokens and staff keys.

/// The operating system gave no random numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the operating system gave no random numbers")]
pub struct NoRandomNumbers;

/// So many random bytes.
pub(super) fn bytes<const COUNT: usize>() -> Result<[u8; COUNT], NoRandomNumbers> {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomNumbers)?;
    Ok(bytes)
}

/// A number from 0 up to, but not including, `bound`; each as likely as the others.
pub(super) fn below(bound: u32) -> Result<u32, NoRandomNumbers> {
    // Numbers of the last, incomplete round would favour the small ones: they are drawn again.
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = u32::from_le_bytes(bytes()?);
        if drawn < fair {
            return Ok(drawn % bound);
        }
    }
}

/// Random bytes as lower-case hexadecimal digits, two for each byte.
pub(super) fn hex<const COUNT: usize>() -> Result<String, NoRandomNumbers> {
    Ok(to_hex(&bytes::<COUNT>()?))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_below_the_bound_is_drawn_about_as_often() {
        let mut drawn = [0_u32; 31];
        for _ in 0..31_000 {
            drawn[below(31).unwrap() as usize] += 1;
        }
        // 1000 each, and a deviation of 8 standard errors to each side.
        assert!(drawn.iter().all(|count| (750..1250).contains(count)), "{drawn:?}");
    }

    #[test]
    fn hexadecimal_digits_keep_leading_zeros() {
        assert_eq!(to_hex(&[0, 10, 255]), "000aff");
    }
}
