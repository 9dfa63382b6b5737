"""Counts and checksums of scopes, kept by those who write rows (PROTOCOL R9).

The rows of a table are counted in parts: by the column that says whose they are, and catalogue
tables once more for each listed assortment. A scope is a few parts, so a change costs its own rows
and asking costs nothing, however large the scope. Sums are added to in SQL under the feed's
counter, halved because databases cannot add modulo 2^64.

The counter row says how far the parts follow (`summed`). A program of before they were kept moves
only the counter: then they do not hold, are not used, and `feeds.proof` counts anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.tables.feeds import counters, parts
from b2bdesk.portal.storage.work import Work

LOW, FULL = 0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF
EVERY = ""
"""The part of a table that is not divided."""
Total = tuple[int, int]
"""Rows, and the sum of their hashes modulo 2^64."""
_ADD = (
    "INSERT INTO feed_part (feed, tbl, part, amount, low, high) VALUES ({marks})"
    " ON CONFLICT (feed, tbl, part) DO UPDATE SET amount = feed_part.amount + excluded.amount,"
    f" low = (feed_part.low + excluded.low) & {LOW},"
    f" high = (feed_part.high + excluded.high + ((feed_part.low + excluded.low) >> 32)) & {LOW}"
)


class Moves:
    """What rows that come and go mean for the parts of one table."""

    def __init__(self) -> None:
        self._parts: dict[str, list[int]] = {}

    def come(self, part: str, hashes: Iterable[int]) -> None:
        """Rows with these hashes are in a part now."""
        known = self._parts.setdefault(part, [0, 0])
        for h in hashes:
            known[0] += 1
            known[1] += h

    def go(self, part: str, hashes: Iterable[int]) -> None:
        """Rows with these hashes are in a part no more."""
        known = self._parts.setdefault(part, [0, 0])
        for h in hashes:
            known[0] -= 1
            known[1] -= h

    def moved(self) -> Mapping[str, Total]:
        """By part: more or fewer rows, and what is added to the sum."""
        found = {part: (rows, value & FULL) for part, (rows, value) in self._parts.items()}
        return {part: total for part, total in found.items() if total != (0, 0)}


def add(work: Work, feed: str, table: str, moves: Moves) -> None:
    """Write down what came and went; the caller has drawn a revision, or holds the counter."""
    rows = [
        (feed, table, part, count, value & LOW, value >> 32)
        for part, (count, value) in sorted(moves.moved().items())
    ]
    if not rows:
        return
    mark = "?" if work.connection.dialect.paramstyle == "qmark" else "%s"
    statement = _ADD.format(marks=", ".join([mark] * 6))
    work.connection.exec_driver_sql(statement, rows)


def write(work: Work, feed: str, table: str, totals: Mapping[str, Total]) -> None:
    """Set parts to what was counted; the caller holds the counter."""
    upsert(
        work.connection,
        parts,
        [
            (feed, table, part, count, value & LOW, value >> 32)
            for part, (count, value) in sorted(totals.items())
        ],
    )


def forget(work: Work, feed: str, part: str = "") -> None:
    """Drop the parts of a feed, or one of them in all tables."""
    where = (parts.c.feed == feed, *((parts.c.part == part,) if part else ()))
    work.connection.execute(delete(parts).where(*where))


def vouch(work: Work, feed: str) -> None:
    """Say that the parts of a feed hold now; the caller holds the counter and has counted."""
    follows = update(counters).where(counters.c.feed == feed).values(summed=counters.c.seq)
    work.connection.execute(follows)


def holds(connection: Connection, feed: str) -> bool:
    """Whether everybody who wrote rows of a feed has kept its parts."""
    query = select(counters.c.seq, counters.c.summed).where(counters.c.feed == feed)
    found = connection.execute(query).first()
    return found is not None and found.seq == found.summed


def read(
    connection: Connection, feed: str, tables: Sequence[str], which: Sequence[str] | None
) -> Total:
    """The total of some parts of some tables; all parts without `which`."""
    where = [parts.c.feed == feed, parts.c.tbl.in_(list(tables))]
    if which is not None:
        where.append(parts.c.part.in_(list(which)))
    rows, total = 0, 0
    query = select(parts.c.amount, parts.c.low, parts.c.high).where(*where)
    for count, low, high in connection.execute(query):
        rows += count
        total += low + (high << 32)
    return rows, total & FULL


def kept(connection: Connection, feed: str, table: str) -> dict[str, Total]:
    """The parts of a table that are not empty."""
    query = select(parts).where(parts.c.feed == feed, parts.c.tbl == table)
    found = {
        row.part: (row.amount, row.low + (row.high << 32)) for row in connection.execute(query)
    }
    return {part: total for part, total in found.items() if total != (0, 0)}
