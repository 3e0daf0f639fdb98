//! The price rows of a list as a decision table of the rule engine, in each of the forms in which it can be run.

use std::cmp::Reverse;
use std::future::Future;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, Waker};

use anyhow::{Context, Result, anyhow};
use mesoquote::price_list::{Price, PriceList, PriceRow, Unit};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use zen_engine::loader::MemoryLoader;
use zen_engine::model::{DecisionContent, GraphContent};
use zen_engine::{Decision, DecisionEngine, Variable};

/// How the table is run.
#[derive(Clone, Copy)]
pub enum Form {
    /// A decision graph as it was loaded: cells are parsed at each call.
    Graph,
    /// The graph after `compile`: byte code for each cell and an index of the table.
    CompiledGraph,
    /// The compiled graph with a node behind the table that works out course, total and tax.
    CompiledTotals,
    /// A policy, compiled by the engine ahead of time.
    CompiledPolicy,
}

/// A table that is ready to answer.
pub enum Engine {
    Graph(Decision),
    Policy(DecisionEngine),
}

const KEY: &str = "prices";

impl Engine {
    pub fn new(list: &PriceList, form: Form) -> Result<Self> {
        let table = table(list);
        match form {
            Form::Graph => Ok(Self::Graph(Decision::from(graph(&table, &[])?))),
            Form::CompiledGraph => Ok(Self::Graph(compiled(graph(&table, &[])?))),
            Form::CompiledTotals => Ok(Self::Graph(compiled(graph(&table, &TOTALS)?))),
            Form::CompiledPolicy => policy(&table).map(Self::Policy),
        }
    }

    /// Everything that the table says of an input.
    pub fn run(&self, input: Variable) -> Result<Variable> {
        match self {
            Self::Graph(decision) => now(decision.evaluate(input))
                .map(|r| r.result)
                .map_err(|e| anyhow!("{e}")),
            Self::Policy(engine) => now(engine.evaluate(KEY, input))
                .map(|r| r.result)
                .map_err(|e| anyhow!("{e}")),
        }
    }

    /// One figure of the answer to an input.
    pub fn figure(&self, name: &str, input: &Variable) -> Result<Decimal> {
        let answer: Value = self.run(input.clone())?.into();
        let pointer = format!("/item/{name}");
        let figure = answer
            .pointer(&pointer)
            .with_context(|| format!("no {name} in {answer}"))?;
        Ok(Decimal::from_str_exact(&figure.to_string())?)
    }
}

fn compiled(graph: GraphContent) -> Decision {
    let mut decision = Decision::from(graph);
    decision.compile();
    decision
}

/// What is asked of the table, built ahead of the call.
pub fn input(treatment: &str, area: &str, sessions: u8) -> Variable {
    Variable::from(json!({ "item": { "treatment": treatment, "area": area, "sessions": sessions } }))
}

/// Runs a future that waits for nothing, without a runtime's share of the time.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// Inputs, outputs and one rule a row: the first that matches answers, so packages stand before rates, and rates by
/// descending sessions.
fn table(list: &PriceList) -> Value {
    let mut rows: Vec<&PriceRow> = list.prices().rows().iter().collect();
    rows.sort_by_key(|row| (row.treatment, row.area, Reverse(row.unit), Reverse(row.sessions)));
    let column = |id: &str| json!({ "id": id, "name": id, "field": format!("item.{id}") });
    let inputs = ["treatment", "area", "sessions"].map(column);
    let outputs = ["unit", "price", "price_to", "line"].map(column);
    let rules: Vec<Value> = rows.iter().filter_map(|row| rule(list, row)).collect();
    json!({
        "hitPolicy": "first",
        "passThrough": true,
        "inputs": inputs,
        "outputs": outputs,
        "rules": rules,
    })
}

fn rule(list: &PriceList, row: &PriceRow) -> Option<Value> {
    let Price::Fixed(low, high) = row.price(list.currency()) else {
        return None;
    };
    let (unit, sessions) = match row.unit {
        Unit::Session => ("session", format!(">= {}", row.sessions)),
        Unit::Package => ("package", row.sessions.to_string()),
    };
    let line = row.origin().line.to_string();
    Some(json!({
        "_id": row.origin().to_string(),
        "treatment": format!("\"{}\"", list.treatment(row.treatment).code),
        "area": format!("\"{}\"", list.area(row.area).code),
        "sessions": sessions,
        "unit": format!("\"{unit}\""),
        "price": low.to_string(),
        "price_to": high.to_string(),
        "line": line,
    }))
}

/// What is worked out behind the table, with the one extra that comes with every course of the sample list.
const TOTALS: [(&str, &str); 3] = [
    ("item.course", "item.price * item.sessions"),
    ("item.total", "item.price * item.sessions + 367.50"),
    ("item.tax", "round((item.price * item.sessions + 367.50) * 5 / 105, 2)"),
];

fn graph(table: &Value, expressions: &[(&str, &str)]) -> Result<GraphContent> {
    let expressions: Vec<Value> = expressions
        .iter()
        .map(|(key, value)| json!({ "id": key, "key": key, "value": value }))
        .collect();
    let mut nodes = vec![
        json!({ "id": "in", "name": "in", "type": "inputNode", "content": {} }),
        json!({ "id": "table", "name": "prices", "type": "decisionTableNode", "content": table }),
        json!({ "id": "out", "name": "out", "type": "outputNode", "content": {} }),
    ];
    if !expressions.is_empty() {
        let content = json!({ "expressions": expressions, "passThrough": true });
        nodes.insert(
            2,
            json!({ "id": "totals", "name": "totals", "type": "expressionNode", "content": content }),
        );
    }
    let ids: Vec<Value> = nodes.iter().filter_map(|node| node.get("id").cloned()).collect();
    let edges = ids.iter().zip(ids.iter().skip(1));
    let edges: Vec<Value> = edges
        .map(|(from, to)| json!({ "id": format!("{from}{to}"), "sourceId": from, "targetId": to }))
        .collect();
    Ok(serde_json::from_value(json!({ "nodes": nodes, "edges": edges }))?)
}

fn policy(table: &Value) -> Result<DecisionEngine> {
    let property =
        |name: &str, kind: &str| json!({ "id": name, "name": name, "type": kind, "array": false, "optional": false });
    let properties = [
        property("treatment", "string"),
        property("area", "string"),
        property("sessions", "number"),
    ];
    let document = json!({ "blocks": [
        { "id": "model", "type": "dataModel", "props": { "data": { "name": "item", "properties": properties } } },
        { "id": "table", "type": "decisionTable", "props": { "data": table } },
    ] });
    let content: DecisionContent = serde_json::from_value(document)?;
    let loader = MemoryLoader::default();
    loader.add(KEY, content);
    let engine = DecisionEngine::default().with_loader(Arc::new(loader));
    let failures = engine.compile();
    anyhow::ensure!(failures.is_empty(), "the policy does not compile: {failures:?}");
    Ok(engine)
}
