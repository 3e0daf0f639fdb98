//! Names and texts of what a quote holds, in the language that the page is in.
//!
//! They come from the price list that the quote was made with, which has them in all of the clinic's languages; where
//! that list can't be had, from the estimate, in the one language in which it was kept. Figures never come from here.

use jiff::civil::Date;

use super::kept::{Kept, KeptItem};
use crate::price_list::{Language, PriceList, Topic, TreatmentId};
use crate::texts::{Arg, Translation};

/// What things are called.
pub(super) struct Names<'a> {
    /// The words of the page.
    pub(super) words: &'static Translation,
    list: Option<(&'a PriceList, Language)>,
    on: Date,
}

/// A fact about a treatment.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) source: String,
}

impl<'a> Names<'a> {
    /// From this price list, if there is one, in the language of this tag.
    pub(super) fn new(words: &'static Translation, tag: &str, list: Option<&'a PriceList>, on: Date) -> Self {
        let list = list.map(|list| (list, list.clinic().language(tag).unwrap_or_default()));
        Self { words, list, on }
    }

    /// The price list that the quote was made with.
    pub(super) fn list(&self) -> Option<&'a PriceList> {
        self.list.map(|(list, _)| list)
    }

    /// A message of the page.
    pub(super) fn say(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.words.say(id, args)
    }

    /// A treatment by its code.
    pub(super) fn treatment(&self, code: &str, kept: &str) -> String {
        let found = self.of_list(|list, language| {
            let id = list.find_treatment(code)?;
            Some(list.treatment(id).name.get(language))
        });
        found.unwrap_or(kept).to_owned()
    }

    /// An item: treatment and area.
    pub(super) fn item(&self, item: &KeptItem) -> String {
        let area = self.of_list(|list, language| Some(list.area(list.find_area(&item.area)?).name.get(language)));
        let treatment = self.treatment(&item.treatment, &item.treatment_name);
        self.say(
            "item",
            &[
                ("treatment", Arg::Name(&treatment)),
                ("area", Arg::Name(area.unwrap_or(&item.area_name))),
            ],
        )
    }

    /// An extra, charged for an item or once for the quote.
    pub(super) fn extra(&self, code: &str, item: Option<&KeptItem>, kept: &str) -> String {
        let found = self.of_list(|list, language| {
            let extra = list.extra(list.find_extra(code)?);
            let of_item = item.and_then(|item| {
                let (treatment, area) = (list.find_treatment(&item.treatment)?, list.find_area(&item.area)?);
                extra.row_for(treatment, area, self.on)
            });
            // Rows of one extra may be named apart: of one that is charged once, the row with the kept name is it.
            let named = || extra.rows.iter().find(|row| row.name.all().any(|name| name == kept));
            Some(of_item.or_else(named).or(extra.rows.first())?.name.get(language))
        });
        found.unwrap_or(kept).to_owned()
    }

    /// A discount.
    pub(super) fn discount(&self, code: &str, kept: &str) -> String {
        let found = self.of_list(|list, language| {
            let mut all = list.discounts();
            Some(all.find(|(_, discount)| &*discount.code == code)?.1.name.get(language))
        });
        found.unwrap_or(kept).to_owned()
    }

    /// A tax.
    pub(super) fn tax(&self, code: &str, kept: &str) -> String {
        let found = self.of_list(|list, language| {
            let tax = list.taxes().find(|(_, tax)| &*tax.code == code)?.1;
            Some(tax.rate_on(self.on)?.name.get(language))
        });
        found.unwrap_or(kept).to_owned()
    }

    /// A payment plan.
    pub(super) fn plan(&self, code: &str, kept: &str) -> String {
        let found = self.of_list(|list, language| {
            let mut all = list.plans();
            Some(all.find(|(_, plan)| &*plan.code == code)?.1.name.get(language))
        });
        found.unwrap_or(kept).to_owned()
    }

    /// What is known of a treatment on a topic: of the price list, whatever the estimate was asked to include.
    pub(super) fn fact(&self, treatment: &str, topic: Topic, kept: &Kept) -> Option<Told> {
        let Some((list, language)) = self.list else {
            let mut facts = kept.facts.iter();
            let fact = facts.find(|fact| fact.treatment == treatment && fact.topic == topic.code())?;
            return Some(Told {
                text: fact.text.clone(),
                source: fact.source.clone(),
            });
        };
        let id: TreatmentId = list.find_treatment(treatment)?;
        let mut facts = list.facts().iter();
        let fact = facts.find(|fact| fact.treatment == id && fact.topic == topic)?;
        Some(Told {
            text: fact.text.get(language).to_owned(),
            source: fact.source.to_string(),
        })
    }

    fn of_list(&self, find: impl FnOnce(&'a PriceList, Language) -> Option<&'a str>) -> Option<&'a str> {
        self.list.and_then(|(list, language)| find(list, language))
    }
}
