"""Deltas into the active cache: checksum, count, full text and totals stay those of the rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.models import derive
from b2bdesk.models.cache import CacheData
from b2bdesk.models.caches import Caches
from b2bdesk.models.desk import DeskStore
from b2bdesk.trade.fold import FOLD_VERSION
from b2bdesk.usecases.ports.cache import Batch, Head, Mark, ScopeId
from b2bdesk.wire.feeds import FEEDS, row_sum, sum64_text
from tests.support.fake_portal import item

CATALOG, STOCK, PRICES = ScopeId("catalog", "a"), ScopeId("stock", "s"), ScopeId("prices", "p")


class Cache:
    """An empty cache in a folder and a model of what it should hold."""

    def __init__(self, folder: Path) -> None:
        self.desk = DeskStore(folder)
        self.caches = Caches(self.desk)
        self.data = CacheData(self.caches)
        self.rows: dict[ScopeId, dict[tuple[str, tuple[Any, ...]], Any]] = {}
        self.rev = 0

    def close(self) -> None:
        self.caches.close()
        self.desk.close()

    def write(self, scope: ScopeId, batches: list[Batch], full: bool = False) -> bool | None:
        """Apply batches; the mark is that of the model, so `sum_ok` compares the two."""
        known = self.rows.setdefault(scope, {})
        if full:
            known.clear()
        for batch in batches:
            spec = FEEDS[scope.feed].tables[batch.table]
            for key in batch.delete:
                known.pop((batch.table, tuple(key)), None)
            for row in batch.put:
                known[batch.table, tuple(row[: spec.key])] = row[-1]
        total = sum(row_sum(table, key, rev) for (table, key), rev in known.items())
        columns = {name: spec.columns for name, spec in FEEDS[scope.feed].tables.items()}
        head = Head(scope, columns, full, "g", "i", FOLD_VERSION)
        mark = Mark("g", "i", "c", len(known), sum64_text(total), f"2026-11-21T09:{self.rev:05d}")
        return self.data.apply(head, batches, mark, guard=False).sum_ok

    def row(self, table: str, feed: str, values: dict[str, Any]) -> tuple[Any, ...]:
        """A wire row with a fresh revision."""
        self.rev += 1
        names = [column.partition(":")[0] for column in FEEDS[feed].tables[table].columns]
        return (*(values.get(name) for name in names[:-1]), self.rev)

    def read(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.desk.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement, values)]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """An empty cache."""
    made = Cache(tmp_path)
    yield made
    made.close()


def words(cache: Cache, query: str) -> list[int]:
    found = cache.read("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", query)
    return [row[0] for row in found]


@pytest.mark.parametrize("seed", range(6))
def test_count_and_checksum_follow_random_deltas_and_equal_a_scan(cache: Cache, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(25):
        numbers = chance.sample(range(1, 40), chance.randint(1, 12))
        put = [cache.row("item", "catalog", item(n, f"Слово{step} {n}")) for n in numbers]
        gone = [(n,) for n in chance.sample(range(1, 40), 4) if n not in numbers]
        codes = [
            cache.row("barcode", "catalog", {"n": n, "barcode": str(n), "okei": ""})
            for n in numbers
        ]
        batches = [Batch("item", put, gone), Batch("barcode", codes)]
        assert cache.write(CATALOG, batches, full=chance.random() < 0.1)
        assert cache.data.rescan(CATALOG)
    shown = {key[0] for (table, key), _ in cache.rows[CATALOG].items() if table == "item"}
    assert {row[0] for row in cache.read("SELECT n FROM item")} == shown


def test_the_same_page_twice_changes_nothing(cache: Cache) -> None:
    page = [Batch("item", [cache.row("item", "catalog", item(n)) for n in range(1, 6)])]
    assert cache.write(CATALOG, page)
    before = cache.read("SELECT * FROM item ORDER BY n")
    assert cache.write(CATALOG, page)
    assert cache.read("SELECT * FROM item ORDER BY n") == before
    assert words(cache, "болт*") == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("seed", range(4))
def test_full_text_after_deltas_is_that_of_a_rebuilt_index(cache: Cache, seed: int) -> None:
    chance = random.Random(seed)
    vocabulary = ["болт", "гайка", "шайба", "винт", "анкер"]
    for _ in range(20):
        numbers = chance.sample(range(1, 25), 6)
        put = [
            cache.row(
                "item", "catalog",
                item(n, f"{chance.choice(vocabulary)} М{n}", brand=chance.choice(["ЕКФ", "IEK"])),
            )
            for n in numbers
        ]  # fmt: skip
        gone = [(n,) for n in chance.sample(range(1, 25), 3) if n not in numbers]
        cache.write(CATALOG, [Batch("item", put, gone)], full=chance.random() < 0.15)
    kept = {word: words(cache, word) for word in [*vocabulary, "екф", "iek"]}
    parts = cache.read("SELECT rowid FROM trigrams WHERE trigrams MATCH 'айк' ORDER BY rowid")
    cache.caches.write(
        lambda connection: [
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
            for name in ("words", "trigrams")
        ]
    )
    assert kept == {word: words(cache, word) for word in kept}
    assert parts == cache.read("SELECT rowid FROM trigrams WHERE trigrams MATCH 'айк' ORDER BY 1")


@pytest.mark.parametrize("seed", range(4))
def test_stock_totals_follow_deltas(cache: Cache, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        keys = {(chance.randint(1, 9), chance.choice("mkz")) for _ in range(6)}
        put = [
            cache.row(
                "stock", "stock",
                {"n": n, "place": place, "qty": chance.choice([None, 0, 5000]), "at_least": 0},
            )
            for n, place in keys
        ]  # fmt: skip
        gone = {(chance.randint(1, 9), chance.choice("mkz")) for _ in range(3)} - keys
        assert cache.write(STOCK, [Batch("stock", put, sorted(gone))], chance.random() < 0.1)
    kept = cache.read("SELECT * FROM stock_total ORDER BY n")
    sid = cache.read("SELECT sid FROM scope WHERE feed = 'stock'")[0][0]
    cache.caches.write(lambda connection: derive.total_stock(connection, sid))
    assert kept == cache.read("SELECT * FROM stock_total ORDER BY n")


def test_moved_prices_are_logged_once_each(cache: Cache) -> None:
    def page(*prices: tuple[int, int]) -> list[Batch]:
        rows = [cache.row("price", "prices", {"n": n, "min": 0, "price": e5}) for n, e5 in prices]
        return [Batch("price", rows)]

    cache.write(PRICES, page((1, 100), (2, 200), (3, 300)))
    cache.write(PRICES, page((1, 150), (2, 200), (3, 250)))
    cache.write(PRICES, page((1, 90)), full=True)
    assert cache.read("SELECT n, old, new FROM price_change ORDER BY at, n") == [
        (1, 100, 150),
        (3, 300, 250),
        (1, 150, 90),
    ]


def test_counts_of_groups_include_what_is_below(cache: Cache) -> None:
    groups = [("g", ""), ("g1", "g"), ("g2", "g1")]
    cache.write(
        CATALOG,
        [
            Batch("group", [
                cache.row("group", "catalog", {"id": one, "parent": up, "name": one, "ord": 1})
                for one, up in groups
            ]),
            Batch("item", [
                cache.row("item", "catalog", item(1, group="g2")),
                cache.row("item", "catalog", item(2, group="g1")),
                cache.row("item", "catalog", item(3, group="g", status="deleted")),
            ]),
        ],
    )  # fmt: skip
    assert cache.read("SELECT id, items FROM grp_count ORDER BY id") == [
        ("g", 2), ("g1", 2), ("g2", 1),
    ]  # fmt: skip
