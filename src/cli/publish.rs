use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
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
    /// The clinic whose list it is [default: the folder's name]
    #[arg(long, value_name = "CODE", env = "MESOQUOTE_CLINIC")]
    clinic: Option<String>,
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
        if let Some(code) = &self.clinic {
            let [list] = &mut lists[..] else {
                bail!(
                    "--clinic names the clinic of one price list: {} holds {}",
                    self.dir.display(),
                    lists.len()
                );
            };
            list.clinic.clone_from(code);
        }
        let published = self.database.with(async |store| {
            if let ([list], None) = (&lists[..], &self.clinic) {
                refuse_stranger(store, list).await?;
            }
            publish(store, lists).await
        })?;
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

/// A folder of another name than the clinic's is mostly the clinic's next list, and no clinic of its own.
async fn refuse_stranger(store: &Store, list: &KeptList) -> anyhow::Result<()> {
    let known = store.published().await?;
    let Some(first) = known
        .first()
        .filter(|_| known.iter().all(|published| published.clinic != list.clinic))
    else {
        return Ok(());
    };
    let (new, known) = (&list.clinic, &first.clinic);
    bail!(
        "nothing is published: {new} would be a clinic of its own beside {known}, and from then on requests would have to name \
         one. Write --clinic {known} where this is the next list of {known}, or --clinic {new} where it is another clinic"
    )
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
