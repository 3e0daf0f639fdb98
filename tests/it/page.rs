//! `mesoquote estimate`: the page that a person reads, what is refused, and how it ends.

use std::process::Output;

use crate::binary::{self, mesoquote};

const CLINIC: &str = "tests/cases/worked/clinic";
const KUWAIT: &str = "tests/cases/worked/kuwait";

fn estimate(prices: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = mesoquote();
    command
        .args(["estimate", "--prices", prices, "--on", "2026-11-23"])
        .args(arguments);
    command.env_remove("COLUMNS").env("LC_ALL", "C.UTF-8");
    command.envs(environment.iter().copied()).output().unwrap()
}

fn page(prices: &str, arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = estimate(prices, arguments, environment);
    let (page, told) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{told}");
    page
}

#[test]
fn a_page_tells_total_lines_visits_comparison_and_plans() {
    insta::assert_snapshot!("page_en", page(CLINIC, &["belly", "10+"], &[]));
    insta::assert_snapshot!(
        "page_dates",
        page(CLINIC, &["fat arms 9 numbing", "--start", "2026-12-01"], &[])
    );
    insta::assert_snapshot!(
        "page_packages",
        page(CLINIC, &["fat", "thighs", "16", "--promo", "SPRING"], &[])
    );
}

#[test]
fn several_items_and_those_that_are_not_compared_are_named() {
    insta::assert_snapshot!(
        "page_items",
        page(CLINIC, &["fat belly 10 + fat thighs 10 + skin face 3"], &[])
    );
}

#[test]
fn an_arabic_page_keeps_its_amounts_in_one_column() {
    insta::assert_snapshot!("page_ar", page(CLINIC, &["بطن 10", "--language", "ar"], &[]));
    insta::assert_snapshot!("page_kuwait", page(KUWAIT, &["fat thighs 12"], &[]));
}

#[test]
fn a_narrow_page_in_plain_ascii_stays_within_its_width() {
    let page = page(CLINIC, &["belly", "10+"], &[("COLUMNS", "20"), ("LC_ALL", "C")]);
    let blocks = page.chars().filter(|c| ('\u{2500}'..'\u{2600}').contains(c));
    assert_eq!(blocks.count(), 0);
    for line in page.lines() {
        assert!(line.chars().count() <= 40, "{line}");
    }
    insta::assert_snapshot!("page_narrow", page);
}

#[test]
fn a_page_that_is_piped_has_no_colours_and_the_terminal_gets_them_when_asked() {
    assert!(!page(CLINIC, &["belly", "10"], &[]).contains('\u{1b}'));
    assert!(page(CLINIC, &["belly", "10"], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    let refused_colours = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    assert!(!page(CLINIC, &["belly", "10"], &refused_colours[1..]).contains('\u{1b}'));
}

#[test]
fn what_is_refused_is_told_in_words_and_ends_with_one() {
    for (arguments, told) in [
        (
            &["meso-fat", "abdomen", "21"][..],
            "Mesotherapy for fat is given in 1 to 20 sessions; asked for: 21.",
        ),
        (&["belly", "10", "qwrtz"], "“qwrtz” is not known: leave it out"),
        (
            &["skin", "thighs", "3"],
            "Mesotherapy for the skin is not offered for this area: thighs. It is offered for: face.",
        ),
        (
            &["hello"],
            "Name a treatment or an area, such as: Mesotherapy for the skin, face 3-6",
        ),
        (
            &["10"],
            "Name a treatment or an area, such as: Mesotherapy for the skin, face 3-6",
        ),
        (&["belly", "6-3"], "is no number of sessions"),
        (&["lipo", "chin"], "told on request"),
        (
            &["belly", "10", "--extra", "massage"],
            "“massage” is no extra of this price list. There are: numbing cream.",
        ),
        (&["belly", "10", "--language", "fr"], "fr"),
        (&["belly", "10", "--clinic", "elsewhere"], "elsewhere"),
        (&["بطن", "21", "--language", "ar"], "عدد الجلسات من 1 إلى 20"),
    ] {
        let output = estimate(CLINIC, arguments, &[]);
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {words}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(words.contains(told), "{arguments:?}: {words}");
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    for arguments in [
        &["estimate"][..],
        &["estimate", "belly", "--on", "23.11.2026"],
        &["estimate", "x", "--prices", "no-such-folder"],
    ] {
        let output = binary::run(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn json_is_the_estimate_of_the_api_or_the_problem() {
    let json = |arguments: &[&str]| -> (Option<i32>, serde_json::Value) {
        let output = estimate(CLINIC, arguments, &[]);
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    };
    let (status, answer) = json(&["belly", "10", "--json"]);
    assert_eq!((status, &answer["total"]["from"]), (Some(0), &"11767.50".into()));
    assert!(answer["spoken"].as_str().unwrap().contains("ten sessions"));
    let (status, answer) = json(&["belly", "21", "--json"]);
    assert_eq!(
        (status, &answer["problem"]["code"]),
        (Some(1), &"sessions_out_of_range".into())
    );
}

#[test]
fn flags_come_from_the_environment_too() {
    let arabic = page(
        CLINIC,
        &["belly", "10"],
        &[("MESOQUOTE_LANGUAGE", "ar"), ("MESOQUOTE_EXTRA", "numbing")],
    );
    assert!(arabic.contains("كريم مخدر"), "{arabic}");
}
