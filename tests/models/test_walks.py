"""Filters by price, stock and purchases in every order: the same goods, and no sort of them all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from b2bdesk.models.queries import filters
from b2bdesk.models.queries.filters import everything, statement
from b2bdesk.models.queries.view import Views
from b2bdesk.usecases.rows.offers import OfferRow, Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

GOODS = 300
SORTS = ("rank", "name", "article", "brand", "price", "stock")
E5 = 100_000
NARROWED: tuple[dict[str, Any], ...] = (
    {"in_stock": True},
    {"price_from_e5": 20 * E5},
    {"price_to_e5": 40 * E5},
    {"price_from_e5": 0},
    {"price_from_e5": 20 * E5, "price_to_e5": 40 * E5, "in_stock": True},
    {"stock_from_e3": 5_000},
    {"stock_to_e3": 5_000},
    {"in_stock": True, "group": "g1"},
    {"price_from_e5": 20 * E5, "group": "g1"},
    {"bought": True},
    {"bought": True, "in_stock": True, "group": "g1"},
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    drawn = random.Random(5)
    portal = FakePortal()
    groups = ({"id": one, "parent": "", "name": one, "ord": 1} for one in ("g1", "g2"))
    portal.put("catalog", "all", "group", *groups)
    goods = [
        item(n, f"Болт {drawn.randrange(50)}", f"A{drawn.randrange(10_000):05}",
             group="g1" if n % 3 else "g2", brand=f"Б{n % 4}",
             status="deleted" if n % 29 == 0 else "active")
        for n in range(1, GOODS)
    ]  # fmt: skip
    portal.put("catalog", "all", "item", *goods)
    numbers = range(1, GOODS + 20)  # prices and stock come for goods of others, too
    prices = [{"n": n, "min": 0, "price": drawn.randrange(60) * E5} for n in numbers if n % 5]
    portal.put("prices", "pt", "price", *prices)
    portal.put("stock", "sv", "place", {"id": "m", "name": "М", "city": "", "ord": 1})
    stock = [
        {"n": n, "place": "m", "qty": drawn.randrange(3) * 3_000, "at_least": 0}
        for n in numbers if n % 7
    ]  # fmt: skip
    portal.put("stock", "sv", "stock", *stock)
    made = Client(tmp_path_factory.mktemp("walks"), portal)
    made.sync()
    made.caches.write(_buy)
    yield made
    made.close()


def _buy(connection: Any) -> None:
    for at, n in enumerate(range(10, GOODS, 11)):
        for order in ("o1", "o2")[: 1 + at % 2]:
            connection.exec_driver_sql(
                "INSERT INTO order_line (sid, order_id, position, item_id) VALUES (99, ?, ?, ?)",
                (order, at, f"i{n}"),
            )


def _expected(offers: list[OfferRow], bought: set[str], asked: Query) -> list[int]:
    """Everything tested good by good and sorted in Python."""
    least, most = asked.price_from_e5, asked.price_to_e5
    kept = [
        each
        for each in offers
        if (not asked.in_stock or (each.stock_e3 or 0) > 0)
        and (least is None or (each.price_e5 is not None and each.price_e5 >= least))
        and (most is None or (each.price_e5 is not None and each.price_e5 <= most))
        and (asked.stock_from_e3 is None or (each.stock_e3 or 0) >= asked.stock_from_e3)
        and (asked.stock_to_e3 is None or (each.stock_e3 or 0) <= asked.stock_to_e3)
        and (not asked.group or each.group == asked.group)
        and (not asked.bought or each.id in bought)
    ]
    kept.sort(key=lambda each: each.n)
    values = {
        "name": lambda each: each.name.lower(),
        "article": lambda each: each.article,
        "brand": lambda each: each.brand,
        "price": lambda each: each.price_e5 or 0,
        "stock": lambda each: each.stock_e3 or 0,
    }
    if asked.sort in values:
        # goods alike stay in the catalogue's order either way
        kept.sort(key=values[asked.sort], reverse=asked.descending)
    if asked.sort == "price":
        kept.sort(key=lambda each: not each.price_e5)
    return [each.n for each in kept]


@pytest.mark.parametrize("many", [0, 10_000])
@pytest.mark.parametrize("narrowed", NARROWED, ids=str)
def test_every_filter_keeps_its_goods_in_every_order(
    client: Client, monkeypatch: pytest.MonkeyPatch, many: int, narrowed: dict[str, Any]
) -> None:
    monkeypatch.setattr(filters, "MANY", many)
    offers = client.catalogue.offers(client.search.find(Query()).ns)
    bought = {f"i{n}" for n in range(10, GOODS, 11)}
    for sort, descending in product(SORTS, (False, True)):
        asked = Query(sort=sort, descending=descending, **narrowed)
        whole = client.search.find(asked)
        assert whole.ns.tolist() == _expected(offers, bought, asked), (sort, descending)
        first = client.search.find(Query(sort=sort, descending=descending, limit=7, **narrowed))
        assert first.ns == whole.ns[:7]
        assert first.total == whole.total


def _plan(client: Client, query: Query) -> str:
    with Views(client.desk, client.account).now() as view:
        source = everything(view, query)[0]
        made = statement(view, query, source)
        rows = view.rows(f"EXPLAIN QUERY PLAN {made._ordered()} LIMIT 200", made.parameters())
    return " / ".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("sort", ["rank", "name", "article", "price", "stock"])
def test_a_first_page_of_very_many_is_walked_and_not_sorted(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    narrowed = Query(sort=sort, descending=sort == "stock", in_stock=True, price_from_e5=1)
    monkeypatch.setattr(filters, "MANY", 0)
    plan = _plan(client, narrowed)
    assert "ORDER BY" not in plan.replace("RIGHT PART OF ORDER BY", ""), plan


def test_what_was_bought_is_where_its_question_begins(client: Client) -> None:
    plan = _plan(client, Query(sort="price", bought=True))
    assert "base_price_price" not in plan, "not a walk along all prices for the few that fit"
