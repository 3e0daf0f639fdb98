use std::fmt;

use super::Severity;

/// Every code with its severity and its word, in one table: the word is stable, scripts may rely on it.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $severity:ident $word:literal),* $(,)?) => {
        /// What kind of problem a price list has.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {$(
            $(#[$doc])*
            $name,
        )*}

        impl Code {
            /// Every code, errors first.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The stable word, in reports and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {$(Code::$name => $word,)*}
            }

            /// Whether the list is refused for it.
            pub const fn severity(self) -> Severity {
                match self {$(Code::$name => Severity::$severity,)*}
            }
        }
    };
}

codes! {
    // Files as a whole.
    /// A file that a price list can't do without is missing.
    MissingFile = Error "missing_file",
    /// A file whose name is nearly that of a table.
    MisspeltFile = Error "misspelt_file",
    /// A file is larger than is read.
    FileTooLarge = Error "file_too_large",
    /// A file without a header row.
    EmptyFile = Error "empty_file",
    /// A workbook of a spreadsheet program that is only named like a table.
    SpreadsheetFile = Error "spreadsheet_file",
    /// Bytes that are not UTF-8.
    NotUtf8 = Error "not_utf8",
    /// A zero byte: no text at all.
    NulByte = Error "nul_byte",
    /// Lines end in a lone carriage return.
    OldLineEnds = Error "old_line_ends",
    /// The header row is parted by something else than commas or semicolons.
    WrongSeparator = Error "wrong_separator",
    /// A table that needs rows has none.
    NoRows = Error "no_rows",
    /// A table has more rows than can be numbered.
    TooManyRows = Error "too_many_rows",

    // Rows as text.
    /// A quotation mark opens a cell and none closes it.
    UnterminatedQuote = Error "unterminated_quote",
    /// Text stands between a closing quotation mark and the separator.
    TextAfterQuote = Error "text_after_quote",
    /// A quotation mark in a cell that doesn't begin with one.
    StrayQuote = Error "stray_quote",
    /// A cell is longer than any text of a price list.
    CellTooLong = Error "cell_too_long",
    /// A row has more or fewer cells than the header.
    WrongCellCount = Error "wrong_cell_count",

    // Header rows.
    /// A column that the table doesn't have.
    UnknownColumn = Error "unknown_column",
    /// A column stands in the header twice.
    DoubledColumn = Error "doubled_column",
    /// A column that the table can't do without is missing.
    MissingColumn = Error "missing_column",

    // The clinic's settings.
    /// `clinic.toml` can't be read as TOML.
    TomlSyntax = Error "toml_syntax",
    /// A setting that doesn't exist.
    UnknownSetting = Error "unknown_setting",
    /// A setting that the clinic can't do without is missing.
    MissingSetting = Error "missing_setting",
    /// A setting has a value of the wrong kind.
    WrongType = Error "wrong_type",
    /// No currency has the code.
    UnknownCurrency = Error "unknown_currency",
    /// No time zone has the name.
    UnknownTimeZone = Error "unknown_time_zone",
    /// A text is no tag of a language.
    InvalidLanguage = Error "invalid_language",
    /// A language stands in the list twice.
    DoubledLanguage = Error "doubled_language",

    // Cells.
    /// A cell that must be filled is empty.
    EmptyCell = Error "empty_cell",
    /// A code is not made of small letters, digits and single hyphens.
    InvalidCode = Error "invalid_code",
    /// A code that stands in no row of its table.
    UnknownCode = Error "unknown_code",
    /// A text is no amount.
    InvalidAmount = Error "invalid_amount",
    /// An amount has more decimals than its currency.
    TooManyDecimals = Error "too_many_decimals",
    /// A text is no percentage.
    InvalidPercent = Error "invalid_percent",
    /// A text is no whole number.
    InvalidNumber = Error "invalid_number",
    /// A number, an amount or a percentage is smaller or larger than is possible.
    OutOfRange = Error "out_of_range",
    /// A text is no date.
    InvalidDate = Error "invalid_date",
    /// A text is none of the words that are possible.
    UnknownWord = Error "unknown_word",
    /// A text is none of the forms of a number of sessions.
    InvalidSessions = Error "invalid_sessions",

    // Cells of one row against each other.
    /// An upper bound is below its lower one.
    UpperBelowLower = Error "upper_below_lower",
    /// A validity ends before it begins.
    EndsBeforeItBegins = Error "ends_before_it_begins",
    /// The usual course is longer than the longest one.
    TypicalAboveMost = Error "typical_above_most",
    /// A treatment of several sessions has no schedule.
    ScheduleNotGiven = Error "schedule_not_given",
    /// A treatment is compared with itself.
    ComparedWithItself = Error "compared_with_itself",
    /// A package whose price is told on request.
    OnRequestPackage = Error "on_request_package",
    /// A price that is told on request has an upper end.
    OnRequestRange = Error "on_request_range",

    // Rows against each other.
    /// The same key twice, or twice on one day.
    DoubledKey = Error "doubled_key",
    /// A price for more sessions than the treatment may have.
    SessionsAboveMost = Error "sessions_above_most",
    /// Rows of one extra differ in what all must share.
    ExtraRowsDiffer = Error "extra_rows_differ",
    /// A schedule doesn't say when session 2 is.
    NoSecondSession = Error "no_second_session",
    /// Days without a rate between two validities of one tax.
    TaxGap = Error "tax_gap",
    /// A treatment has no price.
    TreatmentWithoutPrice = Error "treatment_without_price",
    /// The list prices one of the clinic's own checks otherwise.
    UnexpectedTotal = Error "unexpected_total",
    /// The list can't price one of the clinic's own checks.
    ExpectedRefused = Error "expected_refused",
    /// A file has more errors than are reported.
    MoreErrors = Error "more_errors",

    // Warnings.
    /// A file of a name that a price list doesn't have is not read.
    UnknownFile = Warning "unknown_file",
    /// A course costs more than a longer one.
    LongerIsCheaper = Warning "longer_is_cheaper",
    /// A package is dearer than its sessions at the rate.
    PackageAboveRate = Warning "package_above_rate",
    /// A rate is dearer than the one for fewer sessions.
    RateRises = Warning "rate_rises",
    /// Days without a price between two validities.
    PriceGap = Warning "price_gap",
    /// A tax has no rate from some day on.
    TaxEnds = Warning "tax_ends",
    /// A row ended before today.
    RowEnded = Warning "row_ended",
    /// No count of the usual course is sold.
    TypicalNotSold = Warning "typical_not_sold",
    /// No request can meet a discount's conditions.
    DiscountOutOfReach = Warning "discount_out_of_reach",
    /// Discounts are rounded to steps that are coarse beside the smallest price.
    CoarseRounding = Warning "coarse_rounding",
    /// A text is missing in a language of the clinic.
    MissingTranslation = Warning "missing_translation",
    /// A treatment is compared on an area on which the other has no price.
    NoAlternativePrice = Warning "no_alternative_price",
    /// A file has more warnings than are reported.
    MoreWarnings = Warning "more_warnings",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Code;

    #[test]
    fn no_word_stands_for_two_codes() {
        let words: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn errors_stand_before_warnings() {
        assert!(Code::ALL.is_sorted_by_key(|code| code.severity()));
    }
}
