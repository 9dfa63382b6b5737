"""Writes many rows with few steps: a statement takes as many rows as fit into it.

A step of a statement costs as much as the row it writes (locks, the bookkeeping of the virtual
machine, the interpreter's lock): with a hundred rows to a step writing takes half the time. Used by
`load` and `apply` for what comes as row pages. What came by columns is bound by columns, too: a
statement says which of its parameters belong to a row, and no row is ever made of them.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from b2bdesk.usecases.ports.columns import ByColumns

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
    if any(each != width for each in _widths(rows)):
        raise ValueError(f"rows of {width} cells expected")
    at_once = max(MOST_PARAMETERS // width, 1)
    whole = len(rows) - len(rows) % at_once
    if whole and isinstance(rows, ByColumns):
        places = _places(tuple(values), at_once)
        connection.exec_driver_sql(f"{into} VALUES {places}", list(_pieces(rows, whole, at_once)))
    elif whole:
        cells = chain.from_iterable(rows)
        groups = list(zip(*[cells] * (width * at_once), strict=False))
        connection.exec_driver_sql(f"{into} VALUES {', '.join([place] * at_once)}", groups)
    if whole < len(rows):
        connection.exec_driver_sql(f"{into} VALUES {place}", list(rows[whole:]))


def _widths(rows: Sequence[tuple[Any, ...]]) -> set[int]:
    return {len(rows.columns)} if isinstance(rows, ByColumns) else set(map(len, rows))


def _pieces(rows: ByColumns, whole: int, at_once: int) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of so many rows at a time, column after column."""
    for start in range(0, whole, at_once):
        end = start + at_once
        cells: list[Any] = []
        for column in rows.columns:
            cells += column[start:end]
        yield tuple(cells)


@lru_cache(maxsize=64)
def _places(values: tuple[str, ...], at_once: int) -> str:
    """Return VALUES of a statement whose parameters come column after column."""
    listed = []
    for row in range(1, at_once + 1):
        numbers = iter(range(row, row + at_once * len(values), at_once))
        cells = [each.replace("?", f"?{next(numbers)}") if "?" in each else each for each in values]
        listed.append(f"({', '.join(cells)})")
    return ", ".join(listed)
