use strsim::normalized_damerau_levenshtein;

use crate::price_list::{AreaId, PriceList, Texts, TreatmentId};

/// How alike two words must be to be named, from 0 to 1.
const ALIKE_MIN: f64 = 0.6;
/// How alike a word is that holds the other one whole.
const HELD: f64 = 0.85;
/// How many are named.
const NAMED_MAX: usize = 3;
/// A longer word than any name is like none of them.
const LENGTH_MAX: usize = 80;
/// A shorter word is held by too many.
const HELD_LENGTH_MIN: usize = 3;

/// The rows whose code, name or other word is like what was given, the likeliest first.
fn nearest<'a, Id>(given: &str, rows: impl Iterator<Item = (Id, &'a str, &'a Texts, &'a [Box<str>])>) -> Vec<Id> {
    let given = fold(given);
    if given.is_empty() || given.chars().count() > LENGTH_MAX {
        return Vec::new();
    }
    let alike = rows.filter_map(|(id, code, name, aliases)| {
        let words = std::iter::once(code)
            .chain(name.all())
            .chain(aliases.iter().map(AsRef::as_ref));
        let best = words.map(|word| likeness(&given, &fold(word))).fold(0.0, f64::max);
        (best >= ALIKE_MIN).then_some((best, id))
    });
    let mut alike: Vec<(f64, Id)> = alike.collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0));
    alike.into_iter().take(NAMED_MAX).map(|(_, id)| id).collect()
}

/// The treatments that are like what was given.
pub(super) fn treatments_like(list: &PriceList, given: &str) -> Vec<TreatmentId> {
    nearest(
        given,
        list.treatments().map(|(id, t)| (id, &*t.code, &t.name, &*t.aliases)),
    )
}

/// The areas that are like what was given.
pub(super) fn areas_like(list: &PriceList, given: &str) -> Vec<AreaId> {
    nearest(given, list.areas().map(|(id, a)| (id, &*a.code, &a.name, &*a.aliases)))
}

/// The codes of extras that are like what was given.
pub(super) fn extras_like(list: &PriceList, given: &str) -> Vec<String> {
    let rows = list.extras().filter_map(|(_, extra)| {
        let name = &extra.rows.first()?.name;
        Some((extra.code.to_string(), &*extra.code, name, &[][..]))
    });
    nearest(given, rows)
}

fn likeness(given: &str, word: &str) -> f64 {
    let whole_words = |text: &str, part: &str| {
        part.chars().count() >= HELD_LENGTH_MIN && format!(" {text} ").contains(&format!(" {part} "))
    };
    let held = whole_words(word, given) || whole_words(given, word);
    let alike = normalized_damerau_levenshtein(given, word);
    if held { alike.max(HELD) } else { alike }
}

/// Case and hyphens don't tell words apart.
fn fold(text: &str) -> String {
    text.trim().replace('-', " ").to_lowercase()
}
