use std::ops::Range;

use super::super::{Item, ItemSessions};
use crate::price_list::{AreaId, ExtraId, Language, PriceList, Sessions, TreatmentId};

/// One clear reading of a line.
#[derive(Clone, PartialEq, Debug)]
pub struct Understood {
    /// The items, in the order of the line; one or more.
    pub items: Vec<UnderstoodItem>,
    /// The extras, each once.
    pub extras: Vec<UnderstoodExtra>,
    /// The promo code as it was written, and where.
    pub promo_code: Option<(String, Range<usize>)>,
}

/// One item as it was understood. Spans are bytes of the line.
#[derive(Clone, PartialEq, Debug)]
pub struct UnderstoodItem {
    /// The treatment.
    pub treatment: TreatmentId,
    /// The area.
    pub area: AreaId,
    /// The number of sessions; `None` = the typical ones.
    pub sessions: Option<Sessions>,
    /// How the treatment was told.
    pub treatment_told: Told,
    /// How the area was told.
    pub area_told: Told,
    /// Which part of the line stands for what, in order.
    pub parts: Vec<UnderstoodPart>,
}

/// How a treatment or an area was told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Told {
    /// By words of the item.
    Named,
    /// It was named in an item before.
    CarriedOver,
    /// It is the only one that the rest of the item leaves.
    Inferred,
}

/// A part of a line and what it stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnderstoodPart {
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether it names the treatment; words may name both ("hair").
    pub names_treatment: bool,
    /// Whether it names the area.
    pub names_area: bool,
    /// The word that was read in place of a mistyped one, as the price list writes it.
    pub corrected: Option<String>,
}

impl UnderstoodPart {
    /// Whether it is the number of sessions.
    pub fn is_sessions(&self) -> bool {
        !self.names_treatment && !self.names_area
    }
}

/// An extra as it was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnderstoodExtra {
    /// The extra.
    pub extra: ExtraId,
    /// Where it stands.
    pub span: Range<usize>,
}

impl Understood {
    /// The items of a request for it.
    pub fn request_items(&self, list: &PriceList) -> Vec<Item> {
        self.items.iter().map(|item| item.request_item(list)).collect()
    }

    /// The codes of its extras, for a request.
    pub fn extra_codes(&self, list: &PriceList) -> Vec<String> {
        let codes = self.extras.iter().map(|extra| list.extra(extra.extra).code.to_string());
        codes.collect()
    }

    /// The line as understood, in words of the price list: "Mesotherapy for fat reduction, abdomen, 10+". Read again,
    /// it is understood to be the same.
    pub fn line(&self, list: &PriceList, language: Language) -> String {
        let items = self.items.iter().map(|item| item.line(list, language));
        let extras = self.extras.iter().filter_map(|extra| {
            let row = list.extra(extra.extra).rows.first()?;
            Some(row.name.get(language).to_owned())
        });
        self.joined(items.chain(extras), marks(list, language).between_items)
    }

    /// The line in codes: `mesotherapy-fat-reduction abdomen 10+`. Read again, it is understood to be the same.
    pub fn shorthand(&self, list: &PriceList) -> String {
        let items = self.items.iter().map(|item| item.shorthand(list));
        self.joined(items.chain(self.extra_codes(list)), LATIN.between_items)
    }

    fn joined(&self, parts: impl Iterator<Item = String>, mark: &str) -> String {
        let promo_code = self.promo_code.as_ref().map(|(code, _)| format!("promo {code}"));
        parts.chain(promo_code).collect::<Vec<_>>().join(mark)
    }
}

impl UnderstoodItem {
    /// The item of a request for it.
    pub fn request_item(&self, list: &PriceList) -> Item {
        Item {
            treatment: list.treatment(self.treatment).code.to_string(),
            area: list.area(self.area).code.to_string(),
            sessions: self.sessions.map_or(ItemSessions::Typical, ItemSessions::Asked),
        }
    }

    /// The item as understood, in words of the price list: "Mesotherapy for fat reduction, abdomen, 10+".
    pub fn line(&self, list: &PriceList, language: Language) -> String {
        let treatment = list.treatment(self.treatment).name.get(language);
        let area = list.area(self.area).name.get(language);
        let sessions = self.sessions.map(|sessions| sessions.to_string());
        let parts = [treatment, area].into_iter().chain(sessions.as_deref());
        parts.collect::<Vec<_>>().join(marks(list, language).within_item)
    }

    fn shorthand(&self, list: &PriceList) -> String {
        let (treatment, area) = (list.treatment(self.treatment), list.area(self.area));
        let sessions = self
            .sessions
            .map_or_else(String::new, |sessions| format!(" {sessions}"));
        format!("{} {}{sessions}", treatment.code, area.code)
    }
}

/// The marks that part items, and what belongs to one.
struct Marks {
    within_item: &'static str,
    between_items: &'static str,
}

const LATIN: Marks = Marks {
    within_item: ", ",
    between_items: "; ",
};
const ARABIC: Marks = Marks {
    within_item: "، ",
    between_items: "؛ ",
};

/// Those of the script in which a language is written.
fn marks(list: &PriceList, language: Language) -> Marks {
    let tag = list.clinic().tag(language);
    match tag.split(['-', '_']).next() {
        Some("ar" | "fa" | "ur") => ARABIC,
        _ => LATIN,
    }
}
