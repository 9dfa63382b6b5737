"""Count and checksum of rows in a cache file (PROTOCOL R9): what `wire.feeds.row_sum` says of them.

A delta takes its rows out of the sum and puts them in again: SQL joins table, key and revision, old
and new of a row in one pass, and the digests of thousands of rows become numbers at once.
"""

import sys
from array import array
from collections.abc import Sequence
from hashlib import blake2b

from sqlalchemy import Connection

from b2bdesk.models.rowsql import Layout

_AT_ONCE = 1_000
_WIDTH = 8


def summed(connection: Connection, shape: Layout, source: str, of: str) -> tuple[int, int]:
    """Return count and sum of rows.

    Args:
        connection: of the cache file.
        shape: whose wire table and key it is.
        source: what follows FROM.
        of: alias of the rows in it.
    """
    found = connection.exec_driver_sql(f"SELECT {_text(shape, of)} FROM {source}")
    count = total = 0
    while rows := found.cursor.fetchmany(_AT_ONCE):
        count += len(rows)
        total += _digests([text for (text,) in rows])
    found.close()
    return count, total


def exchanged(connection: Connection, shape: Layout, sid: int) -> tuple[int, int, int]:
    """Count staged rows and those of them that take the place of one; by what the sum grows.

    Args:
        connection: of the cache file, with rows of the layout in temp.stage.
        shape: whose wire table and key it is.
        sid: scope of the rows whose places are taken.
    """
    on = " AND ".join(f't."{name}" = s."{name}"' for name in shape.key_columns)
    found = connection.exec_driver_sql(
        f"SELECT {_text(shape, 's')}, {_text(shape, 't')}"
        f" FROM temp.stage s LEFT JOIN {shape.member} t ON t.sid = {sid} AND {on}"
    )
    count = replaced = growth = 0
    while rows := found.cursor.fetchmany(_AT_ONCE):
        new, old = zip(*rows, strict=True)
        before = [text for text in old if text is not None]
        count += len(new)
        replaced += len(before)
        growth += _digests(new) - _digests(before)
    found.close()
    return count, replaced, growth


def _text(shape: Layout, of: str) -> str:
    """Return the SQL of what is hashed of a row."""
    parts = " || char(31) || ".join(f'{of}."{name}"' for name in (*shape.key_columns, "rev"))
    return f"CAST('{shape.wire}' || char(31) || {parts} AS BLOB)"


def _digests(texts: Sequence[bytes]) -> int:
    """Sum the hashes of texts, read as numbers with the first byte the greatest."""
    digests = [blake2b(text, digest_size=_WIDTH).digest() for text in texts]
    numbers = array("Q", b"".join(digests))
    if sys.byteorder == "little":
        numbers.byteswap()
    return sum(numbers)
