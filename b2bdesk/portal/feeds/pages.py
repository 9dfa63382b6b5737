"""The body of a feed answer: header line, row pages, end line (PROTOCOL R6).

Everything is read in one snapshot. Rows go out table by table in the order of their revisions, so
the cursor of a page is the last row of it, and a cut stream goes on from the last applied page.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from operator import itemgetter, sub
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.sources import Source, rows_after
from b2bdesk.portal.storage.tables.feeds import purges, tombstones
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, STEPPED, ColumnPage, End, Header, Page, sum64_text
from b2bdesk.wire.zst import packer

PAGE_ROWS, PAGE_CELLS = 5_000, 30_000
"""Of a page at most: a reader's window stands still while one is decoded, wide rows take longer."""
_GZIP_LEVEL = 5
_ZSTD_LEVEL = 4
# rows to put, keys to delete, position of the last of them
_Page = tuple[list[Any], list[Any], int]
# gives up to so many rows, each with its place at the end; none = no more
_Fetch = Callable[[int], list[Any]]
# makes a page of rows, deleted keys and cursor
_Form = Callable[[Source, list[Any], list[Any], str], Page | ColumnPage]


def check_purged(
    connection: Connection, mark: Mark, tables: list[Source], positions: list[int]
) -> None:
    """Refuse positions older than the tombstones that are left.

    Raises:
        Stale: reason `purged`.
    """
    for source, position in zip(tables, positions, strict=True):
        gone = connection.execute(
            select(func.max(purges.c.rev)).where(
                purges.c.feed == mark.feed,
                purges.c.scope == source.buried,
                purges.c.tbl == source.table,
            )
        ).scalar()
        if 0 < position < int(gone or 0):
            raise mark.stale("purged")


def lines(
    connection: Connection,
    mark: Mark,
    tables: list[Source],
    positions: list[int] | None,
    total: tuple[int, int],
    paged: _Form,
) -> Iterator[bytes]:
    """Yield the lines of the body, each with its newline.

    Args:
        connection: the snapshot.
        mark: scope and marks of the answer.
        tables: what to send.
        positions: where the client stands, None = send everything.
        total: count and sum64 of the whole scope.
        paged: `by_rows` or `by_columns`.
    """
    digest = hashlib.sha256()
    reached = list(positions) if positions is not None else [0] * len(tables)
    first = encode(_header(mark, tables, total[0], full=positions is None)) + b"\n"
    digest.update(first)
    yield first
    for place, source in enumerate(tables):
        for put, gone, last in _pages(connection, mark, source, reached[place]):
            reached[place] = last
            page = paged(source, put, gone, mark.seal(reached))
            line = encode(msgspec.structs.replace(page, sha256=digest.hexdigest())) + b"\n"
            digest.update(line)
            yield line
    end = End(
        end=True,
        more=False,
        sha256=digest.hexdigest(),
        count=total[0],
        sum64=sum64_text(total[1]),
        cursor=mark.seal(reached),
    )
    yield encode(end) + b"\n"


def by_rows(source: Source, rows: list[Any], gone: list[Any], cursor: str) -> Page:
    """Return the page every client reads."""
    return Page(table=source.table, put=_wire_rows(source, rows), delete=gone, cursor=cursor)


def by_columns(source: Source, rows: list[Any], gone: list[Any], cursor: str) -> ColumnPage:
    """Return the page of a client that asked for columns."""
    columns: list[Any] = list(zip(*rows, strict=True))
    names = _columns_of(source.table) if columns else ()
    steps = [at for at, name in enumerate(names) if name in STEPPED]
    for at in steps:
        values = columns[at]
        columns[at] = list(map(sub, values, (0, *values)))
    for at in source.json if columns else ():
        columns[at] = [msgspec.Raw(text.encode()) for text in columns[at]]
    return ColumnPage(table=source.table, columns=columns, steps=steps, delete=gone, cursor=cursor)


@cache
def _columns_of(table: str) -> tuple[str, ...]:
    specs = (spec.tables.get(table) for spec in FEEDS.values())
    return next(spec.columns for spec in specs if spec is not None)


def _header(mark: Mark, tables: list[Source], count: int, *, full: bool) -> Header:
    spec = FEEDS[mark.feed].tables
    return Header(
        feed=mark.feed,
        scope=mark.scope,
        generation=str(mark.generation),
        incarnation=mark.incarnation,
        full=full,
        tables={source.table: list(spec[source.table].columns) for source in tables},
        fold_version=mark.fold_version,
        count=count,
    )


def gzipped(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream line by line."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for line in plain:
        packed = packer.compress(line)
        if packed:
            yield packed
    yield packer.flush()


def zstd_packed(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream with zstd."""
    press = packer(_ZSTD_LEVEL)
    for line in plain:
        packed = press.compress(line)
        if packed:
            yield packed
    yield press.flush()


PACKERS: Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "zstd": zstd_packed,
    "gzip": gzipped,
}
"""Content codings of row pages, the preferred first."""


def _pages(connection: Connection, mark: Mark, source: Source, position: int) -> Iterator[_Page]:
    gone = _buried(connection, mark, source, position) if position else []
    most = max(min(PAGE_ROWS, PAGE_CELLS // len(source.columns)), 1)
    with fetched(connection, rows_after(source, position)) as fetch:
        if not gone:
            for rows in _whole_places(fetch, most):
                last = rows[-1][-1]
                yield [row[:-1] for row in rows], [], last
            return
        puts = ((row[:-1], None, row[-1]) for rows in _whole_places(fetch, most) for row in rows)
        merged = heapq.merge(puts, gone, key=itemgetter(-1))
        for page in _whole_places(lambda count: list(itertools.islice(merged, count)), most):
            put = [row for row, _, _ in page if row is not None]
            yield put, [key for _, key, _ in page if key is not None], page[-1][-1]


def _whole_places(fetch: _Fetch, most: int) -> Iterator[list[Any]]:
    """Cut rows into pages of about `most` between places, never inside one.

    In a listed assortment all units of an item come into view at one place; a page that ended
    among them would leave the rest behind a cursor.
    """
    kept: list[Any] = []
    while rows := fetch(max(most - len(kept), 1)):
        rows = kept + rows
        whole = len(rows)
        while whole and rows[whole - 1][-1] == rows[-1][-1]:
            whole -= 1
        if whole:
            yield rows[:whole]
        kept = rows[whole:]
    if kept:
        yield kept


@contextmanager
def fetched(connection: Connection, query: Any) -> Iterator[_Fetch]:
    """Rows of a query as tuples, so many at a time.

    SQLite steps through its cursor by itself, so its tuples are taken as they come: row objects
    would double the time of a large catalogue. A server's driver is asked for a streamed result,
    which is closed also when the reader has gone in the middle.
    """
    if connection.dialect.name == "sqlite":
        cursor: Any = connection.execute(query).cursor
        yield cursor.fetchmany
        return
    with connection.execute(query, execution_options={"yield_per": PAGE_ROWS}) as streamed:
        yield lambda count: [tuple(row) for row in streamed.fetchmany(count)]


def _wire_rows(source: Source, rows: list[Any]) -> list[Any]:
    """Put columns of JSON text into the page as they are stored."""
    for column in source.json:
        rows = [
            (*row[:column], msgspec.Raw(row[column].encode()), *row[column + 1 :]) for row in rows
        ]
    return rows


def _buried(
    connection: Connection, mark: Mark, source: Source, position: int
) -> list[tuple[None, list[Any], int]]:
    query = (
        select(tombstones.c.rev, tombstones.c.row_key)
        .where(
            tombstones.c.feed == mark.feed,
            tombstones.c.scope == source.buried,
            tombstones.c.tbl == source.table,
            tombstones.c.rev > position,
        )
        .order_by(tombstones.c.rev)
    )
    decoded = [(rev, msgspec.json.decode(text)) for rev, text in connection.execute(query)]
    return [(None, key, rev) for rev, key in decoded if source.keeps is None or source.keeps(key)]
