//! `mesoquote openapi`: the description of the HTTP API, as it is committed in `openapi.yaml`.

use std::io::Write;

use anyhow::Context;

use crate::http;

/// Prints the document.
pub(super) fn run() -> anyhow::Result<()> {
    let yaml = http::document()
        .to_yaml()
        .context("the document could not be written")?;
    std::io::stdout().lock().write_all(yaml.as_bytes())?;
    Ok(())
}
