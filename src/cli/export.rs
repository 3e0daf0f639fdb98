use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Args;

use super::database::DatabaseArg;
use crate::store::{Place, Store};

/// Prints all kept quotes, a line of JSON each, after the price lists that they were made with.
///
/// The lines hold the personal data that the quotes hold: keep them as safe as the database. Quotes that are saved
/// meanwhile may be among them or not; published lists and staff keys are not.
#[derive(Args, Debug)]
pub(super) struct Export {
    #[command(flatten)]
    database: DatabaseArg,
}

impl Export {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let quotes = self.database.with_existing(async |store| export(store).await)?;
        anstream::eprintln!("{quotes} quotes");
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes all of a store and says how many quotes that were.
async fn export(store: &Store) -> anyhow::Result<usize> {
    let mut output = BufWriter::new(io::stdout().lock());
    for line in store.export_price_lists().await? {
        writeln!(output, "{line}")?;
    }
    let (mut quotes, mut place) = (0, Some(Place::default()));
    while let Some(from) = place {
        let part = store.export(from).await?;
        for line in &part.lines {
            writeln!(output, "{line}")?;
        }
        quotes += part.lines.len();
        place = part.next;
    }
    output.flush()?;
    Ok(quotes)
}
