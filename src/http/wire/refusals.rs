//! Refusals of pricing as errors that point at what the caller would change.

use super::request::{Asked, Form};
use super::{FieldError, kinds};
use crate::estimate::{ItemSessions, Place, Reason, Refusal};
use crate::price_list::{Language, PriceList, TaxId, TreatmentId};

/// Refusals of a request, pointing into what the caller wrote: at the field to change, or at the item where the
/// request named no such field; of a text always at the text.
pub fn refused(list: &PriceList, asked: &Asked, refusals: &[Refusal], language: Language) -> Vec<FieldError> {
    let error = |refusal: &Refusal| {
        let pointer = pointer(list, asked, refusal);
        let error = FieldError::new(pointer, refusal.reason.code(), words(list, &refusal.reason, language));
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
    match &refusal.reason {
        Reason::UnknownTreatment { given } => error.among(given, list.treatments().map(|(_, row)| &*row.code)),
        Reason::UnknownArea { given } => {
            let item = match refusal.place {
                Place::Area(at) => asked.request.items.get(at),
                _ => None,
            };
            let treatment = item.and_then(|item| list.find_treatment(&item.treatment));
            error.among(given, areas(list, treatment))
        }
        Reason::NotOffered { treatment, .. } => error.among("", areas(list, Some(*treatment))),
        Reason::NoPriceOnDate { nearest, .. } => error.near(vec![nearest.to_string()]),
        Reason::SessionsOutOfRange { most, .. } => error.near(vec![most.to_string()]),
        Reason::SessionsNotSold { below, above, .. } => {
            error.near(below.iter().chain(above).map(ToString::to_string).collect())
        }
        Reason::UnknownExtra { given } => error.among(given, list.extras().map(|(_, extra)| &*extra.code)),
        _ => error,
    }
}

/// The areas of a treatment, all areas where it is not known.
fn areas(list: &PriceList, treatment: Option<TreatmentId>) -> Vec<&str> {
    match treatment {
        Some(treatment) => list
            .prices()
            .areas_of(treatment)
            .map(|area| &*list.area(area).code)
            .collect(),
        None => list.areas().map(|(_, area)| &*area.code).collect(),
    }
}

/// A refusal in words.
fn words(list: &PriceList, reason: &Reason, language: Language) -> String {
    let _ = language;
    let treatment = |id| &*list.treatment(id).code;
    let area = |id| &*list.area(id).code;
    match reason {
        Reason::ItemCount { found } => format!("a request has 1 to 20 items, not {found}"),
        Reason::UnknownTreatment { given } => format!("there is no treatment `{given}`"),
        Reason::UnknownArea { given } => format!("there is no area `{given}`"),
        Reason::NotOffered { treatment: t, area: a } => {
            format!("`{}` is not offered on `{}`", treatment(*t), area(*a))
        }
        Reason::NoPriceOnDate {
            treatment: t,
            area: a,
            nearest,
        } => {
            let (t, a) = (treatment(*t), area(*a));
            format!("`{t}` on `{a}` has no price on this date; the nearest day that has one is {nearest}")
        }
        Reason::InvalidSessions => kinds::INVALID_SESSIONS.meaning.to_owned(),
        Reason::SessionsOutOfRange {
            treatment: t,
            asked,
            most,
        } => {
            format!("`{}` has 1 to {most} sessions, not {asked}", treatment(*t))
        }
        Reason::PriceOnRequest {
            treatment: t,
            area: a,
            sessions,
        } => {
            let (t, a) = (treatment(*t), area(*a));
            format!("the price of {sessions} sessions of `{t}` on `{a}` is told on request: ask the clinic")
        }
        Reason::SessionsNotSold {
            treatment: t, sessions, ..
        } => {
            format!("`{}` is not sold with {sessions} sessions", treatment(*t))
        }
        Reason::DuplicateItem { first } => format!("the same treatment on the same area is item {first} already"),
        Reason::UnknownExtra { given } => format!("there is no extra `{given}`"),
        Reason::ExtraNotOffered { extra } => {
            format!("`{}` is not offered with any item", list.extra(*extra).code)
        }
        Reason::NoTaxRate { tax } => format!("there is no rate of the tax `{}` on this date", list.tax(*tax).code),
    }
}
