use std::sync::Arc;

use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::openapi::{ParameterProblems, ServerProblems, examples};
use crate::http::reply::{self, Answer};
use crate::http::wire;

/// The clinics that are served.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ClinicList<'a> {
    /// In order of their codes.
    clinics: Vec<ServedClinic<'a>>,
}

/// A clinic that is served.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ServedClinic<'a> {
    /// The code, by which requests name it.
    #[schema(example = "pricing")]
    clinic: &'a str,
    /// What it is called.
    name: &'a str,
    /// The languages of its names and texts, the first being the usual one.
    #[schema(example = json!(["en", "ar"]))]
    languages: &'a [String],
    /// The currency of its prices, ISO 4217.
    #[schema(example = "AED")]
    currency: &'a str,
}

/// Which clinics are served.
///
/// Each has a price list of its own; where there are several, a request names one.
#[utoipa::path(
    get,
    path = "/v1/clinics",
    tag = "estimates",
    operation_id = "listClinics",
    responses((status = 200, description = "The clinics.", body = ClinicList, example = json!(examples::clinics())), ParameterProblems, ServerProblems),
)]
pub(super) async fn list_clinics(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    wire::no_parameters(query.as_deref())?;
    let served = app.served();
    let clinics = served.clinics.lists().map(|list| ServedClinic {
        clinic: list.code(),
        name: &list.clinic().name,
        languages: &list.clinic().languages,
        currency: list.clinic().currency.code(),
    });
    reply::json(&ClinicList {
        clinics: clinics.collect(),
    })
}
