use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::database::DatabaseArg;
use crate::store::{Error, Store, TakenIn};

/// Lines that are taken in together.
const LINES_AT_ONCE: usize = 200;

/// Takes in what `mesoquote export` printed.
///
/// What is there already is left, or brought up to date where more happened to it: an import that was cut off can be
/// done again from the start.
#[derive(Args, Debug)]
pub(super) struct Import {
    /// The file; standard input without one.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArg,
}

impl Import {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let taken = match &self.file {
            None => self
                .database
                .with(async |store| import(store, io::stdin().lock()).await)?,
            Some(path) => {
                let file = File::open(path).with_context(|| path.display().to_string())?;
                self.database
                    .with(async |store| import(store, BufReader::new(file)).await)?
            }
        };
        let TakenIn {
            new,
            changed,
            same,
            price_lists,
            without_price_list,
        } = taken;
        anstream::eprintln!(
            "quotes: {new} new, {changed} brought up to date, {same} there already; price lists: {price_lists}"
        );
        if without_price_list > 0 {
            anstream::eprintln!(
                "mesoquote: quotes whose price list is not here, so that they can't be priced again: {without_price_list}. An export \
                 begins with its price lists, import it whole"
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn import(store: &Store, input: impl BufRead) -> anyhow::Result<TakenIn> {
    let (mut taken, mut waiting, mut done) = (TakenIn::default(), Vec::new(), 0);
    for line in input.lines() {
        let line = line?;
        // Blank lines count, so that numbers are those of the file.
        waiting.push(line);
        if waiting.len() == LINES_AT_ONCE {
            take_in(store, &mut waiting, &mut done, &mut taken).await?;
        }
    }
    take_in(store, &mut waiting, &mut done, &mut taken).await?;
    Ok(taken)
}

/// Takes in the lines that wait; `done` counts those before them.
async fn take_in(
    store: &Store,
    waiting: &mut Vec<String>,
    done: &mut usize,
    taken: &mut TakenIn,
) -> anyhow::Result<()> {
    let lines: Vec<&str> = waiting.iter().map(|line| line.trim()).collect();
    let given: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    match store.import(&given).await {
        Err(Error::BadLine(_)) => name_bad_line(store, &lines, *done).await?,
        part => add(taken, part?),
    }
    *done += waiting.len();
    waiting.clear();
    Ok(())
}

/// Takes in lines one by one, to tell which of them is the bad one.
async fn name_bad_line(store: &Store, lines: &[&str], done: usize) -> anyhow::Result<()> {
    for (number, line) in (done + 1..).zip(lines).filter(|(_, line)| !line.is_empty()) {
        store.import(&[line]).await.with_context(|| format!("line {number}"))?;
    }
    Ok(())
}

fn add(taken: &mut TakenIn, part: TakenIn) {
    taken.new += part.new;
    taken.changed += part.changed;
    taken.same += part.same;
    taken.price_lists += part.price_lists;
    taken.without_price_list += part.without_price_list;
}
