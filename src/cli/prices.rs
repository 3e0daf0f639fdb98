use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::files::{self, ClinicFolder, LoadError};
use crate::http::{Clinic, Clinics};
use crate::tables::Checked;

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
    /// Whether a folder was named.
    pub(super) fn is_given(&self) -> bool {
        self.prices.is_some()
    }

    /// The folder that was named, or the usual one where it is there.
    pub(super) fn there(&self) -> Option<&Path> {
        let usual = Path::new(USUAL);
        self.prices.as_deref().or_else(|| usual.is_dir().then_some(usual))
    }

    /// The same. Without either the sample list that is compiled
    /// in is used, which is told.
    pub(super) fn folder(&self) -> Option<&Path> {
        let folder = self.there();
        if folder.is_none() {
            let message = "no price list: there is no folder `pricing` here, and --prices names none; the sample list is \
                           used, whose prices are illustrative";
            anstream::eprintln!("mesoquote: {message}");
        }
        folder
    }

    /// All clinics, each with its price list proven valid.
    pub(super) fn clinics(&self) -> Result<Clinics, LoadError> {
        let clinic = |checked: Checked| Arc::new(Clinic::new(checked.list));
        let Some(folder) = self.folder() else {
            return Ok(Clinics::new(vec![clinic(files::embedded()?)]));
        };
        let load = |folder: &ClinicFolder| files::load(&folder.path).map(clinic);
        let clinics = files::clinics(folder)?.iter().map(load).collect::<Result<_, _>>()?;
        Ok(Clinics::new(clinics))
    }
}
