//! Changes for a manager, in a terminal.

use std::path::Path;

use crate::cli::check::prefix;
use crate::cli::page::Paper;
use crate::cli::page::layout::{Sheet, Style};
use crate::estimate::MoneyRange;
use crate::estimate::changes::{By, Cause, Difference, Move, MovedCourse, Offered};
use crate::http::wire::Compared;
use crate::money::Money;
use crate::tables::Palette;
use crate::texts;

/// Tells all that is different. `folder` is where the new list stands.
pub(super) fn told(compared: Compared<'_>, folder: &Path, paper: Paper) -> String {
    let mut page = Page {
        compared,
        sheet: Sheet::new(paper),
    };
    page.head();
    page.moves();
    page.offered("Sold for the first time", &compared.changes.appeared, |_| "");
    page.offered("Sold no more", &compared.changes.vanished, why);
    page.cliffs();
    page.later();
    page.sheet.into_text() + &warnings(compared, folder)
}

fn warnings(compared: Compared<'_>, folder: &Path) -> String {
    if compared.warnings.is_empty() {
        return String::new();
    }
    let folder = prefix(folder);
    let shown = compared.warnings.iter();
    let shown = shown.map(|warning| format!("{}\n", warning.shown(&folder, &Palette::COLOURED)));
    format!("\n{}\n{}", Style::Title.on("New warnings"), shown.collect::<String>())
}

struct Page<'a> {
    compared: Compared<'a>,
    sheet: Sheet,
}

impl<'a> Page<'a> {
    fn head(&mut self) {
        let compared = self.compared;
        let changes = compared.changes;
        let (moved, dearer, cheaper) = changes.counts();
        let headline = match (moved, &changes.currencies) {
            (_, Some((before, after))) => {
                format!("The currency changes from {before} to {after}: no course can be held against another")
            }
            (0, None) => "No total moves".to_owned(),
            (1, None) => "The total of 1 course moves".to_owned(),
            (_, None) => format!("The totals of {moved} courses move"),
        };
        self.sheet.wrapped(Style::Headline, &headline, 0);
        if changes.currencies.is_none() {
            let mixed = moved - dearer - cheaper;
            let count = |offered: &[Offered]| offered.iter().map(|offered| offered.courses.len()).sum::<usize>();
            let counts = [
                (dearer, "dearer"),
                (cheaper, "cheaper"),
                (mixed, "up and down"),
                (changes.unmoved, "unchanged"),
                (count(&changes.appeared), "for the first time"),
                (count(&changes.vanished), "no more"),
            ];
            let counts = counts.iter().filter(|(count, _)| *count > 0);
            let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
            self.sheet.wrapped(Style::Plain, &counts.join(", "), 0);
        }
        let (old, new) = (compared.old, compared.new);
        let foot = format!(
            "{} → {} · on {} · {}, as quoted each on its own",
            old.version(),
            new.version(),
            changes.on,
            new.currency()
        );
        self.sheet.wrapped(Style::Faint, &foot, 0);
    }

    /// A paragraph for each treatment, areas that move alike together.
    fn moves(&mut self) {
        let moves = &self.compared.changes.moves;
        for treatment in moves.chunk_by(|one, other| one.treatment == other.treatment) {
            let Some(first) = treatment.first() else { continue };
            self.title(self.compared.treatment_name(&first.treatment));
            let areas: Vec<&[Move]> = treatment.chunk_by(|one, other| one.area == other.area).collect();
            for alike in areas.chunk_by(|one, other| move_alike(one, other)) {
                self.areas(alike);
            }
        }
    }

    fn areas(&mut self, alike: &[&'a [Move]]) {
        let first = alike.first().copied().unwrap_or_default();
        let names = alike.iter().filter_map(|moves| moves.first());
        let names: Vec<&str> = names.map(|moved| self.compared.area_name(&moved.area)).collect();
        self.sheet.wrapped(Style::Strong, &names.join(" · "), 2);
        for moved in first {
            self.group(moved, alike.len() == 1);
        }
    }

    /// One course in a row; of several their number, and the first and the last of them where it is known for one area.
    fn group(&mut self, moved: &'a Move, with_totals: bool) {
        let (Some(first), Some(last)) = (moved.courses.first(), moved.courses.last()) else {
            return;
        };
        let by = by(moved);
        if first == last {
            let totals = if with_totals { totals(first) } else { String::new() };
            self.row(&format!("    {}", sessions(first.sessions)), &totals, &by);
        } else {
            self.row(
                &format!("    {} to {}", first.sessions, sessions(last.sessions)),
                "",
                &by,
            );
            for course in [first, last].into_iter().filter(|_| with_totals) {
                let label = format!("      {}", course.sessions);
                self.sheet.row(Style::Faint, &label, &totals(course), "");
            }
        }
        if let Some(because) = self.because(moved) {
            self.sheet.wrapped(Style::Faint, &because, 6);
        }
    }

    /// On narrow paper, where the last column falls away, what it says goes with the label.
    fn row(&mut self, label: &str, totals: &str, by: &str) {
        if self.sheet.has_sources() {
            self.sheet.row(Style::Plain, label, totals, by);
        } else {
            self.sheet.row(Style::Plain, &format!("{label}: {by}"), totals, "");
        }
    }

    /// Why courses move, where it is not their price alone.
    fn because(&self, moved: &'a Move) -> Option<String> {
        if *moved.because == [Cause::Course] {
            return None;
        }
        let causes = moved.because.iter().map(|cause| match cause {
            Cause::Course => "the price",
            Cause::Extra(code) | Cause::Discount(code) => self.compared.cause_name(cause).unwrap_or(code),
            Cause::Rounding => "the rounding of discounts",
            Cause::Tax => "tax",
        });
        Some(format!("because of {}", causes.collect::<Vec<_>>().join(" · ")))
    }

    fn offered(&mut self, title: &str, all: &'a [Offered], why: impl Fn(&str) -> &'static str) {
        if all.is_empty() {
            return;
        }
        self.title(title);
        for offered in all {
            let (Some((first, from)), Some((last, to))) = (offered.courses.first(), offered.courses.last()) else {
                continue;
            };
            let courses = if first == last {
                format!("{} for {}", sessions(*first), range(*from))
            } else {
                format!("{first} to {} for {} to {}", sessions(*last), range(*from), range(*to))
            };
            let name = self.name(&offered.treatment, &offered.area);
            let line = format!("{name}: {courses}{}", why(offered.reason));
            self.sheet.wrapped(Style::Plain, &line, 2);
        }
    }

    fn name(&self, treatment: &'a str, area: &'a str) -> String {
        let compared = self.compared;
        format!("{}, {}", compared.treatment_name(treatment), compared.area_name(area))
    }

    fn cliffs(&mut self) {
        if self.compared.changes.cliffs.is_empty() {
            return;
        }
        self.title("A longer course is cheaper now");
        for cliff in &self.compared.changes.cliffs {
            let name = self.name(&cliff.treatment, &cliff.area);
            let ((short, dear), (long, cheap)) = (cliff.shorter, cliff.longer);
            let (dear, cheap) = (range(dear), range(cheap));
            let line = match short {
                1 => format!("{name}: 1 session costs {dear}, {long} cost {cheap}"),
                _ => format!("{name}: {short} sessions cost {dear}, {long} cost {cheap}"),
            };
            self.sheet.wrapped(Style::Plain, &line, 2);
        }
    }

    fn later(&mut self) {
        let later = self.compared.later;
        if later.is_empty() {
            return;
        }
        self.title("Later");
        let days: Vec<String> = later.iter().map(ToString::to_string).collect();
        let line = format!(
            "Other courses move from these days on: {}. Look there with --on",
            days.join(", ")
        );
        self.sheet.wrapped(Style::Plain, &line, 2);
    }

    fn title(&mut self, title: &str) {
        self.sheet.gap();
        self.sheet.wrapped(Style::Title, title, 0);
    }
}

/// Whether the courses of two areas move by the same amounts, whatever they cost.
fn move_alike(one: &[Move], other: &[Move]) -> bool {
    let counts = |moved: &Move| moved.courses.iter().map(|course| course.sessions).collect::<Vec<_>>();
    let are_alike = |(one, other): (&Move, &Move)| {
        matches!(one.by, By::Each(_))
            && one.by == other.by
            && one.because == other.because
            && counts(one) == counts(other)
    };
    one.len() == other.len() && one.iter().zip(other).all(are_alike)
}

fn sessions(count: u8) -> String {
    match count {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    }
}

fn totals(course: &MovedCourse) -> String {
    format!("{} → {}", range(course.from), range(course.to))
}

fn range(range: MoneyRange) -> String {
    if range.is_definite() {
        return digits(range.from);
    }
    format!("{}–{}", digits(range.from), digits(range.to))
}

/// `+50.00 a session`
fn by(moved: &Move) -> String {
    match (moved.by, moved.courses.as_slice()) {
        (By::Each(each), [_]) => difference(each),
        (By::Each(each), _) => format!("{} each", difference(each)),
        (By::ASession(each), _) => format!("{} a session", difference(each)),
        (By::Varies, courses) => {
            let lows = || courses.iter().map(|course| course.difference().low);
            let least = lows()
                .min_by_key(|low| low.minor().abs())
                .map(signed)
                .unwrap_or_default();
            let most = lows()
                .max_by_key(|low| low.minor().abs())
                .map(signed)
                .unwrap_or_default();
            format!("{least} to {most}")
        }
    }
}

fn difference(difference: Difference) -> String {
    if difference.is_definite() {
        return signed(difference.low);
    }
    format!("{} / {}", signed(difference.low), signed(difference.high))
}

fn signed(amount: Money) -> String {
    let sign = if amount.minor() > 0 { "+" } else { "" };
    format!("{sign}{}", digits(amount))
}

fn digits(amount: Money) -> String {
    texts::of("en").digits(amount)
}

/// Why a course is sold no more.
fn why(reason: &str) -> &'static str {
    match reason {
        "unknown_treatment" => " (the treatment is gone)",
        "unknown_area" => " (the area is gone)",
        "not_offered" => " (no row is left)",
        "no_price_on_date" => " (no price on this day)",
        "price_on_request" => " (on request)",
        "sessions_out_of_range" => " (above the most sessions)",
        "no_tax_rate" => " (no rate of its tax on this day)",
        _ => " (not sold)",
    }
}
