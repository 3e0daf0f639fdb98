use super::Origin;

/// The gaps between sessions: all rows of `schedules.csv` with one code.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The code.
    pub code: Box<str>,
    /// Its rows in order of `from_session`; the first is for session 2.
    pub gaps: Vec<Gap>,
}

/// One row of `schedules.csv`: the gap before a session and the later ones, until the next row takes over.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// The first session that comes after such a gap, 2 or more.
    pub from_session: u8,
    /// Fewest days since the session before.
    pub days_min: u16,
    /// Most days since the session before.
    pub days_max: u16,
    /// Where the row stands.
    pub origin: Origin,
}

/// A stretch of days, from the earliest to the latest; day 0 is that of the first session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// The earliest.
    pub from: u32,
    /// The latest.
    pub to: u32,
}

impl Schedule {
    /// Earliest and latest day of sessions 1, 2, 3 and so on, without end: session 1 is on day 0.
    pub fn days(&self) -> impl Iterator<Item = Span> {
        (1..=u8::MAX).scan(Span::default(), |day, session| {
            if let Some(gap) = self.gap_before(session) {
                day.from += u32::from(gap.days_min);
                day.to += u32::from(gap.days_max);
            }
            Some(*day)
        })
    }

    fn gap_before(&self, session: u8) -> Option<&Gap> {
        self.gaps.iter().rev().find(|gap| gap.from_session <= session)
    }
}
