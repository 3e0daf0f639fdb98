//! The text in which a quote's link is sent, by WhatsApp or e-mail: short, factual, without personal data.

use serde::Serialize;
use utoipa::ToSchema;

use super::figures::Figures;
use super::names::Names;
use super::opened::{Closed, Opened};
use super::sheet::Seen;
use crate::http::App;
use crate::http::wire::{FieldError, Problem, kinds};
use crate::store::{Quote, State};
use crate::texts::{self, Arg};

/// What is sent to the patient, by whichever way they asked for.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Message {
    /// The language.
    #[schema(example = "en")]
    language: String,
    /// One line, for an e-mail.
    #[schema(example = "Sample Clinic: quote K7Q-4MXR")]
    subject: String,
    /// All that is sent, the link among it. It holds no personal data.
    text: String,
    /// The patient's page: absolute where the server knows its own address, else as in the quote.
    #[schema(format = "uri-reference")]
    link: String,
}

/// The text of a quote that is still to be sent; `host` is where the staff reaches this server.
///
/// # Errors
/// `unknown_language`; `not_to_be_sent` where the quote stands no more.
pub(in crate::http) async fn message(
    app: &App,
    quote: Quote,
    language: Option<&str>,
    host: Option<&str>,
) -> Result<Message, Box<Problem>> {
    let opened = Opened::of(app, quote).await.map_err(Closed::problem)?;
    let tag = tag(&opened, language)?;
    let seen = opened.seen(&tag, None);
    let state = seen.quote.state_on(seen.today);
    if !matches!(state, State::Open | State::Accepted) {
        let detail = format!("The quote is {}. {}", state.as_str(), kinds::NOT_TO_BE_SENT.meaning);
        return Err(Box::new(Problem::new(&kinds::NOT_TO_BE_SENT, detail)));
    }
    let path = format!("/q/{}?language={tag}", seen.quote.token);
    let link = match app.public_url().or(host) {
        Some(base) => format!("{}{path}", base.trim_end_matches('/')),
        None => path,
    };
    Ok(written(&seen, link))
}

/// The language asked for, else the one that the quote was made in.
fn tag(opened: &Opened, language: Option<&str>) -> Result<String, Box<Problem>> {
    let (Some(tag), Some(list)) = (language, &opened.list) else {
        return Ok(opened.language(None, None));
    };
    let clinic = list.list().clinic();
    let refused = |error: FieldError| Box::new(Problem::of(vec![error]));
    let language = crate::http::language::named(clinic, tag).map_err(refused)?;
    Ok(clinic.tag(language).to_owned())
}

fn written(seen: &Seen<'_>, link: String) -> Message {
    let words = texts::of(seen.tag);
    let sheet = seen.sheet();
    let names = Names::new(words, seen.tag, seen.list, seen.kept.on);
    let figures = Figures::new(words, &seen.kept.currency);
    let reference = seen.quote.reference.to_string();
    let about = [
        ("clinic", Arg::Name(seen.clinic_name())),
        ("reference", Arg::Name(&reference)),
    ];
    let (total, valid) = (figures.range(&seen.kept.total), words.date(seen.quote.valid_until));
    let total = [("total", Arg::Text(&total)), ("tax", Arg::Text(&sheet.price.tax))];
    let subject = names.say("patient-message-subject", &about);
    let mut lines = vec![subject.clone()];
    lines.extend(sheet.items);
    match sheet.standing.agreed {
        Some(agreed) => lines.push(agreed),
        None => lines.push(names.say("patient-message-total", &total)),
    }
    if seen.quote.state_on(seen.today) == State::Open {
        lines.push(names.say("patient-message-valid", &[("date", Arg::Text(&valid))]));
    }
    lines.push(names.say("patient-message-next", &[]));
    lines.push(names.say("patient-message-link", &[("link", Arg::Text(&link))]));
    Message {
        language: seen.tag.to_owned(),
        subject,
        text: lines.join("\n"),
        link,
    }
}
