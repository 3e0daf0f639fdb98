use std::collections::HashMap;

use fluent_bundle::FluentResource;
use fluent_syntax::ast;

use super::numbers::{NumberRules, SetId};
use crate::money::Money;

/// The set that counts nouns without a gender.
const NO_GENDER: &str = "counted";

/// Something that is counted in words.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// In the order of [`NumberRules::noun_forms`].
    forms: Vec<Box<str>>,
    /// The set that counts it where no style is asked for, and the set of each style.
    plain: SetId,
    styles: Vec<(Box<str>, SetId)>,
}

/// A currency and its minor unit.
#[derive(Clone, Debug)]
struct CurrencyNouns {
    major: Noun,
    minor: Option<Noun>,
}

/// The nouns of one language.
#[derive(Default)]
pub(super) struct Nouns {
    session: Option<Noun>,
    currencies: HashMap<Box<str>, CurrencyNouns>,
}

/// An amount cut into what is spoken: whole units, and minor units beside them.
pub(super) struct SpokenAmount<'a> {
    pub(super) is_negative: bool,
    pub(super) major: Option<(u64, &'a Noun)>,
    pub(super) minor: Option<(u64, &'a Noun)>,
}

impl Nouns {
    /// Takes the messages `noun-…` of a language.
    pub(super) fn read(resources: &[FluentResource], rules: &NumberRules) -> Self {
        let entries = resources.iter().flat_map(FluentResource::entries);
        let nouns: HashMap<&str, Noun> = entries
            .filter_map(|entry| match entry {
                ast::Entry::Message(message) => Some((message.id.name.strip_prefix("noun-")?, noun(message, rules)?)),
                _ => None,
            })
            .collect();
        let currencies = nouns.iter().filter(|(name, _)| name.len() == 3);
        Self {
            session: nouns.get("session").cloned(),
            currencies: currencies
                .map(|(code, major)| {
                    let minor = nouns.get(&*format!("{code}-minor")).cloned();
                    (
                        (*code).into(),
                        CurrencyNouns {
                            major: major.clone(),
                            minor,
                        },
                    )
                })
                .collect(),
        }
    }

    pub(super) fn session(&self) -> Option<&Noun> {
        self.session.as_ref()
    }

    /// How an amount is spoken; `None` where a noun for it is missing. Nothing at all is so many whole units.
    pub(super) fn of(&self, amount: Money) -> Option<SpokenAmount<'_>> {
        let nouns = self.currencies.get(amount.currency().code())?;
        let (minor, per_major) = (
            amount.minor().unsigned_abs(),
            amount.currency().minor_per_major().unsigned_abs(),
        );
        let (whole, rest) = (minor / per_major, minor % per_major);
        Some(SpokenAmount {
            is_negative: amount.minor() < 0,
            major: (whole > 0 || rest == 0).then_some((whole, &nouns.major)),
            minor: match rest {
                0 => None,
                rest => Some((rest, nouns.minor.as_ref()?)),
            },
        })
    }
}

impl Noun {
    /// The set for a style, the plain one where there is none.
    pub(super) fn set(&self, style: &str) -> SetId {
        let styled = self.styles.iter().find(|(name, _)| **name == *style);
        styled.map_or(self.plain, |(_, set)| *set)
    }

    pub(super) fn forms(&self) -> &[Box<str>] {
        &self.forms
    }
}

fn noun(message: &ast::Message<&str>, rules: &NumberRules) -> Option<Noun> {
    let attribute = |name: &str| {
        let found = message.attributes.iter().find(|attribute| attribute.id.name == name)?;
        Some(plain_text(&found.value))
    };
    let base = attribute("gender").unwrap_or_else(|| NO_GENDER.into());
    let forms = rules.noun_forms().iter();
    Some(Noun {
        forms: forms.map(|form| attribute(form).unwrap_or_default()).collect(),
        plain: rules.set(&base)?,
        styles: rules.styles(&base),
    })
}

/// The text of a pattern without placeables.
pub(super) fn plain_text(pattern: &ast::Pattern<&str>) -> Box<str> {
    let texts = pattern.elements.iter().filter_map(|element| match element {
        ast::PatternElement::TextElement { value }
        | ast::PatternElement::Placeable {
            expression: ast::Expression::Inline(ast::InlineExpression::StringLiteral { value }),
        } => Some(*value),
        ast::PatternElement::Placeable { .. } => None,
    });
    texts.collect::<String>().into()
}
