use jiff::civil::Date;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::errors::Pointer;
use super::json::{self, Node};
use super::reader::{Object, Reader};
use super::{Errors, FieldError, Problem, kinds};
use crate::estimate::{Includes, Item, ItemSessions, Request};
use crate::price_list::{Sessions, Who};

/// Characters that a code, a date or a number of sessions may have.
pub(super) const CODE_CHARS_MAX: usize = 100;
/// Characters that `text` may have.
pub(super) const TEXT_CHARS_MAX: usize = crate::estimate::shorthand::TEXT_LETTERS_MAX;
/// Extras that a request may choose.
pub(super) const EXTRAS_MAX: usize = 50;

const FIELDS: &[&str] = &[
    "clinic",
    "items",
    "text",
    "extras",
    "promo_code",
    "on",
    "start",
    "language",
    "include",
];
const ITEM_FIELDS: &[&str] = &["treatment", "area", "sessions"];
/// The words of `include`.
pub(super) const INCLUDES: &[&str] = &["ladder", "comparison", "schedule", "facts", "plans"];

/// Where a request came from: refusals point into what the caller wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A body with `items`.
    Items,
    /// A body with `text`.
    Text,
    /// A query for one item.
    Query,
}

/// A request as it was written, and all that is wrong with it so far.
///
/// What could not be read is left out or stands as an empty code, so that the rest can be judged all the same.
#[derive(Debug)]
pub struct Asked {
    /// Where it came from.
    pub form: Form,
    /// The clinic's code.
    pub clinic: Option<String>,
    /// Items, extras, promo code and includes. Of a text the items are still to be found.
    pub request: Request,
    /// How many of the extras stand in `extras`; those behind them were found in the text.
    pub extras_named: usize,
    /// The line in place of items.
    pub text: Option<String>,
    /// The day for which to price; not given, it is today.
    pub on: Option<Date>,
    /// The day of the first visit.
    pub start: Option<Date>,
    /// The tag of the language.
    pub language: Option<String>,
    /// What is wrong.
    pub errors: Errors,
}

impl Asked {
    /// Reads an estimate request from a JSON text.
    ///
    /// # Errors
    /// `unreadable_json` where it is no JSON. All else that is wrong stands in the request's errors.
    pub fn from_json(text: &[u8]) -> Result<Self, Box<Problem>> {
        let node = json::parse(text).map_err(|error| unreadable(text, &error))?;
        let mut asked = Asked::nothing(Form::Items);
        let mut reader = Reader::new(&mut asked.errors);
        let Some(object) = reader.object(&node, Pointer::Root, FIELDS) else {
            return Ok(asked);
        };
        asked.clinic = reader.text(object.field("clinic"), CODE_CHARS_MAX);
        asked.request.items = items(&mut reader, &object);
        // Of a request with both, the items are judged.
        if !object.has("items") {
            asked.text = reader.text(object.field("text"), TEXT_CHARS_MAX);
        }
        let extras = reader.texts(object.field("extras"), EXTRAS_MAX);
        asked.request.extras = extras.into_iter().map(Option::unwrap_or_default).collect();
        asked.extras_named = asked.request.extras.len();
        asked.request.promo_code = reader.text(object.field("promo_code"), CODE_CHARS_MAX);
        asked.on = reader.date(object.field("on"));
        asked.start = reader.date(object.field("start"));
        asked.language = reader.text(object.field("language"), CODE_CHARS_MAX);
        asked.request.include = reader.includes(object.field("include"));
        if object.has("text") && !object.has("items") {
            asked.form = Form::Text;
        }
        either_items_or_text(&object, &mut asked.errors);
        Ok(asked)
    }

    /// A request for nothing, in a form.
    pub fn nothing(form: Form) -> Self {
        Self {
            form,
            clinic: None,
            request: Request {
                items: Vec::new(),
                extras: Vec::new(),
                promo_code: None,
                who: Who::Anyone,
                include: Includes::NOTHING,
            },
            extras_named: 0,
            text: None,
            on: None,
            start: None,
            language: None,
            errors: Errors::default(),
        }
    }
}

pub(super) fn unreadable(text: &[u8], error: &serde_json::Error) -> Box<Problem> {
    let detail = if text.trim_ascii().is_empty() {
        "The body is empty: a JSON object is needed.".to_owned()
    } else if text.starts_with(b"\xef\xbb\xbf") {
        "The body begins with a byte-order mark, which JSON does not have.".to_owned()
    } else {
        format!("The body is no JSON: {error}.")
    };
    Box::new(Problem::new(&kinds::UNREADABLE_JSON, detail))
}

fn either_items_or_text(object: &Object<'_, '_, '_>, errors: &mut Errors) {
    let detail = match (object.has("items"), object.has("text")) {
        (true, true) => "Write “items” or “text”, not both.",
        (false, false) => "Write what is to be priced: “items”, or a line of “text”.",
        _ => return,
    };
    errors.push(FieldError::new(object.at, kinds::ITEMS_OR_TEXT.code, detail));
}

fn items(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Vec<Item> {
    let field = object.field("items");
    let Some(nodes) = reader.list(field) else {
        return Vec::new();
    };
    let found = nodes.len();
    if found == 0 || found > Request::ITEMS_MAX {
        let detail = format!("A request has 1 to {} items, not {found}.", Request::ITEMS_MAX);
        reader.error(field.at, kinds::ITEM_COUNT.code, detail);
    }
    let nodes = nodes.iter().take(Request::ITEMS_MAX).enumerate();
    nodes
        .map(|(index, node)| item(reader, node, Pointer::At(&field.at, index)))
        .collect()
}

fn item(reader: &mut Reader<'_>, node: &Node<'_>, at: Pointer<'_>) -> Item {
    let Some(object) = reader.object(node, at, ITEM_FIELDS) else {
        return Item {
            treatment: String::new(),
            area: String::new(),
            sessions: ItemSessions::Typical,
        };
    };
    item_of(reader, &object)
}

/// The item whose fields these are; what can't be read of it is an empty code, which no price list has.
pub(super) fn item_of(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> Item {
    Item {
        treatment: reader.needed_text(object.field("treatment"), CODE_CHARS_MAX),
        area: reader.needed_text(object.field("area"), CODE_CHARS_MAX),
        sessions: sessions(reader, object),
    }
}

fn sessions(reader: &mut Reader<'_>, object: &Object<'_, '_, '_>) -> ItemSessions {
    let field = object.field("sessions");
    match field.node {
        None | Some(Node::Null) => ItemSessions::Typical,
        Some(Node::Text(text)) if text.chars().count() <= CODE_CHARS_MAX => ItemSessions::from(&**text),
        Some(Node::Whole(count)) if *count < 0 => {
            let detail = format!("At least one session is asked for, not {count}.");
            reader.error(field.at, kinds::SESSIONS_OUT_OF_RANGE.code, detail);
            ItemSessions::Typical
        }
        // Past 32 bits is out of every treatment's range: the largest count says so.
        Some(Node::Whole(count)) => Sessions::Count(u32::try_from(*count).unwrap_or(u32::MAX)).into(),
        Some(Node::Fraction) => {
            let detail = "Sessions are a whole number (10), a range (“3-6”) or open ended (“10+”).";
            reader.error(field.at, kinds::INVALID_SESSIONS.code, detail);
            ItemSessions::Typical
        }
        Some(node) => {
            reader.wrong_type(field.at, "a whole number or a short string", node);
            ItemSessions::Typical
        }
    }
}

/// What is asked to be priced. Fields that are left out or null are not given; any other field is refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateRequest {
    /// The clinic's code. May be left out where one clinic is served.
    #[schema(max_length = 100, example = "pricing")]
    pub clinic: Option<String>,
    /// What is to be priced. Either this or `text`.
    #[schema(min_items = 1, max_items = 20)]
    pub items: Option<Vec<EstimateRequestItem>>,
    /// The same as one would say it over the telephone. Either this or `items`.
    #[schema(max_length = 300, example = "belly 10+")]
    pub text: Option<String>,
    /// Codes of chosen optional extras.
    #[schema(max_items = 50)]
    pub extras: Option<Vec<String>>,
    /// A promo code; case and outer blanks do not matter.
    #[schema(max_length = 100)]
    pub promo_code: Option<String>,
    /// The day for which to price; left out, today at the clinic. Another day than today is for staff.
    #[schema(format = Date)]
    pub on: Option<String>,
    /// The day of the first visit: the schedule then has dates in place of day numbers.
    #[schema(format = Date)]
    pub start: Option<String>,
    /// The language of names and texts, as a BCP 47 tag; left out, that of `Accept-Language`, else the clinic's first.
    #[schema(max_length = 100, example = "en")]
    pub language: Option<String>,
    /// What the estimate is to hold beside the figures.
    #[schema(max_items = 20)]
    pub include: Option<Vec<Include>>,
}

/// One line of a request. A request holds a treatment on an area once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateRequestItem {
    /// The code of the treatment.
    #[schema(max_length = 100, example = "mesotherapy-fat-reduction")]
    pub treatment: String,
    /// The code of the area.
    #[schema(max_length = 100, example = "abdomen")]
    pub area: String,
    /// The number of sessions; left out, the usual course.
    pub sessions: Option<RequestedSessions>,
}

/// Sessions as they are asked for: a whole number, or a text of one of the three forms.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum RequestedSessions {
    /// Exactly so many.
    Count(u8),
    /// A number, `10`, a range, `3-6`, or open ended, `10+`.
    Text(String),
}

impl ToSchema for RequestedSessions {}

impl PartialSchema for RequestedSessions {
    fn schema() -> RefOr<Schema> {
        let count = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Integer))
            .minimum(Some(1))
            .maximum(Some(99))
            .description(Some("Exactly so many."));
        let text = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .pattern(Some(r"^\s*[0-9]+\s*(\+|-\s*[0-9]+\s*)?$"))
            .max_length(Some(CODE_CHARS_MAX))
            .description(Some("A number, `10`, a range, `3-6`, or open ended, `10+`."))
            .examples(["10+"]);
        OneOfBuilder::new()
            .item(count)
            .item(text)
            .description(Some("How many sessions are asked for."))
            .into()
    }
}

/// What an estimate may hold beside the figures.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Include {
    /// Each item's total by number of sessions.
    Ladder,
    /// The alternative treatment beside it.
    Comparison,
    /// How the visits would fall.
    Schedule,
    /// All facts, not only those that always go along.
    Facts,
    /// The payment plans.
    Plans,
}
