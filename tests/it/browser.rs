//! The pages in a real browser: `npm test` of tests/web, where Chromium, node and its packages are installed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::binary::repository;

#[test]
fn pages_in_a_real_browser_where_one_is_installed() {
    if let Some(missing) = missing() {
        assert!(std::env::var_os("CI").is_none(), "the pages can't be tried: {missing}");
        let message = format!("LEFT OUT: the pages in a real browser: {missing}\n");
        std::io::stderr().write_all(message.as_bytes()).unwrap();
        return;
    }
    let tests = Command::new("npm")
        .args(["test", "--silent"])
        .current_dir(repository("tests/web"))
        .env("MESOQUOTE_BINARY", env!("CARGO_BIN_EXE_mesoquote"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&tests.stdout) + String::from_utf8_lossy(&tests.stderr);
    assert!(tests.status.success(), "{told}");
}

/// What has to be installed first.
fn missing() -> Option<&'static str> {
    let browsers = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    if std::env::var_os("CHROMIUM").is_none() && !browsers.iter().any(|path| Path::new(path).exists()) {
        return Some("Chromium is not installed (apt-get install chromium)");
    }
    if !runs("node") || !runs("npm") {
        return Some("node or npm is not installed (apt-get install nodejs npm)");
    }
    if !repository("tests/web/node_modules/playwright-core").exists() {
        return Some("packages are not installed (npm --prefix tests/web ci)");
    }
    None
}

fn runs(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
