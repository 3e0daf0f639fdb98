//! The parts of a line of text and what each stands for, so that a page can show and correct them.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::understood::UnderstoodText;
use crate::estimate::shorthand::{self, HeardPart, Sound, Told, Understood};
use crate::http::Clinic;
use crate::price_list::{ExtraId, Language, PriceList};

/// What was heard of a line of text that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct HeardText {
    /// The items, where the line was understood and only its pricing refused; else empty.
    pub items: Vec<UnderstoodItem>,
    /// Which part of the line may stand for what, in order.
    pub parts: Vec<UnderstoodPart>,
}

impl From<UnderstoodText> for HeardText {
    fn from(UnderstoodText { items, parts, .. }: UnderstoodText) -> Self {
        Self { items, parts }
    }
}

/// An item of a line of text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnderstoodItem {
    /// The code of the treatment.
    #[schema(example = "mesotherapy-fat-reduction")]
    pub treatment: String,
    /// Its name.
    #[schema(example = "Mesotherapy for fat reduction")]
    pub treatment_name: String,
    /// The code of the area.
    #[schema(example = "abdomen")]
    pub area: String,
    /// Its name.
    #[schema(example = "abdomen")]
    pub area_name: String,
    /// The number of sessions as it was asked for; null is the usual course.
    #[schema(example = "10+")]
    pub sessions: Option<String>,
    /// How the treatment was told.
    pub treatment_told: ToldHow,
    /// How the area was told.
    pub area_told: ToldHow,
}

/// How a treatment or an area was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToldHow {
    /// By words of the item.
    Named,
    /// It was named in an item before.
    CarriedOver,
    /// It is the only one that the rest of the item leaves.
    Inferred,
}

/// A part of a line of text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnderstoodPart {
    /// Where it begins: characters (Unicode code points) of the text before it.
    #[schema(example = 0)]
    pub from: usize,
    /// Where it ends, likewise.
    #[schema(example = 4)]
    pub to: usize,
    /// What it stands for.
    pub kind: PartKind,
    /// The item that it belongs to, counted from 0; null where it belongs to none.
    pub item: Option<usize>,
    /// The code of the treatment, area or extra; null where there is none, or several come into question.
    #[schema(example = "abdomen")]
    pub code: Option<String>,
    /// Its name.
    #[schema(example = "abdomen")]
    pub name: Option<String>,
    /// The word that was read in place of a mistyped one.
    #[schema(example = "belly")]
    pub corrected: Option<String>,
}

/// What a part of a line stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A treatment.
    Treatment,
    /// An area.
    Area,
    /// Both a treatment and an area ("hair"), or either of them.
    TreatmentAndArea,
    /// The number of sessions.
    Sessions,
    /// An extra.
    Extra,
    /// The promo code itself, without the word before it.
    PromoCode,
    /// Nothing that is known.
    Unknown,
}

/// The items of a line as they were understood.
pub(super) fn items(list: &PriceList, understood: &Understood, language: Language) -> Vec<UnderstoodItem> {
    let item = |item: &shorthand::UnderstoodItem| {
        let (treatment, area) = (list.treatment(item.treatment), list.area(item.area));
        UnderstoodItem {
            treatment: treatment.code.to_string(),
            treatment_name: treatment.name.get(language).to_owned(),
            area: area.code.to_string(),
            area_name: area.name.get(language).to_owned(),
            sessions: item.sessions.map(|sessions| sessions.to_string()),
            treatment_told: item.treatment_told.into(),
            area_told: item.area_told.into(),
        }
    };
    understood.items.iter().map(item).collect()
}

/// The parts of a line that was understood.
pub(super) fn understood(
    list: &PriceList,
    text: &str,
    understood: &Understood,
    language: Language,
) -> Vec<UnderstoodPart> {
    let of_items = understood.items.iter().enumerate().flat_map(|(at, item)| {
        let parts = item.parts.iter();
        parts.map(move |part| of_item(list, text, (at, item), part, language))
    });
    let extras = understood.extras.iter().map(|extra| {
        let part = UnderstoodPart::new(text, &extra.span, PartKind::Extra);
        part.of_extra(list, extra.extra, language)
    });
    let code = understood.promo_code.iter();
    let code = code.map(|(_, span)| UnderstoodPart::new(text, span, PartKind::PromoCode));
    let mut parts: Vec<UnderstoodPart> = of_items.chain(extras).chain(code).collect();
    parts.sort_by_key(|part| part.from);
    parts
}

fn of_item(
    list: &PriceList,
    text: &str,
    (at, item): (usize, &shorthand::UnderstoodItem),
    part: &shorthand::UnderstoodPart,
    language: Language,
) -> UnderstoodPart {
    let (treatment, area) = (list.treatment(item.treatment), list.area(item.area));
    let (kind, named) = match (part.names_treatment, part.names_area) {
        (true, true) => (PartKind::TreatmentAndArea, None),
        (true, false) => (PartKind::Treatment, Some((&treatment.code, &treatment.name))),
        (false, true) => (PartKind::Area, Some((&area.code, &area.name))),
        (false, false) => (PartKind::Sessions, None),
    };
    UnderstoodPart {
        item: Some(at),
        code: named.map(|(code, _)| code.to_string()),
        name: named.map(|(_, name)| name.get(language).to_owned()),
        corrected: part.corrected.clone(),
        ..UnderstoodPart::new(text, &part.span, kind)
    }
}

/// The parts of a line that was not understood.
pub(super) fn heard(clinic: &Clinic, text: &str, language: Language) -> Vec<UnderstoodPart> {
    let list = clinic.list();
    let parts = clinic.vocabulary().heard(text).into_iter();
    parts.map(|part| of_sound(list, text, &part, language)).collect()
}

fn of_sound(list: &PriceList, text: &str, heard: &HeardPart, language: Language) -> UnderstoodPart {
    let new = |kind| UnderstoodPart {
        corrected: heard.corrected.clone(),
        ..UnderstoodPart::new(text, &heard.span, kind)
    };
    match heard.sound {
        Sound::Treatment(id) => {
            let treatment = id.map(|id| list.treatment(id));
            UnderstoodPart {
                code: treatment.map(|treatment| treatment.code.to_string()),
                name: treatment.map(|treatment| treatment.name.get(language).to_owned()),
                ..new(PartKind::Treatment)
            }
        }
        Sound::Area(id) => {
            let area = id.map(|id| list.area(id));
            UnderstoodPart {
                code: area.map(|area| area.code.to_string()),
                name: area.map(|area| area.name.get(language).to_owned()),
                ..new(PartKind::Area)
            }
        }
        Sound::Extra(Some(id)) => new(PartKind::Extra).of_extra(list, id, language),
        Sound::Extra(None) => new(PartKind::Extra),
        Sound::TreatmentOrArea => new(PartKind::TreatmentAndArea),
        Sound::Sessions => new(PartKind::Sessions),
        Sound::PromoCode => new(PartKind::PromoCode),
        Sound::Unknown => new(PartKind::Unknown),
    }
}

impl UnderstoodPart {
    fn new(text: &str, span: &Range<usize>, kind: PartKind) -> Self {
        let characters = |bytes| text.get(..bytes).map_or(0, |before: &str| before.chars().count());
        Self {
            from: characters(span.start),
            to: characters(span.end),
            kind,
            item: None,
            code: None,
            name: None,
            corrected: None,
        }
    }

    fn of_extra(self, list: &PriceList, id: ExtraId, language: Language) -> Self {
        let extra = list.extra(id);
        let name = extra.rows.first().map(|row| row.name.get(language).to_owned());
        Self {
            code: Some(extra.code.to_string()),
            name,
            ..self
        }
    }
}

impl From<Told> for ToldHow {
    fn from(told: Told) -> Self {
        match told {
            Told::Named => ToldHow::Named,
            Told::CarriedOver => ToldHow::CarriedOver,
            Told::Inferred => ToldHow::Inferred,
        }
    }
}
