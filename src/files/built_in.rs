use jiff::Timestamp;
use rust_embed::Embed;

use super::{LoadError, expected, version};
use crate::price_list::Table;
use crate::tables::{self, Checked, Sources};

/// The code of the clinic of the built-in list.
const CODE: &str = "pricing";

/// The repository's sample price list, as it was when the program was built.
#[derive(Embed)]
#[folder = "pricing/"]
struct Sample;

/// Reads the sample price list that is built into the program: it is illustrative, no clinic's own.
///
/// # Errors
/// Where the sample has errors, which no build that was tested has.
pub fn built_in() -> Result<Checked, LoadError> {
    let files = Table::ALL.iter().filter_map(|table| {
        let file = Sample::get(table.file_name())?;
        Some((*table, file.data.into_owned()))
    });
    let sources = files.fold(Sources::new(), |sources, (table, bytes)| sources.with(table, bytes));
    let version = version::of(&sources);
    let checked = tables::read(CODE, &version, &sources, Timestamp::now()).map_err(LoadError::Refused)?;
    expected::checked(checked, &sources).map_err(LoadError::Refused)
}

#[cfg(test)]
mod tests {
    use super::built_in;

    #[test]
    fn the_built_in_list_is_the_one_in_the_repository() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/pricing");
        let on_disk = super::super::load(folder.as_ref()).unwrap();
        let built_in = built_in().unwrap();
        assert_eq!(built_in.list.version(), on_disk.list.version());
        assert_eq!(built_in.list.code(), on_disk.list.code());
    }
}
