"""Synchronisation: the full load against executemany of the same rows with the same indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.measure import Row, one
from bench.stage import Stage

TABLES = ("item", "unit", "barcode", "link", "file", "price", "stock", "incoming", "item_member")


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    limit = one(lambda: _load_bare(stage.cache(), stage.folder / "limit.db"))
    full = one(lambda: stage.services.sync.run(full=True))
    yield Row("sync.full_pages", full, "s", limit, 1.4, "with full text and prices per contract")
    again = one(lambda: stage.services.sync.run(only=("prices", "stock")))
    yield Row("sync.delta", again, "s", None, None, "prices and stock, nothing changed")
    size = sum(feed.bytes for feed in stage.receipt.feeds.values())
    goal = stage.size * 140 / 2**20
    yield Row("sync.bytes", size / 2**20, "MiB", None, goal, f"{stage.size} articles")


def _load_bare(source: Path, target: Path) -> None:
    """Write the rows of the cache from memory into an empty file, then the same indexes."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as cache:
        made = {
            name: cache.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
            for name in TABLES
        }
        data = {name: cache.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
        marks = ",".join("?" * len(TABLES))
        indexes = cache.execute(
            f"SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({marks})"
            " AND sql IS NOT NULL",
            TABLES,
        ).fetchall()
    with closing(sqlite3.connect(target, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=OFF")
        bare.execute("BEGIN")
        for name in TABLES:
            bare.execute(made[name][0])
            if data[name]:
                places = ",".join("?" * len(data[name][0]))
                bare.executemany(f"INSERT INTO {name} VALUES ({places})", data[name])
        for (statement,) in indexes:
            bare.execute(statement)
        bare.execute("COMMIT")
