//! Where one goes from an answer: links from a quote to all that can be done with it.

use serde_json::json;
use utoipa::openapi::link::{Link, LinkBuilder};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi as Document, RefOr};

/// Where a quote's reference stands in answers: operation, status, expression.
const SOURCES: &[(&str, &str, &str)] = &[
    ("createQuote", "201", "$response.body#/reference"),
    ("reviseQuote", "201", "$response.body#/reference"),
];

/// The parameter that takes it.
const REFERENCE: &str = "reference";

/// The document with links from every answer that holds a reference to every operation that takes one.
pub(super) fn linked(mut document: Document) -> Document {
    let taken: Vec<String> = document
        .paths
        .paths
        .iter()
        .filter(|(path, _)| path.contains(&format!("{{{REFERENCE}}}")))
        .flat_map(|(_, item)| operations(item))
        .filter_map(|operation| operation.operation_id.clone())
        .collect();
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            link(operation, &taken);
        }
    }
    document
}

fn operations(item: &PathItem) -> impl Iterator<Item = &Operation> {
    [&item.get, &item.post, &item.delete].into_iter().flatten()
}

fn link(operation: &mut Operation, taken: &[String]) {
    let is_source = |(id, ..): &&(&str, &str, &str)| operation.operation_id.as_deref() == Some(id);
    let Some((_, status, reference)) = SOURCES.iter().find(is_source) else {
        return;
    };
    if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(*status) {
        let links = taken.iter().map(|id| (id.clone(), to(id, reference).into()));
        response.links.extend(links);
    }
}

fn to(operation: &str, reference: &str) -> Link {
    LinkBuilder::new()
        .operation_id(operation)
        .parameter(REFERENCE, json!(reference))
        .build()
}
