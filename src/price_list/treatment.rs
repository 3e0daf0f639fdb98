use super::{Origin, ScheduleId, Sessions, TaxId, Texts, TreatmentId};

/// What is given: one row of `treatments.csv`.
#[derive(Clone, Debug)]
pub struct Treatment {
    /// The code.
    pub code: Box<str>,
    /// The name, by language.
    pub name: Texts,
    /// Other words for it, in any language.
    pub aliases: Vec<Box<str>>,
    /// Fewest sessions of the usual course.
    pub typical_from: u8,
    /// Most sessions of the usual course; `None` is open ended, "10 or more".
    pub typical_to: Option<u8>,
    /// Most sessions that a course may have, 1 to 99.
    pub max_sessions: u8,
    /// The gaps between its sessions; `None` only where a course is one session.
    pub schedule: Option<ScheduleId>,
    /// The tax on it.
    pub tax: TaxId,
    /// The treatment that it is compared with, on the same area.
    pub compare_with: Option<TreatmentId>,
    /// Where the row stands.
    pub origin: Origin,
}

impl Treatment {
    /// The sessions of the usual course.
    pub fn typical(&self) -> Sessions {
        let from = u32::from(self.typical_from);
        match self.typical_to {
            Some(to) if to == self.typical_from => Sessions::Count(from),
            Some(to) => Sessions::Range(from, u32::from(to)),
            None => Sessions::OpenEnded(from),
        }
    }
}

/// Where on the body: one row of `areas.csv`.
#[derive(Clone, Debug)]
pub struct Area {
    /// The code.
    pub code: Box<str>,
    /// The name, by language.
    pub name: Texts,
    /// Other words for it, in any language.
    pub aliases: Vec<Box<str>>,
    /// Where the row stands.
    pub origin: Origin,
}
