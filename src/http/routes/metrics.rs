use std::sync::Arc;

use axum::extract::State;

use crate::http::App;
use crate::http::metrics::CONTENT_TYPE;
use crate::http::openapi::{ServerProblems, StaffProblems};
use crate::http::reply::{self, Answer, typed};

/// What a monitoring system counts and draws.
///
/// In the text format of Prometheus. The same stands, for whoever reaches it, on the address of `serve --metrics`.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operation",
    operation_id = "getMetrics",
    responses(
        (status = 200, description = "The metrics.", body = String, content_type = "text/plain"),
        StaffProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_metrics(State(app): State<Arc<App>>) -> Answer {
    let text = app.metrics.text(&app).await.map_err(reply::internal)?;
    Ok(typed(text, CONTENT_TYPE))
}
