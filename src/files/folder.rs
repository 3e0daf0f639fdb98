use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::{LoadError, at};
use crate::price_list::Table;
use crate::tables::{Source, Sources};

/// Bytes that are held against the file at once.
const BLOCK: usize = 64 * 1024;
/// Files that may be meant for a table and are not read.
const OTHERS_MAX: usize = 1_000;

/// Bytes of one file that are read.
const fn most(table: Table) -> u64 {
    match table {
        Table::Prices => 400_000_000,
        Table::Clinic => 256_000,
        _ => 32_000_000,
    }
}

/// Reads the files of a price list, which may change meanwhile: see [`is_unchanged`].
pub(super) fn read(dir: &Path) -> Result<Sources, LoadError> {
    let mut sources = names(dir)?;
    for table in Table::ALL {
        let path = dir.join(table.file_name());
        if let Some(source) = read_file(&path, most(table)).map_err(at(&path))? {
            sources.add(table, source);
        }
    }
    Ok(sources)
}

/// The bytes of a file; `None` where there is none.
fn read_file(path: &Path, most: u64) -> io::Result<Option<Source>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let length = file.metadata()?.len();
    if length > most {
        return Ok(Some(Source::TooLarge { bytes: length, most }));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // A file may grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    Ok(Some(if read > most {
        Source::TooLarge { bytes: read, most }
    } else {
        Source::Bytes(bytes)
    }))
}

/// Holds files that were read against the folder once more. Where nothing differs, all of them stood there together at
/// the moment between.
pub(super) fn is_unchanged(dir: &Path, sources: &Sources) -> Result<bool, LoadError> {
    if !names(dir)?.others().eq(sources.others()) {
        return Ok(false);
    }
    for table in Table::ALL {
        let path = dir.join(table.file_name());
        if !is_file_unchanged(&path, sources.get(table)).map_err(at(&path))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_file_unchanged(path: &Path, source: Option<&Source>) -> io::Result<bool> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(source.is_none()),
        file => file?,
    };
    match source {
        None => Ok(false),
        Some(Source::TooLarge { bytes, .. }) => Ok(file.metadata()?.len() == *bytes),
        Some(Source::Bytes(bytes)) => holds_just(file, bytes),
    }
}

/// Whether a file holds these bytes and no others, without reading it into memory again.
fn holds_just(mut file: File, mut bytes: &[u8]) -> io::Result<bool> {
    let mut block = vec![0; BLOCK];
    loop {
        let read = match file.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            return Ok(bytes.is_empty());
        }
        match bytes.strip_prefix(&block[..read]) {
            Some(rest) => bytes = rest,
            None => return Ok(false),
        }
    }
}

/// No files yet, but the names of those that may be meant for tables.
fn names(dir: &Path) -> Result<Sources, LoadError> {
    let mut others = Vec::new();
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let name = entry.map_err(at(dir))?.file_name();
        if is_table_like(&name) {
            others.push(name.to_string_lossy().into_owned());
        }
    }
    others.sort();
    let mut sources = Sources::new();
    others.iter().take(OTHERS_MAX).for_each(|name| sources.add_other(name));
    Ok(sources)
}

/// Whether a file could be a misnamed table. Hidden files and locks of spreadsheet programs could not.
pub(super) fn is_table_like(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    let is_table = Table::ALL.iter().any(|table| table.file_name() == name);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let could_be = matches!(
        extension.as_deref(),
        Some("csv" | "toml" | "txt" | "tsv" | "xlsx" | "xls" | "ods")
    );
    could_be && !is_table && !name.starts_with(['.', '~'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_since_a_folder_was_read_is_seen() {
        type Change = fn(&Path) -> io::Result<()>;
        let changes: [(&str, Change); 5] = [
            ("other bytes", |dir| fs::write(dir.join("areas.csv"), "ares\n")),
            ("more bytes", |dir| fs::write(dir.join("areas.csv"), "area\nface\n")),
            ("a new table", |dir| fs::write(dir.join("extras.csv"), "")),
            ("a table less", |dir| fs::remove_file(dir.join("areas.csv"))),
            ("a misspelt table", |dir| fs::write(dir.join("extra.csv"), "")),
        ];
        for (name, change) in changes {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join("areas.csv"), "area\n").unwrap();
            let sources = read(dir.path()).unwrap();
            assert!(is_unchanged(dir.path(), &sources).unwrap());
            change(dir.path()).unwrap();
            assert!(!is_unchanged(dir.path(), &sources).unwrap(), "{name}");
        }
    }

    #[test]
    fn locks_and_other_files_are_not_taken_for_tables() {
        for name in ["areas.csv", ".~lock.areas.csv", "~areas.csv", "README.md", "areas"] {
            assert!(!is_table_like(OsStr::new(name)), "{name}");
        }
        for name in ["area.csv", "Areas.CSV", "areas.csv.txt", "clinc.toml", "prices.xlsx"] {
            assert!(is_table_like(OsStr::new(name)), "{name}");
        }
    }
}
