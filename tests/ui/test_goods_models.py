"""The models of the goods lists under Qt's own tester, through every change they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QObject
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from b2bdesk.ui.itemmodels.bought_rows import Shown, bought_model
from b2bdesk.ui.itemmodels.favourite_rows import favourites_model
from b2bdesk.ui.itemmodels.radar_rows import RadarRows, key_of
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.radar import Radar
from b2bdesk.usecases.rows.bought import DUE, Advice, BoughtRow
from b2bdesk.usecases.rows.favourites import Favourite, FavouriteRow, WatchRule
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.rows.radar import KINDS, Change, RadarFound, RadarQuery, RadarRow

AT = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
TODAY = AT.date()


def offer(n: int, **more: object) -> OfferRow:
    made = OfferRow(
        n, f"i{n}", f"АРТ-{n}", "Болт с очень длинным названием " * 6, "", "", "796", 1000, 1000,
        "22", 1_000_000, 5_000,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # names of fields


def favourite(n: int, shown: OfferRow | None, *kinds: str) -> FavouriteRow:
    values = {"price": "50000", "fell": "1000", "batch": "2026-12-01"}
    rules = {
        kind: WatchRule(f"i{n}", kind, "c1", values.get(kind, ""), None, state, AT, AT)
        for kind, state in zip(kinds, ("holds", "waits") * 3, strict=False)
    }
    return FavouriteRow(Favourite(f"i{n}", f"АРТ-{n}", "Болт", "Склад", AT), shown, rules)


def test_favourites(qtmodeltester: ModelTester) -> None:
    parent = QObject()
    model = favourites_model("₽", parent)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    kinds = ("price", "fell", "batch", "stock", "listed")
    rows = [
        favourite(1, offer(1), *kinds),
        favourite(2, None, "listed"),
        favourite(3, offer(3, stock_e3=None, price_e5=None)),
        favourite(4, offer(4, status="deleted"), "stock"),
        favourite(5, offer(5, asked=True, in_assortment=False)),
    ]
    model.set_rows(rows)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    model.set_quantities({"i1": 5_000})
    model.put_quantity("i1", 0)
    model.put_quantity("nowhere", 1_000)
    model.set_rows(rows[:1])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    assert all(model.text_at(0, column) is not None for column in range(model.columnCount()))


def test_purchases(qtmodeltester: ModelTester) -> None:
    parent = QObject()
    model = bought_model("₽", parent)
    row = BoughtRow("i1", "АРТ-1", "Болт", 3, TODAY, 900_000, 5_000, 9_000, 30, offer(1))
    gone = BoughtRow("i2", "", "", 1, TODAY, 0, 5_000, 0, None, None)
    advice = Advice(row, DUE, {"days": 30, "passed": 34})
    model.set_rows([Shown(row, advice, TODAY), Shown(gone, None, TODAY)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    model.put_quantity("i1", 5_000)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    assert model.text_at(0, model.column_of("qty")) == "5"


class Pages:
    """Rows of any change, as the use case would read them."""

    def rows(self, _found: RadarFound, changes: Sequence[Change]) -> list[RadarRow]:
        return [
            RadarRow(each, f"i{each.n}", f"АРТ-{each.n}", "Болт", "", offer(each.n))
            for each in changes
        ]


def test_changes_of_every_kind(
    qtmodeltester: ModelTester, qtbot: QtBot, runner: TaskRunner
) -> None:
    parent = QObject()
    model = RadarRows("₽", runner, cast("Radar", Pages()), parent)
    changes = [
        Change(n, kind, 1_000_000, None if kind in ("unpriced", "went") else 1_100_000, 1, n, n)
        for n, kind in enumerate(KINDS * 30, 1)
    ]
    found = RadarFound(RadarQuery(), AT, tuple(changes))
    model.show(found, changes)
    model.want(0, 40)
    qtbot.waitUntil(lambda: model.grid_row(0) is not None)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
    assert model.text_at(0, model.column_of("by")) == "+10,0"
    model.put_quantity("i1", 3_000)
    assert model.text_at(0, model.column_of("qty")) == "3"
    model.show(found, changes[5:9])
    assert [key_of(each) for each in changes[5:9]] == list(model.ids())
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt
