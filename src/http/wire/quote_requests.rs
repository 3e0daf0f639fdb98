//! What is asked of quotes, read so that all that is wrong is told at once.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::errors::Pointer;
use super::json::{self, Node};
use super::quote::QuoteState;
use super::reader::{Object, Reader};
use super::request::{CODE_CHARS_MAX, unreadable};
use super::{Asked, Errors, EstimateRequest, FieldError, Problem, kinds};
use crate::store::{Cursor, PAGE_MAX, Patient, State, digits_in};

/// Characters of a name or an e-mail address.
const NAME_CHARS_MAX: usize = 200;
/// Characters of a telephone number.
const PHONE_CHARS_MAX: usize = 50;
/// Digits that the shortest telephone number has.
const PHONE_DIGITS_MIN: usize = 5;
/// Characters of a note.
const NOTE_CHARS_MAX: usize = 2000;
/// The fields of a patient.
const PATIENT: [&str; 4] = ["name", "phone", "email", "follow_up"];
/// Quotes of a page where nobody says.
const PAGE_USUAL: u16 = 20;

/// An estimate that is to be saved.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest<'a> {
    /// What is to be priced and saved, as in `POST /v1/estimates`.
    pub request: EstimateRequest,
    /// Personal data. All of it may be left out.
    pub patient: Option<PatientData<'a>>,
    /// A note of the staff. Erased with the personal data.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// Personal data of the one who asks. All of it is optional; it is erased on request, and on schedule.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatientData<'a> {
    /// The name.
    #[schema(max_length = 200)]
    pub name: Option<&'a str>,
    /// The telephone number, in any spelling, with at least five digits.
    #[schema(max_length = 50)]
    pub phone: Option<&'a str>,
    /// The e-mail address: a name, an @ and a domain.
    #[schema(max_length = 200)]
    pub email: Option<&'a str>,
    /// Whether the patient agrees to be contacted about the quote later on. Needs a telephone number or an e-mail
    /// address; without it, `false`.
    #[schema(required = false)]
    pub follow_up: Option<bool>,
}

impl<'a> PatientData<'a> {
    /// What is known of a patient.
    pub fn new(patient: &'a Patient) -> Self {
        Self {
            name: patient.name.as_deref(),
            phone: patient.phone.as_deref(),
            email: patient.email.as_deref(),
            follow_up: Some(patient.follow_up),
        }
    }
}

/// The patient takes a quote.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What was agreed on, within the total. Needed where that is a range.
    #[schema(pattern = r"^[0-9]+(\.[0-9]+)?$", example = "15000.00")]
    pub agreed_total: Option<String>,
}

/// A body without fields; it may be left out.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// What is looked for. All that is given must hold.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteSearch {
    /// The clinic's code. May be left out where one clinic is served.
    #[schema(max_length = 100)]
    pub clinic: Option<String>,
    /// The telephone number, in any spelling.
    #[schema(max_length = 50, example = "050-1234567")]
    pub phone: Option<String>,
    /// Words of the name, or how they begin; case and marks do not matter.
    #[schema(max_length = 200, example = "fat mans")]
    pub name: Option<String>,
    /// The state today.
    #[schema(value_type = Option<QuoteState>)]
    pub state: Option<String>,
    /// The code of a treatment.
    #[schema(max_length = 100)]
    pub treatment: Option<String>,
    /// Who made it.
    #[schema(max_length = 200)]
    pub created_by: Option<String>,
    /// Made on this day at the clinic or later.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// Made on this day at the clinic or earlier.
    #[schema(format = Date)]
    pub to: Option<String>,
    /// The most quotes of the page: 20 where it is left out.
    #[schema(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
    /// What `next` of the page before said.
    #[schema(max_length = 100)]
    pub cursor: Option<String>,
}

/// A quote that is to be saved, as it was written.
pub struct SaveAsked {
    /// What is to be priced, and all that is wrong with it.
    pub asked: Asked,
    /// The same as it was written.
    pub request: Box<RawValue>,
    /// Personal data.
    pub patient: Patient,
    /// The note.
    pub note: Option<String>,
    /// What is wrong beside what is to be priced.
    pub errors: Errors,
}

impl SaveAsked {
    /// All that is wrong: with what is to be priced, and beside it.
    pub fn refused(self, priced: Option<Box<Problem>>) -> Box<Problem> {
        let mut errors = priced.map_or_else(Vec::new, |problem| problem.within("/request").errors);
        errors.extend(self.errors.into_vec());
        Box::new(Problem::of(errors))
    }
}

/// Reads a quote that is to be saved.
///
/// # Errors
/// `unreadable_json`; what is wrong beside `request` where there is none to be judged.
pub fn save_asked(text: &[u8]) -> Result<SaveAsked, Box<Problem>> {
    let body = json::parse(text).map_err(|error| unreadable(text, &error))?;
    let mut errors = Errors::default();
    let mut reader = Reader::new(&mut errors);
    let object = reader.object(&body, Pointer::Root, &["request", "patient", "note"]);
    let (patient, note) = object.as_ref().map_or_else(Default::default, |object| {
        (
            patient(&mut reader, object),
            reader.text(object.field("note"), NOTE_CHARS_MAX),
        )
    });
    match request(text) {
        Some(request) if object.is_some_and(|object| object.has("request")) => {
            let asked = Asked::from_json(request.get().as_bytes())?;
            Ok(SaveAsked {
                asked,
                request,
                patient,
                note,
                errors,
            })
        }
        _ => {
            let detail = "Write under “request” what is to be priced, as POST /v1/estimates takes it.";
            errors.push(FieldError::new("/request", kinds::MISSING_FIELD.code, detail));
            Err(Box::new(Problem::of(errors.into_vec())))
        }
    }
}

/// What is to be priced, as it was written.
fn request(text: &[u8]) -> Option<Box<RawValue>> {
    #[derive(Deserialize)]
    struct Body {
        request: Box<RawValue>,
    }
    serde_json::from_slice::<Body>(text).ok().map(|body| body.request)
}

fn patient(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Patient {
    let field = object.field("patient");
    let node = field.node.filter(|node| !matches!(node, Node::Null));
    let Some(object) = node.and_then(|node| reader.object(node, field.at, &PATIENT)) else {
        return Patient::default();
    };
    let follow_up = reader.flag(object.field("follow_up"));
    let mut given = |name, most| {
        reader
            .text(object.field(name), most)
            .filter(|text| !text.trim().is_empty())
    };
    let patient = Patient {
        name: given("name", NAME_CHARS_MAX),
        phone: given("phone", PHONE_CHARS_MAX),
        email: given("email", NAME_CHARS_MAX),
        follow_up,
    };
    if patient
        .phone
        .as_deref()
        .is_some_and(|phone| digits_in(phone) < PHONE_DIGITS_MIN)
    {
        let kind = &kinds::INVALID_PHONE;
        reader.error(Pointer::Field(&field.at, "phone"), kind.code, kind.meaning);
    }
    if patient.email.as_deref().is_some_and(|email| !is_email(email)) {
        let kind = &kinds::INVALID_EMAIL;
        reader.error(Pointer::Field(&field.at, "email"), kind.code, kind.meaning);
    }
    if patient.follow_up && patient.phone.is_none() && patient.email.is_none() {
        let detail = "Who agrees to be contacted gives a telephone number or an e-mail address.";
        reader.error(Pointer::Field(&field.at, "phone"), kinds::MISSING_FIELD.code, detail);
    }
    patient
}

/// Whether a text has the form of an address that mail can be sent to. Whether there is one is not asked.
fn is_email(text: &str) -> bool {
    let text = text.trim();
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.rsplit_once('@').is_some_and(|(name, domain)| {
        is_part(name) && is_part(domain) && !domain.starts_with('.') && !domain.ends_with('.')
    })
}

/// Reads what was agreed on, still as text: only the quote knows its currency.
///
/// # Errors
/// All that is wrong with the body.
pub fn agreed_total(text: &[u8]) -> Result<Option<String>, Box<Problem>> {
    read(text, &["agreed_total"], |reader, object| {
        let field = object.field("agreed_total");
        match field.node {
            Some(Node::Whole(_) | Node::Fraction) => {
                let detail = "An amount is a string, such as \"7500.00\", never a JSON number.";
                reader.error(field.at, kinds::INVALID_AMOUNT.code, detail);
                None
            }
            _ => reader.text(field, CODE_CHARS_MAX),
        }
    })
}

/// Reads a body that says nothing.
///
/// # Errors
/// All that is wrong with it.
pub fn nothing(text: &[u8]) -> Result<(), Box<Problem>> {
    read(text, &[], |_, _| ())
}

/// What is looked for, as it was written.
#[derive(Default)]
pub struct Sought {
    /// The clinic's code.
    pub clinic: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Words of the name.
    pub name: Option<String>,
    /// The state.
    pub state: Option<State>,
    /// The code of a treatment.
    pub treatment: Option<String>,
    /// Who made it.
    pub created_by: Option<String>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The most quotes of the page.
    pub limit: u16,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

/// Reads what is looked for.
///
/// # Errors
/// All that is wrong with the body.
pub fn search_asked(text: &[u8]) -> Result<Sought, Box<Problem>> {
    let names = [
        "clinic",
        "phone",
        "name",
        "state",
        "treatment",
        "created_by",
        "from",
        "to",
        "limit",
        "cursor",
    ];
    read(text, &names, |reader, object| {
        let sought = sought(reader, object);
        if let (Some(from), Some(to)) = (sought.from, sought.to)
            && to < from
        {
            let detail = format!("The last day, {to}, is before the first, {from}: exchange them.");
            reader.error(object.field("to").at, kinds::DAYS_REVERSED.code, detail);
        }
        sought
    })
}

fn sought(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Sought {
    Sought {
        clinic: reader.text(object.field("clinic"), CODE_CHARS_MAX),
        phone: reader.text(object.field("phone"), PHONE_CHARS_MAX),
        name: reader.text(object.field("name"), NAME_CHARS_MAX),
        state: state(reader, object),
        treatment: reader.text(object.field("treatment"), CODE_CHARS_MAX),
        created_by: reader.text(object.field("created_by"), NAME_CHARS_MAX),
        from: reader.date(object.field("from")),
        to: reader.date(object.field("to")),
        limit: limit(reader, object),
        after: cursor(reader, object),
    }
}

fn state(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Option<State> {
    let field = object.field("state");
    let word = reader.text(field, CODE_CHARS_MAX)?;
    let state = State::from_word(&word);
    if state.is_none() {
        reader.error_among(field.at, &kinds::UNKNOWN_STATE, &word, State::ALL.map(State::as_str));
    }
    state
}

fn limit(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> u16 {
    let field = object.field("limit");
    match field.node {
        None | Some(Node::Null) => return PAGE_USUAL,
        Some(Node::Whole(count)) => {
            if let Some(count) = u16::try_from(*count)
                .ok()
                .filter(|count| (1..=PAGE_MAX).contains(count))
            {
                return count;
            }
            reader.error(field.at, kinds::INVALID_LIMIT.code, kinds::INVALID_LIMIT.meaning);
        }
        Some(node) => reader.wrong_type(field.at, "a whole number", node),
    }
    PAGE_USUAL
}

fn cursor(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Option<Cursor> {
    let field = object.field("cursor");
    let cursor = reader.text(field, CODE_CHARS_MAX)?.parse().ok();
    if cursor.is_none() {
        reader.error(field.at, kinds::INVALID_CURSOR.code, kinds::INVALID_CURSOR.meaning);
    }
    cursor
}

/// Reads an object, or an empty body, which is an object without fields.
pub(super) fn read<T>(
    text: &[u8],
    names: &[&str],
    make: impl FnOnce(&mut Reader<'_>, &Object<'_, '_, '_>) -> T,
) -> Result<T, Box<Problem>> {
    let text = if text.trim_ascii().is_empty() { b"{}" } else { text };
    let body = json::parse(text).map_err(|error| unreadable(text, &error))?;
    let mut errors = Errors::default();
    let mut reader = Reader::new(&mut errors);
    let read = reader
        .object(&body, Pointer::Root, names)
        .map(|object| make(&mut reader, &object));
    read.filter(|_| errors.is_empty())
        .ok_or_else(|| Box::new(Problem::of(errors.into_vec())))
}
