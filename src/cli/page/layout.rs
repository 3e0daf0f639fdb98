use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthStr;

use super::Paper;

/// Columns that a page may take.
pub(super) const WIDTH_MIN: usize = 40;
pub(super) const WIDTH_MAX: usize = 100;
/// Columns kept for the row that a line comes from, `payment_plans.csv:99`; on narrow paper it has none.
const SOURCE_WIDTH: usize = 20;
const SOURCE_FROM_WIDTH: usize = 64;
/// Blanks before the further lines of a label.
const HANGING: usize = 2;
/// Columns of a label that is broken beside its amount; with fewer left it stands above.
const LABEL_MIN: usize = 20;
/// Blanks between columns.
const BETWEEN: usize = 2;

/// How a text is set off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum Style {
    Plain,
    Headline,
    Title,
    Strong,
    Faint,
}

impl Style {
    fn ansi(self) -> Ansi {
        match self {
            Style::Plain => Ansi::new(),
            Style::Headline => AnsiColor::Green.on_default().bold(),
            Style::Title => AnsiColor::Cyan.on_default().bold(),
            Style::Strong => Ansi::new().bold(),
            Style::Faint => Ansi::new().dimmed(),
        }
    }

    /// The text with its style around it.
    pub(in crate::cli) fn on(self, text: &str) -> String {
        let ansi = self.ansi();
        format!("{ansi}{text}{ansi:#}")
    }
}

/// Lines of a page.
#[derive(Debug)]
pub(in crate::cli) struct Sheet {
    width: usize,
    pub(in crate::cli) has_blocks: bool,
    text: String,
}

impl Sheet {
    pub(in crate::cli) fn new(paper: Paper) -> Self {
        Self {
            width: paper.width.clamp(WIDTH_MIN, WIDTH_MAX),
            has_blocks: paper.has_blocks,
            text: String::new(),
        }
    }

    /// Whether the paper is wide enough for what stands behind the amounts.
    pub(in crate::cli) fn has_sources(&self) -> bool {
        self.width >= SOURCE_FROM_WIDTH
    }

    pub(in crate::cli) fn width(&self) -> usize {
        self.width
    }

    pub(in crate::cli) fn into_text(self) -> String {
        if self.has_blocks {
            return self.text;
        }
        let plain = |c| match c {
            '×' => 'x',
            '·' | '–' | '…' => '-',
            '→' => '>',
            '“' | '”' => '"',
            c => c,
        };
        self.text.chars().map(plain).collect()
    }

    /// A blank line.
    pub(in crate::cli) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(in crate::cli) fn line(&mut self, style: Style, text: &str) {
        self.text.push_str(&style.on(text));
        self.text.push('\n');
    }

    /// A text broken between words, each line behind `indent` blanks.
    pub(in crate::cli) fn wrapped(&mut self, style: Style, text: &str, indent: usize) {
        for line in wrap(text, self.width.saturating_sub(indent)) {
            self.text.push_str(&" ".repeat(indent));
            self.line(style, &line);
        }
    }

    /// A label, an amount at the end of its column, and where the row stands: a long label takes lines of its own.
    pub(in crate::cli) fn row(&mut self, style: Style, label: &str, amount: &str, source: &str) {
        let has_source = self.has_sources();
        let amounts_end = if has_source {
            self.width - SOURCE_WIDTH - BETWEEN
        } else {
            self.width
        };
        let beside = if amount.is_empty() { 0 } else { amount.width() + BETWEEN };
        let label_width = amounts_end.saturating_sub(beside);
        if label_width < label.width() && label_width < LABEL_MIN {
            self.wrapped(style, label, 0);
            return self.row(style, "", amount, source);
        }
        let mut lines = wrap(label, label_width.saturating_sub(HANGING));
        let last = lines.pop().unwrap_or_default();
        for line in &lines {
            self.line(style, line);
        }
        let hanging = if lines.is_empty() { 0 } else { HANGING };
        let filled = hanging + last.width() + amount.width();
        let is_end = amount.is_empty() && (source.is_empty() || !has_source);
        let blanks = if is_end { 0 } else { amounts_end.saturating_sub(filled) };
        let line = format!("{}{last}{}{amount}", " ".repeat(hanging), " ".repeat(blanks));
        self.text.push_str(&style.on(&line));
        if has_source && !source.is_empty() {
            self.text.push_str(&" ".repeat(BETWEEN));
            self.text.push_str(&Style::Faint.on(source));
        }
        self.text.push('\n');
    }

    /// A rule under a column of amounts.
    pub(in crate::cli) fn rule(&mut self) {
        let line = if self.has_blocks { "─" } else { "-" };
        let has_source = self.has_sources();
        let width = if has_source {
            self.width - SOURCE_WIDTH - BETWEEN
        } else {
            self.width
        };
        self.line(Style::Faint, &line.repeat(width));
    }
}

/// Breaks a text between words into lines of at most `width` columns, each with the indent of the text; a longer word
/// stands alone.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.is_empty() {
            line = format!("{indent}{word}");
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(std::mem::replace(&mut line, format!("{indent}{word}")));
        }
    }
    lines.push(line);
    lines
}
