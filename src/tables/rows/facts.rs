use crate::price_list::{Fact, Table, Topic};
use crate::tables::cells::word;
use crate::tables::columns::columns;
use crate::tables::problems::Problems;
use crate::tables::reading::{Indices, Read, Texts};
use crate::tables::row::{Reported, Row};

columns! {
    TREATMENT = Filled "treatment",
    TOPIC = Filled "topic",
    ALWAYS = Optional "always",
    TEXT = Texts "text",
    SOURCE = Filled "source",
}

const YES: &[&str] = &["yes"];
static TOPICS: [&str; Topic::ALL.len()] = topics();

const fn topics() -> [&'static str; Topic::ALL.len()] {
    let mut words = [""; Topic::ALL.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = Topic::ALL[at].code();
        at += 1;
    }
    words
}

/// Reads `facts.csv`, in file order.
pub(in crate::tables) fn facts<'s>(
    tables: &Texts<'s>,
    indices: &mut Indices<'s>,
    problems: &mut Problems<'s>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    tables.each_row((Table::Facts, COLUMNS), problems, |read| {
        if let Read::Row(mut row) = read {
            facts.extend(fact(&mut row, indices));
        }
    });
    facts
}

fn fact<'s>(row: &mut Row<'_, 's>, indices: &mut Indices<'s>) -> Result<Fact, Reported> {
    let treatment = row.reference(TREATMENT, &mut indices.treatments);
    let topic = row.required(TOPIC, |text| word(text, &TOPICS, &Topic::ALL));
    let always = row.optional(ALWAYS, |text| word(text, YES, &[true]));
    let text = row.texts(TEXT);
    let source = row.filled(SOURCE);
    Ok(Fact {
        treatment: treatment?,
        topic: topic?,
        always: always?.unwrap_or_default(),
        text: text?,
        source: source?.into(),
        origin: row.origin(),
    })
}
