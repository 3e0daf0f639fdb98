/// A column of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// It must be there, and every cell of it filled.
    Filled(&'static str),
    /// It may be left out, and its cells may be empty.
    Optional(&'static str),
    /// One column for each language: `name` stands for `name.en`, `name.ar` and so on.
    Texts(&'static str),
}

impl Column {
    /// The name in the header.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Column::Filled(name) | Column::Optional(name) | Column::Texts(name) => name,
        }
    }
}

/// Names the columns of a table: constants for their places, and the table of them.
macro_rules! columns {
    (@places $at:expr;) => {};
    (@places $at:expr; $place:ident $($rest:ident)*) => {
        const $place: usize = $at;
        $crate::tables::columns::columns!(@places $at + 1; $($rest)*);
    };
    ($($place:ident = $kind:ident $name:literal),* $(,)?) => {
        $crate::tables::columns::columns!(@places 0; $($place)*);
        const COLUMNS: &[$crate::tables::columns::Column] = &[$($crate::tables::columns::Column::$kind($name)),*];
    };
}

pub(super) use columns;
