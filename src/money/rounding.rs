/// Divides and rounds half away from zero: the one place where anything is rounded.
///
/// # Panics
/// When `divisor` is not positive.
pub fn divide_half_away(dividend: i128, divisor: i128) -> i128 {
    assert!(divisor > 0, "a divisor is positive");
    let half_up = (dividend.abs() * 2 + divisor) / (divisor * 2);
    if dividend < 0 { -half_up } else { half_up }
}

#[cfg(test)]
mod tests {
    use super::divide_half_away;

    #[test]
    fn halves_go_away_from_zero() {
        for (dividend, divisor, rounded) in [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (7, 7, 1), (0, 9, 0)] {
            assert_eq!(divide_half_away(dividend, divisor), rounded, "{dividend} / {divisor}");
        }
    }
}
