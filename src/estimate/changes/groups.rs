use super::{Cause, Difference, MovedCourse};
use crate::money::Money;

/// Singles in a row that are told together.
const SINGLES_MIN: usize = 3;

/// Courses of one treatment on one area, next to each other, that move alike and for the same reasons.
#[derive(Clone, PartialEq, Debug)]
pub struct Move {
    /// The code of the treatment.
    pub treatment: Box<str>,
    /// The code of the area.
    pub area: Box<str>,
    /// By how much they move.
    pub by: By,
    /// Why, each reason once.
    pub because: Vec<Cause>,
    /// The courses, by number of sessions; never empty.
    pub courses: Vec<MovedCourse>,
}

/// By how much courses move.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum By {
    /// Each by so much.
    Each(Difference),
    /// Each by so much for each of its sessions.
    ASession(Difference),
    /// Each by an amount of its own, all in the same direction.
    Varies,
}

/// A course that moves: the how manyth it is of those that both lists sell.
pub(super) struct Moved {
    pub(super) at: usize,
    pub(super) course: MovedCourse,
    pub(super) because: Vec<Cause>,
}

struct Group {
    last: usize,
    by: By,
    because: Vec<Cause>,
    courses: Vec<MovedCourse>,
}

/// Puts courses of a treatment on an area together.
pub(super) fn of((treatment, area): (&str, &str), moved: Vec<Moved>) -> impl Iterator<Item = Move> {
    let mut groups: Vec<Group> = Vec::new();
    for moved in moved {
        let joined = groups.last().and_then(|last| last.with(&moved));
        match (groups.last_mut(), joined) {
            (Some(last), Some(by)) => last.take(&moved, by),
            _ => groups.push(Group::new(moved)),
        }
    }
    together(groups).into_iter().map(move |group| Move {
        treatment: treatment.into(),
        area: area.into(),
        by: group.by,
        because: group.because,
        courses: group.courses,
    })
}

impl Group {
    fn new(moved: Moved) -> Self {
        Self {
            last: moved.at,
            by: By::Each(moved.course.difference()),
            because: moved.because,
            courses: vec![moved.course],
        }
    }

    fn take(&mut self, moved: &Moved, by: By) {
        self.last = moved.at;
        self.by = by;
        self.courses.push(moved.course);
    }

    /// By how much the courses and one more move, where it is the next and moves alike.
    fn with(&self, next: &Moved) -> Option<By> {
        if self.last + 1 != next.at || self.because != next.because {
            return None;
        }
        let difference = next.course.difference();
        match (self.by, self.courses.as_slice()) {
            (By::Each(each), _) if each == difference => Some(self.by),
            (By::Each(_), [only]) => {
                let a_session = a_session(only)?;
                (Some(a_session) == self::a_session(&next.course)).then_some(By::ASession(a_session))
            }
            (By::ASession(a_session), _) => (Some(a_session) == self::a_session(&next.course)).then_some(self.by),
            _ => None,
        }
    }

    fn is_single(&self) -> bool {
        self.courses.len() == 1
    }

    /// Whether the group after this one could be told with it.
    fn goes_on_in(&self, next: &Group) -> bool {
        let direction = |group: &Group| group.courses.first().map(|course| course.difference().direction());
        next.is_single()
            && self.last + 1 == next.last
            && self.because == next.because
            && direction(self) == direction(next)
    }
}

/// So much for each session, where that goes up exactly.
fn a_session(course: &MovedCourse) -> Option<Difference> {
    let sessions = i64::from(course.sessions);
    let each = |amount: Money| {
        let is_whole = amount.minor() % sessions == 0;
        is_whole.then(|| Money::from_minor(amount.minor() / sessions, amount.currency()))
    };
    let Difference { low, high } = course.difference();
    each(low).zip(each(high)).map(|(low, high)| Difference { low, high })
}

/// Puts singles that stand in a row together, where they are many.
fn together(groups: Vec<Group>) -> Vec<Group> {
    let mut rows: Vec<Vec<Group>> = Vec::new();
    for group in groups {
        match rows.last_mut() {
            Some(row)
                if row
                    .last()
                    .is_some_and(|last| last.is_single() && last.goes_on_in(&group)) =>
            {
                row.push(group);
            }
            _ => rows.push(vec![group]),
        }
    }
    rows.into_iter().flat_map(joined).collect()
}

fn joined(row: Vec<Group>) -> Vec<Group> {
    if row.len() < SINGLES_MIN {
        return row;
    }
    let whole = row.into_iter().reduce(|mut whole, group| {
        whole.by = By::Varies;
        whole.last = group.last;
        whole.courses.extend(group.courses);
        whole
    });
    whole.into_iter().collect()
}
