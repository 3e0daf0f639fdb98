//! Who is logged in at the desk.

use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use super::errors::FieldError;
use super::kinds;
use super::quote_requests::read;
use super::request::CODE_CHARS_MAX;

/// A staff key, of which a session is made.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    /// The key, as `mesoquote keys add` printed it.
    #[schema(max_length = 100, example = "mesoquote_…")]
    pub key: String,
}

/// For whom the server takes the caller.
#[derive(Serialize, ToSchema)]
pub struct SessionState<'a> {
    /// The name of the staff key; `staff` where no key is needed; null for a visitor.
    #[schema(example = "Front desk 1")]
    pub staff: Option<&'a str>,
    /// Whether staff needs a key. It needs none where there is none yet and the server listens on this machine alone.
    pub needs_key: bool,
}

/// Reads a staff key.
///
/// # Errors
/// All that is wrong with the body.
pub fn session_asked(text: &[u8]) -> Result<String, Box<Problem>> {
    let key = read(text, &["key"], |reader, object| {
        reader.text(object.field("key"), CODE_CHARS_MAX)
    })?;
    key.ok_or_else(|| {
        let detail = "Write under “key” a staff key.";
        Box::new(Problem::of(vec![FieldError::new(
            "/key",
            kinds::MISSING_FIELD.code,
            detail,
        )]))
    })
}
