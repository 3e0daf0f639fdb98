use crate::price_list::{InvalidSessions, Sessions, Who};

/// What is asked for, in codes that may not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// 1 to 20 items.
    pub items: Vec<Item>,
    /// Codes of chosen optional extras.
    pub extras: Vec<String>,
    /// A promo code, as it was given.
    pub promo_code: Option<String>,
    /// Who asks: staff is offered discounts that others are not.
    pub who: Who,
    /// What the estimate is to hold beside the figures.
    pub include: Includes,
}

impl Request {
    /// Items that a request may have.
    pub const ITEMS_MAX: usize = 20;
}

/// One line of a request: treatment, area, number of sessions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The code of the treatment.
    pub treatment: String,
    /// The code of the area.
    pub area: String,
    /// The number of sessions.
    pub sessions: ItemSessions,
}

/// The sessions of an item as they were given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ItemSessions {
    /// Not given: the typical range.
    Typical,
    /// One of the three forms.
    Asked(Sessions),
    /// A text that is none of them: refused together with all else that is wrong.
    Unreadable(InvalidSessions),
}

impl From<Sessions> for ItemSessions {
    fn from(sessions: Sessions) -> Self {
        ItemSessions::Asked(sessions)
    }
}

/// Reads one of the three forms.
impl From<&str> for ItemSessions {
    fn from(text: &str) -> Self {
        text.parse().map_or_else(ItemSessions::Unreadable, ItemSessions::Asked)
    }
}

/// What an estimate is to hold beside the figures.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent choices of the request, as on the wire"
)]
pub struct Includes {
    /// Each item's total by number of sessions.
    pub ladder: bool,
    /// The alternative treatment beside it.
    pub comparison: bool,
    /// How the visits would fall.
    pub schedule: bool,
    /// All facts, not only those that always go along.
    pub facts: bool,
    /// The payment plans.
    pub plans: bool,
}

impl Includes {
    /// Nothing beside the figures.
    pub const NOTHING: Includes = Includes {
        ladder: false,
        comparison: false,
        schedule: false,
        facts: false,
        plans: false,
    };
    /// All there is.
    pub const EVERYTHING: Includes = Includes {
        ladder: true,
        comparison: true,
        schedule: true,
        facts: true,
        plans: true,
    };
}
