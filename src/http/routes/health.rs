use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::openapi::{ParameterProblems, ServerProblems, examples};
use crate::http::reply::{self, Answer};
use crate::http::served::FileProblem;
use crate::http::wire::{self, Problem, kinds};
use crate::http::{App, Served};

/// Problems of files that are named to anybody.
const NAMED_MAX: usize = 10;
/// How long the database may take to say that it is there: a load balancer does not wait longer.
const PING: Duration = Duration::from_secs(2);

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
/// For a load balancer: 503 where there is no price list, or where the database does not answer. `?exclude=database` asks for the prices alone: estimates are answered
/// without a database. A list on disk that is refused does not make the server unready: the one before stays in force.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operation",
    operation_id = "getReadiness",
    params(("exclude" = Option<String>, Query, pattern = "^database$", example = "database", description = "What may be missing: `database`.")),
    responses((status = 200, description = "It is ready.", body = Readiness, example = json!(examples::readiness())), ParameterProblems, ServerProblems),
)]
pub(super) async fn get_readiness(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let needs_database = query.as_deref() != Some("exclude=database");
    if needs_database {
        wire::no_parameters(query.as_deref())?;
    }
    let served = app.served();
    if served.clinics.iter().next().is_none() {
        return Err(not_ready("No price list is in force."));
    }
    let is_kept = has_database(&app).await;
    if needs_database && !is_kept {
        let detail = "The database does not answer: no quotes are kept or found. Estimates are answered: \
                      /readyz?exclude=database says whether.";
        return Err(not_ready(detail));
    }
    reply::json(&Readiness::new(&served, is_kept))
}

fn not_ready(detail: &str) -> Box<Problem> {
    Box::new(Problem::new(&kinds::NOT_READY, detail))
}

async fn has_database(app: &App) -> bool {
    let Ok(store) = app.store() else { return false };
    let answer = tokio::time::timeout(PING, store.ping()).await;
    answer.is_ok_and(|answer| answer.is_ok())
}

impl<'a> Readiness<'a> {
    fn new(served: &'a Served, is_kept: bool) -> Self {
        let lists = served.states().into_iter().map(|state| ReadyList {
            clinic: state.clinic,
            version: state.version,
            problem_count: state.problems.len() + state.more_problems,
            problems: state.problems.iter().take(NAMED_MAX).map(FilePlace::new).collect(),
        });
        Self {
            status: if served.refused.is_empty() {
                "ready"
            } else {
                "ready_with_refused_files"
            },
            database: if is_kept { "ready" } else { "unavailable" },
            price_lists: lists.collect(),
        }
    }
}
