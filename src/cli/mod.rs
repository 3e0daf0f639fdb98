//! The command line: one file a sub-command. Wires everything together.
//!
//! Data goes to standard output, messages to standard error. Exit status: 0 done; 1 the price list has errors or the
//! request was refused; 2 wrong usage or a system error. A closed pipe is not an error.

mod batch;
mod check;
mod completions;
mod database;
mod diff;
mod estimate;
mod export;
mod import;
mod keys;
mod openapi;
mod page;
mod prices;
mod publish;
mod serve;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;

use self::prices::PricesArg;
use crate::files::LoadError;

/// Prices courses of mesotherapy and related treatments from a clinic's own tables.
#[derive(Parser, Debug)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Estimate(estimate::Estimate),
    Batch(batch::Batch),
    Check(check::Check),
    Diff(diff::Diff),
    Serve(serve::Serve),
    Openapi(openapi::Openapi),
    Keys(keys::Keys),
    Publish(publish::Publish),
    Export(export::Export),
    Import(import::Import),
    Completions(completions::Completions),
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Estimate(command) => command.run(),
        Command::Batch(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Openapi(command) => command.run(),
        Command::Keys(command) => command.run(),
        Command::Publish(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    done.unwrap_or_else(|error| failed(&error))
}

/// Reads a day of the calendar.
fn day(text: &str) -> Result<Date, &'static str> {
    text.parse()
        .map_err(|_| "write a day of the calendar as YYYY-MM-DD, such as 2026-11-23")
}

/// The exit status of a failure, which is told on standard error.
fn failed(error: &anyhow::Error) -> ExitCode {
    let is_closed_pipe = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    if error
        .chain()
        .filter_map(|cause| cause.downcast_ref())
        .any(is_closed_pipe)
    {
        return ExitCode::SUCCESS;
    }
    anstream::eprintln!("mesoquote: {error:#}");
    let is_refused = matches!(error.downcast_ref(), Some(LoadError::Refused(_)));
    if is_refused {
        ExitCode::from(1)
    } else {
        ExitCode::from(2)
    }
}
