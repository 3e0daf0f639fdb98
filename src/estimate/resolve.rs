//! From codes to what they name: each item held against the price list, and everything that is wrong with it.

use jiff::civil::Date;

use super::{Item, ItemSessions, Place, Reason, Refusal, Request};
use crate::price_list::{AreaId, Charge, Courses, ExtraId, PriceList, Sessions, TreatmentId, Unpriced};

/// An item that can be priced: its courses on the day, and the counts asked for, narrowed to those that are sold.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) treatment: TreatmentId,
    pub(super) area: AreaId,
    pub(super) courses: Courses,
    pub(super) from: u8,
    pub(super) to: u8,
    pub(super) open_ended: bool,
}

impl Resolved {
    /// The item of a treatment on an area; the typical range where no sessions are given.
    pub(super) fn new(
        list: &PriceList,
        (treatment, area): (TreatmentId, AreaId),
        sessions: Option<Sessions>,
        on: Date,
    ) -> Result<Self, Reason> {
        let courses = courses(list, (treatment, area), on)?;
        let asked = Asked::new(list, treatment, sessions)?;
        Self::narrowed((treatment, area), courses, asked)
    }

    /// Narrows what was asked for to the counts that are sold.
    fn narrowed(
        (treatment, area): (TreatmentId, AreaId),
        courses: Courses,
        Asked { from, to, open_ended }: Asked,
    ) -> Result<Self, Reason> {
        let Some(smallest) = (from..=to).find(|n| courses.is_sold(*n)) else {
            return Err(not_sold((treatment, area), from, &courses));
        };
        let largest = (smallest..=to).rev().find(|n| courses.is_sold(*n)).unwrap_or(smallest);
        let open_ended = open_ended && largest > smallest;
        Ok(Self {
            treatment,
            area,
            courses,
            from: smallest,
            to: largest,
            open_ended,
        })
    }

    pub(super) fn is_definite(&self) -> bool {
        self.from == self.to
    }
}

/// Counts that were asked for, within 1 to the treatment's most.
#[derive(Clone, Copy, Debug)]
struct Asked {
    from: u8,
    to: u8,
    open_ended: bool,
}

impl Asked {
    fn new(list: &PriceList, treatment: TreatmentId, sessions: Option<Sessions>) -> Result<Self, Reason> {
        let most = list.treatment(treatment).max_sessions;
        let asked = sessions.unwrap_or_else(|| list.treatment(treatment).typical());
        let (from, to) = match asked {
            Sessions::Count(n) => (n, n),
            Sessions::Range(from, to) => (from, to),
            Sessions::OpenEnded(from) => (from, from.max(u32::from(most))),
        };
        let open_ended = matches!(asked, Sessions::OpenEnded(_));
        match (u8::try_from(from), u8::try_from(to)) {
            (Ok(from), Ok(to)) if from >= 1 && to <= most => Ok(Self { from, to, open_ended }),
            _ => Err(Reason::SessionsOutOfRange { treatment, asked, most }),
        }
    }
}

fn courses(list: &PriceList, (treatment, area): (TreatmentId, AreaId), on: Date) -> Result<Courses, Reason> {
    list.courses(treatment, area, on).map_err(|unpriced| match unpriced {
        Unpriced::NotOffered => Reason::NotOffered { treatment, area },
        Unpriced::NoPriceOnDate { nearest } => Reason::NoPriceOnDate {
            treatment,
            area,
            nearest,
        },
    })
}

fn not_sold((treatment, area): (TreatmentId, AreaId), sessions: u8, courses: &Courses) -> Reason {
    if courses.is_on_request(sessions) {
        return Reason::PriceOnRequest {
            treatment,
            area,
            sessions,
        };
    }
    let below = courses.sold().take_while(|n| *n < sessions).last();
    let above = courses.sold().find(|n| *n > sessions);
    Reason::SessionsNotSold {
        treatment,
        sessions,
        below,
        above,
    }
}

/// What a request's codes name; an item or extra that was refused is missing.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    pub(super) items: Vec<Resolved>,
    /// The optional extras that were chosen, each once.
    pub(super) chosen: Vec<ExtraId>,
    /// In item order, then extras.
    pub(super) refusals: Vec<Refusal>,
    /// Those that the date would change.
    pub(super) date_refusals: Vec<Refusal>,
}

/// Holds every item and extra of a request against the price list.
pub(super) fn resolve(list: &PriceList, request: &Request, on: Date) -> Resolution {
    let mut resolution = Resolution {
        items: Vec::with_capacity(request.items.len()),
        ..Resolution::default()
    };
    let mut pairs: Vec<Option<(TreatmentId, AreaId)>> = Vec::with_capacity(request.items.len());
    for (at, item) in request.items.iter().enumerate() {
        let pair = resolution.item(list, item, at, on);
        if let Some(first) = pairs.iter().position(|earlier| pair.is_some() && *earlier == pair) {
            resolution.refuse(Place::Item(at), Reason::DuplicateItem { first });
        }
        pairs.push(pair);
    }
    for (at, code) in request.extras.iter().enumerate() {
        resolution.extra(list, code, at, &pairs, on);
    }
    resolution
}

impl Resolution {
    fn refuse(&mut self, place: Place, reason: Reason) {
        let refusals = if place == Place::On {
            &mut self.date_refusals
        } else {
            &mut self.refusals
        };
        refusals.push(Refusal { place, reason });
    }

    /// Resolves one item; gives treatment and area where both are known, whatever else is wrong.
    fn item(&mut self, list: &PriceList, item: &Item, at: usize, on: Date) -> Option<(TreatmentId, AreaId)> {
        let treatment = list.find_treatment(&item.treatment);
        let area = list.find_area(&item.area);
        if treatment.is_none() {
            self.refuse(
                Place::Treatment(at),
                Reason::UnknownTreatment {
                    given: item.treatment.clone(),
                },
            );
        }
        if area.is_none() {
            self.refuse(
                Place::Area(at),
                Reason::UnknownArea {
                    given: item.area.clone(),
                },
            );
        }
        let pair = treatment.zip(area);
        let courses = pair.and_then(|pair| self.take(at, courses(list, pair, on)));
        let asked = self.asked(list, treatment, &item.sessions, at);
        if let (Some(pair), Some(courses), Some(asked)) = (pair, courses, asked) {
            let resolved = self.take(at, Resolved::narrowed(pair, courses, asked));
            self.items.extend(resolved);
        }
        pair
    }

    fn asked(
        &mut self,
        list: &PriceList,
        treatment: Option<TreatmentId>,
        sessions: &ItemSessions,
        at: usize,
    ) -> Option<Asked> {
        let sessions = match sessions {
            ItemSessions::Typical => None,
            ItemSessions::Asked(sessions) => Some(*sessions),
            ItemSessions::Unreadable(_) => return self.take(at, Err(Reason::InvalidSessions)),
        };
        self.take(at, Asked::new(list, treatment?, sessions))
    }

    fn take<T>(&mut self, at: usize, outcome: Result<T, Reason>) -> Option<T> {
        outcome
            .map_err(|reason| self.refuse(place_of(&reason, at), reason))
            .ok()
    }

    fn extra(&mut self, list: &PriceList, code: &str, at: usize, pairs: &[Option<(TreatmentId, AreaId)>], on: Date) {
        let Some(id) = list.find_extra(code) else {
            return self.refuse(Place::Extra(at), Reason::UnknownExtra { given: code.to_owned() });
        };
        let extra = list.extra(id);
        if extra.charge == Charge::Required || self.chosen.contains(&id) {
            return;
        }
        let may_match =
            |pair: &Option<_>| pair.is_none_or(|(treatment, area)| extra.row_for(treatment, area, on).is_some());
        if pairs.iter().any(may_match) {
            self.chosen.push(id);
        } else {
            self.refuse(Place::Extra(at), Reason::ExtraNotOffered { extra: id });
        }
    }
}

/// What the caller would change.
fn place_of(reason: &Reason, at: usize) -> Place {
    match reason {
        Reason::NoPriceOnDate { .. } => Place::On,
        Reason::NotOffered { .. } => Place::Area(at),
        _ => Place::Sessions(at),
    }
}
