use super::*;
use crate::money::{Currency, Money};
use fluent_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every message of a language but the nouns, with the arguments that it names.
fn messages(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (path, text) in sources(tag)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "ftl"))
    {
        let parsed = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        for entry in parsed.body {
            if let ast::Entry::Message(message) = entry
                && let Some(value) = &message.value
            {
                let mut names = BTreeSet::new();
                pattern_arguments(value, &mut names);
                assert!(
                    found.insert(message.id.name.clone(), names).is_none(),
                    "{path}: {} stands twice",
                    message.id.name
                );
            }
        }
    }
    found
}

fn pattern_arguments(pattern: &ast::Pattern<String>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_arguments(expression, names);
        }
    }
}

fn expression_arguments(expression: &ast::Expression<String>, names: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => inline_arguments(inline, names),
        ast::Expression::Select { selector, variants } => {
            inline_arguments(selector, names);
            for variant in variants {
                if let ast::VariantKey::Identifier { name } = &variant.key
                    && ["zero", "one", "two", "few", "many"].contains(&&**name)
                {
                    let is_function = matches!(selector, ast::InlineExpression::FunctionReference { .. });
                    assert!(is_function, "a plural form is chosen by PLURAL(), near {names:?}");
                }
                pattern_arguments(&variant.value, names);
            }
        }
    }
}

fn inline_arguments(inline: &ast::InlineExpression<String>, names: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            names.insert(id.name.clone());
        }
        ast::InlineExpression::Placeable { expression } => expression_arguments(expression, names),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                inline_arguments(argument, names);
            }
        }
        _ => {}
    }
}

#[test]
fn every_file_of_every_language_is_readable() {
    for words in languages() {
        assert_eq!(words.problems(), [""; 0], "{}", words.tag());
    }
}

#[test]
fn every_language_says_every_message_with_the_same_arguments() {
    let english = messages(FALLBACK);
    assert!(english.len() > 20);
    for words in languages() {
        let own = messages(words.tag());
        let ids = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(ids(&own), ids(&english), "{}", words.tag());
        for (id, arguments) in &own {
            assert_eq!(arguments, &english[id], "{}: {id}", words.tag());
        }
    }
}

#[test]
fn every_language_counts_the_same_nouns() {
    let nouns = |tag: &str| -> BTreeSet<String> {
        let files = sources(tag)
            .into_iter()
            .filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "ftl"));
        let lines: Vec<String> = files
            .flat_map(|(_, text)| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let named = lines.iter().filter(|line| line.starts_with("noun-"));
        named
            .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
            .collect()
    };
    for words in languages() {
        assert_eq!(nouns(words.tag()), nouns(FALLBACK), "{}", words.tag());
    }
}

#[test]
fn every_message_is_formatted_without_an_error() {
    let amount = Money::from_minor(1_236_750, Currency::from_code("AED").unwrap());
    for words in languages() {
        for (id, arguments) in messages(words.tag()) {
            for number in [0, 1, 2, 3, 11, 100] {
                let of = |name: &'static str| -> Vec<(&'static str, Arg<'_>)> {
                    vec![
                        (name, Arg::Number(number)),
                        (name, Arg::Text("x")),
                        (name, Arg::Amount(amount)),
                        (name, Arg::Sessions(number)),
                    ]
                };
                for kind in 0..4 {
                    let names: Vec<&'static str> = arguments.iter().map(|name| &*name.clone().leak()).collect();
                    let args: Vec<_> = names.into_iter().map(|name| of(name)[kind]).collect();
                    let (mut out, mut errors) = (String::new(), Vec::new());
                    words.write_collecting(&mut out, &id, &args, &mut errors);
                    assert!(errors.is_empty(), "{}: {id}: {errors:?}", words.tag());
                    assert!(!out.is_empty(), "{}: {id} says nothing", words.tag());
                }
            }
        }
    }
}

/// Every number is spoken with a form of the noun, and none goes in circles until it falls back to digits.
#[test]
fn numbers_of_any_size_are_spoken_without_digits() {
    let aed = Currency::from_code("AED").unwrap();
    let powers = (0..19).map(|power| 10_i64.pow(power));
    let near = powers.flat_map(|power| (-3..4).map(move |step| power.saturating_add(step)));
    let amounts: Vec<i64> = near
        .chain([i64::MAX, i64::MIN, 0])
        .chain((0..300).map(|n| n * 100))
        .collect();
    for words in languages() {
        for minor in &amounts {
            let spoken = words.amount(Money::from_minor(*minor, aed));
            assert!(
                !spoken.contains(|c: char| c.is_numeric()),
                "{}: {minor}: {spoken}",
                words.tag()
            );
            assert!(
                !spoken.contains("  ") && spoken.trim() == spoken,
                "{}: {minor}: {spoken:?}",
                words.tag()
            );
        }
    }
}

#[test]
fn amounts_and_sessions_are_said_as_a_person_says_them() {
    let table = include_str!("../../tests/cases/words/amounts.txt");
    let mut rows = 0;
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [figure, english, arabic] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not three columns: {line}");
        };
        for (tag, expected) in [("en", english), ("ar", arabic)] {
            assert_eq!(in_words(tag, figure), expected, "{figure}");
        }
        rows += 1;
    }
    assert!(rows >= 60, "{rows} rows");
}

/// `3 sessions`, `AED 367.50`.
fn in_words(tag: &str, figure: &str) -> String {
    let (first, second) = figure.split_once(' ').unwrap();
    if second == "sessions" {
        return of(tag).sessions(first.parse().unwrap());
    }
    let amount = crate::money::parse_money(second, Currency::from_code(first).unwrap()).unwrap();
    of(tag).amount(amount)
}

#[test]
fn after_a_preposition_arabic_numbers_change_their_endings() {
    let range = |from, to| {
        of("ar").say(
            "sessions-range",
            &[("from", Arg::Sessions(from)), ("to", Arg::Sessions(to))],
        )
    };
    assert_eq!(range(2, 12), "من جلستين إلى اثنتي عشرة جلسة");
    assert_eq!(range(20, 22), "من عشرين جلسة إلى اثنتين وعشرين جلسة");
    let aed = |minor: i64| Arg::Amount(Money::from_minor(minor * 100, Currency::from_code("AED").unwrap()));
    let cost = |from, to| {
        of("ar").say(
            "spoken-cost-range",
            &[("from", aed(from)), ("to", aed(to)), ("rounding", Arg::Text("exact"))],
        )
    };
    assert_eq!(cost(2, 200), "من درهمين إلى مئتي درهم");
    assert_eq!(cost(2000, 12_250), "من ألفي درهم إلى اثني عشر ألفًا ومئتين وخمسين درهمًا");
}

#[test]
fn digits_are_grouped_and_keep_the_currencys_decimals() {
    for (code, minor, text) in [
        ("AED", 1_200_000, "12,000.00"),
        ("AED", 99_950, "999.50"),
        ("AED", -123_456_789, "-1,234,567.89"),
        ("KWD", 1_346, "1.346"),
        ("JPY", 1_000, "1,000"),
    ] {
        let amount = Money::from_minor(minor, Currency::from_code(code).unwrap());
        for words in languages() {
            let shown = words.digits(amount);
            let digits = shown.trim_matches(['\u{2066}', '\u{2069}']);
            assert_eq!(digits, text, "{}", words.tag());
            assert_eq!(digits != shown, words.is_right_to_left() && minor < 0, "{shown:?}");
        }
    }
}

#[test]
fn a_currency_without_a_name_stands_in_digits_with_its_code() {
    let amount = Money::from_minor(1_200_050, Currency::from_code("SEK").unwrap());
    assert_eq!(of("en").amount(amount), "SEK 12,000.50");
    assert_eq!(of("ar").amount(amount), "12,000.50 \u{2066}SEK\u{2069}");
}

#[test]
fn a_language_is_found_by_its_primary_tag_and_english_stands_in_for_others() {
    for (asked, found) in [
        ("ar", "ar"),
        ("ar-AE", "ar"),
        ("AR", "ar"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
    ] {
        assert_eq!(of(asked).tag(), found, "{asked}");
    }
}

#[test]
fn a_code_inside_arabic_is_set_apart_and_an_arabic_word_inside_english() {
    let promo = |tag, code| {
        of(tag).say(
            "spoken-promo",
            &[("outcome", Arg::Text("not_valid")), ("code", Arg::Name(code))],
        )
    };
    assert!(promo("ar", "SPRING").contains("\u{2066}SPRING\u{2069}"));
    assert!(promo("ar", "+971 4 000").contains("\u{2066}+971 4 000\u{2069}"));
    assert!(promo("ar", "ربيع").contains(" ربيع "));
    assert!(promo("en", "ربيع").contains("\u{2067}ربيع\u{2069}"));
    assert!(promo("en", "SPRING").contains(" SPRING "));
}

/// What a translator writes for Russian, in short: three forms after numbers, gender, thousands that are feminine.
#[test]
fn a_language_is_added_by_files_alone() {
    let file = |name: &str, text: &str| (format!("ru/{name}"), text.to_owned());
    let own = [
        file(
            "nouns.ftl",
            "noun-session =\n    .gender = masculine\n    .one = сеанс\n    .few = сеанса\n    .many = сеансов\nnoun-AED =\n    .gender = masculine\n    .one = дирхам\n    .few = дирхама\n    .many = дирхамов\n",
        ),
        file(
            "common.ftl",
            "digits-group = { \"\\u00A0\" }\ndigits-point = ,\nsessions-open = { $from } или больше\n",
        ),
        file(
            "numbers.txt",
            "%masculine:\n0: =%m= $(cardinal,one{@one}few{@few}many{@many})$;\n%m:\n0: ноль;\n1: один;\n2: два;\n3: три;\n5: пять;\n10: десять;\n20: двадцать[ >>];\n1000: <%f< $(cardinal,one{тысяча}few{тысячи}many{тысяч})$[ >>];\n%f:\n1: одна;\n2: две;\n3: =%m=;\n20: двадцать[ >>];\n",
        ),
    ];
    let russian = Translation::read("ru", &own, &sources(FALLBACK));
    assert_eq!(russian.problems(), [""; 0]);
    let aed = |major: i64| Money::from_minor(major * 100, Currency::from_code("AED").unwrap());
    for (count, words) in [
        (1, "один сеанс"),
        (3, "три сеанса"),
        (5, "пять сеансов"),
        (22, "двадцать два сеанса"),
    ] {
        assert_eq!(russian.sessions(count), words);
    }
    assert_eq!(russian.amount(aed(2001)), "две тысячи один дирхам");
    assert_eq!(russian.amount(aed(21_005)), "двадцать одна тысяча пять дирхамов");
    assert_eq!(russian.digits(aed(12_000)), "12\u{a0}000,00");
    assert_eq!(
        russian.say("sessions-open", &[("from", Arg::Sessions(10))]),
        "десять сеансов или больше"
    );
    assert_eq!(
        russian.say("list-two", &[("first", Arg::Text("а")), ("last", Arg::Text("б"))]),
        "а and б"
    );
}

#[test]
fn number_rules_that_are_wrong_are_told_with_their_line() {
    let read = |text: &str| {
        Translation::read("en", &[("en/numbers.txt".into(), text.into())], &[])
            .problems()
            .join(" ")
    };
    for (text, problem) in [
        ("%a:\n0: =%b=;", "numbers.txt:2: there is no set %b"),
        ("%a:\n0: zero", "numbers.txt:2: a rule ends with ;"),
        (
            "0: zero;",
            "numbers.txt:1: a rule stands below the name of its set, %name:",
        ),
        ("%a:\n5: five;\n3: three;", "numbers.txt:3: the bases of a set ascend"),
        ("%a:\n0: [x;", "numbers.txt:2: ] is missing"),
        ("%a:\n0: <x<;", "numbers.txt:2: <x< is not <%name<"),
        ("%a:\nten: ten;", "numbers.txt:2: ten is not a whole number"),
        ("%a:\n0: $(cardinal,lots{x})$;", "numbers.txt:2: lots is no plural form"),
        ("%a:\n", "numbers.txt:1: %a has no rule"),
    ] {
        assert!(read(text).contains(problem), "{text:?}: {}", read(text));
    }
}
