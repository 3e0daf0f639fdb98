use serde::Serialize;

use super::Writing;
use crate::http::patient::kept::{Amount, Ends, KeptAlternative, KeptComparison, KeptItem, KeptSide};
use crate::price_list::Topic;
use crate::texts::Arg;

/// The alternative treatment beside this one: cost, visits, time and recovery, never results.
#[derive(Serialize)]
pub(in crate::http::patient) struct Beside {
    /// "Beside Liposuction"
    pub(in crate::http::patient) title: String,
    /// The quote, and the alternative.
    pub(in crate::http::patient) sides: [Side; 2],
    /// Each with a value for either.
    pub(in crate::http::patient) rows: Vec<Row>,
    /// Which of the two costs less, and what is compared.
    pub(in crate::http::patient) notes: Vec<String>,
}

#[derive(Serialize)]
pub(in crate::http::patient) struct Row {
    pub(in crate::http::patient) name: String,
    pub(in crate::http::patient) values: [String; 2],
}

/// What one of the two costs, as text and as a bar on the scale of both: in thousandths of the dearest amount, what it
/// comes to at least, and how much more it may be.
#[derive(Serialize)]
pub(in crate::http::patient) struct Side {
    pub(in crate::http::patient) name: String,
    pub(in crate::http::patient) cost: String,
    pub(in crate::http::patient) least: u16,
    pub(in crate::http::patient) more: u16,
}

impl Writing<'_> {
    pub(super) fn comparison(&self) -> Option<Beside> {
        let comparison = self.kept.comparison.as_ref()?;
        let (this, other) = (comparison.this.as_ref()?, comparison.alternative.as_ref()?);
        let name = self.alternative_name(other);
        let compared: Vec<&KeptItem> = comparison
            .compared_items
            .iter()
            .filter_map(|at| self.kept.items.get(*at))
            .collect();
        Some(Beside {
            title: self.say("page-comparison", &[("name", Arg::Text(&name))]),
            sides: self.sides(
                (self.this_name(&compared), &this.total),
                (name.clone(), &other.side.total),
            ),
            rows: self.rows(this, &compared, other),
            notes: self.notes(comparison, &name),
        })
    }

    fn alternative_name(&self, other: &KeptAlternative) -> String {
        let items: Vec<&KeptItem> = other.items.iter().collect();
        self.names.words.list(&self.treatments(&items))
    }

    fn this_name(&self, compared: &[&KeptItem]) -> String {
        self.names.words.list(&self.treatments(compared))
    }

    fn treatments(&self, items: &[&KeptItem]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for item in items {
            let name = self.names.treatment(&item.treatment, &item.treatment_name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn rows(&self, this: &KeptSide, compared: &[&KeptItem], other: &KeptAlternative) -> Vec<Row> {
        let side = &other.side;
        let others: Vec<&KeptItem> = other.items.iter().collect();
        let visits = [self.visits_told(this.visits), self.visits_told(side.visits)];
        let mut rows = vec![self.row("patient-visit-count", visits)];
        if this.span_days.to > 0 || side.span_days.to > 0 {
            rows.push(self.row("patient-time", [self.time(this.span_days), self.time(side.span_days)]));
        }
        for topic in [Topic::Recovery, Topic::Anaesthesia] {
            let values = [self.facts_of(compared, topic), self.facts_of(&others, topic)];
            if values.iter().any(|value| !value.is_empty()) {
                let name = self.say("page-topic", &[("topic", Arg::Text(topic.code()))]);
                rows.push(Row { name, values });
            }
        }
        rows
    }

    fn row(&self, id: &str, values: [String; 2]) -> Row {
        Row {
            name: self.say(id, &[]),
            values,
        }
    }

    fn visits_told(&self, visits: Ends<u32>) -> String {
        if visits.from == visits.to {
            return self.say("page-visits-count", &[("count", Arg::Number(visits.from))]);
        }
        let (from, to) = (Arg::Number(visits.from), Arg::Number(visits.to));
        self.say("page-visits-range", &[("from", from), ("to", to)])
    }

    fn time(&self, days: Ends<u32>) -> String {
        match days.to {
            0 => self.say("patient-one-day", &[]),
            _ => self.days(days),
        }
    }

    /// What is known of some treatments on a topic, each text once.
    fn facts_of(&self, items: &[&KeptItem], topic: Topic) -> String {
        let mut texts: Vec<String> = Vec::new();
        for item in items {
            let told = self.names.fact(&item.treatment, topic, self.kept);
            texts.extend(told.map(|told| told.text).filter(|text| !texts.contains(text)));
        }
        texts.join(" ")
    }

    fn sides(&self, this: (String, &Ends<Amount>), other: (String, &Ends<Amount>)) -> [Side; 2] {
        let is_dearer = self.figures.money(&this.1.to) > self.figures.money(&other.1.to);
        let most = if is_dearer { &this.1.to } else { &other.1.to };
        [this, other].map(|(name, ends)| {
            let least = self.figures.thousandths(&ends.from, most);
            Side {
                name,
                cost: self.figures.range(ends),
                least,
                more: self.figures.thousandths(&ends.to, most).saturating_sub(least),
            }
        })
    }

    fn notes(&self, comparison: &KeptComparison, name: &str) -> Vec<String> {
        let mut notes: Vec<String> = self.verdict(comparison, name).into_iter().collect();
        notes.extend(self.break_even(comparison));
        notes.push(self.say("page-cost-only", &[]));
        if self.is_apart(comparison) {
            notes.push(self.say("page-cost-apart", &[]));
        }
        for not in &comparison.not_compared {
            let item = self.kept.items.get(not.item).map(|item| self.names.item(item));
            let item = item.unwrap_or_default();
            let args = [("item", Arg::Text(&item)), ("reason", Arg::Text(&not.reason))];
            notes.push(self.say("page-not-compared", &args));
        }
        notes
    }

    /// Whether something was left out that the quote has: its promo code, or optional extras.
    fn is_apart(&self, comparison: &KeptComparison) -> bool {
        let is_whole = comparison.compared_items.len() == self.kept.items.len();
        let is_other = comparison
            .this
            .as_ref()
            .is_some_and(|this| this.total != self.kept.total);
        self.kept.low.promo_code.is_some() || (is_whole && is_other)
    }

    fn verdict(&self, comparison: &KeptComparison, name: &str) -> Option<String> {
        let (verdict, difference) = (comparison.verdict.as_deref()?, comparison.difference.as_ref()?);
        let difference = match verdict {
            "dearer" => self.figures.range(&Self::turned(difference)),
            "cheaper" => self.figures.range(difference),
            // It lies on both sides of nothing, and is not told.
            _ => String::new(),
        };
        let args = [
            ("verdict", Arg::Text(verdict)),
            ("name", Arg::Text(name)),
            ("difference", Arg::Text(&difference)),
        ];
        Some(self.say("page-verdict", &args))
    }

    fn break_even(&self, comparison: &KeptComparison) -> Vec<String> {
        let Some(even) = &comparison.break_even else {
            return Vec::new();
        };
        let counts = [
            ("page-break-even-up-to", even.cheaper_up_to),
            ("page-break-even-from", even.dearer_from),
        ];
        let told = counts.into_iter().filter_map(|(id, count)| {
            let sessions = self.sessions(count?);
            Some(self.say(id, &[("sessions", Arg::Text(&sessions))]))
        });
        told.collect()
    }
}
