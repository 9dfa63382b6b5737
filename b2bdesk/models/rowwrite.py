"""Writes many rows with few steps: a statement takes as many rows as fit into it.

A step of a statement costs as much as the row it writes (locks, the bookkeeping of the virtual
machine, the interpreter's lock): with a hundred rows to a step writing takes half the time. Used by
`load` and `apply` for what comes as row pages.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection

MOST_PARAMETERS = 1_000
"""Of one statement; beyond it is no quicker. SQLite takes 32,766."""


def write_rows(
    connection: Connection, into: str, values: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write rows with `INSERT … VALUES`.

    Args:
        connection: of the file.
        into: the statement up to VALUES.
        values: SQL per column; `?` once for every cell of a row, in their order.
        rows: as wide as there are `?`.

    Raises:
        ValueError: a row is wider or narrower; nothing is written.
    """
    place = f"({', '.join(values)})"
    width = place.count("?")
    if set(map(len, rows)) - {width}:
        raise ValueError(f"rows of {width} cells expected")
    at_once = max(MOST_PARAMETERS // width, 1)
    whole = len(rows) - len(rows) % at_once
    if whole:
        cells = chain.from_iterable(rows)
        groups = list(zip(*[cells] * (width * at_once), strict=False))
        connection.exec_driver_sql(f"{into} VALUES {', '.join([place] * at_once)}", groups)
    if whole < len(rows):
        connection.exec_driver_sql(f"{into} VALUES {place}", list(rows[whole:]))
