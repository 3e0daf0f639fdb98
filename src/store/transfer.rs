//! Quotes out of one store and into another, a line of JSON each. Before the quotes go the price lists that they were
//! made with. Taking in what is there already changes nothing, so it can be done again from the start.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::db::{Db, Operation};
use super::draft::Draft;
use super::error::Error;
use super::idempotency_keys;
use super::lists::{self, KeptList};
use super::quote::{Quote, place};
use super::quotes;
use super::terms::terms;

/// Quotes that are read at once.
const PAGE: i64 = 200;
/// The version of a price list's line.
const PRICE_LIST_LINE: u32 = 1;

const VERSIONS: &str = "SELECT DISTINCT clinic, version FROM price_list_files ORDER BY clinic, version";
const QUOTES: &str = "SELECT reference, document FROM quotes WHERE reference > $1 ORDER BY reference LIMIT $2";

/// Where an export has come to. Begin with the default.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Place(String);

/// A part of an export.
#[derive(Clone, Default)]
pub struct Lines {
    /// Lines without line breaks.
    pub lines: Vec<String>,
    /// Where to go on; nothing at the end.
    pub next: Option<Place>,
}

/// What was taken in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TakenIn {
    /// Quotes that were not there.
    pub new: u64,
    /// Quotes to which more had happened than the store knew.
    pub changed: u64,
    /// Quotes that were there as they are.
    pub same: u64,
    /// Price lists, new or not.
    pub price_lists: u64,
    /// Quotes whose price list was not there before them: they can't be priced again.
    pub without_price_list: u64,
}

/// A kept price list as a line. Its files are texts: they were read as price lists.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListLine {
    price_list_files: u32,
    clinic: String,
    version: String,
    files: BTreeMap<String, String>,
}

/// The versions of all kept price lists, by clinic.
pub(super) struct Versions;

impl Operation for Versions {
    type Output = Vec<(String, String)>;

    async fn run(&self, db: &Db<'_>) -> Result<Self::Output, Error> {
        let versions = db.rows(VERSIONS, &[]).await?.into_iter();
        versions.map(|mut row| Ok((row.text(0)?, row.text(1)?))).collect()
    }
}

/// A price list as a line of an export.
pub(super) fn list_line(list: KeptList) -> Result<String, Error> {
    let KeptList { clinic, version, files } = list;
    let name = format!("price list {version} of {clinic}");
    let text = |(name, content)| Some((name, String::from_utf8(content).ok()?));
    let files = files.into_iter().map(text).collect::<Option<_>>();
    let line = files.map(|files| ListLine {
        price_list_files: PRICE_LIST_LINE,
        clinic,
        version,
        files,
    });
    line.and_then(|line| serde_json::to_string(&line).ok())
        .ok_or(Error::Unreadable(name))
}

/// Some quotes after a place, as lines of an export.
pub(super) struct Export(pub(super) Place);

impl Operation for Export {
    type Output = Lines;

    async fn run(&self, db: &Db<'_>) -> Result<Lines, Error> {
        let Place(reference) = &self.0;
        let mut part = Lines::default();
        for mut row in db.rows(QUOTES, &[reference.as_str().into(), PAGE.into()]).await? {
            part.next = Some(Place(row.text(0)?));
            part.lines.push(row.text(1)?);
        }
        Ok(part)
    }
}

/// What a line of an export holds.
pub(super) enum Line {
    Quote(Box<Quote>),
    List(KeptList),
}

/// Reads a line of an export.
///
/// # Errors
/// [`Error::BadLine`], without what stands in the line.
pub(super) fn read(line: &str) -> Result<Line, Error> {
    #[derive(Deserialize)]
    struct Kind {
        price_list_files: Option<u32>,
    }
    let bad = |e: serde_json::Error| Error::BadLine(place(&e));
    let kind: Kind = serde_json::from_str(line).map_err(bad)?;
    match kind.price_list_files {
        None => Ok(Line::Quote(Box::new(Quote::from_json(line).map_err(Error::BadLine)?))),
        Some(PRICE_LIST_LINE) => {
            let ListLine {
                clinic, version, files, ..
            } = serde_json::from_str(line).map_err(bad)?;
            let files = files
                .into_iter()
                .map(|(name, text)| (name, text.into_bytes()))
                .collect();
            Ok(Line::List(KeptList { clinic, version, files }))
        }
        Some(newer) => Err(Error::BadLine(format!("a price list of version {newer}"))),
    }
}

/// Takes in lines of an export, all or none of them.
pub(super) struct Import(pub(super) Vec<Line>);

impl Operation for Import {
    type Output = TakenIn;

    async fn run(&self, db: &Db<'_>) -> Result<TakenIn, Error> {
        let mut taken = TakenIn::default();
        // Many quotes share a list.
        let mut is_known = BTreeMap::new();
        for line in &self.0 {
            match line {
                Line::List(list) => {
                    lists::Keep(list.clone()).run(db).await?;
                    is_known.insert((list.clinic.as_str(), list.version.as_str()), true);
                    taken.price_lists += 1;
                }
                Line::Quote(quote) => {
                    let list = (quote.clinic.as_str(), quote.price_list.as_str());
                    let is_kept = match is_known.get(&list) {
                        Some(is_kept) => *is_kept,
                        None => lists::is_kept(db, list.0, list.1).await?,
                    };
                    is_known.insert(list, is_kept);
                    taken.without_price_list += u64::from(!is_kept);
                    *take_in(db, quote, &mut taken).await? += 1;
                }
            }
        }
        Ok(taken)
    }
}

/// Takes in a quote and says which count that is.
async fn take_in<'t>(db: &Db<'_>, quote: &Quote, taken: &'t mut TakenIn) -> Result<&'t mut u64, Error> {
    if Draft::of(quote.clone())?.insert(db).await? {
        keep_keys(db, quote).await?;
        return Ok(&mut taken.new);
    }
    let mut kept = quotes::load(db, quote.reference).await?;
    if kept.quote.token != quote.token || kept.quote.clinic != quote.clinic {
        return Err(Error::BadLine(format!("{} is another quote here", quote.reference)));
    }
    if kept.quote.history.len() >= quote.history.len() {
        return Ok(&mut taken.same);
    }
    let before = terms(&kept.quote);
    kept.quote = quote.clone();
    quotes::change_terms(db, &kept.quote, &before).await?;
    quotes::update(db, &kept).await?;
    keep_keys(db, quote).await?;
    Ok(&mut taken.changed)
}

/// Who asks again with a key gets the answer that the other store gave.
async fn keep_keys(db: &Db<'_>, quote: &Quote) -> Result<(), Error> {
    for (number, step) in quote.history.iter().enumerate() {
        if let Some(idempotency) = &step.idempotency {
            idempotency_keys::write(db, quote, idempotency, number).await?;
        }
    }
    Ok(())
}
