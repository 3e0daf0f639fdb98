//! `mesoquote batch`: one JSON estimate request a line in, one JSON answer a line out.

mod pipeline;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use self::pipeline::Asked;
use super::PricesArg;
use crate::http::wire::{self, Problem, kinds};
use crate::http::{Caller, Clinics, Priced};
use crate::price_list::Who;

/// Bytes that a line may have.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// Prices one JSON request a line, on all cores.
///
/// Reads one estimate request a line, as POST /v1/estimates takes it, and writes one answer a line in the same order:
/// the estimate, or {"problem": …}. Blank lines have no answer, and a byte-order mark is skipped. "Today" is taken
/// once. The exit status is 0 when every line got its answer, even where the answer is a problem.
#[derive(Args, Debug)]
pub(super) struct Batch {
    /// The file to read; standard input without one.
    file: Option<PathBuf>,
    #[command(flatten)]
    prices: PricesArg,
}

impl Batch {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let clinics = self.prices.clinics()?;
        let caller = Caller {
            who: Who::Staff,
            now: Timestamp::now(),
            languages: None,
        };
        let answer = |asked: Asked<'_>, out: &mut Vec<u8>| answer(&clinics, caller, asked, out);
        let (input, bytes) = self.input()?;
        let bar = progress_bar(bytes);
        let done = pipeline::run(input, io::stdout(), LINE_BYTES_MAX, answer, |read| bar.inc(read));
        bar.finish_and_clear();
        match done {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("reading or writing lines"),
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    /// What to read, and how many bytes it has where that is known.
    fn input(&self) -> anyhow::Result<(Box<dyn BufRead>, Option<u64>)> {
        let Some(path) = &self.file else {
            return Ok((Box::new(io::stdin().lock()), None));
        };
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let metadata = file.metadata().with_context(|| path.display().to_string())?;
        anyhow::ensure!(
            !metadata.is_dir(),
            "{} is a folder; name a file with one request a line",
            path.display()
        );
        Ok((
            Box::new(BufReader::with_capacity(1 << 20, file)),
            metadata.is_file().then_some(metadata.len()),
        ))
    }
}

/// Shown on standard error where that is a terminal.
fn progress_bar(bytes: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match bytes {
        Some(bytes) => (
            ProgressBar::new(bytes),
            "{wide_bar} {percent} %, {binary_bytes_per_sec}, {eta} left",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {binary_bytes} read, {binary_bytes_per_sec}",
        ),
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn answer(clinics: &Clinics, caller: Caller<'_>, asked: Asked<'_>, out: &mut Vec<u8>) {
    match priced(clinics, caller, asked).and_then(|priced| priced.to_json()) {
        Ok(estimate) => out.extend_from_slice(&estimate),
        Err(problem) => {
            out.extend_from_slice(b"{\"problem\":");
            out.extend_from_slice(&problem.to_json());
            out.push(b'}');
        }
    }
}

fn priced<'a>(clinics: &'a Clinics, caller: Caller<'_>, asked: Asked<'_>) -> Result<Priced<'a>, Box<Problem>> {
    let Asked::Line(line) = asked else {
        let detail = format!("A line has at most {LINE_BYTES_MAX} bytes.");
        return Err(Box::new(Problem::new(&kinds::BODY_TOO_LARGE, detail)));
    };
    Priced::new(clinics, wire::Asked::from_json(line)?, caller)
}
