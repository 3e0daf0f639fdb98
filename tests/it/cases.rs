//! The worked cases: requests against small price lists, and what the pricing rules make of them, worked out by hand
//! and independently of this program. Each `expect` is a part of the answer in compact form.

use serde_json::{Map, Value, json};

use crate::binary::{self, repository};

#[test]
fn every_worked_case_is_reproduced() {
    let text = std::fs::read_to_string(repository("tests/cases/worked/cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for clinic in ["clinic", "kuwait"] {
        let asked: Vec<&Value> = cases.iter().filter(|case| case["clinic"] == clinic).collect();
        assert!(asked.len() > 20, "the cases of {clinic} are missing");
        let answers = batch(clinic, &asked);
        for (case, answer) in asked.iter().zip(&answers) {
            wrong.extend(
                disagreements(case, answer)
                    .iter()
                    .map(|what| format!("{}: {what}", case["name"])),
            );
        }
    }
    assert!(wrong.is_empty(), "{} disagreements\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_disagreement_is_found() {
    let case = json!({ "expect": { "total": { "from": "1.00", "to": "1.00" } } });
    let answer = json!({ "total": { "from": "1.00", "to": "2.00" }, "items": [], "low": null });
    assert_eq!(disagreements(&case, &answer).len(), 1);
    let refused = json!({ "expect": { "refused": "not_offered" } });
    assert_eq!(disagreements(&refused, &answer).len(), 1);
}

fn batch(clinic: &str, cases: &[&Value]) -> Vec<Value> {
    let requests: String = cases.iter().map(|case| case["request"].to_string() + "\n").collect();
    let folder = repository(&format!("tests/cases/worked/{clinic}"));
    let output = binary::run(&["batch", "--prices", folder.to_str().unwrap()], &requests);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<Value> = output
        .stdout
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).unwrap())
        .collect();
    assert_eq!(answers.len(), cases.len());
    answers
}

fn disagreements(case: &Value, answer: &Value) -> Vec<String> {
    let expect = case["expect"].as_object().unwrap();
    if let Some(code) = expect.get("refused") {
        let problem = &answer["problem"];
        let errors = problem["errors"].as_array().into_iter().flatten();
        let is_refused = problem["code"] == *code || errors.map(|e| &e["code"]).any(|c| c == code);
        return if is_refused {
            Vec::new()
        } else {
            vec![format!("want the refusal {code}, got {answer}")]
        };
    }
    let got = compact(answer);
    let differs = |(key, want): (&String, &Value)| {
        (got[key] != sorted(key, want)).then(|| format!("{key}\n    want {}\n    got  {}", sorted(key, want), got[key]))
    };
    expect.iter().filter_map(differs).collect()
}

/// The answer in the form in which cases expect it.
fn compact(answer: &Value) -> Value {
    let items = answer["items"].as_array().unwrap();
    let no_span = json!({ "from": 0, "to": 0 });
    let span = |item: &Value| item.pointer("/schedule/span_days").unwrap_or(&no_span).clone();
    let ladder = |item: &Value| -> Vec<Value> {
        item["ladder"].as_array().into_iter().flatten()
            .map(|rung| json!({ "sessions": rung["sessions"], "from": rung["total"]["from"], "to": rung["total"]["to"] }))
            .collect()
    };
    let plans: Map<String, Value> = answer["plans"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|plan| (plan["plan"].as_str().unwrap().to_owned(), plan["payments"].clone()))
        .collect();
    json!({
        "total": answer["total"],
        "low": breakdown(&answer["low"]),
        "high": breakdown(&answer["high"]),
        "better_offer": items.iter().map(|item| item["better_offer"].clone()).collect::<Vec<_>>(),
        "span_days": items.iter().map(span).collect::<Vec<_>>(),
        "comparison": comparison(&answer["comparison"]),
        "plans": plans,
        "ladder": items.iter().map(ladder).collect::<Vec<_>>(),
    })
}

fn breakdown(side: &Value) -> Value {
    if side.is_null() {
        return Value::Null;
    }
    let lines: Vec<Value> = side["lines"].as_array().unwrap().iter().map(line).collect();
    let tax: Map<String, Value> = side["tax"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tax| (tax["tax"].as_str().unwrap().to_owned(), tax["amount"].clone()))
        .collect();
    let promo = side.pointer("/promo_code/outcome").cloned().unwrap_or_default();
    sorted(
        "low",
        &json!({ "lines": lines, "tax": tax, "promo": promo, "total": side["total"] }),
    )
}

fn line(line: &Value) -> Value {
    let fields: &[&str] = match line["kind"].as_str().unwrap() {
        "course" => &["kind", "item", "sessions", "amount"],
        "extra" => &["kind", "extra", "item", "quantity", "amount"],
        "discount" => &["kind", "discount", "item", "amount"],
        other => panic!("a line of kind {other}"),
    };
    let mut compact: Map<String, Value> = fields
        .iter()
        .map(|field| ((*field).to_owned(), line[*field].clone()))
        .collect();
    if line["kind"] == "course" {
        compact.insert("packages".into(), packages(&line["parts"]).into());
    }
    Value::Object(compact)
}

fn packages(parts: &Value) -> Vec<u64> {
    let bought = parts
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["unit"] == "package");
    let sizes = bought.flat_map(|part| {
        let times = usize::try_from(part["count"].as_u64().unwrap()).unwrap();
        std::iter::repeat_n(part["sessions"].as_u64().unwrap(), times)
    });
    let mut sizes: Vec<u64> = sizes.collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

fn comparison(given: &Value) -> Value {
    if given.is_null() {
        return Value::Null;
    }
    let pair = |range: &Value| {
        if range.is_null() {
            Value::Null
        } else {
            json!([range["from"], range["to"]])
        }
    };
    let reasons = given["not_compared"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!([item["item"], item["reason"]]));
    let mut compact = json!({
        "this": pair(&given["this"]["total"]),
        "alternative": pair(&given["alternative"]["total"]),
        "verdict": given["verdict"],
        "difference": pair(&given["difference"]),
        "break_even": given["break_even"],
        "not_compared": reasons.collect::<Vec<_>>(),
    });
    if !given["this"].is_null() {
        compact["visits"] = json!([pair(&given["this"]["visits"]), pair(&given["alternative"]["visits"])]);
    }
    compact
}

/// Cases don't tell the order of lines.
fn sorted(key: &str, value: &Value) -> Value {
    let mut value = value.clone();
    if let (true, Some(lines)) = (
        ["low", "high"].contains(&key),
        value.get_mut("lines").and_then(Value::as_array_mut),
    ) {
        for line in lines.iter_mut() {
            line.sort_all_objects();
        }
        lines.sort_by_key(ToString::to_string);
    }
    value
}
