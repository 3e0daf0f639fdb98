use anyhow::{Context, bail};
use clap::Args;

use crate::store::{Location, Store};

/// Where quotes, staff keys and published price lists are kept.
#[derive(Args, Debug)]
pub(super) struct DatabaseArg {
    // Read by ourselves: what clap says of a value that it does not take would show a password.
    #[arg(
        long,
        help = "sqlite:FILE, which is made where there is none, or postgres://USER:PASSWORD@HOST/DATABASE",
        value_name = "URL",
        env = "MESOQUOTE_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:mesoquote.db"
    )]
    database: Url,
}

/// An address that may hold a password.
#[derive(Clone)]
struct Url(String);

impl Url {
    fn has_password(&self) -> bool {
        let address = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let user = address.rsplit_once('@').map_or("", |(user, _)| user);
        user.contains(':') || address.contains("password=")
    }

    /// Whether it was given on the command line, not in the environment.
    fn is_argument(&self) -> bool {
        let arguments = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
        arguments.into_iter().any(|argument| argument.ends_with(&self.0))
    }
}

impl From<&str> for Url {
    fn from(url: &str) -> Self {
        Self(url.to_owned())
    }
}

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Url(…)")
    }
}

impl DatabaseArg {
    /// Where it is.
    pub(super) fn location(&self) -> anyhow::Result<Location> {
        if self.database.has_password() && self.database.is_argument() {
            anstream::eprintln!(
                "mesoquote: the password of the database stands in the list of processes, where others on this machine can \
                 read it: give the address as MESOQUOTE_DATABASE"
            );
        }
        let location: Location = self.database.0.parse().context("--database")?;
        if location.is_in_the_clear() {
            anstream::eprintln!(
                "mesoquote: whoever is between this machine and the database reads along: write ?sslmode=require at the \
                 end of its address"
            );
        }
        if let Location::Sqlite(file) = &location
            && let Some(folder) = file.parent()
            && !folder.as_os_str().is_empty()
            && !folder.exists()
        {
            let folder = folder.display();
            bail!("--database: there is no folder {folder}: make it, or name a file elsewhere");
        }
        Ok(location)
    }

    /// Opens the store.
    pub(super) async fn open(&self) -> anyhow::Result<Store> {
        let location = self.location()?;
        Store::open(&location).await.with_context(|| location.to_string())
    }

    /// The same with a store that is there already: a mistyped file is not made.
    pub(super) fn with_existing<T>(&self, run: impl AsyncFnOnce(&Store) -> anyhow::Result<T>) -> anyhow::Result<T> {
        if let Ok(Location::Sqlite(file)) = self.database.0.parse()
            && !file.exists()
        {
            let file = file.display();
            bail!("there is no database {file}: name it with --database, as `mesoquote serve` does, which made it");
        }
        self.with(run)
    }

    /// Opens the store and does something with it.
    pub(super) fn with<T>(&self, run: impl AsyncFnOnce(&Store) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        runtime.context("the program could not be started")?.block_on(async {
            let store = self.open().await?;
            run(&store).await
        })
    }
}
