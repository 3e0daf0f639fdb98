//! Finding quotes, newest first, in pages. A cursor names the last quote of a page, not its place: whatever is saved
//! meanwhile, the next page begins right after it.
//!
//! Every search walks an index in the order of the answer, or picks the few rows of a telephone number or a name first.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;

use super::db::{Db, Operation, Value};
use super::error::Error;
use super::fold::{self, Phone};
use super::quote::Quote;
use super::quotes::{Kept, micros};
use super::reference::Reference;
use super::state::State;
use super::terms;

/// The most quotes of a page.
pub const PAGE_MAX: u16 = 100;

/// What is looked for. All that is given must hold.
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    /// Whose quotes.
    pub clinic: String,
    /// Today at the clinic, which tells open quotes from expired ones.
    pub today: Date,
    /// The patient's telephone number, in any spelling.
    pub phone: Option<String>,
    /// Words of the patient's name, or how they begin.
    pub name: Option<String>,
    /// The state today.
    pub state: Option<State>,
    /// The code of a treatment in it.
    pub treatment: Option<String>,
    /// Who made it.
    pub created_by: Option<String>,
    /// Made at this moment or later.
    pub from: Option<Timestamp>,
    /// Made before this moment.
    pub before: Option<Timestamp>,
    /// The most quotes of the page, up to [`PAGE_MAX`].
    pub limit: u16,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl Search {
    /// All quotes of a clinic.
    pub fn all(clinic: &str, today: Date) -> Self {
        Self {
            clinic: clinic.to_owned(),
            today,
            phone: None,
            name: None,
            state: None,
            treatment: None,
            created_by: None,
            from: None,
            before: None,
            limit: 20,
            after: None,
        }
    }
}

/// What is looked for may be personal data.
impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search")
            .field("clinic", &self.clinic)
            .finish_non_exhaustive()
    }
}

/// A part of what was found, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// The quotes.
    pub quotes: Vec<Quote>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// The last quote of a page. Callers pass it on as the text that they were given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    created_at: i64,
    reference: Reference,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.created_at, self.reference)
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (created_at, reference) = text.split_once('.').ok_or(Error::BadCursor)?;
        let created_at = created_at.parse().map_err(|_| Error::BadCursor)?;
        Ok(Self {
            created_at,
            reference: reference.parse().map_err(|_| Error::BadCursor)?,
        })
    }
}

/// Finds a page of quotes.
pub(super) struct Find(pub(super) Search);

impl Operation for Find {
    type Output = Page;

    async fn run(&self, db: &Db<'_>) -> Result<Page, Error> {
        let limit = usize::from(self.0.limit.clamp(1, PAGE_MAX));
        let Some(query) = Query::of(&self.0, limit) else {
            return Ok(Page {
                quotes: Vec::new(),
                next: None,
            });
        };
        let rows = db.rows(&query.sql(), &query.params).await?;
        let has_more = rows.len() > limit;
        let kept = rows
            .into_iter()
            .take(limit)
            .map(|row| Ok(Kept::of_row(row, "a quote that was found")?.quote));
        let quotes = kept.collect::<Result<Vec<_>, Error>>()?;
        let last = quotes.last().filter(|_| has_more);
        let next = last.map(|q| Cursor {
            created_at: q.created_at.as_microsecond(),
            reference: q.reference,
        });
        Ok(Page { quotes, next })
    }
}

/// A statement in the making. `m` is the table whose order the answer has, `q` the quotes.
struct Query {
    tables: String,
    conditions: Vec<String>,
    params: Vec<Value>,
    order: &'static str,
    limit: String,
}

impl Query {
    /// The statement; nothing where a phone or name was given in which there is nothing to look for.
    fn of(search: &Search, limit: usize) -> Option<Self> {
        let mut query = Self {
            tables: "quotes q".to_owned(),
            conditions: Vec::new(),
            params: vec![search.clinic.as_str().into()],
            order: "q",
            limit: String::new(),
        };
        query.limit = query.bind(i64::try_from(limit + 1).unwrap_or(i64::MAX).into());
        query.find_terms(search)?;
        query.conditions.push("q.clinic = $1".to_owned());
        query.narrow_by_state(search);
        query.narrow_by_time(search);
        Some(query)
    }

    fn sql(&self) -> String {
        let Self {
            tables, order, limit, ..
        } = self;
        let conditions = self.conditions.join(" AND ");
        format!(
            "SELECT q.document, q.version FROM {tables} WHERE {conditions} \
             ORDER BY {order}.created_at DESC, {order}.reference DESC LIMIT {limit}"
        )
    }

    fn bind(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("${}", self.params.len())
    }

    /// Terms lead to quotes: the first, which is of the rarest kind, gives the order; the others narrow.
    fn find_terms(&mut self, search: &Search) -> Option<()> {
        let phone = search
            .phone
            .as_deref()
            .map(|text| Phone::new(text).ok_or(()))
            .transpose()
            .ok()?;
        let words = search.name.as_deref().map(fold::words).unwrap_or_default();
        if search.name.is_some() && words.is_empty() {
            return None;
        }
        let mut begun = words.iter().map(|word| terms::name_word(word)).peekable();
        let by = search.created_by.as_deref().map(terms::made_by);
        let treatment = search.treatment.as_deref().map(terms::treatment);
        let mut exact = phone.as_ref().map(terms::phone).into_iter().chain(treatment).chain(by);
        if let Some(beginning) = begun.next_if(|_| phone.is_none()) {
            self.lead_by_beginning(&beginning);
        } else if let Some(term) = exact.next() {
            self.lead_by_exact(&term);
        }
        exact.for_each(|term| self.narrow_by_exact(&term));
        begun.for_each(|beginning| self.narrow_by_beginning(&beginning));
        if let Some(phone) = &phone {
            self.narrow_by_phone(phone);
        }
        Some(())
    }

    fn lead_by_exact(&mut self, term: &str) {
        let place = self.bind(term.into());
        self.lead("quote_terms");
        self.conditions.push(format!("m.clinic = $1 AND m.term = {place}"));
    }

    fn lead_by_beginning(&mut self, beginning: &str) {
        let range = self.range("term", beginning);
        self.lead(&format!(
            "(SELECT DISTINCT clinic, created_at, reference FROM quote_terms WHERE clinic = $1 AND {range})"
        ));
    }

    fn lead(&mut self, table: &str) {
        // A comma, or a plain join, would leave SQLite the choice which of the two it walks along.
        self.tables = format!("{table} m CROSS JOIN quotes q");
        self.order = "m";
        self.conditions
            .push("q.clinic = m.clinic AND q.reference = m.reference".to_owned());
    }

    fn narrow_by_exact(&mut self, term: &str) {
        let place = self.bind(term.into());
        self.narrow(&format!("x.term = {place}"));
    }

    fn narrow_by_beginning(&mut self, beginning: &str) {
        let range = self.range("x.term", beginning);
        self.narrow(&range);
    }

    fn narrow(&mut self, condition: &str) {
        self.conditions.push(format!(
            "EXISTS (SELECT 1 FROM quote_terms x WHERE x.clinic = q.clinic AND {condition} \
             AND x.created_at = q.created_at AND x.reference = q.reference)"
        ));
    }

    /// Texts that begin so, as a range of the index.
    fn range(&mut self, column: &str, beginning: &str) -> String {
        let from = self.bind(beginning.into());
        let to = self.bind(format!("{beginning}\u{10ffff}").into());
        format!("{column} >= {from} AND {column} < {to}")
    }

    /// One of two spellings of a number may say its country and the other not.
    fn narrow_by_phone(&mut self, phone: &Phone) {
        let ending = self.bind(format!("%{}", phone.digits()).into());
        let digits = self.bind(phone.digits().into());
        self.conditions
            .push(format!("(q.phone LIKE {ending} OR {digits} LIKE '%' || q.phone)"));
    }

    fn narrow_by_state(&mut self, search: &Search) {
        let Some(state) = search.state else { return };
        let kept = if state == State::Expired { State::Open } else { state };
        let place = self.bind(kept.as_str().into());
        self.conditions.push(format!("q.state = {place}"));
        if kept == State::Open {
            let is_past = if state == State::Expired { "<" } else { ">=" };
            let today = self.bind(search.today.to_string().into());
            self.conditions.push(format!("q.valid_until {is_past} {today}"));
        }
    }

    fn narrow_by_time(&mut self, search: &Search) {
        let order = self.order;
        for (is, at) in [(">=", search.from), ("<", search.before)] {
            if let Some(at) = at {
                let place = self.bind(micros(at));
                self.conditions.push(format!("{order}.created_at {is} {place}"));
            }
        }
        if let Some(after) = &search.after {
            let created_at = self.bind(after.created_at.into());
            let reference = self.bind(after.reference.to_string().into());
            self.conditions.push(format!(
                "({order}.created_at, {order}.reference) < ({created_at}, {reference})"
            ));
        }
    }
}
