use std::collections::HashMap;

use super::Code;

/// Whether a price list is refused for a problem.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The list is refused.
    Error,
    /// The list is used.
    Warning,
}

impl Severity {
    /// The word in a report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One problem of a price list: what is wrong, where, and what to write instead.
///
/// [`shown`](Diagnostic::shown) renders it for people; whoever puts it on the wire takes code, file, line, column,
/// message and hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The kind of problem; it says whether it is an error or a warning.
    pub code: Code,
    /// The name of the file, relative to the price list: `prices.csv`.
    pub file: Box<str>,
    /// The physical line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1; a byte-order mark is not counted.
    pub column: u32,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The line as it stands in the file; `None` where the problem is not in a line.
    pub excerpt: Option<Excerpt>,
    /// How many problems it stands for: more than 1 where it counts those that are not reported one by one.
    pub(super) count: usize,
    /// The name of the column that it is about; empty where it is about none.
    pub(super) about: &'static str,
}

impl Diagnostic {
    /// Whether the list is refused for it.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// How many problems it stands for: more than one where it counts those that are not reported one by one.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether another is the same kind of mistake in the same column of the same file.
    pub fn is_like(&self, other: &Diagnostic) -> bool {
        (self.code, self.about, &self.file) == (other.code, other.about, &other.file)
    }

    /// Those of some problems that are not among others, wherever in their files they stand: what a change of a list
    /// brings.
    pub fn not_among<'a>(some: &'a [Diagnostic], others: &[Diagnostic]) -> Vec<&'a Diagnostic> {
        let says = |problem: &Diagnostic| (problem.code, problem.file.clone(), problem.message.clone());
        let mut counts = HashMap::new();
        for other in others {
            *counts.entry(says(other)).or_insert(0_usize) += 1;
        }
        let is_new = |problem: &&Diagnostic| match counts.get_mut(&says(problem)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        some.iter().filter(is_new).collect()
    }

    /// The name of the column that it is about, where it is about one.
    pub fn about(&self) -> Option<&'static str> {
        Some(self.about).filter(|about| !about.is_empty())
    }

    /// What reports are ordered by: file by file, each from top to bottom.
    pub(super) fn place(&self) -> (u32, u32, Code) {
        (self.line, self.column, self.code)
    }
}

/// The part of a source line that a problem is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// The line, or what is near the problem where the line is long. Tabs and control characters are blanks.
    pub text: String,
    /// Characters of `text` before the part.
    pub before: usize,
    /// Characters of the part; at least 1.
    pub marked: usize,
}

/// Characters of a source line that are shown before and after the marked part.
const AROUND: usize = 60;
/// Characters of a source line that are marked.
const MARKED_MAX: usize = 60;

impl Excerpt {
    /// Cuts what is shown of `line` out, the characters from `before` on being marked.
    pub(super) fn of(line: &str, before: usize, marked: usize) -> Self {
        let marked = marked.clamp(1, MARKED_MAX);
        let skipped = before.saturating_sub(AROUND);
        let shown = before - skipped + marked + AROUND;
        let mut text = String::from(if skipped > 0 { "…" } else { "" });
        let lead = usize::from(skipped > 0);
        let mut rest = line.chars().skip(skipped);
        text.extend(rest.by_ref().take(shown).map(printable));
        if rest.next().is_some() {
            text.push('…');
        }
        text.truncate(text.trim_end().len());
        Self {
            text,
            before: before - skipped + lead,
            marked,
        }
    }
}

/// Control characters would move the caret or, in a terminal, do worse; marks of direction would turn the line over.
fn printable(c: char) -> char {
    if c.is_control() || is_invisible(c) { ' ' } else { c }
}

/// Characters without a shape that come along when text is copied: marks of direction, zero-width blanks, soft hyphens.
/// Joiners are not among them: words of some languages need them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn a_long_line_is_cut_around_the_marked_part() {
        let line = format!("{}X{}", "a".repeat(100), "b".repeat(100));
        let excerpt = Excerpt::of(&line, 100, 1);
        assert_eq!(excerpt.text, format!("…{}X{}…", "a".repeat(60), "b".repeat(60)));
        assert_eq!(excerpt.text.chars().nth(excerpt.before), Some('X'));
    }

    #[test]
    fn a_place_past_the_end_of_the_line_keeps_its_column() {
        let excerpt = Excerpt::of("a,b\r", 4, 0);
        assert_eq!((excerpt.text.as_str(), excerpt.before, excerpt.marked), ("a,b", 4, 1));
    }
}
