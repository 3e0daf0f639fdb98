use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Amount, AmountRange};
use crate::estimate::MoneyRange;
use crate::estimate::changes::{By, Cause, Changes, Cliff, Difference, Move, MovedCourse, Offered};
use crate::http::FileProblem;
use crate::price_list::{Language, PriceList, Texts};
use crate::tables::Diagnostic;

/// What a change of price list does, course by course: each as its quote comes to on its own, without promo code and
/// without optional extras.
#[derive(Serialize, ToSchema)]
pub struct PriceListChanges<'a> {
    /// The version that is changed.
    #[schema(example = "3f9ac01b77de")]
    pub from: &'a str,
    /// The version that it is changed to.
    #[schema(example = "9b2d41c07aa3")]
    pub to: &'a str,
    /// The day that is looked at.
    pub on: Date,
    /// The currency.
    #[schema(example = "AED")]
    pub currency: &'static str,
    /// The currency before, where it was another: then no course is held against another.
    pub currency_before: Option<&'static str>,
    /// How many courses there are of each kind.
    pub counts: ChangeCounts,
    /// Courses whose total moves: those next to each other that move alike together.
    pub moves: Vec<CourseMoves<'a>>,
    /// Courses that are sold for the first time.
    pub appeared: Vec<OfferedCourses<'a>>,
    /// Courses that are sold no more.
    pub vanished: Vec<OfferedCourses<'a>>,
    /// Courses that cost more than the next longer one, which they did not before.
    pub cliffs: Vec<PriceCliff<'a>>,
    /// Warnings that the list before did not have.
    pub warnings: Vec<FileProblem>,
    /// The next days on which other courses move, or move otherwise: rows begin or end there.
    pub later: Vec<Date>,
}

/// How many courses there are of each kind.
#[derive(Serialize, ToSchema)]
pub struct ChangeCounts {
    /// Their total moves.
    pub moved: usize,
    /// Of these, no end of the total falls.
    pub dearer: usize,
    /// Of these, no end of the total rises.
    pub cheaper: usize,
    /// They are sold for the first time.
    pub appeared: usize,
    /// They are sold no more.
    pub vanished: usize,
    /// They come to what they came to before.
    pub unmoved: usize,
}

/// Courses of one treatment on one area that move alike.
#[derive(Serialize, ToSchema)]
pub struct CourseMoves<'a> {
    /// The code of the treatment.
    #[schema(example = "mesotherapy-fat-reduction")]
    pub treatment: &'a str,
    /// Its name.
    pub treatment_name: &'a str,
    /// The code of the area.
    #[schema(example = "abdomen")]
    pub area: &'a str,
    /// Its name.
    pub area_name: &'a str,
    /// By how much.
    pub by: MovesBy,
    /// Why, each reason once.
    pub because: Vec<MoveCause<'a>>,
    /// The courses, by number of sessions.
    pub courses: Vec<MovedTotal>,
}

/// By how much courses move.
#[derive(Serialize, ToSchema)]
pub struct MovesBy {
    /// What the amounts are for.
    pub kind: MovesByKind,
    /// By how much the lower end moves; null where it varies.
    pub low: Option<Amount>,
    /// By how much the upper end moves; null where it varies.
    pub high: Option<Amount>,
}

/// What the amounts of a move are for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovesByKind {
    /// Each course moves by so much.
    Each,
    /// Each course moves by so much for each of its sessions.
    ASession,
    /// Each course moves by an amount of its own, all in the same direction.
    Varies,
}

/// Why courses move.
#[derive(Serialize, ToSchema)]
pub struct MoveCause<'a> {
    /// What moves them.
    pub kind: MoveCauseKind,
    /// The code of the extra or discount.
    pub code: Option<&'a str>,
    /// Its name.
    pub name: Option<&'a str>,
}

/// What moves courses.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveCauseKind {
    /// Their own price.
    Price,
    /// A required extra.
    Extra,
    /// A discount whose row is another.
    Discount,
    /// To what discounts are rounded.
    Rounding,
    /// Taxes that come on top.
    Tax,
}

/// A course whose total moves.
#[derive(Serialize, ToSchema)]
pub struct MovedTotal {
    /// The number of sessions.
    #[schema(example = 10)]
    pub sessions: u8,
    /// What it came to.
    pub from: AmountRange,
    /// What it comes to.
    pub to: AmountRange,
    /// By how much it moves.
    pub difference: TotalDifference,
}

/// By how much a total moves at each end; below zero where it falls.
#[derive(Serialize, ToSchema)]
pub struct TotalDifference {
    /// At the lower end.
    pub low: Amount,
    /// At the upper end.
    pub high: Amount,
}

/// Courses of one treatment on one area that only one of the lists sells.
#[derive(Serialize, ToSchema)]
pub struct OfferedCourses<'a> {
    /// The code of the treatment.
    pub treatment: &'a str,
    /// Its name.
    pub treatment_name: &'a str,
    /// The code of the area.
    pub area: &'a str,
    /// Its name.
    pub area_name: &'a str,
    /// Why the other list does not sell them: the code of a refusal.
    #[schema(example = "not_offered")]
    pub reason: &'static str,
    /// The courses, by number of sessions.
    pub courses: Vec<CourseTotal>,
}

/// A course and what its quote comes to.
#[derive(Serialize, ToSchema)]
pub struct CourseTotal {
    /// The number of sessions.
    #[schema(example = 9)]
    pub sessions: u8,
    /// What it comes to.
    pub total: AmountRange,
}

/// A course that costs more than the next longer one.
#[derive(Serialize, ToSchema)]
pub struct PriceCliff<'a> {
    /// The code of the treatment.
    pub treatment: &'a str,
    /// Its name.
    pub treatment_name: &'a str,
    /// The code of the area.
    pub area: &'a str,
    /// Its name.
    pub area_name: &'a str,
    /// The course.
    pub shorter: CourseTotal,
    /// The next longer one.
    pub longer: CourseTotal,
}

/// Two price lists and what is different between them.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The list that is changed.
    pub old: &'a PriceList,
    /// The list that it is changed to.
    pub new: &'a PriceList,
    /// What that does.
    pub changes: &'a Changes,
    /// Warnings that the old list did not have.
    pub warnings: &'a [&'a Diagnostic],
    /// Days on which other courses move.
    pub later: &'a [Date],
    /// The language of names, of the new list.
    pub language: Language,
}

impl<'a> PriceListChanges<'a> {
    /// Puts names to what is different.
    pub fn new(compared: Compared<'a>) -> Self {
        let changes = compared.changes;
        let (before, currency) = (compared.old.currency(), compared.new.currency());
        let (moved, dearer, cheaper) = changes.counts();
        let count = |offered: &[Offered]| offered.iter().map(|offered| offered.courses.len()).sum();
        Self {
            from: compared.old.version(),
            to: compared.new.version(),
            on: changes.on,
            currency: currency.code(),
            currency_before: (before != currency).then(|| before.code()),
            counts: ChangeCounts {
                moved,
                dearer,
                cheaper,
                appeared: count(&changes.appeared),
                vanished: count(&changes.vanished),
                unmoved: changes.unmoved,
            },
            moves: changes.moves.iter().map(|moved| compared.moves(moved)).collect(),
            appeared: changes
                .appeared
                .iter()
                .map(|offered| compared.offered(offered))
                .collect(),
            vanished: changes
                .vanished
                .iter()
                .map(|offered| compared.offered(offered))
                .collect(),
            cliffs: changes.cliffs.iter().map(|cliff| compared.cliff(cliff)).collect(),
            warnings: compared
                .warnings
                .iter()
                .map(|warning| FileProblem::from(*warning))
                .collect(),
            later: compared.later.to_vec(),
        }
    }
}

impl PriceListChanges<'_> {
    /// The same with so many groups of each kind at most, and how many were left out.
    pub fn up_to(mut self, most: usize) -> (Self, usize) {
        let lengths = [
            self.moves.len(),
            self.appeared.len(),
            self.vanished.len(),
            self.cliffs.len(),
        ];
        let left_out = lengths.iter().map(|length| length.saturating_sub(most)).sum();
        self.moves.truncate(most);
        self.appeared.truncate(most);
        self.vanished.truncate(most);
        self.cliffs.truncate(most);
        self.warnings.truncate(most);
        (self, left_out)
    }
}

impl<'a> Compared<'a> {
    fn moves(self, moved: &'a Move) -> CourseMoves<'a> {
        CourseMoves {
            treatment: &moved.treatment,
            treatment_name: self.treatment_name(&moved.treatment),
            area: &moved.area,
            area_name: self.area_name(&moved.area),
            by: moved.by.into(),
            because: moved.because.iter().map(|cause| self.cause(cause)).collect(),
            courses: moved.courses.iter().map(MovedTotal::from).collect(),
        }
    }

    fn offered(self, offered: &'a Offered) -> OfferedCourses<'a> {
        OfferedCourses {
            treatment: &offered.treatment,
            treatment_name: self.treatment_name(&offered.treatment),
            area: &offered.area,
            area_name: self.area_name(&offered.area),
            reason: offered.reason,
            courses: offered
                .courses
                .iter()
                .map(|course| CourseTotal::from(*course))
                .collect(),
        }
    }

    fn cliff(self, cliff: &'a Cliff) -> PriceCliff<'a> {
        PriceCliff {
            treatment: &cliff.treatment,
            treatment_name: self.treatment_name(&cliff.treatment),
            area: &cliff.area,
            area_name: self.area_name(&cliff.area),
            shorter: cliff.shorter.into(),
            longer: cliff.longer.into(),
        }
    }

    fn cause(self, cause: &'a Cause) -> MoveCause<'a> {
        let (kind, code) = match cause {
            Cause::Course => (MoveCauseKind::Price, None),
            Cause::Extra(code) => (MoveCauseKind::Extra, Some(&**code)),
            Cause::Discount(code) => (MoveCauseKind::Discount, Some(&**code)),
            Cause::Rounding => (MoveCauseKind::Rounding, None),
            Cause::Tax => (MoveCauseKind::Tax, None),
        };
        MoveCause {
            kind,
            code,
            name: self.cause_name(cause),
        }
    }

    /// The name of the extra or discount that moves courses.
    pub fn cause_name(self, cause: &'a Cause) -> Option<&'a str> {
        match cause {
            Cause::Extra(code) => self.name(|list| {
                let extra = list.extra(list.find_extra(code)?);
                extra.rows.first().map(|row| &row.name)
            }),
            Cause::Discount(code) => self.name(|list| {
                let mut discounts = list.discounts().map(|(_, row)| row);
                discounts.find(|row| row.code == *code).map(|row| &row.name)
            }),
            Cause::Course | Cause::Rounding | Cause::Tax => None,
        }
    }

    /// The name of a treatment; its code where there is none.
    pub fn treatment_name(self, code: &'a str) -> &'a str {
        self.name(|list| Some(&list.treatment(list.find_treatment(code)?).name))
            .unwrap_or(code)
    }

    /// The name of an area; its code where there is none.
    pub fn area_name(self, code: &'a str) -> &'a str {
        self.name(|list| Some(&list.area(list.find_area(code)?).name))
            .unwrap_or(code)
    }

    /// What something is called in the new list, else in the old one.
    fn name(self, find: impl Fn(&'a PriceList) -> Option<&'a Texts>) -> Option<&'a str> {
        let tag = self.new.clinic().tag(self.language);
        let in_old = self.old.clinic().language(tag).unwrap_or_default();
        let new = find(self.new).map(|name| name.get(self.language));
        new.or_else(|| find(self.old).map(|name| name.get(in_old)))
    }
}

impl From<By> for MovesBy {
    fn from(by: By) -> Self {
        let (kind, difference) = match by {
            By::Each(difference) => (MovesByKind::Each, Some(difference)),
            By::ASession(difference) => (MovesByKind::ASession, Some(difference)),
            By::Varies => (MovesByKind::Varies, None),
        };
        Self {
            kind,
            low: difference.map(|difference| Amount(difference.low)),
            high: difference.map(|difference| Amount(difference.high)),
        }
    }
}

impl From<&MovedCourse> for MovedTotal {
    fn from(course: &MovedCourse) -> Self {
        let Difference { low, high } = course.difference();
        Self {
            sessions: course.sessions,
            from: course.from.into(),
            to: course.to.into(),
            difference: TotalDifference {
                low: Amount(low),
                high: Amount(high),
            },
        }
    }
}

impl From<(u8, MoneyRange)> for CourseTotal {
    fn from((sessions, total): (u8, MoneyRange)) -> Self {
        Self {
            sessions,
            total: total.into(),
        }
    }
}
