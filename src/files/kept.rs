use std::ffi::OsStr;
use std::path::Path;

use jiff::Timestamp;

use super::{LoadError, checked, clinics, embedded, folder, version};
use crate::price_list::Table;
use crate::tables::{self, Checked, Source, Sources};

/// The files that a price list was read from: names and contents, as they are kept with the quotes made from it.
pub type Files = Vec<(String, Vec<u8>)>;

/// Reads the price list in a folder, as of now, and gives its files too.
pub fn load_with_files(dir: &Path) -> Result<(Checked, Files), LoadError> {
    let sources = folder::read(dir)?;
    let code = clinics::code_of(dir);
    Ok((checked(&code, &sources, Timestamp::now())?, files_of(&sources)))
}

/// The sample price list that is compiled in, and its files.
pub fn embedded_with_files() -> Result<(Checked, Files), LoadError> {
    let sources = embedded::sources();
    Ok((embedded::of(&sources)?, files_of(&sources)))
}

/// The price list of files that somebody sent, and those of them that make it up: the others are only warned of.
///
/// # Errors
/// [`LoadError::Refused`].
pub fn check_sent(code: &str, files: Files) -> Result<(Checked, Files), LoadError> {
    let mut sources = Sources::new();
    for (name, content) in files {
        match Table::ALL.into_iter().find(|table| table.file_name() == name) {
            Some(table) => sources.add(table, Source::Bytes(content)),
            None if folder::is_table_like(OsStr::new(&name)) => sources.add_other(&name),
            None => {}
        }
    }
    Ok((checked(code, &sources, Timestamp::now())?, files_of(&sources)))
}

/// The price list of files that were kept. It was checked when it was kept: the clinic's own checks are not run again.
///
/// # Errors
/// [`LoadError::NotAsKept`] where the files are not those of the version; [`LoadError::Refused`] where this program
/// does not take what an older one took.
pub fn load_kept(code: &str, version: &str, files: Files) -> Result<Checked, LoadError> {
    let mut sources = Sources::new();
    for (name, content) in files {
        if let Some(table) = Table::ALL.into_iter().find(|table| table.file_name() == name) {
            sources.add(table, Source::Bytes(content));
        }
    }
    if version::of(&sources) != version {
        let (clinic, version) = (code.to_owned(), version.to_owned());
        return Err(LoadError::NotAsKept { clinic, version });
    }
    tables::read(code, version, &sources, Timestamp::now()).map_err(LoadError::Refused)
}

fn files_of(sources: &Sources) -> Files {
    let files = sources.files().filter_map(|(table, source)| match source {
        Source::Bytes(bytes) => Some((table.file_name().to_owned(), bytes.clone())),
        // A price list with such a file is refused.
        Source::TooLarge { .. } => None,
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_list_is_the_list_again() {
        let (checked, files) = embedded_with_files().unwrap();
        let again = load_kept("pricing", checked.list.version(), files.clone()).unwrap();
        assert_eq!(again.list.version(), checked.list.version());
        let mut changed = files;
        changed[0].1.push(b'\n');
        let refused = load_kept("pricing", checked.list.version(), changed);
        assert!(matches!(refused, Err(LoadError::NotAsKept { .. })));
    }
}
