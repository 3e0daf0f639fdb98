//! The shapes that cross the wire, for the HTTP API, `mesoquote batch` and every `--json` alike: requests read from
//! JSON, estimates and problems written to it.
//!
//! What always holds: names are `snake_case`, amounts are strings, dates `YYYY-MM-DD`; everything that is wrong with a
//! request is reported at once, each with a JSON pointer to what the caller would change. Nothing here is computed:
//! figures are copied from the estimate.

mod amount;
mod beside;
mod breakdown;
mod changes;
mod comparison;
mod errors;
mod estimate;
mod json;
pub mod kinds;
mod parts;
mod price_lists;
mod problem;
mod query;
mod quote;
mod quote_requests;
mod reader;
mod refusals;
mod request;
mod session;
mod understood;

pub use amount::{Amount, Source};
pub use beside::{Fact, Plan, Schedule, Visit};
pub use breakdown::{Breakdown, Line, Part, PartUnit, PromoCode, TaxLine};
pub use changes::{
    ChangeCounts, Compared, CourseMoves, CourseTotal, MoveCause, MoveCauseKind, MovedTotal, MovesBy, MovesByKind,
    OfferedCourses, PriceCliff, PriceListChanges, TotalDifference,
};
pub use comparison::{Alternative, BreakEven, Comparison, NotCompared, This, Verdict};
pub use errors::{Choice, Errors, FieldError};
pub use estimate::{AmountRange, BetterOffer, CountRange, Estimate, EstimatedItem, EstimatedSessions, Rung, Shown};
pub use parts::{HeardText, PartKind, ToldHow, UnderstoodItem, UnderstoodPart};
pub use price_lists::{
    CandidateAsked, CandidateSource, CheckedPriceList, FileContent, PriceListCandidate, PublishedPriceList,
    PublishingHistory, candidate_asked, refused_files,
};
pub use problem::Problem;
pub use query::{language_asked, no_parameters, page_before};
pub use quote::{PageOfQuotes, Quote, QuoteStep, QuoteSummary, QuoteTotal, Verification, VerificationDifference};
pub use quote_requests::{
    Acceptance, Nothing, PatientData, QuoteRequest, QuoteSearch, SaveAsked, Sought, agreed_total, nothing, save_asked,
    search_asked,
};
pub use refusals::refused;
pub use request::{Asked, EstimateRequest, EstimateRequestItem, Form, Include, RequestedSessions};
pub use session::{SessionRequest, SessionState, session_asked};
pub(super) use understood::understand;
pub use understood::{Correction, UnderstoodText};
