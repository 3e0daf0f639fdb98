use sha2::{Digest, Sha256};

use crate::tables::{Source, Sources};

/// Hexadecimal digits of the digest that make a version.
const DIGITS: usize = 12;

/// Names the bytes of the files: a digest over name, length and content of each, in the order of the pricing rules.
///
/// The same files give the same version on every machine, whatever their dates, owners and order in the folder are.
pub(super) fn of(sources: &Sources) -> String {
    let mut digest = Sha256::new();
    for (table, source) in sources.files() {
        let (length, bytes) = match source {
            Source::Bytes(bytes) => (bytes.len() as u64, bytes.as_slice()),
            Source::TooLarge { bytes, .. } => (*bytes, &[][..]),
        };
        digest.update(table.file_name());
        digest.update([0]);
        digest.update(length.to_le_bytes());
        digest.update(bytes);
    }
    let digits = digest.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .take(DIGITS)
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::price_list::Table;
    use crate::tables::Sources;

    #[test]
    fn a_version_is_the_same_on_every_machine() {
        let sources = Sources::new()
            .with(Table::Areas, "area\n")
            .with(Table::Clinic, "name = \"x\"\n");
        assert_eq!(of(&sources), "4c298dbae867");
    }

    #[test]
    fn what_stands_in_one_file_is_not_taken_for_another() {
        let one = Sources::new().with(Table::Extras, "ab").with(Table::Facts, "c");
        let other = Sources::new().with(Table::Extras, "a").with(Table::Facts, "bc");
        let empty = Sources::new()
            .with(Table::Extras, "ab")
            .with(Table::Facts, "c")
            .with(Table::Expected, "");
        assert_ne!(of(&one), of(&other));
        assert_ne!(of(&one), of(&empty));
    }
}
