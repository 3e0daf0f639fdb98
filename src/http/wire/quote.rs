//! Quotes as they are answered.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::quote_requests::PatientData;
use super::{Estimate, EstimateRequest};
use crate::store::{self, State};

/// An estimate that was saved. Its figures never change.
#[derive(Serialize, ToSchema)]
pub struct Quote<'a> {
    /// What is said over the telephone: read without regard to case, blanks and hyphens; O is taken for 0, I and L for 1.
    #[schema(pattern = "^[0-9A-HJKMNP-TW-Z]{3}-[0-9A-HJKMNP-TW-Z]{4}$", example = "K7Q-4MXR")]
    reference: String,
    /// The clinic's code.
    #[schema(example = "pricing")]
    clinic: &'a str,
    /// What it is today.
    #[schema(value_type = QuoteState)]
    state: &'static str,
    /// The version of the price list that it was made with.
    #[schema(example = "3f9ac01b77de")]
    price_list: &'a str,
    /// When it was made.
    #[schema(format = DateTime, value_type = String)]
    created_at: Timestamp,
    /// Who made it: the name of a staff key, `staff` without one, `website` for a visitor.
    #[schema(example = "Front desk 1")]
    created_by: &'a str,
    /// The last day on which it stands, at the clinic.
    #[schema(format = Date, value_type = String)]
    valid_until: Date,
    /// The quote that it was made in place of.
    revises: Option<String>,
    /// The quote that was made in its place.
    superseded_by: Option<String>,
    /// What was agreed on when a range was accepted.
    #[schema(example = "15000.00")]
    agreed_total: Option<&'a str>,
    /// Personal data, where it was given and not erased.
    patient: PatientData<'a>,
    /// A note of the staff.
    note: Option<&'a str>,
    /// The patient's page, relative to the server.
    #[schema(format = "uri-reference")]
    link: String,
    /// The same as a PDF, relative to the server; null where the server makes none.
    #[schema(format = "uri-reference")]
    pdf: Option<String>,
    /// The request as it was made.
    #[schema(value_type = EstimateRequest)]
    request: &'a RawValue,
    /// The estimate as it was answered.
    #[schema(value_type = Estimate)]
    estimate: &'a RawValue,
    /// What happened to it, oldest first.
    history: Vec<QuoteStep<'a>>,
}

/// What a quote can be: the words of [`State`].
pub(super) struct QuoteState;

impl ToSchema for QuoteState {}

impl PartialSchema for QuoteState {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .enum_values(Some(State::ALL.map(State::as_str)))
            .description(Some("`expired` is an open one past its last day."))
            .examples(["open"])
            .into()
    }
}

/// One thing that happened to a quote.
#[derive(Serialize, ToSchema)]
pub struct QuoteStep<'a> {
    /// When.
    #[schema(format = DateTime, value_type = String)]
    at: Timestamp,
    /// Who did it.
    #[schema(example = "Front desk 1")]
    by: &'a str,
    /// `made`, `accepted`, `declined`, `withdrawn`, `superseded`, or `erased`: its personal data was.
    #[schema(value_type = String, example = "made")]
    did: store::Did,
}

/// A quote in short, as a search finds it.
#[derive(Serialize, ToSchema)]
pub struct QuoteSummary<'a> {
    /// What it is called.
    #[schema(example = "K7Q-4MXR")]
    reference: String,
    /// Its state today.
    #[schema(value_type = QuoteState)]
    state: &'static str,
    /// When it was made.
    #[schema(format = DateTime, value_type = String)]
    created_at: Timestamp,
    /// Who made it.
    #[schema(example = "Front desk 1")]
    created_by: &'a str,
    /// The last day on which it stands, at the clinic.
    #[schema(format = Date, value_type = String)]
    valid_until: Date,
    /// The codes of its treatments.
    treatments: &'a [String],
    /// The currency of its total.
    #[schema(example = "AED")]
    currency: &'a str,
    /// Its total.
    total: QuoteTotal<'a>,
    /// What was agreed on when a range was accepted.
    agreed_total: Option<&'a str>,
    /// Personal data, where it was given and not erased.
    patient: PatientData<'a>,
}

/// The ends of a total, the same for a definite one.
#[derive(Serialize, ToSchema)]
pub struct QuoteTotal<'a> {
    /// The least it comes to.
    #[schema(example = "12000.00")]
    from: &'a str,
    /// The most it comes to.
    #[schema(example = "12000.00")]
    to: &'a str,
}

/// What a search found, newest first.
#[derive(Serialize, ToSchema)]
pub struct PageOfQuotes<'a> {
    /// The quotes.
    pub quotes: Vec<QuoteSummary<'a>>,
    /// To be sent as `cursor` for the next page; null at the end.
    pub next: Option<String>,
}

/// Whether a quote, priced again from the price list that it was made with, comes to the same figures.
#[derive(Serialize, ToSchema)]
pub struct Verification {
    /// What it is called.
    #[schema(example = "K7Q-4MXR")]
    pub reference: String,
    /// The version of the price list that it was made with, from which it was priced again.
    #[schema(example = "3f9ac01b77de")]
    pub price_list: String,
    /// Whether every figure is the same.
    pub same: bool,
    /// Every figure that is not.
    pub differences: Vec<VerificationDifference>,
}

/// A figure that is not the same.
#[derive(Serialize, ToSchema)]
pub struct VerificationDifference {
    /// Where it stands in the estimate: a JSON pointer.
    #[schema(example = "/low/total")]
    pub pointer: String,
    /// What was kept; null where there was nothing.
    #[schema(value_type = Value, example = "12000.00")]
    pub kept: Value,
    /// What it comes to now; null where there is nothing.
    #[schema(value_type = Value, example = "11000.00")]
    pub now: Value,
}

impl<'a> Quote<'a> {
    /// A quote that reads so in the state that it is shown with.
    pub fn new(quote: &'a store::Quote, state: State) -> Self {
        let step = |step: &'a store::Step| QuoteStep {
            at: step.at,
            by: &step.by,
            did: step.did,
        };
        Self {
            reference: quote.reference.to_string(),
            clinic: &quote.clinic,
            state: state.as_str(),
            price_list: &quote.price_list,
            created_at: quote.created_at,
            created_by: &quote.created_by,
            valid_until: quote.valid_until,
            revises: quote.revises.map(|reference| reference.to_string()),
            superseded_by: quote.superseded_by.map(|reference| reference.to_string()),
            agreed_total: quote.agreed_total.as_deref(),
            patient: PatientData::new(&quote.patient),
            note: quote.note.as_deref(),
            link: format!("/q/{}", quote.token),
            pdf: cfg!(feature = "pdf").then(|| format!("/q/{}.pdf", quote.token)),
            request: &quote.request,
            estimate: &quote.estimate,
            history: quote.history.iter().map(step).collect(),
        }
    }
}

impl<'a> QuoteSummary<'a> {
    /// A quote in short, on a day.
    pub fn new(quote: &'a store::Quote, today: Date) -> Self {
        Self {
            reference: quote.reference.to_string(),
            state: quote.state_on(today).as_str(),
            created_at: quote.created_at,
            created_by: &quote.created_by,
            valid_until: quote.valid_until,
            treatments: &quote.treatments,
            currency: &quote.currency,
            total: QuoteTotal {
                from: &quote.total.from,
                to: &quote.total.to,
            },
            agreed_total: quote.agreed_total.as_deref(),
            patient: PatientData::new(&quote.patient),
        }
    }
}
