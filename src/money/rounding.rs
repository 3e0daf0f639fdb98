/// Divides and rounds half away from zero: the one place where anything is rounded.
///
/// # Panics
/// When `divisor` is not positive.
pub fn divide_half_away(dividend: i128, divisor: i128) -> i128 {
    assert!(divisor > 0, "a divisor is positive");
    let (quotient, rest) = divide(dividend, divisor);
    if rest.abs() * 2 >= divisor {
        quotient + dividend.signum()
    } else {
        quotient
    }
}

/// Quotient and rest; in 64 bits where they fit, which is several times as fast.
fn divide(dividend: i128, divisor: i128) -> (i128, i128) {
    match (i64::try_from(dividend), i64::try_from(divisor)) {
        (Ok(dividend), Ok(divisor)) => (i128::from(dividend / divisor), i128::from(dividend % divisor)),
        _ => (dividend / divisor, dividend % divisor),
    }
}

#[cfg(test)]
mod tests {
    use super::divide_half_away;

    #[test]
    fn halves_go_away_from_zero() {
        for (dividend, divisor, rounded) in [
            (5, 2, 3),
            (-5, 2, -3),
            (4, 3, 1),
            (-4, 3, -1),
            (7, 7, 1),
            (0, 9, 0),
            (1 << 80, 1 << 79, 2),
        ] {
            assert_eq!(divide_half_away(dividend, divisor), rounded, "{dividend} / {divisor}");
        }
    }
}
