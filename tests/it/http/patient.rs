//! What a patient sees of a quote: its page, its calendar file, and the text that is sent.

use std::collections::BTreeSet;
use std::sync::Arc;

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameter, ICalendarParameterName,
    ICalendarProperty,
};
use mesoquote::http::App;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::openapi::check_described;
use super::quotes::store;
use super::reload::copy_folder;
use super::{Answer, Running, app};
use crate::binary::repository;

/// A clinic with the sample price list and a database of its own.
pub struct Surgery {
    pub server: Running,
    folder: TempDir,
}

impl Surgery {
    pub fn open() -> Self {
        Self::with(|app| app)
    }

    pub fn with(change: impl FnOnce(App) -> App) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&repository("pricing"), &folder.path().join("pricing"));
        Self::started(folder, change)
    }

    /// The same data served by a new process, on another day.
    fn again_on(self, now: &'static str) -> Self {
        let Self { server, folder } = self;
        drop(server);
        Self::started(folder, |app| app.with_clock(Arc::new(move || now.parse().unwrap())))
    }

    fn started(folder: TempDir, change: impl FnOnce(App) -> App) -> Self {
        let app = app(&folder.path().join("pricing")).with_store(store(&folder));
        Self {
            server: Running::start(change(app)),
            folder,
        }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let json = [("content-type", "application/json")];
        let answer = self.server.ask("POST", path, &json, Some(body.to_string().as_bytes()));
        assert!(answer.status() < 300, "{}", answer.text());
        answer.json()
    }

    pub fn save(&self, request: &Value) -> Value {
        self.post("/v1/quotes", &json!({ "request": request }))
    }

    fn do_to(&self, quote: &Value, what: &str, body: &Value) -> Value {
        let path = format!("/v1/quotes/{}/{what}", quote["reference"].as_str().unwrap());
        self.post(&path, body)
    }

    /// The page of a quote, which must be there.
    pub fn page(&self, quote: &Value, language: &str) -> String {
        let answer = self.server.get(&format!("{}?language={language}", link(quote)));
        assert_eq!(answer.status(), 200, "{}", answer.text());
        answer.text().to_owned()
    }

    fn calendar(&self, quote: &Value, query: &str) -> Answer {
        self.server.get(&format!("{}.ics{query}", link(quote)))
    }

    fn message(&self, quote: &Value, query: &str, headers: &[(&str, &str)]) -> Answer {
        let path = format!("/v1/quotes/{}/message{query}", quote["reference"].as_str().unwrap());
        self.server.ask("GET", &path, headers, None)
    }
}

pub fn link(quote: &Value) -> &str {
    quote["link"].as_str().unwrap()
}

const EVERYTHING: [&str; 5] = ["ladder", "comparison", "schedule", "facts", "plans"];

/// Ten sessions on the abdomen, whose total is definite.
pub fn ten() -> Value {
    json!({
        "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 10 }],
        "start": "2026-12-01", "language": "en", "include": EVERYTHING,
    })
}

/// Three items of two treatments, with packages, an extra, a discount and a promo code: a range.
pub fn three() -> Value {
    json!({
        "items": [
            { "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 10 },
            { "treatment": "mesotherapy-fat-reduction", "area": "thighs", "sessions": "6-10" },
            { "treatment": "mesotherapy-cellulite", "area": "thighs-buttocks", "sessions": 10 },
        ],
        "extras": ["numbing-cream"], "promo_code": "SPRING", "language": "en", "include": EVERYTHING,
    })
}

/// An operation on two areas: prices that are ranges, and a discount.
pub fn operation() -> Value {
    json!({
        "items": [
            { "treatment": "liposuction", "area": "abdomen", "sessions": 1 },
            { "treatment": "liposuction", "area": "thighs", "sessions": 1 },
        ],
        "language": "ar", "include": EVERYTHING,
    })
}

/// Ten and more, with nothing asked for beside the figures.
fn bare() -> Value {
    json!({ "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": "10+" }] })
}

/// What a person reads of a page: its text without tags, blanks as one.
pub fn read(page: &str) -> String {
    let (_, body) = page.split_once("<body").unwrap();
    let mut text = String::new();
    let mut is_tag = true;
    for letter in body.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            '\u{2066}'..='\u{2069}' => {}
            _ if is_tag => {}
            _ => text.push(letter),
        }
    }
    let text = text.replace("&#39;", "'").replace("&#38;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The amounts in a text: digits with two decimals, without their grouping.
pub fn amounts(text: &str) -> BTreeSet<String> {
    let figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let words = text.split(|c: char| !figure(c));
    let amounts = words.filter(|word| {
        word.trim_end_matches(['.', ','])
            .rsplit_once('.')
            .is_some_and(|(_, decimals)| decimals.len() == 2)
    });
    amounts
        .map(|word| word.trim_end_matches(['.', ',']).replace(',', ""))
        .collect()
}

/// All amounts that an estimate holds, without their signs.
fn kept(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(found.insert(text.trim_start_matches('-').to_owned())),
        Value::Array(list) => list.iter().for_each(|value| kept(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| kept(value, found)),
        _ => {}
    }
}

#[test]
fn every_figure_on_the_page_is_a_kept_one_whatever_the_language() {
    let surgery = Surgery::open();
    for request in [ten(), three(), operation(), bare()] {
        let quote = surgery.save(&request);
        let (english, arabic) = (surgery.page(&quote, "en"), surgery.page(&quote, "ar"));
        let (english, arabic) = (amounts(&read(&english)), amounts(&read(&arabic)));
        let mut all = BTreeSet::new();
        kept(&quote["estimate"], &mut all);
        assert_eq!(english, arabic);
        assert!(
            english.is_subset(&all),
            "{:?}",
            english.difference(&all).collect::<Vec<_>>()
        );
        let mut needed = BTreeSet::new();
        for breakdown in [&quote["estimate"]["low"], &quote["estimate"]["high"]] {
            for line in breakdown["lines"].as_array().into_iter().flatten() {
                kept(&line["amount"], &mut needed);
            }
            kept(&breakdown["total"], &mut needed);
            kept(&breakdown["tax"][0]["amount"], &mut needed);
        }
        assert!(
            needed.is_subset(&english),
            "{:?}",
            needed.difference(&english).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_quote_says_all_that_a_quote_must_say() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    let page = read(&surgery.page(&quote, "en"));
    for said in [
        "Sample Clinic (illustrative prices)",
        quote["reference"].as_str().unwrap(),
        quote["price_list"].as_str().unwrap(),
        "Date 23 November 2026",
        "These prices stand until 23 December 2026, that day included.",
        "Made by the clinic’s staff",
        "AED 12,367.50",
        "10 sessions",
        "1,200.00 a session",
        "of which VAT 5 % 588.93",
        "A fixed price for this plan.",
        "The doctor confirms the plan. Results vary from person to person.",
        "What research says",
        "The American Society of Plastic Surgeons does not recommend mesotherapy",
        "American Society of Plastic Surgeons, position on injection lipolysis",
        "Included The sessions, what is injected",
        "Not included Numbing cream unless chosen",
        "First visit on 1 December 2026.",
        "Sessions 2 to 4: 7 to 10 days after the one before",
        "Liposuction costs more: by AED 12,202.50 to AED 35,640.00.",
        "Payment plans, subject to approval",
        "2 × 3,091.88 + 2 × 3,091.87",
        "Call +971 4 000 0000",
    ] {
        assert!(page.contains(said), "“{said}” is not in: {page}");
    }
    let page = surgery.page(&quote, "en");
    assert!(page.contains("href=\"tel:+97140000000\""));
    let whatsapp = format!(
        "https://wa.me/971500000000?text=Quote%20{}",
        quote["reference"].as_str().unwrap()
    );
    assert!(page.contains(&whatsapp.replace('-', "%2D")), "{page}");
}

#[test]
fn a_range_says_why_it_is_one() {
    let surgery = Surgery::open();
    let of = |request: &Value| read(&surgery.page(&surgery.save(request), "en"));
    let (sessions, prices) = (of(&bare()), of(&operation()));
    assert!(sessions.contains("The total depends on how many sessions the doctor plans."));
    assert!(!sessions.contains("Set within their range"), "{sessions}");
    assert!(
        prices.contains("Set within their range after the examination: Liposuction, abdomen, "),
        "{prices}"
    );
    assert!(!prices.contains("how many sessions"), "{prices}");
}

#[test]
fn what_research_says_stands_on_every_page_of_fat_whatever_was_included() {
    let surgery = Surgery::open();
    let quote = surgery.save(&bare());
    for (language, said) in [
        ("en", "does not recommend mesotherapy for removing fat"),
        ("ar", "لا توصي الجمعية الأمريكية لجراحي التجميل"),
    ] {
        let page = read(&surgery.page(&quote, language));
        assert!(page.contains(said), "{page}");
        assert!(
            page.contains("American Society of Plastic Surgeons, position on"),
            "{page}"
        );
    }
}

#[test]
fn every_state_is_told_with_its_day_in_both_languages() {
    let surgery = Surgery::open();
    let made: Vec<Value> = (0..6).map(|_| surgery.save(&bare())).collect();
    surgery.do_to(&made[1], "accept", &json!({ "agreed_total": "15000.00" }));
    surgery.do_to(&made[2], "decline", &json!({}));
    surgery.do_to(&made[3], "withdraw", &json!({}));
    let newer = surgery.do_to(&made[4], "revisions", &json!({ "request": ten() }));
    let states = [
        (
            "These prices stand until 23 December 2026",
            "تسري هذه الأسعار حتى نهاية يوم 23 ديسمبر 2026",
        ),
        (
            "accepted on 23 November 2026. Agreed total: AED 15,000.00",
            "قُبل هذا العرض في 23 نوفمبر 2026",
        ),
        ("declined on 23 November 2026", "رُفض هذا العرض في 23 نوفمبر 2026"),
        (
            "withdrew this quote on 23 November 2026",
            "سحبت العيادة هذا العرض في 23 نوفمبر 2026",
        ),
        (
            "A newer quote took the place of this one on 23 November 2026",
            "حلّ عرض أحدث محل هذا العرض في 23 نوفمبر 2026",
        ),
    ];
    for (quote, (english, arabic)) in made.iter().zip(states) {
        let page = read(&surgery.page(quote, "en"));
        assert!(page.contains(english), "{english}: {page}");
        let page = read(&surgery.page(quote, "ar"));
        assert!(page.contains(arabic), "{arabic}: {page}");
    }
    let token = link(&newer).trim_start_matches("/q/");
    assert!(
        surgery
            .page(&made[4], "ar")
            .contains(&format!("href=\"{token}?language=ar\""))
    );
    assert!(!surgery.page(&made[0], "en").contains(token));
    let surgery = surgery.again_on("2026-12-23T20:30:00Z");
    let page = read(&surgery.page(&made[5], "en"));
    assert!(page.contains("These prices stood until 23 December 2026"), "{page}");
}

#[test]
fn the_page_is_in_the_language_asked_for_else_the_readers_else_the_quotes() {
    let surgery = Surgery::open();
    let quote = surgery.save(&operation());
    let asked = |query: &str, accept: &str| {
        let headers: &[(&str, &str)] = if accept.is_empty() {
            &[]
        } else {
            &[("accept-language", accept)]
        };
        let answer = surgery
            .server
            .ask("GET", &format!("{}{query}", link(&quote)), headers, None);
        assert!(answer.header("vary").contains("accept-language"));
        let (language, text) = (answer.header("content-language"), answer.text());
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        assert!(
            text.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")),
            "{text}"
        );
        language
    };
    for (query, accept, language) in [
        ("?language=en", "ar", "en"),
        ("?language=ar-AE", "en", "ar"),
        ("", "fr, en;q=0.8, ar;q=0.5", "en"),
        ("", "fr", "ar"),
        ("", "", "ar"),
        ("?language=xx&utm_source=whatsapp&start=never", "en", "en"),
    ] {
        assert_eq!(asked(query, accept), language, "{query} {accept}");
    }
}

#[test]
fn a_quote_is_shown_from_its_own_price_list_when_another_is_in_force() {
    let surgery = Surgery::open();
    let quote = surgery.save(&three());
    let before = ["en", "ar"].map(|language| surgery.page(&quote, language));
    for (file, from, to) in [
        ("prices.csv", ",1200", ",1111"),
        ("treatments.csv", "Mesotherapy for fat reduction", "Something else"),
        ("treatments.csv", "ميزوثيرابي لتقليل الدهون", "شيء آخر"),
        ("discounts.csv", "further fat area", "another name"),
        ("facts.csv", "does not recommend", "is said to like"),
        ("expected.csv", "mesotherapy", "#mesotherapy"),
    ] {
        let path = surgery.folder.path().join("pricing").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        let text = text.lines().map(|line| match file {
            "expected.csv" if !line.starts_with("treatment,") => "#".to_owned(),
            _ => line.replace(from, to),
        });
        std::fs::write(path, text.collect::<Vec<_>>().join("\n")).unwrap();
    }
    surgery.post("/v1/price-lists/reload", &json!({}));
    let in_force = surgery.save(&three());
    assert_ne!(in_force["price_list"], quote["price_list"]);
    assert!(read(&surgery.page(&in_force, "en")).contains("Something else"));
    let after = ["en", "ar"].map(|language| surgery.page(&quote, language));
    assert_eq!(before, after);
}

#[test]
fn the_page_holds_no_personal_data() {
    let surgery = Surgery::open();
    let saving = json!({
        "request": ten(), "note": "afraid of needles",
        "patient": { "name": "Zubaida Qarmouti", "phone": "+971 55 7654321", "email": "zubaida@example.org" },
    });
    let quote = surgery.post("/v1/quotes", &saving);
    let texts = [
        surgery.page(&quote, "en"),
        surgery.page(&quote, "ar"),
        surgery.calendar(&quote, "").text().to_owned(),
        surgery.message(&quote, "", &[]).text().to_owned(),
    ];
    for text in texts {
        for secret in ["Zubaida", "Qarmouti", "7654321", "zubaida@", "needles"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn the_page_runs_nothing_is_kept_by_nobody_and_found_by_nobody() {
    let surgery = Surgery::open();
    let quote = surgery.save(&three());
    let answer = surgery.server.get(link(&quote));
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "private, no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let page = answer.text();
    for never in ["<script", " style=", " onclick=", "javascript:", "src=\"http"] {
        assert!(!page.contains(never), "{never}");
    }
    // The only address elsewhere is one to be pressed.
    let outside: Vec<_> = page.match_indices("https://").collect();
    assert_eq!(outside.len(), 1, "{outside:?}");
}

#[test]
fn names_in_the_price_list_are_text_and_no_markup() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("pricing");
    copy_folder(&repository("pricing"), &list);
    let treatments = std::fs::read_to_string(list.join("treatments.csv")).unwrap();
    let changed = treatments.replace("Mesotherapy for fat reduction", "<script>alert(1)</script> & fat");
    std::fs::write(list.join("treatments.csv"), changed).unwrap();
    let surgery = Surgery::started(folder, |app| app);
    let quote = surgery.save(&ten());
    let page = surgery.page(&quote, "en");
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&#60;script&#62;"), "{page}");
}

#[test]
fn every_wrong_token_is_answered_alike() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    let right = link(&quote);
    let other = if right.ends_with('0') { '1' } else { '0' };
    let wrong = [
        "/q/x".to_owned(),
        "/q/%ff%fe".to_owned(),
        "/q/".to_owned() + &"k".repeat(5000),
        "/q/k7q4mxr3f9ac01b77de3f9ac01b77de3f9ac01b".to_owned(),
        right[..right.len() - 1].to_owned(),
        right[..right.len() - 1].to_owned() + &other.to_string(),
        right.to_uppercase().replace("/Q/", "/q/"),
        right.to_owned() + "0",
    ];
    let answers: Vec<Answer> = wrong.iter().map(|path| surgery.server.get(path)).collect();
    for (path, answer) in wrong.iter().zip(&answers) {
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        assert_eq!(answer.text(), answers[0].text(), "{path}");
    }
    let page = read(answers[0].text());
    assert!(page.contains("There is no quote at this address"), "{page}");
    assert!(page.contains("لا يوجد عرض سعر في هذا العنوان"), "{page}");
    for ending in [".ics", ".pdf"] {
        let answer = surgery.server.get(&format!("/q/x{ending}"));
        assert_eq!(
            (answer.status(), &answer.json()["code"]),
            (404, &json!("quote_not_found"))
        );
    }
}

#[test]
fn without_a_database_the_page_says_so_to_people() {
    let server = Running::start(app(&repository("pricing")));
    let answer = server.get("/q/k7q4mxr3f9ac01b77de3f9ac01b77de3f9ac01b");
    assert_eq!(answer.status(), 503);
    let page = read(answer.text());
    assert!(page.contains("The quote can’t be shown at this moment"), "{page}");
    assert!(page.contains("تعذر إظهار عرض السعر الآن"), "{page}");
}

#[cfg(not(feature = "pdf"))]
#[test]
fn without_pdf_the_page_offers_printing_and_the_route_says_so() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    assert!(quote["pdf"].is_null());
    let answer = surgery.server.get(&format!("{}.pdf", link(&quote)));
    assert_eq!((answer.status(), &answer.json()["code"]), (404, &json!("no_pdf")));
    let page = surgery.page(&quote, "en");
    assert!(!page.contains(".pdf"), "{page}");
    assert!(page.contains("it fits one A4 sheet"), "{page}");
}

/// An event of a calendar file, as another program reads it.
#[derive(PartialEq, Debug)]
struct Planned {
    uid: String,
    day: String,
    over: String,
    summary: String,
    description: String,
    language: String,
    is_tentative: bool,
}

fn planned(answer: &Answer) -> Vec<Planned> {
    assert_eq!(answer.status(), 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    let text = answer.text();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let calendar = ICalendar::parse(text).unwrap_or_else(|error| panic!("{error:?}: {text}"));
    let events = calendar.components.iter();
    let events = events.filter(|component| component.component_type == ICalendarComponentType::VEvent);
    events.map(event).collect()
}

fn event(event: &ICalendarComponent) -> Planned {
    let entry = |name: &ICalendarProperty| {
        let all: Vec<_> = event.entries.iter().filter(|entry| entry.name == *name).collect();
        assert_eq!(all.len(), 1, "{name:?}: {event:?}");
        all[0]
    };
    let words = |name| entry(&name).values[0].as_text().unwrap().to_owned();
    let date = |name| {
        let time = entry(&name).values[0].as_partial_date_time().unwrap();
        assert_eq!(time.hour, None, "{name:?}: {event:?}");
        let (year, month, day) = (time.year.unwrap(), time.month.unwrap(), time.day.unwrap());
        format!("{year}-{month:02}-{day:02}")
    };
    let language = |name| {
        let language = |parameter: &&ICalendarParameter| parameter.name == ICalendarParameterName::Language;
        let parameter = entry(&name).params.iter().find(language).unwrap();
        parameter.value.as_text().unwrap().to_owned()
    };
    Planned {
        uid: words(ICalendarProperty::Uid),
        day: date(ICalendarProperty::Dtstart),
        over: date(ICalendarProperty::Dtend),
        summary: words(ICalendarProperty::Summary),
        description: words(ICalendarProperty::Description),
        language: language(ICalendarProperty::Summary),
        is_tentative: format!("{:?}", entry(&ICalendarProperty::Status).values[0]).contains("Tentative"),
    }
}

#[test]
fn the_calendar_file_holds_every_visit_on_its_earliest_day() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    let answer = surgery.calendar(&quote, "?language=en");
    let reference = quote["reference"].as_str().unwrap();
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename=\"quote-{reference}.ics\"")
    );
    let events = planned(&answer);
    let visits = quote["estimate"]["items"][0]["schedule"]["visits"].as_array().unwrap();
    assert_eq!(events.len(), visits.len());
    for (event, visit) in events.iter().zip(visits) {
        let session = &visit["session"];
        assert_eq!(event.day, visit["earliest"].as_str().unwrap());
        assert_eq!(
            event.summary,
            format!("Session {session} of 10: Mesotherapy for fat reduction, abdomen")
        );
        assert_eq!(
            event.uid,
            format!("{}-1-{session}@pricing.mesoquote", reference.to_lowercase())
        );
        assert_eq!(event.language, "en");
        assert!(event.is_tentative);
    }
    assert_eq!(events[1].over, "2026-12-09");
    assert!(
        events[1]
            .description
            .starts_with("Between 8 December 2026 and 11 December 2026.\n"),
        "{:?}",
        events[1]
    );
    let arabic = planned(&surgery.calendar(&quote, "?language=ar&start=2027-02-01"));
    assert_eq!(arabic[0].day, "2027-02-01");
    assert_eq!(arabic[1].summary, "الجلسة 2 من 10: ميزوثيرابي لتقليل الدهون، البطن");
    assert_eq!(arabic[1].uid, events[1].uid);
    assert_eq!(arabic[1].language, "ar");
}

#[test]
fn visits_that_were_not_kept_fall_as_the_price_list_of_the_quote_has_it() {
    let surgery = Surgery::open();
    for mut request in [ten(), three(), operation()] {
        let with = surgery.save(&request);
        request["include"] = json!([]);
        let without = surgery.save(&request);
        let days = |quote: &Value| -> Vec<(String, String)> {
            let events = planned(&surgery.calendar(quote, "?language=en&start=2026-12-05"));
            events.into_iter().map(|event| (event.day, event.summary)).collect()
        };
        assert_eq!(days(&with), days(&without));
        let visits = |quote: &Value| {
            let page = read(&surgery.page(quote, "en"));
            let (_, rest) = page.split_once("How the visits would fall").unwrap();
            rest.split_once("Day of the first visit").unwrap().0.to_owned()
        };
        assert_eq!(visits(&with), visits(&without));
    }
}

#[test]
fn where_there_is_nothing_to_schedule_the_file_says_so() {
    let surgery = Surgery::open();
    let quote = surgery.save(&bare());
    for (query, status, code) in [
        ("", 422, "missing_field"),
        ("?start=", 422, "missing_field"),
        ("?start=soon", 422, "invalid_date"),
        ("?start=9999-12-31", 422, "invalid_date"),
    ] {
        let answer = surgery.calendar(&quote, query);
        let problem = answer.json();
        assert_eq!((answer.status(), &problem["code"]), (status, &json!(code)), "{query}");
        assert_eq!(problem["errors"][0]["pointer"], "/start", "{query}");
    }
    surgery.do_to(&quote, "withdraw", &json!({}));
    let answer = surgery.calendar(&quote, "?start=2026-12-01");
    assert_eq!(
        (answer.status(), &answer.json()["code"]),
        (409, &json!("state_conflict"))
    );
    assert!(!surgery.page(&quote, "en").contains(".ics"));
}

#[test]
fn the_text_that_is_sent_is_short_and_holds_the_total_and_the_link() {
    let surgery = Surgery::open();
    let quote = surgery.save(&ten());
    // Whoever is no proxy of ours is not believed.
    let claimed = surgery.message(&quote, "", &[("x-forwarded-proto", "https")]).json();
    assert!(
        claimed["link"].as_str().unwrap().starts_with("http://127.0.0.1:"),
        "{claimed}"
    );
    let answer = surgery.message(&quote, "?language=en", &[]);
    check_described("/v1/quotes/{reference}/message", "GET", &answer);
    let (reference, message) = (quote["reference"].as_str().unwrap(), answer.json());
    let link_sent = message["link"].as_str().unwrap();
    assert!(link_sent.starts_with("http://127.0.0.1:"), "{link_sent}");
    assert!(
        link_sent.ends_with(&format!("{}?language=en", link(&quote))),
        "{link_sent}"
    );
    let subject = format!("Sample Clinic (illustrative prices): quote {reference}");
    assert_eq!(message["subject"], subject);
    assert_eq!(
        message["text"],
        format!(
            "{subject}\nMesotherapy for fat reduction, abdomen: 10 sessions\nTotal: AED 12,367.50, VAT included.\n\
             Valid until 23 December 2026.\nThe doctor confirms the plan. Results vary from person to person.\n\
             All details: {link_sent}"
        )
    );
    let arabic = surgery.message(&quote, "?language=ar", &[]).json();
    let text = arabic["text"].as_str().unwrap();
    assert!(text.contains("ميزوثيرابي لتقليل الدهون"), "{text}");
    assert_eq!(amounts(text), amounts(message["text"].as_str().unwrap()));
    let unknown = surgery.message(&quote, "?language=fr", &[]);
    assert_eq!(
        (unknown.status(), &unknown.json()["code"]),
        (422, &json!("unknown_language"))
    );
    surgery.do_to(&quote, "decline", &json!({}));
    let gone = surgery.message(&quote, "", &[]);
    assert_eq!((gone.status(), &gone.json()["code"]), (409, &json!("not_to_be_sent")));
}

#[test]
fn links_that_are_sent_begin_with_the_public_address() {
    let surgery = Surgery::with(|app| app.with_public_url(Some("https://quotes.clinic.example/prices".to_owned())));
    let quote = surgery.save(&ten());
    let message = surgery.message(&quote, "", &[]).json();
    let expected = format!("https://quotes.clinic.example/prices{}?language=en", link(&quote));
    assert_eq!(message["link"], expected);
}
