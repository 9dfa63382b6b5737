"""Errors on the wire: RFC 9457 problem documents with a stable `code` (PROTOCOL §1).

The portal writes them, the client's transport reads them; the words a person sees come from
`texts` by code, `title` and `detail` are for logs and for codes that are not known here.
"""

from typing import Any

import msgspec


class FieldError(msgspec.Struct, frozen=True, kw_only=True):
    """One wrong place in a request: JSON pointer, code and the values of its sentence."""

    pointer: str
    code: str
    params: dict[str, Any] = {}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal: HTTP status, code, words for logs, places, and when to try again (seconds).

    `messages` says it in whole sentences by language (ru, en), so that a refusal that is kept and
    replayed reads in any. The parameters of `code` itself stand in an error with the pointer "".
    `reason`, `incarnation` and `generation` explain a 410 of a feed (R7): incarnation, generation,
    purged or cursor.
    """

    status: int
    code: str
    title: str
    type: str = "about:blank"
    detail: str = ""
    messages: dict[str, str] = {}
    errors: list[FieldError] = []
    request_id: str = ""
    retry_after: float | None = None
    incarnation: str = ""
    generation: str = ""
    reason: str = ""


PROBLEM_MEDIA_TYPE = "application/problem+json"
