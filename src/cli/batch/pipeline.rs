//! Lines in, lines out, in the same order, on all cores, in bounded memory.
//!
//! The reader deals blocks of lines to the workers in turn, the writer collects their answers in the same turn. Every
//! queue is short, so a slow writer holds up the reader instead of filling the memory.

use std::io::{self, BufRead, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// A block is passed on when it holds so many bytes.
const BLOCK_BYTES: usize = 64 * 1024;
/// Blocks that wait for a worker, or for the writer.
const BLOCKS_WAITING: usize = 2;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Lines that are answered together, each with its line break.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// Where each line ends in `bytes`; one too long to be kept is `None`.
    lines: Vec<Line>,
}

/// One line of a block.
#[derive(Clone, Copy)]
enum Line {
    /// It ends here in the block's bytes.
    Until(usize),
    /// It was longer than a line may be, and was passed over.
    TooLong,
}

/// What is asked for an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked<'a> {
    /// A line without its line break.
    Line(&'a [u8]),
    /// A line longer than a line may be.
    TooLong,
}

/// Answers every line of `input` that isn't blank on `output`, a line each, in the same order.
///
/// `answer` writes the answer to a line, without a line break. `progress` is told the bytes read since the last time.
pub(super) fn run(
    input: impl BufRead,
    output: impl Write + Send,
    line_bytes_max: usize,
    answer: impl Fn(Asked<'_>, &mut Vec<u8>) + Sync,
    progress: impl FnMut(u64),
) -> io::Result<()> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let mut to_workers = Vec::new();
        let mut from_workers = Vec::new();
        for _ in 0..workers {
            let (blocks_in, blocks) = sync_channel::<Block>(BLOCKS_WAITING);
            let (answers, answers_out) = sync_channel::<Vec<u8>>(BLOCKS_WAITING);
            let answer = &answer;
            scope.spawn(move || work(&blocks, &answers, answer));
            to_workers.push(blocks_in);
            from_workers.push(answers_out);
        }
        let writer = scope.spawn(move || write(&from_workers, output));
        let read = deal(input, &to_workers, line_bytes_max, progress);
        drop(to_workers);
        let written = writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the writer stopped")));
        written.and(read)
    })
}

/// Reads blocks and deals them in turn, until the input ends or the workers are gone.
fn deal(
    mut input: impl BufRead,
    to_workers: &[SyncSender<Block>],
    line_bytes_max: usize,
    mut progress: impl FnMut(u64),
) -> io::Result<()> {
    // Some editors begin a file with it.
    if input.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        input.consume(BYTE_ORDER_MARK.len());
    }
    for worker in to_workers.iter().cycle() {
        let (block, read) = read_block(&mut input, line_bytes_max)?;
        progress(read);
        if read == 0 || worker.send(block).is_err() {
            break;
        }
    }
    Ok(())
}

/// Reads whole lines until a block is full or the input ends; says how many bytes that were.
fn read_block(input: &mut impl BufRead, line_bytes_max: usize) -> io::Result<(Block, u64)> {
    let mut block = Block {
        bytes: Vec::with_capacity(BLOCK_BYTES * 2),
        lines: Vec::new(),
    };
    let mut read = 0;
    while block.bytes.len() < BLOCK_BYTES {
        let start = block.bytes.len();
        let limit = u64::try_from(line_bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        let taken = io::Read::take(&mut *input, limit).read_until(b'\n', &mut block.bytes)?;
        if taken == 0 {
            break;
        }
        read += u64::try_from(taken).unwrap_or_default();
        let is_whole = block.bytes.ends_with(b"\n") || taken <= line_bytes_max;
        if is_whole {
            block.lines.push(Line::Until(block.bytes.len()));
        } else {
            block.bytes.truncate(start);
            block.lines.push(Line::TooLong);
            read += u64::try_from(input.skip_until(b'\n')?).unwrap_or_default();
        }
    }
    Ok((block, read))
}

fn work(blocks: &Receiver<Block>, answers: &SyncSender<Vec<u8>>, answer: &impl Fn(Asked<'_>, &mut Vec<u8>)) {
    for block in blocks {
        let mut out = Vec::with_capacity(block.bytes.len() * 8);
        block.answer(&mut out, answer);
        if answers.send(out).is_err() {
            break;
        }
    }
}

impl Block {
    fn answer(&self, out: &mut Vec<u8>, answer: &impl Fn(Asked<'_>, &mut Vec<u8>)) {
        let mut start = 0;
        for line in &self.lines {
            let asked = match *line {
                Line::TooLong => Asked::TooLong,
                Line::Until(end) => {
                    let line = self.bytes[start..end].trim_ascii();
                    start = end;
                    Asked::Line(line)
                }
            };
            if asked != Asked::Line(b"") {
                answer(asked, out);
                out.push(b'\n');
            }
        }
    }
}

/// Collects answers in the turn in which blocks were dealt.
fn write(from_workers: &[Receiver<Vec<u8>>], mut output: impl Write) -> io::Result<()> {
    for worker in from_workers.iter().cycle() {
        let Ok(answers) = worker.recv() else { break };
        output.write_all(&answers)?;
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo(input: &str, line_bytes_max: usize) -> String {
        let mut output = Vec::new();
        let answer = |asked: Asked<'_>, out: &mut Vec<u8>| match asked {
            Asked::Line(line) => out.extend_from_slice(line),
            Asked::TooLong => out.extend_from_slice(b"too long"),
        };
        run(input.as_bytes(), &mut output, line_bytes_max, answer, |_| {}).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn answers_stand_in_the_order_of_their_lines() {
        let lines: String = (0..200_000).map(|n| n.to_string() + "\n").collect();
        assert!(echo(&lines, 100) == lines, "the order changed");
    }

    #[test]
    fn blank_lines_are_skipped_and_the_last_line_break_may_be_missing() {
        assert_eq!(echo("a\r\n\n   \nb", 100), "a\nb\n");
        assert_eq!(echo("", 100), "");
        assert_eq!(echo("\u{feff}a\nb", 100), "a\nb\n", "a byte-order mark is skipped");
    }

    #[test]
    fn a_line_too_long_is_answered_and_the_next_ones_too() {
        let long = "x".repeat(1000);
        assert_eq!(
            echo(&format!("a\n{long}\nb\n12345\n123456"), 5),
            "a\ntoo long\nb\n12345\ntoo long\n"
        );
    }

    #[test]
    fn a_writer_that_fails_ends_the_run_with_its_error() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let lines = "1\n".repeat(1_000_000);
        let answer = |_: Asked<'_>, out: &mut Vec<u8>| out.push(b'x');
        let ended = run(lines.as_bytes(), Closed, 100, answer, |_| {});
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
