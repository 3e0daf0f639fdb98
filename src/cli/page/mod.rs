//! The page that `mesoquote estimate` prints: an estimate as a person likes to read it in a terminal.
//!
//! Total first, then what it is made of (each line with the row that says so), what more sessions would cost, visits,
//! the comparison with a chart of cost by sessions, payment plans, facts. Every word stands in `texts/LANG/page.ftl`;
//! no figure is computed here. Lines keep their logical order in every language: a terminal that knows right-to-left
//! text turns Arabic lines itself, and amounts stay in one column either way.
//!
//! A page is text with styles (ANSI); who prints it strips them where they are not wanted.

mod breakdown;
mod chart;
mod comparison;
pub(super) mod layout;
mod more;
mod visits;

use jiff::civil::Date;

use self::layout::{Sheet, Style};
use crate::estimate::{self, Estimate, EstimatedItem, MoneyRange};
use crate::money::Money;
use crate::price_list::{Language, PriceList};
use crate::texts::{self, Arg, Translation};

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    /// The price list that the estimate was made from.
    pub(super) list: &'a PriceList,
    /// The estimate, with everything included that is to be shown.
    pub(super) estimate: &'a Estimate,
    /// The language of names and texts.
    pub(super) language: Language,
    /// The day of the first visit.
    pub(super) start: Option<Date>,
}

/// What the page is printed on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    /// Columns.
    pub(super) width: usize,
    /// Whether lines and blocks can be drawn, or plain ASCII must do.
    pub(super) has_blocks: bool,
}

/// Prints an estimate.
pub(super) fn page(shown: Shown<'_>, paper: Paper) -> String {
    let mut page = Page {
        shown,
        words: texts::of(shown.list.clinic().tag(shown.language)),
        sheet: Sheet::new(paper),
    };
    page.head();
    page.say();
    breakdown::breakdowns(&mut page);
    more::better_offers(&mut page);
    visits::visits(&mut page);
    comparison::comparison(&mut page);
    more::plans(&mut page);
    more::facts(&mut page);
    page.foot();
    page.sheet.into_text()
}

/// A page that is being written.
struct Page<'a> {
    shown: Shown<'a>,
    words: &'static Translation,
    sheet: Sheet,
}

impl<'a> Page<'a> {
    fn head(&mut self) {
        let estimate = self.shown.estimate;
        let total = self.amount_range(estimate.total);
        self.sheet.wrapped(Style::Headline, &total, 0);
        let tax = self.tax();
        let on = self.words.date(estimate.on);
        let on = self.say_text("page-on", &[("date", Arg::Text(&on))]);
        self.sheet.wrapped(Style::Faint, &format!("{tax} · {on}"), 0);
        for item in &estimate.items {
            let line = self.item_and_sessions(item);
            self.sheet.wrapped(Style::Strong, &line, 0);
        }
    }

    fn tax(&self) -> String {
        let list = self.shown.list;
        let taxes = &self.shown.estimate.low.tax;
        let due: Vec<_> = taxes.iter().filter(|tax| !tax.percent.is_zero()).collect();
        let id = match (due.is_empty(), list.clinic().prices_include_tax) {
            (true, _) => "page-tax-none",
            (false, true) => "page-tax-included",
            (false, false) => "page-tax-added",
        };
        let told = if due.is_empty() { taxes.iter().collect() } else { due };
        let names: Vec<&str> = told.iter().map(|line| self.tax_name(line.tax)).collect();
        let names = self.words.list(&names);
        self.say_text(id, &[("names", Arg::Text(&names))])
    }

    fn say(&mut self) {
        let spoken = estimate::spoken(self.shown.list, self.shown.estimate, self.shown.language);
        self.title("page-say", &[]);
        self.sheet.wrapped(Style::Plain, &spoken, 2);
    }

    fn foot(&mut self) {
        let list = self.shown.list;
        self.sheet.gap();
        let next = self.say_text("page-next", &[]);
        self.sheet.wrapped(Style::Plain, &next, 0);
        let (clinic, version) = (Arg::Name(&list.clinic().name), Arg::Name(list.version()));
        let foot = self.say_text("page-price-list", &[("clinic", clinic), ("version", version)]);
        self.sheet.wrapped(Style::Faint, &foot, 0);
    }

    fn title(&mut self, id: &str, args: &[(&'static str, Arg<'_>)]) {
        let title = self.words.say(id, args);
        self.sheet.gap();
        self.sheet.wrapped(Style::Title, &title, 0);
    }

    fn say_text(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        self.words.say(id, args)
    }

    /// `AED 12,000.00`
    fn amount(&self, amount: Money) -> String {
        let currency = amount.currency();
        self.say_text(
            "amount-with-code",
            &[
                ("currency", Arg::Name(currency.code())),
                ("amount", Arg::Digits(amount)),
            ],
        )
    }

    fn amount_range(&self, range: MoneyRange) -> String {
        if range.is_definite() {
            return self.amount(range.from);
        }
        let (from, to) = (self.amount(range.from), self.amount(range.to));
        self.say_text("page-range", &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))])
    }

    fn item(&self, item: &EstimatedItem) -> String {
        let treatment = Arg::Name(self.treatment_name(item));
        self.say_text(
            "item",
            &[("treatment", treatment), ("area", Arg::Name(self.area_name(item)))],
        )
    }

    fn item_and_sessions(&self, item: &EstimatedItem) -> String {
        let (name, sessions) = (self.item(item), self.sessions_of(item));
        self.say_text(
            "page-course",
            &[("item", Arg::Text(&name)), ("sessions", Arg::Text(&sessions))],
        )
    }

    fn sessions_of(&self, item: &EstimatedItem) -> String {
        let (from, to) = (
            Arg::Number(item.sessions_from.into()),
            Arg::Number(item.sessions_to.into()),
        );
        let id = match (item.is_definite(), item.open_ended) {
            (true, _) => return self.sessions(item.sessions_from),
            (false, true) => "page-sessions-open",
            (false, false) => "page-sessions-range",
        };
        self.say_text(id, &[("from", from), ("to", to)])
    }

    fn sessions(&self, count: u8) -> String {
        self.say_text("page-sessions", &[("count", Arg::Number(count.into()))])
    }

    fn treatment_name(&self, item: &EstimatedItem) -> &'a str {
        self.shown.list.treatment(item.treatment).name.get(self.shown.language)
    }

    fn area_name(&self, item: &EstimatedItem) -> &'a str {
        self.shown.list.area(item.area).name.get(self.shown.language)
    }

    fn tax_name(&self, tax: crate::price_list::TaxId) -> &'a str {
        let rate = self.shown.list.tax(tax).rate_on(self.shown.estimate.on);
        rate.map_or("", |rate| rate.name.get(self.shown.language))
    }
}
