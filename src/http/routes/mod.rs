//! The routes: one file for each thing that is asked for. Handlers are named after method and resource.

pub(super) mod catalog;
mod clinics;
mod docs;
mod estimates;
mod health;
mod message;
mod metrics;
mod price_lists;
mod quotes;
mod session;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use estimates::create_estimate;

use super::App;
use super::outer::outer;
use super::pages;

/// Every route that the document describes.
pub(super) fn described() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(clinics::list_clinics))
        .routes(routes!(catalog::get_catalog))
        .routes(routes!(estimates::post_estimate, estimates::get_estimate))
        .routes(routes!(quotes::create_quote))
        .routes(routes!(quotes::search_quotes))
        .routes(routes!(quotes::get_quote))
        .routes(routes!(quotes::accept_quote))
        .routes(routes!(quotes::decline_quote))
        .routes(routes!(quotes::withdraw_quote))
        .routes(routes!(quotes::revise_quote))
        .routes(routes!(quotes::verify_quote))
        .routes(routes!(message::get_quote_message))
        .routes(routes!(quotes::erase_patient))
        .routes(routes!(price_lists::list_price_lists))
        .routes(routes!(price_lists::reload_price_lists))
        .routes(routes!(price_lists::check_price_list))
        .routes(routes!(price_lists::publish_price_list))
        .routes(routes!(price_lists::get_price_list_history))
        .routes(routes!(
            session::get_session,
            session::create_session,
            session::delete_session
        ))
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_readiness))
        .routes(routes!(metrics::get_metrics))
        .routes(routes!(docs::get_openapi))
}

/// The whole API: every route, within what every request goes through.
pub fn router(app: Arc<App>) -> Router {
    Router::from(described())
        .merge(docs::pages())
        .merge(pages::pages())
        // As one layer: axum boxes each, for every route.
        .layer(
            ServiceBuilder::new()
                .layer(CompressionLayer::new())
                .layer(from_fn_with_state(Arc::clone(&app), outer)),
        )
        .with_state(app)
}

/// Metrics and nothing else, for whoever asks: for an address that only a monitoring system reaches.
pub fn metrics_router(app: Arc<App>) -> Router {
    Router::new()
        .route("/metrics", get(metrics::get_metrics))
        .with_state(app)
}
