use jiff::civil::Date;

use super::drafts::Draft;
use super::hearing::Mention;
use super::vocabulary::{Named, Tier, Vocabulary};
use crate::price_list::{AreaId, PriceList, Sessions, TreatmentId};

/// A treatment on an area.
pub(super) type Pair = (TreatmentId, AreaId);

/// What a price list offers for the words of an item on one day.
pub(super) struct Offers<'l> {
    pub(super) list: &'l PriceList,
    pub(super) vocabulary: &'l Vocabulary,
    pub(super) on: Date,
}

impl Offers<'_> {
    /// Whether one treatment on one area answers to every mention; `or_unoffered` one that is not sold does as well:
    /// that is told better by the refusal than by cutting the item in two.
    pub(super) fn can_be_one(&self, mentions: &[Mention<'_>], or_unoffered: bool) -> bool {
        !self.offered(mentions).is_empty() || or_unoffered && !named(mentions).is_empty()
    }

    /// What an item may be, the clear reading alone or several that are as good; empty where nothing answers.
    ///
    /// `carried` is the treatment that was named in an item before: it goes first where the item names none.
    pub(super) fn candidates(&self, draft: &Draft<'_>, carried: Option<TreatmentId>) -> Vec<Pair> {
        let mentions = &draft.mentions;
        let offered = self.offered(mentions);
        let today: Vec<Pair> = offered.iter().copied().filter(|pair| self.is_on_day(*pair)).collect();
        if today.is_empty() && offered.is_empty() {
            return self.unoffered(draft);
        }
        let pairs = if today.is_empty() { offered } else { today };
        let carried = pairs.iter().copied().filter(|(treatment, area)| {
            let is_named = answers(mentions, Named::Treatment(*treatment));
            !is_named && carried == Some(*treatment) && self.misfit((*treatment, *area), draft) == 0
        });
        let carried: Vec<Pair> = carried.collect();
        self.best(if carried.is_empty() { pairs } else { carried }, draft)
    }

    /// What an item may be that nothing offered answers to: the one pair that is named, to be refused with what is
    /// offered; or, where codes or names of that pair tell something offered as well ("thighs" of "thighs and
    /// buttocks"), that.
    fn unoffered(&self, draft: &Draft<'_>) -> Vec<Pair> {
        let unoffered = self.best(named(&draft.mentions), draft);
        let [pair] = unoffered.as_slice() else {
            return Vec::new();
        };
        let (treatment, area) = (self.list.treatment(pair.0), self.list.area(pair.1));
        let codes = std::iter::once((&*treatment.code, &*area.code));
        let names = treatment.name.all().zip(area.name.all());
        let mut told: Vec<Pair> = codes
            .chain(names)
            .flat_map(|(one, other)| self.told_by(one, other))
            .collect();
        told.sort_unstable();
        told.dedup();
        if told.is_empty() { unoffered } else { told }
    }

    fn told_by(&self, treatment: &str, area: &str) -> Vec<Pair> {
        let phrases = [treatment, area]
            .into_iter()
            .filter_map(|text| self.vocabulary.phrase(text));
        let mentions = phrases.map(|phrase| Mention {
            names: &phrase.names,
            span: 0..0,
            corrected: None,
        });
        self.offered(&mentions.collect::<Vec<_>>())
    }

    /// Pairs with a price on any day that answer to every mention.
    fn offered(&self, mentions: &[Mention<'_>]) -> Vec<Pair> {
        let Some((first, others)) = mentions.split_first() else {
            return Vec::new();
        };
        let mut pairs: Vec<Pair> = Vec::new();
        for name in first.names {
            let extend = |pair: Pair| {
                others
                    .iter()
                    .all(|mention| tier(mention, pair).is_some())
                    .then_some(pair)
            };
            match name.of {
                Named::Treatment(treatment) => {
                    let areas = self.list.prices().areas_of(treatment);
                    pairs.extend(areas.filter_map(|area| extend((treatment, area))));
                }
                Named::Area(area) => {
                    let treatments = self.vocabulary.treatments_of(area).iter();
                    pairs.extend(treatments.filter_map(|treatment| extend((*treatment, area))));
                }
                Named::Extra(_) => {}
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn is_on_day(&self, (treatment, area): Pair) -> bool {
        let rows = self.list.prices().of(treatment, area);
        rows.iter().any(|row| row.validity.holds(self.on))
    }

    /// Those whose sessions fit, then those named most closely, then those of which most is named.
    fn best(&self, pairs: Vec<Pair>, draft: &Draft<'_>) -> Vec<Pair> {
        let rank = |pair: Pair| {
            let tiers = draft.mentions.iter().filter_map(|mention| tier(mention, pair));
            let distance: u32 = tiers.map(|tier| tier as u32).sum();
            let named = [Named::Treatment(pair.0), Named::Area(pair.1)].map(|of| answers(&draft.mentions, of));
            let unnamed = named.iter().filter(|is_named| !**is_named).count();
            (self.misfit(pair, draft), distance, unnamed)
        };
        let ranked: Vec<_> = pairs.into_iter().map(|pair| (rank(pair), pair)).collect();
        let least = ranked.iter().map(|(rank, _)| *rank).min();
        let best = ranked.into_iter().filter(|(rank, _)| Some(*rank) == least);
        best.map(|(_, pair)| pair).collect()
    }

    /// 0 where the pair has the sessions that are asked for; else the less the more sessions it has.
    fn misfit(&self, (treatment, area): Pair, draft: &Draft<'_>) -> u8 {
        let Some(count) = &draft.count else { return 0 };
        let most = self.list.treatment(treatment).max_sessions;
        let (from, to) = match count.sessions {
            Sessions::Count(count) => (count, count),
            Sessions::Range(from, to) => (from, to),
            Sessions::OpenEnded(from) => (from, u32::from(most).max(from)),
        };
        let is_within = from > 0 && to <= u32::from(most);
        let is_sold = || match self.list.courses(treatment, area, self.on) {
            Ok(courses) => (from..=to)
                .filter_map(|n| u8::try_from(n).ok())
                .any(|n| courses.is_sold(n)),
            Err(_) => true,
        };
        if is_within && is_sold() { 0 } else { u8::MAX - most }
    }
}

/// Pairs of named treatments and named areas that answer to every mention, whether they are offered or not.
fn named(mentions: &[Mention<'_>]) -> Vec<Pair> {
    let names = || mentions.iter().flat_map(|mention| mention.names).map(|name| name.of);
    let treatments = names().filter_map(|of| match of {
        Named::Treatment(treatment) => Some(treatment),
        _ => None,
    });
    let areas = || {
        names().filter_map(|of| match of {
            Named::Area(area) => Some(area),
            _ => None,
        })
    };
    let pairs = treatments.flat_map(|treatment| areas().map(move |area| (treatment, area)));
    let all = |pair: &Pair| mentions.iter().all(|mention| tier(mention, *pair).is_some());
    let mut pairs: Vec<Pair> = pairs.filter(all).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How closely a mention names a pair; `None` where it does not.
fn tier(mention: &Mention<'_>, (treatment, area): Pair) -> Option<Tier> {
    let of_pair = [Named::Treatment(treatment), Named::Area(area)];
    let names = mention.names.iter().filter(|name| of_pair.contains(&name.of));
    names.map(|name| name.tier).min()
}

/// Whether a mention names it.
pub(super) fn answers(mentions: &[Mention<'_>], of: Named) -> bool {
    mentions
        .iter()
        .flat_map(|mention| mention.names)
        .any(|name| name.of == of)
}
