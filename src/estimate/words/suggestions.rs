use super::nearest::{areas_like, extras_like, treatments_like};
use crate::estimate::{Reason, Refusal};
use crate::price_list::{AreaId, Charge, PriceList, TreatmentId};

/// How many ways out are told.
const ALLOWED_MAX: usize = 100;

/// The ways out of a refusal, in codes and forms that a request may hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Suggestions {
    /// Codes that look or sound like what was given, the likeliest first.
    pub did_you_mean: Vec<String>,
    /// What would have been taken: codes, counts, days. At most 100.
    pub allowed: Vec<String>,
}

/// What a program may offer in place of what was refused.
pub fn suggestions(list: &PriceList, refusal: &Refusal) -> Suggestions {
    let codes = |treatments: Vec<TreatmentId>| {
        treatments
            .iter()
            .map(|id| list.treatment(*id).code.to_string())
            .collect()
    };
    let area_codes = |areas: Vec<AreaId>| areas.iter().map(|id| list.area(*id).code.to_string()).collect();
    match &refusal.reason {
        Reason::UnknownTreatment { given } => Suggestions {
            did_you_mean: codes(treatments_like(list, given)),
            allowed: codes(list.treatments().map(|(id, _)| id).take(ALLOWED_MAX).collect()),
        },
        Reason::UnknownArea { given } => Suggestions {
            did_you_mean: area_codes(areas_like(list, given)),
            allowed: area_codes(list.areas().map(|(id, _)| id).take(ALLOWED_MAX).collect()),
        },
        Reason::UnknownExtra { given } => Suggestions {
            did_you_mean: extras_like(list, given),
            allowed: list
                .extras()
                .filter(|(_, extra)| extra.charge == Charge::Optional)
                .map(|(_, extra)| extra.code.to_string())
                .take(ALLOWED_MAX)
                .collect(),
        },
        Reason::NotOffered { treatment, .. } => allowed(area_codes(
            list.prices().areas_of(*treatment).take(ALLOWED_MAX).collect(),
        )),
        Reason::NoPriceOnDate { nearest, .. } => allowed(vec![nearest.to_string()]),
        Reason::InvalidSessions => allowed(["10", "3-6", "10+"].map(String::from).into()),
        Reason::SessionsOutOfRange { most, .. } => allowed(vec![counts_up_to(*most)]),
        Reason::SessionsNotSold { below, above, .. } => allowed(counts(*below, *above)),
        Reason::ItemCount { .. }
        | Reason::PriceOnRequest { .. }
        | Reason::DuplicateItem { .. }
        | Reason::ExtraNotOffered { .. }
        | Reason::NoTaxRate { .. } => Suggestions::default(),
    }
}

fn allowed(allowed: Vec<String>) -> Suggestions {
    Suggestions {
        did_you_mean: Vec::new(),
        allowed,
    }
}

/// The counts that a treatment takes.
fn counts_up_to(most: u8) -> String {
    if most == 1 { "1".into() } else { format!("1-{most}") }
}

/// The nearest counts that are sold.
pub(super) fn counts(below: Option<u8>, above: Option<u8>) -> Vec<String> {
    below.iter().chain(&above).map(u8::to_string).collect()
}
