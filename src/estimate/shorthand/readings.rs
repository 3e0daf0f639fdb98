use std::ops::Range;

use super::CHOICES_MAX;
use super::drafts::Draft;
use super::hearing::Mention;
use super::offers::{Offers, Pair, answers};
use super::understood::{Told, UnderstoodExtra, UnderstoodItem, UnderstoodPart};
use super::vocabulary::{Name, Named};
use crate::price_list::{Charge, ExtraId, Sessions, TreatmentId};

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
    let is_named = |of| answers(&draft.mentions, of);
    let treatment_told = if is_named(Named::Treatment(treatment)) {
        Told::Named
    } else if carried == Some(treatment) {
        Told::CarriedOver
    } else {
        Told::Inferred
    };
    let area_told = if is_named(Named::Area(area)) {
        Told::Named
    } else {
        Told::Inferred
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

/// The extras that are named, each once, where it was said first. Of several that a word names: one that goes with an
/// item, then the one named most closely, then one that has to be chosen.
pub(super) fn extras(offers: &Offers<'_>, mentions: &[Mention<'_>], items: &[UnderstoodItem]) -> Vec<UnderstoodExtra> {
    let rank = |name: &Name, extra: ExtraId| {
        let extra = offers.list.extra(extra);
        let goes_along = |item: &UnderstoodItem| extra.row_for(item.treatment, item.area, offers.on).is_some();
        (
            !items.iter().any(goes_along),
            name.tier,
            extra.charge == Charge::Required,
        )
    };
    let mut extras: Vec<UnderstoodExtra> = Vec::new();
    for mention in mentions {
        let named = mention.names.iter().filter_map(|name| match name.of {
            Named::Extra(extra) => Some((rank(name, extra), extra)),
            _ => None,
        });
        let Some((_, extra)) = named.min_by_key(|(rank, _)| *rank) else {
            continue;
        };
        if !extras.iter().any(|known| known.extra == extra) {
            let span = mention.span.clone();
            extras.push(UnderstoodExtra { extra, span });
        }
    }
    extras
}
