use super::{aliases, lost};
use crate::price_list::{Table, TaxId, Texts, Treatment, TreatmentId};
use crate::tables::Code;
use crate::tables::cells::small_number;
use crate::tables::columns::columns;
use crate::tables::index::Index;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts as Tables};
use crate::tables::row::{Reported, Row};
use crate::tables::scan::Cell;

columns! {
    TREATMENT = Filled "treatment",
    NAME = Texts "name",
    ALIASES = Optional "aliases",
    TYPICAL_FROM = Filled "typical_from",
    TYPICAL_TO = Optional "typical_to",
    MAX_SESSIONS = Filled "max_sessions",
    SCHEDULE = Optional "schedule",
    TAX = Filled "tax",
    COMPARE_WITH = Optional "compare_with",
}

/// Most sessions that any course may have.
const MOST: u8 = 99;

/// Reads `treatments.csv`. The rows stand at the places of their ids.
pub(in crate::tables) fn treatments<'s>(
    tables: &Tables<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Treatment> {
    let mut treatments: Vec<Treatment> = Vec::new();
    let mut compared: Vec<(usize, Cell)> = Vec::new();
    let outcome = tables.each_row((Table::Treatments, COLUMNS), problems, |read| match read {
        Read::Row(mut row) => {
            let code = row.own_code(TREATMENT).ok();
            indices.treatments.add_row(code);
            if let Some(code) = code {
                indices.treatments.add_words(code, row.known_as(ALIASES));
            }
            compared.extend(
                row.cell(COMPARE_WITH)
                    .filter(|cell| !cell.is_empty())
                    .map(|cell| (treatments.len(), cell)),
            );
            treatments.push(treatment(&mut row, code, indices));
        }
        Read::Lost(code) => {
            indices.treatments.add_lost_row(code);
            fill_up(&mut treatments, indices.treatments.len());
        }
    });
    if outcome.leaves_codes_open(Table::Treatments) {
        indices.treatments.open();
    }
    let text = tables
        .tables
        .get(&Table::Treatments)
        .copied()
        .flatten()
        .unwrap_or_default();
    compare(&mut treatments, (&compared, text), &mut indices.treatments, problems);
    treatments
}

fn treatment<'s>(row: &mut Row<'_, 's>, code: Option<&str>, indices: &mut Indices<'s>) -> Treatment {
    let name = row.texts(NAME);
    let course = course(row);
    let schedule = row.optional_reference(SCHEDULE, &mut indices.schedules);
    let tax = row.reference(TAX, &mut indices.taxes);
    let course = course.unwrap_or(Course {
        from: 1,
        to: None,
        most: MOST,
        is_sound: false,
    });
    if course.is_sound && course.most > 1 && schedule == Ok(None) {
        report_no_schedule(row, course.most);
    }
    Treatment {
        code: code.unwrap_or_default().into(),
        name: name.unwrap_or_else(|_| Texts::new("", [])),
        aliases: aliases(row.given(ALIASES).as_deref()),
        typical_from: course.from,
        typical_to: course.to,
        max_sessions: course.most,
        schedule: schedule.unwrap_or_default(),
        tax: tax.unwrap_or(TaxId::FIRST),
        compare_with: None,
        origin: code.map_or(lost(Table::Treatments), |_| row.origin()),
    }
}

/// How many sessions a course has.
struct Course {
    from: u8,
    to: Option<u8>,
    most: u8,
    is_sound: bool,
}

fn course(row: &mut Row<'_, '_>) -> Result<Course, Reported> {
    let from = row.required(TYPICAL_FROM, |text| small_number(text, 1..=MOST));
    let to = row.optional(TYPICAL_TO, |text| small_number(text, 1..=MOST));
    let most = row.required(MAX_SESSIONS, |text| small_number(text, 1..=MOST));
    if let (Ok(from), Ok(Some(to))) = (from, to) {
        row.upper(TYPICAL_TO, &from, to).ok();
    }
    let (from, to, most) = (from?, to?, most?);
    for (column, count) in [(TYPICAL_FROM, Some(from)), (TYPICAL_TO, to)] {
        if let Some(count) = count.filter(|count| *count > most) {
            report_above_most(row, column, count, most);
        }
    }
    Ok(Course {
        from,
        to,
        most,
        is_sound: true,
    })
}

fn report_above_most(row: &mut Row<'_, '_>, column: usize, count: u8, most: u8) {
    let name = row.name(column);
    row.report(column, Code::TypicalAboveMost, || {
        (
            format!("{name} is {count}, above max_sessions {most}"),
            format!("write {most} or less, or raise max_sessions"),
        )
    });
}

fn report_no_schedule(row: &mut Row<'_, '_>, most: u8) {
    row.report(SCHEDULE, Code::ScheduleNotGiven, || {
        (
            format!("a treatment of up to {most} sessions has no schedule"),
            "write the code of a schedule of schedules.csv; only a single session needs none".into(),
        )
    });
}

/// Resolves what treatments are compared with, once all of them are known.
fn compare<'s>(
    treatments: &mut [Treatment],
    (compared, text): (&[(usize, Cell)], &'s str),
    index: &mut Index<'s, TreatmentId>,
    problems: &mut Problems<'s>,
) {
    for (at, cell) in compared {
        let other = text.get(cell.span()).unwrap_or_default();
        match index.find(other) {
            Some(_) if *treatments[*at].code == *other => {
                problems.add(Table::Treatments, Code::ComparedWithItself, cell.span(), || {
                    (
                        format!("{other} is compared with itself"),
                        "write the code of another treatment, or leave it empty".into(),
                    )
                });
            }
            Some(id) => treatments[*at].compare_with = Some(id),
            None => {
                let (code, words) = index.unknown("compare_with", other);
                problems.add(Table::Treatments, code, cell.span(), words);
            }
        }
    }
}

/// Adds stand-ins for rows that could not be read, so that every id has a row.
pub(in crate::tables) fn fill_up(treatments: &mut Vec<Treatment>, len: usize) {
    treatments.resize_with(len.max(treatments.len()), || Treatment {
        code: "".into(),
        name: Texts::new("", []),
        aliases: Vec::new(),
        typical_from: 1,
        typical_to: None,
        max_sessions: MOST,
        schedule: None,
        tax: TaxId::FIRST,
        compare_with: None,
        origin: lost(Table::Treatments),
    });
}
