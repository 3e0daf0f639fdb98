use unicode_width::UnicodeWidthStr;

use super::layout::Style;
use crate::estimate::MoneyRange;
use crate::money::Money;

/// Lines of the chart, without the axis.
const HEIGHT: i128 = 10;
/// Steps in which a block grows.
const EIGHTHS: i128 = 8;
const BLOCKS: [&str; 8] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"];
/// Every so many columns the count is written below.
const TICKS: u8 = 5;

/// Cost by number of sessions: a column for each count, with the range of something else behind them.
pub(super) struct Chart<'a> {
    pub(super) columns: &'a [Column],
    pub(super) band: MoneyRange,
    /// The upper and the lower end of the band, as they are written beside the chart.
    pub(super) band_labels: &'a [String; 2],
}

/// What so many sessions cost.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) sessions: u8,
    pub(super) total: MoneyRange,
    /// Whether the count is asked for.
    pub(super) is_asked: bool,
}

/// A cell of the chart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// So many eighths of it are below the cost.
    Cost(i128),
    /// Between the low end of the cost and the high one.
    Range,
    Band,
    Empty,
}

impl Chart<'_> {
    /// The lines of the chart, the topmost first; none where the paper is too narrow.
    pub(super) fn lines(&self, width: usize, has_blocks: bool) -> Vec<String> {
        let axis = self
            .band_labels
            .iter()
            .map(|label| label.width())
            .max()
            .unwrap_or_default();
        let most = self
            .columns
            .iter()
            .map(|column| column.sessions)
            .max()
            .unwrap_or_default();
        let each = (width.saturating_sub(axis + 2) / usize::from(most.max(1))).min(4);
        if each == 0 {
            return Vec::new();
        }
        let rows = (0..HEIGHT).rev();
        let mut lines: Vec<String> = rows.map(|row| self.line(row, most, (axis, each), has_blocks)).collect();
        lines.push(counts(most, (axis, each), has_blocks));
        lines.push(self.asked(most, (axis, each), has_blocks));
        lines
    }

    fn line(&self, row: i128, most: u8, (axis, each): (usize, usize), has_blocks: bool) -> String {
        let label = self.label(row);
        let bar = if has_blocks { '│' } else { '|' };
        let mut line = format!("{}{label} {bar}", " ".repeat(axis - label.width()));
        for sessions in 1..=most {
            let column = self.columns.iter().find(|column| column.sessions == sessions);
            let cell = self.cell(column, row);
            let drawn = drawn(cell, has_blocks).repeat(each.saturating_sub(1).max(1));
            let gap = if each > 1 {
                drawn_gap(self.cell(None, row), has_blocks)
            } else {
                ""
            };
            let is_asked = column.is_some_and(|column| column.is_asked);
            line += &if is_asked {
                Style::Strong.on(&drawn)
            } else {
                Style::Faint.on(&drawn)
            };
            line += gap;
        }
        line.trim_end().to_owned()
    }

    /// Marks the counts that are asked for.
    fn asked(&self, most: u8, (axis, each): (usize, usize), has_blocks: bool) -> String {
        let is_asked = |sessions| {
            self.columns
                .iter()
                .any(|column| column.sessions == sessions && column.is_asked)
        };
        let mark = if has_blocks { "▲" } else { "^" };
        let mut line = " ".repeat(axis + 2);
        for sessions in 1..=most {
            line.push_str(if is_asked(sessions) { mark } else { " " });
            line.push_str(&" ".repeat(each - 1));
        }
        line.trim_end().to_owned()
    }

    /// The amounts that the ends of the band stand for, beside the rows in which they lie.
    fn label(&self, row: i128) -> &str {
        let [upper, lower] = self.band_labels;
        if row == self.row_of(self.band.to) {
            upper
        } else if row == self.row_of(self.band.from) {
            lower
        } else {
            ""
        }
    }

    fn cell(&self, column: Option<&Column>, row: i128) -> Cell {
        let begins = row * EIGHTHS;
        let height = |amount| self.height(amount);
        if let Some(column) = column {
            let (low, high) = (height(column.total.from), height(column.total.to));
            if low > begins {
                return Cell::Cost((low - begins).min(EIGHTHS));
            }
            if high > begins {
                return Cell::Range;
            }
        }
        if (self.row_of(self.band.from)..=self.row_of(self.band.to)).contains(&row) {
            Cell::Band
        } else {
            Cell::Empty
        }
    }

    /// The row in which an amount lies.
    fn row_of(&self, amount: Money) -> i128 {
        ((self.height(amount) - 1) / EIGHTHS).clamp(0, HEIGHT - 1)
    }

    /// How high an amount reaches, in eighths of a row; what is anything at all can be seen.
    fn height(&self, amount: Money) -> i128 {
        let tops = self.columns.iter().map(|column| column.total.to.minor());
        let top = i128::from(tops.chain([self.band.to.minor(), 1]).max().unwrap_or(1));
        let height = i128::from(amount.minor()) * HEIGHT * EIGHTHS / top;
        if amount.is_zero() { 0 } else { height.max(1) }
    }
}

fn drawn(cell: Cell, has_blocks: bool) -> &'static str {
    match (cell, has_blocks) {
        (Cell::Cost(eighths), true) => usize::try_from(eighths)
            .ok()
            .and_then(|at| BLOCKS.get(at))
            .copied()
            .unwrap_or("█"),
        (Cell::Cost(1..=3), false) => ",",
        (Cell::Cost(_), false) => "#",
        (Cell::Range, true) => "▒",
        (Cell::Range, false) => "+",
        (Cell::Band, true) => "░",
        (Cell::Band, false) => ".",
        (Cell::Empty, _) => " ",
    }
}

fn drawn_gap(cell: Cell, has_blocks: bool) -> &'static str {
    match cell {
        Cell::Band => drawn(Cell::Band, has_blocks),
        _ => " ",
    }
}

/// The axis: 1 and every fifth count.
fn counts(most: u8, (axis, each): (usize, usize), has_blocks: bool) -> String {
    let corner = if has_blocks { '└' } else { '+' };
    let mut line = format!("{} {corner}", " ".repeat(axis));
    let begins = line.width();
    for sessions in (1..=most).filter(|n| *n == 1 || n.is_multiple_of(TICKS)) {
        let at = begins + usize::from(sessions - 1) * each;
        let count = sessions.to_string();
        if line.width() <= at {
            line += &" ".repeat(at - line.width());
            line += &count;
        }
    }
    line
}
