//! `mesoquote diff`: what a change of price list does.

mod text;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::check::Check;
use super::estimate::paper;
use crate::estimate::changes::{changes, days_with_other_changes};
use crate::files::{self, LoadError};
use crate::http::wire::{Compared, PriceListChanges};
use crate::price_list::{Language, PriceList};
use crate::tables::{Checked, Diagnostic};

/// Says what a change of price list does: every course whose total moves, and by how much.
///
/// A course is looked at as it is quoted on its own by the staff, without promo code and without optional extras.
/// Courses that are sold no more or for the first time are named, longer courses that are cheaper now, and new warnings.
/// Exit status: 0 done; 1 a list has errors, which are reported as by check; 2 where the files can't be read.
#[derive(Args, Debug)]
pub(super) struct Diff {
    /// The folder of the price list before
    old: PathBuf,
    /// The folder of the price list after
    new: PathBuf,
    /// The day to look at [default: today at the clinic]
    #[arg(long, value_name = "DATE", value_parser = super::day, env = "MESOQUOTE_ON")]
    on: Option<Date>,
    /// Print JSON
    #[arg(long, env = "MESOQUOTE_JSON")]
    json: bool,
}

impl Diff {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut checked = Vec::new();
        for dir in [&self.old, &self.new] {
            match files::load(&folder(dir)?) {
                Ok(list) => checked.push(list),
                Err(LoadError::Refused(_)) => return Check::of(dir, self.json).run(),
                Err(error) => return Err(error.into()),
            }
        }
        let [old, new] = checked.as_slice() else {
            return Err(anyhow!("two price lists are compared"));
        };
        let told = self.told(old, new)?;
        let mut out = anstream::stdout().lock();
        out.write_all(told.as_bytes()).context("writing the changes")?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, old: &Checked, new: &Checked) -> anyhow::Result<String> {
        let changes = changes(&old.list, &new.list, self.day(&new.list));
        let later = days_with_other_changes(&old.list, &new.list, &changes);
        let compared = Compared {
            old: &old.list,
            new: &new.list,
            changes: &changes,
            warnings: &Diagnostic::not_among(&new.warnings, &old.warnings),
            later: &later,
            language: Language::FIRST,
        };
        if self.json {
            return Ok(serde_json::to_string_pretty(&PriceListChanges::new(compared))? + "\n");
        }
        Ok(text::told(compared, &self.new, paper()))
    }

    fn day(&self, list: &PriceList) -> Date {
        self.on
            .unwrap_or_else(|| Timestamp::now().to_zoned(list.clinic().time_zone.clone()).date())
    }
}

/// The one price list in a folder.
fn folder(dir: &Path) -> anyhow::Result<PathBuf> {
    let mut clinics = files::clinics(dir)?;
    match (clinics.pop(), clinics.as_slice()) {
        (Some(only), []) => Ok(only.path),
        (last, _) => {
            let example = last.map_or_else(PathBuf::new, |clinic| clinic.path);
            Err(anyhow!(
                "{}: several price lists are here: name one of them, such as {}",
                dir.display(),
                example.display()
            ))
        }
    }
}
