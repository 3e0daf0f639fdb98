use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::database::DatabaseArg;
use crate::files;
use crate::store::{KeptList, Published, Publishing, Store};

/// Checks a price list and puts it into the database, from which every process serves it.
///
/// Of a folder of price lists all are published, or none where one has errors.
#[derive(Args, Debug)]
pub(super) struct Publish {
    /// A folder with a clinic.toml, or a folder of such folders.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    database: DatabaseArg,
}

impl Publish {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut lists = Vec::new();
        for folder in files::clinics(&self.dir)? {
            let (checked, files) = files::load_with_files(&folder.path)?;
            let (clinic, version) = (checked.list.code().to_owned(), checked.list.version().to_owned());
            lists.push(KeptList { clinic, version, files });
        }
        let published = self.database.with(async |store| publish(store, lists).await)?;
        for Published {
            clinic,
            number,
            version,
            ..
        } in published
        {
            writeln!(
                io::stdout(),
                "{clinic}: version {version} is published (number {number})"
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn publish(store: &Store, lists: Vec<KeptList>) -> anyhow::Result<Vec<Published>> {
    let mut published = Vec::new();
    for list in lists {
        published.push(
            store
                .publish(Publishing {
                    list,
                    at: Timestamp::now(),
                    by: "command line".to_owned(),
                    instead_of: None,
                    idempotency: None,
                })
                .await?,
        );
    }
    Ok(published)
}
