//! Estimates that were answered are given again to whoever asks the same.
//!
//! A clinic's callers ask for a few courses again and again. An estimate depends on the price lists, who asks, the day,
//! the language and what is asked for, and on nothing else. So an answer is kept with the price lists it was made from,
//! and goes with them: no answer can outlive its prices. What is kept is bounded in bytes, and never a refusal, a promo
//! code or anything personal, which a request for an estimate has no room for.

use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::HeaderValue;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use super::limits::Tried;
use super::reply::internal;
use super::wire::Problem;
use super::{Caller, Priced};
use crate::price_list::Who;

/// Bytes of all answers that are kept.
const BYTES_MAX: u64 = 6 * 1024 * 1024;
/// How many answers that are, usually.
const ANSWERS_USUAL: usize = 2_000;
/// Longer requests are seldom asked twice.
const REQUEST_BYTES_MAX: usize = 1024;
/// Bytes of what holds an answer, beside what was asked and the answer, counted twice: compressed too.
const OVERHEAD: usize = 256;

/// The answers that were given from some price lists.
#[derive(Default)]
pub(super) struct Answers(OnceLock<Cache<Kept, Arc<Answered>, ByBytes>>);

/// What was asked, to the byte: the same request in other words is another one.
#[derive(PartialEq, Eq, Hash)]
struct Kept {
    who: Who,
    languages: Option<Box<str>>,
    body: Box<[u8]>,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Question<'a> {
    who: Who,
    languages: Option<&'a str>,
    body: &'a [u8],
}

/// What was answered.
pub(super) struct Answered {
    /// The answer as it crosses the wire.
    pub(super) json: Bytes,
    /// The clinic's code.
    pub(super) clinic: Box<str>,
    /// The language, as a header names it.
    pub(super) language: HeaderValue,
    /// The treatments of the items.
    pub(super) treatments: Box<[Box<str>]>,
    /// The clinic's day, on which it is the answer.
    day: Option<Range<Timestamp>>,
    /// What came of a promo code: every try must be seen.
    pub(super) tried: Option<Tried>,
    gzip: OnceLock<Option<Bytes>>,
}

/// An answer on its way, which is counted when it is let out: one that tells of a promo code may be kept back.
#[derive(Clone)]
pub(super) struct Told(pub(super) Arc<Answered>);

impl Answered {
    /// The answer to what was priced for a caller.
    ///
    /// # Errors
    /// None that an estimate could have.
    pub(super) fn new(priced: &Priced<'_>, caller: Caller<'_>) -> Result<Self, Box<Problem>> {
        let list = priced.list;
        let treatments = priced
            .estimate
            .items
            .iter()
            .map(|item| &list.treatment(item.treatment).code);
        let promo_code = priced.estimate.low.promo_code;
        Ok(Self {
            json: priced.to_json()?.into(),
            clinic: list.code().into(),
            language: HeaderValue::from_str(list.clinic().tag(priced.language)).map_err(internal)?,
            treatments: treatments.map(|code| Box::from(&**code)).collect(),
            day: day(caller.today(list.clinic()), &list.clinic().time_zone),
            tried: promo_code.map(|outcome| Tried::of_promo_code(outcome.code())),
            gzip: OnceLock::new(),
        })
    }

    /// The answer compressed, which is done once.
    pub(super) fn gzip(&self) -> Option<&Bytes> {
        let compressed = || {
            let mut writer = GzEncoder::new(Vec::new(), Compression::default());
            writer.write_all(&self.json).ok()?;
            writer.finish().ok().map(Bytes::from)
        };
        self.gzip.get_or_init(compressed).as_ref()
    }
}

/// A day at a place, from midnight to midnight.
fn day(date: Date, zone: &TimeZone) -> Option<Range<Timestamp>> {
    let midnight = date.to_zoned(zone.clone()).ok()?;
    let next = midnight.checked_add(1.day()).ok()?;
    Some(midnight.timestamp()..next.timestamp())
}

impl<'a> Question<'a> {
    /// What somebody asks. `None` where it is not worth keeping.
    pub(super) fn new(caller: Caller<'a>, body: &'a [u8]) -> Option<Self> {
        let Caller { who, languages, .. } = caller;
        let bytes = body.len() + languages.map_or(0, str::len);
        (bytes <= REQUEST_BYTES_MAX).then_some(Self { who, languages, body })
    }
}

impl Answers {
    /// The answer that was given to the same question on the same day.
    pub(super) fn given(&self, question: Question<'_>, now: Timestamp) -> Option<Arc<Answered>> {
        let answer = self.0.get()?.get(&question)?;
        answer
            .day
            .as_ref()
            .is_some_and(|day| day.contains(&now))
            .then_some(answer)
    }

    /// Keeps an answer, unless it tells of a promo code: every try must be seen.
    pub(super) fn keep(&self, question: Question<'_>, answer: Arc<Answered>) {
        if answer.tried.is_some() {
            return;
        }
        let cache = || Cache::with_weighter(ANSWERS_USUAL, BYTES_MAX, ByBytes);
        let kept = Kept {
            who: question.who,
            languages: question.languages.map(Box::from),
            body: question.body.into(),
        };
        self.0.get_or_init(cache).insert(kept, answer);
    }
}

impl Equivalent<Kept> for Question<'_> {
    fn equivalent(&self, kept: &Kept) -> bool {
        let Kept { who, languages, body } = kept;
        *self
            == Question {
                who: *who,
                languages: languages.as_deref(),
                body,
            }
    }
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Kept, Arc<Answered>> for ByBytes {
    fn weight(&self, kept: &Kept, answer: &Arc<Answered>) -> u64 {
        let asked = kept.body.len() + kept.languages.as_deref().map_or(0, str::len);
        u64::try_from(asked + 2 * answer.json.len() + OVERHEAD).unwrap_or(u64::MAX)
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.0.get().map_or(0, Cache::len);
        f.debug_struct("Answers").field("kept", &kept).finish()
    }
}
