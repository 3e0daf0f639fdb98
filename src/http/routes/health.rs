use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::openapi::{ServerProblems, examples};
use crate::http::reply::{self, Answer};
use crate::http::served::FileProblem;

/// Problems of files that are named to anybody.
const NAMED_MAX: usize = 10;

/// That the process is alive.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Health {
    /// Always `alive`.
    #[schema(example = "alive")]
    status: &'static str,
    /// The version of the program.
    version: &'static str,
}

/// Whether the process is alive.
///
/// It looks at nothing else.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operation",
    operation_id = "getHealth",
    responses((status = 200, description = "It is alive.", body = Health, example = json!(examples::health())), ServerProblems),
)]
pub(super) async fn get_health() -> Answer {
    reply::json(&Health {
        status: "alive",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// What is served, and whether files on disk are refused.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Readiness<'a> {
    /// `ready`; `ready_with_refused_files` where a list on disk is refused and the one before is in force.
    #[schema(example = "ready")]
    status: &'static str,
    /// `ready`; `unavailable` while quotes can't be kept and found. Estimates are answered all the same.
    #[schema(example = "ready")]
    database: &'static str,
    /// In order of the clinics' codes.
    price_lists: Vec<ReadyList<'a>>,
}

/// A clinic's price list, as anybody may know it: what is wrong stands in `GET /v1/price-lists`.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReadyList<'a> {
    /// The clinic's code.
    #[schema(example = "pricing")]
    clinic: &'a str,
    /// The version in force; null where the list was refused before any was served.
    #[schema(example = "3f9ac01b77de")]
    version: Option<&'a str>,
    /// How many problems the files on disk have; 0 where they are in force.
    problem_count: usize,
    /// The first of them.
    problems: Vec<FilePlace<'a>>,
}

/// A kind of problem and its place. What the file holds is not told: prices may not be out yet.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct FilePlace<'a> {
    /// The stable code.
    code: &'a str,
    /// The file, relative to the price list.
    file: &'a str,
    /// The physical line, from 1.
    line: u32,
    /// The column in characters, from 1.
    column: u32,
}

impl<'a> FilePlace<'a> {
    fn new(problem: &'a FileProblem) -> Self {
        Self {
            code: &problem.code,
            file: &problem.file,
            line: problem.line,
            column: problem.column,
        }
    }
}

/// Whether requests can be answered, from which versions of the price lists, and whether quotes can be kept.
///
/// A list on disk that is refused does not make the server unready: the one before stays in force.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    operation_id = "getReadiness",
    responses((status = 200, description = "It is ready.", body = Readiness, example = json!(examples::readiness())), ServerProblems),
)]
pub(super) async fn get_readiness(State(app): State<Arc<App>>) -> Answer {
    let served = app.served();
    let lists = served.states().into_iter().map(|state| ReadyList {
        clinic: state.clinic,
        version: state.version,
        problem_count: state.problems.len() + state.more_problems,
        problems: state.problems.iter().take(NAMED_MAX).map(FilePlace::new).collect(),
    });
    let is_kept = match app.store() {
        Ok(store) => store.ping().await.is_ok(),
        Err(_) => false,
    };
    reply::json(&Readiness {
        database: if is_kept { "ready" } else { "unavailable" },
        status: if served.refused.is_empty() {
            "ready"
        } else {
            "ready_with_refused_files"
        },
        price_lists: lists.collect(),
    })
}
