//! What people see in a browser: the desk, the widget, and the files that they are made of.
//!
//! Pages are files of `web/`, compiled in and served by ourselves; nothing on them comes from elsewhere. They show what
//! the API answers and compute no figure.

pub(super) mod assets;
mod desk;
mod joined;
pub(super) mod policy;
mod small;
mod widget;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::{App, patient};

/// The pages and their files. They are no part of the API and its document.
pub(super) fn pages() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/{version}/{*path}", get(assets::get_asset))
        .route("/desk", get(desk::get_desk))
        .route("/q/{token}", get(patient::get_patient))
        .route("/widget.js", get(widget::get_script))
        .route("/widget-demo", get(widget::get_demo))
}
