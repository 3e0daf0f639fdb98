//! The description of the API holds what the server does.

use mesoquote::http::document;
use serde_json::Value;

use super::{Answer, Running, app};
use crate::binary::{self, repository};

/// Operations that need a database with something in it: they are tried where there is one.
const NEEDS_A_STORE: [&str; 2] = ["/v1/price-lists/publish", "/v1/price-lists/{clinic}/history"];

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

/// Every operation: path, method and description.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    });
    operations.collect()
}

/// The same but for quotes and sessions, which are asked for in an order of their own.
fn operations_alone(document: &Value) -> Vec<(&str, &str, &Value)> {
    let operations = operations(document).into_iter();
    operations
        .filter(|(path, ..)| !path.starts_with("/v1/quotes") && *path != "/v1/session" && !NEEDS_A_STORE.contains(path))
        .collect()
}

/// Fails where an answer to an operation is not as it is described.
pub fn check_described(path: &str, method: &str, answer: &Answer) {
    let document = described();
    let responses = &document["paths"][path][method.to_lowercase()]["responses"];
    let schema = &responses[answer.status().to_string()]["content"]["application/json"]["schema"];
    assert!(
        schema.is_object(),
        "{method} {path} {}: {}",
        answer.status(),
        answer.text()
    );
    assert_eq!(
        mismatch(&document, schema, &answer.json(), path),
        None,
        "{method} {path}"
    );
}

#[test]
fn the_committed_document_is_the_codes_own() {
    let committed = std::fs::read_to_string(repository("openapi.yaml")).unwrap();
    let printed = binary::run(&["openapi"], "");
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert!(
        committed == printed,
        "openapi.yaml is stale: run `cargo run -- openapi > openapi.yaml`"
    );
}

#[test]
fn every_example_works() {
    let server = Running::start(app(&repository("pricing")));
    let document = described();
    for (path, method, operation) in operations_alone(&document) {
        for answer in examples(&server, path, method, operation) {
            assert_eq!(answer.status(), 200, "{method} {path}: {}", answer.text());
        }
    }
}

fn examples(server: &Running, path: &str, method: &str, operation: &Value) -> Vec<Answer> {
    let method = method.to_uppercase();
    let Some(bodies) = operation["requestBody"]["content"]["application/json"]["examples"].as_object() else {
        assert!(operation["requestBody"].is_null(), "{path} has a body without examples");
        return vec![server.ask(&method, &format!("{path}{}", query(operation)), &[], None)];
    };
    assert!(!bodies.is_empty(), "{path}");
    let json = [("content-type", "application/json")];
    let bodies = bodies.values().map(|example| example["value"].to_string());
    bodies
        .map(|body| server.ask(&method, path, &json, Some(body.as_bytes())))
        .collect()
}

/// The query that the parameters' examples make.
fn query(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let given = parameters.filter_map(|parameter| {
        let example = [&parameter["example"], &parameter["schema"]["example"]]
            .into_iter()
            .find(|e| !e.is_null())?;
        let values = example.as_array().cloned().unwrap_or_else(|| vec![example.clone()]);
        let values = values.iter().map(|value| value.as_str().unwrap().replace('+', "%2B"));
        Some(format!(
            "{}={}",
            parameter["name"].as_str().unwrap(),
            values.collect::<Vec<_>>().join(",")
        ))
    });
    format!("?{}", given.collect::<Vec<_>>().join("&"))
}

#[test]
fn every_operation_is_described_with_its_problems() {
    let document = described();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, method, operation) in operations(&document) {
        for field in ["summary", "description", "operationId"] {
            assert!(operation[field].is_string(), "{method} {path} has no {field}");
        }
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{method} {path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let place = format!("{method} {path} {status}");
            assert!(
                response["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{place}"
            );
            if status.as_str() >= "400" {
                let content = &response["content"]["application/problem+json"];
                assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{place}");
                assert_eq!(content["example"]["status"].to_string(), *status, "{place}");
            }
        }
        assert!(operation["responses"]["500"].is_object(), "{method} {path}");
    }
}

#[test]
fn every_field_is_described_and_amounts_are_patterned_strings() {
    let document = described();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas["Amount"]["type"], "string");
    assert!(schemas["Amount"]["pattern"].is_string());
    for (name, schema) in schemas {
        assert!(schema["description"].is_string(), "{name}");
        for (field, about) in fields(schema) {
            assert!(is_described(about), "{name}.{field}: {about}");
            assert_ne!(about["type"], "number", "{name}.{field} is a number with a fraction");
        }
    }
}

/// As the server refuses them.
#[test]
fn bodies_have_no_other_fields_than_those_described() {
    let document = described();
    for (path, method, operation) in operations(&document) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(open_object(&document, schema), None, "{method} {path}");
    }
}

/// An object of a schema that may have any field. A map has fields of any name.
fn open_object(document: &Value, schema: &Value) -> Option<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/components/schemas/");
        return open_object(document, &document["components"]["schemas"][name]);
    }
    let is_object = schema["properties"].is_object() || schema["type"] == "object";
    if is_object && schema["additionalProperties"].is_null() {
        return Some(schema.clone());
    }
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    let properties = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|all| all.values());
    let inner = variants.chain(properties).chain(schema.get("items"));
    inner.into_iter().find_map(|schema| open_object(document, schema))
}

/// A quote is followed by what can be done with it.
#[test]
fn a_saved_quote_links_to_every_operation_on_quotes() {
    let document = described();
    for (path, method) in [("/v1/quotes", "post"), ("/v1/quotes/{reference}/revisions", "post")] {
        let links = &document["paths"][path][method]["responses"]["201"]["links"];
        for (path, method, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap();
            assert_eq!(links[id].is_object(), path.contains("{reference}"), "{method} {path}");
        }
    }
}

fn fields(schema: &Value) -> Vec<(&String, &Value)> {
    let variants = schema["oneOf"].as_array().into_iter().flatten();
    let all = std::iter::once(schema)
        .chain(variants)
        .filter_map(|schema| schema["properties"].as_object());
    all.flatten().collect()
}

/// By itself, by what it refers to, or, of the tag of a variant, by its only value.
fn is_described(about: &Value) -> bool {
    let variants = about["oneOf"].as_array().into_iter().flatten();
    let is_tag = about["enum"].as_array().is_some_and(|values| values.len() == 1);
    is_tag || about["description"].is_string() || about["$ref"].is_string() || variants.into_iter().any(is_described)
}

#[test]
fn answers_have_just_the_fields_that_are_described() {
    let server = Running::start(app(&repository("pricing")));
    let document = described();
    for (path, method, operation) in operations_alone(&document) {
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if schema.is_object() {
            for answer in examples(&server, path, method, operation) {
                let wrong = mismatch(&document, schema, &answer.json(), path);
                assert_eq!(wrong, None, "{method} {path}");
            }
        }
    }
}

#[test]
fn every_example_of_an_answer_is_shaped_as_described() {
    let document = described();
    for (path, method, operation) in operations(&document) {
        let content = &operation["responses"]["200"]["content"]["application/json"];
        if content.is_object() {
            assert!(
                content["example"].is_object(),
                "{method} {path} has no example of its answer"
            );
            assert_eq!(
                mismatch(&document, &content["schema"], &content["example"], path),
                None,
                "{method} {path}"
            );
        }
    }
}

/// Where a value is not what a schema says: the subset of JSON Schema that the document uses.
fn mismatch(document: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/components/schemas/");
        return mismatch(document, &document["components"]["schemas"][name], value, at);
    }
    if let Some(variants) = schema["oneOf"].as_array() {
        let fitting = variants
            .iter()
            .filter(|variant| mismatch(document, variant, value, at).is_none());
        return (fitting.count() != 1).then(|| format!("{at}: {value} is not one of its variants"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let found = type_of(value);
    if !types.contains(&found) {
        return Some(format!("{at}: {value} is none of {types:?}"));
    }
    if schema["enum"]
        .as_array()
        .is_some_and(|possible| !possible.contains(value))
    {
        return Some(format!("{at}: {value} is not in {}", schema["enum"]));
    }
    match value {
        Value::Object(fields) => object_mismatch(document, schema, fields, at),
        Value::Array(items) => {
            let at = |index| format!("{at}/{index}");
            items
                .iter()
                .enumerate()
                .find_map(|(i, item)| mismatch(document, &schema["items"], item, &at(i)))
        }
        _ => None,
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn object_mismatch(
    document: &Value,
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
) -> Option<String> {
    let required = schema["required"].as_array().into_iter().flatten();
    let missing = required
        .filter_map(Value::as_str)
        .find(|name| !fields.contains_key(*name));
    if let Some(name) = missing {
        return Some(format!("{at}/{name} is missing"));
    }
    fields.iter().find_map(|(name, value)| {
        let at = format!("{at}/{name}");
        match schema["properties"].get(name) {
            Some(schema) => mismatch(document, schema, value, &at),
            None => Some(format!("{at} is not described")),
        }
    })
}
