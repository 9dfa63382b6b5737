"""Rows of a page go into the cache with few statements, each whole row where it belongs."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine

from b2bdesk.models.rowwrite import MOST_PARAMETERS, write_rows
from b2bdesk.usecases.ports.cache import Rows
from b2bdesk.usecases.ports.columns import ByColumns

_AT_ONCE = MOST_PARAMETERS // 2
_VALUES = ("7", "?", "? * 10")


@pytest.fixture
def connection() -> Iterator[Connection]:
    with create_engine("sqlite://").connect() as opened:
        opened.exec_driver_sql("CREATE TABLE t (sid INTEGER, n INTEGER PRIMARY KEY, q INTEGER)")
        yield opened


def _rows(connection: Connection) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM t ORDER BY n")]


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("count", [1, _AT_ONCE - 1, _AT_ONCE, _AT_ONCE + 1, 3 * _AT_ONCE + 2])
def test_every_row_is_written_once_whatever_their_number(
    connection: Connection, count: int, columns: bool
) -> None:
    rows: Rows = [(n, n + 1) for n in range(count)]
    rows = ByColumns(list(map(list, zip(*rows, strict=True)))) if columns else rows
    write_rows(connection, "INSERT INTO t", _VALUES, rows)
    assert _rows(connection) == [(7, n, 10 * (n + 1)) for n in range(count)]


def test_the_last_of_two_rows_with_one_key_holds(connection: Connection) -> None:
    rows = [(n % _AT_ONCE, n) for n in range(2 * _AT_ONCE)]
    write_rows(connection, "INSERT OR REPLACE INTO t", _VALUES, rows)
    assert _rows(connection) == [(7, n, 10 * (n + _AT_ONCE)) for n in range(_AT_ONCE)]


def test_cells_never_slip_into_the_next_row(connection: Connection) -> None:
    """A row too short and one too long have as many cells as two good ones."""
    rows = [(n, n) for n in range(_AT_ONCE - 2)]
    with pytest.raises(ValueError, match="2 cells"):
        write_rows(connection, "INSERT INTO t", _VALUES, [*rows, (900,), (901, 902, 903)])
    assert _rows(connection) == []


def test_columns_too_many_or_too_few_are_refused(connection: Connection) -> None:
    for columns in ([[1]], [[1], [2], [3]]):
        with pytest.raises(ValueError, match="2 cells"):
            write_rows(connection, "INSERT INTO t", _VALUES, ByColumns(columns))
    assert _rows(connection) == []


@pytest.mark.parametrize("columns", [False, True])
def test_wide_rows_fit_into_a_statement(connection: Connection, columns: bool) -> None:
    names = [f"c{at}" for at in range(MOST_PARAMETERS // 2 + 1)]
    connection.exec_driver_sql(f"CREATE TABLE wide ({', '.join(names)})")
    rows = [tuple(range(at, at + len(names))) for at in range(3)]
    told: Rows = ByColumns(list(map(list, zip(*rows, strict=True)))) if columns else rows
    write_rows(connection, "INSERT INTO wide", ["?"] * len(names), told)
    assert list(map(tuple, connection.exec_driver_sql("SELECT * FROM wide"))) == rows
