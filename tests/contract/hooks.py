"""What the schemas of openapi.yaml can't say, held against the answers all the same."""

import json

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import is_unexpected_http_status_case

# Refusals of the form of a request. Data that is valid by the document is never refused for one of these: what is left
# are reasons of pricing, such as a code that the price list has not, or more decimals than the currency has.
FORM = {
    "bad_request", "body_too_large", "duplicate_field", "invalid_date", "invalid_idempotency_key",
    "invalid_limit", "item_count", "missing_field", "not_found", "method_not_allowed", "too_long",
    "too_many", "unknown_field", "unknown_include", "unknown_state", "unreadable_json", "unreadable_query",
    "unsupported_media_type", "wrong_type",
}


@schemathesis.hook
def map_body(context, body):
    """A request has items or text: of both, one goes."""
    for request in (body, body.get("request") if isinstance(body, dict) else None):
        if isinstance(request, dict) and request.get("items") is not None and request.get("text") is not None:
            del request["items" if len(json.dumps(request, default=str)) % 2 else "text"]
    return body


REFERENCES = []


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code == 201 and "reference" in response.json():
        REFERENCES.append(response.json()["reference"])
        del REFERENCES[:-5]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """A quote is mostly one that is there, so that more than its absence is tried."""
    given = (path_parameters or {}).get("reference")
    if REFERENCES and isinstance(given, str) and len(given) % 4:
        path_parameters["reference"] = REFERENCES[len(given) % len(REFERENCES)]
    return path_parameters


@schemathesis.check
def valid_data_is_refused_for_reasons_of_pricing_alone(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or is_unexpected_http_status_case(case):
        return
    if 400 <= response.status_code < 500:
        problem = response.json()
        codes = {problem["code"], *(error["code"] for error in problem.get("errors") or [])}
        assert not codes & FORM, f"valid data was refused for its form: {sorted(codes & FORM)}"


@schemathesis.check
def problems_are_explained(ctx, response, case):
    """Whatever is refused comes as a problem with a stable code and the way out, whoever asks however."""
    if response.status_code < 400:
        return
    assert "application/problem+json" in response.headers["content-type"][0], "no problem"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"] == f"/docs/problems#{problem['code']}"
    assert problem["detail"] and problem["title"]
    assert "x-request-id" in response.headers


@schemathesis.check
def staff_routes_need_a_key(ctx, response, case):
    """As missing_required_header, with 403 where no key was sent at all."""
    data = case.meta.phase.data if case.meta is not None else None
    missing = getattr(data, "parameter", None) or ""
    where = getattr(data, "parameter_location", None)
    if missing.lower() == "authorization" and where == ParameterLocation.HEADER and not case.headers.get("Authorization"):
        scenario = getattr(data, "scenario", None)
        if scenario is not None and scenario.name == "MISSING_PARAMETER":
            assert response.status_code in (401, 403), f"without a key: {response.status_code}"
