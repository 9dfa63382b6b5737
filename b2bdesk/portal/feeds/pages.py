"""The body of a feed answer: header line, row pages, end line (PROTOCOL R6).

Everything is read in one snapshot. Rows go out table by table in the order of their revisions, so
the cursor of a page is the last row of it, and a cut stream goes on from the last applied page.
"""

from __future__ import annotations

import hashlib
import heapq
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.sources import Source, rows_after
from b2bdesk.portal.storage.tables.feeds import purges, tombstones
from b2bdesk.trade.fold import FOLD_VERSION
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, End, Header, Page, sum64_text

PAGE_ROWS = 5_000
_GZIP_LEVEL = 5
# (position, row to put or None, key to delete or None)
_Change = tuple[int, list[Any] | None, list[Any] | None]


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
        for page in _pages(connection, mark, source, reached[place]):
            reached[place] = page[-1][0]
            body = Page(
                table=source.table,
                put=[row for _, row, _ in page if row is not None],
                delete=[key for _, _, key in page if key is not None],
                cursor=mark.seal(reached),
            )
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
        fold_version=FOLD_VERSION if mark.feed == "catalog" else 0,
    )


def gzipped(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a stream line by line."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for line in plain:
        packed = packer.compress(line)
        if packed:
            yield packed
    yield packer.flush()


def _pages(
    connection: Connection, mark: Mark, source: Source, position: int
) -> Iterator[list[_Change]]:
    changes = _puts(connection, source, position)
    if position:
        changes = heapq.merge(
            changes, _buried(connection, mark, source, position), key=lambda change: change[0]
        )
    page: list[_Change] = []
    for change in changes:
        page.append(change)
        if len(page) == PAGE_ROWS:
            yield page
            page = []
    if page:
        yield page


def _puts(connection: Connection, source: Source, position: int) -> Iterator[_Change]:
    found = connection.execute(
        rows_after(source, position), execution_options={"yield_per": PAGE_ROWS}
    )
    json = source.json
    for part in found.partitions():
        for *row, place in part:
            for column in json:
                row[column] = msgspec.Raw(row[column].encode())
            yield (place, row, None)


def _buried(connection: Connection, mark: Mark, source: Source, position: int) -> Iterator[_Change]:
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
    for rev, text in connection.execute(query):
        key = msgspec.json.decode(text)
        if source.keeps is None or source.keeps(key):
            yield (rev, None, key)
