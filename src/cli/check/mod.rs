//! `mesoquote check`: reads price lists and reports every error and warning.

mod grid;
mod json;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::files::{self, ClinicFolder, LoadError};
use crate::price_list::PriceList;
use crate::tables::{Checked, Code, Diagnostic, Palette, Report};

/// Reads a price list and reports every error and warning.
///
/// Each one is told as `FILE:LINE:COLUMN` with the source line, a caret and a hint. Exit status: 0 without errors,
/// 1 with errors, 2 where the files can't be read.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// A folder with a clinic.toml, or a folder of such folders.
    #[arg(value_name = "DIR", env = "MESOQUOTE_PRICES", default_value = "pricing")]
    dir: PathBuf,
    /// Print JSON.
    #[arg(long, env = "MESOQUOTE_JSON")]
    json: bool,
    /// List every treatment, area and number of sessions that can't be priced on a date.
    #[arg(long, env = "MESOQUOTE_GRID")]
    grid: bool,
    /// The date of the grid; today at the clinic where it is not given.
    #[arg(long, value_name = "DATE", value_parser = super::day, env = "MESOQUOTE_ON")]
    on: Option<Date>,
}

/// One price list and what became of it.
struct Outcome {
    folder: ClinicFolder,
    loaded: Result<Checked, Report>,
}

impl Check {
    /// A check of one folder, without a grid.
    pub(super) fn of(dir: &Path, json: bool) -> Self {
        Self {
            dir: dir.to_owned(),
            json,
            grid: false,
            on: None,
        }
    }

    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let outcomes = outcomes(&self.dir)?;
        let report = if self.json {
            json::report(&outcomes, self)?
        } else {
            report(&outcomes, self)?
        };
        let mut out = anstream::stdout().lock();
        out.write_all(report.as_bytes())?;
        out.flush()?;
        let is_good = outcomes.iter().all(|outcome| outcome.loaded.is_ok());
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn outcomes(dir: &Path) -> Result<Vec<Outcome>, LoadError> {
    let outcomes = files::clinics(dir)?
        .into_iter()
        .map(|folder| match files::load(&folder.path) {
            Ok(checked) => Ok(Outcome {
                folder,
                loaded: Ok(checked),
            }),
            Err(LoadError::Refused(report)) => Ok(Outcome {
                folder,
                loaded: Err(report),
            }),
            Err(error) => Err(error),
        });
    outcomes.collect()
}

/// The reports of all lists, each with a last line that counts.
fn report(outcomes: &[Outcome], args: &Check) -> anyhow::Result<String> {
    let mut text = String::new();
    for outcome in outcomes {
        let path = prefix(&outcome.folder.path);
        for diagnostics in outcome.in_order() {
            show(diagnostics, &path, &mut text)?;
        }
        if let (true, Ok(checked)) = (args.grid, &outcome.loaded) {
            grid::show(&checked.list, args.day(&checked.list), &mut text)?;
        }
        writeln!(text, "{}", outcome.counts())?;
    }
    Ok(text)
}

/// Problems of one kind in one column that are shown; the others are counted. JSON has them all.
const SHOWN_MAX: usize = 5;

fn show(diagnostics: &[Diagnostic], path: &str, text: &mut String) -> std::fmt::Result {
    let mut kinds: Vec<(&Diagnostic, usize)> = Vec::new();
    for diagnostic in diagnostics {
        let known = kinds.iter().position(|(kind, _)| kind.is_like(diagnostic));
        let at = known.unwrap_or(kinds.len());
        if known.is_none() {
            kinds.push((diagnostic, 0));
        }
        let Some((_, seen)) = kinds.get_mut(at) else {
            continue;
        };
        *seen += 1;
        if *seen <= SHOWN_MAX {
            writeln!(text, "{}", diagnostic.shown(path, &Palette::COLOURED))?;
        }
    }
    for (kind, seen) in kinds.into_iter().filter(|(_, seen)| *seen > SHOWN_MAX) {
        let column = kind
            .about()
            .map_or_else(String::new, |name| format!(" in column {name}"));
        let more = seen - SHOWN_MAX;
        writeln!(
            text,
            "{path}{}: and {more} more {} like this{column}\n",
            kind.file, kind.code
        )?;
    }
    Ok(())
}

/// What goes before a file's name, so that editors find it: nothing for the folder one is in.
pub(super) fn prefix(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let path = path.display().to_string();
    match path.as_str() {
        "" => path,
        path if path.ends_with('/') => path.to_owned(),
        path => format!("{path}/"),
    }
}

impl Check {
    /// The date of the grid.
    fn day(&self, list: &PriceList) -> Date {
        self.on
            .unwrap_or_else(|| Timestamp::now().to_zoned(list.clinic().time_zone.clone()).date())
    }
}

impl Outcome {
    fn errors(&self) -> &[Diagnostic] {
        self.loaded.as_ref().err().map_or(&[], |report| &report.errors)
    }

    fn warnings(&self) -> &[Diagnostic] {
        match &self.loaded {
            Ok(checked) => &checked.warnings,
            Err(report) => &report.warnings,
        }
    }

    /// Causes before consequences: where only the clinic's own checks fail, warnings may say why.
    fn in_order(&self) -> [&[Diagnostic]; 2] {
        let (errors, warnings) = (self.errors(), self.warnings());
        let is_check = |error: &Diagnostic| matches!(error.code, Code::UnexpectedTotal | Code::ExpectedRefused);
        if errors.iter().all(is_check) {
            [warnings, errors]
        } else {
            [errors, warnings]
        }
    }

    fn version(&self) -> &str {
        match &self.loaded {
            Ok(checked) => checked.list.version(),
            Err(report) => &report.version,
        }
    }

    /// `pricing: 2 errors, 1 warning: the list is refused`
    fn counts(&self) -> String {
        let verdict = match &self.loaded {
            Ok(_) => format!("the list is good, version {}", self.version()),
            Err(_) => "the list is refused".to_owned(),
        };
        let errors = counted(self.errors(), "error");
        let warnings = counted(self.warnings(), "warning");
        format!("{}: {errors}, {warnings}: {verdict}", self.folder.path.display())
    }
}

/// Problems beyond those that are reported are counted too.
fn counted(diagnostics: &[Diagnostic], word: &str) -> String {
    match diagnostics.iter().map(Diagnostic::count).sum::<usize>() {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
