//! Price lists as files: what loads, and what is reported.

use std::path::Path;

use mesoquote::files;

#[test]
fn the_worked_lists_load() {
    for folder in ["clinic", "kuwait"] {
        let dir = Path::new("tests/cases/worked").join(folder);
        let checked = files::load(&dir).unwrap_or_else(|error| panic!("{error:#?}"));
        assert_eq!(checked.list.code(), folder);
    }
}
