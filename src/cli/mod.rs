//! The command line: one file a sub-command. Wires everything together.
//!
//! Data goes to standard output, messages to standard error. Exit status: 0 done; 1 the price list has errors or the
//! request was refused; 2 wrong usage or a system error. A closed pipe is not an error.

mod batch;
mod check;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Prices courses of mesotherapy and related treatments from a clinic's own tables.
#[derive(Parser, Debug)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(check::CheckArgs),
}

/// Where the price lists are.
#[derive(Args, Debug)]
pub struct PricesArg {
    /// A folder with a clinic.toml, or a folder of such folders.
    #[arg(long, value_name = "DIR", env = "MESOQUOTE_PRICES", default_value = "pricing")]
    prices: PathBuf,
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match &cli.command {
        Command::Check(args) => check::run(args),
    };
    outcome.unwrap_or_else(|error| {
        anstream::eprintln!("mesoquote: {error:#}");
        ExitCode::from(2)
    })
}
