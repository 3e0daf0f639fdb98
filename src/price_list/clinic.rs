use jiff::tz::TimeZone;

use crate::money::{Currency, Money};

/// The clinic's own settings, `clinic.toml`.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// What the clinic is called.
    pub name: String,
    /// The currency of every amount of the price list.
    pub currency: Currency,
    /// Where "today" is told.
    pub time_zone: TimeZone,
    /// Languages of names and texts as BCP 47 tags, the first being the one required; never empty.
    pub languages: Vec<String>,
    /// Whether prices hold the tax, or it comes on top.
    pub prices_include_tax: bool,
    /// Computed discounts are rounded to a multiple of this.
    pub round_to: Money,
    /// Days for which a quote stands; the day of issue is day 0.
    pub quote_valid_days: u16,
    /// Days after which personal data of quotes that were not accepted is erased, from the day they ran out.
    pub retention_days: u16,
    /// Whether website visitors may save quotes.
    pub public_quotes: bool,
    /// The clinic's telephone number, as it is shown.
    pub phone: Option<String>,
    /// The clinic's WhatsApp number, as it is shown.
    pub whatsapp: Option<String>,
}

impl Clinic {
    /// The language of a BCP 47 tag among the clinic's: the same tag, else the same primary language (`ar-AE` finds
    /// `ar`), case ignored.
    pub fn language(&self, tag: &str) -> Option<Language> {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let exact = self.languages.iter().position(|l| l.eq_ignore_ascii_case(tag));
        let index = exact.or_else(|| self.languages.iter().position(|l| primary(l) == primary(tag)))?;
        u8::try_from(index).ok().map(Language)
    }

    /// The tag of one of the clinic's languages.
    pub fn tag(&self, language: Language) -> &str {
        self.languages.get(usize::from(language.0)).map_or("", String::as_str)
    }
}

/// One of a clinic's languages, by its place in `clinic.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Language(u8);

impl Language {
    /// The clinic's first language, in which every text is given.
    pub const FIRST: Language = Language(0);
}

/// A name or text in each of the clinic's languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Texts(Box<[Option<Box<str>>]>);

impl Texts {
    /// The text in the first language, and those that were given in the others, in the clinic's order.
    pub fn new(first: &str, others: impl IntoIterator<Item = Option<Box<str>>>) -> Self {
        Self(std::iter::once(Some(first.into())).chain(others).collect())
    }

    /// The text in a language, in the first one where it was not given.
    pub fn get(&self, language: Language) -> &str {
        self.given(language)
            .or_else(|| self.given(Language::FIRST))
            .unwrap_or_default()
    }

    /// Whether a translation was given.
    pub fn is_given(&self, language: Language) -> bool {
        self.given(language).is_some()
    }

    /// The text in every language in which it was given.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(AsRef::as_ref)
    }

    fn given(&self, language: Language) -> Option<&str> {
        self.0.get(usize::from(language.0))?.as_deref()
    }
}
