//! Quotes as a clinic meets them: the program itself, one process or several on one database, asked over its socket.

mod at_once;
mod manager;
mod privacy;
mod program;
mod published;
mod staff;
mod trouble;
mod years_later;

use serde_json::{Value, json};
use tempfile::TempDir;

use self::program::Program;
use crate::binary::{repository, run};
use crate::http::{Answer, reload::copy_list};
use crate::store::rig::Rig;
use mesoquote::store::Location;

/// A clinic: its price list in a folder of its own, and a database.
pub struct Clinic {
    pub folder: TempDir,
    pub url: String,
    rig: Rig,
}

impl Clinic {
    /// One that keeps its quotes in a file.
    pub fn with_file() -> Self {
        Self::of(Rig::sqlite())
    }

    /// One of each kind; only the file where PostgreSQL isn't installed.
    pub fn of_each_kind() -> Vec<Self> {
        let rigs = [Some(Rig::sqlite()), Rig::postgres()];
        rigs.into_iter().flatten().map(Self::of).collect()
    }

    fn of(rig: Rig) -> Self {
        let url = match &rig.location {
            Location::Sqlite(file) => format!("sqlite:{}", file.display()),
            Location::Postgres(url) => url.clone(),
        };
        Self::at(url, rig)
    }

    fn at(url: String, rig: Rig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_list(&folder.path().join("clinic"));
        Self { folder, url, rig }
    }

    /// An empty database of the same kind, with the same price list.
    pub fn another(&self) -> Self {
        Self::of(self.rig.another())
    }

    /// The folder of the price list.
    pub fn prices(&self) -> String {
        self.folder.path().join("clinic").display().to_string()
    }

    /// Puts other text into a file of the price list.
    pub fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.path().join("clinic").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    /// A process that serves it.
    pub fn serve(&self) -> Program {
        self.serve_with(&[])
    }

    /// The same with more arguments.
    pub fn serve_with(&self, arguments: &[&str]) -> Program {
        let prices = self.prices();
        let of_clinic = ["--prices", &prices, "--database", &self.url];
        Program::serve(&[&of_clinic, arguments].concat(), self.folder.path())
    }

    /// Runs a command on the database to a good end and gives what it printed.
    pub fn command(&self, arguments: &[&str], input: &str) -> String {
        let output = run(&[arguments, &["--database", &self.url]].concat(), input);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes a staff key.
    pub fn add_key(&self, name: &str) -> String {
        self.command(&["keys", "add", name], "").trim().to_owned()
    }
}

/// What is asked for when ten sessions on the abdomen are to be saved, whose total is definite.
pub fn definite() -> Value {
    saving(&json!({ "items": [{ "treatment": "meso-fat", "area": "abdomen", "sessions": 10 }] }))
}

/// The same of an operation, whose total is a range.
pub fn range() -> Value {
    saving(&json!({ "items": [{ "treatment": "liposuction", "area": "abdomen", "sessions": 1 }] }))
}

/// A request to save what an estimate request asks for.
pub fn saving(request: &Value) -> Value {
    json!({ "request": request })
}

/// The estimate request within.
pub fn estimate_of(saving: &Value) -> &Value {
    &saving["request"]
}

/// The answer, which must have this status.
#[track_caller]
pub fn expect(status: u16, answer: &Answer) -> Value {
    assert_eq!(answer.status(), status, "{}", answer.text());
    answer.json()
}

/// The problem in an answer, which must have this status and code.
#[track_caller]
pub fn expect_problem(status: u16, code: &str, answer: &Answer) -> Value {
    let problem = expect(status, answer);
    assert_eq!(problem["code"], code, "{problem}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    problem
}

/// What a quote is called.
pub fn reference(quote: &Value) -> &str {
    quote["reference"].as_str().unwrap()
}

/// The description of the API, as the program prints it.
fn described() -> String {
    std::fs::read_to_string(repository("openapi.yaml")).unwrap()
}
