"""The body of a feed answer: header line, row pages, end line (PROTOCOL R6).

Everything is read in one snapshot. Rows go out table by table in the order of their revisions, so
the cursor of a page is the last row of it, and a cut stream goes on from the last applied page.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.sources import Source, rows_after
from b2bdesk.portal.storage.tables.feeds import purges, tombstones
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, End, Header, Page, sum64_text

PAGE_ROWS = 5_000
_GZIP_LEVEL = 5
# rows to put, keys to delete, position of the last of them
_Page = tuple[list[Any], list[Any], int]


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
) -> Iterator[bytes]:
    """Yield the lines of the body, each with its newline.

    Args:
        connection: the snapshot.
        mark: scope and marks of the answer.
        tables: what to send.
        positions: where the client stands, None = send everything.
        total: count and sum64 of the whole scope.
    """
    digest = hashlib.sha256()
    reached = list(positions) if positions is not None else [0] * len(tables)
    first = encode(_header(mark, tables, full=positions is None)) + b"\n"
    digest.update(first)
    yield first
    for place, source in enumerate(tables):
        for put, gone, last in _pages(connection, mark, source, reached[place]):
            reached[place] = last
            body = Page(table=source.table, put=put, delete=gone, cursor=mark.seal(reached))
            line = encode(body) + b"\n"
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


def _header(mark: Mark, tables: list[Source], *, full: bool) -> Header:
    spec = FEEDS[mark.feed].tables
    return Header(
        feed=mark.feed,
        scope=mark.scope,
        generation=str(mark.generation),
        incarnation=mark.incarnation,
        full=full,
        tables={source.table: list(spec[source.table].columns) for source in tables},
        fold_version=mark.fold_version,
    )


def gzipped(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream line by line."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for line in plain:
        packed = packer.compress(line)
        if packed:
            yield packed
    yield packer.flush()


def _pages(connection: Connection, mark: Mark, source: Source, position: int) -> Iterator[_Page]:
    gone = _buried(connection, mark, source, position) if position else []
    if not gone:
        yield from _put_pages(connection, source, position)
        return
    puts = (
        (last, row, None)
        for page, _, _ in _put_pages(connection, source, position, placed=True)
        for *row, last in page
    )
    merged = heapq.merge(puts, gone, key=lambda change: change[0])
    while page := list(itertools.islice(merged, PAGE_ROWS)):
        put = [row for _, row, _ in page if row is not None]
        yield put, [key for _, _, key in page if key is not None], page[-1][0]


def _put_pages(
    connection: Connection, source: Source, position: int, *, placed: bool = False
) -> Iterator[_Page]:
    """Pages of rows; `placed` leaves each row its position at the end."""
    for rows in _fetched(connection, rows_after(source, position)):
        last = rows[-1][-1]
        for column in source.json:
            rows = [
                (*row[:column], msgspec.Raw(row[column].encode()), *row[column + 1 :])
                for row in rows
            ]
        yield rows if placed else [row[:-1] for row in rows], [], last


def _fetched(connection: Connection, query: Any) -> Iterator[list[Any]]:
    """Rows of a query as tuples, a page at a time.

    SQLite steps through its cursor by itself, so its tuples are taken as they come: row objects
    would double the time of a large catalogue. A server's driver is asked for a streamed result.
    """
    if connection.dialect.name == "sqlite":
        cursor: Any = connection.execute(query).cursor
        while rows := cursor.fetchmany(PAGE_ROWS):
            yield rows
        return
    streamed = connection.execute(query, execution_options={"yield_per": PAGE_ROWS})
    for part in streamed.partitions():
        yield [tuple(row) for row in part]


def _buried(
    connection: Connection, mark: Mark, source: Source, position: int
) -> list[tuple[int, None, list[Any]]]:
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
    return [(rev, None, key) for rev, key in decoded if source.keeps is None or source.keeps(key)]
