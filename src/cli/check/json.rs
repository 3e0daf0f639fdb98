use serde::Serialize;

use super::{Check, Outcome, grid};
use crate::price_list::PriceList;
use crate::tables::Diagnostic;

/// One price list, as on the wire.
#[derive(Serialize)]
struct List<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    clinic: Option<&'a str>,
    version: &'a str,
    errors: Vec<Problem<'a>>,
    warnings: Vec<Problem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unpriced: Option<Vec<Unpriced<'a>>>,
}

/// Several price lists.
#[derive(Serialize)]
struct Lists<'a> {
    clinics: Vec<List<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
    hint: &'a str,
}

/// Numbers of sessions, from the first to the last, that can't be priced for one reason.
#[derive(Serialize)]
struct Unpriced<'a> {
    treatment: &'a str,
    area: &'a str,
    from: u8,
    to: u8,
    reason: &'static str,
}

/// The reports as JSON: of one price list its object, of a folder of several an object that holds them all.
pub(super) fn report(outcomes: &[Outcome], args: &Check) -> serde_json::Result<String> {
    let text = match outcomes {
        [only] if only.folder.path == args.dir => serde_json::to_string_pretty(&List::of(only, args, false))?,
        several => {
            let clinics = several.iter().map(|outcome| List::of(outcome, args, true)).collect();
            serde_json::to_string_pretty(&Lists { clinics })?
        }
    };
    Ok(text + "\n")
}

impl<'a> List<'a> {
    fn of(outcome: &'a Outcome, args: &Check, is_named: bool) -> Self {
        let list = outcome.loaded.as_ref().ok().map(|checked| &checked.list);
        Self {
            clinic: is_named.then_some(&outcome.folder.code),
            version: outcome.version(),
            errors: outcome.errors().iter().map(Problem::of).collect(),
            warnings: outcome.warnings().iter().map(Problem::of).collect(),
            unpriced: list.filter(|_| args.grid).map(|list| unpriced(list, args)),
        }
    }
}

fn unpriced<'a>(list: &'a PriceList, args: &Check) -> Vec<Unpriced<'a>> {
    let spans = grid::unpriced(list, args.day(list)).into_iter();
    let spans = spans.map(|span| Unpriced {
        treatment: &list.treatment(span.treatment).code,
        area: &list.area(span.area).code,
        from: span.from,
        to: span.to,
        reason: span.reason.code(),
    });
    spans.collect()
}

impl<'a> Problem<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code.as_str(),
            file: &diagnostic.file,
            line: diagnostic.line,
            column: diagnostic.column,
            message: &diagnostic.message,
            hint: &diagnostic.hint,
        }
    }
}
