//! What a patient sees of a quote: its page, its PDF, its calendar file, and the text in which its link is sent.
//!
//! What always holds: every figure is one of the estimate that was kept, and none is computed; names and texts come from
//! the price list that the quote was made with, in the language asked for; nothing here holds personal data. Whoever
//! has the token may read, and a wrong token is answered alike whatever is wrong with it.

mod calendar;
mod figures;
mod kept;
mod lists;
mod message;
mod names;
mod opened;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod sheet;
mod visits;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Response};

use super::reply::set;

pub(super) use lists::KeptLists;
pub(super) use message::{Message, message};
pub(super) use page::get_patient;
#[cfg(feature = "pdf")]
pub(super) use pdf::Press;

/// The header `Accept-Language`.
fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()
}

/// An answer that no cache keeps, no search engine finds, and whose address goes nowhere else.
fn kept_by_nobody(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        set(&mut response, name, HeaderValue::from_static(value));
    }
    response
}
