//! From a token to the quote that it opens, with all that is needed to show it.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use tokio::time::Instant;

use super::kept::Kept;
use super::lists::list_of;
use super::sheet::Seen;
use crate::http::reply::internal;
use crate::http::wire::Problem;
use crate::http::{App, Clinic, language, quotes};
use crate::price_list;
use crate::store::{self, Quote, State};

/// When a wrong token is answered, counted from its arrival: a quote that is there takes longer to look at than one that
/// is not, and the time must not tell.
const WRONG_IN: Duration = Duration::from_millis(50);

/// A quote that somebody with its token looks at.
pub(super) struct Opened {
    pub(super) quote: Quote,
    pub(super) kept: Kept,
    pub(super) list: Option<Arc<Clinic>>,
    /// The same clinic as it is served today.
    pub(super) served: Option<Arc<Clinic>>,
    pub(super) today: Date,
    /// The token of the quote that took this one's place.
    pub(super) newer: Option<String>,
}

/// Why nothing is shown.
pub(super) enum Closed {
    /// No quote has this token.
    Unknown,
    /// It can't be told at this moment.
    Later(store::Error),
    /// The quote can't be read.
    Unreadable,
}

impl Closed {
    /// As a problem, where a program asks and no person.
    pub(super) fn problem(self) -> Box<Problem> {
        match self {
            Closed::Unknown => store::Error::NotFound.into(),
            Closed::Later(error) => error.into(),
            Closed::Unreadable => internal("a quote can't be read"),
        }
    }
}

impl From<store::Error> for Closed {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Closed::Unknown,
            store::Error::Unavailable(_) => Closed::Later(error),
            _ => Closed::Unreadable,
        }
    }
}

impl Opened {
    /// The quote of a token.
    pub(super) async fn by(app: &App, token: &str) -> Result<Self, Closed> {
        let came = Instant::now();
        let opened = Self::find(app, token).await;
        if matches!(opened, Err(Closed::Unknown)) {
            tokio::time::sleep_until(came + WRONG_IN).await;
        }
        opened
    }

    async fn find(app: &App, token: &str) -> Result<Self, Closed> {
        let quote = app.store()?.by_token(token).await?;
        Self::of(app, quote).await
    }

    /// A quote that is known already.
    pub(super) async fn of(app: &App, quote: Quote) -> Result<Self, Closed> {
        let kept = Kept::of(&quote).map_err(|error| {
            tracing::error!(%error, "the estimate of a quote can't be read");
            Closed::Unreadable
        })?;
        let clinics = app.served().clinics.clone();
        let served = clinics.iter().find(|clinic| clinic.list().code() == quote.clinic);
        Ok(Self {
            list: list_of(app, &quote).await?,
            newer: newer(app, &quote).await?,
            today: quotes::today(app, &quote.clinic),
            served: served.cloned(),
            kept,
            quote,
        })
    }

    /// The clinic's settings of today; of the quote's day where it is served no more.
    pub(super) fn clinic(&self) -> Option<&price_list::Clinic> {
        let clinic = self.served.as_ref().or(self.list.as_ref());
        clinic.map(|clinic| clinic.list().clinic())
    }

    /// The language: the one asked for, else the best of `Accept-Language`, else that of the quote.
    pub(super) fn language(&self, asked: Option<&str>, accepted: Option<&str>) -> String {
        let Some(list) = &self.list else {
            return self.kept.language.clone();
        };
        let clinic = list.list().clinic();
        let language = asked
            .and_then(|tag| clinic.language(tag))
            .or_else(|| accepted.and_then(|header| language::negotiated(clinic, header)))
            .or_else(|| clinic.language(&self.kept.language));
        clinic.tag(language.unwrap_or_default()).to_owned()
    }

    /// What is shown of it in a language, with a day of the first visit.
    pub(super) fn seen<'a>(&'a self, tag: &'a str, start: Option<Date>) -> Seen<'a> {
        Seen {
            quote: &self.quote,
            kept: &self.kept,
            list: self.list.as_ref().map(|clinic| clinic.list()),
            clinic: self.clinic(),
            today: self.today,
            tag,
            start,
            newer: self.newer.as_deref(),
        }
    }
}

/// The token of the quote that took this one's place.
///
/// The page links to it: a revision is the same patient's, whoever has the old link may have the new one, and there is
/// no personal data behind either. That the new quote names this one as the one it revises is looked at all the same.
async fn newer(app: &App, quote: &Quote) -> Result<Option<String>, store::Error> {
    let Some(reference) = quote.superseded_by.filter(|_| quote.state == State::Superseded) else {
        return Ok(None);
    };
    match app.store()?.get(reference).await {
        Ok(newer) if newer.revises == Some(quote.reference) && newer.clinic == quote.clinic => Ok(Some(newer.token)),
        Ok(_) | Err(store::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
