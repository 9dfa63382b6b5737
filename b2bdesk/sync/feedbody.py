"""Reading one feed body: header, pages of rows, proof (PROTOCOL R6).

The last line holds the SHA-256 of all bytes before it; without that line, or with another sum,
the body is cut and only its pages count. Rows stay the tuples that msgspec made of the arrays.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from b2bdesk.wire.codec import decode
from b2bdesk.wire.feeds import End, Header


class RowPage(msgspec.Struct, frozen=True, kw_only=True, rename={"delete": "del"}):
    """A page as the client reads it: rows are tuples, ready for the driver."""

    table: str
    put: list[tuple[Any, ...]] = []
    delete: list[tuple[Any, ...]] = []
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Paged:
    """One page with the cursor after it."""

    batch: Batch
    cursor: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a body: the whole scope's count and checksum, the cursor, is there more."""

    count: int
    sum64: str
    cursor: str
    more: bool


FeedMessage = Head | Paged | Ended


def read(source: Iterable[bytes], feed: str, scope: str) -> Iterator[FeedMessage]:
    """Yield what a body holds.

    Args:
        source: unpacked lines.
        feed: the feed asked for.
        scope: the scope asked for.

    Raises:
        Environment: `network_broken` when the proof is missing, `body_damaged` when it differs.
        Expected: `bad_message` when a line does not follow the form.
    """
    proof = hashlib.sha256()
    held: bytes | None = None
    first = True
    for line in source:
        if not line:
            continue
        if held is not None:
            proof.update(held)
            proof.update(b"\n")
            yield _header(held, feed, scope) if first else _page(held)
            first = False
        held = line
    if held is None or first:
        raise Environment("network_broken", feed=feed)
    yield _end(held, proof.hexdigest(), feed)


def _header(line: bytes, feed: str, scope: str) -> Head:
    header = decode(line, Header)
    if header.feed != feed or header.scope != scope:
        raise Expected("bad_message", message=feed, reason="another feed or scope")
    return Head(
        ScopeId(feed, scope),
        header.tables,
        header.full,
        header.generation,
        header.incarnation,
        header.fold_version,
        header.count,
    )


def _page(line: bytes) -> Paged:
    page = decode(line, RowPage)
    return Paged(Batch(page.table, page.put, page.delete), page.cursor)


def _end(line: bytes, digest: str, feed: str) -> Ended:
    try:
        end = decode(line, End)
    except Expected as error:
        raise Environment("network_broken", feed=feed) from error
    if end.sha256 != digest:
        raise Environment("body_damaged", feed=feed)
    return Ended(end.count, end.sum64, end.cursor, end.more)
