//! Times by turns, so that whatever else the machine does hits all sides alike.

use std::time::{Duration, Instant};

const ROUNDS: usize = 201;
const ROUND: Duration = Duration::from_millis(2);

/// One side of a comparison.
pub struct Row<'a> {
    name: &'a str,
    call: Box<dyn FnMut() -> bool + 'a>,
    nanoseconds: Vec<u128>,
}

impl<'a> Row<'a> {
    /// `call` says whether it got an answer.
    pub fn new(name: &'a str, call: impl FnMut() -> bool + 'a) -> Self {
        Self {
            name,
            call: Box::new(call),
            nanoseconds: Vec::with_capacity(ROUNDS),
        }
    }

    /// How often the call fits into a round.
    fn calls_in_round(&mut self) -> u32 {
        let start = Instant::now();
        let mut calls = 0;
        while start.elapsed() < ROUND * 10 {
            assert!((self.call)(), "{} gave no answer", self.name);
            calls += 1;
        }
        (calls / 10).max(1)
    }

    fn round(&mut self, calls: u32) {
        let start = Instant::now();
        for _ in 0..calls {
            assert!((self.call)(), "{} gave no answer", self.name);
        }
        self.nanoseconds.push(start.elapsed().as_nanos() / u128::from(calls));
    }

    fn median(&mut self) -> u128 {
        self.nanoseconds.sort_unstable();
        self.nanoseconds.get(ROUNDS / 2).copied().unwrap_or_default()
    }
}

/// Times all rows by turns and prints them with their ratio to the first.
pub fn compare(rows: &mut [Row<'_>]) {
    let calls: Vec<u32> = rows.iter_mut().map(Row::calls_in_round).collect();
    for _ in 0..ROUNDS {
        for (row, calls) in rows.iter_mut().zip(&calls) {
            row.round(*calls);
        }
    }
    let medians: Vec<u128> = rows.iter_mut().map(Row::median).collect();
    for (row, median) in rows.iter().zip(&medians) {
        let tenths = median * 10 / medians[0].max(1);
        println!(
            "  {:<44} {median:>8} ns  {:>5}.{} x",
            row.name,
            tenths / 10,
            tenths % 10
        );
    }
    println!();
}
