"""Facets and variants out of a synchronised cache: what narrows a result, and by how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.domain.facets import CHOICE, TILES
from b2bdesk.models.queries import attributes, facets, filters
from b2bdesk.models.queries.facets import FacetQueries
from b2bdesk.models.queries.goods import GoodsQueries
from b2bdesk.models.queries.names import NameQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import FacetRow, Query
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, item

NEWS = TODAY - dt.timedelta(days=60)
PROMOTION = {
    "currency": "RUB", "price_types": ["pt"],
    "rules": [{"id": "r1", "kind": "promotion", "on": {"kind": "group", "id": "g0"},
               "value": {"name": "Осень", "percent": "5"}, "text": "акция",
               "to": TODAY.isoformat()}],
}  # fmt: skip


def _bolt(n: int, size: str, coat: str, **more: Any) -> dict[str, Any]:
    told = {"Диаметр, мм": size, "Покрытие": coat, "Бренд": "Метиз"}
    return item(n, f"Болт М{size} {coat}", attributes=told, variant="bolt", **more)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    portal = FakePortal()
    portal.put("catalog", "all", "group", {"id": "g0", "parent": "", "name": "А", "ord": 1},
               {"id": "g1", "parent": "g0", "name": "Б", "ord": 2},
               {"id": "g2", "parent": "", "name": "В", "ord": 3})  # fmt: skip
    portal.put(
        "catalog", "all", "item",
        _bolt(1, "8", "цинк"), _bolt(2, "10", "цинк", added=TODAY.isoformat()),
        _bolt(3, "8", "без покрытия"), _bolt(4, "4,5", "без покрытия", status="deleted"),
        item(5, "Гайка М8", brand="Норд", group="g2", attributes={"Диаметр, мм": "8"},
             added="2020-01-01"),
    )  # fmt: skip
    portal.put("catalog", "all", "link", {"n": 1, "kind": "fits", "to": "i5", "rank": 1},
               {"n": 1, "kind": "fits", "to": "i4", "rank": 2})  # fmt: skip
    portal.put("prices", "pt", "price",
               *({"n": n, "min": 0, "price": n * 100_000} for n in range(1, 6)))  # fmt: skip
    portal.put("stock", "sv", "place", {"id": "m", "name": "М", "city": "Москва", "ord": 1},
               {"id": "k", "name": "Казань-2", "city": "", "ord": 2})  # fmt: skip
    portal.put("stock", "sv", "stock",
               *({"n": n, "place": p, "qty": q, "at_least": 0} for n, p, q in
                 ((1, "m", 5000), (1, "k", 1000), (2, "m", 0), (5, "k", 2000))))  # fmt: skip
    portal.put("terms", "c1", "terms", {"id": "c1", "body": PROMOTION})
    made = Client(tmp_path_factory.mktemp("facets"), portal)
    made.sync()
    yield made
    made.close()


def _of(client: Client, **asked: Any) -> FacetsRow:
    queries = FacetQueries(Views(client.desk, client.account), client.search)
    return queries.of(Query(**asked), TODAY, NEWS, lambda: None)


def _found(client: Client, **asked: Any) -> list[int]:
    return sorted(client.search.find(Query(**asked)).ns)


def test_facets_count_what_is_there(client: Client) -> None:
    found = _of(client)
    assert found.total == 4, "what is withdrawn counts nowhere"
    assert found.brands == (FacetRow("Метиз", 3), FacetRow("Норд", 1))
    size, coat = found.attributes
    assert (size.title, size.unit, size.kind) == ("Диаметр", "мм", TILES)
    assert size.values == (("8", 3), ("10", 1)), "numbers stand in their order"
    assert (coat.title, coat.kind) == ("Покрытие", CHOICE)
    assert coat.values == (("цинк", 2), ("без покрытия", 1))
    assert [(each.name, each.count) for each in found.places] == [("Москва", 1), ("Казань-2", 2)]
    assert (found.price_low_e5, found.price_high_e5) == (95_000, 500_000)
    assert (found.in_stock, found.promoted, found.added, found.bought) == (2, 3, 1, 0)


def test_before_the_stock_has_come_there_is_no_warehouse_to_count(tmp_path: Path) -> None:
    portal = FakePortal()
    portal.put("catalog", "all", "item", item(1, "Болт М8", brand="Норд"))
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 100_000})
    portal.put("terms", "c1", "terms", {"id": "c1", "body": PROMOTION})
    early = Client(tmp_path, portal)
    try:
        early.sync()
        found = _of(early)
    finally:
        early.close()
    assert found.places == ()
    assert [facet.value for facet in found.brands] == ["Норд"]


def test_a_count_nobody_waits_for_ends_early(client: Client) -> None:
    queries = FacetQueries(Views(client.desk, client.account), client.search)
    looks = iter([None, None])

    def look() -> None:
        if next(looks, "stop"):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        queries.of(Query(attributes=(("Диаметр, мм", ("8",)),)), TODAY, NEWS, look)
    assert _of(client).total == 4


def test_a_facet_in_force_counts_as_if_it_were_not(client: Client) -> None:
    chosen = (("Покрытие", ("цинк",)),)
    found = _of(client, attributes=chosen)
    assert found.total == 2
    by_name = {each.name: dict(each.values) for each in found.attributes}
    assert by_name["Покрытие"] == {"цинк": 2, "без покрытия": 1}
    assert by_name["Диаметр, мм"] == {"8": 1, "10": 1}
    assert {each.value for each in _of(client, brands=("Норд",)).brands} == {"Метиз", "Норд"}
    assert [each.count for each in _of(client, places=("m",)).places] == [1, 2]


def test_of_very_many_warehouses_the_counts_are_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, text = _of(client), _of(client, text="болт")
    monkeypatch.setattr(facets, "SIDE_BY_SIDE", 1)
    assert _of(client).places == few.places
    assert _of(client, text="болт").places == text.places


@pytest.mark.parametrize("sort", ["rank", "article", "price", "stock"])
@pytest.mark.parametrize(
    "more", [{}, {"descending": True}, {"brands": ("Метиз",)}, {"in_stock": True}]
)
def test_great_and_small_categories_find_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str, more: dict[str, Any]
) -> None:
    query = Query(group="g0", sort=sort, **more)
    whole = client.search.find(query).ns
    monkeypatch.setattr(filters, "SHARE", 0)
    small = client.search.find(replace(query, limit=2))
    monkeypatch.setattr(filters, "SHARE", 10**6)
    great = client.search.find(replace(query, limit=2))
    assert small.ns == great.ns == whole[:2]
    assert small.total == great.total == len(whole)
    assert set(whole) <= {1, 2, 3}
    assert "in_stock" in more or set(whole) == {1, 2, 3}


def test_before_items_are_marked_conditions_read_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first load shows the catalogue before it marks the items."""
    asked = {"attributes": (("Диаметр, мм", ("8",)),), "ranges": (("Диаметр, мм", "8", ""),)}
    names, found, told = NameQueries(Views(client.desk, client.account)), _found, _of(client)
    marked = (sorted(names.attributes()), sorted(names.values("Покрытие")))
    monkeypatch.setattr(attributes, "is_marked", lambda _view: False)
    assert found(client, **asked) == [1, 3, 5]
    assert (sorted(names.attributes()), sorted(names.values("Покрытие"))) == marked
    assert (_of(client).brands, _of(client).attributes) == (told.brands, ())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"attributes": (("Диаметр, мм", ("8",)),)}, [1, 3, 5]),
        ({"attributes": (("Диаметр, мм", ("8", "10")), ("Покрытие", ("цинк",)))}, [1, 2]),
        ({"ranges": (("Диаметр, мм", "8,5", ""),)}, [2]),
        ({"ranges": (("Диаметр, мм", "", "8"),)}, [1, 3, 5]),
        ({"places": ("k",)}, [1, 5]),
        ({"places": ("m",)}, [1]),
        ({"promoted_on": TODAY}, [1, 2, 3]),
        ({"promoted_on": TODAY + dt.timedelta(days=1)}, []),
        ({"added_from": NEWS}, [2]),
        ({"text": "болт", "places": ("k",)}, [1]),
        ({"text": "болт", "attributes": (("Покрытие", ("цинк",)),)}, [1, 2]),
        ({"attributes": (('Нет "такого"', ("8",)),)}, []),
    ],
)
def test_filters_find_exactly_what_they_say(
    client: Client, asked: dict[str, Any], found: list[int]
) -> None:
    assert _found(client, **asked) == found
    for sort in ("price", "stock", "name"):
        assert _found(client, **asked, sort=sort) == found
    assert client.search.find(replace(Query(**asked), limit=1)).total == len(found)


def test_variants_are_those_one_may_buy_and_companions_come_along(client: Client) -> None:
    goods = GoodsQueries(Views(client.desk, client.account), lambda: TODAY)
    variants = goods.variants(2)
    assert [offer.n for offer, _ in variants] == [1, 2, 3]
    assert variants[1][1]["Диаметр, мм"] == "10"
    assert (goods.variant_count(2), goods.variant_count(5)) == (3, 0)
    assert goods.variants(5) == []
    assert [offer.n for offer in goods.fits(1)] == [5], "what is withdrawn fits nothing"
