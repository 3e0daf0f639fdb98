use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use jiff::civil::Date;
use serde::Deserialize;

use super::kept::start_of;
use super::opened::{Closed, Opened};
#[cfg(feature = "pdf")]
use super::pdf::get_pdf;
use super::sheet::Sheet;
use super::{accepted, calendar, kept_by_nobody};
use crate::http::App;
use crate::http::pages::{assets, policy};
use crate::http::reply::{Answer, internal, set, shown_as_it_is, typed};
#[cfg(not(feature = "pdf"))]
use crate::http::wire::{Problem, kinds};
use crate::texts;

/// What the address may say beside the token. Anything else in it is not looked at: links are passed on by programs that
/// add their own.
#[derive(Default, Deserialize)]
pub(in crate::http) struct Asked {
    /// The language.
    pub(super) language: Option<String>,
    /// The day of the first visit.
    pub(super) start: Option<String>,
}

impl Asked {
    /// The day of the first visit: as asked for, else as the quote's request had it.
    pub(super) fn start(&self, opened: &Opened) -> Option<Date> {
        let asked = self.start.as_deref().and_then(|start| start.trim().parse().ok());
        asked.or_else(|| start_of(&opened.quote))
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    sheet: &'a Sheet,
    version: &'a str,
    token: &'a str,
    has_pdf: bool,
}

/// What is shown in place of a quote.
#[derive(Template)]
#[template(path = "closed.html")]
struct ClosedPage<'a> {
    version: &'a str,
    told: Vec<Told>,
}

/// The same in one language.
struct Told {
    language: String,
    direction: &'static str,
    title: String,
    more: String,
}

/// The page of a quote, for whoever has its token; its calendar file or PDF where the address ends so.
pub(in crate::http) async fn get_patient(
    State(app): State<Arc<App>>,
    token: Result<Path<String>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Answer {
    // What is no text is no token either.
    let token = token.map(|Path(token)| token).unwrap_or_default();
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    if let Some(token) = token.strip_suffix(".ics") {
        return calendar::get_calendar(&app, token, &asked, &headers).await;
    }
    if let Some(token) = token.strip_suffix(".pdf") {
        return get_pdf(&app, token, &asked, &headers).await;
    }
    shown(&app, &token, &asked, &headers).await
}

/// Says that there is no PDF here, and what there is.
#[cfg(not(feature = "pdf"))]
async fn get_pdf(app: &App, token: &str, _: &Asked, _: &HeaderMap) -> Answer {
    Opened::by(app, token).await.map_err(Closed::problem)?;
    Err(Box::new(Problem::new(&kinds::NO_PDF, kinds::NO_PDF.meaning)))
}

async fn shown(app: &App, token: &str, asked: &Asked, headers: &HeaderMap) -> Answer {
    let opened = match Opened::by(app, token).await {
        Ok(opened) => opened,
        Err(closed) => return shown_closed(closed),
    };
    let tag = opened.language(asked.language.as_deref(), accepted(headers));
    let sheet = opened.seen(&tag, asked.start(&opened)).sheet();
    let page = Page {
        sheet: &sheet,
        version: assets::version(),
        token,
        has_pdf: cfg!(feature = "pdf"),
    };
    let mut response = html(page.render().map_err(internal)?);
    if let Ok(language) = HeaderValue::from_str(&tag) {
        set(&mut response, header::CONTENT_LANGUAGE, language);
    }
    set(&mut response, header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}

/// A page without a quote, in all languages: which one the patient reads is not known.
fn shown_closed(closed: Closed) -> Answer {
    let (status, title, more) = match closed {
        Closed::Unknown => (StatusCode::NOT_FOUND, "patient-unknown", "patient-unknown-more"),
        Closed::Later(trouble) => {
            tracing::error!(%trouble, "the database is not available");
            (StatusCode::SERVICE_UNAVAILABLE, "patient-later", "patient-later-more")
        }
        Closed::Unreadable => (StatusCode::INTERNAL_SERVER_ERROR, "patient-later", "patient-later-more"),
    };
    let told = texts::languages().map(|words| Told {
        language: words.tag().to_owned(),
        direction: if words.is_right_to_left() { "rtl" } else { "ltr" },
        title: words.say(title, &[]),
        more: words.say(more, &[]),
    });
    let page = ClosedPage {
        version: assets::version(),
        told: told.collect(),
    };
    let mut response = html(page.render().map_err(internal)?);
    *response.status_mut() = status;
    Ok(shown_as_it_is(response))
}

/// A page without scripts.
fn html(text: String) -> Response<Body> {
    let mut response = kept_by_nobody(typed(text, "text/html; charset=utf-8"));
    let policy = HeaderValue::from_static(policy::UNSCRIPTED);
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    response
}
