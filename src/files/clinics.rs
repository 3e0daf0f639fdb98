use std::fs;
use std::path::{Path, PathBuf};

use super::{LoadError, at};
use crate::price_list::{Table, is_code};

/// A folder with a price list, and the code by which its clinic is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClinicFolder {
    /// The code.
    pub code: Box<str>,
    /// The folder.
    pub path: PathBuf,
}

/// The price lists under a folder: itself where it has a `clinic.toml`, else those of its folders that have one, by
/// code. A folder with tables and no `clinic.toml` is a price list as well, though one with an error.
///
/// Of several clinics each is known by its folder's name, which must be a code.
pub fn clinics(dir: &Path) -> Result<Vec<ClinicFolder>, LoadError> {
    if has(dir, &[Table::Clinic]) {
        return Ok(vec![alone(dir)]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(at(dir))? {
        let path = entry.map_err(at(dir))?.path();
        if has(&path, &[Table::Clinic, Table::Prices]) {
            found.push(of_several(path)?);
        }
    }
    if found.is_empty() && has(dir, &Table::ALL) {
        return Ok(vec![alone(dir)]);
    }
    if found.is_empty() {
        return Err(LoadError::NoPriceList { path: dir.to_owned() });
    }
    found.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(found)
}

fn has(dir: &Path, tables: &[Table]) -> bool {
    tables.iter().any(|table| dir.join(table.file_name()).is_file())
}

fn alone(dir: &Path) -> ClinicFolder {
    let code = code_of(dir).into();
    ClinicFolder {
        code,
        path: dir.to_owned(),
    }
}

fn of_several(path: PathBuf) -> Result<ClinicFolder, LoadError> {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|name| is_code(name));
    match name.map(Into::into) {
        Some(code) => Ok(ClinicFolder { code, path }),
        None => Err(LoadError::FolderName { path }),
    }
}

/// The code of a folder on its own: its name, made a code where it is none.
pub(super) fn code_of(dir: &Path) -> String {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = dir.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let code = words.collect::<Vec<_>>().join("-");
    if code.is_empty() { "clinic".into() } else { code }
}
