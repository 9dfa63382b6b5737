"""Count and checksum of rows in a cache file (PROTOCOL R9): what `wire.feeds.row_sum` says of them.

A delta takes its rows out of the sum and puts them in again, so this is done twice for each: SQL
joins table, key and revision, and the digests of thousands of rows become numbers at once.
"""

import sys
from array import array
from collections.abc import Sequence
from hashlib import blake2b

from sqlalchemy import Connection

from b2bdesk.models.rowsql import Layout

_AT_ONCE = 5_000
_WIDTH = 8


def summed(connection: Connection, shape: Layout, source: str, of: str) -> tuple[int, int]:
    """Return count and sum of rows.

    Args:
        connection: of the cache file.
        shape: whose wire table and key it is.
        source: what follows FROM.
        of: alias of the rows in it.
    """
    parts = " || char(31) || ".join(f'{of}."{name}"' for name in (*shape.key_columns, "rev"))
    found = connection.exec_driver_sql(
        f"SELECT CAST('{shape.wire}' || char(31) || {parts} AS BLOB) FROM {source}"
    )
    count = total = 0
    while rows := found.cursor.fetchmany(_AT_ONCE):
        count += len(rows)
        total += _digests(rows)
    found.close()
    return count, total


def _digests(rows: Sequence[tuple[bytes]]) -> int:
    """Sum the hashes of texts, read as numbers with the first byte the greatest."""
    texts = [blake2b(text, digest_size=_WIDTH).digest() for (text,) in rows]
    numbers = array("Q", b"".join(texts))
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers)
