"""What is refused before a handler sees it: bodies too large or too slow, texts nobody can store.

A body is read only after its sender is known, and only as much of it as he may send; so nobody
without a session makes the portal hold more than a sign-in.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping

from starlette.requests import Request

from b2bdesk.trade.errors import Expected
from b2bdesk.wire.routes import ANYONE, Route

MAX_BODY = 32 * 1024 * 1024
MAX_STRANGERS_BODY = 64 * 1024
# the time a body has, and how many bytes add a second to it: a slow line, not a drip
BODY_SECONDS, BYTES_A_SECOND = 30.0, 8 * 1024
MAX_NAME = 200
READER_SECONDS = 20.0
_PIECE = 256 * 1024
# a NUL that JSON spells out; PostgreSQL cannot hold it in a text, and no person types it
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


async def read_body(request: Request, route: Route) -> bytes:
    """The body as received.

    Raises:
        Expected: `message_too_large`, `message_too_slow`: refused while it arrives.
    """
    small = route.roles == ANYONE or route.request is None
    parts = [part async for part in _arriving(request, MAX_STRANGERS_BODY if small else MAX_BODY)]
    return b"".join(parts)


async def pass_over(request: Request) -> None:
    """Let the body of a refused request arrive, keeping nothing of it.

    An answer while the sender still writes would reach him as a broken connection.
    """
    async for _ in _arriving(request, MAX_BODY):
        pass


async def _arriving(request: Request, limit: int) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    size, started = 0, loop.time()
    stream = request.stream()
    while True:
        left = started + BODY_SECONDS + size / BYTES_A_SECOND - loop.time()
        try:
            part = await asyncio.wait_for(anext(stream, None), max(left, 0.0))
        except TimeoutError as error:
            raise Expected("message_too_slow") from error
        if part is None:
            return
        size += len(part)
        if size > limit:
            raise Expected("message_too_large")
        yield part


def check_texts(path: Mapping[str, str], query: Mapping[str, str], body: bytes, key: str) -> None:
    """Refuse what no store can hold or no index can take.

    Raises:
        Expected: `not_found` for an address that cannot be one, `bad_message`.
    """
    if any("\0" in value or len(value) > MAX_NAME for value in path.values()):
        raise Expected("not_found")
    if any("\0" in value for value in query.values()):
        raise Expected("not_found")
    if len(key) > MAX_NAME:
        raise Expected("bad_message", reason="Idempotency-Key")
    if b"\\u0000" in body and _NUL.search(body):
        raise Expected("bad_message", reason="a text with the character 0")


def patient(
    stream: Iterator[bytes],
    seconds: float = READER_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[bytes]:
    """Pass a stream on; for a slow reader its rest is laid into a file, so that its source ends.

    A feed is read in one snapshot on a connection of its own. A reader who takes minutes would hold
    both, and some dozens of them all that the portal has.

    Args:
        stream: a generator.
        seconds: how long the reader may keep it open.
        clock: seconds that only go forward.
    """
    until = clock() + seconds
    try:
        for piece in stream:
            yield piece
            if clock() > until:
                break
        else:
            return
        with tempfile.TemporaryFile() as rest:
            for piece in stream:
                rest.write(piece)
            _close(stream)
            rest.seek(0)
            while piece := rest.read(_PIECE):
                yield piece
    finally:
        _close(stream)


def _close(stream: Iterator[bytes]) -> None:
    if isinstance(stream, Generator):
        stream.close()
