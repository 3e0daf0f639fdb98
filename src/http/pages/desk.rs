//! The desk.

use std::sync::{Arc, LazyLock};

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::assets;
use super::joined::joined;
use super::policy::SCRIPTED;
use crate::http::access::Identity;
use crate::http::client::Client;
use crate::http::reply::{Answer, set};
use crate::http::routes::catalog;
use crate::http::{App, language, sessions};
use crate::price_list::{Clinic, PriceList};

/// The languages that the desk's own words are in, those of `web/desk/words/`.
const LANGUAGES: [&str; 2] = ["en", "ar"];
const RIGHT_TO_LEFT: &[&str] = &["ar"];
/// What the desk writes down when another language is chosen there.
const LANGUAGE_COOKIE: &str = "mesoquote_desk_language";

/// The desk: a page that asks the API for everything. What it would ask first of all it brings along, so that it is there
/// with the first answer: who sits there, which clinics there are, and the catalog of the only one.
pub(super) async fn get_desk(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
) -> Answer {
    let language = desk_language(&app, &headers);
    let direction = if RIGHT_TO_LEFT.contains(&language) {
        "rtl"
    } else {
        "ltr"
    };
    let marks = [
        ("DESK_STYLE", style()),
        ("DESK_LANGUAGE", language),
        ("DESK_DIRECTION", direction),
        ("DESK_BROUGHT", &brought(&app, &identity, &headers, language)),
    ];
    let mut response = assets::page_of_one("desk/index.html", &marks)?;
    set(&mut response, header::CONTENT_SECURITY_POLICY, POLICY.clone());
    // Asked for anew each time, so that an update arrives with the next caller; its files are kept for ever.
    let control = HeaderValue::from_static("private, no-cache");
    set(&mut response, header::CACHE_CONTROL, control);
    sessions::forget_ended(&mut response, &identity, &headers, client)?;
    Ok(response)
}

/// The styles stand in the page: to ask for them would cost a journey before anything is seen.
fn style() -> &'static str {
    joined("desk/desk.css").unwrap_or_default()
}

/// The page's own styles are known by their digest.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(style()));
    let policy = SCRIPTED.replace("style-src 'self'", &format!("style-src 'self' 'sha256-{digest}'"));
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(SCRIPTED))
});

/// The language that was chosen at this desk, else the one that the browser likes best; one that the clinic has.
fn desk_language(app: &App, headers: &HeaderMap) -> &'static str {
    let served = app.served();
    let clinic = served.clinics.lists().next().map(PriceList::clinic);
    let has = |tag: &str| clinic.is_none_or(|clinic| clinic.language(tag).is_some());
    let chosen = chosen(headers).filter(|tag| has(tag));
    let liked = || clinic.and_then(|clinic| liked(clinic, headers));
    let any = || LANGUAGES.into_iter().find(|tag| has(tag));
    chosen.or_else(liked).or_else(any).unwrap_or("en")
}

fn chosen(headers: &HeaderMap) -> Option<&'static str> {
    let tag = sessions::cookie_named(headers, LANGUAGE_COOKIE)?;
    LANGUAGES.into_iter().find(|known| *known == tag)
}

fn liked(clinic: &Clinic, headers: &HeaderMap) -> Option<&'static str> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let tag = clinic.tag(language::negotiated(clinic, header)?);
    LANGUAGES.into_iter().find(|known| tag.split('-').next() == Some(known))
}

/// JSON that may stand within a page: no `<` ends the element that it is in.
fn brought(app: &App, identity: &Identity, headers: &HeaderMap, language: &str) -> String {
    let served = app.served();
    let clinics = served.clinics.lists();
    let brought = json!({
        "session": sessions::state(app, identity.staff()),
        "clinics": clinics.map(|list| json!({ "clinic": list.code(), "name": list.clinic().name })).collect::<Vec<_>>(),
        "catalog": catalog::brought(app, app.caller(identity, headers), language),
    });
    brought.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_was_chosen_is_one_of_the_desk() {
        for (cookie, language) in [
            ("mesoquote_desk_language=ar", Some("ar")),
            ("mesoquote_session=x; mesoquote_desk_language=en", Some("en")),
            ("mesoquote_desk_language=<script>", None),
            ("other=ar", None),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookie))]);
            assert_eq!(chosen(&headers), language, "{cookie}");
        }
    }
}
