//! The document as YAML, which readers of YAML 1.1 and 1.2 read alike.
//!
//! The writer leaves words bare that are text in YAML 1.2 and something else in 1.1, which many tools still read: a
//! field `on` would be a field `true`, a day a point in time.

use super::document;

/// Words that YAML 1.1 takes for true, false, null, a merge or a default.
const WORDS: &[&str] = &["y", "yes", "n", "no", "on", "off", "~", "<<", "="];

/// The document as it is committed and served.
///
/// # Errors
/// Where the document can't be written: never, for one that is made from code.
pub fn document_yaml() -> Result<String, impl std::error::Error + Send + Sync + 'static> {
    document().to_yaml().map(|yaml| read_alike(&yaml))
}

/// The same with quotes around what YAML 1.1 would read as something else than text.
fn read_alike(yaml: &str) -> String {
    let mut quoted = String::with_capacity(yaml.len() + 64);
    // The indent of the line whose block of text is being passed over.
    let mut block: Option<usize> = None;
    for line in yaml.lines() {
        let indent = line.len() - line.trim_start().len();
        let is_in_block = block.is_some_and(|outer| line.trim().is_empty() || indent > outer);
        if is_in_block {
            quoted.push_str(line);
        } else {
            block = begins_block(line).then_some(indent);
            push_quoted(&mut quoted, line);
        }
        quoted.push('\n');
    }
    quoted
}

fn begins_block(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    last.starts_with(['|', '>']) && last.trim_start_matches(['|', '>', '-', '+']).is_empty()
}

/// A line is an indent, perhaps dashes, perhaps a key, perhaps a value.
fn push_quoted(out: &mut String, line: &str) {
    let content = line.trim_start_matches([' ']);
    let content = content.trim_start_matches("- ");
    out.push_str(line.strip_suffix(content).unwrap_or_default());
    let (key, value) = match content.split_once(": ") {
        Some((key, value)) if !key.starts_with(['\'', '"']) => (Some(key), value),
        _ => match content.strip_suffix(':') {
            Some(key) => (Some(key), ""),
            None => (None, content),
        },
    };
    if let Some(key) = key {
        push_scalar(out, key);
        out.push_str(if value.is_empty() { ":" } else { ": " });
    }
    push_scalar(out, value);
}

fn push_scalar(out: &mut String, scalar: &str) {
    if is_read_otherwise(scalar) {
        out.extend(["'", scalar, "'"]);
    } else {
        out.push_str(scalar);
    }
}

/// Whether YAML 1.1 reads a bare word, day or time as something else than its text. Bare numbers are meant as numbers.
fn is_read_otherwise(scalar: &str) -> bool {
    let is_of = |signs: &str| scalar.chars().all(|c| c.is_ascii_digit() || signs.contains(c));
    let is_number = is_of(".-+");
    let begins_as_number = scalar.starts_with(|c: char| c.is_ascii_digit());
    let is_day = begins_as_number && scalar.matches('-').count() == 2;
    let is_time_or_grouped = begins_as_number && !is_number && is_of(".-+:_");
    WORDS.contains(&scalar.to_ascii_lowercase().as_str()) || is_day || is_time_or_grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_1_1_reads_otherwise_is_quoted() {
        for (written, quoted) in [
            ("on: 2026-11-23", "'on': '2026-11-23'"),
            ("  - name: on", "  - name: 'on'"),
            ("- on", "- 'on'"),
            ("  No:", "  'No':"),
            ("a: 12:30", "a: '12:30'"),
            ("a: 1_000", "a: '1_000'"),
            ("a: 10", "a: 10"),
            ("a: -1.5", "a: -1.5"),
            ("version: 0.1.0", "version: 0.1.0"),
            ("a: true", "a: true"),
            ("- 'on'", "- 'on'"),
            ("'200':", "'200':"),
            ("a: 'b: no'", "a: 'b: no'"),
            ("- {}", "- {}"),
            ("a: |-\n  on\n\n  no: 1\non: x", "a: |-\n  on\n\n  no: 1\n'on': x"),
        ] {
            assert_eq!(read_alike(written), format!("{quoted}\n"), "{written}");
        }
    }

    #[test]
    fn the_document_has_the_same_content_with_quotes_and_without() {
        let bare = document().to_yaml().unwrap();
        let quoted = document_yaml().unwrap();
        let without = |yaml: &str| yaml.replace('\'', "");
        assert_eq!(without(&bare), without(&quoted));
    }

    #[test]
    fn no_name_and_no_value_of_the_document_is_a_word_of_yaml_1_1() {
        let yaml = document_yaml().unwrap();
        assert!(yaml.contains("'on': '20") && yaml.contains("name: 'on'"));
        for line in yaml.lines() {
            let content = line.trim_start().trim_start_matches("- ");
            let mut parts = content.split(": ").map(|part| part.trim_end_matches(':'));
            let word = parts.find(|part| ["y", "yes", "n", "no", "on", "off"].contains(&part.to_lowercase().as_str()));
            assert_eq!(word, None, "{line}");
        }
    }
}
