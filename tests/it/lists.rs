//! Price lists for tests, read in the shortest way until there is a reader.
use mesoquote::money::*;
use mesoquote::price_list::*;
use std::collections::HashMap;

type Row = (HashMap<String, String>, u32);

fn rows(folder: &str, file: &str) -> Vec<Row> {
    let path = crate::binary::repository(folder).join(file);
    let Ok(text) = std::fs::read_to_string(path) else {
        return vec![];
    };
    let header = text
        .lines()
        .find(|l| !l.starts_with('#') && !l.trim().is_empty())
        .unwrap();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut out = vec![];
    let mut header: Option<Vec<String>> = None;
    for r in reader.records() {
        let r = r.unwrap();
        let line = u32::try_from(r.position().unwrap().line()).unwrap();
        if r.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        match &header {
            None => header = Some(r.iter().map(|s| s.trim().to_owned()).collect()),
            Some(h) => out.push((
                h.iter().cloned().zip(r.iter().map(|s| s.trim().to_owned())).collect(),
                line,
            )),
        }
    }
    out
}

fn get<'a>(r: &'a Row, k: &str) -> &'a str {
    r.0.get(k).map_or("", String::as_str)
}

pub fn read(folder: &str) -> PriceList {
    let toml: toml::Table = std::fs::read_to_string(crate::binary::repository(folder).join("clinic.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let s = |k: &str| toml.get(k).and_then(|v| v.as_str()).map(str::to_owned);
    let currency = Currency::from_code(&s("currency").unwrap()).unwrap();
    let languages: Vec<String> = toml["languages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect();
    let money = |t: &str| parse_money(t, currency).unwrap();
    let texts = |r: &Row, base: &str| {
        let t = |l: &String| {
            Some(get(r, &format!("{base}.{l}")))
                .filter(|s| !s.is_empty())
                .map(Into::into)
        };
        Texts::new(
            get(r, &format!("{base}.{}", languages[0])),
            languages[1..].iter().map(t).collect::<Vec<_>>(),
        )
    };
    let aliases = |r: &Row| {
        get(r, "aliases")
            .split('|')
            .filter(|s| !s.trim().is_empty())
            .map(|s| s.trim().into())
            .collect::<Vec<Box<str>>>()
    };
    let validity = |r: &Row| Validity {
        first: get(r, "valid_from").parse().unwrap_or(jiff::civil::Date::MIN),
        last: get(r, "valid_to").parse().unwrap_or(jiff::civil::Date::MAX),
    };
    let origin = |table, r: &Row| Origin { table, line: r.1 };
    let trs = rows(folder, "treatments.csv");
    let ars = rows(folder, "areas.csv");
    let tid = |c: &str| {
        trs.iter()
            .position(|r| get(r, "treatment") == c)
            .and_then(TreatmentId::from_index)
    };
    let aid = |c: &str| {
        ars.iter()
            .position(|r| get(r, "area") == c)
            .and_then(AreaId::from_index)
    };
    let group = |file: &str, key: &str| {
        let mut out: Vec<(String, Vec<Row>)> = vec![];
        for r in rows(folder, file) {
            let k = get(&r, key).to_owned();
            match out.iter_mut().find(|g| g.0 == k) {
                Some(g) => g.1.push(r),
                None => out.push((k, vec![r])),
            }
        }
        out
    };
    let taxes = group("taxes.csv", "tax");
    let schedules = group("schedules.csv", "schedule");
    let xid = |c: &str| taxes.iter().position(|g| g.0 == c).and_then(TaxId::from_index).unwrap();
    let num = |r: &Row, k: &str| get(r, k).parse::<u16>().ok();
    let small = |r: &Row, k: &str| get(r, k).parse::<u8>().ok();
    PriceList::build(Parts {
        code: "clinic".into(),
        version: "test".into(),
        clinic: Clinic {
            name: s("name").unwrap(),
            currency,
            time_zone: jiff::tz::TimeZone::UTC,
            languages: languages.clone(),
            prices_include_tax: toml["prices_include_tax"].as_bool().unwrap(),
            round_to: money(&s("round_to").unwrap()),
            quote_valid_days: 30,
            retention_days: 90,
            public_quotes: false,
            phone: s("phone"),
            whatsapp: s("whatsapp"),
        },
        treatments: trs
            .iter()
            .map(|r| Treatment {
                code: get(r, "treatment").into(),
                name: texts(r, "name"),
                aliases: aliases(r),
                typical_from: small(r, "typical_from").unwrap(),
                typical_to: small(r, "typical_to"),
                max_sessions: small(r, "max_sessions").unwrap(),
                schedule: schedules
                    .iter()
                    .position(|g| g.0 == get(r, "schedule"))
                    .and_then(ScheduleId::from_index),
                tax: xid(get(r, "tax")),
                compare_with: tid(get(r, "compare_with")),
                origin: origin(Table::Treatments, r),
            })
            .collect(),
        areas: ars
            .iter()
            .map(|r| Area {
                code: get(r, "area").into(),
                name: texts(r, "name"),
                aliases: aliases(r),
                origin: origin(Table::Areas, r),
            })
            .collect(),
        prices: rows(folder, "prices.csv")
            .iter()
            .map(|r| {
                let price = if get(r, "price") == "on-request" {
                    Price::OnRequest
                } else {
                    let p = money(get(r, "price"));
                    Price::Fixed(
                        p,
                        if get(r, "price_to").is_empty() {
                            p
                        } else {
                            money(get(r, "price_to"))
                        },
                    )
                };
                PriceRow::new(
                    (tid(get(r, "treatment")).unwrap(), aid(get(r, "area")).unwrap()),
                    (
                        if get(r, "unit") == "package" {
                            Unit::Package
                        } else {
                            Unit::Session
                        },
                        small(r, "sessions").unwrap(),
                    ),
                    price,
                    validity(r),
                    r.1,
                )
            })
            .collect(),
        extras: group("extras.csv", "extra")
            .iter()
            .map(|(code, rs)| Extra {
                code: code.as_str().into(),
                charge: if get(&rs[0], "charge") == "required" {
                    Charge::Required
                } else {
                    Charge::Optional
                },
                per: match get(&rs[0], "per") {
                    "quote" => Per::Quote,
                    "item" => Per::Item,
                    _ => Per::Session,
                },
                tax: xid(get(&rs[0], "tax")),
                rows: rs
                    .iter()
                    .map(|r| ExtraRow {
                        name: texts(r, "name"),
                        treatment: tid(get(r, "treatment")),
                        area: aid(get(r, "area")),
                        price: money(get(r, "price")),
                        price_to: money(if get(r, "price_to").is_empty() {
                            get(r, "price")
                        } else {
                            get(r, "price_to")
                        }),
                        validity: validity(r),
                        origin: origin(Table::Extras, r),
                    })
                    .collect(),
            })
            .collect(),
        discounts: rows(folder, "discounts.csv")
            .iter()
            .map(|r| Discount {
                code: get(r, "discount").into(),
                name: texts(r, "name"),
                step: small(r, "step").unwrap(),
                kind: if get(r, "kind") == "percent" {
                    DiscountKind::Percent(parse_percent(get(r, "value")).unwrap())
                } else {
                    DiscountKind::Amount(money(get(r, "value")))
                },
                treatment: tid(get(r, "treatment")),
                area: aid(get(r, "area")),
                on: if get(r, "on") == "additional" {
                    On::Additional
                } else {
                    On::All
                },
                min_sessions: small(r, "min_sessions").unwrap_or(1),
                min_areas: small(r, "min_areas").unwrap_or(1),
                min_subtotal: Some(get(r, "min_subtotal")).filter(|s| !s.is_empty()).map(money),
                promo_code: fold_promo_code(get(r, "promo_code")),
                who: if get(r, "who") == "staff" {
                    Who::Staff
                } else {
                    Who::Anyone
                },
                validity: validity(r),
                origin: origin(Table::Discounts, r),
            })
            .collect(),
        schedules: schedules
            .iter()
            .map(|(c, rs)| Schedule {
                code: c.as_str().into(),
                gaps: rs
                    .iter()
                    .map(|r| Gap {
                        from_session: small(r, "from_session").unwrap(),
                        days_min: num(r, "min_days").unwrap(),
                        days_max: num(r, "max_days").unwrap(),
                        origin: origin(Table::Schedules, r),
                    })
                    .collect(),
            })
            .collect(),
        taxes: taxes
            .iter()
            .map(|(c, rs)| Tax {
                code: c.as_str().into(),
                rates: rs
                    .iter()
                    .map(|r| TaxRate {
                        name: texts(r, "name"),
                        percent: parse_percent(get(r, "percent")).unwrap(),
                        validity: validity(r),
                        origin: origin(Table::Taxes, r),
                    })
                    .collect(),
            })
            .collect(),
        facts: rows(folder, "facts.csv")
            .iter()
            .map(|r| Fact {
                treatment: tid(get(r, "treatment")).unwrap(),
                topic: *Topic::ALL.iter().find(|t| t.code() == get(r, "topic")).unwrap(),
                always: get(r, "always") == "yes",
                text: texts(r, "text"),
                source: get(r, "source").into(),
                origin: origin(Table::Facts, r),
            })
            .collect(),
        plans: rows(folder, "payment_plans.csv")
            .iter()
            .map(|r| PaymentPlan {
                code: get(r, "plan").into(),
                name: texts(r, "name"),
                payments: small(r, "payments").unwrap(),
                first_percent: parse_percent(get(r, "first_percent")).ok(),
                min_total: parse_money(get(r, "min_total"), currency).ok(),
                max_total: parse_money(get(r, "max_total"), currency).ok(),
                origin: origin(Table::PaymentPlans, r),
            })
            .collect(),
        expected: vec![],
    })
    .unwrap()
}
