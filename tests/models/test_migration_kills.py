"""Killed at every SQL statement of an upgrade: the store is of the old version or the new (I19)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from b2bdesk.models.engine import Opening, Writer
from b2bdesk.models.migrations import SCHEMA_VERSION, migrate
from tests.support.desk import DeskFixture, Good

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")
KILLED = 9


def step(connection: Connection) -> None:
    """An upgrade that touches every line: a new column, a new table, rows moved."""
    connection.exec_driver_sql("ALTER TABLE cart_line ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("CREATE TABLE marked (line_id TEXT PRIMARY KEY, n INTEGER)")
    connection.exec_driver_sql("INSERT INTO marked SELECT line_id, quantity_e3 FROM cart_line")
    connection.exec_driver_sql("UPDATE cart_line SET colour = 'red'")


def rows(path: Path) -> tuple[int, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Version, lines and commands as they were before any upgrade, and soundness."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        lines = raw.execute("SELECT line_id, item_id, quantity_e3 FROM cart_line ORDER BY 1")
        return version, lines.fetchall(), raw.execute("SELECT * FROM outbox").fetchall()


def upgraded(path: Path, deadly: int) -> None:
    """Upgrade in this forked process and die at the n-th statement; never returns."""
    writer = Writer(Opening(path))
    seen = 0

    def trace(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == deadly:
            os._exit(KILLED)

    writer.bare(lambda raw: raw.set_trace_callback(trace))
    migrate(writer, lambda version: None, {SCHEMA_VERSION: step}, SCHEMA_VERSION + 1)
    writer.bare(lambda raw: raw.set_trace_callback(None))
    os._exit(0)


def test_a_kill_at_any_statement_of_an_upgrade_leaves_one_version(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    desk = DeskFixture(base)
    desk.stock_up([Good("nut"), Good("bolt")])
    desk.carts.order_item("nut", 5_000)
    desk.carts.order_item("bolt", 7_000)
    desk.close()
    _, lines, commands = rows(base / "desk.db")
    versions, deadly, code = set(), 0, KILLED
    while code == KILLED:
        deadly += 1
        folder = shutil.copytree(base, tmp_path / f"at{deadly}")
        child = os.fork()
        if child == 0:
            try:
                upgraded(folder / "desk.db", deadly)
            finally:
                os._exit(3)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        version, *left = rows(folder / "desk.db")
        versions.add(version)
        assert left == [lines, commands], f"killed at statement {deadly}"
        writer = Writer(Opening(folder / "desk.db"))
        migrate(writer, lambda _: None, {SCHEMA_VERSION: step}, SCHEMA_VERSION + 1)
        count = writer.write(lambda c: c.exec_driver_sql("SELECT count(*) FROM marked").scalar())
        writer.close()
        assert count == 2
        shutil.rmtree(folder)
    assert code == 0
    assert deadly > 8
    assert versions == {SCHEMA_VERSION, SCHEMA_VERSION + 1}
