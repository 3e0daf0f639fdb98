//! Which price lists a command works on, and reading them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::files::{self, LoadError};
use crate::price_list::PriceList;
use crate::tables::{Checked, Palette, Report};

/// Where the price lists are where no folder is named.
const USUAL: &str = "pricing";

/// Where the price lists are.
#[derive(Args, Clone, Debug)]
pub struct PricesArg {
    /// A folder with a clinic.toml, or a folder of such folders [default: pricing, else the sample that is built in].
    #[arg(long, value_name = "DIR", env = "MESOQUOTE_PRICES")]
    prices: Option<PathBuf>,
}

impl PricesArg {
    /// The folder; `None` where none is named and the usual one is not there: the built-in sample is used then.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let usual = || Path::new(USUAL).exists().then(|| USUAL.into());
        self.prices.clone().or_else(usual)
    }
}

/// The price lists have errors, which standard error was told.
#[derive(Debug)]
pub(super) struct Refused;

/// Reads every price list in a folder, or the built-in one. Where one is refused, all that is wrong is told.
///
/// # Errors
/// Where files can't be read.
pub(super) fn load_all(folder: Option<&Path>) -> anyhow::Result<Result<Vec<PriceList>, Refused>> {
    let Some(folder) = folder else {
        tell(&format!(
            "no folder `{USUAL}` here: working on the sample price list that is built in"
        ));
        let sample = files::built_in()?;
        return Ok(Ok(vec![sample.list]));
    };
    let (mut lists, mut is_refused) = (Vec::new(), false);
    for clinic in files::clinics(folder)? {
        match files::load(&clinic.path) {
            Ok(Checked { list, .. }) => lists.push(list),
            Err(LoadError::Refused(report)) => {
                tell_report(&clinic.path, &report);
                is_refused = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(if is_refused { Err(Refused) } else { Ok(lists) })
}

fn tell_report(folder: &Path, report: &Report) {
    let mut stderr = anstream::stderr().lock();
    let folder = folder.display().to_string();
    for error in &report.errors {
        // There is nobody to tell that nobody can be told.
        let _ = writeln!(stderr, "{}\n", error.shown(&folder, &Palette::COLOURED));
    }
    let _ = writeln!(
        stderr,
        "the price list in {folder} is refused: {} errors",
        report.errors.len()
    );
}

fn tell(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}
