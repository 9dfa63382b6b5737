"""Reading one feed body: header, pages of rows, proof (PROTOCOL R6).

The last line holds the SHA-256 of all bytes before it; without that line, or with another sum,
the body is cut and only its pages count. Rows stay the tuples that msgspec made of the arrays;
what is JSON in them stays the text it came as (`msgspec.Raw`), since it is kept as text.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

import msgspec

from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from b2bdesk.wire.codec import decode, decode_with, encode
from b2bdesk.wire.feeds import JSON_COLUMNS, End, Header

R = TypeVar("R")
C = TypeVar("C")
_Pages = msgspec.json.Decoder["RowPage[Any, Any]"]


class RowPage(msgspec.Struct, Generic[R, C], frozen=True, kw_only=True, rename={"delete": "del"}):
    """A page as the client reads it: rows are tuples, ready for the driver, or columns."""

    table: str
    put: list[R] = []
    columns: C | None = None
    steps: list[int] = []
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
    kinds: dict[bytes, _Pages] = {}
    for line in source:
        if not line:
            continue
        if held is not None:
            proof.update(held)
            proof.update(b"\n")
            if first:
                head = _header(held, feed, scope)
                kinds = _kinds(head)
                yield head
            else:
                yield _page(held, kinds)
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


def _kinds(head: Head) -> dict[bytes, _Pages]:
    """Return how pages of tables with JSON in their rows are read, by how such a page begins."""
    return {
        b'{"table":%b,' % encode(table): _typed(tuple(name in JSON_COLUMNS for name in columns))
        for table, columns in head.columns.items()
        if not JSON_COLUMNS.isdisjoint(columns)
    }


@lru_cache(maxsize=64)
def _typed(raw: tuple[bool, ...]) -> _Pages:
    """Return the decoder of pages whose rows have JSON in these places."""
    kinds = tuple(msgspec.Raw if each else Any for each in raw)
    row: Any = tuple.__class_getitem__(kinds)
    columns: Any = tuple.__class_getitem__(tuple(list.__class_getitem__(each) for each in kinds))
    return msgspec.json.Decoder(RowPage[row, columns])


_ANY_PAGE: _Pages = msgspec.json.Decoder(RowPage[tuple[Any, ...], list[list[Any]]])


def _page(line: bytes, kinds: Mapping[bytes, _Pages]) -> Paged:
    # a page that begins otherwise is read as well, only slower
    kind = kinds.get(line[: line.find(b",") + 1], _ANY_PAGE) if kinds else _ANY_PAGE
    page = decode_with(kind, line, "RowPage")
    rows = _rows(page.columns, page.steps) if page.columns else page.put
    return Paged(Batch(page.table, rows, page.delete), page.cursor)


def _rows(columns: Sequence[list[Any]], steps: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return the rows of a page by columns."""
    made = list(columns)
    try:
        for at in steps:
            made[at] = list(accumulate(made[at]))
        return list(zip(*made, strict=True))
    except (TypeError, ValueError, IndexError) as error:
        raise Expected("bad_message", message="RowPage", reason=str(error)) from error


def _end(line: bytes, digest: str, feed: str) -> Ended:
    try:
        end = decode(line, End)
    except Expected as error:
        raise Environment("network_broken", feed=feed) from error
    if end.sha256 != digest:
        raise Environment("body_damaged", feed=feed)
    return Ended(end.count, end.sum64, end.cursor, end.more)
