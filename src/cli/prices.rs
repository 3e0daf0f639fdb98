use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::files::{self, LoadError};
use crate::http::Clinics;

/// Where price lists are looked for when nobody says.
const USUAL: &str = "pricing";

/// Where the price lists are.
#[derive(Args, Debug)]
pub(super) struct PricesArg {
    /// A folder with a clinic.toml, or a folder of such folders [default: pricing, else the sample list within]
    #[arg(long, value_name = "DIR", env = "MESOQUOTE_PRICES")]
    prices: Option<PathBuf>,
}

impl PricesArg {
    /// The folder that was named, or the usual one where it is there. Without either the sample list that is compiled
    /// in is used, which is told.
    pub(super) fn folder(&self) -> Option<&Path> {
        let usual = Path::new(USUAL);
        let folder = self.prices.as_deref().or_else(|| usual.is_dir().then_some(usual));
        if folder.is_none() {
            let message = "no price list: there is no folder `pricing` here, and --prices names none; the sample list is \
                           used, whose prices are illustrative";
            anstream::eprintln!("mesoquote: {message}");
        }
        folder
    }

    /// The price lists of all clinics, proven valid.
    pub(super) fn clinics(&self) -> Result<Clinics, LoadError> {
        let Some(folder) = self.folder() else {
            return Ok(Clinics::new(vec![Arc::new(files::embedded()?.list)]));
        };
        let load = |clinic: &files::ClinicFolder| files::load(&clinic.path).map(|checked| Arc::new(checked.list));
        files::clinics(folder)?
            .iter()
            .map(load)
            .collect::<Result<_, _>>()
            .map(Clinics::new)
    }
}
