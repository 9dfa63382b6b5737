"""Conditions on attributes, warehouses, categories, promotions: read, and written back as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from b2bdesk.usecases.query_language import NEW_DAYS
from b2bdesk.usecases.query_names import write_query
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.search import Search
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, item

TERMS = {
    "currency": "RUB", "price_types": ["pt"],
    "rules": [{"id": "r1", "kind": "promotion", "on": {"kind": "brand", "id": "Норд"},
               "value": {"name": "Осень", "percent": "5"}, "text": "акция"}],
}  # fmt: skip
PLACES = {"m": "Москва", "k": "Химки-2"}
GROUPS = {"g0": "Крепёж", "g1": "Болты", "g2": "Свет"}


def _lamp(n: int, watt: str, colour: str, **more: Any) -> dict[str, Any]:
    told = {"Мощность, Вт": watt, "Цвет корпуса": colour, "Серия 2,5": "а/б"}
    return item(n, f"Светильник {watt}", attributes=told, group="g2", **more)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    portal = FakePortal()
    for at, (key, name) in enumerate(GROUPS.items()):
        above = "g0" if key == "g1" else ""
        portal.put("catalog", "all", "group", {"id": key, "parent": above, "name": name, "ord": at})
    portal.put(
        "catalog", "all", "item",
        _lamp(1, "9,5", "Красный"), _lamp(2, "10", "красно-белый"), _lamp(3, "36", "белый"),
        item(4, "Болт М8", group="g1", attributes={"Цвет": "красный", "Мощность, Вт": "нет"},
             brand="Норд", added=TODAY.isoformat()),
        item(5, "Фонарь", group="g2", brand="Восток", attributes={}),
    )  # fmt: skip
    portal.put("prices", "pt", "price",
               *({"n": n, "min": 0, "price": n * 100_000} for n in range(1, 6)))  # fmt: skip
    portal.put("stock", "sv", "place", {"id": "m", "name": "М-1", "city": "Москва", "ord": 1},
               {"id": "k", "name": "Химки-2", "city": "", "ord": 2})  # fmt: skip
    portal.put("stock", "sv", "stock",
               *({"n": n, "place": p, "qty": 1000, "at_least": 0} for n, p in
                 ((1, "m"), (1, "k"), (2, "k"), (4, "m"))))  # fmt: skip
    portal.put("stock", "sv", "batch",
               *({"n": n, "place": p, "use_by": (TODAY + dt.timedelta(days=days)).isoformat(),
                  "qty": qty}
                 for n, p, days, qty in ((1, "m", 10, 500), (1, "k", 400, None), (2, "k", 100, 1),
                                         (3, "k", 900, 5), (4, "m", 50, 0))))  # fmt: skip
    portal.put("terms", "c1", "terms", {"id": "c1", "body": TERMS})
    made = Client(tmp_path_factory.mktemp("conditions"), portal)
    made.sync()
    yield made
    made.close()


def _found(client: Client, query: Query) -> list[int]:
    found = Search(client.search, client.catalogue, client.reader).find(query)
    assert not found.error
    return sorted(found.ns)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("мощность>10", [3]),
        ("мощность>=9.5 мощность<36", [1, 2]),
        ("Мощность:10", [2]),
        ('"Мощность, Вт":10|36', [2, 3]),
        ("мощн<100 светильник", [1, 2, 3]),
        ("цвет:красный", [4]),
        ("цвет_корпуса:красн", [1, 2]),
        ("«цвет корпуса»:белый|красный", [1, 3]),
        ('"серия 2,5":а/б', [1, 2, 3]),
        ("склад:хим", [1, 2]),
        ("склад:москва цена<=2", [1]),
        ("склад:м-1 склад:Химки-2", [1, 2, 4]),
        ("категория:крепёж", [4]),
        ("акция:да", [4]),
        ("новинка:да", [4]),
        ("наличие:да", [1, 2, 4]),
        ("заказывали:да", []),
        ("бренд:норд|восток", [4, 5]),
        ("светильник new:yes", []),
        ("бренд:nord|восток", [4, 5]),
        ("арт:аб001|аб-005", [1, 5]),
        ("арт:*3", [3]),
        ("арт:аб*2*", [2]),
        ("цена<2р", [1]),
        ("цена>=2 ₽ цена<=3руб", [2, 3]),
        ("цена:2-3", [2, 3]),
        ("цена:2..3,5", [2, 3]),
        ("цена<1 000", [1, 2, 3, 4, 5]),
        ("цена:3,8 болт", [4]),
        ("мощность:9-12", [1, 2]),
        ("остаток>0,5шт", [1, 2, 4]),
        ("наличие:нет", [3, 5]),
        ("название:болт", [4]),
        ("код:АБ-003", [3]),
        ("годен:да", [1, 2]),
        ("годен>60", [1, 2]),
        ("годен>6мес", [1]),
        ("годен<60дн", [1]),
        ("годен<=100 годен>=100", [2]),
        (f"годен>{(TODAY + dt.timedelta(days=100)):%d.%m.%Y}", [1]),
        (f"fresh>={(TODAY + dt.timedelta(days=100)).isoformat()}", [1, 2]),
        (f"годен:{(TODAY + dt.timedelta(days=100)):%m.%Y}", [2]),
        ("-болт", [1, 2, 3, 5]),
        ("светильник -36", [3]),
        ("светильник -бренд:норд", [1, 2, 3]),
        ("-светильник -фонари", [4]),
        ("-бренд:норд -бренд:восток", [1, 2, 3]),
        ("-бренд:норд|восток цена>1", [2, 3]),
        ("-наличие:да", [3, 5]),
        ("-цена:2-3 -фонарь", [1, 4]),
        ("-цвет:красный -категория:свет", []),
        ("-мощность>9.6", [1, 4, 5]),
        ("-склад:химки -годен:да", [3, 4, 5]),
        ("светильник -«светильник 10»", [1, 3]),
        ('светильник \u2212"светильник 9,5"', [2, 3]),
        ("-название:болт -фонарь", [1, 2, 3]),
        ("-арт:аб-001|аб002", [3, 4, 5]),
    ],
)
def test_conditions_go_by_the_names_of_the_catalogue(
    client: Client, text: str, found: list[int]
) -> None:
    assert _found(client, Query(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "склад:Тверь",
        "мощность>много",
        "мощность:11",
        "цвет:",
        "акция:5",
        "категория:x",
        "бренд:Юг",
        "годен>завтра",
        "годен>31.02.2027",
        "цена:5-",
        "остаток>нет",
    ],
)
def test_what_names_nothing_is_told(client: Client, text: str) -> None:
    found = Search(client.search, client.catalogue, client.reader).find(Query(f"болт {text}"))
    assert (found.error, found.total) == (text, 0)


@pytest.mark.parametrize(
    "text",
    ["КМ-933", "-40°C", "АБ -5", "ВВГ -нг", "болт - гайка", "-", "a -b", "труба-ппр", "м8 -12"],
)
def test_a_hyphen_of_a_code_or_a_number_leaves_nothing_out(client: Client, text: str) -> None:
    assert client.reader.read(Query(text)) == Query(text)


def test_what_is_left_out_does_not_read_either_when_it_names_nothing(client: Client) -> None:
    found = Search(client.search, client.catalogue, client.reader).find(Query("болт -склад:Тверь"))
    assert found.error == "-склад:Тверь"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("склад:Химка", "склад:Химки-2"),
        ("болт склад:Маскква", "болт склад:Москва"),
        ("бренд:Вастог цена>1", "бренд:Восток цена>1"),
        ("-бренд:Нордик светильник", "-бренд:Норд светильник"),
        ("категория:балты", "категория:Болты"),
        ("болт цвет:кросный", "болт цвет:красный"),
        ('"Мощность, Вт":11', '"Мощность, Вт":10'),
        ("мощн:34", "мощн:36"),
    ],
)
def test_a_name_nobody_has_is_answered_with_those_there_are(
    client: Client, text: str, first: str
) -> None:
    search = Search(client.search, client.catalogue, client.reader)
    found = search.find(Query(text))
    assert (found.total, bool(found.error)) == (0, True)
    assert found.choices[0][1] == first
    offered = search.instead(Query(text), found)
    assert [each.words for each in offered] == [
        words for _, words in found.choices if search.find(Query(words)).total
    ] or not any(each.total for each in offered)
    for each in offered:
        assert search.find(Query(each.words)).error == ""


def test_a_bound_that_does_not_read_has_no_names_to_choose(client: Client) -> None:
    found = Search(client.search, client.catalogue, client.reader).find(Query("цена<много"))
    assert (found.error, found.choices) == ("цена<много", ())


@pytest.mark.parametrize("text", ["болт:м8", "м8:30 болт", "a>b", "din=933"])
def test_what_is_no_attribute_stays_text(client: Client, text: str) -> None:
    assert client.reader.read(Query(text)) == Query(text)


def test_an_attribute_that_came_with_an_update_is_known(client: Client) -> None:
    assert client.reader.read(Query("длина>5")).text == "длина>5"
    client.portal.put("catalog", "all", "item", _lamp(6, "1", "х") | {
        "attributes": {"Длина, мм": "7"}})  # fmt: skip
    client.sync()
    assert _found(client, Query("длина>5")) == [6]


@pytest.mark.parametrize("russian", [True, False])
@pytest.mark.parametrize(
    "query",
    [
        Query("лампа", group="g2", in_stock=True, bought=True),
        Query(brands=("Норд", "Восток"), places=("m", "k")),
        Query(attributes=(("Мощность, Вт", ("9,5", "36")), ("Серия 2,5", ("а/б",)))),
        Query(ranges=(("Мощность, Вт", "9,5", "20"),), price_from_e5=150_000),
        Query(promoted_on=TODAY, added_from=TODAY - dt.timedelta(days=NEW_DAYS)),
        Query(price_to_e5=250_050, places=("k",)),
    ],
)
def test_filters_written_as_text_find_the_same(client: Client, query: Query, russian: bool) -> None:
    text = write_query(query, PLACES, GROUPS, russian=russian)
    assert _found(client, Query(text)) == _found(client, query)


def test_a_name_that_two_share_is_written_by_its_id() -> None:
    text = write_query(Query(places=("a", "b")), {"a": "Тула", "b": "тула"}, {}, russian=True)
    assert text == "склад:a|b"
