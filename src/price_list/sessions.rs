use std::fmt;
use std::str::FromStr;

/// How many sessions were asked for: `10`, `3-6`, or `10+` (up to the treatment's most).
///
/// A count too large for the type is kept as the largest: it is out of every treatment's range all the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sessions {
    /// Exactly so many.
    Count(u32),
    /// From the first to the second, both included; the second is not below the first.
    Range(u32, u32),
    /// So many or more.
    OpenEnded(u32),
}

/// A text that is none of the three forms, or a range whose end is below its start (`invalid_sessions`).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("sessions are a number (10), a range (3-6) or open ended (10+)")]
pub struct InvalidSessions;

impl FromStr for Sessions {
    type Err = InvalidSessions;

    fn from_str(text: &str) -> Result<Self, InvalidSessions> {
        let text = text.trim();
        if let Some(from) = text.strip_suffix('+') {
            return Ok(Sessions::OpenEnded(count(from)?));
        }
        match text.split_once('-') {
            None => Ok(Sessions::Count(count(text)?)),
            Some((from, to)) => range(count(from)?, count(to)?),
        }
    }
}

fn range(from: u32, to: u32) -> Result<Sessions, InvalidSessions> {
    if to < from {
        Err(InvalidSessions)
    } else {
        Ok(Sessions::Range(from, to))
    }
}

fn count(text: &str) -> Result<u32, InvalidSessions> {
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(InvalidSessions);
    }
    Ok(text.parse().unwrap_or(u32::MAX))
}

/// In the form in which it is read: `10`, `3-6`, `10+`.
impl fmt::Display for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sessions::Count(n) => write!(f, "{n}"),
            Sessions::Range(from, to) => write!(f, "{from}-{to}"),
            Sessions::OpenEnded(from) => write!(f, "{from}+"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_are_read() {
        for (text, sessions) in [
            ("10", Sessions::Count(10)),
            (" 3-6 ", Sessions::Range(3, 6)),
            ("3 - 6", Sessions::Range(3, 6)),
            ("10+", Sessions::OpenEnded(10)),
            ("99999999999", Sessions::Count(u32::MAX)),
        ] {
            assert_eq!(text.parse(), Ok(sessions), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "ten", "6-3", "-3", "3-", "+10", "10++", "1.5", "١٠", "3–6"] {
            assert_eq!(text.parse::<Sessions>(), Err(InvalidSessions), "{text}");
        }
    }
}
