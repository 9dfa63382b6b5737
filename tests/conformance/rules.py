"""What every answer of a portal must be, whatever was asked (PROTOCOL §1).

The answer agrees with the published description; a refusal is a problem document with a code that
has a text; nobody is answered without a token, no message is taken that the description forbids.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs
import msgspec
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from b2bdesk.texts.errors import known
from b2bdesk.wire.openapi import document
from b2bdesk.wire.problem import PROBLEM_MEDIA_TYPE, Problem
from b2bdesk.wire.routes import ANYONE, NONCE_HEADER, Route

CHECKS = [
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]


def faults(route: Route, case: Any, answer: Any) -> list[str]:
    """Return what is wrong with an answer, nothing when it is right."""
    wrong = _refusal(answer) if answer.status_code >= 400 else _success(route, case, answer)
    nonce = (case.headers or {}).get(NONCE_HEADER, "")
    fit = 0 < len(nonce) <= 64 and nonce.isascii() and nonce.isalnum()
    if answer.headers.get(NONCE_HEADER.lower(), [""])[0] != (nonce if fit else ""):
        wrong.append("the nonce of the request is not repeated")
    return wrong


def _success(route: Route, case: Any, answer: Any) -> list[str]:
    wrong = []
    if str(answer.status_code) not in case.operation.definition.raw["responses"]:
        wrong.append(f"status {answer.status_code} is not described")
    if route.roles != ANYONE and "Authorization" not in (case.headers or {}):
        wrong.append("answered without a token")
    if route.request is not None and not _allowed(route.request.__name__, case.body):
        wrong.append("a message was taken that the description forbids")
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as found:
        wrong += [str(each) for each in found.exceptions]
    return wrong


def _refusal(answer: Any) -> list[str]:
    if answer.headers.get("content-type") != [PROBLEM_MEDIA_TYPE]:
        return [f"a refusal of type {answer.headers.get('content-type')}"]
    try:
        told = msgspec.json.decode(answer.content, type=Problem, strict=True)
    except msgspec.DecodeError as error:
        return [f"no problem document: {error}"]
    wrong = ["the portal failed"] if answer.status_code >= 500 else []
    if told.status != answer.status_code:
        wrong.append("the document tells another status")
    if not (known(told.code) and told.title and told.detail):
        wrong.append(f"the code {told.code} has no text")
    words = [told.detail, *told.messages.values()]
    if any(text != text.strip() or "  " in text or " ." in text for text in words):
        wrong.append(f"the text has a hole: {told.detail}")
    # a refusal that is kept and replayed names no request
    if told.request_id and [told.request_id] != answer.headers.get("x-request-id"):
        wrong.append("the request cannot be found by its id")
    if answer.status_code in (409, 429) and not (told.retry_after or 0) > 0:
        wrong.append("it does not say when to come back")
    return wrong


@cache
def _schema(name: str) -> jsonschema_rs.Validator:
    components = document()["components"]
    return jsonschema_rs.validator_for(
        {"$ref": f"#/components/schemas/{name}", "components": components}
    )


def _allowed(name: str, body: Any) -> bool:
    return isinstance(body, dict) and _schema(name).is_valid(body)
