"""Turns a handler's answer into an HTTP response: ETag and 304, byte ranges, streams."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from pathlib import Path

import anyio
import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from b2bdesk.portal.http.call import Answer, Reply
from b2bdesk.portal.http.guards import patient
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.codec import encode
from b2bdesk.wire.problem import PROBLEM_MEDIA_TYPE, Problem
from b2bdesk.wire.routes import Route

_RANGE = re.compile(r"^bytes=(?!-$)([0-9]*)-([0-9]*)$")
_FAR, _FAR_DIGITS = 10**18, 18


def response(route: Route, answer: Answer, headers: Mapping[str, str]) -> Response:
    """Build the response of an answer.

    Args:
        route: what was called.
        answer: what its handler returned.
        headers: headers of the request, lower-case.
    """
    if answer is None:
        return Response(status_code=route.status)
    if isinstance(answer, msgspec.Struct):
        answer = Reply(encode(answer), route.status)
    if answer.stream is not None:
        return _Stream(answer, answer.stream)
    if answer.file is not None:
        return _file(answer, answer.file, headers)
    if route.method == "GET" and answer.status == 200:
        return _cached(answer, headers)
    return Response(answer.body, answer.status, dict(answer.headers), media_type=answer.media)


def _file(answer: Reply, path: Path, headers: Mapping[str, str]) -> Response:
    """A file or one part of it, by the same rules as everything else that comes in parts."""
    wanted = _RANGE.match(headers.get("range", ""))
    fits = headers.get("if-range") in (None, answer.headers.get("ETag"))
    if wanted and fits:
        _bounds(wanted[1], wanted[2], path.stat().st_size)
    made = FileResponse if wanted and fits else _Whole
    return made(path, headers=dict(answer.headers), media_type=answer.media)


class _Whole(FileResponse):
    """The whole file, also for words in Range that are none: they are passed over."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [each for each in scope["headers"] if each[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


class _Stream(StreamingResponse):
    """A streamed answer whose source is ended with it, also when the reader has gone.

    A feed holds a connection to the database: that must not wait for the garbage collector.
    """

    def __init__(self, answer: Reply, source: Iterator[bytes] | AsyncIterator[bytes]) -> None:
        self._source = patient(source) if isinstance(source, Iterator) else source
        headers = dict(answer.headers)
        super().__init__(self._source, answer.status, headers, media_type=answer.media)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                if isinstance(self._source, AsyncGenerator):
                    await self._source.aclose()
                elif isinstance(self._source, Generator):
                    await run_in_threadpool(self._source.close)


def refusal(found: Problem) -> Response:
    """Build the response of a problem document."""
    extra = {}
    if found.retry_after is not None:
        extra["Retry-After"] = str(max(1, round(found.retry_after)))
    if found.status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    return Response(encode(found), found.status, extra, media_type=PROBLEM_MEDIA_TYPE)


def _cached(answer: Reply, headers: Mapping[str, str]) -> Response:
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    extra = {"Cache-Control": "private, no-cache", "ETag": tag, **answer.headers}
    if tag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=extra)
    if not answer.ranged:
        return Response(answer.body, 200, extra, media_type=answer.media)
    extra["Accept-Ranges"] = "bytes"
    wanted = _RANGE.match(headers.get("range", ""))
    condition = headers.get("if-range")
    if wanted is None or (condition is not None and condition != tag):
        return Response(answer.body, 200, extra, media_type=answer.media)
    first, last = _bounds(wanted[1], wanted[2], len(answer.body))
    extra["Content-Range"] = f"bytes {first}-{last}/{len(answer.body)}"
    return Response(answer.body[first : last + 1], 206, extra, media_type=answer.media)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte of a range; "-5" means the last five."""
    if first:
        start, end = _number(first), min(_number(last), size - 1) if last else size - 1
    else:
        start, end = max(size - _number(last or "0"), 0), size - 1
    if start > end or start >= size:
        raise Expected("range_not_there")
    return start, end


def _number(digits: str) -> int:
    """Read digits; thousands of them are only far away, Python would refuse them."""
    return int(digits) if len(digits) <= _FAR_DIGITS else _FAR
