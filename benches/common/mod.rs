//! What the benches share: times taken by turns, and the peak memory of a process.

#![expect(dead_code, reason = "each bench uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running process is asked for its memory. What it says is the most it ever had.
const MEMORY_INTERVAL: Duration = Duration::from_millis(20);

/// A path inside the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// One side of a comparison.
pub(crate) struct Side<'a> {
    call: Box<dyn FnMut() + 'a>,
    times: Vec<Duration>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(call: impl FnMut() + 'a) -> Self {
        Self {
            call: Box::new(call),
            times: Vec::new(),
        }
    }
}

/// The median time of each side. They are called by turns, so that whatever else the machine does hits all alike.
pub(crate) fn medians(rounds: usize, mut sides: Vec<Side<'_>>) -> Vec<Duration> {
    for _ in 0..rounds {
        for side in &mut sides {
            let start = Instant::now();
            (side.call)();
            side.times.push(start.elapsed());
        }
    }
    sides.into_iter().map(|side| median(side.times)).collect()
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// `3.25` for 13 of 4.
pub(crate) fn ratio(one: Duration, other: Duration) -> String {
    hundredths(one.as_nanos(), other.as_nanos())
}

/// A quotient with two decimals.
pub(crate) fn hundredths(dividend: u128, divisor: u128) -> String {
    let quotient = dividend * 100 / divisor.max(1);
    format!("{}.{:02}", quotient / 100, quotient % 100)
}

/// The most memory that a process had so far, in KiB; `None` where the system doesn't say.
pub(crate) fn memory_peak_kib(process: &str) -> Option<u64> {
    told_kib(process, "VmHWM:")
}

/// The memory that a process has now, in KiB.
pub(crate) fn memory_kib(process: &str) -> Option<u64> {
    told_kib(process, "VmRSS:")
}

fn told_kib(process: &str, what: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// A finished process.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) time: Duration,
    pub(crate) memory_peak_kib: u64,
}

/// Runs a command to its end and watches its memory.
pub(crate) fn watch(command: &mut Command) -> Finished {
    let start = Instant::now();
    let child = command.spawn().expect("the command starts");
    let watched = child.id().to_string();
    let waiting = thread::spawn(move || end_of(child, start));
    let mut memory_peak = 0;
    while !waiting.is_finished() {
        memory_peak = memory_peak_kib(&watched).unwrap_or_default().max(memory_peak);
        thread::sleep(MEMORY_INTERVAL);
    }
    let (status, time) = waiting.join().expect("waiting ends");
    Finished {
        status,
        time,
        memory_peak_kib: memory_peak,
    }
}

fn end_of(mut child: Child, start: Instant) -> (ExitStatus, Duration) {
    let status = child.wait().expect("the process ends");
    (status, start.elapsed())
}

/// This program once more, to do a part in a process of its own.
pub(crate) fn this_program(part: &str, file: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg(part).arg(file);
    command
}

/// A command without settings from the environment it is run in.
pub(crate) fn mesoquote() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mesoquote"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MESOQUOTE_")) {
        command.env_remove(name);
    }
    command
}
