use super::Page;
use super::layout::Style;
use crate::estimate::{Breakdown, CourseLine, ExtraLine, PromoOutcome};
use crate::price_list::{Part, Unit};
use crate::texts::Arg;

/// The lines of the one breakdown, or of the low and the high one.
pub(super) fn breakdowns(page: &mut Page<'_>) {
    let estimate = page.shown.estimate;
    match &estimate.high {
        None => {
            page.title("page-made-of", &[]);
            breakdown(page, &estimate.low);
        }
        Some(high) => {
            page.title("page-at-low", &[]);
            breakdown(page, &estimate.low);
            page.title("page-at-high", &[]);
            breakdown(page, high);
        }
    }
    promo_code(page);
}

fn breakdown(page: &mut Page<'_>, breakdown: &Breakdown) {
    for course in &breakdown.courses {
        self::course(page, course);
    }
    for extra in &breakdown.extras {
        self::extra(page, extra);
    }
    let list = page.shown.list;
    for line in &breakdown.discounts {
        let discount = list.discount(line.discount);
        let name = discount.name.get(page.shown.language);
        let amount = page.words.digits(line.amount);
        page.sheet
            .row(Style::Plain, name, &amount, &discount.origin.to_string());
    }
    if !list.clinic().prices_include_tax {
        tax(page, breakdown, "page-tax-on-top");
    }
    page.sheet.rule();
    let (label, total) = (page.say_text("page-total", &[]), page.amount(breakdown.total));
    page.sheet.row(Style::Strong, &label, &total, "");
    if list.clinic().prices_include_tax {
        tax(page, breakdown, "page-tax-inside");
    }
}

fn course(page: &mut Page<'_>, line: &CourseLine) {
    let Some(item) = page.shown.estimate.items.get(line.item) else {
        return;
    };
    let (name, sessions) = (page.item(item), page.sessions(line.sessions));
    let args = [("item", Arg::Text(&name)), ("sessions", Arg::Text(&sessions))];
    let label = page.say_text("page-course", &args);
    let amount = page.words.digits(line.amount);
    let source = line
        .parts
        .first()
        .map_or_else(String::new, |part| part.origin.to_string());
    page.sheet.row(Style::Plain, &label, &amount, &source);
    let is_one_rate = matches!(&*line.parts, [part] if part.unit == Unit::Session);
    if is_one_rate {
        if line.sessions > 1 {
            let each = page.say_text("page-per-session", &[("amount", Arg::Digits(line.per_session))]);
            page.sheet.wrapped(Style::Faint, &each, 2);
        }
        return;
    }
    for part in &line.parts {
        let label = format!("  {}", self::part(page, part));
        page.sheet.row(Style::Faint, &label, "", &part.origin.to_string());
    }
}

fn part(page: &Page<'_>, part: &Part) -> String {
    let sessions = page.sessions(part.sessions);
    let args = [
        ("sessions", Arg::Text(&sessions)),
        ("price", Arg::Digits(part.price)),
        ("count", Arg::Number(part.count.into())),
    ];
    match part.unit {
        Unit::Session => page.say_text("page-part-rate", &args),
        Unit::Package => page.say_text("page-part-package", &args),
    }
}

fn extra(page: &mut Page<'_>, line: &ExtraLine) {
    let rows = &page.shown.list.extra(line.extra).rows;
    let row = rows.iter().find(|row| row.origin == line.origin);
    let name = row.map_or("", |row| row.name.get(page.shown.language));
    let label = match line.quantity {
        1 => name.to_owned(),
        count => page.say_text(
            "page-times",
            &[("name", Arg::Name(name)), ("count", Arg::Number(count))],
        ),
    };
    let amount = page.words.digits(line.amount);
    page.sheet.row(Style::Plain, &label, &amount, &line.origin.to_string());
}

fn tax(page: &mut Page<'_>, breakdown: &Breakdown, id: &str) {
    for line in &breakdown.tax {
        let rate = page.shown.list.tax(line.tax).rate_on(page.shown.estimate.on);
        let source = rate.map_or_else(String::new, |rate| rate.origin.to_string());
        let percent = line.percent.to_string();
        let name = Arg::Name(page.tax_name(line.tax));
        let label = page.say_text(id, &[("name", name), ("percent", Arg::Text(&percent))]);
        let amount = page.words.digits(line.amount);
        let style = if breakdown.tax.len() > 1 || id == "page-tax-on-top" {
            Style::Plain
        } else {
            Style::Faint
        };
        page.sheet.row(style, &label, &amount, &source);
    }
}

fn promo_code(page: &mut Page<'_>) {
    let estimate = page.shown.estimate;
    let (Some(code), Some(outcome)) = (&estimate.promo_code, estimate.low.promo_code) else {
        return;
    };
    let told = match outcome {
        PromoOutcome::Applied => page.say_text("page-promo-applied", &[("code", Arg::Name(code))]),
        outcome => {
            let outcome = Arg::Text(outcome.code());
            page.say_text("spoken-promo", &[("outcome", outcome), ("code", Arg::Name(code))])
        }
    };
    page.sheet.wrapped(Style::Plain, &told, 0);
}
