use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::estimate::shorthand::Vocabulary;
use crate::http::access::Identity;
use crate::http::openapi::{CatalogParameters, CatalogProblems, ServerProblems, examples};
use crate::http::reply::{self, Answer, ETag};
use crate::http::wire::Asked;
use crate::http::{App, Caller, Settled};
use crate::price_list::{AreaId, Charge, Extra, ExtraId, Language, Per, PriceList, TreatmentId};

/// What can be asked for on a day.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Catalog<'a> {
    /// The clinic's code.
    #[schema(example = "pricing")]
    clinic: &'a str,
    /// What the clinic is called.
    clinic_name: &'a str,
    /// The version of the price list.
    #[schema(example = "3f9ac01b77de")]
    price_list: &'a str,
    /// The currency of its prices, ISO 4217.
    #[schema(example = "AED")]
    currency: &'a str,
    /// The time zone of its clocks and days, by its IANA name.
    #[schema(example = "Asia/Dubai")]
    time_zone: &'a str,
    /// Whether prices hold the tax, or it comes on top.
    prices_include_tax: bool,
    /// The day.
    on: Date,
    /// The language of names.
    #[schema(example = "en")]
    language: &'a str,
    /// The languages that can be asked for, the first being the usual one.
    languages: &'a [String],
    /// The clinic's telephone number.
    phone: Option<&'a str>,
    /// The clinic's WhatsApp number.
    whatsapp: Option<&'a str>,
    /// Whether visitors may save quotes.
    public_quotes: bool,
    /// The treatments that have a price on some area, in the order of the price list.
    treatments: Vec<CatalogTreatment<'a>>,
    /// The areas, in the order of the price list.
    areas: Vec<CatalogArea<'a>>,
    /// The extras that can be chosen, in the order of the price list.
    extras: Vec<CatalogExtra<'a>>,
}

/// A treatment that can be asked for.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct CatalogTreatment<'a> {
    /// The code.
    #[schema(example = "mesotherapy-fat-reduction")]
    treatment: &'a str,
    /// The name.
    name: &'a str,
    /// A few letters that name it in a line of text.
    #[schema(example = "fat")]
    word: &'a str,
    /// The usual course.
    typical_sessions: TypicalSessions,
    /// Most sessions that a course may have.
    max_sessions: u8,
    /// The code of the treatment that it is compared with.
    compare_with: Option<&'a str>,
    /// Where it can be had.
    areas: Vec<Offer<'a>>,
}

/// The sessions of the usual course.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct TypicalSessions {
    /// The fewest.
    from: u8,
    /// The most; null is open ended, "10 or more".
    to: Option<u8>,
}

/// A treatment on one area.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Offer<'a> {
    /// The code of the area.
    #[schema(example = "abdomen")]
    area: &'a str,
    /// The numbers of sessions that can be bought; empty where the price is told on request.
    #[schema(example = json!([1, 2, 3]))]
    sessions: Vec<u8>,
    /// Codes of the extras that can be chosen with it.
    extras: Vec<&'a str>,
}

/// Where on the body.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct CatalogArea<'a> {
    /// The code.
    #[schema(example = "abdomen")]
    area: &'a str,
    /// The name.
    name: &'a str,
    /// A few letters that name it in a line of text.
    #[schema(example = "abdomen")]
    word: &'a str,
}

/// An extra that can be chosen.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct CatalogExtra<'a> {
    /// The code.
    #[schema(example = "numbing-cream")]
    extra: &'a str,
    /// The name.
    name: &'a str,
    /// A few letters that name it in a line of text.
    #[schema(example = "numbing cream")]
    word: &'a str,
    /// How often it is charged.
    per: ChargedPer,
}

/// How often an extra is charged.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum ChargedPer {
    /// Once.
    Quote,
    /// Once for each item that it goes with.
    Item,
    /// For each session of each item that it goes with.
    Session,
}

/// What can be asked for today.
///
/// Treatments, the areas on which they can be had, usual and possible numbers of sessions, optional extras.
#[utoipa::path(
    get,
    path = "/v1/catalog",
    tag = "estimates",
    operation_id = "getCatalog",
    params(CatalogParameters),
    responses(
        (status = 200, description = "What can be asked for.", body = Catalog, example = json!(examples::catalog())),
        (status = 304, description = "The caller has this catalog already."),
        CatalogProblems,
        ServerProblems,
    ),
)]
pub(super) async fn get_catalog(
    State(app): State<Arc<App>>,
    Extension(identity): Extension<Identity>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let served = app.served();
    let query = query.unwrap_or_default();
    let settled = Settled::new(
        &served.clinics,
        Asked::of_catalog(&query)?,
        app.caller(&identity, &headers),
    )?
    .checked()?;
    let (list, language, on) = (settled.list, settled.language, settled.on);
    let words = settled.vocabulary();
    let tag = list.clinic().tag(language);
    let tag = ETag::of(&["catalog", list.code(), list.version(), &on.to_string(), tag]);
    let mut response = reply::cached(&headers, tag, reply::ASK_EACH_TIME, || {
        reply::json(&Catalog::new(list, words, language, on))
    })?;
    reply::of_clinic(&app, &mut response, list.code());
    Ok(response)
}

/// The catalog of the only clinic in a language, for a page to bring along; nothing where there is none.
pub(in crate::http) fn brought(app: &App, caller: Caller<'_>, language: &str) -> Option<serde_json::Value> {
    let served = app.served();
    let asked = Asked::of_catalog(&format!("language={language}")).ok()?;
    let settled = Settled::new(&served.clinics, asked, caller).ok()?.checked().ok()?;
    let catalog = Catalog::new(settled.list, settled.vocabulary(), settled.language, settled.on);
    serde_json::to_value(catalog).ok()
}

impl<'a> Catalog<'a> {
    fn new(list: &'a PriceList, words: &Vocabulary, language: Language, on: Date) -> Self {
        let clinic = list.clinic();
        let extras: Vec<_> = list
            .extras()
            .filter(|(_, extra)| extra.charge == Charge::Optional)
            .collect();
        let treatments = list.treatments().filter_map(|(id, _)| {
            let areas = offers(list, id, &extras, on);
            (!areas.is_empty()).then(|| CatalogTreatment::new(list, words, id, (language, areas)))
        });
        let areas = list.areas().map(|(id, _)| CatalogArea::new(list, words, id, language));
        Self {
            clinic: list.code(),
            clinic_name: &clinic.name,
            price_list: list.version(),
            currency: clinic.currency.code(),
            time_zone: clinic.time_zone.iana_name().unwrap_or("UTC"),
            prices_include_tax: clinic.prices_include_tax,
            on,
            language: clinic.tag(language),
            languages: &clinic.languages,
            phone: clinic.phone.as_deref(),
            whatsapp: clinic.whatsapp.as_deref(),
            public_quotes: clinic.public_quotes,
            treatments: treatments.collect(),
            areas: areas.collect(),
            extras: extras
                .iter()
                .filter_map(|(id, _)| CatalogExtra::new(list, words, *id, (language, on)))
                .collect(),
        }
    }
}

/// The areas on which a treatment has a price on the day.
fn offers<'a>(list: &'a PriceList, id: TreatmentId, extras: &[(ExtraId, &'a Extra)], on: Date) -> Vec<Offer<'a>> {
    let offer = |area: AreaId| {
        let courses = list.courses(id, area, on).ok()?;
        let matching = extras.iter().filter(|(_, extra)| extra.row_for(id, area, on).is_some());
        Some(Offer {
            area: &list.area(area).code,
            sessions: courses.sold().collect(),
            extras: matching.map(|(_, extra)| &*extra.code).collect(),
        })
    };
    list.prices().areas_of(id).filter_map(offer).collect()
}

impl<'a> CatalogTreatment<'a> {
    fn new(
        list: &'a PriceList,
        words: &Vocabulary,
        id: TreatmentId,
        (language, areas): (Language, Vec<Offer<'a>>),
    ) -> Self {
        let treatment = list.treatment(id);
        Self {
            treatment: &treatment.code,
            name: treatment.name.get(language),
            word: words.treatment_word(list, id, language),
            typical_sessions: TypicalSessions {
                from: treatment.typical_from,
                to: treatment.typical_to,
            },
            max_sessions: treatment.max_sessions,
            compare_with: treatment.compare_with.map(|other| &*list.treatment(other).code),
            areas,
        }
    }
}

impl<'a> CatalogArea<'a> {
    fn new(list: &'a PriceList, words: &Vocabulary, id: AreaId, language: Language) -> Self {
        let area = list.area(id);
        Self {
            area: &area.code,
            name: area.name.get(language),
            word: words.area_word(list, id, language),
        }
    }
}

impl<'a> CatalogExtra<'a> {
    /// `None` where no row of it counts on the day.
    fn new(list: &'a PriceList, words: &Vocabulary, id: ExtraId, (language, on): (Language, Date)) -> Option<Self> {
        let extra = list.extra(id);
        let row = extra.rows.iter().find(|row| row.validity.holds(on))?;
        Some(Self {
            extra: &extra.code,
            name: row.name.get(language),
            word: words.extra_word(list, id, language),
            per: match extra.per {
                Per::Quote => ChargedPer::Quote,
                Per::Item => ChargedPer::Item,
                Per::Session => ChargedPer::Session,
            },
        })
    }
}
