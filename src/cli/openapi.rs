use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use crate::http;

/// Prints the OpenAPI document of the HTTP API.
#[derive(Args, Debug)]
pub(super) struct Openapi {}

impl Openapi {
    #[expect(clippy::unused_self, reason = "every command runs alike")]
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let document = http::document_yaml().context("the document could not be written")?;
        io::stdout().write_all(document.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
