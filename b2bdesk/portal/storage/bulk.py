"""Many rows at once: plain tuples through the driver, inserted or replaced by primary key.

SQLAlchemy's own bulk insert takes twice the time of tuples (PERFORMANCE §1a); the statement below
is the common part of SQLite and PostgreSQL. Large loads go to PostgreSQL by COPY into a passing
table: one statement then moves them, whatever is there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select, tuple_

T = TypeVar("T")
CHUNK = 800
# from so many rows on COPY is quicker (measured: bench/portal_group)
COPY_FROM = 200
_PASSING = "b2bdesk_passing"


def upsert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, replacing those with the same primary key.

    Args:
        connection: inside a write transaction.
        table: target.
        rows: one tuple per row with every column of the table, in its order, unique by key.
    """
    keys = [column.name for column in table.primary_key.columns]
    rest = [column.name for column in table.columns if column.name not in keys]
    action = "UPDATE SET " + ", ".join(f"{name}=excluded.{name}" for name in rest)
    _insert(connection, table, rows, action if rest else "NOTHING")


def insert_missing(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose primary key is not there; the arguments are those of `upsert`."""
    _insert(connection, table, rows, "NOTHING")


def _insert(
    connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], action: str
) -> None:
    if not rows:
        return
    names = ", ".join(column.name for column in table.columns)
    keys = ", ".join(column.name for column in table.primary_key.columns)
    conflict = f"ON CONFLICT ({keys}) DO {action}"
    into = f"INSERT INTO {table.name} ({names})"
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        _copy(connection, table, rows)
        passing = f"SELECT {names} FROM {_PASSING} {conflict}"
        connection.exec_driver_sql(f"{into} {passing}")
        connection.exec_driver_sql(f"DROP TABLE {_PASSING}")
        return
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    values = ", ".join([mark] * len(table.columns))
    connection.exec_driver_sql(f"{into} VALUES ({values}) {conflict}", list(rows))


def _copy(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(column.name for column in table.columns)
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {_PASSING} ON COMMIT DROP AS SELECT {names} FROM {table.name}"
        " WITH NO DATA"
    )
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {_PASSING} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def under_keys(
    connection: Connection, table: Table, columns: Sequence[Any], keys: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """Columns of the rows that are there under primary keys, in no order.

    SQLite would read a whole table for several keys of several columns; joined to a list of them
    it looks each up.
    """
    primary = list(table.primary_key.columns)
    query = select(*columns)
    for part in chunks(keys):
        if connection.dialect.name != "sqlite":
            yield from map(tuple, connection.execute(query.where(tuple_(*primary).in_(part))))
            continue
        names = [f"k{at}" for at in range(len(primary))]
        place = f"({', '.join('?' * len(names))})"
        same = (
            f"{table.name}.{key.name} = {name}" for key, name in zip(primary, names, strict=True)
        )
        statement = (
            f"WITH wanted({', '.join(names)}) AS (VALUES {', '.join([place] * len(part))})"
            f" SELECT {', '.join(str(each) for each in columns)}"
            f" FROM wanted CROSS JOIN {table.name} ON {' AND '.join(same)}"
        )
        yield from map(tuple, connection.exec_driver_sql(statement, tuple(chain(*part))))


def drop_under_keys(connection: Connection, table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
    """Delete rows by primary key, each by itself: see `under_keys`."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    where = " AND ".join(f"{column.name} = {mark}" for column in table.primary_key.columns)
    if keys:
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {where}", list(keys))


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that fit the parameter limits of both databases."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
