"""Count and checksum of a whole scope (PROTOCOL R9), from the parts that writers keep.

`counted` scans the rows instead, for the proof that the parts are right and for as long as they
do not hold: after a program that did not keep them has written. A scan is remembered per process
until the feed's counter moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, cast, func, literal_column, select

from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.sources import Source
from b2bdesk.portal.storage import tally
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.tally import FULL, LOW, Total
from b2bdesk.portal.storage.work import Storage

# PostgreSQL shifts by a plain integer only, and a parameter would be a long one
_HALF: Any = literal_column("32")


def head_of(connection: Connection, feed: str) -> int:
    """How far a feed has counted."""
    found = connection.execute(select(counters.c.seq).where(counters.c.feed == feed)).scalar()
    return int(found or 0)


def total(
    storage: Storage, connection: Connection, mark: Mark, head: int, tables: Sequence[Source]
) -> Total:
    """Count and sum64 of all rows of a scope in the connection's snapshot."""
    if tally.holds(connection, mark.feed):
        # all tables of a scope are divided alike
        return tally.read(connection, mark.feed, [row.table for row in tables], tables[0].parts)
    place = ("sum64", mark.feed, mark.scope)
    stamp = (mark.incarnation, mark.generation, head)
    known = storage.memory.get(place)
    if isinstance(known, tuple) and known[0] == stamp:
        return (known[1], known[2])
    count, value = 0, 0
    for source in tables:
        rows, added = counted(connection, source)
        count += rows
        value += added
    storage.memory[place] = (stamp, count, value & FULL)
    return count, value & FULL


def counted(connection: Connection, source: Source) -> Total:
    """Scan the rows of one table of a scope."""
    query = select(*sums_of(source.h)).select_from(source.origin).where(*source.where)
    return as_total(*connection.execute(query).one())


def sums_of(h: Any) -> tuple[Any, Any, Any]:
    """The SQL of a count and the halves of a sum: databases cannot add modulo 2^64."""
    low = cast(h.op("&")(LOW), BigInteger)
    high = cast(h.op(">>")(_HALF).op("&")(LOW), BigInteger)
    return func.count(), func.sum(low), func.sum(high)


def as_total(rows: int, low: Any, high: Any) -> Total:
    """What `sums_of` gave."""
    return int(rows), (int(low or 0) + (int(high or 0) << 32)) & FULL
