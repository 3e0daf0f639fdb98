use serde::Serialize;

use super::Writing;
use crate::http::patient::kept::{Amount, Ends, KeptBreakdown, KeptItem, KeptLine, KeptPart, KeptTax, KeptUnit};
use crate::texts::Arg;

/// What it costs: the lines that add up to the total, at both ends where it is a range.
#[derive(Serialize)]
pub(in crate::http::patient) struct Price {
    pub(in crate::http::patient) is_range: bool,
    /// The total with its currency, from one end to the other.
    pub(in crate::http::patient) headline: String,
    /// How the total stands to the taxes.
    pub(in crate::http::patient) tax: String,
    /// Fixed or a range, and why.
    pub(in crate::http::patient) basis: Vec<String>,
    /// In which currency the lines are.
    pub(in crate::http::patient) amounts: String,
    pub(in crate::http::patient) lines: Vec<Line>,
    /// Taxes on top of the lines.
    pub(in crate::http::patient) taxes_added: Vec<Line>,
    pub(in crate::http::patient) total: Line,
    /// Taxes within the lines.
    pub(in crate::http::patient) taxes_inside: Vec<Line>,
    /// What became of a promo code, and which more sessions cost no more.
    pub(in crate::http::patient) notes: Vec<String>,
}

/// A line with its amount, or with the amounts of both ends.
#[derive(Serialize)]
pub(in crate::http::patient) struct Line {
    /// `course`, `extra`, `discount`, `tax` or `total`.
    pub(in crate::http::patient) kind: &'static str,
    pub(in crate::http::patient) label: String,
    pub(in crate::http::patient) details: Vec<String>,
    pub(in crate::http::patient) amount: String,
    /// The upper end; nothing where there is one total.
    pub(in crate::http::patient) amount_to: Option<String>,
}

/// What stands where an end has no such line.
const NOTHING: &str = "–";

/// A line at the lower end and at the upper one, either of which may be without.
type Pair<'a> = (Option<&'a KeptLine>, Option<&'a KeptLine>);

impl Writing<'_> {
    pub(super) fn price(&self) -> Price {
        let kept = self.kept;
        let pairs = pairs(&kept.low, kept.high.as_ref());
        let includes_tax = self.includes_tax();
        let taxes = |id: &str| self.taxes(id);
        let currency = self.say("patient-amounts", &[("currency", Arg::Name(&kept.currency))]);
        Price {
            is_range: kept.is_range(),
            headline: self.figures.range(&kept.total),
            tax: self.tax(includes_tax),
            basis: self.basis(&pairs),
            amounts: currency,
            lines: pairs.iter().map(|pair| self.line(*pair)).collect(),
            taxes_added: if includes_tax {
                Vec::new()
            } else {
                taxes("page-tax-on-top")
            },
            total: self.total(),
            taxes_inside: if includes_tax {
                taxes("page-tax-inside")
            } else {
                Vec::new()
            },
            notes: self.promo().into_iter().chain(self.better_offers()).collect(),
        }
    }

    /// Whether the lines hold the tax: whether they come to the total without it.
    fn includes_tax(&self) -> bool {
        let low = &self.kept.low;
        let read = |amount| self.figures.money(amount).map(|money| i128::from(money.minor()));
        let sum = || Some(read(&low.subtotal)? + read(&low.extras)? + read(&low.discount)?);
        sum() == read(&low.total)
    }

    /// "VAT included"
    pub(super) fn tax(&self, is_included: bool) -> String {
        let taxes = &self.kept.low.tax;
        let due: Vec<&KeptTax> = taxes.iter().filter(|tax| !is_nothing(&tax.percent)).collect();
        let id = match (due.is_empty(), is_included) {
            (true, _) => "page-tax-none",
            (false, true) => "page-tax-included",
            (false, false) => "page-tax-added",
        };
        let told = if due.is_empty() { taxes.iter().collect() } else { due };
        let names: Vec<String> = told.iter().map(|tax| self.names.tax(&tax.tax, &tax.name)).collect();
        let names = self.names.words.list(&names);
        self.say(id, &[("names", Arg::Text(&names))])
    }

    fn line(&self, pair: Pair<'_>) -> Line {
        let (low, high) = pair;
        let amount = |line: Option<&KeptLine>| {
            line.map_or_else(|| NOTHING.to_owned(), |line| self.figures.digits(line.amount()))
        };
        let (kind, label, details) = self.told(pair);
        Line {
            kind,
            label,
            details,
            amount: amount(low),
            amount_to: self.kept.is_range().then(|| amount(high)),
        }
    }

    /// The kind of a line, its name, and what is said of it in small letters.
    fn told(&self, pair: Pair<'_>) -> (&'static str, String, Vec<String>) {
        match pair.0.or(pair.1) {
            Some(KeptLine::Course { item, .. }) => ("course", self.item_at(*item), self.course_details(pair)),
            Some(KeptLine::Extra { item, extra, name, .. }) => {
                let of_item = item.and_then(|at| self.kept.items.get(at));
                let name = self.names.extra(extra, of_item, name);
                let details = self.of_item(of_item).into_iter().chain(self.times(pair));
                ("extra", name, details.collect())
            }
            Some(KeptLine::Discount {
                item, discount, name, ..
            }) => {
                let name = self.names.discount(discount, name);
                let details = self.of_item(self.kept.items.get(*item));
                ("discount", name, details.into_iter().collect())
            }
            None => ("course", String::new(), Vec::new()),
        }
    }

    fn item_at(&self, at: usize) -> String {
        let item = self.kept.items.get(at);
        item.map_or_else(String::new, |item| self.names.item(item))
    }

    /// The item of a line, where there are several that it could be of.
    fn of_item(&self, item: Option<&KeptItem>) -> Option<String> {
        let item = item.filter(|_| self.kept.items.len() > 1)?;
        Some(self.names.item(item))
    }

    /// Sessions, price a session, packages.
    fn course_details(&self, (low, high): Pair<'_>) -> Vec<String> {
        let (Some(low), high) = (low.or(high).and_then(course), high.and_then(course)) else {
            return Vec::new();
        };
        let high = high.unwrap_or(low);
        let item = self.kept.items.get(low.item);
        let mut details = vec![match item {
            Some(item) if low.sessions != high.sessions => self.sessions_of(item),
            _ => self.sessions(low.sessions),
        }];
        if low.sessions > 1 || high.sessions > 1 {
            details.push(self.per_session(low.per_session, high.per_session));
        }
        let has_packages = low.parts.iter().any(|part| part.unit == KeptUnit::Package);
        if has_packages && low.sessions == high.sessions {
            details.extend(low.parts.iter().map(|part| self.part(part)));
        }
        details
    }

    fn per_session(&self, low: &Amount, high: &Amount) -> String {
        let (from, to) = (self.figures.digits(low), self.figures.digits(high));
        if from == to {
            return self.say("page-per-session", &[("amount", Arg::Text(&from))]);
        }
        let is_falling = self.figures.money(low) > self.figures.money(high);
        let (from, to) = if is_falling { (to, from) } else { (from, to) };
        self.figures.between("patient-per-session", &from, &to)
    }

    fn part(&self, part: &KeptPart) -> String {
        let (sessions, price) = (self.sessions(part.sessions), self.figures.digits(&part.price));
        let args = [
            ("sessions", Arg::Text(&sessions)),
            ("price", Arg::Text(&price)),
            ("count", Arg::Number(part.count.into())),
        ];
        match part.unit {
            KeptUnit::Session => self.say("page-part-rate", &args),
            KeptUnit::Package => self.say("page-part-package", &args),
        }
    }

    /// How many, where it is more than one.
    fn times(&self, (low, high): Pair<'_>) -> Option<String> {
        let quantity = |line: Option<&KeptLine>| match line {
            Some(KeptLine::Extra { quantity, .. }) => Some(*quantity),
            _ => None,
        };
        let (one, other) = (quantity(low).or(quantity(high))?, quantity(high).or(quantity(low))?);
        let count = match (one, other) {
            (1, 1) => return None,
            _ if one == other => one.to_string(),
            _ => {
                let (fewest, most) = (one.min(other).to_string(), one.max(other).to_string());
                self.figures.between("page-range", &fewest, &most)
            }
        };
        Some(self.say("patient-times", &[("count", Arg::Text(&count))]))
    }

    fn total(&self) -> Line {
        let (low, high) = (&self.kept.low, self.kept.high.as_ref());
        Line {
            kind: "total",
            label: self.say("page-total", &[]),
            details: Vec::new(),
            amount: self.figures.digits(&low.total),
            amount_to: high.map(|high| self.figures.digits(&high.total)),
        }
    }

    fn taxes(&self, id: &str) -> Vec<Line> {
        let (low, high) = (&self.kept.low, self.kept.high.as_ref());
        let of_high = |code: &str| high.and_then(|high| high.tax.iter().find(|tax| tax.tax == code));
        let line = |tax: &KeptTax| {
            let name = self.names.tax(&tax.tax, &tax.name);
            let args = [("name", Arg::Name(&name)), ("percent", Arg::Text(&tax.percent))];
            Line {
                kind: "tax",
                label: self.say(id, &args),
                details: Vec::new(),
                amount: self.figures.digits(&tax.amount),
                amount_to: of_high(&tax.tax).map(|tax| self.figures.digits(&tax.amount)),
            }
        };
        low.tax.iter().map(line).collect()
    }

    /// Fixed, or a range and why it is one; nothing where something was agreed on within it.
    fn basis(&self, pairs: &[Pair<'_>]) -> Vec<String> {
        if self.seen.quote.agreed_total.is_some() {
            return Vec::new();
        }
        if !self.kept.is_range() {
            return vec![self.say("patient-fixed", &[])];
        }
        let mut basis = vec![self.say("patient-range", &[])];
        if self.kept.items.iter().any(|item| !item.is_definite()) {
            basis.push(self.say("patient-range-sessions", &[]));
        }
        let ranged = pairs.iter().filter(|pair| is_priced_as_a_range(**pair));
        let mut names: Vec<String> = ranged.map(|pair| self.told(*pair).1).collect();
        names.dedup();
        if !names.is_empty() {
            let names = self.names.words.list(&names);
            basis.push(self.say("patient-range-prices", &[("names", Arg::Text(&names))]));
        }
        basis
    }

    fn promo(&self) -> Option<String> {
        let promo = self.kept.low.promo_code.as_ref()?;
        let code = Arg::Name(&promo.code);
        Some(match promo.outcome.as_str() {
            "applied" => self.say("page-promo-applied", &[("code", code)]),
            outcome => self.say("spoken-promo", &[("outcome", Arg::Text(outcome)), ("code", code)]),
        })
    }

    fn better_offers(&self) -> impl Iterator<Item = String> {
        self.kept.items.iter().filter_map(|item| {
            let offer = item.better_offer.as_ref()?;
            let saves_nothing = self
                .figures
                .money(&offer.saves)
                .is_some_and(crate::money::Money::is_zero);
            let kind = match (self.kept.is_range(), saves_nothing) {
                (false, false) => "less",
                (false, true) => "same",
                (true, false) => "lower",
                (true, true) => "no-more",
            };
            let (name, saves) = (self.names.item(item), self.figures.amount(&offer.saves));
            let (sessions, asked) = (self.sessions(offer.sessions), self.sessions(item.sessions.from));
            let args = [
                ("item", Arg::Text(&name)),
                ("kind", Arg::Text(kind)),
                ("sessions", Arg::Text(&sessions)),
                ("asked", Arg::Text(&asked)),
                ("saves", Arg::Text(&saves)),
            ];
            Some(self.say("page-better-offer-line", &args))
        })
    }

    /// `4 × 3,091.88`: equal payments that follow one another are told together.
    pub(super) fn payments(&self, payments: &[Amount]) -> String {
        let equal = payments.chunk_by(|one, next| one == next);
        let told = equal.filter_map(|run| {
            let amount = self.figures.digits(run.first()?);
            let count = Arg::Number(u32::try_from(run.len()).unwrap_or(u32::MAX));
            Some(match run.len() {
                1 => amount,
                _ => self.say("page-payments", &[("count", count), ("amount", Arg::Text(&amount))]),
            })
        });
        told.collect::<Vec<_>>().join(" + ")
    }

    /// A range of the comparison's other way round, told without its signs.
    pub(super) fn turned(ends: &Ends<Amount>) -> Ends<Amount> {
        let without_sign = |amount: &Amount| Amount(amount.0.trim_start_matches('-').to_owned());
        Ends {
            from: without_sign(&ends.to),
            to: without_sign(&ends.from),
        }
    }
}

impl KeptLine {
    fn amount(&self) -> &Amount {
        match self {
            KeptLine::Course { amount, .. } | KeptLine::Extra { amount, .. } | KeptLine::Discount { amount, .. } => {
                amount
            }
        }
    }

    /// The place of its kind: courses stand before extras, and discounts last.
    fn rank(&self) -> u8 {
        match self {
            KeptLine::Course { .. } => 0,
            KeptLine::Extra { .. } => 1,
            KeptLine::Discount { .. } => 2,
        }
    }

    /// Whether it is the same at the other end of a range.
    fn is_same(&self, other: &KeptLine) -> bool {
        match (self, other) {
            (KeptLine::Course { item: a, .. }, KeptLine::Course { item: b, .. }) => a == b,
            (KeptLine::Extra { item: a, extra: x, .. }, KeptLine::Extra { item: b, extra: y, .. }) => a == b && x == y,
            (
                KeptLine::Discount {
                    item: a, discount: x, ..
                },
                KeptLine::Discount {
                    item: b, discount: y, ..
                },
            ) => a == b && x == y,
            _ => false,
        }
    }
}

/// The lines of both ends side by side.
fn pairs<'a>(low: &'a KeptBreakdown, high: Option<&'a KeptBreakdown>) -> Vec<Pair<'a>> {
    let high_lines = || high.into_iter().flat_map(|high| &high.lines);
    let both = low
        .lines
        .iter()
        .map(|line| (Some(line), high_lines().find(|other| other.is_same(line))));
    let only_high = high_lines().filter(|line| !low.lines.iter().any(|other| other.is_same(line)));
    let mut pairs: Vec<Pair<'a>> = both.chain(only_high.map(|line| (None, Some(line)))).collect();
    pairs.sort_by_key(|(low, high)| low.or(*high).map(KeptLine::rank));
    pairs
}

/// A course of one end.
#[derive(Clone, Copy)]
struct CourseLine<'a> {
    item: usize,
    sessions: u8,
    per_session: &'a Amount,
    parts: &'a [KeptPart],
}

fn course(line: &KeptLine) -> Option<CourseLine<'_>> {
    match line {
        KeptLine::Course {
            item,
            sessions,
            per_session,
            parts,
            ..
        } => Some(CourseLine {
            item: *item,
            sessions: *sessions,
            per_session,
            parts,
        }),
        _ => None,
    }
}

/// Whether the same number of it costs another amount at the other end.
fn is_priced_as_a_range((low, high): Pair<'_>) -> bool {
    match (low, high) {
        (
            Some(KeptLine::Course {
                sessions: a, amount: x, ..
            }),
            Some(KeptLine::Course {
                sessions: b, amount: y, ..
            }),
        ) => a == b && x != y,
        (
            Some(KeptLine::Extra {
                quantity: a, amount: x, ..
            }),
            Some(KeptLine::Extra {
                quantity: b, amount: y, ..
            }),
        ) => a == b && x != y,
        _ => false,
    }
}

fn is_nothing(percent: &str) -> bool {
    percent.bytes().all(|b| matches!(b, b'0' | b'.'))
}
