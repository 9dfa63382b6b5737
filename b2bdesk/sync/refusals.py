"""What the portal's refusals are to the rest of sync: one exception, and its public face.

`Refused` carries status, code and parameters of a problem document (RFC 9457). `as_coded` turns
it into what use cases and screens know; the outbox classifies the bare one (PROTOCOL R5).
"""

from typing import Any

from b2bdesk.trade.errors import CodedError, Environment, Expected

_BUSY = {409, 425, 429}
NOT_THERE = (404, 405, 501)
"""Statuses of a route that a portal does not have."""


class Refused(Exception):
    """The portal answered and the answer is no.

    Attributes:
        status: HTTP status.
        code: stable code, `http_<status>` when the answer is no problem document.
        params: values for the sentence of the code.
        errors: places in the request: (pointer, code, params).
        retry_after: seconds the portal asks to wait, None when it does not say.
        incarnation, generation: marks of R7 that came with a 410.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        params: dict[str, Any] | None = None,
        errors: tuple[tuple[str, str, dict[str, Any]], ...] = (),
        retry_after: float | None = None,
        marks: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.params = params or {}
        self.errors = errors
        self.retry_after = retry_after
        self.incarnation, self.generation = marks

    @property
    def passing(self) -> bool:
        """Say whether the same request may succeed later (R5)."""
        return self.status in _BUSY or self.status >= 500


def foreign(refused: Refused) -> bool:
    """Say whether somebody in between refused: the portal's own refusals are problem documents."""
    return refused.code.startswith("http_")


class NoVoid(Expected):
    """The portal cannot make a key unusable."""


class Gone(Exception):
    """A cursor or mark is stale (410): reload the scope, or everything (R7)."""

    def __init__(self, reason: str, incarnation: str, generation: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.incarnation = incarnation
        self.generation = generation


def as_coded(refused: Refused) -> CodedError:
    """Return what a use case raises for a refusal."""
    params: dict[str, Any] = {**refused.params, "status": refused.status}
    if refused.status in _BUSY:
        if refused.code == "too_many_attempts":
            return Expected(refused.code, seconds=int(refused.retry_after or 0))
        return Environment("portal_busy", **params)
    if refused.status >= 500:
        return Environment("portal_error", **params)
    if refused.status == 401 and refused.code.startswith("http_"):
        return Environment("session_expired", **params)
    if refused.status == 403 and refused.code.startswith("http_"):
        return Expected("forbidden", **params)
    if refused.status == 404 and refused.code.startswith("http_"):
        return Expected("not_found", **params)
    if refused.code in {"session_expired", "session_revoked"}:
        return Environment(refused.code, **params)
    return Expected(refused.code, **params)
