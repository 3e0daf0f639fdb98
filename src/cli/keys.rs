use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::database::DatabaseArg;
use crate::store::{Error, StaffKey};

/// Characters of a name.
const NAME_MAX: usize = 100;

/// Makes, lists and revokes the keys with which the staff's programs show who they are.
#[derive(Args, Debug)]
pub(super) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Makes a key and prints it. It is shown this once; only a digest of it is kept.
    Add {
        /// Who holds it, as quotes name it: "Front desk 1".
        name: String,
        #[command(flatten)]
        database: DatabaseArg,
    },
    /// Lists all keys: name, when it was made, when it was revoked.
    List {
        #[command(flatten)]
        database: DatabaseArg,
    },
    /// Revokes a key, which counts no more from then on.
    Revoke {
        /// Who holds it.
        name: String,
        #[command(flatten)]
        database: DatabaseArg,
    },
}

impl Keys {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.what {
            What::Add { name, database } => add(name, database)?,
            What::List { database } => list(database)?,
            What::Revoke { name, database } => revoke(name, database)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn add(name: &str, database: &DatabaseArg) -> anyhow::Result<()> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        bail!("the name of a key is 1 to {NAME_MAX} characters on one line, such as \"Front desk 1\"");
    }
    let secret = database.with(async |store| {
        let made = store.add_staff_key(name, Timestamp::now()).await;
        made.with_context(|| format!("a key for \"{name}\" was not made"))
    })?;
    anstream::eprintln!("a key for \"{name}\"; keep it safe, it is not shown again:");
    writeln!(io::stdout(), "{}", secret.reveal())?;
    Ok(())
}

fn list(database: &DatabaseArg) -> anyhow::Result<()> {
    let keys = database.with_existing(async |store| Ok(store.staff_keys().await?))?;
    let width = keys
        .iter()
        .map(|key| key.name.chars().count())
        .max()
        .unwrap_or_default();
    let mut output = io::stdout().lock();
    for key in &keys {
        writeln!(output, "{:width$}  {}", key.name, dates(key))?;
    }
    if keys.is_empty() {
        anstream::eprintln!("there are no keys; mesoquote keys add NAME makes one");
    }
    Ok(())
}

/// To the second: the rest tells nobody anything.
fn dates(key: &StaffKey) -> String {
    let made = format!("made {:.0}", key.created_at);
    key.revoked_at
        .map_or(made.clone(), |at| format!("{made}  revoked {at:.0}"))
}

fn revoke(name: &str, database: &DatabaseArg) -> anyhow::Result<()> {
    database.with_existing(async |store| {
        let revoked = store.revoke_staff_key(name.trim(), Timestamp::now()).await;
        match revoked {
            Err(Error::NotFound) => bail!("no key of \"{name}\" counts: mesoquote keys list shows all"),
            revoked => Ok(revoked?),
        }
    })?;
    anstream::eprintln!("the key of \"{name}\" counts no more");
    Ok(())
}
