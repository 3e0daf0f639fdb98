//! Runs the program itself.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A path inside the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The program, without settings from the environment it is run in.
pub fn mesoquote() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mesoquote"));
    let settings = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MESOQUOTE_"));
    for (name, _) in settings {
        command.env_remove(name);
    }
    command.current_dir(repository(""));
    command
}

/// Runs the program with arguments and standard input to its end.
pub fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = mesoquote();
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A program that refuses its arguments does not read its input: a closed pipe is fine here.
    let _ = writer.join().unwrap();
    output
}
