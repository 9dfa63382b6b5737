"""A small delta costs what it changes: no table is read through, only due prices are computed."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from b2bdesk.models.prices import reprice
from b2bdesk.usecases.ports.cache import Batch, Repricing, ScopeId
from b2bdesk.usecases.rows.account import ContractRow, PriceTypeRow
from tests.models.test_cache_apply import CATALOG, STOCK, Cache
from tests.support.fake_portal import item

TODAY = dt.date(2026, 11, 21)
MANY = 3_000
BIG = ("item", "item_member", "price", "base_price", "stock", "stock_total", "unit")


def contract(name: str, *kinds: str) -> ContractRow:
    types = tuple(PriceTypeRow(kind, kind, "RUB", True, 1000) for kind in kinds)
    return ContractRow(name, "e", name, None, "RUB", "a", types, "s")


CONTRACTS = (contract("c1", "p1", "p2"), contract("c2", "p2"), contract("c3", "p3"))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """An empty cache."""
    made = Cache(tmp_path)
    yield made
    made.close()


def terms(cache: Cache, name: str, rules: list[dict[str, Any]]) -> None:
    kinds = [row.id for each in CONTRACTS if each.id == name for row in each.price_types]
    body = json.dumps({"currency": "RUB", "price_types": kinds, "rates": [], "rules": rules})
    row = cache.row("terms", "terms", {"id": name, "body": body})
    cache.write(ScopeId("terms", name), [Batch("terms", [row])])


def rule(on: dict[str, str], percent: str) -> dict[str, Any]:
    return {"id": f"r{percent}", "kind": "percent_off", "on": on, "value": percent,
            "from": None, "priority": 0, "text": ""}  # fmt: skip


def prices(cache: Cache, scope: str, rows: list[tuple[int, int, int]]) -> list[Batch]:
    made = [
        cache.row("price", "prices", {"n": n, "min": least, "price": e5}) for n, least, e5 in rows
    ]
    return [Batch("price", made)]


def catch_up(cache: Cache) -> None:
    cache.data.reprice(CONTRACTS, TODAY, Repricing.NONE)


def base_prices(cache: Cache) -> list[tuple[Any, ...]]:
    return cache.read("SELECT cid, n, price, asked, kind FROM base_price ORDER BY cid, n")


def logged(cache: Cache) -> list[tuple[Any, ...]]:
    return cache.read(
        'SELECT s."key", c.n, c.old, c.new FROM offer_change c JOIN scope s ON s.sid = c.sid'
        " WHERE c.kind = 'price' ORDER BY 1, 2, c.at"
    )


@pytest.fixture
def priced(cache: Cache) -> Cache:
    """Thirty items under three contracts with rules, priced once."""
    cache.write(CATALOG, [Batch("item", [row_of(cache, n) for n in range(1, 31)])])
    for each in ("p1", "p2", "p3"):
        rows = [(n, 0, n * 100_000) for n in range(1, 31)]
        cache.write(ScopeId("prices", each), prices(cache, each, rows))
    terms(cache, "c1", [rule({"kind": "brand", "id": "ЕКФ"}, "10")])
    terms(cache, "c2", [rule({"kind": "group", "id": "g1"}, "20")])
    terms(cache, "c3", [])
    catch_up(cache)
    return cache


def row_of(cache: Cache, n: int, **more: Any) -> tuple[Any, ...]:
    return cache.row("item", "catalog", {**item(n), **more})


@pytest.mark.parametrize("seed", range(6))
def test_base_prices_after_deltas_are_those_of_a_whole_computation(
    priced: Cache, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        what = chance.randrange(3)
        ns = chance.sample(range(1, 34), 5)
        if what == 0:
            kind = chance.choice(["p1", "p2", "p3"])
            rows = [(n, chance.choice([0, 1000, 5000]), chance.randint(0, 10**7)) for n in ns]
            gone = [(n, 0) for n in chance.sample(range(1, 34), 2) if n not in ns]
            batch = prices(priced, kind, rows)[0]
            priced.write(ScopeId("prices", kind), [Batch("price", batch.put, gone)])
        elif what == 1:
            made = [
                row_of(
                    priced, n,
                    brand=chance.choice(["ЕКФ", "IEK"]), group=chance.choice(["g1", "g2"]),
                )
                for n in ns
            ]  # fmt: skip
            priced.write(CATALOG, [Batch("item", made)])
        else:
            number = str(chance.randint(1, 30))
            terms(priced, "c1", [rule({"kind": "brand", "id": "ЕКФ"}, number)])
        if chance.random() < 0.6:
            catch_up(priced)
    catch_up(priced)
    kept = base_prices(priced)
    priced.caches.write(lambda connection: reprice(connection, CONTRACTS, TODAY))
    assert kept == base_prices(priced)


def test_a_moved_price_is_logged_for_the_contracts_that_have_it(priced: Cache) -> None:
    priced.write(ScopeId("prices", "p3"), prices(priced, "p3", [(7, 0, 123_000)]))
    catch_up(priced)
    assert logged(priced) == [("c3", 7, 700_000, 123_000)]


def test_prices_of_quantities_leave_the_base_prices_alone(priced: Cache) -> None:
    steps = [(n, 10_000, 50_000) for n in range(1, 31)]
    applied_for = ScopeId("prices", "p1")
    priced.write(applied_for, prices(priced, "p1", steps))
    assert not priced.data.reprice(CONTRACTS, TODAY, Repricing.NONE)
    assert logged(priced) == []


def test_a_new_name_asks_for_no_price_and_another_brand_does(priced: Cache) -> None:
    priced.write(CATALOG, [Batch("item", [row_of(priced, 3, name="Гайка М8")])])
    assert not priced.data.reprice(CONTRACTS, TODAY, Repricing.NONE)
    priced.write(CATALOG, [Batch("item", [row_of(priced, 3, brand="ЕКФ")])])
    assert priced.data.reprice(CONTRACTS, TODAY, Repricing.NONE)
    assert [row[:2] for row in logged(priced)] == [("c1", 3)]


def test_groups_are_counted_again_when_goods_change_their_group(priced: Cache) -> None:
    group = priced.row("group", "catalog", {"id": "g7", "parent": None, "name": "Гайки", "ord": 1})
    priced.write(CATALOG, [Batch("group", [group])])
    priced.write(CATALOG, [Batch("item", [row_of(priced, 3, group="g7")])])
    priced.write(CATALOG, [Batch("item", [row_of(priced, 4, group="g7", status="deleted")])])
    assert priced.read("SELECT items FROM grp_count WHERE id = 'g7'") == [(1,)]
    priced.write(CATALOG, [Batch("item", [row_of(priced, 4, group="g7")])])
    assert priced.read("SELECT items FROM grp_count WHERE id = 'g7'") == [(2,)]


@pytest.fixture
def plans() -> Iterator[Callable[[], list[str]]]:
    """Collect how SQLite carries out the statements of the writer, from the call on."""
    seen: list[str] = []
    listening = False

    def heard(
        connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
    ) -> None:
        if listening and statement.startswith(("SELECT", "INSERT", "DELETE", "UPDATE")):
            found = connection.connection.driver_connection.execute(
                f"EXPLAIN QUERY PLAN {statement}", values[0] if many else values
            )
            seen.extend(f"{row[3]} <- {statement}" for row in found)

    def listen() -> list[str]:
        nonlocal listening
        listening = True
        return seen

    event.listen(Engine, "before_cursor_execute", heard)
    yield listen
    event.remove(Engine, "before_cursor_execute", heard)


def test_a_small_delta_reads_through_no_table(cache: Cache, plans: Callable[[], list[str]]) -> None:
    everything = range(1, MANY + 1)
    stock = [
        cache.row("stock", "stock", {"n": n, "place": place, "qty": 5000, "at_least": 0})
        for n in everything
        for place in "mk"
    ]
    cache.write(CATALOG, [Batch("item", [row_of(cache, n) for n in everything])])
    cache.write(STOCK, [Batch("stock", stock)])
    for each in ("p1", "p2", "p3"):
        rows = [(n, 0, n * 1000) for n in everything]
        cache.write(ScopeId("prices", each), prices(cache, each, rows))
    for name in ("c1", "c2", "c3"):
        terms(cache, name, [rule({"kind": "brand", "id": "ЕКФ"}, "10")])
    catch_up(cache)
    cache.caches.write(lambda connection: connection.exec_driver_sql("ANALYZE main"))
    seen = plans()
    cache.write(CATALOG, [Batch("item", [row_of(cache, n, brand="IEK") for n in (5, 9)], [(12,)])])
    moved = cache.row("stock", "stock", {"n": 5, "place": "m", "qty": 0, "at_least": 0})
    cache.write(STOCK, [Batch("stock", [moved], [(9, "k")])])
    cache.write(ScopeId("prices", "p2"), prices(cache, "p2", [(5, 0, 77_000)]))
    catch_up(cache)
    read = [
        plan
        for plan in seen
        if plan.startswith("BLOOM") or plan.split(" <- ")[0] in [f"SCAN {name}" for name in BIG]
    ]
    assert not read, "\n".join(read)
    assert len(seen) > 50
