"""The grid models: what Qt demands of a model, and what a refresh may not do to a person."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.base_paged import PAGE, PagedRowModel
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.widgets.grid import QUANTITY, STATE, Cell, Column, GridRow, Key, RowState

COLUMNS = [
    Column("name", "Название"),
    Column("qty", "Кол-во", QUANTITY, editable=True),
    Column("state", "Состояние", STATE),
]
Raw = tuple[int, str]


def _key(raw: Raw) -> Key:
    return raw[0]


def _prepare(raw: Raw, _number: int) -> GridRow:
    return GridRow(
        raw[0], {"name": raw[1], "qty": Cell("5")}, RowState("warn", "clock", "Мало на складе")
    )


class Shelf:
    """A reader that can be held back."""

    def __init__(self) -> None:
        self.words = "старое"
        self.moved: set[Key] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[int] = []

    def fetch(self, ids: list[Key]) -> Sequence[Raw]:
        """Rows of the ids."""
        words = self.words
        self.asked.append(len(ids))
        assert self.gate.wait(10)
        return [(int(each), "новое" if each in self.moved else words) for each in ids]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def paged(runner: TaskRunner, shelf: Shelf) -> PagedRowModel[Raw]:
    return PagedRowModel(COLUMNS, runner, shelf.fetch, _key, _prepare)


def test_the_list_model_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model: ListRowModel[Raw] = ListRowModel(COLUMNS, _key, _prepare)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt ships no types here
    model.set_rows([(n, f"Товар {n}") for n in range(30)])
    model.update_rows([(3, "Новый")])
    model.set_rows([])


def test_the_paged_model_is_a_sound_model(
    qtmodeltester: ModelTester, paged: PagedRowModel[Raw], qtbot: QtBot
) -> None:
    qtmodeltester.check(paged)  # type: ignore[no-untyped-call]  # pytest-qt ships no types here
    paged.set_ids(range(1000))
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(0, 20)
    paged.set_ids([])


def test_rows_are_read_aloud(paged: PagedRowModel[Raw]) -> None:
    model: ListRowModel[Raw] = ListRowModel(COLUMNS, _key, _prepare)
    model.set_rows([(1, "Болт")])
    spoken = [
        model.data(model.index(0, column), int(Qt.ItemDataRole.AccessibleTextRole))
        for column in range(3)
    ]
    assert spoken == ["Болт", "5", "Мало на складе"]
    assert model.data(model.index(0, 0), int(Qt.ItemDataRole.ForegroundRole)) is None


def test_rows_are_prepared_only_when_needed() -> None:
    seen: list[int] = []

    def prepare(raw: Raw, number: int) -> GridRow:
        seen.append(raw[0])
        return _prepare(raw, number)

    model: ListRowModel[Raw] = ListRowModel(COLUMNS, _key, prepare)
    model.set_rows([(n, "") for n in range(10_000)])
    model.grid_row(7)
    model.grid_row(7)
    assert seen == [7]


def test_unknown_rows_are_given_back() -> None:
    model: ListRowModel[Raw] = ListRowModel(COLUMNS, _key, _prepare)
    model.set_rows([(1, "а")])
    assert model.update_rows([(1, "б"), (2, "в")]) == [(2, "в")]
    assert model.raw(1) == (1, "б")


def test_only_the_pages_seen_are_read(
    paged: PagedRowModel[Raw], shelf: Shelf, qtbot: QtBot
) -> None:
    paged.set_ids(range(100_000))
    assert paged.grid_row(50_050) is None
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(50_010, 50_060)
    row = paged.grid_row(50_050)
    assert row is not None
    assert row.key == 50_050
    assert shelf.asked == [PAGE]


def test_old_rows_stay_while_fresh_ones_are_read(
    paged: PagedRowModel[Raw], shelf: Shelf, qtbot: QtBot
) -> None:
    paged.set_ids(range(50))
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(0, 40)
    shelf.gate.clear()
    shelf.words = "новое"
    paged.refresh()
    paged.set_ids(range(10, 50))
    paged.want(0, 30)
    assert paged.text_at(0, 0) == "старое"
    with qtbot.waitSignal(paged.page_arrived):
        shelf.gate.set()
    assert paged.text_at(0, 0) == "новое"


def test_after_news_only_rows_that_moved_are_painted_anew(
    paged: PagedRowModel[Raw], shelf: Shelf, qtbot: QtBot
) -> None:
    paged.set_ids(range(50))
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(0, 40)
    kept = [paged.grid_row(row) for row in range(50)]
    painted: list[tuple[int, int]] = []

    def note(top: QModelIndex, end: QModelIndex, *_: object) -> None:
        painted.append((top.row(), end.row()))

    paged.dataChanged.connect(note)
    with qtbot.waitSignal(paged.page_arrived):
        paged.refresh(moved_only=True)
    assert painted == []
    assert all(paged.grid_row(row) is kept[row] for row in range(50))
    shelf.moved = {3, 4, 30}
    paged.set_pending(7, "qty", "40")
    painted.clear()
    with qtbot.waitSignal(paged.page_arrived):
        paged.refresh({4}, moved_only=True)
    assert painted == [(3, 4), (7, 7), (30, 30)]
    assert [paged.text_at(row, 0) for row in (2, 3, 30)] == ["старое", "новое", "новое"]
    assert paged.text_at(7, 1) == "5"
    painted.clear()
    with qtbot.waitSignal(paged.page_arrived):
        paged.refresh()
    assert painted == [(0, 49)], "other words for the same rows: all are prepared anew"


class _Ids(list[Key]):
    """A million numbers that nobody may go through for what is on the screen."""

    def index(self, *_: object) -> int:
        """Refuse."""
        raise AssertionError

    def __getitem__(self, at: slice) -> list[Key]:  # type: ignore[override] # as slices only
        return list(super().__getitem__(at))


def test_a_row_that_is_seen_is_found_without_going_through_all(
    paged: PagedRowModel[Raw], qtbot: QtBot
) -> None:
    paged.set_ids(_Ids(range(1_000)))
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(410, 440)
    assert paged.row_of(417) == 417
    paged.set_ids(list(range(1_000)))
    assert (paged.row_of(950), paged.row_of(5_000)) == (950, -1)


def test_late_pages_of_an_older_result_are_dropped(
    paged: PagedRowModel[Raw], shelf: Shelf, runner: TaskRunner, qtbot: QtBot
) -> None:
    shelf.gate.clear()
    paged.set_ids([1, 2, 3])
    paged.want(0, 2)
    paged.set_ids([7, 8])
    shelf.gate.set()
    qtbot.waitUntil(lambda: runner.busy() == 0)
    assert paged.grid_row(0) is None
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(0, 1)
    assert paged.grid_row(0) is not None


def test_a_typed_value_waits_for_its_row(paged: PagedRowModel[Raw], qtbot: QtBot) -> None:
    paged.set_ids([1, 2, 3])
    with qtbot.waitSignal(paged.page_arrived):
        paged.want(0, 2)
    paged.set_pending(2, "qty", "40")
    assert paged.text_at(1, 1) == "40"
    with qtbot.waitSignal(paged.page_arrived):
        paged.refresh({2})
    assert paged.text_at(1, 1) == "5"
