use std::ops::Range;

use super::hearing::{Mention, Piece, hear};
use super::vocabulary::{Named, Vocabulary};
use super::{TEXT_LETTERS_MAX, UnknownWord};
use crate::price_list::{AreaId, ExtraId, TreatmentId};

/// A part of a line and what it may stand for, whether or not the line can be read as a whole. The span is bytes of
/// the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeardPart {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it may stand for.
    pub sound: Sound,
    /// The word that was read in place of a mistyped one, as the price list writes it.
    pub corrected: Option<String>,
}

/// What a part of a line may stand for; which one where that is the only one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sound {
    /// A treatment.
    Treatment(Option<TreatmentId>),
    /// An area.
    Area(Option<AreaId>),
    /// A treatment or an area, or both.
    TreatmentOrArea,
    /// A number of sessions.
    Sessions,
    /// An extra.
    Extra(Option<ExtraId>),
    /// A promo code.
    PromoCode,
    /// Nothing that is known.
    Unknown,
}

impl Vocabulary {
    /// The parts of a line, in order and apart from each other; none of a line that is too long to be read.
    pub fn heard(&self, text: &str) -> Vec<HeardPart> {
        if text.chars().count() > TEXT_LETTERS_MAX {
            return Vec::new();
        }
        let hearing = hear(self, text);
        let part = |span: &Range<usize>, sound| HeardPart {
            span: span.clone(),
            sound,
            corrected: None,
        };
        let pieces = hearing.pieces.iter().filter_map(|piece| match piece {
            Piece::Mention(mention) => Some(mentioned(mention)),
            Piece::Count(count) => Some(part(&count.span, Sound::Sessions)),
            _ => None,
        });
        let extras = hearing.extras.iter().map(mentioned);
        let codes = hearing.promo_codes.iter().map(|(_, span)| part(span, Sound::PromoCode));
        let unknown = hearing.unknown.iter().map(|UnknownWord { span, .. }| span);
        let unknown = unknown.chain(&hearing.no_counts).map(|span| part(span, Sound::Unknown));
        let mut parts: Vec<HeardPart> = pieces.chain(extras).chain(codes).chain(unknown).collect();
        parts.sort_by_key(|part| part.span.start);
        // A range that is none may reach over words between its numbers: it is the words that are told.
        let starts: Vec<usize> = parts.iter().map(|part| part.span.start).collect();
        parts.retain(|part| {
            !starts
                .iter()
                .any(|start| part.span.start < *start && *start < part.span.end)
        });
        // One letter may be several numbers, as ½ is.
        parts.dedup_by(|next, kept| next.span.start < kept.span.end);
        parts
    }
}

fn mentioned(mention: &Mention<'_>) -> HeardPart {
    let closest = mention.names.iter().map(|name| name.tier).min();
    let leads = mention.names.iter().filter(|name| Some(name.tier) == closest);
    let leads: Vec<Named> = leads.map(|name| name.of).collect();
    HeardPart {
        span: mention.span.clone(),
        sound: sound(&leads),
        corrected: mention.corrected.map(str::to_owned),
    }
}

fn sound(leads: &[Named]) -> Sound {
    match leads {
        [Named::Treatment(only)] => Sound::Treatment(Some(*only)),
        [Named::Area(only)] => Sound::Area(Some(*only)),
        [Named::Extra(only)] => Sound::Extra(Some(*only)),
        _ if leads.iter().all(|of| matches!(of, Named::Treatment(_))) => Sound::Treatment(None),
        _ if leads.iter().all(|of| matches!(of, Named::Area(_))) => Sound::Area(None),
        _ if leads.iter().all(|of| matches!(of, Named::Extra(_))) => Sound::Extra(None),
        _ => Sound::TreatmentOrArea,
    }
}
