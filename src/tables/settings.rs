//! `clinic.toml`: every setting is checked for itself, so that all that is wrong is said at once.

use std::ops::Range;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unic_langid::LanguageIdentifier;

use super::cells::{self, Flaw};
use super::problems::{Note, Problems};
use super::row::Reported;
use super::suggest::{did_you_mean, nearest};
use super::{Code, hints};
use crate::money::{Currency, Money};
use crate::price_list::{Clinic, Table};

const NAMES: [&str; 11] = [
    "name",
    "currency",
    "time_zone",
    "languages",
    "prices_include_tax",
    "round_to",
    "quote_valid_days",
    "retention_days",
    "public_quotes",
    "phone",
    "whatsapp",
];
/// Ten years: no quote stands longer.
const DAYS_MAX: u16 = 3_650;
const RETENTION_DAYS: u16 = 90;
const LANGUAGES_MAX: usize = 20;

/// What the tables need to know of the clinic, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) currency: Option<Currency>,
    pub(super) languages: Vec<String>,
    /// Where `round_to` stands in the text.
    pub(super) round_to: Range<usize>,
    /// `None` where something is wrong, which has been reported.
    pub(super) clinic: Option<Clinic>,
}

/// Reads the settings.
pub(super) fn read(text: &str, problems: &mut Problems<'_>) -> Settings {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let message = error.message().lines().next().unwrap_or("unknown form");
        let way_out = if message.contains("must be quoted") {
            "a text stands in quotation marks, as in name = \"My clinic\"; true, false and numbers stand without"
        } else {
            "write each setting on a line of its own: name = \"My clinic\""
        };
        let message = format!("this can't be read: {message}");
        problems.add(Table::Clinic, Code::TomlSyntax, error.span().unwrap_or(0..0), || {
            (message, way_out.into())
        });
    }
    let is_whole = errors.is_empty();
    let mut reader = Reader {
        table: table.get_ref(),
        end: text.trim_end().len(),
        is_whole,
        problems,
    };
    reader.report_unknown();
    reader.settings(is_whole)
}

struct Reader<'r, 't, 's> {
    table: &'r DeTable<'t>,
    end: usize,
    // Where the text has errors, a setting may stand in what could not be read.
    is_whole: bool,
    problems: &'r mut Problems<'s>,
}

type Value<'r, 't> = &'r Spanned<DeValue<'t>>;

impl<'r, 't> Reader<'r, 't, '_> {
    fn settings(&mut self, is_whole: bool) -> Settings {
        let currency = self.required("currency", currency);
        let languages = self.languages();
        let tags = languages.as_ref().map_or_else(|_| Vec::new(), Clone::clone);
        let round_to = self.round_to(currency.ok());
        let clinic = self.clinic((currency, languages, round_to)).ok().filter(|_| is_whole);
        Settings {
            currency: currency.ok(),
            languages: tags,
            round_to: self.span("round_to"),
            clinic,
        }
    }

    #[expect(
        clippy::type_complexity,
        reason = "three settings that others depend on, read before"
    )]
    fn clinic(
        &mut self,
        (currency, languages, round_to): (
            Result<Currency, Reported>,
            Result<Vec<String>, Reported>,
            Result<Money, Reported>,
        ),
    ) -> Result<Clinic, Reported> {
        let name = self.required("name", text);
        let time_zone = self.required("time_zone", time_zone);
        let prices_include_tax = self.required("prices_include_tax", truth);
        let quote_valid_days = self.required("quote_valid_days", days);
        let retention_days = self.optional("retention_days", days);
        let public_quotes = self.optional("public_quotes", truth);
        let (phone, whatsapp) = (self.optional("phone", text), self.optional("whatsapp", text));
        Ok(Clinic {
            name: name?,
            currency: currency?,
            time_zone: time_zone?,
            languages: languages?,
            prices_include_tax: prices_include_tax?,
            round_to: round_to?,
            quote_valid_days: quote_valid_days?,
            retention_days: retention_days?.unwrap_or(RETENTION_DAYS),
            public_quotes: public_quotes?.unwrap_or_default(),
            phone: phone?,
            whatsapp: whatsapp?,
        })
    }

    fn report_unknown(&mut self) {
        let table = self.table;
        let missing: Vec<&str> = NAMES
            .iter()
            .copied()
            .filter(|name| self.value(name).is_none())
            .collect();
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !NAMES.contains(&name) {
                self.report(Code::UnknownSetting, key.span(), || {
                    let candidates = if nearest(name, missing.iter().copied()).is_empty() {
                        &NAMES[..]
                    } else {
                        &missing
                    };
                    let hint = did_you_mean(name, candidates.iter().copied(), || {
                        format!("delete it; the settings are {}", NAMES.join(", "))
                    });
                    (format!("there is no setting {}", hints::quoted(name)), hint)
                });
            }
        }
    }

    fn value(&self, name: &str) -> Option<Value<'r, 't>> {
        self.table
            .iter()
            .find(|(key, _)| key.get_ref() == name)
            .map(|(_, value)| value)
    }

    fn span(&self, name: &str) -> Range<usize> {
        self.value(name).map_or(0..0, Spanned::span)
    }

    fn optional<T>(
        &mut self,
        name: &str,
        read: fn(&str, &DeValue<'_>) -> Result<T, Note>,
    ) -> Result<Option<T>, Reported> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        self.checked(value.span(), read(name, value.get_ref())).map(Some)
    }

    fn required<T>(&mut self, name: &str, read: fn(&str, &DeValue<'_>) -> Result<T, Note>) -> Result<T, Reported> {
        match self.optional(name, read)? {
            Some(value) => Ok(value),
            None => Err(self.missing(name)),
        }
    }

    fn missing(&mut self, name: &str) -> Reported {
        let misspelt = self.table.keys().any(|key| {
            let key: &str = key.get_ref();
            !NAMES.contains(&key) && nearest(key, [name]).contains(&name)
        });
        if self.is_whole && !misspelt {
            self.report(Code::MissingSetting, self.end..self.end, || {
                (
                    format!("the setting {name} is missing"),
                    format!("add the line {}", example(name)),
                )
            });
        }
        Reported
    }

    fn languages(&mut self) -> Result<Vec<String>, Reported> {
        let Some(value) = self.value("languages") else {
            return Err(self.missing("languages"));
        };
        let tags = match value.get_ref() {
            DeValue::Array(tags) if !tags.is_empty() && tags.len() <= LANGUAGES_MAX => tags,
            other => {
                let note = wrong_type("languages", other);
                return self.checked(value.span(), Err(note));
            }
        };
        let mut languages: Vec<String> = Vec::new();
        let mut all_good = Ok(());
        for tag in tags {
            match self.checked(tag.span(), language(tag.get_ref(), &languages)) {
                Ok(language) => languages.push(language),
                Err(reported) => all_good = Err(reported),
            }
        }
        all_good.map(|()| languages)
    }

    fn round_to(&mut self, currency: Option<Currency>) -> Result<Money, Reported> {
        let written = self.required("round_to", text)?;
        let currency = currency.ok_or(Reported)?;
        let span = self.span("round_to");
        let amount = cells::amount_above_zero(&written, currency);
        self.checked(span, amount.map_err(|flaw| amount_note(&flaw, &written)))
    }

    fn checked<T>(&mut self, span: Range<usize>, value: Result<T, Note>) -> Result<T, Reported> {
        value.map_err(|note| {
            // What could not be read is empty to those who come after.
            if self.is_whole || note.code != Code::EmptyCell {
                self.report(note.code, span, || (note.message, note.hint));
            }
            Reported
        })
    }

    fn report(&mut self, code: Code, span: Range<usize>, words: impl FnOnce() -> (String, String)) {
        self.problems.add(Table::Clinic, code, span, words);
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "name" => "name = \"My clinic\"",
        "currency" => "currency = \"AED\"",
        "time_zone" => "time_zone = \"Asia/Dubai\"",
        "languages" => "languages = [\"en\", \"ar\"]",
        "prices_include_tax" => "prices_include_tax = true",
        "round_to" => "round_to = \"1\"",
        "quote_valid_days" => "quote_valid_days = 30",
        "retention_days" => "retention_days = 90",
        "public_quotes" => "public_quotes = false",
        "whatsapp" => "whatsapp = \"+971 50 000 0000\"",
        _ => "phone = \"+971 4 000 0000\"",
    }
}

fn wrong_type(name: &str, value: &DeValue<'_>) -> Note {
    let kind = match value.type_str() {
        "string" => "a text",
        "integer" => "a number",
        "float" => "a number with a point",
        "boolean" => "true or false",
        "array" => "a list",
        "datetime" => "a date",
        _ => "a section",
    };
    let message = match value {
        DeValue::Array(list) if list.is_empty() => format!("{name} is empty"),
        DeValue::Array(_) if name == "languages" => format!("{name} has more than {LANGUAGES_MAX} entries"),
        _ => format!("{name} can't be {kind}"),
    };
    Note::new(Code::WrongType, message, format!("write it as in {}", example(name)))
}

fn text(name: &str, value: &DeValue<'_>) -> Result<String, Note> {
    let text = value.as_str().ok_or_else(|| wrong_type(name, value))?.trim();
    if text.is_empty() {
        let hint = format!("write it as in {}", example(name));
        return Err(Note::new(Code::EmptyCell, format!("{name} is empty"), hint));
    }
    Ok(text.to_owned())
}

fn truth(name: &str, value: &DeValue<'_>) -> Result<bool, Note> {
    value.as_bool().ok_or_else(|| wrong_type(name, value))
}

fn days(name: &str, value: &DeValue<'_>) -> Result<u16, Note> {
    let number = value.as_integer().ok_or_else(|| wrong_type(name, value))?;
    let days = u16::from_str_radix(number.as_str(), number.radix())
        .ok()
        .filter(|days| *days <= DAYS_MAX);
    days.ok_or_else(|| {
        let message = format!("{name} is {number}, but must be from 0 to {DAYS_MAX}");
        Note::new(
            Code::OutOfRange,
            message,
            format!("write a number from 0 to {DAYS_MAX}"),
        )
    })
}

fn currency(name: &str, value: &DeValue<'_>) -> Result<Currency, Note> {
    let code = text(name, value)?;
    Currency::from_code(&code).ok_or_else(|| {
        let message = format!("there is no currency {}", hints::quoted(&code));
        let upper = code.to_uppercase();
        let near = Currency::codes().filter(|known| strsim::damerau_levenshtein(known, &upper) <= 1);
        let near: Vec<&str> = near.take(5).collect();
        let hint = if let Some(common) = common_currency(&code) {
            format!("did you mean {common}?")
        } else if near.is_empty() {
            "write its three letters of ISO 4217, such as AED".to_owned()
        } else {
            format!("did you mean {}?", super::suggest::one_of(&near))
        };
        Note::new(Code::UnknownCurrency, message, hint)
    })
}

/// How the currencies of the Gulf are written on price boards.
fn common_currency(written: &str) -> Option<&'static str> {
    let folded = written.trim().to_lowercase();
    Some(match folded.trim_matches('.') {
        "dh" | "dhs" | "dirham" | "dirhams" | "د.إ" | "درهم" => "AED",
        "sr" | "riyal" | "riyals" | "ر.س" | "ريال" => "SAR",
        "kd" | "د.ك" => "KWD",
        "bd" | "د.ب" => "BHD",
        "qr" | "ر.ق" => "QAR",
        "ro" | "ر.ع" => "OMR",
        _ => return None,
    })
}

/// Zones come from the data in the program: a list means the same on every machine.
fn time_zone(name: &str, value: &DeValue<'_>) -> Result<TimeZone, Note> {
    let written = text(name, value)?;
    let zones = TimeZoneDatabase::bundled();
    zones.get(&written).map_err(|_| {
        let names: Vec<String> = zones.available().map(|zone| zone.as_str().to_owned()).collect();
        let message = format!("there is no time zone {}", hints::quoted(&written));
        let names = || names.iter().map(String::as_str);
        let near = nearest(&written, names().map(city));
        let hint = match near.first().and_then(|near| names().find(|zone| city(zone) == *near)) {
            Some(zone) => format!("did you mean {zone}?"),
            None => did_you_mean(&written, names(), || {
                "write continent and city, such as Asia/Dubai".into()
            }),
        };
        Note::new(Code::UnknownTimeZone, message, hint)
    })
}

/// `Dubai` of `Asia/Dubai`.
fn city(zone: &str) -> &str {
    zone.rsplit('/').next().unwrap_or(zone)
}

fn language(value: &DeValue<'_>, before: &[String]) -> Result<String, Note> {
    let tag = text("languages", value)?;
    let is_tag = !tag.contains('_') && tag.parse::<LanguageIdentifier>().is_ok();
    if !is_tag {
        let message = format!("{} is no language", hints::quoted(&tag));
        return Err(Note::new(
            Code::InvalidLanguage,
            message,
            "write its short code, such as en, ar or ru",
        ));
    }
    if before.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
        let message = format!("the language {tag} stands in the list twice");
        return Err(Note::new(Code::DoubledLanguage, message, "delete one of the two"));
    }
    Ok(tag)
}

fn amount_note(flaw: &Flaw, written: &str) -> Note {
    let (message, hint) = flaw.words("round_to", written);
    Note::new(flaw.code(), message, hint)
}
