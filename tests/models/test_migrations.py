"""Upgrading desk.db: refused when newer, copied first, all or nothing (R14, I19)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.engine import Opening, Writer
from b2bdesk.models.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate
from b2bdesk.trade.errors import Environment
from tests.support.desk import DeskFixture, Good


def version_of(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as raw:
        found = [
            raw.execute(f"PRAGMA {p}").fetchone()[0] for p in ("user_version", "application_id")
        ]
    return found[0], found[1]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    desk = DeskFixture(tmp_path)
    desk.stock_up([Good("nut")])
    desk.carts.order_item("nut", 5_000)
    desk.close()
    return tmp_path / "desk.db"


def column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cart ADD COLUMN colour TEXT NOT NULL DEFAULT ''")


def broken(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE cart ADD COLUMN shape TEXT")
    connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


def orphan(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql("UPDATE cart SET id = 'other'")


def test_a_new_store_has_version_and_mark(tmp_path: Path) -> None:
    DeskStore(tmp_path).close()
    assert version_of(tmp_path / "desk.db") == (SCHEMA_VERSION, APPLICATION_ID)


def test_an_upgrade_copies_first_and_keeps_every_row(filled: Path) -> None:
    writer = Writer(Opening(filled))
    copies: list[int] = []

    def copy(version: int) -> None:
        copies.append(version)

    migrate(writer, copy, {SCHEMA_VERSION: column}, SCHEMA_VERSION + 1)
    rows = writer.write(
        lambda c: c.exec_driver_sql("SELECT quantity_e3, colour FROM cart_line, cart").all()
    )
    writer.close()
    assert copies == [SCHEMA_VERSION]
    assert rows == [(5_000, "")]
    assert version_of(filled)[0] == SCHEMA_VERSION + 1


def test_a_step_that_fails_leaves_everything_as_it_was(filled: Path) -> None:
    before = filled.read_bytes()
    writer = Writer(Opening(filled))
    steps = {SCHEMA_VERSION: column, SCHEMA_VERSION + 1: broken}
    with pytest.raises(Exception, match="nowhere"):
        migrate(writer, lambda _: None, steps, SCHEMA_VERSION + 2)
    writer.close()
    assert filled.read_bytes() == before


def test_a_step_that_orphans_rows_is_not_committed(filled: Path) -> None:
    writer = Writer(Opening(filled))
    with pytest.raises(Environment, match="store_damaged"):
        migrate(writer, lambda _: None, {SCHEMA_VERSION: orphan}, SCHEMA_VERSION + 1)
    writer.close()
    assert version_of(filled)[0] == SCHEMA_VERSION


def test_a_newer_store_is_refused_untouched(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        raw.execute(f"PRAGMA user_version={SCHEMA_VERSION + 5}")
    with pytest.raises(Environment, match="store_newer"):
        DeskStore(filled.parent)
    assert version_of(filled)[0] == SCHEMA_VERSION + 5


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.db")) as raw:
        raw.execute("CREATE TABLE photos (id)")
    with pytest.raises(Environment, match="store_foreign"):
        DeskStore(tmp_path)


def schema_of(path: Path) -> list[str]:
    """Tables with their columns and types, as `schema_v*.txt` have them."""
    with closing(sqlite3.connect(path)) as raw:
        return sorted(
            f"{table} {row[1]} {row[2]}"
            for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not table.startswith("sqlite_")
            for row in raw.execute(f"PRAGMA table_info({table})")
        )


def stored(name: str) -> list[str]:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()


def test_the_schema_is_written_down(tmp_path: Path) -> None:
    """A change of the tables needs a step, a new version and a new list."""
    DeskStore(tmp_path).close()
    assert schema_of(tmp_path / "desk.db") == stored(f"schema_v{SCHEMA_VERSION}.txt")


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """A desk.db as the first release left it, with a cart, a setting and an own code."""
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("\n".join(stored("desk_v1.sql")))
    assert schema_of(path) == stored("schema_v1.txt")
    return path


def test_a_store_of_the_first_release_gets_every_later_table(first_version: Path) -> None:
    DeskStore(first_version.parent).close()
    assert version_of(first_version) == (SCHEMA_VERSION, APPLICATION_ID)
    assert schema_of(first_version) == stored(f"schema_v{SCHEMA_VERSION}.txt")


def test_an_upgraded_store_keeps_what_the_buyer_had_and_a_copy_of_it(first_version: Path) -> None:
    DeskStore(first_version.parent).close()
    with closing(sqlite3.connect(first_version)) as raw:
        lines = raw.execute("SELECT c.name, l.article, l.quantity_e3 FROM cart c JOIN cart_line l")
        assert lines.fetchall() == [("Ноябрь", "АРТ-nut", 5000)]
        assert raw.execute("SELECT code, uses FROM own_code").fetchall() == [("00-77", 3)]
        assert raw.execute("SELECT value FROM setting").fetchall() == [('"dark"',)]
    copies = list((first_version.parent / "backups").glob("*v1*.db"))
    assert [version_of(copy)[0] for copy in copies] == [1]


def test_an_upgraded_store_has_the_indexes_of_a_new_one(first_version: Path) -> None:
    DeskStore(first_version.parent).close()
    fresh = first_version.parent / "fresh"
    fresh.mkdir()
    DeskStore(fresh).close()
    query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql NOTNULL"
    found = []
    for path in (first_version, fresh / "desk.db"):
        with closing(sqlite3.connect(path)) as raw:
            found.append(sorted(raw.execute(query).fetchall()))
    assert found[0] == found[1]
