"""Marks of items: what a delta leaves is what a fresh pass over all items would write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from b2bdesk.models import marks
from b2bdesk.models.caches import create_empty
from b2bdesk.models.engine import Opening, open_file
from b2bdesk.models.load import create_schema
from b2bdesk.models.queries import attributes
from b2bdesk.models.queries.facets import FacetQueries
from b2bdesk.models.queries.view import View, Views
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, item

Said = dict[int, set[tuple[str, str]]]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "cache-A.db"
    create_empty(path, create_schema)
    connection = open_file(Opening(path, synchronous="OFF"))
    with connection.begin():
        yield connection
    connection.close()


def _put(connection: Connection, n: int, told: object, brand: str | None = "Метиз") -> None:
    text = told if isinstance(told, str) or told is None else json.dumps(told, ensure_ascii=False)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO item (n, id, article, name, brand, attributes)"
        " VALUES (?, ?, '', '', ?, ?)",
        (n, f"i{n}", brand, text),
    )


def _said(connection: Connection) -> Said:
    """What the marks of each item say."""
    values = {
        chr(mark): (name, value)
        for mark, name, value in connection.exec_driver_sql(
            "SELECT v.mark, a.name, v.value FROM attribute_value v"
            " JOIN attribute a ON a.id = v.attribute WHERE NOT a.many"
        )
    }
    return {
        n: {values[mark] for mark in own if mark in values}
        for n, own in connection.exec_driver_sql("SELECT n, marks FROM item_marks")
    }


def _found(connection: Connection, test: attributes.Test | None) -> list[int]:
    assert test is not None
    sql, values = test
    statement = f"SELECT n FROM item_marks WHERE {sql} ORDER BY n"
    return [n for (n,) in connection.exec_driver_sql(statement, tuple(values))]


def _view(connection: Connection) -> View:
    return View(connection, None, -1, -1, -1, ())


def test_every_shape_of_attributes_is_read(file: Connection) -> None:
    _put(file, 1, {"Цвет": ["белый", "чёрный", "белый"], "Длина, мм": 10, "Пусто": None})
    _put(file, 2, {"Длина, мм": "10", "Есть": True, "": "ничей", "Глубже": {"а": "б"}}, None)
    _put(file, 3, "[1, 2]")
    _put(file, 4, None, "")
    _put(file, 5, '"слово"', "Норд")
    marks.mark_all(file)
    assert _said(file) == {
        1: {("", "Метиз"), ("Цвет", "белый"), ("Цвет", "чёрный"), ("Длина, мм", "10")},
        2: {("Длина, мм", "10"), ("Есть", "True")},
        3: {("", "Метиз")},
        5: {("", "Норд")},
    }
    brands, counted = attributes.counts(_view(file), "[1, 2, 3, 4, 5]")
    assert brands == [("Метиз", 2), ("Норд", 1)]
    assert ("Длина, мм", "10", 2) in counted
    assert ("Цвет", "белый", 1) in counted, "a value said twice counts once"


def test_numbers_compare_as_numbers_and_ranges_are_ranges(file: Connection) -> None:
    lengths = ["100", "8", "8,5", "-3", "12 мм", "короткий", "9", "20", "30", "40"]
    for n, length in enumerate(lengths, 1):
        _put(file, n, {"Длина": length})
    marks.mark_all(file)
    view = _view(file)
    assert _found(file, attributes.compares(view, ["Длина"], [(">=", "8,5")])) == [
        1, 3, 5, 7, 8, 9, 10,
    ]  # fmt: skip
    assert _found(file, attributes.compares(view, ["Длина"], [(">", "8.5"), ("<", "30")])) == [
        5, 7, 8,
    ]  # fmt: skip
    assert _found(file, attributes.compares(view, ["Длина"], [("<=", "-3")])) == [4]
    assert _found(file, attributes.says(view, ["Длина"], ["короткий", "9", "?"])) == [6, 7]
    assert _found(file, attributes.says(view, ["Ширина"], ["9"])) == []
    sql, values = attributes.compares(view, ["Длина"], [(">", "0")]) or ("", [])
    assert (sql, len(values[0])) == ("marks GLOB ?", len("*[a-b]*")), "neighbours are one range"


def test_an_attribute_with_very_many_values_is_named_and_not_marked(
    file: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MANY", 3)
    for n in range(1, 8):
        _put(file, n, {"Серия": f"с{n}", "Цвет": "белый"})
    marks.mark_all(file)
    view = _view(file)
    assert attributes.names(view) == ("Серия", "Цвет")
    assert attributes.says(view, ["Серия"], ["с1"]) is None
    assert attributes.values(view, "Серия") is None
    assert attributes.counts(view, "[1, 2, 7]")[1] == [("Цвет", "белый", 3)]
    for n in range(8, 13):
        _put(file, n, {"Цвет": f"цвет {n}"})
    marks.mark_some(file, "SELECT n FROM item WHERE n > 7")
    marks.mark_some(file, "SELECT n FROM item WHERE n > 7")
    assert attributes.counts(view, "[1, 8]") == ([("Метиз", 2)], [])
    assert attributes.says(view, ["Цвет"], ["белый"]) is None


_WORDS = st.sampled_from(["а", "б", "8", "10", "8,5", "9 мм", 8, 10, 1.5, None, ["а", "в"], []])
_TOLD = st.dictionaries(st.sampled_from(["Цвет", "Длина", "Вид"]), _WORDS, max_size=3)
_ITEM = st.none() | st.tuples(_TOLD, st.sampled_from([None, "", "Норд", "Метиз"]))


@settings(max_examples=20)
@given(st.lists(st.dictionaries(st.integers(1, 6), _ITEM, max_size=5), min_size=1, max_size=4))
def test_what_deltas_leave_is_what_a_fresh_pass_writes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[int, Any]]
) -> None:
    path = tmp_path_factory.mktemp("marks") / "cache-A.db"
    create_empty(path, create_schema)
    connection = open_file(Opening(path, synchronous="OFF"))
    with connection.begin():
        for at, step in enumerate(steps):
            for n, told in step.items():
                connection.exec_driver_sql(f"DELETE FROM item WHERE n = {n}")
                if told is not None:
                    _put(connection, n, *told)
            if at == 0:
                marks.mark_all(connection)
            else:
                marks.mark_some(connection, f"SELECT value FROM json_each('{[*step]}')")
        left = _said(connection)
        marks.mark_all(connection)
        assert left == _said(connection)
    connection.close()


def test_deltas_of_the_portal_reach_facets_and_conditions(tmp_path: Path) -> None:
    portal = FakePortal()
    portal.put("catalog", "all", "group", {"id": "g1", "parent": "", "name": "А", "ord": 1})
    portal.put(
        "catalog", "all", "item",
        *(item(n, attributes={"Цвет": "белый", "Длина, мм": str(n)}) for n in range(1, 5)),
    )  # fmt: skip
    client = Client(tmp_path, portal)
    try:
        client.sync()
        assert _named(client, "цвет:белый") == [1, 2, 3, 4]
        portal.put("catalog", "all", "item", item(2, attributes={"Цвет": "красный"}),
                   item(9, attributes={"Ширина": "7,5"}))  # fmt: skip
        portal.drop("catalog", "all", "item", 3)
        client.sync()
        assert _named(client, "цвет:белый") == [1, 4]
        assert _named(client, "цвет:красный") == [2]
        assert _named(client, "ширина>=7.5") == [9]
        assert _named(client, "длина>1") == [4]
        [(left,)] = client.rows("SELECT count(*) FROM item_marks WHERE n = 3")
        assert left == 0, "what is gone is forgotten"
    finally:
        client.close()


def test_kept_counts_end_with_the_state_they_were_counted_in(tmp_path: Path) -> None:
    portal = FakePortal()
    portal.put("catalog", "all", "group", {"id": "g1", "parent": "", "name": "А", "ord": 1})
    portal.put("catalog", "all", "item", *(item(n) for n in range(1, 4)))
    portal.put("stock", "sv", "stock", {"n": 1, "place": "m", "qty": 5000, "at_least": 0})
    client = Client(tmp_path, portal)
    try:
        client.sync()
        queries = FacetQueries(Views(client.desk, client.account), client.search)

        def counted(**asked: Any) -> tuple[int, int]:
            row = queries.of(Query(**asked), TODAY, TODAY, lambda: None)
            return row.total, row.in_stock

        assert (counted(), counted(group="g1"), counted()) == ((3, 1), (3, 1), (3, 1))
        portal.put("stock", "sv", "stock", {"n": 2, "place": "m", "qty": 1000, "at_least": 0})
        client.sync()
        assert (counted(), counted(group="g1")) == ((3, 2), (3, 2))
        portal.put("catalog", "all", "item", item(4))
        client.sync()
        assert counted() == (4, 2)
        first = queries.of(Query(), TODAY, TODAY, lambda: None)
        assert queries.of(Query(sort="price"), TODAY, TODAY, lambda: None) is first
    finally:
        client.close()


def _named(client: Client, text: str) -> list[int]:
    return sorted(client.search.find(client.reader.read(Query(text=text))).ns)
