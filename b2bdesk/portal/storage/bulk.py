"""Many rows at once: plain tuples through the driver, inserted or replaced by primary key.

SQLAlchemy's own bulk insert takes twice the time of tuples (PERFORMANCE §1a); the statement below
is the common part of SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

T = TypeVar("T")
CHUNK = 800


def upsert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, replacing those with the same primary key.

    Args:
        connection: inside a write transaction.
        table: target.
        rows: one tuple per row with every column of the table, in its order.
    """
    if not rows:
        return
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key.columns]
    rest = [name for name in names if name not in keys]
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    action = "UPDATE SET " + ", ".join(f"{name}=excluded.{name}" for name in rest)
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"
        f" ON CONFLICT ({', '.join(keys)}) DO {action if rest else 'NOTHING'}",
        list(rows),
    )


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that fit the parameter limits of both databases."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
