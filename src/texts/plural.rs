use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// The plural rules of a language (CLDR); `None` for a tag that is none.
pub(super) fn rules(tag: &str) -> Option<Arc<PluralRules>> {
    let locale: Locale = tag.parse().ok()?;
    PluralRules::try_new_cardinal((&locale).into()).ok().map(Arc::new)
}

/// Gives messages the function `PLURAL($count)`: the name of the plural form for a whole count.
///
/// Fluent's own choice by a number is not used: its plural rules lose the modulo of "n % 100 = 3..10", so that 103 or
/// 250 days get a wrong form in Arabic.
pub(super) fn add_function(bundle: &mut FluentBundle<FluentResource>, rules: Option<Arc<PluralRules>>) -> bool {
    let function = move |positional: &[FluentValue<'_>]| {
        let count = match positional {
            [FluentValue::Number(count)] => count.as_string().parse::<u64>().ok(),
            _ => None,
        };
        let category = rules
            .as_ref()
            .zip(count)
            .map(|(rules, count)| rules.category_for(count));
        name(category.unwrap_or(PluralCategory::Other))
    };
    bundle
        .add_function("PLURAL", move |positional, _: &FluentArgs<'_>| {
            function(positional).into()
        })
        .is_ok()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
