use std::fmt;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Diagnostic, Severity};

/// How the parts of a report look; plain or in the colours of a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    error: Style,
    warning: Style,
    strong: Style,
    faint: Style,
    hint: Style,
}

impl Palette {
    /// Without colours.
    pub const PLAIN: Palette = Palette {
        error: Style::new(),
        warning: Style::new(),
        strong: Style::new(),
        faint: Style::new(),
        hint: Style::new(),
    };

    /// For a terminal.
    pub const COLOURED: Palette = Palette {
        error: AnsiColor::BrightRed.on_default().bold(),
        warning: AnsiColor::BrightYellow.on_default().bold(),
        strong: Style::new().bold(),
        faint: AnsiColor::BrightBlue.on_default(),
        hint: AnsiColor::BrightCyan.on_default(),
    };

    fn of(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
        }
    }
}

impl Diagnostic {
    /// The problem as a person reads it: `FILE:LINE:COLUMN: error[CODE]: …`, the source line with carets, the hint.
    ///
    /// `folder` goes before the file's name, so that an editor finds it from where it was started.
    pub fn shown<'a>(&'a self, folder: &'a str, palette: &'a Palette) -> impl fmt::Display + 'a {
        Shown {
            diagnostic: self,
            folder,
            palette,
        }
    }
}

/// Without folder and colours.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown("", &Palette::PLAIN).fmt(f)
    }
}

struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    folder: &'a str,
    palette: &'a Palette,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(f)?;
        self.excerpt(f)?;
        let hint = self.palette.hint;
        writeln!(f, "   = {hint}hint{hint:#}: {}", self.diagnostic.hint)
    }
}

impl Shown<'_> {
    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            code,
            file,
            line,
            column,
            message,
            ..
        } = self.diagnostic;
        let (strong, colour) = (self.palette.strong, self.palette.of(code.severity()));
        let severity = code.severity().as_str();
        let folder = self.folder;
        write!(f, "{strong}{folder}{file}:{line}:{column}:{strong:#} ")?;
        writeln!(f, "{colour}{severity}[{code}]{colour:#}: {strong}{message}{strong:#}")
    }

    fn excerpt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(excerpt) = &self.diagnostic.excerpt else {
            return Ok(());
        };
        let (faint, colour) = (self.palette.faint, self.palette.of(self.diagnostic.severity()));
        let number = self.diagnostic.line.to_string();
        let margin = " ".repeat(number.len());
        let (before, rest) = split_at_char(&excerpt.text, excerpt.before);
        let (marked, _) = split_at_char(rest, excerpt.marked);
        // A caret may stand behind the line's end: a cell is missing there.
        let missing = excerpt.before - before.chars().count();
        let indent = " ".repeat(before.width() + missing);
        let carets = "^".repeat(marked.width().max(1));
        writeln!(f, "{faint}{margin} |{faint:#}")?;
        writeln!(f, "{faint}{number} |{faint:#} {}", excerpt.text)?;
        writeln!(f, "{faint}{margin} |{faint:#} {indent}{colour}{carets}{colour:#}")
    }
}

fn split_at_char(text: &str, chars: usize) -> (&str, &str) {
    let at = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}
