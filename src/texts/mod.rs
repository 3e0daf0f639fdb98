//! Words: the translation files under `texts/LANG/`, the numbers in words, the digits as they are shown.
//!
//! A language is a folder of Fluent files (`*.ftl`) and one of number rules (`numbers.txt`); the folders are compiled
//! in, and adding a language is adding its folder: no code names a language but English, which stands in wherever
//! another one is missing or says nothing. How each file is written stands at its head.
//!
//! What always holds: an amount is never turned into a Fluent number (those are binary floating point). Messages get
//! amounts as words or digits, and only small whole counts as numbers to choose a plural form by.
//!
//! Rooms from here on may call this one; it knows money alone.

mod arg;
mod digits;
mod nouns;
mod numbers;
mod plural;
mod translation;

pub use arg::Arg;
pub use translation::Translation;

use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// The language that stands in for any other.
const FALLBACK: &str = "en";

#[derive(RustEmbed)]
#[folder = "texts/"]
struct Files;

static TRANSLATIONS: LazyLock<Translations> = LazyLock::new(Translations::load);

struct Translations {
    fallback: Translation,
    others: Vec<Translation>,
}

impl Translations {
    fn load() -> Self {
        let fallback = Translation::read(FALLBACK, &sources(FALLBACK), &[]);
        let english: Vec<_> = sources(FALLBACK);
        let others = tags().into_iter().filter(|tag| tag != FALLBACK);
        Self {
            others: others
                .map(|tag| Translation::read(&tag, &sources(&tag), &english))
                .collect(),
            fallback,
        }
    }
}

/// The words of a language by its BCP 47 tag: of the tag itself, else of its primary language (`ar-AE` finds `ar`),
/// else English.
pub fn of(tag: &str) -> &'static Translation {
    let all = &*TRANSLATIONS;
    let find = |tag: &str| all.others.iter().find(|words| words.tag().eq_ignore_ascii_case(tag));
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    find(tag).or_else(|| find(primary)).unwrap_or(&all.fallback)
}

/// Every language that has a folder, English first.
pub fn languages() -> impl Iterator<Item = &'static Translation> {
    let all = &*TRANSLATIONS;
    std::iter::once(&all.fallback).chain(&all.others)
}

/// The folders, each once, in order of name.
fn tags() -> Vec<String> {
    let folders = Files::iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned()));
    let mut tags: Vec<String> = folders.collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Name and text of each file of a folder.
fn sources(tag: &str) -> Vec<(String, String)> {
    let in_folder = |path: &str| path.split_once('/').is_some_and(|(folder, _)| folder == tag);
    let paths = Files::iter().filter(|path| in_folder(path));
    paths
        .filter_map(|path| {
            let text = String::from_utf8(Files::get(&path)?.data.into_owned()).ok()?;
            Some((path.into_owned(), text))
        })
        .collect()
}

#[cfg(test)]
mod tests;
