"""Change tracking for feeds: stamped rows, tombstones, purges, generations (PROTOCOL R6, R7, R9).

A `Tracked` table is one whose rows a feed carries. `put` skips rows that are equal already, stamps
the others with fresh revisions and takes their tombstones back; `bury` records what a scope lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, tuple_, update

from b2bdesk.portal.storage.bulk import chunks, upsert
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.feeds import generations, purges, tombstones
from b2bdesk.portal.storage.work import Work
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import row_sum

Row = tuple[Any, ...]
TOMBSTONE_DAYS = 180
_SIGN = 1 << 63


@dataclass(frozen=True)
class Tracked:
    """A table carried by a feed; `wire` is its name there, `key` its key columns there.

    `scope` names the column that says in which scope a row's tombstones are, "*" = one for all;
    "" = the store keeps them itself (assortments).
    """

    table: Table
    feed: str
    wire: str
    key: tuple[str, ...]
    scope: str = "*"

    def positions(self) -> list[int]:
        """Where the wire's key columns stand in a row."""
        names = [column.name for column in self.table.columns]
        return [names.index(name) for name in self.key]


def signed_hash(table: str, key: Iterable[object], rev: int) -> int:
    """`row_sum` as the signed 64-bit integer that databases store."""
    value = row_sum(table, key, rev)
    return value - (1 << 64) if value >= _SIGN else value


def put(work: Work, tracked: Tracked, rows: Sequence[Row], *, fresh: bool = False) -> list[Row]:
    """Store rows, stamping those that are new or differ.

    Args:
        work: the transaction.
        tracked: the table.
        rows: all columns in table order but the last two (rev, h), unique by primary key.
        fresh: the caller knows that none of the rows exists; skips the comparison.

    Returns:
        The rows that changed, as given.
    """
    changed = list(rows) if fresh else _differing(work.connection, tracked.table, rows)
    if not changed:
        return []
    places = tracked.positions()
    first = work.take(tracked.feed, len(changed))
    stamped = [
        (*row, rev, signed_hash(tracked.wire, [row[place] for place in places], rev))
        for rev, row in enumerate(changed, first)
    ]
    upsert(work.connection, tracked.table, stamped)
    if not fresh and tracked.scope:
        _raise(work.connection, tracked, changed)
    return changed


def bury(work: Work, feed: str, scope: str, wire: str, keys: Sequence[Sequence[Any]]) -> None:
    """Record that rows are gone from a scope; the feed sends their keys in `del`."""
    if not keys:
        return
    first = work.take(feed, len(keys))
    at = instant(work.now)
    upsert(
        work.connection,
        tombstones,
        [(feed, scope, wire, key_text(key), rev, at) for rev, key in enumerate(keys, first)],
    )


def unbury(
    connection: Connection, feed: str, scope: str, wire: str, keys: Sequence[Sequence[Any]]
) -> None:
    """Forget tombstones of rows that a scope shows again."""
    mine = (
        tombstones.c.feed == feed,
        tombstones.c.scope == scope,
        tombstones.c.tbl == wire,
    )
    if connection.execute(select(tombstones.c.rev).where(*mine).limit(1)).first() is None:
        return
    for part in chunks([key_text(key) for key in keys]):
        connection.execute(delete(tombstones).where(*mine, tombstones.c.row_key.in_(part)))


def purge_tombstones(work: Work, days: int = TOMBSTONE_DAYS) -> int:
    """Drop tombstones older than `days`, remembering how far per scope and table.

    A cursor from before that is answered with 410 (R7). Returns how many were dropped.
    """
    before = instant(work.now - dt.timedelta(days=days))
    old = tombstones.c.at < before
    scopes = select(
        tombstones.c.feed, tombstones.c.scope, tombstones.c.tbl, func.max(tombstones.c.rev)
    )
    grouped = scopes.where(old).group_by(tombstones.c.feed, tombstones.c.scope, tombstones.c.tbl)
    upsert(work.connection, purges, [tuple(row) for row in work.connection.execute(grouped)])
    return work.connection.execute(delete(tombstones).where(old)).rowcount


def new_generation(work: Work, feed: str, scope: str) -> int:
    """Start a new generation of a scope: whoever holds it reloads it, nobody else does."""
    now = generation(work.connection, feed, scope) + 1
    upsert(work.connection, generations, [(feed, scope, now)])
    work.take(feed, 1)
    return now


def generation(connection: Connection, feed: str, scope: str) -> int:
    """The present generation of a scope; the first is 1."""
    found = connection.execute(
        select(generations.c.generation).where(
            generations.c.feed == feed, generations.c.scope == scope
        )
    ).scalar()
    return int(found or 1)


def restamp(work: Work, tracked: Tracked, where: Any) -> None:
    """Give fresh revisions to rows whose visible form changed without their own columns."""
    names = [column.name for column in tracked.table.columns]
    rows = [tuple(row)[:-2] for row in work.connection.execute(select(tracked.table).where(where))]
    if not rows:
        return
    first = work.take(tracked.feed, len(rows))
    places = [names.index(name) for name in tracked.key]
    for rev, row in enumerate(rows, first):
        pk = [column == row[names.index(column.name)] for column in tracked.table.primary_key]
        h = signed_hash(tracked.wire, [row[place] for place in places], rev)
        work.connection.execute(update(tracked.table).where(*pk).values(rev=rev, h=h))


def key_text(key: Sequence[Any]) -> str:
    """A row key as stored in a tombstone: a JSON array."""
    return encode(list(key)).decode()


def _raise(connection: Connection, tracked: Tracked, rows: Sequence[Row]) -> None:
    names = [column.name for column in tracked.table.columns]
    places = tracked.positions()
    by_scope: dict[str, list[list[Any]]] = {}
    for row in rows:
        scope = "*" if tracked.scope == "*" else str(row[names.index(tracked.scope)])
        by_scope.setdefault(scope, []).append([row[place] for place in places])
    for scope, keys in by_scope.items():
        unbury(connection, tracked.feed, scope, tracked.wire, keys)


def _differing(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Row]:
    if connection.execute(select(*table.primary_key.columns).limit(1)).first() is None:
        return list(rows)
    names = [column.name for column in table.columns]
    pk = [names.index(column.name) for column in table.primary_key.columns]
    columns = list(table.primary_key.columns)
    changed: list[Row] = []
    for part in chunks(rows):
        keys = [tuple(row[place] for place in pk) for row in part]
        known = {
            tuple(found[place] for place in pk): tuple(found)[:-2]
            for found in connection.execute(select(table).where(tuple_(*columns).in_(keys)))
        }
        changed += [row for row, key in zip(part, keys, strict=True) if known.get(key) != row]
    return changed
