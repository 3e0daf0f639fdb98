use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::errors::{Errors, FieldError, Pointer};
use super::json::Node;
use super::quote_requests::read;
use super::reader::{Field, Object, Reader};
use super::request::CODE_CHARS_MAX;
use super::{PriceListChanges, Problem, kinds};
use crate::files::Files;
use crate::http::FileProblem;
use crate::store::Published;

/// Files that a candidate may bring: the tables, and some that are only warned of.
const FILES_MAX: usize = 50;

/// A price list that may take the place of the one in force: its files, a kept version, or what lies on disk.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceListCandidate {
    /// The clinic's code. May be left out where one clinic is served.
    #[schema(max_length = 100)]
    pub clinic: Option<String>,
    /// The files by name: each its text, or its bytes as `{"base64": "…"}`, so that whatever a spreadsheet wrote can
    /// be judged.
    #[schema(value_type = Option<std::collections::BTreeMap<String, FileContent>>)]
    pub files: Option<()>,
    /// Whether files that were not sent are those of the version in force.
    pub keep_others: Option<bool>,
    /// A version that is kept: one that was published, or that a quote was made with.
    #[schema(max_length = 100, example = "3f9ac01b77de")]
    pub version: Option<String>,
    /// The clinic's folder on the server's disk.
    pub on_disk: Option<bool>,
    /// For publishing: the version that is to be replaced. Where another is in force by now, nothing is published.
    #[schema(max_length = 100)]
    pub instead_of: Option<String>,
    /// The language of names.
    #[schema(max_length = 100, example = "en")]
    pub language: Option<String>,
}

/// What stands in a file.
#[derive(ToSchema)]
#[serde(untagged)]
pub enum FileContent {
    /// Its text.
    Text(String),
    /// Its bytes.
    Bytes(FileBytes),
}

/// The bytes of a file.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBytes {
    /// In Base64.
    pub base64: String,
}

/// A candidate as it was written.
pub struct CandidateAsked {
    /// The clinic's code.
    pub clinic: Option<String>,
    /// Where its files come from.
    pub source: CandidateSource,
    /// The version that is to be replaced.
    pub instead_of: Option<String>,
    /// The language of names.
    pub language: Option<String>,
}

/// Where the files of a candidate come from.
pub enum CandidateSource {
    /// They were sent.
    Sent {
        /// The files.
        files: Files,
        /// Whether files that were not sent are those in force.
        keeps_others: bool,
    },
    /// They are kept under a version.
    Kept(String),
    /// They lie on disk.
    OnDisk,
}

/// Reads a candidate.
///
/// # Errors
/// All that is wrong with the body.
pub fn candidate_asked(text: &[u8]) -> Result<CandidateAsked, Box<Problem>> {
    let names = [
        "clinic",
        "files",
        "keep_others",
        "version",
        "on_disk",
        "instead_of",
        "language",
    ];
    read(text, &names, |reader, object| CandidateAsked {
        clinic: reader.text(object.field("clinic"), CODE_CHARS_MAX),
        source: source(reader, object),
        instead_of: reader.text(object.field("instead_of"), CODE_CHARS_MAX),
        language: reader.text(object.field("language"), CODE_CHARS_MAX),
    })
}

fn source(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> CandidateSource {
    let on_disk = yes(reader, object.field("on_disk"));
    let keeps_others = yes(reader, object.field("keep_others"));
    let version = reader.text(object.field("version"), CODE_CHARS_MAX);
    let given = [object.has("files"), object.has("version"), on_disk];
    if given.iter().filter(|given| **given).count() != 1 {
        reader.error(object.at, kinds::ONE_SOURCE.code, kinds::ONE_SOURCE.meaning);
    }
    match version {
        Some(version) => CandidateSource::Kept(version),
        None if on_disk => CandidateSource::OnDisk,
        None => CandidateSource::Sent {
            files: files(reader, object.field("files")),
            keeps_others,
        },
    }
}

fn yes(reader: &mut Reader<'_>, field: Field<'_, '_, '_>) -> bool {
    match field.node {
        None | Some(Node::Null) => false,
        Some(Node::Bool(given)) => *given,
        Some(node) => {
            reader.wrong_type(field.at, "true or false", node);
            false
        }
    }
}

fn files(reader: &mut Reader<'_>, field: Field<'_, '_, '_>) -> Files {
    let fields = match field.node {
        None | Some(Node::Null) => return Files::new(),
        Some(Node::Object(fields)) => fields,
        Some(node) => {
            reader.wrong_type(field.at, "an object", node);
            return Files::new();
        }
    };
    if fields.len() > FILES_MAX {
        let detail = format!("More than {FILES_MAX} files were sent: a price list has eleven at most.");
        reader.error(field.at, kinds::TOO_MANY.code, detail);
    }
    let mut files = Files::new();
    for (name, node) in fields.iter().take(FILES_MAX) {
        let at = Pointer::Field(&field.at, name);
        if files.iter().any(|(known, _)| known == name) {
            reader.error(
                at,
                kinds::DUPLICATE_FIELD.code,
                "The file was sent twice: leave one out.",
            );
        }
        if let Some(content) = content(reader, node, at) {
            files.push((name.clone().into_owned(), content));
        }
    }
    files
}

fn content(reader: &mut Reader<'_>, node: &Node<'_>, at: Pointer<'_>) -> Option<Vec<u8>> {
    if let Node::Text(text) = node {
        return Some(text.as_bytes().to_vec());
    }
    if !matches!(node, Node::Object(_)) {
        reader.wrong_type(at, "a string, or an object with “base64”", node);
        return None;
    }
    let object = reader.object(node, at, &["base64"])?;
    let text = reader.needed_text(object.field("base64"), usize::MAX);
    let bytes = STANDARD.decode(text).ok();
    if bytes.is_none() {
        let at = object.field("base64").at;
        reader.error(at, kinds::INVALID_BASE64.code, kinds::INVALID_BASE64.meaning);
    }
    bytes
}

/// What a candidate is worth, and what it would do.
#[derive(Serialize, ToSchema)]
pub struct CheckedPriceList<'a> {
    /// The clinic's code.
    #[schema(example = "pricing")]
    pub clinic: &'a str,
    /// The version of its files.
    #[schema(example = "9b2d41c07aa3")]
    pub version: &'a str,
    /// Why it is refused: empty where it is good.
    pub errors: Vec<FileProblem>,
    /// How much more is wrong than `errors` names.
    pub more_errors: usize,
    /// What is odd in it; it can be used all the same.
    pub warnings: Vec<FileProblem>,
    /// How much more is odd than `warnings` names.
    pub more_warnings: usize,
    /// The version in force; null where none is.
    #[schema(example = "3f9ac01b77de")]
    pub in_force: Option<&'a str>,
    /// What putting it in force would do today; null where it is refused, or nothing is in force.
    pub changes: Option<PriceListChanges<'a>>,
    /// Groups of courses that `changes` leaves out, of a list that moves very many.
    pub more_changes: usize,
    /// How many quotes are open, which all stay as they are; null while the database is gone.
    #[schema(minimum = 0)]
    pub open_quotes: Option<i64>,
}

/// A price list that was published.
#[derive(Serialize, ToSchema)]
pub struct PublishedPriceList {
    /// The clinic's code.
    #[schema(example = "pricing")]
    pub clinic: String,
    /// Counts what was published for the clinic.
    #[schema(minimum = 1, example = 2)]
    pub number: i64,
    /// The version.
    #[schema(example = "9b2d41c07aa3")]
    pub version: String,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// Who did it.
    #[schema(example = "Manager")]
    pub published_by: String,
    /// Whether it is in force in the process that answers.
    pub in_force: bool,
}

impl PublishedPriceList {
    /// A published list, held against the version in force.
    pub fn new(published: Published, in_force: Option<&str>, is_newest: bool) -> Self {
        Self {
            in_force: is_newest && in_force == Some(&*published.version),
            clinic: published.clinic,
            number: published.number,
            version: published.version,
            published_at: published.at,
            published_by: published.by,
        }
    }
}

/// What was published for a clinic, the newest first.
#[derive(Serialize, ToSchema)]
pub struct PublishingHistory {
    /// The clinic's code.
    #[schema(example = "pricing")]
    pub clinic: String,
    /// Whether lists can be published here.
    pub can_publish: bool,
    /// The version in force; null where none is.
    #[schema(example = "9b2d41c07aa3")]
    pub in_force: Option<String>,
    /// What was published, the newest first.
    pub published: Vec<PublishedPriceList>,
    /// Where the next page begins: send it as `before`; null on the last page.
    pub next: Option<i64>,
}

/// An error about files that were sent, as a problem of a request.
pub fn refused_files(problems: &[FileProblem]) -> Box<Problem> {
    let mut errors = Errors::default();
    for problem in problems {
        let FileProblem {
            code,
            file,
            line,
            column,
            message,
            hint,
            ..
        } = problem;
        let detail = format!("{file}:{line}:{column}: {message} ({code}): {hint}");
        let files = Pointer::Field(&Pointer::Root, "files");
        errors.push(FieldError::new(
            Pointer::Field(&files, file),
            kinds::PRICE_LIST_REFUSED.code,
            detail,
        ));
    }
    Box::new(Problem::of(errors.into_vec()))
}
