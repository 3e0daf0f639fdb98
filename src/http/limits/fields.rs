//! The header fields that tell a caller of its limit (`RateLimit`, as the IETF drafts it, and `Retry-After`).

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, Response};

use super::buckets::{Level, Policy};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Tells how much is left of a policy, and when to come back where nothing is.
pub(super) fn tell(response: &mut Response<Body>, policy: &Policy, level: Level) {
    let (name, burst) = (policy.name, policy.burst);
    let (left, window) = (level.left, seconds(policy.window()));
    set(response, RATE_LIMIT_POLICY, format!("\"{name}\";q={burst};w={window}"));
    set(
        response,
        RATE_LIMIT,
        format!("\"{name}\";r={left};t={}", seconds(level.full_in)),
    );
    if !level.wait.is_zero() {
        set(response, header::RETRY_AFTER, seconds(level.wait).to_string());
    }
}

fn set(response: &mut Response<Body>, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Whole seconds, begun ones counted: who comes back then is not too early.
pub(super) fn seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
