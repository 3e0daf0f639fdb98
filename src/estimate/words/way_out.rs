use jiff::civil::Date;

use super::nearest::{areas_like, extras_like, treatments_like};
use super::suggestions::counts;
use super::{Telling, number};
use crate::estimate::Reason;
use crate::price_list::{AreaId, Charge, ExtraRow, TaxId, TreatmentId};
use crate::texts::Arg;

/// How many names a person is told.
const NAMED_MAX: usize = 8;

impl<'a> Telling<'a> {
    /// What may be asked for instead; `None` where the refusal says it already.
    pub(super) fn way_out(&self, reason: &Reason) -> Option<String> {
        let treatment_name = |id: &TreatmentId| self.list.treatment(*id).name.get(self.language);
        let area_name = |id: &AreaId| self.list.area(*id).name.get(self.language);
        match reason {
            Reason::UnknownTreatment { given } => {
                let like: Vec<&str> = treatments_like(self.list, given).iter().map(treatment_name).collect();
                let all = self
                    .list
                    .treatments()
                    .map(|(_, t)| t.name.get(self.language))
                    .collect::<Vec<_>>();
                Some(
                    self.did_you_mean(&like)
                        .unwrap_or_else(|| self.among("hint-there-are", &all)),
                )
            }
            Reason::UnknownArea { given } => {
                let like: Vec<&str> = areas_like(self.list, given).iter().map(area_name).collect();
                let all = self
                    .list
                    .areas()
                    .map(|(_, a)| a.name.get(self.language))
                    .collect::<Vec<_>>();
                Some(
                    self.did_you_mean(&like)
                        .unwrap_or_else(|| self.among("hint-there-are", &all)),
                )
            }
            Reason::UnknownExtra { given } => {
                let name = |row: &'a ExtraRow| row.name.get(self.language);
                let named = |code: &String| {
                    self.list
                        .find_extra(code)
                        .and_then(|id| self.list.extra(id).rows.first())
                };
                let like: Vec<&str> = extras_like(self.list, given)
                    .iter()
                    .filter_map(named)
                    .map(name)
                    .collect();
                let all: Vec<&str> = self
                    .list
                    .extras()
                    .filter(|(_, e)| e.charge == Charge::Optional)
                    .filter_map(|(_, e)| e.rows.first())
                    .map(name)
                    .collect();
                Some(
                    self.did_you_mean(&like)
                        .unwrap_or_else(|| self.among("hint-there-are", &all)),
                )
            }
            Reason::NotOffered { treatment, .. } => {
                let areas: Vec<AreaId> = self.list.prices().areas_of(*treatment).collect();
                Some(self.among("hint-areas", &areas.iter().map(area_name).collect::<Vec<_>>()))
            }
            Reason::PriceOnRequest { .. } => Some(self.call()),
            Reason::SessionsNotSold { below, above, .. } => {
                let counts = self.words.list_or(&counts(*below, *above));
                (!counts.is_empty()).then(|| self.words.say("hint-nearest-counts", &[("counts", Arg::Text(&counts))]))
            }
            Reason::NoTaxRate { tax } => self.days_with_rates(*tax),
            _ => None,
        }
    }

    fn did_you_mean(&self, names: &[&str]) -> Option<String> {
        let names = self.words.list_or(names);
        (!names.is_empty()).then(|| self.words.say("hint-did-you-mean", &[("names", Arg::Text(&names))]))
    }

    /// Some of the names, and how many there are beside them.
    fn among(&self, id: &'static str, names: &[&str]) -> String {
        let told: Vec<&str> = names.iter().copied().take(NAMED_MAX).collect();
        let more = names.len() - told.len();
        if more == 0 {
            let all = self.words.list(&told);
            return self.words.say(id, &[("names", Arg::Text(&all))]);
        }
        let some = self.words.list(&told);
        self.words.say(
            &format!("{id}-more"),
            &[("names", Arg::Text(&some)), ("more", number(more))],
        )
    }

    fn call(&self) -> String {
        let clinic = self.list.clinic();
        match clinic.phone.as_deref().or(clinic.whatsapp.as_deref()) {
            Some(phone) => self.words.say("hint-call", &[("phone", Arg::Name(phone))]),
            None => self.words.say("hint-ask", &[]),
        }
    }

    fn days_with_rates(&self, tax: TaxId) -> Option<String> {
        let rates = &self.list.tax(tax).rates;
        let first = rates
            .iter()
            .map(|rate| rate.validity.first)
            .min()
            .filter(|day| *day > Date::MIN);
        let last = rates
            .iter()
            .map(|rate| rate.validity.last)
            .max()
            .filter(|day| *day < Date::MAX);
        let (first, last) = (
            first.map(|day| self.words.date(day)),
            last.map(|day| self.words.date(day)),
        );
        match (&first, &last) {
            (Some(first), Some(last)) => {
                let args = [("first", Arg::Text(first)), ("last", Arg::Text(last))];
                Some(self.words.say("hint-days-between", &args))
            }
            (Some(first), None) => Some(self.words.say("hint-days-from", &[("first", Arg::Text(first))])),
            (None, Some(last)) => Some(self.words.say("hint-days-to", &[("last", Arg::Text(last))])),
            (None, None) => None,
        }
    }
}
