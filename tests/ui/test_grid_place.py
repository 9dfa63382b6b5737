"""What a person looks at stays where it is: cursor, editor, columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.widgets.grid import QUANTITY, Cell, Column, DeskGrid, GridRow
from b2bdesk.ui.widgets.grid.place import rows_of
from tests.support.qtkeys import type_text
from tests.ui.keyboard import press

COLUMNS = [
    Column("name", "Название", width=200, stretch=True, sortable=True),
    Column("unit", "Ед.", width=60),
    Column("qty", "Кол-во", QUANTITY, 80, editable=True),
]


def _prepare(raw: int, _number: int) -> GridRow:
    return GridRow(raw, {"name": f"Товар {raw}", "unit": "шт", "qty": Cell("1")})


Made = tuple[DeskGrid, ListRowModel[int]]


@pytest.fixture
def made(qtbot: QtBot) -> Made:
    grid = DeskGrid("Строки")
    model: ListRowModel[int] = ListRowModel(COLUMNS, int, _prepare, grid)
    model.set_rows(range(500))
    grid.set_rows_model(model)
    qtbot.addWidget(grid)
    grid.resize(700, 400)
    grid.show()
    grid.activateWindow()
    qtbot.waitUntil(grid.isActiveWindow)
    grid.setFocus()
    return grid, model


def _top(grid: DeskGrid) -> int:
    return grid.rowViewportPosition(grid.currentIndex().row())


def test_a_refresh_does_not_move_the_current_row(made: Made) -> None:
    grid, model = made
    grid.go_to(200, "qty")
    before = _top(grid)
    model.set_rows([*range(1000, 1050), *range(500)])
    assert grid.current_key() == 200
    assert _top(grid) == before


def test_when_the_row_is_gone_the_cursor_stays_at_its_place(made: Made) -> None:
    grid, model = made
    grid.go_to(10, "qty")
    model.set_rows([row for row in range(500) if row != 10])
    assert grid.current_key() == 11


def test_the_editor_survives_a_refresh_with_its_text(made: Made) -> None:
    grid, model = made
    grid.go_to(5, "name")
    type_text(grid, "42")
    model.set_rows([999, *range(500)])
    assert grid.is_editing()
    edited = QSignalSpy(grid.edited)
    press(Qt.Key.Key_Return)
    assert edited.at(0) == [5, "qty", "42"]


def test_a_chosen_column_is_not_gone_through_when_the_rows_change(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid, model = made
    model.set_rows(range(2_000))
    grid.go_to(3, "qty")
    grid.selectColumn(0)
    grid.selectionModel().select(model.index(5, 1), QItemSelectionModel.SelectionFlag.Select)
    assert rows_of(grid.selectionModel().selection().toList()) == 2_000, "each row counts once"
    asked: list[int] = []
    key_at = model.key_at

    def noted(row: int) -> Key | None:
        asked.append(row)
        return key_at(row)

    monkeypatch.setattr(model, "key_at", noted)
    model.set_rows([*range(1_000, 3_000)])
    assert len(asked) < 50
    grid.go_to(1_010, "qty")
    for row in (10, 12, 13):
        grid.selectionModel().select(model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)
    model.set_rows([7, *range(1_000, 3_000)])
    assert grid.selected_keys() == [1_010, 1_012, 1_013], "a few stay chosen"


def test_columns_are_restored_and_unknown_ones_ignored(made: Made, qtbot: QtBot) -> None:
    grid, _ = made
    grid.layout_columns.restore(
        {
            "order": ["qty", "gone", "name", "unit"],
            "widths": {"unit": 90, "gone": 5, "qty": "wide"},
            "hidden": ["unit", "gone"],
        }
    )
    state = grid.layout_columns.state()
    assert state["order"] == ["qty", "name", "unit"]
    assert state["hidden"] == ["unit"]
    assert grid.isColumnHidden(1)
    with qtbot.waitSignal(grid.layout_changed):
        grid.layout_columns.set_hidden("unit", False)
    assert grid.columnWidth(1) == 90


def test_a_broken_layout_changes_nothing(made: Made) -> None:
    grid, _ = made
    before = grid.layout_columns.state()
    grid.layout_columns.restore({"order": 5, "widths": [], "hidden": None})
    assert grid.layout_columns.state() == before


def test_spare_width_goes_to_the_stretch_column(made: Made) -> None:
    grid, _ = made
    assert grid.horizontalHeader().length() == grid.viewport().width()


def test_columns_give_way_in_their_turn_and_come_back(made: Made) -> None:
    grid, _ = made
    grid.layout_columns.set_giving_way(("unit", "qty"))
    shown = {}
    for width in (700, 160, 90, 700):
        grid.resize(width, 300)
        shown[width] = [grid.isColumnHidden(column) for column in range(3)]
    assert shown == {160: [False, True, False], 90: [False, True, True], 700: [False] * 3}
    assert grid.layout_columns.state()["hidden"] == []


def test_sorting_is_asked_for_and_shown(made: Made) -> None:
    grid, _ = made
    asked = QSignalSpy(grid.sort_requested)
    grid.horizontalHeader().sectionClicked.emit(0)
    grid.horizontalHeader().sectionClicked.emit(0)
    grid.horizontalHeader().sectionClicked.emit(1)
    assert [asked.at(number) for number in range(asked.count())] == [
        ["name", False],
        ["name", True],
    ]


def test_first_columns_stay_when_scrolled_and_answer_the_mouse(made: Made) -> None:
    grid, _model = made
    for number, width in enumerate((150, 600, 300)):
        grid.layout_columns._widths[COLUMNS[number].key] = width
    grid.resize(500, 300)
    grid.freeze("name")
    grid.layout_columns.apply()
    grid.go_to(3, "name")
    assert grid.frozen_spans() == [], "unscrolled, every column has its own place"
    grid.go_to(3, "qty")
    bar = grid.horizontalScrollBar()
    scrolled = bar.value()
    assert scrolled > 0
    [(number, left, width)] = grid.frozen_spans()
    assert (number, left) == (0, 0)
    point = QPoint(width // 2, grid.rowViewportPosition(3) + 4)
    assert (grid.indexAt(point).row(), grid.indexAt(point).column()) == (3, 0)
    assert grid.visualRect(grid.model().index(3, 0)).left() == 0
    grid.go_to(4, "name")
    assert bar.value() == scrolled, "a column that stays needs no scrolling"
    grid.go_to(4, "unit")
    assert grid.visualRect(grid.currentIndex()).left() >= width, "nothing hides behind it"
    bar.setValue(scrolled)
    asked = QSignalSpy(grid.sort_requested)
    QTest.mouseClick(
        grid.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(width // 2, 14)
    )
    assert asked.count() == 1
    assert asked.at(0)[0] == "name"
    grid.freeze("unit")
    assert grid.frozen_spans() == [], "they would take most of the width"


def test_a_place_beside_a_number_is_cut_and_the_number_never(made: Made) -> None:
    cells = made[0].cells
    cells.begin(QPainter())
    whole = cells.width("300 · Подольск", 0)
    assert cells.fitting("300 · Подольск", 0, whole) == "300 · Подольск"
    cut = cells.fitting("300 · Подольск", 0, whole - 20)
    assert cut.startswith("300 · По")
    assert cut.endswith("…")
    assert cells.fitting("300\xa0·\xa0Подольск", 0, 40) == "300"
    assert cells.fitting("1 000 000", 0, 10) == "1 000 000"


def test_a_number_in_a_narrow_column_is_whole_or_says_that_it_is_cut(made: Made) -> None:
    cells = made[0].cells
    cells.begin(QPainter())
    wide = cells.width("23 000", 0)
    assert cells.whole("23 000", 0, wide) == ("23 000", 0)
    smaller, font = cells.whole("23 000", 0, wide - 3)
    assert smaller == "23 000"
    assert cells.width(smaller, font) <= wide - 2
    assert cells.whole("23 000", 0, wide / 2)[0].startswith("…")
