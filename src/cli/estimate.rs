use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::PricesArg;
use super::page::{Paper, Shown, page};
use crate::estimate::{self, Includes, Request};
use crate::http::wire::{Asked, Form, Problem};
use crate::http::{Caller, Clinics, Priced, Settled};
use crate::price_list::Who;

/// Columns where nobody says how many there are.
const WIDTH: usize = 80;

/// Prices a line as it is said on the telephone, such as: belly 10+, or "thighs 12 + arms 6".
///
/// Prints the total, what it is made of, visits, the comparison with the alternative, payment plans and facts. Codes,
/// names and other words of the price list are understood in any order and language, small typing errors too.
#[derive(Args, Debug)]
pub(super) struct Estimate {
    /// What is asked for: treatment, area, sessions (10, 3-6 or 10+), extras
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    prices: PricesArg,
    /// The clinic, where there are several
    #[arg(long, value_name = "CODE", env = "MESOQUOTE_CLINIC")]
    clinic: Option<String>,
    /// The day for which to price [default: today at the clinic]
    #[arg(long, value_name = "DATE", value_parser = super::day, env = "MESOQUOTE_ON")]
    on: Option<Date>,
    /// The day of the first visit: visits are then shown with their dates
    #[arg(long, value_name = "DATE", value_parser = super::day, env = "MESOQUOTE_START")]
    start: Option<Date>,
    /// A promo code
    #[arg(long, value_name = "CODE", env = "MESOQUOTE_PROMO")]
    promo: Option<String>,
    /// An optional extra, by its code; may be given several times
    #[arg(long = "extra", value_name = "CODE", env = "MESOQUOTE_EXTRA", value_delimiter = ',')]
    extras: Vec<String>,
    /// The language of names and texts [default: the clinic's first]
    #[arg(long, value_name = "LANG", env = "MESOQUOTE_LANGUAGE")]
    language: Option<String>,
    /// Print all that the clinic tells about the treatments, not only what always goes along
    #[arg(long, env = "MESOQUOTE_FACTS")]
    facts: bool,
    /// Print the estimate, or what is wrong, as JSON
    #[arg(long, env = "MESOQUOTE_JSON")]
    json: bool,
}

/// What was refused, in words for a person.
type Refused = String;

impl Estimate {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let clinics = self.prices.clinics()?;
        let caller = Caller {
            who: Who::Staff,
            now: Timestamp::now(),
            languages: None,
        };
        if self.json {
            return self.print_json(&clinics, caller);
        }
        match self.page(&clinics, caller) {
            Ok(page) => {
                anstream::stdout()
                    .write_all(page.as_bytes())
                    .context("writing the estimate")?;
                Ok(ExitCode::SUCCESS)
            }
            Err(refused) => {
                anstream::eprintln!("{refused}");
                Ok(ExitCode::FAILURE)
            }
        }
    }

    fn asked(&self) -> Asked {
        let mut asked = Asked::nothing(Form::Text);
        asked.clinic.clone_from(&self.clinic);
        asked.text = Some(self.text.join(" "));
        asked.on = self.on;
        asked.start = self.start;
        asked.language.clone_from(&self.language);
        asked.request.extras.clone_from(&self.extras);
        asked.extras_named = self.extras.len();
        asked.request.promo_code.clone_from(&self.promo);
        asked.request.include = Includes::EVERYTHING;
        asked
    }

    fn print_json(&self, clinics: &Clinics, caller: Caller<'_>) -> anyhow::Result<ExitCode> {
        let answer = Priced::new(clinics, self.asked(), caller).and_then(|priced| priced.to_json());
        let (status, mut json) = match answer {
            Ok(json) => (ExitCode::SUCCESS, json),
            Err(problem) => {
                let mut json = b"{\"problem\":".to_vec();
                json.extend_from_slice(&problem.to_json());
                json.push(b'}');
                (ExitCode::FAILURE, json)
            }
        };
        json.push(b'\n');
        io::stdout().write_all(&json).context("writing the estimate")?;
        Ok(status)
    }

    fn page(&self, clinics: &Clinics, caller: Caller<'_>) -> Result<String, Refused> {
        let in_words = |problem: Box<Problem>| problem.detail;
        let settled = Settled::new(clinics, self.asked(), caller)
            .and_then(Settled::checked)
            .map_err(in_words)?;
        let (list, language, on) = (settled.list, settled.language, settled.on);
        let text = self.text.join(" ");
        let vocabulary = clinics
            .find(self.clinic.as_deref())
            .map_err(|error| error.detail.clone())?
            .vocabulary();
        let understood = vocabulary
            .read(list, &text, on)
            .map_err(|misread| estimate::misread(list, &text, &misread, language))?;
        let promo_code = understood.promo_code.as_ref().map(|(code, _)| code.clone());
        let request = Request {
            items: understood.request_items(list),
            extras: [self.extras.clone(), understood.extra_codes(list)].concat(),
            promo_code: self.promo.clone().or(promo_code),
            who: caller.who,
            include: Includes {
                facts: self.facts,
                ..Includes::EVERYTHING
            },
        };
        let estimate = estimate::estimate(list, &request, on).map_err(|refusals| {
            let told = refusals
                .iter()
                .map(|refusal| estimate::refusal(list, refusal, language));
            told.collect::<Vec<_>>().join("\n")
        })?;
        let shown = Shown {
            list,
            estimate: &estimate,
            language,
            start: self.start,
        };
        Ok(page(shown, paper()))
    }
}

/// What standard output is: a terminal's width, and whether blocks can be drawn on it.
pub(super) fn paper() -> Paper {
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = locale
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    let is_utf8 = |locale: String| locale.to_ascii_lowercase().replace('-', "").contains("utf8");
    Paper {
        width: width.or(told).unwrap_or(WIDTH),
        has_blocks: locale.is_none_or(is_utf8),
    }
}
