//! What a change of price list does: every course whose total moves, that is sold no more or for the first time, and
//! every longer course that is cheaper now.
//!
//! A course is looked at as it is quoted on its own to whom the staff talks to, without promo code and without optional
//! extras: what its quote comes to on the day is held against what it came to with the old list. Courses of the two
//! lists are the same where treatment, area and number of sessions are.

mod causes;
mod days;
mod groups;
mod steps;

use jiff::civil::Date;

pub use self::causes::Cause;
pub use self::days::days_with_other_changes;
use self::groups::Moved;
pub use self::groups::{By, Move};
use self::steps::Step;
use super::MoneyRange;
use crate::money::{Currency, Money};
use crate::price_list::{AreaId, PriceList, TreatmentId};

/// What a change of price list does on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Changes {
    /// The day.
    pub on: Date,
    /// The currencies, where they differ: nothing of one list can then be held against the other.
    pub currencies: Option<(Currency, Currency)>,
    /// Courses whose total is another, those next to each other that move alike together.
    pub moves: Vec<Move>,
    /// Courses that are sold for the first time.
    pub appeared: Vec<Offered>,
    /// Courses that are sold no more.
    pub vanished: Vec<Offered>,
    /// Courses that cost more than the next longer one, which they did not before.
    pub cliffs: Vec<Cliff>,
    /// How many courses cost what they did before.
    pub unmoved: usize,
}

/// A course whose total is another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MovedCourse {
    /// The number of sessions.
    pub sessions: u8,
    /// What it came to.
    pub from: MoneyRange,
    /// What it comes to.
    pub to: MoneyRange,
}

/// By how much a total moves at each end; below zero where it falls.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Difference {
    /// At the lower end.
    pub low: Money,
    /// At the upper end.
    pub high: Money,
}

/// Where a total goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// No end falls.
    Dearer,
    /// No end rises.
    Cheaper,
    /// One end rises, the other falls.
    Both,
}

/// Courses of one treatment on one area that only one of the lists sells, for one reason.
#[derive(Clone, PartialEq, Debug)]
pub struct Offered {
    /// The code of the treatment.
    pub treatment: Box<str>,
    /// The code of the area.
    pub area: Box<str>,
    /// Number of sessions and total, in the list that sells them.
    pub courses: Vec<(u8, MoneyRange)>,
    /// Why the other list does not sell them: the code of a refusal.
    pub reason: &'static str,
}

/// A course that costs more than the next longer one.
#[derive(Clone, PartialEq, Debug)]
pub struct Cliff {
    /// The code of the treatment.
    pub treatment: Box<str>,
    /// The code of the area.
    pub area: Box<str>,
    /// Number of sessions and total of the shorter one.
    pub shorter: (u8, MoneyRange),
    /// The same of the longer one.
    pub longer: (u8, MoneyRange),
}

impl MovedCourse {
    /// By how much it moves.
    pub fn difference(&self) -> Difference {
        Difference {
            low: self.to.from - self.from.from,
            high: self.to.to - self.from.to,
        }
    }
}

impl Difference {
    /// Where the total goes.
    pub fn direction(self) -> Direction {
        match (self.low.minor().signum(), self.high.minor().signum()) {
            (low, high) if low >= 0 && high >= 0 => Direction::Dearer,
            (low, high) if low <= 0 && high <= 0 => Direction::Cheaper,
            _ => Direction::Both,
        }
    }

    /// Whether both ends move alike.
    pub fn is_definite(self) -> bool {
        self.low == self.high
    }
}

impl Changes {
    /// How many courses move, and how many of them get dearer and cheaper.
    pub fn counts(&self) -> (usize, usize, usize) {
        let courses = || self.moves.iter().flat_map(|moved| &moved.courses);
        let go = |to: Direction| courses().filter(|course| course.difference().direction() == to).count();
        (courses().count(), go(Direction::Dearer), go(Direction::Cheaper))
    }

    /// Whether no course is touched.
    pub fn is_nothing(&self) -> bool {
        self.moves.is_empty() && self.appeared.is_empty() && self.vanished.is_empty() && self.currencies.is_none()
    }
}

/// Holds two price lists against each other on a day.
///
/// Courses stand in the order of the new list, those that only the old one sells after them.
pub fn changes(old: &PriceList, new: &PriceList, on: Date) -> Changes {
    let mut changes = Changes {
        on,
        currencies: (old.currency() != new.currency()).then(|| (old.currency(), new.currency())),
        moves: Vec::new(),
        appeared: Vec::new(),
        vanished: Vec::new(),
        cliffs: Vec::new(),
        unmoved: 0,
    };
    if changes.currencies.is_some() {
        return changes;
    }
    for pair in pairs(new) {
        Pair::of((old, new), codes(new, pair), on).put_into(&mut changes);
    }
    let is_gone = |pair: &(TreatmentId, AreaId)| !is_listed(new, codes(old, *pair));
    for pair in pairs(old).filter(is_gone) {
        Pair::of((old, new), codes(old, pair), on).put_into(&mut changes);
    }
    changes
}

/// One treatment on one area in both lists.
struct Pair<'a> {
    lists: (&'a PriceList, &'a PriceList),
    codes: (&'a str, &'a str),
    on: Date,
    before: Vec<Step>,
    after: Vec<Step>,
}

impl<'a> Pair<'a> {
    fn of((old, new): (&'a PriceList, &'a PriceList), codes: (&'a str, &'a str), on: Date) -> Self {
        Self {
            lists: (old, new),
            codes,
            on,
            before: steps::of(old, codes, on),
            after: steps::of(new, codes, on),
        }
    }

    fn put_into(&self, changes: &mut Changes) {
        let mut moved = Vec::new();
        let mut both = 0;
        for after in &self.after {
            let Some(before) = step(&self.before, after.sessions) else {
                continue;
            };
            both += 1;
            if before.total() == after.total() {
                changes.unmoved += 1;
                continue;
            }
            moved.push(Moved {
                at: both,
                course: MovedCourse {
                    sessions: after.sessions,
                    from: before.total(),
                    to: after.total(),
                },
                because: causes::of(self.lists, before, after),
            });
        }
        changes.moves.extend(groups::of(self.codes, moved));
        changes
            .appeared
            .extend(self.only(&self.after, &self.before, self.lists.0));
        changes
            .vanished
            .extend(self.only(&self.before, &self.after, self.lists.1));
        changes.cliffs.extend(self.cliffs());
    }

    /// The courses that are among some and not among others, those next to each other together.
    fn only(&self, some: &[Step], others: &[Step], list: &PriceList) -> Vec<Offered> {
        let mut offered: Vec<Offered> = Vec::new();
        for step in some.iter().filter(|some| step(others, some.sessions).is_none()) {
            let reason = steps::why_not(list, self.codes, step.sessions, self.on);
            let course = (step.sessions, step.total());
            match offered.last_mut() {
                Some(span) if span.reason == reason => span.courses.push(course),
                _ => offered.push(Offered {
                    treatment: self.codes.0.into(),
                    area: self.codes.1.into(),
                    courses: vec![course],
                    reason,
                }),
            }
        }
        offered
    }

    /// Neighbours of which the longer one is cheaper now and was not before.
    fn cliffs(&self) -> impl Iterator<Item = Cliff> {
        let neighbours = self.after.windows(2).filter_map(|pair| match pair {
            [shorter, longer] if longer.is_below(shorter) => Some((shorter, longer)),
            _ => None,
        });
        let is_new = |(shorter, longer): &(&Step, &Step)| {
            let before = (
                step(&self.before, shorter.sessions),
                step(&self.before, longer.sessions),
            );
            !matches!(before, (Some(shorter), Some(longer)) if longer.is_below(shorter))
        };
        neighbours.filter(is_new).map(|(shorter, longer)| Cliff {
            treatment: self.codes.0.into(),
            area: self.codes.1.into(),
            shorter: (shorter.sessions, shorter.total()),
            longer: (longer.sessions, longer.total()),
        })
    }
}

fn step(steps: &[Step], sessions: u8) -> Option<&Step> {
    let at = steps.binary_search_by_key(&sessions, |step| step.sessions).ok()?;
    steps.get(at)
}

/// What is sold where, on any day.
fn pairs(list: &PriceList) -> impl Iterator<Item = (TreatmentId, AreaId)> {
    let firsts = list.prices().pairs().filter_map(<[_]>::first);
    firsts.map(|row| (row.treatment, row.area))
}

fn codes(list: &PriceList, (treatment, area): (TreatmentId, AreaId)) -> (&str, &str) {
    (&list.treatment(treatment).code, &list.area(area).code)
}

fn is_listed(list: &PriceList, (treatment, area): (&str, &str)) -> bool {
    match (list.find_treatment(treatment), list.find_area(area)) {
        (Some(treatment), Some(area)) => !list.prices().of(treatment, area).is_empty(),
        _ => false,
    }
}
