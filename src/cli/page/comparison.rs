use super::Page;
use super::chart::{Chart, Column};
use super::layout::Style;
use super::visits::days;
use crate::estimate::{Comparison, CountRange, MoneyRange, Sides, Verdict};
use crate::texts::Arg;

/// The alternative beside what was asked for: cost, visits and time, and a chart of cost by sessions.
pub(super) fn comparison(page: &mut Page<'_>) {
    let Some(comparison) = &page.shown.estimate.comparison else {
        return;
    };
    match &comparison.sides {
        Some(sides) => {
            let name = alternative_name(page, sides);
            page.title("page-comparison", &[("name", Arg::Text(&name))]);
            self::sides(page, sides, &name);
            verdict(page, sides, &name);
            notes(page, comparison, sides);
            chart(page, comparison, sides, &name);
        }
        None => page.sheet.gap(),
    }
    not_compared(page, comparison);
}

fn alternative_name(page: &Page<'_>, sides: &Sides) -> String {
    let mut names: Vec<&str> = sides
        .alternative
        .items
        .iter()
        .map(|item| page.treatment_name(item))
        .collect();
    names.dedup();
    page.words.list(&names)
}

fn sides(page: &mut Page<'_>, sides: &Sides, name: &str) {
    let this = page.say_text("page-this", &[]);
    side(page, &this, sides.this.total, sides.this.visits, sides.this.span_days);
    let other = &sides.alternative;
    side(page, name, other.total, other.visits, other.span_days);
}

fn side(page: &mut Page<'_>, name: &str, total: MoneyRange, visits: CountRange, span: CountRange) {
    let total = page.amount_range(total);
    page.sheet.row(Style::Strong, name, &total, "");
    let visits_told = if visits.from == visits.to {
        page.say_text("page-visits-count", &[("count", Arg::Number(visits.from))])
    } else {
        let args = [("from", Arg::Number(visits.from)), ("to", Arg::Number(visits.to))];
        page.say_text("page-visits-range", &args)
    };
    let told = match span.to {
        0 => visits_told,
        _ => format!("{visits_told} {}", days(page, span.from, span.to)),
    };
    page.sheet.wrapped(Style::Plain, &told, 2);
}

fn verdict(page: &mut Page<'_>, sides: &Sides, name: &str) {
    let difference = match sides.verdict {
        Verdict::Dearer => MoneyRange::of(-sides.difference.to, -sides.difference.from),
        Verdict::Cheaper | Verdict::Depends => sides.difference,
    };
    let difference = page.amount_range(difference);
    let args = [
        ("verdict", Arg::Text(sides.verdict.code())),
        ("name", Arg::Text(name)),
        ("difference", Arg::Text(&difference)),
    ];
    let mut told = page.say_text("page-verdict", &args);
    if let Some(break_even) = sides.break_even {
        let counts = [
            ("page-break-even-up-to", break_even.cheaper_up_to),
            ("page-break-even-from", break_even.dearer_from),
        ];
        for (id, count) in counts {
            if let Some(count) = count {
                let sessions = page.sessions(count);
                told.push(' ');
                told += &page.say_text(id, &[("sessions", Arg::Text(&sessions))]);
            }
        }
    }
    page.sheet.wrapped(Style::Plain, &told, 0);
}

fn notes(page: &mut Page<'_>, comparison: &Comparison, sides: &Sides) {
    let estimate = page.shown.estimate;
    let is_whole = comparison.compared_items.len() == estimate.items.len();
    let mut note = page.say_text("page-cost-only", &[]);
    if is_whole && sides.this.total != estimate.total {
        note.push(' ');
        note += &page.say_text("page-cost-apart", &[]);
    }
    page.sheet.wrapped(Style::Faint, &note, 0);
}

/// Where a single item is compared: what each count costs, with the alternative's range behind it.
fn chart(page: &mut Page<'_>, comparison: &Comparison, sides: &Sides, name: &str) {
    let items = &page.shown.estimate.items;
    let [item] = &*comparison.compared_items else { return };
    let Some(item) = items.get(*item).filter(|item| item.ladder.len() > 1) else {
        return;
    };
    let label = page.item(item);
    page.sheet.gap();
    let args = [("item", Arg::Text(&label)), ("name", Arg::Text(name))];
    let caption = page.say_text("page-chart", &args);
    page.sheet.wrapped(Style::Faint, &caption, 0);
    let column = |rung: &crate::estimate::Rung| Column {
        sessions: rung.sessions,
        total: rung.total,
        is_asked: (item.sessions_from..=item.sessions_to).contains(&rung.sessions),
    };
    let columns: Vec<Column> = item.ladder.iter().map(column).collect();
    let labels = [sides.alternative.total.to, sides.alternative.total.from].map(|amount| page.words.digits(amount));
    let chart = Chart {
        columns: &columns,
        band: sides.alternative.total,
        band_labels: &labels,
    };
    for line in chart.lines(page.sheet.width(), page.sheet.has_blocks) {
        page.sheet.line(Style::Plain, &line);
    }
}

fn not_compared(page: &mut Page<'_>, comparison: &Comparison) {
    for left_out in &comparison.not_compared {
        let Some(item) = page.shown.estimate.items.get(left_out.item) else {
            continue;
        };
        let name = page.item(item);
        let args = [("item", Arg::Text(&name)), ("reason", Arg::Text(left_out.reason))];
        let told = page.say_text("page-not-compared", &args);
        page.sheet.wrapped(Style::Faint, &told, 0);
    }
}
