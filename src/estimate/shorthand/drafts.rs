use std::ops::Range;

use super::hearing::{Count, Mention, Piece};
use super::offers::Offers;
use super::vocabulary::Named;

/// What was said about one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft<'v> {
    pub(super) mentions: Vec<Mention<'v>>,
    pub(super) count: Option<Count>,
    /// Whether the `+` of its number may have been meant to part it from the next item: `10+ thighs 12`.
    pub(super) is_plus_unclear: bool,
    parted_by: Parted,
    ends_in_count: bool,
}

/// What parts an item from the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Parted {
    /// Nothing: the words don't go together.
    #[default]
    Bare,
    Comma,
    Break,
}

impl Draft<'_> {
    /// From its first piece to its last.
    pub(super) fn span(&self) -> Range<usize> {
        let mentions = self.mentions.iter().map(|mention| mention.span.clone());
        let spans = mentions.chain(self.count.iter().map(|count| count.span.clone()));
        spans
            .reduce(|one, other| one.start.min(other.start)..one.end.max(other.end))
            .unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.mentions.is_empty() && self.count.is_none()
    }

    /// Whether all the mentions may be of this item. Behind its number none repeats what was named before it: in
    /// `face glow 6 face lines 4` the second `face` begins an item.
    fn has_room_for(&self, mentions: &[Mention<'_>]) -> bool {
        let Some((new, before)) = mentions.split_last() else {
            return true;
        };
        let new = Sides::of(new);
        self.count.is_none() || !before.iter().any(|mention| Sides::of(mention) == new)
    }

    fn names(&self, side: fn(&Sides) -> bool) -> bool {
        self.mentions.iter().map(Sides::of).any(|sides| side(&sides))
    }
}

/// What a mention may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Sides {
    treatment: bool,
    area: bool,
}

impl Sides {
    fn of(mention: &Mention<'_>) -> Self {
        let names = || mention.names.iter().map(|name| name.of);
        Self {
            treatment: names().any(|of| matches!(of, Named::Treatment(_))),
            area: names().any(|of| matches!(of, Named::Area(_))),
        }
    }
}

/// Puts the pieces of a line together to items.
///
/// A separator parts items, and so does, without one, what can't belong to the same item: a second number, or words
/// that no treatment on an area answers to. What is incomplete on both sides of a comma is one item: `Liposuction,
/// abdomen, 1`.
pub(super) fn drafts<'v>(pieces: Vec<Piece<'v>>, is_each: bool, offers: &Offers<'_>) -> Vec<Draft<'v>> {
    let mut cut = Cut {
        drafts: Vec::new(),
        current: Draft::default(),
        offers,
    };
    for piece in pieces {
        match piece {
            Piece::Mention(mention) => cut.mention(mention),
            Piece::Count(count) => cut.count(count),
            Piece::Break { is_comma } => cut.part(if is_comma { Parted::Comma } else { Parted::Break }),
            Piece::OrMore | Piece::AtLeast | Piece::To | Piece::UpTo | Piece::Plus(_) => {}
        }
    }
    cut.part(Parted::Break);
    let mut drafts = merged(cut.drafts, offers);
    if is_each {
        share_count(&mut drafts);
    }
    drafts
}

struct Cut<'a, 'v, 'l> {
    drafts: Vec<Draft<'v>>,
    current: Draft<'v>,
    offers: &'a Offers<'l>,
}

impl<'v> Cut<'_, 'v, '_> {
    fn mention(&mut self, mention: Mention<'v>) {
        let mut mentions = self.current.mentions.clone();
        mentions.push(mention);
        let belongs =
            self.current.has_room_for(&mentions) && self.offers.can_be_one(&mentions, self.current.count.is_none());
        if belongs || self.current.mentions.is_empty() {
            self.current.mentions = mentions;
        } else {
            self.part(Parted::Bare);
            self.current.mentions = mentions.split_off(mentions.len() - 1);
        }
        self.current.ends_in_count = false;
    }

    fn count(&mut self, count: Count) {
        if self.current.count.is_some() {
            self.part(Parted::Bare);
        }
        self.current.count = Some(count);
        self.current.ends_in_count = true;
    }

    fn part(&mut self, parted_by: Parted) {
        if self.current.is_empty() {
            self.current.parted_by = self.current.parted_by.max(parted_by);
            return;
        }
        let has_plus = self.current.count.as_ref().is_some_and(|count| count.has_plus);
        self.current.is_plus_unclear = parted_by == Parted::Bare && self.current.ends_in_count && has_plus;
        let next = Draft {
            parted_by,
            ..Draft::default()
        };
        self.drafts.push(std::mem::replace(&mut self.current, next));
    }
}

impl Parted {
    fn max(self, other: Parted) -> Parted {
        if self == Parted::Bare || other == Parted::Break {
            other
        } else {
            self
        }
    }
}

fn merged<'v>(drafts: Vec<Draft<'v>>, offers: &Offers<'_>) -> Vec<Draft<'v>> {
    let mut merged: Vec<Draft<'v>> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match merged.last_mut() {
            Some(last) if go_together(last, &draft, offers) => {
                last.mentions.extend(draft.mentions);
                last.count = last.count.take().or(draft.count);
            }
            _ => merged.push(draft),
        }
    }
    merged
}

fn go_together(last: &Draft<'_>, next: &Draft<'_>, offers: &Offers<'_>) -> bool {
    let is_bare = |draft: &Draft<'_>| draft.mentions.is_empty();
    if last.count.is_some() && next.count.is_some() {
        return false;
    }
    if is_bare(next) {
        return next.parted_by != Parted::Bare && last.count.is_none();
    }
    if next.parted_by != Parted::Comma || (last.count.is_some() && !is_bare(last)) {
        return false;
    }
    let both_treatments = last.names(|sides| sides.treatment) && next.names(|sides| sides.treatment);
    let both_areas = last.names(|sides| sides.area) && next.names(|sides| sides.area);
    let together: Vec<Mention<'_>> = last.mentions.iter().chain(&next.mentions).cloned().collect();
    !both_treatments && !both_areas && offers.can_be_one(&together, true)
}

/// Gives the last number to every item that has none.
fn share_count(drafts: &mut [Draft<'_>]) {
    let shared = drafts.iter().rev().find_map(|draft| draft.count.clone());
    for draft in drafts.iter_mut().filter(|draft| draft.count.is_none()) {
        draft.count.clone_from(&shared);
    }
}
