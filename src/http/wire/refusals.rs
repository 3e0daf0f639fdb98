//! Refusals of pricing as errors that point at what the caller would change.

use super::FieldError;
use super::errors::ALLOWED_MAX;
use super::request::{Asked, Form};
use crate::estimate::{self, ItemSessions, Place, Reason, Refusal, Suggestions};
use crate::price_list::{Language, PriceList, Sessions, TaxId};

/// Refusals of a request, pointing into what the caller wrote: at the field to change, or at the item where the
/// request named no such field; of a text always at the text.
pub fn refused(list: &PriceList, asked: &Asked, refusals: &[Refusal], language: Language) -> Vec<FieldError> {
    let error = |refusal: &Refusal| {
        let pointer = pointer(list, asked, refusal);
        let error = FieldError::new(
            pointer,
            refusal.reason.code(),
            estimate::refusal(list, refusal, language),
        );
        with_ways_out(list, asked, refusal, error)
    };
    refusals.iter().map(error).collect()
}

fn pointer(list: &PriceList, asked: &Asked, refusal: &Refusal) -> String {
    let item = |at: usize| match asked.form {
        Form::Items => format!("/items/{at}"),
        Form::Text => "/text".to_owned(),
        Form::Query => String::new(),
    };
    let field = |at: usize, name: &str| match asked.form {
        Form::Text => item(at),
        Form::Items | Form::Query => format!("{}/{name}", item(at)),
    };
    match refusal.place {
        Place::Items if asked.form == Form::Text => "/text".to_owned(),
        Place::Items => "/items".to_owned(),
        Place::Treatment(at) => field(at, "treatment"),
        Place::Area(at) => field(at, "area"),
        Place::Sessions(at) if is_typical(asked, at) => item(at),
        Place::Sessions(at) => field(at, "sessions"),
        Place::Item(at) => item(at),
        Place::Extra(at) if asked.form == Form::Text && at >= asked.extras_named => "/text".to_owned(),
        Place::Extra(at) => format!("/extras/{at}"),
        Place::On if asked.on.is_some() => "/on".to_owned(),
        Place::On => item(item_of_date(list, asked, &refusal.reason)),
    }
}

fn is_typical(asked: &Asked, at: usize) -> bool {
    let item = asked.request.items.get(at);
    item.is_none_or(|item| item.sessions == ItemSessions::Typical)
}

/// The first item that a refusal of the date is about.
fn item_of_date(list: &PriceList, asked: &Asked, reason: &Reason) -> usize {
    let mut items = asked.request.items.iter();
    let at = match reason {
        Reason::NoPriceOnDate { treatment, area, .. } => {
            let (treatment, area) = (&list.treatment(*treatment).code, &list.area(*area).code);
            items.position(|item| *item.treatment == **treatment && *item.area == **area)
        }
        Reason::NoTaxRate { tax } => items.position(|item| is_taxed(list, &item.treatment, *tax)),
        _ => None,
    };
    at.unwrap_or_default()
}

fn is_taxed(list: &PriceList, treatment: &str, tax: TaxId) -> bool {
    list.find_treatment(treatment)
        .is_some_and(|treatment| list.treatment(treatment).tax == tax)
}

/// Names what would be possible: all of it, or what is nearest.
fn with_ways_out(list: &PriceList, asked: &Asked, refusal: &Refusal, error: FieldError) -> FieldError {
    let Suggestions { did_you_mean, allowed } = estimate::suggestions(list, refusal);
    match &refusal.reason {
        Reason::UnknownArea { .. } => error
            .meant(did_you_mean)
            .allow(areas_of_item(list, asked, refusal.place).unwrap_or(allowed)),
        Reason::NoPriceOnDate { .. } | Reason::SessionsNotSold { .. } => error.near(allowed),
        Reason::SessionsOutOfRange { most, asked, .. } => {
            let is_below = matches!(
                asked,
                Sessions::Count(0) | Sessions::Range(0, _) | Sessions::OpenEnded(0)
            );
            let nearest = if is_below { 1 } else { *most };
            error.allow(allowed).near(vec![nearest.to_string()])
        }
        // The forms are told in words: as values they would be counts that may not be sold.
        Reason::InvalidSessions => error,
        _ => error.meant(did_you_mean).allow(allowed),
    }
}

/// The areas of an item's treatment, where that is known.
fn areas_of_item(list: &PriceList, asked: &Asked, place: Place) -> Option<Vec<String>> {
    let Place::Area(at) = place else { return None };
    let treatment = list.find_treatment(&asked.request.items.get(at)?.treatment)?;
    let areas = list.prices().areas_of(treatment).take(ALLOWED_MAX);
    Some(areas.map(|area| list.area(area).code.to_string()).collect())
}
