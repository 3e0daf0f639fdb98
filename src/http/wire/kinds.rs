//! Every kind of problem: code, status and what it means. The one table behind answers, `/docs/problems` and tests.

/// A kind of problem.
#[derive(PartialEq, Eq, Debug)]
pub struct Kind {
    /// The stable code.
    pub code: &'static str,
    /// The status of an answer whose first error it is.
    pub status: u16,
    /// What it is called.
    pub title: &'static str,
    /// What it means and what to do.
    pub meaning: &'static str,
}

impl Kind {
    /// Where it is explained, relative to the server.
    pub fn uri(&self) -> String {
        format!("/docs/problems#{}", self.code)
    }
}

macro_rules! kinds {
    ($($name:ident: $code:literal, $status:literal, $title:literal, $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $name: Kind = Kind { code: $code, status: $status, title: $title, meaning: $meaning };)*

        /// Every kind of problem.
        pub const ALL: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    UNREADABLE_JSON: "unreadable_json", 400, "Unreadable JSON",
        "The body is no JSON text. The detail names line and column.";
    UNREADABLE_QUERY: "unreadable_query", 400, "Unreadable query",
        "The query of the address is no text in UTF-8, percent-encoded.";
    BAD_REQUEST: "bad_request", 400, "Bad request",
        "The request can't be read.";
    INVALID_IDEMPOTENCY_KEY: "invalid_idempotency_key", 400, "Invalid idempotency key",
        "`Idempotency-Key` is 1 to 200 visible ASCII characters.";
    UNKNOWN_KEY: "unknown_key", 401, "Unknown staff key",
        "The staff key is not known, or was revoked.";
    SESSION_ENDED: "session_ended", 401, "Session ended",
        "Nobody is logged in any more with this cookie: its time is over, or the key was revoked. Log in again.";
    STAFF_ONLY: "staff_only", 403, "For staff only",
        "The route, or a field of the request, is for the clinic's staff.";
    CROSS_SITE: "cross_site", 403, "From another site",
        "A request that changes something, sent by a browser for whom it is logged in, must come from a page of this server.";
    NOT_FOUND: "not_found", 404, "Not found",
        "Nothing is at this path.";
    QUOTE_NOT_FOUND: "quote_not_found", 404, "Quote not found",
        "No quote has this reference.";
    PRICE_LIST_NOT_FOUND: "price_list_not_found", 404, "Price list not found",
        "No price list of this version is kept.";
    METHOD_NOT_ALLOWED: "method_not_allowed", 405, "Method not allowed",
        "The path knows other methods: the header “Allow” names them.";
    REQUEST_TIMEOUT: "request_timeout", 408, "Request timed out",
        "The request did not arrive, or its answer was not ready, in time.";
    STATE_CONFLICT: "state_conflict", 409, "State conflict",
        "The quote's state does not allow this any more: the detail names the state.";
    NOTHING_TO_SCHEDULE: "nothing_to_schedule", 409, "Nothing to schedule",
        "Neither the quote nor the price list that it was made with says how the visits would fall.";
    NOT_TO_BE_SENT: "not_to_be_sent", 409, "Not to be sent",
        "The quote stands no more: send the one that took its place, or make a new one.";
    NO_PDF: "no_pdf", 404, "No PDF",
        "This server was built without PDF: the quote's page prints on one A4 sheet.";
    LISTS_FROM_FOLDER: "lists_from_folder", 409, "Price lists from a folder",
        "The server was told where its price lists lie (`--prices`): change the files there, they take effect by themselves. To publish here, start it without `--prices`.";
    OTHER_LIST_IN_FORCE: "other_list_in_force", 409, "Another price list in force",
        "Another version was published meanwhile than the one that was to be replaced: check anew what would change.";
    BODY_TOO_LARGE: "body_too_large", 413, "Body too large",
        "The body is larger than this route takes.";
    URI_TOO_LONG: "uri_too_long", 414, "Address too long",
        "The path and the query have more bytes than are read: POST /v1/estimates takes a body.";
    UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type", 415, "Unsupported media type",
        "The body must be JSON and say so: “content-type: application/json”.";
    TOO_MANY_REQUESTS: "too_many_requests", 429, "Too many requests",
        "This address asks too often: come back after `Retry-After`. `RateLimit-Policy` says how often is allowed.";
    WRONG_TYPE: "wrong_type", 422, "Wrong type",
        "A value is of another type than the field has.";
    UNKNOWN_FIELD: "unknown_field", 422, "Unknown field",
        "No field has this name. It is refused, so that a misspelt field does not price something else.";
    DUPLICATE_FIELD: "duplicate_field", 422, "Duplicate field",
        "A name stands twice in one object, or a parameter twice in the query.";
    MISSING_FIELD: "missing_field", 422, "Missing field",
        "A field that is needed is not there.";
    ITEMS_OR_TEXT: "items_or_text", 422, "Either items or text",
        "A request has “items” or “text”: one of them, not both.";
    TOO_LONG: "too_long", 422, "Too long",
        "A text is longer than the field takes.";
    TOO_MANY: "too_many", 422, "Too many values",
        "A list holds more values than the field takes.";
    INVALID_PHONE: "invalid_phone", 422, "Invalid telephone number",
        "A telephone number has at least five digits, in any spelling. Leave it out where it is not known.";
    INVALID_EMAIL: "invalid_email", 422, "Invalid e-mail address",
        "An e-mail address is a name and a domain with an @ between them. Leave it out where it is not known.";
    DAYS_REVERSED: "days_reversed", 422, "Days the wrong way round",
        "The last day is before the first.";
    INVALID_DATE: "invalid_date", 422, "Invalid date",
        "A date is written YYYY-MM-DD and must be in the calendar.";
    UNKNOWN_INCLUDE: "unknown_include", 422, "Unknown include",
        "“include” takes other words.";
    UNKNOWN_LANGUAGE: "unknown_language", 422, "Unknown language",
        "The clinic's texts are in other languages.";
    UNKNOWN_CLINIC: "unknown_clinic", 422, "Unknown clinic",
        "No clinic of this code is served.";
    CLINIC_NEEDED: "clinic_needed", 422, "Clinic needed",
        "Several clinics are served: the request must name one.";
    EMPTY_TEXT: "empty_text", 422, "Empty text",
        "The text says nothing: write what is asked for, such as “belly 10+”.";
    TEXT_TOO_LONG: "text_too_long", 422, "Text too long",
        "The text has more letters than are read.";
    UNKNOWN_WORD: "unknown_word", 422, "Unknown word",
        "A word of the text is neither in the price list nor one that is skipped.";
    SEVERAL_PROMO_CODES: "several_promo_codes", 422, "Several promo codes",
        "A request has one promo code.";
    SPARE_COUNT: "spare_count", 422, "Spare number",
        "A number of the text goes with no treatment and no area: an item has one number of sessions.";
    NOTHING_NAMED: "nothing_named", 422, "Nothing named",
        "The text names no treatment and no area.";
    AMBIGUOUS_TEXT: "ambiguous_text", 422, "Ambiguous text",
        "The text can be read in several ways: “choices” names them. Nothing is guessed.";
    ITEM_COUNT: "item_count", 422, "Number of items",
        "A request has 1 to 20 items.";
    UNKNOWN_TREATMENT: "unknown_treatment", 422, "Unknown treatment",
        "The price list has no treatment of this code.";
    UNKNOWN_AREA: "unknown_area", 422, "Unknown area",
        "The price list has no area of this code.";
    NOT_OFFERED: "not_offered", 422, "Not offered",
        "The treatment is not offered on this area.";
    NO_PRICE_ON_DATE: "no_price_on_date", 422, "No price on this date",
        "The treatment has prices on this area, but none on the date.";
    INVALID_SESSIONS: "invalid_sessions", 422, "Invalid sessions",
        "Sessions are a number (10), a range (3-6) or open ended (10+).";
    SESSIONS_OUT_OF_RANGE: "sessions_out_of_range", 422, "Sessions out of range",
        "Fewer than one session, or more than the treatment allows.";
    PRICE_ON_REQUEST: "price_on_request", 422, "Price on request",
        "The clinic tells this price on request: ask it.";
    SESSIONS_NOT_SOLD: "sessions_not_sold", 422, "Sessions not sold",
        "The course is not sold with this number of sessions.";
    DUPLICATE_ITEM: "duplicate_item", 422, "Duplicate item",
        "A request holds a treatment on an area once: ask for all its sessions in one item.";
    UNKNOWN_EXTRA: "unknown_extra", 422, "Unknown extra",
        "The price list has no extra of this code.";
    EXTRA_NOT_OFFERED: "extra_not_offered", 422, "Extra not offered",
        "The extra is not offered with any item of the request.";
    NO_TAX_RATE: "no_tax_rate", 422, "No tax rate",
        "The price list has no rate of a tax on the date.";
    CHECK_THE_CODE: "check_the_code", 422, "Check the code",
        "That can't be a reference: a symbol is wrong, or two are exchanged. It is seven letters and digits like K7Q-4MXR.";
    IDEMPOTENCY_MISMATCH: "idempotency_mismatch", 422, "Idempotency key used before",
        "The idempotency key was used for another request: take a new key for a new request.";
    AGREED_TOTAL: "agreed_total", 422, "Agreed total",
        "A range is accepted with an agreed total within it; a definite price is accepted as it is.";
    INVALID_AMOUNT: "invalid_amount", 422, "Invalid amount",
        "An amount is a string of digits with at most the currency's decimals, such as \"7500.00\".";
    UNKNOWN_STATE: "unknown_state", 422, "Unknown state",
        "A quote is open, accepted, declined, withdrawn, superseded or expired.";
    INVALID_CURSOR: "invalid_cursor", 422, "Invalid cursor",
        "The cursor is none that a page ended with: leave it out to begin with the newest.";
    INVALID_LIMIT: "invalid_limit", 422, "Invalid limit",
        "A page has 1 to 100 quotes.";
    ONE_SOURCE: "one_source", 422, "One source of files",
        "A price list comes as `files`, as the `version` of a kept one, or from the folder on disk (`on_disk`): one of them.";
    INVALID_BASE64: "invalid_base64", 422, "Invalid Base64",
        "Bytes of a file that are no text are sent as Base64 of the usual alphabet, with padding.";
    NOTHING_ON_DISK: "nothing_on_disk", 422, "Nothing on disk",
        "The server knows no folder with a price list of this clinic.";
    PRICE_LIST_REFUSED: "price_list_refused", 422, "Price list refused",
        "A price list on disk has errors. The one in force stays in force.";
    INTERNAL_ERROR: "internal_error", 500, "Internal error",
        "The server is at fault. Tell its operator the request id.";
    NOT_READY: "not_ready", 503, "Not ready",
        "Requests should go to another server: this one has no prices, or no database that answers.";
    STORE_UNAVAILABLE: "store_unavailable", 503, "Store unavailable",
        "The database is gone, full or slow. Ask again after `Retry-After`, with the same `Idempotency-Key`. Estimates are answered.";
}

/// The kind of a code. An unknown one is an error of the server's: a test holds all codes against the table.
pub fn of(code: &str) -> &'static Kind {
    ALL.iter().find(|kind| kind.code == code).unwrap_or(&&INTERNAL_ERROR)
}

/// The kind of a status for which nothing more is known.
pub fn of_status(status: u16) -> &'static Kind {
    // What the server does not explain is its own fault, whatever status it has.
    if status >= 500 {
        return &INTERNAL_ERROR;
    }
    ALL.iter()
        .find(|kind| kind.status == status)
        .map_or(&BAD_REQUEST, |kind| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_pricing_is_in_the_table() {
        let sources = [
            include_str!("../../estimate/refusal.rs"),
            include_str!("../../estimate/shorthand/misread.rs"),
        ];
        let codes: Vec<&str> = sources
            .iter()
            .flat_map(|source| source.lines())
            .filter_map(|line| line.split_once("=> \"")?.1.strip_suffix("\","))
            .collect();
        assert!(codes.len() > 15, "{codes:?}");
        for code in codes {
            assert_eq!(of(code).code, code);
        }
    }

    #[test]
    fn codes_are_named_once() {
        for (at, kind) in ALL.iter().enumerate() {
            assert_eq!(
                ALL.iter().position(|other| other.code == kind.code),
                Some(at),
                "{}",
                kind.code
            );
        }
    }
}
