//! Examples: a test sends the requests and holds the answers against their schemas.

use serde_json::{Value, json};

/// A request for one item.
pub(in crate::http) fn one_item() -> Value {
    json!({
        "items": [{ "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": "10+" }],
        "include": ["comparison", "schedule"],
    })
}

/// All that a request may hold.
pub(in crate::http) fn everything() -> Value {
    json!({
        "items": [
            { "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 10 },
            { "treatment": "mesotherapy-fat-reduction", "area": "thighs", "sessions": "6-10" },
        ],
        "extras": ["numbing-cream"],
        "promo_code": "SPRING",
        "start": "2026-12-01",
        "language": "en",
        "include": ["ladder", "comparison", "schedule", "facts", "plans"],
    })
}

/// A request as it is said on the telephone.
pub(in crate::http) fn text() -> Value {
    json!({ "text": "belly 10+" })
}

/// An estimate of nine sessions.
pub(in crate::http) fn estimate() -> Value {
    json!({
        "clinic": "pricing", "price_list": "3f9ac01b77de", "currency": "AED", "on": "2026-11-23", "language": "en",
        "items": [{
            "treatment": "mesotherapy-fat-reduction", "treatment_name": "Mesotherapy for fat reduction",
            "area": "abdomen", "area_name": "abdomen",
            "sessions": { "from": 9, "to": 9, "open_ended": false },
            "better_offer": null,
        }],
        "total": { "from": "11842.50", "to": "11842.50" },
        "low": {
            "lines": [
                {
                    "kind": "course", "item": 0, "sessions": 9, "amount": "11475.00", "per_session": "1275.00",
                    "parts": [{
                        "unit": "session", "sessions": 9, "count": 9, "price": "1275.00", "amount": "11475.00",
                        "source": "prices.csv:100",
                    }],
                },
                {
                    "kind": "extra", "item": null, "extra": "consultation", "name": "doctor's consultation",
                    "quantity": 1, "amount": "367.50", "source": "extras.csv:5",
                },
            ],
            "subtotal": "11475.00", "extras": "367.50", "discount": "0.00",
            "tax": [{
                "tax": "vat", "name": "VAT", "percent": "5", "net": "11278.57", "amount": "563.93",
                "gross": "11842.50",
            }],
            "promo_code": null,
            "total": "11842.50",
        },
        "high": null,
        "facts": [{
            "treatment": "mesotherapy-fat-reduction", "topic": "evidence", "always": true,
            "text": "There is too little research to recommend it for removing fat.",
            "source": "American Society of Plastic Surgeons",
        }],
        "spoken": "Mesotherapy for fat reduction, abdomen, nine sessions: eleven thousand eight hundred and forty-two \
                   dirhams and fifty fils in total, VAT included.",
    })
}

/// A catalog of one treatment.
pub(in crate::http) fn catalog() -> Value {
    json!({
        "clinic": "pricing", "clinic_name": "Sample Clinic", "price_list": "3f9ac01b77de", "currency": "AED", "time_zone": "Asia/Dubai",
        "prices_include_tax": true, "on": "2026-11-23", "language": "en", "languages": ["en", "ar"],
        "phone": "+971 4 000 0000", "whatsapp": null, "public_quotes": false,
        "treatments": [{
            "treatment": "injection-lipolysis", "name": "Injection lipolysis", "word": "lipolysis",
            "typical_sessions": { "from": 2, "to": 4 }, "max_sessions": 6, "compare_with": "liposuction",
            "areas": [{ "area": "double-chin", "sessions": [1, 2, 3, 4, 5, 6], "extras": ["numbing-cream"] }],
        }],
        "areas": [{ "area": "double-chin", "name": "double chin", "word": "double chin" }],
        "extras": [{ "extra": "numbing-cream", "name": "numbing cream", "word": "numbing cream", "per": "session" }],
    })
}

/// One clinic.
pub(in crate::http) fn clinics() -> Value {
    json!({ "clinics": [{ "clinic": "pricing", "name": "Sample Clinic", "languages": ["en", "ar"], "currency": "AED" }] })
}

/// A price list on disk that is refused; the one before is in force.
pub(in crate::http) fn price_lists() -> Value {
    json!({
        "can_publish": false, "has_folder": true,
        "price_lists": [{
            "clinic": "pricing", "version": "3f9ac01b77de",
            "problems": [price_list_problem()], "more_problems": 0, "warnings": [], "more_warnings": 0,
        }],
    })
}

fn price_list_problem() -> Value {
    json!({
        "code": "invalid_amount", "file": "prices.csv", "line": 14, "column": 28,
        "message": "an amount has no comma", "hint": "write 12.50, not 12,50",
        "excerpt": { "text": "meso-fat,abdomen,session,1,\"12,50\"", "before": 27, "marked": 7 },
    })
}

/// A price list in force.
pub(in crate::http) fn price_lists_in_force() -> Value {
    json!({
        "can_publish": false, "has_folder": true,
        "price_lists": [{
            "clinic": "pricing", "version": "3f9ac01b77de",
            "problems": [], "more_problems": 0, "warnings": [], "more_warnings": 0,
        }],
    })
}

/// Some files of a price list.
pub(in crate::http) fn price_list_files() -> Value {
    json!({
        "files": {
            "areas.csv": "area,name.en\nabdomen,abdomen\n",
            "prices.csv": { "base64": "dHJlYXRtZW50LGFyZWEsdW5pdCxzZXNzaW9ucyxwcmljZQo=" },
        },
    })
}

/// A version that is gone back to.
pub(in crate::http) fn kept_price_list() -> Value {
    json!({ "version": "3f9ac01b77de", "instead_of": "9b2d41c07aa3" })
}

/// What a price list is worth that makes ten sessions dearer.
pub(in crate::http) fn checked_price_list() -> Value {
    let range = |amount: &str| json!({ "from": amount, "to": amount });
    json!({
        "clinic": "pricing", "version": "9b2d41c07aa3",
        "errors": [], "more_errors": 0, "warnings": [], "more_warnings": 0, "in_force": "3f9ac01b77de",
        "changes": {
            "from": "3f9ac01b77de", "to": "9b2d41c07aa3", "on": "2026-11-23",
            "currency": "AED", "currency_before": null,
            "counts": { "moved": 1, "dearer": 1, "cheaper": 0, "appeared": 0, "vanished": 0, "unmoved": 322 },
            "moves": [{
                "treatment": "mesotherapy-fat-reduction", "treatment_name": "Mesotherapy for fat reduction",
                "area": "abdomen", "area_name": "abdomen",
                "by": { "kind": "each", "low": "500.00", "high": "500.00" },
                "because": [{ "kind": "price", "code": null, "name": null }],
                "courses": [{
                    "sessions": 10, "from": range("12367.50"), "to": range("12867.50"),
                    "difference": { "low": "500.00", "high": "500.00" },
                }],
            }],
            "appeared": [], "vanished": [], "cliffs": [], "warnings": [], "later": ["2027-01-01"],
        },
        "more_changes": 0, "open_quotes": 12,
    })
}

/// A price list that was published.
pub(in crate::http) fn published_price_list() -> Value {
    json!({
        "clinic": "pricing", "number": 2, "version": "9b2d41c07aa3", "published_at": "2026-11-23T08:00:00Z",
        "published_by": "Manager", "in_force": true,
    })
}

/// What was published.
pub(in crate::http) fn publishing_history() -> Value {
    json!({
        "clinic": "pricing", "can_publish": true, "in_force": "9b2d41c07aa3",
        "published": [
            published_price_list(),
            {
                "clinic": "pricing", "number": 1, "version": "3f9ac01b77de", "published_at": "2026-11-01T06:30:00Z",
                "published_by": "command line", "in_force": false,
            },
        ],
        "next": null,
    })
}

/// A staff key.
pub(in crate::http) fn session_request() -> Value {
    json!({ "key": "mesoquote_3f9ac01b77de3f9ac01b77de3f9ac01b77de3f9ac01b77de3f9ac01b77de3f9a" })
}

/// Somebody is logged in.
pub(in crate::http) fn session() -> Value {
    json!({ "staff": "Front desk 1", "needs_key": true })
}

/// It is alive.
pub(in crate::http) fn health() -> Value {
    json!({ "status": "alive", "version": "0.1.0" })
}

/// It is ready.
pub(in crate::http) fn readiness() -> Value {
    json!({
        "status": "ready", "database": "ready",
        "price_lists": [{ "clinic": "pricing", "version": "3f9ac01b77de", "problem_count": 0, "problems": [] }],
    })
}

/// A quote to be saved, without personal data.
pub(in crate::http) fn quote_request() -> Value {
    json!({ "request": { "items": [
        { "treatment": "mesotherapy-fat-reduction", "area": "abdomen", "sessions": 10 },
    ] } })
}

/// A quote to be saved for somebody.
pub(in crate::http) fn quote_request_of_patient() -> Value {
    json!({
        "request": { "text": "belly 10+" },
        "patient": { "name": "Fatima Al Mansouri", "phone": "+971 50 123 4567", "follow_up": true },
        "note": "calls back on Thursday",
    })
}

/// A quote that was saved.
pub(in crate::http) fn quote() -> Value {
    json!({
        "reference": "K7Q-4MXR", "clinic": "pricing", "state": "open", "price_list": "3f9ac01b77de",
        "created_at": "2026-11-23T08:00:00Z", "created_by": "Front desk 1", "valid_until": "2026-12-23",
        "revises": null, "superseded_by": null, "agreed_total": null,
        "patient": { "name": null, "phone": null, "email": null, "follow_up": false }, "note": null,
        "link": "/q/k7q4mxr3f9ac01b77de3f9ac01b77de3f9ac01b", "pdf": null, "request": one_item(), "estimate": estimate(),
        "history": [{ "at": "2026-11-23T08:00:00Z", "by": "Front desk 1", "did": "made" }],
    })
}

/// What a search found.
pub(in crate::http) fn page_of_quotes() -> Value {
    json!({
        "quotes": [{
            "reference": "K7Q-4MXR", "state": "open", "created_at": "2026-11-23T08:00:00Z", "created_by": "Front desk 1",
            "valid_until": "2026-12-23", "treatments": ["mesotherapy-fat-reduction"], "currency": "AED",
            "total": { "from": "12000.00", "to": "12000.00" }, "agreed_total": null,
            "patient": { "name": "Fatima Al Mansouri", "phone": "+971 50 123 4567", "email": null, "follow_up": false },
        }],
        "next": null,
    })
}

/// A quote whose figures are the same.
pub(in crate::http) fn verification() -> Value {
    json!({ "reference": "K7Q-4MXR", "price_list": "3f9ac01b77de", "same": true, "differences": [] })
}

/// What is sent to a patient.
pub(in crate::http) fn message() -> Value {
    json!({
        "language": "en",
        "subject": "Sample Clinic: quote K7Q-4MXR",
        "text": "Sample Clinic: quote K7Q-4MXR\nMesotherapy for fat reduction, abdomen: 10 sessions\n\
                 Total: AED 12,367.50, VAT included.\nValid until 23 December 2026.\n\
                 The doctor confirms the plan. Results vary from person to person.\n\
                 All details: https://quotes.clinic.example/q/k7q4mxr3f9ac01b77de3f9ac01b77de3f9ac01b?language=en",
        "link": "https://quotes.clinic.example/q/k7q4mxr3f9ac01b77de3f9ac01b77de3f9ac01b?language=en",
    })
}
