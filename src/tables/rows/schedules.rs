use crate::price_list::{Gap, Schedule, Table};
use crate::tables::cells::{number, small_number};
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    SCHEDULE = Filled "schedule",
    FROM_SESSION = Filled "from_session",
    MIN_DAYS = Filled "min_days",
    MAX_DAYS = Filled "max_days",
}

/// Ten years: no gap between two sessions is longer.
const DAYS_MAX: u16 = 3_650;

/// Reads `schedules.csv`, rows of one code together at the place of its id.
pub(in crate::tables) fn schedules<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Schedule> {
    let mut schedules: Vec<Schedule> = Vec::new();
    let index = &mut indices.schedules;
    let outcome = tables.each_row((Table::Schedules, COLUMNS), problems, |read| match read {
        Read::Row(mut row) => {
            let code = row.own_code(SCHEDULE);
            let gap = gap(&mut row);
            let Some(id) = code.ok().and_then(|code| index.place_or_add(code)) else {
                return;
            };
            fill_up(&mut schedules, index.len());
            let schedule = &mut schedules[id.index()];
            schedule.code = code.unwrap_or_default().into();
            schedule.gaps.extend(gap);
        }
        Read::Lost(code) => {
            index.add_lost_row(code);
            fill_up(&mut schedules, index.len());
        }
    });
    if outcome.leaves_codes_open(Table::Schedules) {
        index.open();
    }
    schedules
}

fn gap(row: &mut Row<'_, '_>) -> Result<Gap, Reported> {
    let from_session = row.required(FROM_SESSION, |text| small_number(text, 2..=99));
    let min = row.required(MIN_DAYS, |text| number(text, 0..=DAYS_MAX));
    let mut max = row.required(MAX_DAYS, |text| number(text, 0..=DAYS_MAX));
    if let (Ok(min), Ok(days)) = (min, max) {
        max = row.upper(MAX_DAYS, &min, days);
    }
    Ok(Gap {
        from_session: from_session?,
        days_min: min?,
        days_max: max?,
        origin: row.origin(),
    })
}

/// Adds stand-ins for rows that could not be read, so that every id has a schedule.
pub(in crate::tables) fn fill_up(schedules: &mut Vec<Schedule>, len: usize) {
    schedules.resize_with(len.max(schedules.len()), || Schedule {
        code: "".into(),
        gaps: Vec::new(),
    });
}
