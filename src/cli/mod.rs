//! The command line: one file a sub-command. Wires everything together.
//!
//! Data goes to standard output, messages to standard error. Exit status: 0 done; 1 the price list has errors or the
//! request was refused; 2 wrong usage or a system error. A closed pipe is not an error.

mod batch;
mod openapi;
mod prices;
mod serve;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use prices::PricesArg;

/// Prices courses of mesotherapy and related treatments from a clinic's own tables.
#[derive(Parser, Debug)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serves the HTTP API.
    Serve(serve::ServeArgs),
    /// Prints the description of the HTTP API, OpenAPI 3.1.
    Openapi,
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Openapi => openapi::run().map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| exit_code(&error))
}

/// The exit status of an error, which standard error is told. A closed pipe is none.
fn exit_code(error: &anyhow::Error) -> ExitCode {
    let is_closed_pipe = error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
    if is_closed_pipe {
        return ExitCode::SUCCESS;
    }
    // There is nobody to tell that nobody can be told.
    let _ = writeln!(io::stderr(), "mesoquote: {error:#}");
    ExitCode::from(2)
}
