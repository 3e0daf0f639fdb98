use jiff::civil::Date;

use super::vocabulary::{Named, Vocabulary};
use super::{Understood, UnderstoodItem};
use crate::price_list::{AreaId, ExtraId, Language, PriceList, TreatmentId};

/// Letters of a name that is short enough to be typed.
const SHORT_LETTERS: usize = 14;

impl Vocabulary {
    /// A few letters that name the treatment, in the script of a language.
    pub fn treatment_word<'l>(&self, list: &'l PriceList, id: TreatmentId, language: Language) -> &'l str {
        let treatment = list.treatment(id);
        let name = treatment.name.get(language);
        self.word_of(Named::Treatment(id), name, &treatment.aliases, &treatment.code)
    }

    /// A few letters that name the area, in the script of a language.
    pub fn area_word<'l>(&self, list: &'l PriceList, id: AreaId, language: Language) -> &'l str {
        let area = list.area(id);
        self.word_of(Named::Area(id), area.name.get(language), &area.aliases, &area.code)
    }

    /// What names the extra, in the script of a language.
    pub fn extra_word<'l>(&self, list: &'l PriceList, id: ExtraId, language: Language) -> &'l str {
        let extra = list.extra(id);
        let name = extra.rows.first().map_or("", |row| row.name.get(language));
        self.word_of(Named::Extra(id), name, &[], &extra.code)
    }

    /// What was understood, as someone would type it: short words in place of codes. Read for the same day it is
    /// understood to be the same; where short words would not be, it is the line in codes.
    pub fn typed(&self, list: &PriceList, understood: &Understood, on: Date, language: Language) -> String {
        let item = |item: &UnderstoodItem| {
            let treatment = self.treatment_word(list, item.treatment, language);
            let area = self.area_word(list, item.area, language);
            let sessions = item.sessions.map(|sessions| format!(" {sessions}"));
            format!("{treatment} {area}{}", sessions.unwrap_or_default())
        };
        let extra = |extra: &super::UnderstoodExtra| self.extra_word(list, extra.extra, language).to_owned();
        let code = understood.promo_code.as_ref().map(|(code, _)| format!("promo {code}"));
        let items = understood.items.iter().map(item).collect::<Vec<_>>().join(" + ");
        let rest = understood.extras.iter().map(extra).chain(code);
        let line = std::iter::once(items).chain(rest).collect::<Vec<_>>().join("; ");
        let codes = understood.shorthand(list);
        match self.read(list, &line, on) {
            Ok(again) if again.shorthand(list) == codes => line,
            _ => codes,
        }
    }

    /// The name where it is short, else another word in its script; the code where none names it alone.
    fn word_of<'l>(&self, of: Named, name: &'l str, aliases: &'l [Box<str>], code: &'l str) -> &'l str {
        let is_alone = |text: &str| {
            self.phrase(text)
                .is_some_and(|phrase| phrase.leads().eq(std::iter::once(of)))
        };
        let is_short = |text: &str| text.chars().count() <= SHORT_LETTERS;
        let in_script = aliases
            .iter()
            .map(AsRef::as_ref)
            .filter(|alias| is_latin(alias) == is_latin(name));
        let words = std::iter::once(name).chain(in_script);
        let mut short = words.filter(|text| is_short(text) && is_alone(text));
        short.next().unwrap_or(if is_alone(name) { name } else { code })
    }
}

fn is_latin(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_none_or(|c| c < '\u{250}')
}
