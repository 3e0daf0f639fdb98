use super::Code;
use super::locate::Findings;
use super::problems::Problems;
use crate::price_list::{Origin, Table, Violation};

/// Reports in what rows contradict each other.
///
/// What may only follow from rows that could not be read is left out: a treatment whose one price has a typing error
/// is not without a price.
pub(super) fn report(violations: &[Violation], problems: &mut Problems<'_>) {
    let mut findings = Findings::default();
    for violation in violations {
        if !follows_from_lost_rows(violation, problems) {
            describe(violation, &mut findings);
        }
    }
    findings.report(problems);
}

fn follows_from_lost_rows(violation: &Violation, problems: &Problems<'_>) -> bool {
    match violation {
        Violation::TreatmentWithoutPrice { .. } => problems.has_errors_in(Table::Prices),
        Violation::NoSecondSession { .. } => problems.has_errors_in(Table::Schedules),
        Violation::TaxGap { .. } => problems.has_errors_in(Table::Taxes),
        Violation::DoubledKey { .. } | Violation::SessionsAboveMost { .. } => false,
    }
}

fn describe(violation: &Violation, findings: &mut Findings) {
    match *violation {
        Violation::DoubledKey { first, again } => doubled_key(first, again, findings),
        Violation::SessionsAboveMost { row, sessions, most } => {
            findings.add(row, "sessions", Code::SessionsAboveMost, || {
                (
                    format!("the price is for {sessions} sessions, but max_sessions of the treatment is {most}"),
                    format!("write {most} or less, or raise max_sessions in treatments.csv"),
                )
            });
        }
        Violation::NoSecondSession { row, from_session } => {
            findings.add(row, "from_session", Code::NoSecondSession, || {
                (
                    format!("the schedule begins with session {from_session} and doesn't say when session 2 is"),
                    "add a row with 2 in from_session".into(),
                )
            });
        }
        Violation::TaxGap { row, first, last } => findings.add(row, "valid_from", Code::TaxGap, || {
            let days = super::days(first, last);
            (
                format!("the tax has no rate {days}"),
                format!("write {first} in valid_from, or let the row before end later"),
            )
        }),
        Violation::TreatmentWithoutPrice { row } => {
            findings.add(row, "treatment", Code::TreatmentWithoutPrice, || {
                (
                    "the treatment has no price on any area".into(),
                    "add a row for it to prices.csv, or delete the treatment".into(),
                )
            });
        }
    }
}

fn doubled_key(first: Origin, again: Origin, findings: &mut Findings) {
    let (column, key, on_one_day) = key(again.table);
    findings.add(again, column, Code::DoubledKey, || {
        let days = if on_one_day {
            ", and both count on the same days"
        } else {
            ""
        };
        let hint = if on_one_day {
            "delete one of the two rows, or let valid_to of the older one end before the newer one begins"
        } else {
            "delete one of the two rows, or change its code"
        };
        (
            format!("this row has the same {key} as line {}{days}", first.line),
            hint.into(),
        )
    });
}

/// The column in which a doubled key is shown, the columns that make the key, and whether it is one for a day.
fn key(table: Table) -> (&'static str, &'static str, bool) {
    match table {
        Table::Prices => ("sessions", "treatment, area, unit and sessions", true),
        Table::Extras => ("extra", "extra, treatment and area", true),
        Table::Taxes => ("tax", "tax", true),
        Table::Facts => ("topic", "treatment and topic", false),
        Table::Schedules => ("from_session", "schedule and from_session", false),
        Table::Areas => ("area", "area", false),
        Table::Discounts => ("discount", "discount", false),
        Table::PaymentPlans => ("plan", "plan", false),
        Table::Clinic | Table::Treatments | Table::Expected => ("treatment", "treatment", false),
    }
}
