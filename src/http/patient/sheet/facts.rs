use serde::Serialize;

use super::Writing;
use crate::http::patient::kept::KeptItem;
use crate::price_list;
use crate::texts::Arg;

/// A fact, and who says so.
#[derive(Serialize)]
pub(in crate::http::patient) struct Fact {
    /// Of which treatments, where the quote is of several and they differ.
    pub(in crate::http::patient) about: Option<String>,
    pub(in crate::http::patient) text: String,
    /// The number of its source, from 1.
    pub(in crate::http::patient) number: usize,
    /// The source itself.
    pub(in crate::http::patient) source: String,
}

/// What is known on one topic.
#[derive(Serialize)]
pub(in crate::http::patient) struct Topic {
    pub(in crate::http::patient) title: String,
    pub(in crate::http::patient) facts: Vec<Fact>,
}

/// Facts that are being collected; their sources are numbered as they come.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) sources: Vec<String>,
}

/// A treatment of the quote, or one that is compared with it.
type Treatment<'a> = (&'a str, &'a str);

impl Facts {
    pub(super) fn included(&mut self, writing: &Writing<'_>) -> Topic {
        self.topic(writing, &quoted(writing), price_list::Topic::Included)
    }

    pub(super) fn not_included(&mut self, writing: &Writing<'_>) -> Topic {
        self.topic(writing, &quoted(writing), price_list::Topic::NotIncluded)
    }

    /// Of what is compared too: neither goes without it.
    pub(super) fn evidence(&mut self, writing: &Writing<'_>) -> Vec<Fact> {
        self.facts(writing, &all(writing), price_list::Topic::Evidence)
    }

    /// What to know before and after.
    pub(super) fn care(&mut self, writing: &Writing<'_>) -> Vec<Topic> {
        let (quoted, all) = (quoted(writing), all(writing));
        let topics = [
            (&quoted, price_list::Topic::Preparation),
            (&all, price_list::Topic::SideEffects),
            (&quoted, price_list::Topic::Recovery),
            (&quoted, price_list::Topic::Insurance),
        ];
        let topics = topics.map(|(treatments, topic)| self.topic(writing, treatments, topic));
        topics.into_iter().filter(|topic| !topic.facts.is_empty()).collect()
    }

    fn topic(&mut self, writing: &Writing<'_>, treatments: &[Treatment<'_>], topic: price_list::Topic) -> Topic {
        Topic {
            title: writing.say("page-topic", &[("topic", Arg::Text(topic.code()))]),
            facts: self.facts(writing, treatments, topic),
        }
    }

    /// One fact for all treatments of which the same is said.
    fn facts(&mut self, writing: &Writing<'_>, treatments: &[Treatment<'_>], topic: price_list::Topic) -> Vec<Fact> {
        let mut told: Vec<(Vec<String>, String, String)> = Vec::new();
        for (code, name) in treatments {
            let Some(fact) = writing.names.fact(code, topic, writing.kept) else {
                continue;
            };
            let name = writing.names.treatment(code, name);
            let same = told
                .iter_mut()
                .find(|(_, text, source)| *text == fact.text && *source == fact.source);
            match same {
                Some((names, ..)) => names.push(name),
                None => told.push((vec![name], fact.text, fact.source)),
            }
        }
        // What is said of all of them needs no name.
        let is_of_all = matches!(&*told, [(names, ..)] if names.len() == treatments.len());
        told.into_iter()
            .map(|(names, text, source)| Fact {
                about: (!is_of_all).then(|| writing.names.words.list(&names)),
                text,
                number: self.number(&source),
                source,
            })
            .collect()
    }

    /// The number of a source, which it gets when it is first named.
    fn number(&mut self, source: &str) -> usize {
        let known = self.sources.iter().position(|known| known == source);
        known.unwrap_or_else(|| {
            self.sources.push(source.to_owned());
            self.sources.len() - 1
        }) + 1
    }
}

/// The treatments that are quoted, each once.
fn quoted<'a>(writing: &Writing<'a>) -> Vec<Treatment<'a>> {
    once(writing.kept.items.iter())
}

/// The same with those they are compared with.
fn all<'a>(writing: &Writing<'a>) -> Vec<Treatment<'a>> {
    let alternative = writing.kept.comparison.as_ref().and_then(|c| c.alternative.as_ref());
    let compared = alternative.into_iter().flat_map(|alternative| &alternative.items);
    once(writing.kept.items.iter().chain(compared))
}

fn once<'a>(items: impl Iterator<Item = &'a KeptItem>) -> Vec<Treatment<'a>> {
    let mut treatments: Vec<Treatment<'a>> = Vec::new();
    for item in items {
        if !treatments.iter().any(|(code, _)| *code == item.treatment) {
            treatments.push((&item.treatment, &item.treatment_name));
        }
    }
    treatments
}
