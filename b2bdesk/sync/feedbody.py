"""Reading one feed body: header, pages of rows, proof (PROTOCOL R6).

The last line holds the SHA-256 of all bytes before it; without that line, or with another sum,
the body is cut and only its pages count. Where each page holds that sum, too (`sha256`), a page is
given away only when the line after it has proven it. Rows stay the tuples that msgspec made of
the arrays; what is JSON in them stays the text it came as (`msgspec.Raw`), as it is kept as text.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

import msgspec

from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from b2bdesk.usecases.ports.columns import ByColumns
from b2bdesk.wire.codec import decode, decode_with, encode
from b2bdesk.wire.feeds import JSON_COLUMNS, End, Header

R = TypeVar("R")
C = TypeVar("C")
_Pages = msgspec.json.Decoder["RowPage[Any, Any]"]
MOST_BLANK = 1_000
"""Blank lines in a body: a sign of life is right, an endless one is not."""


class RowPage(msgspec.Struct, Generic[R, C], frozen=True, kw_only=True, rename={"delete": "del"}):
    """A page as the client reads it: rows are tuples, ready for the driver, or columns."""

    table: str
    put: list[R] = []
    columns: C | None = None
    steps: list[int] = []
    delete: list[tuple[Any, ...]] = []
    cursor: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Paged:
    """One page with the cursor after it.

    `sealed`: what follows has proven it, so that another run may go on after it.
    """

    batch: Batch
    cursor: str
    sealed: bool = False


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
    body, blank = _Body(feed, scope), 0
    for line in source:
        if line:
            yield from body.take(line)
            continue
        blank += 1
        if blank > MOST_BLANK:
            raise Expected("bad_message", message=feed, reason="blank lines")
    yield from body.end()


class _Body:
    """What was read of a body: one line is held back until the next has come and proven it."""

    def __init__(self, feed: str, scope: str) -> None:
        self._feed, self._scope = feed, scope
        self._proof = hashlib.sha256()
        self._line = b""
        self._page: Paged | None = None
        self._wrong: Expected | None = None
        self._unproven: list[FeedMessage] = []
        self._kinds: dict[bytes, _Pages] | None = None
        self._proven = True

    def take(self, line: bytes) -> Iterator[FeedMessage]:
        """Take a line; gives away what it proves."""
        before: FeedMessage | None = None
        if self._line:
            self._proof.update(self._line)
            self._proof.update(b"\n")
        if self._line and self._kinds is None:
            before = _header(self._line, self._feed, self._scope)
            self._kinds = _kinds(before)
        page, wrong = self._looked(line, self._kinds)
        if self._line:
            self._unproven.append(before or self._passed())
        self._line, self._page, self._wrong = line, page, wrong
        if page is not None:
            yield from self._given()

    def end(self) -> Iterator[FeedMessage]:
        """The last line has come."""
        if self._kinds is None:
            raise Environment("network_broken", feed=self._feed)
        ended = _end(self._line, self._proof.hexdigest(), self._feed, self._proven)
        yield from self._given()
        yield ended

    def _passed(self) -> Paged:
        """Return the page of a line that is not the last."""
        if self._page is None:
            raise self._wrong or RuntimeError("a line that was not looked at")
        return self._page

    def _looked(
        self, line: bytes, kinds: Mapping[bytes, _Pages] | None
    ) -> tuple[Paged | None, Expected | None]:
        """Read a page; the last line is none, so what is wrong is told when another follows."""
        if kinds is None:
            return None, None
        try:
            page, told = _page(line, kinds)
        except Expected as error:
            return None, error
        if told and told != self._proof.hexdigest():
            raise Environment("body_damaged", feed=self._feed, pages_whole=self._proven)
        self._proven = self._proven and bool(told)
        return page, None

    def _given(self) -> Iterator[FeedMessage]:
        given, self._unproven = self._unproven, []
        for each in given:
            yield replace(each, sealed=True) if self._proven and isinstance(each, Paged) else each


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


def _page(line: bytes, kinds: Mapping[bytes, _Pages]) -> tuple[Paged, str]:
    """Return a page and the sum it tells of what came before it."""
    # a page that begins otherwise is read as well, only slower
    kind = kinds.get(line[: line.find(b",") + 1], _ANY_PAGE) if kinds else _ANY_PAGE
    page = decode_with(kind, line, "RowPage")
    rows = _rows(page.columns, page.steps) if page.columns else page.put
    return Paged(Batch(page.table, rows, page.delete, len(line)), page.cursor), page.sha256


def _rows(columns: Sequence[list[Any]], steps: Iterable[int]) -> ByColumns:
    """Return the rows of a page by columns."""
    made = list(columns)
    try:
        for at in steps:
            made[at] = list(accumulate(made[at]))
        return ByColumns(made)
    except (TypeError, ValueError, IndexError) as error:
        raise Expected("bad_message", message="RowPage", reason=str(error)) from error


def _end(line: bytes, digest: str, feed: str, proven: bool) -> Ended:
    try:
        end = decode(line, End)
    except Expected as error:
        raise Environment("network_broken", feed=feed) from error
    if end.sha256 != digest:
        raise Environment("body_damaged", feed=feed, pages_whole=proven)
    return Ended(end.count, end.sum64, end.cursor, end.more)
