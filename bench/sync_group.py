"""Synchronisation beside what the bare machine takes for the same rows, in processor seconds.

Full loads run in processes of their own (`first_sync`): by files and by row pages, without and with
a window. The limit is executemany of the same ready rows with the same indexes. Deltas run in this
process beside bare upserts of as many rows into a copy of the same tables.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import portal_changes
from bench.measure import Row
from bench.stage import Stage

TABLES = ("item", "unit", "barcode", "link", "file", "price", "stock", "incoming", "item_member")
ARTICLES, PRICES, STOCK = 1_500, 4_500, 9_000
STOCK_SECONDS = 0.1
TURNS = 3
BYTES_PER_ARTICLE = 140
_TABLE_OF = {"catalog": "item", "prices": "price", "stock": "stock"}


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    limit = _load_bare(stage.cache(), stage.folder / "limit.db")
    files, pages = _first(stage, "files"), _first(stage, "pages")
    note = "to the searchable catalogue; {rows} rows, the whole run {whole:.1f} s"
    yield Row("sync.full_snapshot", files["ready"], "cpu s", limit, 1.1, note.format(**files))
    note = "the same by row pages, one by one; the whole run {whole:.1f} s"
    yield Row("sync.full_pages", pages["ready"], "cpu s", limit, 1.4, note.format(**pages))
    yield from _deltas(stage)
    goal = stage.size * BYTES_PER_ARTICLE / 2**20
    wire = files["bytes"] / 2**20
    yield Row("sync.bytes", wire, "MiB", None, goal, f"{stage.size} articles, by files")
    yield Row("sync.bytes_pages", pages["bytes"] / 2**20, "MiB", None, None, "by row pages")
    if files["memory"] is not None:
        yield Row("sync.memory", files["memory"], "MiB", None, 250, "peak above idle, by files")
        yield Row("sync.memory_pages", pages["memory"], "MiB", None, 180, "by row pages")
    for way in ("files", "pages"):
        seen = _first(stage, way, "--window")
        note = f"p99 {seen['held_p99']:.0f}; {seen['gap']:.0f} with waits for a processor; by {way}"
        yield Row(f"sync.ui_gap_{way}", seen["held"], "ms", None, 50, note)


@dataclass(frozen=True)
class _Delta:
    """A delta to measure: what the portal changes and what is pulled.

    Attributes:
        counts: articles, prices and rows of stock that change.
        only: feeds or scopes.
        goal: ratio to the bare upsert, or seconds when `seconds`.
        beside: rows of stock at all places of some items, as a price list gives them.
    """

    name: str
    counts: tuple[int, int, int]
    only: tuple[str, ...]
    goal: float | None = None
    seconds: bool = False
    beside: bool = False


def _deltas(stage: Stage) -> Iterator[Row]:
    """What changed only: everything of some articles, prices alone, stock alone.

    A row of the portal's stock is one in every view that shows its place; the last two pull one
    view, so that they write as many rows as the goal names.
    """
    if stage.database is None:
        return
    stage.services.sync.run()
    view = (f"stock/{_widest(stage.cache())}",)
    for delta in (
        _Delta("sync.delta", (ARTICLES, PRICES, STOCK), ("catalog", "prices", "stock"), 3.5),
        _Delta("sync.prices", (0, PRICES, 0), ("prices",)),
        _Delta("sync.stock", (0, 0, STOCK), ("stock",)),
        _Delta("sync.stock_9000", (0, 0, STOCK), view, STOCK_SECONDS, seconds=True),
        _Delta("sync.stock_beside", (0, 0, STOCK), view, STOCK_SECONDS, seconds=True, beside=True),
    ):
        yield _measured(stage, stage.database, delta)


def _measured(stage: Stage, database: Path, delta: _Delta) -> Row:
    """Pull it some times; the first one finds files that are not in use yet and does not count."""
    spent: list[float] = []
    came: dict[str, int] = {}
    for turn in range(TURNS):
        portal_changes.change(database, *delta.counts, seed=turn, beside=delta.beside)
        began = time.process_time()
        receipt = stage.services.sync.run(only=delta.only)
        spent.append(time.process_time() - began)
        came = {_TABLE_OF[feed]: told.rows for feed, told in receipt.feeds.items()}
    took = statistics.median(spent[1:])
    tables = [(table, count) for table, count in came.items() if count]
    limit = _upsert_bare(stage.cache(), stage.folder / "upsert.db", tables, delta.beside)
    note = ", ".join(f"{count} {table} rows" for table, count in tables)
    if delta.seconds:
        note += f" of {'some items' if delta.beside else 'any'}; bare upsert {limit:.3f}"
        return Row(delta.name, took, "cpu s", None, delta.goal, note)
    return Row(delta.name, took, "cpu s", limit, delta.goal, note)


def _widest(path: Path) -> str:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as cache:
        query = 'SELECT "key" FROM scope WHERE feed = \'stock\' ORDER BY "count" DESC LIMIT 1'
        return str(cache.execute(query).fetchone()[0])


def _first(stage: Stage, way: str, *more: str) -> dict[str, Any]:
    """Synchronise a new profile in a process of its own."""
    home = stage.folder / "first"
    shutil.rmtree(home, ignore_errors=True)
    told = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "bench.first_sync"),
            *("--address", stage.address, "--home", str(home), "--way", way, *more),
        ],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
    )
    shutil.rmtree(home, ignore_errors=True)
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def _load_bare(source: Path, target: Path) -> float:
    """Write the rows of the cache from memory into an empty file, then the same indexes.

    Returns the processor seconds of the writing; reading the rows is not the limit.
    """
    target.unlink(missing_ok=True)
    spent = 0.0
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as cache,
        closing(sqlite3.connect(target, isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode=OFF")
        bare.execute("PRAGMA cache_size=-65536")
        bare.execute("BEGIN")
        for name in TABLES:
            bare.execute(_made(cache, name))
            data = cache.execute(f"SELECT * FROM {name}").fetchall()
            if data:
                places = ",".join("?" * len(data[0]))
                began = time.process_time()
                bare.executemany(f"INSERT INTO {name} VALUES ({places})", data)
                spent += time.process_time() - began
            del data
        began = time.process_time()
        for statement in _indexes(cache, TABLES):
            bare.execute(statement)
        bare.execute("COMMIT")
        spent += time.process_time() - began
    target.unlink()
    return spent


def _upsert_bare(
    source: Path, target: Path, tables: list[tuple[str, int]], beside: bool = False
) -> float:
    """Upsert so many ready rows per table into a copy of them with their indexes.

    Done as often as the delta, and the first time does not count there either.
    """
    target.unlink(missing_ok=True)
    spent: list[float] = []
    with closing(sqlite3.connect(target, isolation_level=None)) as bare:
        bare.execute("ATTACH ? AS cache", (str(source),))
        for name, _ in tables:
            bare.execute(_made(bare, name, "cache."))
            bare.execute(f"INSERT INTO {name} SELECT * FROM cache.{name}")
            for statement in _indexes(bare, (name,), "cache."):
                bare.execute(statement)
        bare.execute("PRAGMA main.journal_mode=WAL")
        bare.execute("PRAGMA main.synchronous=NORMAL")
        for _ in range(TURNS):
            picked = [(name, _picked(bare, name, count, beside)) for name, count in tables]
            began = time.process_time()
            bare.execute("BEGIN IMMEDIATE")
            for name, rows in picked:
                places = ",".join("?" * len(rows[0]))
                bare.executemany(f"INSERT OR REPLACE INTO main.{name} VALUES ({places})", rows)
            bare.execute("COMMIT")
            spent.append(time.process_time() - began)
    target.unlink()
    return statistics.median(spent[1:])


def _picked(bare: sqlite3.Connection, name: str, count: int, beside: bool) -> list[Any]:
    """Return rows from anywhere, or all places of the first stock view for some items."""
    if not beside:
        query = f"SELECT * FROM main.{name} ORDER BY random() LIMIT {count}"
    else:
        some = count // portal_changes.PLACES + 1
        query = (
            f"SELECT t.* FROM (SELECT min(sid) AS sid FROM main.{name}) v JOIN (SELECT DISTINCT n"
            f" FROM main.{name} ORDER BY random() LIMIT {some}) s JOIN main.{name} t"
            f" ON t.sid = v.sid AND t.n = s.n LIMIT {count}"
        )
    return bare.execute(query).fetchall()


def _made(cache: sqlite3.Connection, name: str, of: str = "") -> str:
    query = f"SELECT sql FROM {of}sqlite_master WHERE type = 'table' AND name = ?"
    return str(cache.execute(query, (name,)).fetchone()[0])


def _indexes(cache: sqlite3.Connection, tables: tuple[str, ...], of: str = "") -> list[str]:
    marks = ",".join("?" * len(tables))
    found = cache.execute(
        f"SELECT sql FROM {of}sqlite_master WHERE type = 'index' AND tbl_name IN ({marks})"
        " AND sql IS NOT NULL",
        tables,
    )
    return [row[0] for row in found]
