"""Suppliers write names in their own style, clerks type in theirs: all the same it is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from b2bdesk.models.queries import measures
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.search import Search
from tests.models.quality_houses import houses, spoken
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

GOODS, ASKED, FIRST = 12, 12, 5
HITS, ALL_OF_THEM = 0.96, 0.90


SHELF = {
    "хомут пластиковый 200мм": "Хомут пластик. 200х3,6",
    "стяжка капроновая 300мм": "Стяжка капрон. 300 мм",
    "болт оцинкованный м8х40": "Болт М 8×40 оцинк.",
    "муфта латунная 1 1/2": 'Муфта 1½" латун.',
    "вода 0,5 литра": "Вода 500мл",
    "скобы №10": "Скобы N10",
    "лампа 12 ватт": "Лампа 12W",
    "ввг нг 3x2.5": "ВВГнг(А) 3 х 2,5мм2",
    "эмаль пф 115": "Эмаль ПФ115",
    "труба 6метров": "Труба 6 м.",
    "белая уголок": "Уголок белый",
    'кран 1"': 'Кран 1"',
    "кран 1 1/4 дюйма": 'Кран 1 1/4"',
    "дюбель нейлоновый": "Дюбель нейлоновый 6x45",
    "дюбель распорный": "Дюбель распорный 8х50",
    "анкер": "Анкер 6x47",
    "короб": "Короб пласт.",
    "бумага": "Бумага рул. 5м",
}


@contextmanager
def selling(folder: Path, names: Iterable[str]) -> Iterator[Client]:
    """A client whose supplier sells goods of these names, numbered from 1."""
    portal = FakePortal()
    rows = [item(n, name, f"Q{n * 7919}", brand="") for n, name in enumerate(names, 1)]
    portal.put("catalog", "all", "item", *rows)
    client = Client(folder, portal)
    client.sync(only=("catalog",))
    yield client
    client.close()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client with the goods of `SHELF`."""
    with selling(tmp_path_factory.mktemp("shelf"), SHELF.values()) as client:
        yield client


def found(client: Client, text: str) -> list[int]:
    return list(client.search.find(Query(text, limit=200, quick=True)).ns)


@pytest.mark.parametrize("style", ["one", "two"])
def test_a_clerk_finds_what_a_supplier_writes_otherwise(tmp_path: Path, style: str) -> None:
    goods = houses(style, GOODS)
    asked = spoken(goods, style, ASKED)
    lost, share = [], 0.0
    with selling(tmp_path, [good.name for good in goods]) as client:
        for each in asked:
            ns = found(client, each.text)
            share += len(each.fits.intersection(ns)) / len(each.fits)
            if not each.fits.intersection(ns[:FIRST]):
                lost.append(f"{each.text!r} for {goods[min(each.fits) - 1].name}")
    assert len(asked) >= 60
    assert len(lost) <= len(asked) * (1 - HITS), lost
    assert share >= len(asked) * ALL_OF_THEM


@pytest.mark.parametrize("text", SHELF)
def test_one_spelling_stands_for_another(shelf: Client, text: str) -> None:
    result = shelf.search.find(Query(text))
    assert result.ns[0] == list(SHELF).index(text) + 1
    assert result.left_out == ()


@pytest.mark.parametrize(
    "text", ["болторез", "рулетка", "рулетка 5м", "клей пва", "к ккдд", "степлер 10"]
)
def test_neither_a_short_word_nor_a_bare_number_is_worth_a_list(shelf: Client, text: str) -> None:
    assert found(shelf, text) == []


def test_what_is_left_out_may_be_cut_short_in_names(tmp_path: Path) -> None:
    names = ("Хомут оцинк. 20", "Хомут оцинкованный 30", "Хомут нерж. 40", "Цинкарь 50")
    with selling(tmp_path, names) as client:
        look = Search(client.search, client.catalogue, client.reader)
        assert list(look.find(Query("хомут -оцинкованный")).ns) == [3]
        assert list(look.find(Query("хомут -нержавеющий")).ns) == [1, 2]
        assert look.find(Query("-хомут")).total == 1


@pytest.mark.parametrize(
    ("text", "wanted", "left_out"),
    [
        ("дюбель нейлоновый 8х60", "дюбель нейлоновый", ("8х60",)),
        ("дюбель рамный 8х50", "дюбель распорный", ("рамный",)),
        ("шуруповёрт аккумуляторный анкер", "анкер", ("шуруповёрт", "аккумуляторный")),
        ("перфоратор бош 6х47", "анкер", ("перфоратор", "бош")),
    ],
)
def test_the_best_goods_with_some_of_the_words_come_and_the_rest_is_named(
    shelf: Client, text: str, wanted: str, left_out: tuple[str, ...]
) -> None:
    result = shelf.search.find(Query(text))
    assert result.ns[0] == list(SHELF).index(wanted) + 1
    assert result.left_out == left_out


@pytest.mark.parametrize(
    ("number", "unit", "others"),
    [
        ("0.5", "л", [("500", "мл")]),
        ("500", "мл", [("0.5", "л")]),
        ("900", "гр", [("0.9", "кг")]),
        ("20", "см", [("200", "мм"), ("0.2", "м")]),
        ("1,5", "квт", [("1500", "вт")]),
        ("5", "шт", []),
        ("0.0012", "л", [("1.2", "мл")]),
        ("1.2345", "мл", []),
    ],
)
def test_quantities_have_other_units(number: str, unit: str, others: list[tuple[str, str]]) -> None:
    assert measures.otherwise(number, unit) == others
