//! Random price lists and requests for the properties: small, valid, and full of corners.

use std::fmt::Write;

use mesoquote::estimate::{Includes, Item, ItemSessions, Request};
use mesoquote::price_list::{Sessions, Who};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub const TREATMENTS: [&str; 3] = ["peel", "meso", "lipo"];
pub const AREAS: [&str; 3] = ["face", "belly", "arms"];
pub const EXTRAS: [&str; 2] = ["visit", "cream"];
pub const MOST: u8 = 12;

/// The files of a price list, as text.
#[derive(Clone, Debug)]
pub struct RandomList {
    /// `clinic.toml` first, then tables.
    pub files: Vec<(&'static str, String)>,
    /// The rows of `prices.csv` for a scan from first to last: treatment, area, unit, sessions, price, upper end.
    pub prices: Vec<PriceLine>,
}

#[derive(Clone, Debug)]
pub struct PriceLine {
    pub treatment: &'static str,
    pub area: &'static str,
    pub unit: &'static str,
    pub sessions: u8,
    pub price: u32,
    pub price_to: u32,
}

impl RandomList {
    /// The same list without one of its tables.
    pub fn without(&self, table: &str) -> RandomList {
        let files = self.files.iter().filter(|(name, _)| *name != table).cloned().collect();
        RandomList { files, ..self.clone() }
    }
}

pub fn random_list() -> impl Strategy<Value = RandomList> {
    (any::<bool>(), price_lines(), extra_lines(), discount_lines(), 0_u8..=3).prop_map(
        |(tax_inside, prices, extras, discounts, plans)| RandomList {
            files: vec![
                ("clinic.toml", clinic(tax_inside)),
                ("treatments.csv", treatments(&prices)),
                ("areas.csv", "area,name.en\nface,face\nbelly,belly\narms,arms\n".into()),
                ("prices.csv", price_table(&prices)),
                ("extras.csv", extras),
                ("discounts.csv", discounts),
                (
                    "schedules.csv",
                    "schedule,from_session,min_days,max_days\nweekly,2,7,10\nweekly,4,15,30\n".into(),
                ),
                (
                    "taxes.csv",
                    "tax,name.en,percent\nvat,VAT,5\nzero,zero-rated,0\n".into(),
                ),
                ("payment_plans.csv", plan_table(plans)),
            ],
            prices,
        },
    )
}

pub fn random_request() -> impl Strategy<Value = Request> {
    let item = |treatment, area| {
        random_sessions().prop_map(move |sessions| Item {
            treatment: String::from(treatment),
            area: String::from(area),
            sessions: sessions.map_or(ItemSessions::Typical, ItemSessions::Asked),
        })
    };
    let pairs: Vec<_> = TREATMENTS.iter().flat_map(|t| AREAS.map(|a| (*t, a))).collect();
    let items = subsequence(pairs, 1..=3)
        .prop_shuffle()
        .prop_flat_map(move |pairs| pairs.into_iter().map(|(t, a)| item(t, a)).collect::<Vec<_>>());
    let promo = select(vec![None, Some("CODE"), Some(" staff "), Some("nope")]);
    let who = select(vec![Who::Anyone, Who::Staff]);
    (items, subsequence(EXTRAS.to_vec(), 0..=2), promo, who).prop_map(|(items, extras, promo, who)| Request {
        items,
        extras: extras.into_iter().map(String::from).collect(),
        promo_code: promo.map(String::from),
        who,
        include: Includes::EVERYTHING,
    })
}

fn random_sessions() -> impl Strategy<Value = Option<Sessions>> {
    let most = u32::from(MOST);
    prop_oneof![
        4 => (1..=most).prop_map(|n| Some(Sessions::Count(n))),
        2 => (1..=most, 1..=most).prop_map(|(a, b)| Some(Sessions::Range(a.min(b), a.max(b)))),
        1 => (1..=most).prop_map(|n| Some(Sessions::OpenEnded(n))),
        1 => Just(None),
    ]
}

fn clinic(tax_inside: bool) -> String {
    format!(
        "name = \"Random\"\ncurrency = \"AED\"\ntime_zone = \"Asia/Dubai\"\nlanguages = [\"en\"]\n\
         prices_include_tax = {tax_inside}\nround_to = \"0.01\"\nquote_valid_days = 30\n"
    )
}

/// Every treatment needs a price; `lipo` is what `meso` is compared with.
fn treatments(prices: &[PriceLine]) -> String {
    let mut table = "treatment,name.en,typical_from,typical_to,max_sessions,schedule,tax,compare_with\n".to_owned();
    for (treatment, rest) in [
        ("peel", "2,4,12,weekly,zero,"),
        ("meso", "6,,12,weekly,vat,lipo"),
        ("lipo", "1,1,12,weekly,vat,"),
    ] {
        assert!(prices.iter().any(|price| price.treatment == treatment));
        writeln!(table, "{treatment},{treatment},{rest}").unwrap();
    }
    table
}

/// At least a rate for every treatment on its first area, then what chance brings.
fn price_lines() -> impl Strategy<Value = Vec<PriceLine>> {
    let keys = TREATMENTS.iter().flat_map(|treatment| {
        AREAS.iter().flat_map(move |area| {
            let rates = [1, 3, 6, 10].map(|n| (*treatment, *area, "session", n));
            let packages = [2, 3, 4, 6, 10].map(|n| (*treatment, *area, "package", n));
            rates.into_iter().chain(packages)
        })
    });
    let keys: Vec<_> = keys.collect();
    let first = TREATMENTS.map(|treatment| (treatment, "face", "session", 1));
    let most = keys.len();
    subsequence(keys, 0..most).prop_flat_map(move |mut chosen| {
        chosen.extend(first);
        chosen.sort_unstable();
        chosen.dedup();
        let prices = prop::collection::vec((0_u32..=200_000, 0_u32..=3, 0_u32..=50_000), chosen.len());
        prices.prop_map(move |prices| {
            chosen
                .iter()
                .zip(prices)
                .map(|(key, price)| price_line(*key, price))
                .collect()
        })
    })
}

fn price_line(
    (treatment, area, unit, sessions): (&'static str, &'static str, &'static str, u8),
    (price, is_range, more): (u32, u32, u32),
) -> PriceLine {
    let price = if unit == "package" {
        price * u32::from(sessions)
    } else {
        price
    };
    let price_to = if is_range == 0 { price + more } else { price };
    PriceLine {
        treatment,
        area,
        unit,
        sessions,
        price,
        price_to,
    }
}

fn price_table(prices: &[PriceLine]) -> String {
    let mut table = "treatment,area,unit,sessions,price,price_to\n".to_owned();
    for PriceLine {
        treatment,
        area,
        unit,
        sessions,
        price,
        price_to,
    } in prices
    {
        let to = if price == price_to {
            String::new()
        } else {
            decimal(*price_to)
        };
        writeln!(table, "{treatment},{area},{unit},{sessions},{},{to}", decimal(*price)).unwrap();
    }
    table
}

fn extra_lines() -> impl Strategy<Value = String> {
    let per = || select(vec!["quote", "item", "session"]);
    let price = || (0_u32..=60_000, 0_u32..=9_000);
    (per(), per(), price(), price(), price()).prop_map(|(visit, cream, a, b, c)| {
        let mut table = "extra,name.en,treatment,area,charge,per,price,price_to,tax\n".to_owned();
        for (start, per, (price, more), tax) in [
            ("visit,visit,,,required", visit, a, "vat"),
            ("visit,visit,meso,,required", visit, b, "vat"),
            ("cream,cream,,face,optional", cream, c, "zero"),
        ] {
            writeln!(
                table,
                "{start},{per},{},{},{tax}",
                decimal(price),
                decimal(price + more)
            )
            .unwrap();
        }
        table
    })
}

fn discount_lines() -> impl Strategy<Value = String> {
    let kind = prop_oneof![
        (1_u32..=10_000).prop_map(|hundredths| format!("percent,{}", decimal(hundredths))),
        (1_u32..=300_000).prop_map(|minor| format!("amount,{}", decimal(minor))),
    ];
    let limits = (
        select(vec!["", "2", "6"]),
        select(vec!["", "2"]),
        select(vec!["", "500", "2500.50"]),
    );
    let rule = (
        1_u8..=3,
        kind,
        select(vec!["", "meso", "peel"]),
        select(vec!["", "face"]),
        select(vec!["", "all", "additional"]),
        limits,
        select(vec![
            ("", ""),
            ("", ""),
            ("CODE", ""),
            ("code", "anyone"),
            ("STAFF", "staff"),
            ("", "staff"),
        ]),
    );
    prop::collection::vec(rule, 0..=5).prop_map(|rules| {
        let mut table =
            "discount,name.en,step,kind,value,treatment,area,on,min_sessions,min_areas,min_subtotal,promo_code,who\n"
                .to_owned();
        for (at, (step, kind, treatment, area, on, (sessions, areas, subtotal), (code, who))) in
            rules.iter().enumerate()
        {
            writeln!(
                table,
                "rule-{at},rule {at},{step},{kind},{treatment},{area},{on},{sessions},{areas},{subtotal},{code},{who}"
            )
            .unwrap();
        }
        table
    })
}

fn plan_table(plans: u8) -> String {
    let mut table = "plan,name.en,payments,first_percent\n".to_owned();
    for (plan, rest) in [("three", "3,"), ("first", "4,33.3"), ("many", "36,100")]
        .iter()
        .take(plans.into())
    {
        writeln!(table, "{plan},{plan},{rest}").unwrap();
    }
    table
}

/// Hundredths as an amount.
fn decimal(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
