"""Count and checksum of a whole scope (PROTOCOL R9), computed in SQL from stored row hashes.

Every row carries its 64-bit hash. Databases cannot add such numbers modulo 2^64, so the halves are
added apart. A result holds as long as the feed's counter stands; it is remembered per process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, cast, func, literal_column, select

from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.sources import Source
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.work import Storage

LOW = 0xFFFF_FFFF
# PostgreSQL shifts by a plain integer only, and a parameter would be a long one
_HALF: Any = literal_column("32")
Total = tuple[int, int]


def head_of(connection: Connection, feed: str) -> int:
    """How far a feed has counted."""
    found = connection.execute(select(counters.c.seq).where(counters.c.feed == feed)).scalar()
    return int(found or 0)


def total(
    storage: Storage, connection: Connection, mark: Mark, head: int, tables: Sequence[Source]
) -> Total:
    """Count and sum64 of all rows of a scope in the connection's snapshot."""
    place = ("sum64", mark.feed, mark.scope)
    stamp = (mark.incarnation, mark.generation, head)
    known = storage.memory.get(place)
    if isinstance(known, tuple) and known[0] == stamp:
        return (known[1], known[2])
    count, value = 0, 0
    for source in tables:
        rows, low, high = connection.execute(_query(source)).one()
        count += int(rows)
        value += int(low or 0) + (int(high or 0) << 32)
    found = (count, value & 0xFFFF_FFFF_FFFF_FFFF)
    storage.memory[place] = (stamp, *found)
    return found


def _query(source: Source) -> Any:
    low = cast(source.h.op("&")(LOW), BigInteger)
    high = cast(source.h.op(">>")(_HALF).op("&")(LOW), BigInteger)
    return (
        select(func.count(), func.sum(low), func.sum(high))
        .select_from(source.origin)
        .where(*source.where)
    )
