"""What a key means in a grid that is not being edited. One table, one rule per key.

Digits start a quantity from any read-only cell; letters search; Enter, Tab and the arrows move;
`+` and `−` step by the multiple. Keys not named here go to the stock view or to the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from b2bdesk.ui.itemmodels.rows import CHECK, QUANTITY, STATE, Cell
from b2bdesk.ui.widgets.grid import selecting

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid

_K = Qt.Key
_M = Qt.KeyboardModifier
_NONE, _CTRL, _SHIFT, _ALT = 0, 1, 2, 4
_KEYPAD = ~_M.KeypadModifier


def mods(event: QKeyEvent) -> int:
    """Modifiers as bits, the number pad ignored."""
    held = event.modifiers()
    bits = _CTRL if held & _M.ControlModifier else 0
    bits |= _SHIFT if held & _M.ShiftModifier else 0
    return bits | (_ALT if held & _M.AltModifier else 0)


def handle(grid: DeskGrid, event: QKeyEvent) -> bool:
    """Do what the key means; False hands it on."""
    act = _ACTS.get((event.key(), mods(event)))
    if act is not None:
        return act(grid)
    text = event.text()
    if mods(event) & (_CTRL | _ALT):
        return _pill(grid, event)
    if not text or not text.isprintable():
        return False
    return _typed(grid, text)


def claims(event: QKeyEvent) -> bool:
    """Whether the grid takes this key before any shortcut of the window."""
    return (event.key(), mods(event)) in _CLAIMED


def _typed(grid: DeskGrid, text: str) -> bool:
    column = grid.current_column()
    if column is not None and column.editable and column.kind != QUANTITY:
        return grid.begin_edit(typed=text)
    if text in "0123456789":
        return grid.edit_quantity(text)
    if text in "+-−=" and grid.has_quantity():
        return grid.step_quantity(-1 if text in "-−" else 1)
    if text.isalpha():
        grid.letters_typed.emit(text)
        return True
    return False


def _pill(grid: DeskGrid, event: QKeyEvent) -> bool:
    """Alt+1 … 9 takes a suggestion of the current row."""
    number = event.key() - int(_K.Key_1)
    if mods(event) != _ALT or not 0 <= number <= 8:
        return False
    row = grid.current_row()
    if row is None:
        return False
    for cell in row.cells.values():
        if isinstance(cell, Cell) and number < len(cell.pills):
            grid.pill_chosen.emit(row.key, cell.pills[number].key)
            return True
    return False


def _enter(grid: DeskGrid) -> bool:
    row, column = grid.current_row(), grid.current_column()
    if row is None or column is None:
        return False
    if column.kind == STATE and row.state is not None and row.state.action:
        grid.action_triggered.emit(row.key, row.state.action_key)
    elif column.kind == CHECK:
        return _space(grid)
    elif grid.enter_moves:
        selecting.step_row(grid, 1)
    else:
        grid.entered.emit(row.key)
    return True


def _space(grid: DeskGrid) -> bool:
    row = grid.current_row()
    if row is None:
        return False
    for column in grid.columns():
        cell = row.cells.get(column.key)
        if column.kind == CHECK and isinstance(cell, Cell) and not cell.locked:
            grid.toggled.emit(row.key, not cell.checked)
            return True
    grid.card_requested.emit(row.key)
    return True


def _up(grid: DeskGrid) -> bool:
    return selecting.step_row(grid, -1)


def _tab(grid: DeskGrid) -> bool:
    return selecting.step_editable(grid, 1)


def _back(grid: DeskGrid) -> bool:
    return selecting.step_editable(grid, -1)


def _leave(grid: DeskGrid) -> bool:
    return grid.leave(forward=True)


def _leave_back(grid: DeskGrid) -> bool:
    return grid.leave(forward=False)


def _edit(grid: DeskGrid) -> bool:
    return grid.begin_edit() or grid.edit_quantity(None)


def _clear(grid: DeskGrid) -> bool:
    column = grid.current_column()
    if column is None or not grid.has_editable():
        return False
    grid.cleared.emit(grid.selected_keys(), column.key)
    return True


def _delete(grid: DeskGrid) -> bool:
    keys = grid.selected_keys()
    if keys:
        grid.deleted.emit(keys)
    return bool(keys)


def _fill(grid: DeskGrid) -> bool:
    column = grid.current_column()
    if column is None or not column.editable:
        return False
    grid.filled_down.emit(grid.selected_keys(), column.key)
    return True


def _copy(grid: DeskGrid) -> bool:
    grid.copy_selection()
    return True


def _paste(grid: DeskGrid) -> bool:
    text = QApplication.clipboard().text()
    if not text or not grid.accepts_paste:
        return False
    grid.pasted.emit(text)
    return True


def _line_up(grid: DeskGrid) -> bool:
    grid.moved.emit(grid.selected_keys(), -1)
    return True


def _line_down(grid: DeskGrid) -> bool:
    grid.moved.emit(grid.selected_keys(), 1)
    return True


def _more(grid: DeskGrid) -> bool:
    return grid.has_quantity() and grid.step_quantity(1)


def _less(grid: DeskGrid) -> bool:
    return grid.has_quantity() and grid.step_quantity(-1)


_ACTS: dict[tuple[int, int], Callable[[DeskGrid], bool]] = {
    (_K.Key_Return, _NONE): _enter, (_K.Key_Enter, _NONE): _enter,
    (_K.Key_Return, _SHIFT): _up, (_K.Key_Enter, _SHIFT): _up,
    (_K.Key_Tab, _NONE): _tab, (_K.Key_Backtab, _SHIFT): _back, (_K.Key_Backtab, _NONE): _back,
    (_K.Key_Tab, _CTRL): _leave,
    (_K.Key_Backtab, _CTRL | _SHIFT): _leave_back,
    (_K.Key_F2, _NONE): _edit, (_K.Key_Space, _NONE): _space,
    (_K.Key_Delete, _NONE): _clear, (_K.Key_Backspace, _NONE): _clear,
    (_K.Key_Delete, _CTRL): _delete, (_K.Key_D, _CTRL): _fill,
    (_K.Key_C, _CTRL): _copy, (_K.Key_Insert, _CTRL): _copy,
    (_K.Key_V, _CTRL): _paste, (_K.Key_Insert, _SHIFT): _paste,
    (_K.Key_Up, _ALT): _line_up, (_K.Key_Down, _ALT): _line_down,
    (_K.Key_Plus, _NONE): _more, (_K.Key_Plus, _SHIFT): _more, (_K.Key_Minus, _NONE): _less,
}  # fmt: skip

_CLAIMED = frozenset(_ACTS)
