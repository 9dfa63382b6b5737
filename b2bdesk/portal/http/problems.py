"""Refusals as problem documents (PROTOCOL §1 Errors): one table of statuses by code.

A refused object is `not_found` whether it is foreign or unknown, and its document carries nothing
that differs between the two; the request id is in the header of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from b2bdesk.texts.door import speaking
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.wire.problem import FieldError, Problem

STATUS = {
    "bad_message": 400,
    "idempotency_key_missing": 400,
    "session_expired": 401,
    "session_revoked": 401,
    "sign_in_blocked": 401,
    "sign_in_needed": 401,
    "sign_in_refused": 401,
    "forbidden": 403,
    "not_found": 404,
    "message_too_slow": 408,
    "order_in_progress": 409,
    "order_voided": 410,
    "stale_cursor": 410,
    "message_too_large": 413,
    "range_not_there": 416,
    "portal_differs": 421,
    "too_many_attempts": 429,
    "portal_error": 500,
    "portal_busy": 503,
}
_BOTH_ENDS = {"bad_message", "portal_differs"}
_REFUSED, _BUSY_SECONDS, _RUNNING_SECONDS = 422, 2.0, 1.0


class Refused(Expected):
    """A refusal with the places of the request it is about."""

    def __init__(self, code: str, errors: Sequence[FieldError] = (), **params: object) -> None:
        super().__init__(code, **params)
        self.errors = list(errors)


class Stale(Expected):
    """A cursor or mark that no longer holds (R7)."""

    def __init__(self, reason: str, incarnation: str, generation: str) -> None:
        super().__init__("stale_cursor", reason=reason)
        self.reason = reason
        self.incarnation = incarnation
        self.generation = generation


def status_of(code: str) -> int:
    """The HTTP status of a code."""
    return STATUS.get(code, _REFUSED)


def problem(error: CodedError, request_id: str) -> Problem:
    """The problem document of a refusal."""
    status = 503 if isinstance(error, Environment) else status_of(error.code)
    # these two are told by the other end of the wire with other words
    params = {**error.params, **({"what": "asked"} if error.code in _BOTH_ENDS else {})}
    with speaking("ru"):
        messages = {"ru": describe(error.code, params).one_line()}
    with speaking("en"):
        text = describe(error.code, params)
    messages["en"] = text.one_line()
    errors = list(error.errors) if isinstance(error, Refused) else []
    if params and not isinstance(error, Stale):
        errors.insert(0, FieldError(pointer="", code=error.code, params=params))
    stale = error if isinstance(error, Stale) else None
    return Problem(
        status=status,
        code=error.code,
        title=text.title,
        detail=text.sentence,
        messages={} if status == 404 else messages,
        errors=errors,
        request_id="" if status == 404 else request_id,
        retry_after=_retry_after(error, status),
        incarnation=stale.incarnation if stale else "",
        generation=stale.generation if stale else "",
        reason=stale.reason if stale else "",
    )


def _retry_after(error: CodedError, status: int) -> float | None:
    seconds = error.params.get("seconds")
    if status == 429 and isinstance(seconds, int | float):
        return float(seconds)
    return {409: _RUNNING_SECONDS, 503: _BUSY_SECONDS}.get(status)
