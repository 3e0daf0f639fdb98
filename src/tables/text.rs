use std::borrow::Cow;

use super::problems::{Note, Problems};
use super::{Code, Source};
use crate::price_list::Table;

const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Workbooks begin with these: `.xlsx` and `.ods` are ZIP files, `.xls` has a format of its own.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];
const SAVE_AS: &str = "save it again as \"CSV UTF-8 (comma delimited)\"";

/// The text of a file without its byte-order mark; `None` where it has none, which is then reported.
pub(super) fn text_of<'s>(source: &'s Source, table: Table, problems: &mut Problems<'_>) -> Option<&'s str> {
    let bytes = match source {
        Source::Bytes(bytes) => bytes.strip_prefix(BOM).unwrap_or(bytes),
        Source::TooLarge { bytes, most } => {
            problems.add_to_file(table, too_large(*bytes, *most));
            return None;
        }
    };
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) {
        problems.add_to_file(table, workbook(table));
        return None;
    }
    match str::from_utf8(bytes) {
        Ok(text) => readable(text, table, problems),
        Err(error) => {
            problems.add_to_bytes(table, bytes, error.valid_up_to(), not_utf8(bytes, error.valid_up_to()));
            None
        }
    }
}

/// The text where it holds neither zero bytes nor the line ends of old Macintosh computers.
fn readable<'t>(text: &'t str, table: Table, problems: &mut Problems<'_>) -> Option<&'t str> {
    let bytes = text.as_bytes();
    if let Some(at) = memchr::memchr(0, bytes) {
        problems.add_to_bytes(table, bytes, at, nul_byte(bytes));
        return None;
    }
    if memchr::memchr(b'\n', bytes).is_none() && text.trim_end().contains('\r') {
        problems.add_to_file(table, old_line_ends());
        return None;
    }
    Some(text)
}

fn too_large(bytes: u64, most: u64) -> Note {
    Note::new(
        Code::FileTooLarge,
        format!(
            "the file has {} MB, at most {} MB are read",
            megabytes(bytes),
            megabytes(most)
        ),
        "check that it is the right file, and delete rows that are no longer needed",
    )
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

fn workbook(table: Table) -> Note {
    Note::new(
        Code::SpreadsheetFile,
        format!(
            "this is a spreadsheet workbook that is only named {}",
            table.file_name()
        ),
        format!("open it in the spreadsheet program and {SAVE_AS}"),
    )
}

fn nul_byte(bytes: &[u8]) -> Note {
    let message = "the file holds zero bytes, which no text has";
    let hint = match utf16(bytes) {
        Some(encoding) => format!("it looks like {encoding}: {SAVE_AS}"),
        None => format!("it is damaged or no text file: {SAVE_AS}"),
    };
    Note::new(Code::NulByte, message, hint)
}

fn old_line_ends() -> Note {
    Note::new(
        Code::OldLineEnds,
        "the lines end as on old Macintosh computers, so the file is one single line",
        format!("{SAVE_AS}, not as \"CSV (Macintosh)\""),
    )
}

fn not_utf8(bytes: &[u8], at: usize) -> Note {
    let message = format!(
        "the file is not UTF-8: byte 0x{:02X} stands here",
        bytes.get(at).unwrap_or(&0)
    );
    let hint = match utf16(bytes) {
        Some(encoding) => format!("it looks like {encoding}: {SAVE_AS}"),
        None => single_byte_hint(bytes, at),
    };
    Note::new(Code::NotUtf8, message, hint)
}

/// Text of spreadsheets in UTF-16 begins with a mark; without one every second byte of plain text is zero.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] => Some("UTF-16 (\"Unicode text\")"),
        [0xFE, 0xFF, ..] => Some("UTF-16 (big-endian)"),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => Some("UTF-16 without a mark"),
        _ => None,
    }
}

/// Names the encoding of Windows in which the bytes read best, and shows how they read.
fn single_byte_hint(bytes: &[u8], at: usize) -> String {
    let sample = sample(bytes, at);
    let (arabic, _, arabic_failed) = encoding_rs::WINDOWS_1256.decode(sample);
    let (latin, _, _) = encoding_rs::WINDOWS_1252.decode(sample);
    let (name, reading): (_, Cow<'_, str>) = if !arabic_failed && is_arabic(&arabic) {
        ("Windows-1256 (Arabic)", arabic)
    } else {
        ("Windows-1252 (Western)", latin)
    };
    format!(
        "it looks like {name}, in which this reads \"{}\": {SAVE_AS}",
        reading.trim()
    )
}

/// The word around the byte.
fn sample(bytes: &[u8], at: usize) -> &[u8] {
    let ends_word = |b: &u8| b.is_ascii_control() || matches!(b, b',' | b';' | b'"');
    let start = bytes[..at]
        .iter()
        .rposition(ends_word)
        .map_or(0, |p| p + 1)
        .max(at.saturating_sub(30));
    let rest = &bytes[at..];
    let end = rest.iter().position(ends_word).unwrap_or(rest.len()).min(30);
    &bytes[start..at + end]
}

/// Words of one language don't mix scripts: a single Arabic letter among Latin ones is an accented Latin letter.
fn is_arabic(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (arabic, others): (Vec<char>, Vec<char>) = letters.partition(|c| ('\u{600}'..='\u{6FF}').contains(c));
    arabic.len() > others.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(bytes: &[u8]) -> String {
        let at = str::from_utf8(bytes).unwrap_err().valid_up_to();
        not_utf8(bytes, at).hint
    }

    #[test]
    fn the_likely_encoding_is_named() {
        let (arabic, ..) = encoding_rs::WINDOWS_1256.encode("area,name\nabdomen,البطن\n");
        assert!(
            hint(&arabic).contains("Windows-1256 (Arabic), in which this reads \"البطن\""),
            "{}",
            hint(&arabic)
        );
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode("neck,décolleté\n");
        assert!(hint(&latin).contains("Windows-1252 (Western), in which this reads \"décolleté\""));
        assert!(hint(b"\xFF\xFEa\0,\0").contains("UTF-16"));
    }
}
