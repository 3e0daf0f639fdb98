//! Every treatment, area and number of sessions that can't be priced on a date.

use std::fmt::{self, Write};

use jiff::civil::Date;

use crate::estimate::{Includes, Item, Reason, Request, estimate};
use crate::price_list::{AreaId, PriceList, Sessions, Treatment, TreatmentId, Who};

/// Numbers of sessions, one after the other, that can't be priced for one reason.
pub(super) struct Unpriced {
    pub(super) treatment: TreatmentId,
    pub(super) area: AreaId,
    pub(super) from: u8,
    pub(super) to: u8,
    pub(super) reason: Reason,
}

/// All of them, by treatment, area and number.
pub(super) fn unpriced(list: &PriceList, on: Date) -> Vec<Unpriced> {
    let mut spans: Vec<Unpriced> = Vec::new();
    for (treatment, row) in list.treatments() {
        for (area, _) in list.areas() {
            for count in 1..=row.max_sessions {
                let Some(reason) = refusal(list, (treatment, area), count, on) else {
                    continue;
                };
                match spans.last_mut() {
                    Some(span) if span.goes_on((treatment, area), count, &reason) => span.to = count,
                    _ => spans.push(Unpriced {
                        treatment,
                        area,
                        from: count,
                        to: count,
                        reason,
                    }),
                }
            }
        }
    }
    spans
}

/// Why a count can't be priced, as staff would be told.
fn refusal(list: &PriceList, (treatment, area): (TreatmentId, AreaId), count: u8, on: Date) -> Option<Reason> {
    if list.prices().of(treatment, area).is_empty() {
        return Some(Reason::NotOffered { treatment, area });
    }
    let request = Request {
        items: vec![Item {
            treatment: list.treatment(treatment).code.to_string(),
            area: list.area(area).code.to_string(),
            sessions: Sessions::Count(count.into()).into(),
        }],
        extras: Vec::new(),
        promo_code: None,
        who: Who::Staff,
        include: Includes::NOTHING,
    };
    let refusals = estimate(list, &request, on).err()?;
    refusals.into_iter().next().map(|refusal| refusal.reason)
}

impl Unpriced {
    fn goes_on(&self, offer: (TreatmentId, AreaId), count: u8, reason: &Reason) -> bool {
        (self.treatment, self.area) == offer && self.to + 1 == count && self.reason.code() == reason.code()
    }
}

/// The grid for people: a paragraph for each treatment.
pub(super) fn show(list: &PriceList, on: Date, text: &mut String) -> fmt::Result {
    let spans = unpriced(list, on);
    if spans.is_empty() {
        return writeln!(
            text,
            "On {on} every treatment can be priced on every area, for every number of sessions.\n"
        );
    }
    writeln!(text, "Can't be priced on {on}:")?;
    for spans in spans.chunk_by(|one, other| one.treatment == other.treatment) {
        if let Some(first) = spans.first() {
            paragraph(list, list.treatment(first.treatment), spans, text)?;
        }
    }
    writeln!(text)
}

fn paragraph(list: &PriceList, treatment: &Treatment, spans: &[Unpriced], text: &mut String) -> fmt::Result {
    match treatment.max_sessions {
        1 => writeln!(text, "  {} (1 session)", treatment.code)?,
        most => writeln!(text, "  {} (1 to {most} sessions)", treatment.code)?,
    }
    let mut not_offered: Vec<&str> = Vec::new();
    for spans in spans.chunk_by(|one, other| one.area == other.area) {
        let Some(first) = spans.first() else {
            continue;
        };
        let area = &list.area(first.area).code;
        match first.reason {
            Reason::NotOffered { .. } => not_offered.push(area),
            _ => writeln!(text, "    {area}: {}", reasons(list, treatment, spans))?,
        }
    }
    if not_offered.is_empty() {
        return Ok(());
    }
    writeln!(text, "    not offered: {}", not_offered.join(", "))
}

/// `1 to 3, 5 on request; 6 not sold`
fn reasons(list: &PriceList, treatment: &Treatment, spans: &[Unpriced]) -> String {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for span in spans {
        let reason = reason(list, &span.reason);
        let counts = counts(span, treatment.max_sessions);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, all)) => all.push(counts),
            None => reasons.push((reason, vec![counts])),
        }
    }
    let parts = reasons
        .iter()
        .map(|(reason, counts)| format!("{} {reason}", counts.join(", ")));
    parts.collect::<Vec<_>>().join("; ")
}

fn counts(span: &Unpriced, most: u8) -> String {
    match (span.from, span.to) {
        (1, to) if to == most => "all".to_owned(),
        (from, to) if from == to => from.to_string(),
        (from, to) => format!("{from} to {to}"),
    }
}

fn reason(list: &PriceList, reason: &Reason) -> String {
    match reason {
        Reason::NoPriceOnDate { nearest, .. } => {
            format!("without a price on this day; the nearest with one is {nearest}")
        }
        Reason::PriceOnRequest { .. } => "on request".to_owned(),
        Reason::SessionsNotSold { .. } => "not sold".to_owned(),
        Reason::NoTaxRate { tax } => format!("without a rate of the tax {} on this day", list.tax(*tax).code),
        other => other.code().to_owned(),
    }
}
