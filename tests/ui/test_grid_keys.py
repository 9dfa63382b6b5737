"""The keyboard of the grid (UX §5): digits, Enter, Tab, F2, Delete, steps, letters, copies."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.widgets.grid import (
    ARTICLE,
    NUMBER,
    QUANTITY,
    STATE,
    Cell,
    Column,
    DeskGrid,
    GridRow,
    Pill,
    RowState,
    SelectionSum,
)  # fmt: skip
from tests.support.qtkeys import type_text
from tests.ui.keyboard import ALT, CTRL, SHIFT, press

COLUMNS = [
    Column("article", "Артикул", ARTICLE, 100),
    Column("note", "Примечание", width=100, editable=True),
    Column("qty", "Кол-во", QUANTITY, 80, editable=True),
    Column("sum", "Сумма", NUMBER, 90),
    Column("state", "Состояние", STATE, 300, stretch=True),
]


def _prepare(raw: int, _number: int) -> GridRow:
    state = RowState("bad", "circle-x", "Нет", "Заменить", "replace") if raw == 3 else None
    cells: dict[str, str | Cell] = {
        "article": f"00{raw}",
        "note": "",
        "qty": Cell("1\u202f000", value=1_000_000, edit="1000", locked=raw == 4),
        "sum": Cell("12,50", value=1250),
    }
    if raw == 5:
        cells["article"] = Cell("?", pills=(Pill("a", "А-1", "92 %"), Pill("b", "А-2", "80 %")))
    return GridRow(raw, cells, state)


@pytest.fixture
def grid(qtbot: QtBot) -> DeskGrid:
    made = DeskGrid("Строки")
    model: ListRowModel[int] = ListRowModel(COLUMNS, int, _prepare, made)
    model.set_rows(range(20))
    made.set_rows_model(model)
    made.enter_moves = True
    made.accepts_paste = True
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    made.go_to(1, "article")
    return made


def _texts(spy: QSignalSpy) -> list[tuple[object, ...]]:
    return [tuple(spy.at(number)) for number in range(spy.count())]


def test_a_digit_in_a_read_only_cell_starts_the_quantity(grid: DeskGrid) -> None:
    edited = QSignalSpy(grid.edited)
    type_text(grid, "250\n")
    assert _texts(edited) == [(1, "qty", "250")]
    assert grid.current_key() == 2
    column = grid.current_column()
    assert column is not None
    assert column.key == "qty"


def test_a_committed_quantity_is_pending_until_the_row_is_read_again(grid: DeskGrid) -> None:
    type_text(grid, "7\n")
    rows = grid.rows_model()
    assert isinstance(rows, ListRowModel)
    over = rows.overlay(1, "qty")
    assert over is not None
    assert (over.text, over.reason) == ("7", "")
    rows.update_rows([1])
    assert rows.overlay(1, "qty") is None


def test_a_refused_quantity_shows_why(grid: DeskGrid) -> None:
    rows = grid.rows_model()
    assert rows is not None
    rows.refuse(1, "qty", "1 000", "Кратность 50")
    over = rows.overlay(1, "qty")
    assert over is not None
    assert over.reason == "Кратность 50"


def test_escape_gives_the_old_value_back(grid: DeskGrid) -> None:
    edited = QSignalSpy(grid.edited)
    type_text(grid, "9")
    assert grid.is_editing()
    press(Qt.Key.Key_Escape)
    assert not grid.is_editing()
    assert edited.count() == 0
    assert grid.hasFocus()


def test_arrows_in_the_editor_commit_and_move_but_never_change_the_number(grid: DeskGrid) -> None:
    edited = QSignalSpy(grid.edited)
    type_text(grid, "12")
    press(Qt.Key.Key_Down)
    assert _texts(edited) == [(1, "qty", "12")]
    assert grid.current_key() == 2
    press(Qt.Key.Key_Up)
    assert edited.count() == 1


def test_the_same_value_is_not_sent(grid: DeskGrid) -> None:
    edited = QSignalSpy(grid.edited)
    grid.go_to(1, "qty")
    press(Qt.Key.Key_F2)
    editor = grid.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "1000"
    press(Qt.Key.Key_Return)
    assert edited.count() == 0
    assert grid.current_key() == 2


def test_tab_walks_the_cells_that_can_be_typed_in(grid: DeskGrid) -> None:
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        column = grid.current_column()
        assert column is not None
        seen.append((grid.current_key(), column.key))
    assert seen == [(1, "note"), (1, "qty"), (2, "note")]
    press(Qt.Key.Key_Backtab, SHIFT)
    assert grid.current_key() == 1


def test_a_locked_cell_takes_nothing(grid: DeskGrid) -> None:
    grid.go_to(4, "qty")
    type_text(grid, "5")
    assert not grid.is_editing()


def test_digits_are_text_in_an_editable_text_cell(grid: DeskGrid) -> None:
    edited = QSignalSpy(grid.edited)
    grid.go_to(1, "note")
    type_text(grid, "М8\n")
    assert _texts(edited) == [(1, "note", "М8")]


def test_letters_search(grid: DeskGrid) -> None:
    typed = QSignalSpy(grid.letters_typed)
    type_text(grid, "б")
    assert _texts(typed) == [("б",)]


def test_plus_and_minus_ask_for_a_multiple(grid: DeskGrid) -> None:
    stepped = QSignalSpy(grid.stepped)
    type_text(grid, "+-")
    assert _texts(stepped) == [(1, "qty", 1), (1, "qty", -1)]


def test_space_asks_for_the_card_and_alt_moves_the_line(grid: DeskGrid) -> None:
    card, moved = QSignalSpy(grid.card_requested), QSignalSpy(grid.moved)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down, ALT)
    assert _texts(card) == [(1,)]
    assert _texts(moved) == [([1], 1)]


def test_delete_clears_and_ctrl_delete_deletes_the_selected_lines(grid: DeskGrid) -> None:
    cleared, deleted = QSignalSpy(grid.cleared), QSignalSpy(grid.deleted)
    grid.go_to(1, "qty")
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Delete, CTRL)
    assert _texts(cleared) == [([1, 2], "qty")]
    assert _texts(deleted) == [([1, 2],)]


def test_fill_down_names_the_source_first(grid: DeskGrid) -> None:
    filled = QSignalSpy(grid.filled_down)
    grid.go_to(2, "qty")
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_D, CTRL)
    assert _texts(filled) == [([2, 3, 4], "qty")]


def test_a_block_is_copied_for_excel(grid: DeskGrid) -> None:
    grid.go_to(1, "article")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        press(key, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    mime = QApplication.clipboard().mimeData()
    assert mime.text() == "001\t\t1000\t12,50\n002\t\t1000\t12,50"
    assert "mso-number-format" in mime.html()
    assert "<td>1\u202f000</td>" in mime.html()


def test_paste_goes_out_as_text(grid: DeskGrid) -> None:
    pasted = QSignalSpy(grid.pasted)
    QApplication.clipboard().setText("АБВ-1\t5")
    press(Qt.Key.Key_V, CTRL)
    assert _texts(pasted) == [("АБВ-1\t5",)]


def test_the_action_of_a_row_is_reached_by_mouse_and_keyboard(grid: DeskGrid) -> None:
    acted = QSignalSpy(grid.action_triggered)
    grid.go_to(3, "state")
    press(Qt.Key.Key_Return)
    rect = grid.visualRect(grid.currentIndex())
    spot = QPoint(rect.right() - 20, rect.center().y())
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert _texts(acted) == [(3, "replace"), (3, "replace")]


def test_a_suggestion_is_taken_by_alt_and_its_number(grid: DeskGrid) -> None:
    chosen = QSignalSpy(grid.pill_chosen)
    grid.go_to(5)
    press(Qt.Key.Key_2, ALT)
    assert _texts(chosen) == [(5, "b")]


def test_enter_asks_for_the_row_where_it_does_not_move(grid: DeskGrid) -> None:
    grid.enter_moves = False
    entered = QSignalSpy(grid.entered)
    press(Qt.Key.Key_Return)
    assert _texts(entered) == [(1,)]


def test_the_selection_is_summed(grid: DeskGrid, qtbot: QtBot) -> None:
    grid.go_to(1, "qty")
    with qtbot.waitSignal(grid.selection_summed) as told:
        press(Qt.Key.Key_Down, SHIFT)
        press(Qt.Key.Key_Right, SHIFT)
    assert told.args is not None
    total = told.args[0]
    assert isinstance(total, SelectionSum)
    assert total.rows == 2
    assert dict(total.totals) == {"qty": 2_000_000, "sum": 2500}
