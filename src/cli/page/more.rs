use super::Page;
use super::layout::Style;
use crate::estimate::{EstimatedItem, PlanPayments};
use crate::money::Money;
use crate::texts::Arg;

/// More sessions for no more money.
pub(super) fn better_offers(page: &mut Page<'_>) {
    let items = &page.shown.estimate.items;
    let told: Vec<String> = items.iter().filter_map(|item| better_offer(page, item)).collect();
    if told.is_empty() {
        return;
    }
    page.title("page-better-offer", &[]);
    for line in told {
        page.sheet.wrapped(Style::Plain, &line, 0);
    }
}

fn better_offer(page: &Page<'_>, item: &EstimatedItem) -> Option<String> {
    let offer = item.better_offer?;
    let kind = match (page.shown.estimate.high.is_some(), offer.saves.is_zero()) {
        (false, false) => "less",
        (false, true) => "same",
        (true, false) => "lower",
        (true, true) => "no-more",
    };
    let (name, sessions, asked) = (
        page.item(item),
        page.sessions(offer.sessions),
        page.sessions(item.sessions_from),
    );
    let saves = page.amount(offer.saves);
    let args = [
        ("item", Arg::Text(&name)),
        ("kind", Arg::Text(kind)),
        ("sessions", Arg::Text(&sessions)),
        ("asked", Arg::Text(&asked)),
        ("saves", Arg::Text(&saves)),
    ];
    Some(page.say_text("page-better-offer-line", &args))
}

/// The payment plans that are open to the total.
pub(super) fn plans(page: &mut Page<'_>) {
    let plans = &page.shown.estimate.plans;
    if plans.is_empty() {
        return;
    }
    page.title("page-plans", &[]);
    for plan in plans {
        let row = page.shown.list.plan(plan.plan);
        let (name, source) = (row.name.get(page.shown.language), row.origin.to_string());
        page.sheet.row(Style::Plain, name, "", &source);
        let payments = payments(page, plan);
        page.sheet.wrapped(Style::Faint, &payments, 2);
    }
}

/// Equal payments that follow one another are told together.
fn payments(page: &Page<'_>, plan: &PlanPayments) -> String {
    let runs: Vec<&[Money]> = plan.payments.chunk_by(|one, next| one == next).collect();
    let told = runs.iter().filter_map(|run| {
        let amount = *run.first()?;
        match run.len() {
            1 => Some(page.words.digits(amount)),
            count => {
                let count = Arg::Number(u32::try_from(count).ok()?);
                Some(page.say_text("page-payments", &[("count", count), ("amount", Arg::Digits(amount))]))
            }
        }
    });
    told.collect::<Vec<_>>().join(" + ")
}

/// The facts, those of one treatment together, each with who says so.
pub(super) fn facts(page: &mut Page<'_>) {
    let all = page.shown.list.facts();
    let facts: Vec<_> = page.shown.estimate.facts.iter().filter_map(|at| all.get(*at)).collect();
    if facts.is_empty() {
        return;
    }
    page.title("page-facts", &[]);
    let mut treatment = None;
    for fact in facts {
        if treatment.replace(fact.treatment) != Some(fact.treatment) {
            let name = page.shown.list.treatment(fact.treatment).name.get(page.shown.language);
            page.sheet.line(Style::Strong, name);
        }
        let topic = page.say_text("page-topic", &[("topic", Arg::Text(fact.topic.code()))]);
        let text = fact.text.get(page.shown.language);
        page.sheet.wrapped(Style::Plain, &format!("{topic}: {text}"), 2);
        let source = page.say_text("page-source", &[("source", Arg::Name(&fact.source))]);
        page.sheet
            .wrapped(Style::Faint, &format!("{source} ({})", fact.origin), 4);
    }
    if !page.shown.estimate.include.facts {
        let more = page.say_text("page-more-facts", &[("flag", Arg::Name("--facts"))]);
        page.sheet.wrapped(Style::Faint, &more, 2);
    }
}
