use std::ops::Range;

use super::CHOICES_MAX;
use super::drafts::Draft;
use super::hearing::Mention;
use super::offers::{Offers, Pair, answers};
use super::understood::{Told, UnderstoodItem, UnderstoodPart};
use super::vocabulary::Named;
use crate::price_list::{Sessions, TreatmentId};

/// Every way in which the items of a line can be read, up to one more than [`CHOICES_MAX`]; each as good as the
/// others. Where no treatment on an area answers to an item, where that stands.
pub(super) fn readings(drafts: &[Draft<'_>], offers: &Offers<'_>) -> Result<Vec<Vec<UnderstoodItem>>, Range<usize>> {
    let mut search = Search {
        drafts,
        offers,
        found: Vec::new(),
    };
    search.go_on(&mut Vec::new())?;
    Ok(search.found)
}

struct Search<'a, 'v, 'l> {
    drafts: &'a [Draft<'v>],
    offers: &'a Offers<'l>,
    found: Vec<Vec<UnderstoodItem>>,
}

impl Search<'_, '_, '_> {
    /// Takes every reading of the next item in turn; a treatment that is named in one carries over to those behind.
    fn go_on(&mut self, chosen: &mut Vec<UnderstoodItem>) -> Result<(), Range<usize>> {
        let Some(draft) = self.drafts.get(chosen.len()) else {
            self.found.push(chosen.clone());
            return Ok(());
        };
        let carried = carried(chosen);
        let pairs = self.offers.candidates(draft, carried);
        if pairs.is_empty() {
            return Err(draft.span());
        }
        for pair in pairs {
            for sessions in counts(draft) {
                if self.found.len() > CHOICES_MAX {
                    return Ok(());
                }
                chosen.push(item(draft, pair, sessions, carried));
                let gone_on = self.go_on(chosen);
                chosen.pop();
                gone_on?;
            }
        }
        Ok(())
    }
}

fn carried(chosen: &[UnderstoodItem]) -> Option<TreatmentId> {
    let named = chosen.iter().rev().find(|item| item.treatment_told == Told::Named);
    named.map(|item| item.treatment)
}

/// The number of sessions as it was given, and without its `+` where that may be a separator.
fn counts(draft: &Draft<'_>) -> Vec<Option<Sessions>> {
    let given = draft.count.as_ref().map(|count| count.sessions);
    match given {
        Some(Sessions::OpenEnded(from)) if draft.is_plus_unclear => vec![given, Some(Sessions::Count(from))],
        _ => vec![given],
    }
}

fn item(
    draft: &Draft<'_>,
    (treatment, area): Pair,
    sessions: Option<Sessions>,
    carried: Option<TreatmentId>,
) -> UnderstoodItem {
    let treatment_told = match answers(&draft.mentions, Named::Treatment(treatment)) {
        true => Told::Named,
        false if carried == Some(treatment) => Told::CarriedOver,
        false => Told::Inferred,
    };
    let area_told = match answers(&draft.mentions, Named::Area(area)) {
        true => Told::Named,
        false => Told::Inferred,
    };
    UnderstoodItem {
        treatment,
        area,
        sessions,
        treatment_told,
        area_told,
        parts: parts(draft, (treatment, area)),
    }
}

fn parts(draft: &Draft<'_>, (treatment, area): Pair) -> Vec<UnderstoodPart> {
    let names = |mention: &Mention<'_>, of| answers(std::slice::from_ref(mention), of);
    let mentions = draft.mentions.iter().map(|mention| UnderstoodPart {
        span: mention.span.clone(),
        names_treatment: names(mention, Named::Treatment(treatment)),
        names_area: names(mention, Named::Area(area)),
        corrected: mention.corrected.map(str::to_owned),
    });
    let count = draft.count.iter().map(|count| UnderstoodPart {
        span: count.span.clone(),
        names_treatment: false,
        names_area: false,
        corrected: None,
    });
    let mut parts: Vec<UnderstoodPart> = mentions.chain(count).collect();
    parts.sort_by_key(|part| part.span.start);
    parts
}
