"""Change tracking for feeds: stamped rows, tombstones, purges, generations (PROTOCOL R6, R7, R9).

A `Tracked` table is one whose rows a feed carries. `put` skips rows that are equal already, stamps
the others with fresh revisions and takes their tombstones back; `remove` deletes rows, `bury`
records what a scope lost. Both keep the sums of the parts that rows belong to (`storage.tally`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, func, select

from b2bdesk.portal.storage import tally
from b2bdesk.portal.storage.bulk import chunks, drop_under_keys, under_keys, upsert
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.feeds import generations, purges, tombstones
from b2bdesk.portal.storage.work import Work
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import row_sum

Row = tuple[Any, ...]
Shares = Callable[[Connection, str, Sequence[Row]], Iterator[tuple[str, Sequence[int]]]]
"""Parts that rows belong to beside their own: wire table and primary keys give part, positions."""
TOMBSTONE_DAYS = 180
_SIGN = 1 << 63


class Standing(NamedTuple):
    """A stored row as the sums know it: primary key, part, hash."""

    key: Row
    part: str
    h: int


@dataclass(frozen=True)
class Tracked:
    """A table carried by a feed; `wire` is its name there, `key` its key columns there.

    `scope` names the column that says in which scope a row's tombstones are, "*" = one for all;
    "" = the store keeps them itself (assortments). `part` names the column by which its rows are
    summed, by default that of the scope; `shares` names more parts.
    """

    table: Table
    feed: str
    wire: str
    key: tuple[str, ...]
    scope: str = "*"
    part: str = ""
    shares: Shares | None = None

    @property
    def divided(self) -> str:
        """The column by which rows are summed, "" = all together."""
        return self.part or ("" if self.scope == "*" else self.scope)

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
    stood: list[Standing] = []
    changed = list(rows) if fresh else _differing(work.connection, tracked, rows, stood)
    if not changed:
        return []
    places = tracked.positions()
    first = work.take(tracked.feed, len(changed))
    stamped = [
        (*row, rev, signed_hash(tracked.wire, [row[place] for place in places], rev))
        for rev, row in enumerate(changed, first)
    ]
    # one writer on SQLite; elsewhere another may have come between the look and the lock
    if not fresh and work.connection.dialect.name != "sqlite":
        stood = _standing(work.connection, tracked, [_key(tracked.table, row) for row in changed])
    _tell(work, tracked, stood, stamped)
    upsert(work.connection, tracked.table, stamped)
    if not fresh and tracked.scope:
        _raise(work.connection, tracked, changed)
    return changed


def remove(work: Work, tracked: Tracked, keys: Sequence[Row]) -> list[Row]:
    """Delete rows by primary key; returns the keys of those that were there.

    Nobody is told: the caller buries them where they were seen.
    """
    if not keys:
        return []
    work.lock(tracked.feed)
    stood = _standing(work.connection, tracked, list(dict.fromkeys(map(tuple, keys))))
    _tell(work, tracked, stood, [])
    gone = [each.key for each in stood]
    drop_under_keys(work.connection, tracked.table, gone)
    return gone


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


def _differing(
    connection: Connection, tracked: Tracked, rows: Sequence[Row], stood: list[Standing]
) -> list[Row]:
    """The rows that are new or differ; `stood` gets what is there in the place of the latter."""
    table = tracked.table
    if connection.execute(select(*table.primary_key.columns).limit(1)).first() is None:
        return list(rows)
    changed: list[Row] = []
    for part in chunks(rows):
        keys = [_key(table, row) for row in part]
        stored = under_keys(connection, table, list(table.columns), keys)
        known = {_key(table, found): found for found in stored}
        for row, key in zip(part, keys, strict=True):
            found = known.get(key)
            if found is None or found[:-2] != row:
                changed.append(row)
                if found is not None:
                    stood.append(_stands(tracked, found))
    return changed


def _standing(connection: Connection, tracked: Tracked, keys: Sequence[Row]) -> list[Standing]:
    """What is stored under keys, for the sums; the counter is held."""
    table = tracked.table
    found: list[Standing] = []
    primary = list(table.primary_key.columns)
    part = [table.c[tracked.divided]] if tracked.divided else []
    for row in under_keys(connection, table, [*primary, *part, table.c.h], keys):
        key = row[: len(primary)]
        found.append(Standing(key, row[len(primary)] if part else tally.EVERY, row[-1]))
    return found


def _stands(tracked: Tracked, row: Row) -> Standing:
    at = _place(tracked.table, tracked.divided)
    return Standing(_key(tracked.table, row), tally.EVERY if at is None else row[at], row[-1])


def _tell(work: Work, tracked: Tracked, gone: Sequence[Standing], come: Sequence[Row]) -> None:
    """Let the sums follow rows that come in place of others; the counter is held."""
    moves = tally.Moves()
    for part, hashes in _by_part((row.part, row.h) for row in gone):
        moves.go(part, hashes)
    at = _place(tracked.table, tracked.divided)
    for part, hashes in _by_part((tally.EVERY if at is None else row[at], row[-1]) for row in come):
        moves.come(part, hashes)
    if tracked.shares is not None:
        known = [row.key for row in gone]
        for part, chosen in tracked.shares(work.connection, tracked.wire, known):
            moves.go(part, [gone[place].h for place in chosen])
        known = [_key(tracked.table, row) for row in come]
        for part, chosen in tracked.shares(work.connection, tracked.wire, known):
            moves.come(part, [come[place][-1] for place in chosen])
    tally.add(work, tracked.feed, tracked.wire, moves)


def _by_part(rows: Iterable[tuple[str, int]]) -> Iterable[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for part, h in rows:
        found.setdefault(part, []).append(h)
    return found.items()


def _key(table: Table, row: Row) -> Row:
    return tuple([row[place] for place in _places(table)])


@cache
def _places(table: Table) -> list[int]:
    """Where the columns of the primary key stand in a row."""
    names = [column.name for column in table.columns]
    return [names.index(column.name) for column in table.primary_key.columns]


@cache
def _place(table: Table, column: str) -> int | None:
    return [each.name for each in table.columns].index(column) if column else None
