"""Opens, places and closes the inline editor of a grid.

The editor belongs to a row *key*: when a sync re-reads the rows under it, caret and text stay.
A committed text is shown as pending at once and goes out by the grid's `edited`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from b2bdesk.ui.itemmodels.rows import QUANTITY, Cell, Key
from b2bdesk.ui.widgets.field import editor_rect
from b2bdesk.ui.widgets.grid import editor as moves
from b2bdesk.ui.widgets.grid import selecting
from b2bdesk.ui.widgets.grid.editor import CellEditor

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid


class Editing:
    """The editor of one grid."""

    def __init__(self, grid: DeskGrid) -> None:
        self._grid = grid
        self._editor: CellEditor | None = None
        self._spot: tuple[Key, str] | None = None
        self._before = ""

    def active(self) -> bool:
        """Whether an editor is open."""
        return self._editor is not None

    def begin(self, column: str, typed: str | None) -> bool:
        """Open on the current row; `typed` replaces the text, None selects all of it."""
        grid, rows = self._grid, self._grid.rows_model()
        index = grid.currentIndex()
        if rows is None or not index.isValid() or self._editor is not None:
            return False
        number = rows.column_of(column) if column else index.column()
        key = rows.key_at(index.row())
        if key is None or number < 0 or not rows.can_edit(index.row(), number):
            return False
        if grid.isColumnHidden(number):
            return False
        grid.put_cursor(index.row(), number)
        grid.scrollTo(grid.currentIndex())
        spec = rows.columns[number]
        editor = CellEditor(grid.viewport(), right=spec.right, name=spec.title)
        self._before = self._start_text(key, index.row(), number)
        editor.setText(self._before if typed is None else typed)
        if typed is None:
            editor.selectAll()
        editor.committed.connect(self._on_committed)
        editor.given_up.connect(self._on_given_up)
        self._editor, self._spot = editor, (key, spec.key)
        self.reposition()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        grid.viewport().update()
        return True

    def cancel(self) -> bool:
        """Close without committing."""
        if self._editor is None:
            return False
        self._editor.give_up()
        return True

    def reposition(self) -> None:
        """Follow the cell after scrolling, sorting or a refresh."""
        if self._editor is None or self._spot is None:
            return
        rows = self._grid.rows_model()
        row = -1 if rows is None else rows.row_of(self._spot[0])
        if rows is None or row < 0:
            self.cancel()
            return
        rect = self._grid.visualRect(rows.index(row, rows.column_of(self._spot[1])))
        self._editor.setGeometry(editor_rect(rect).adjusted(0, 0, 0, -1))

    def _start_text(self, key: Key, row: int, column: int) -> str:
        rows = self._grid.rows_model()
        assert rows is not None
        over = rows.overlay(key, rows.columns[column].key)
        if over is not None:
            return over.text
        cell = rows.cell(row, column)
        text = (cell.edit or cell.text) if isinstance(cell, Cell) else cell or ""
        return "" if text == "·" else text

    def _on_committed(self, text: str, where: str) -> None:
        spot = self._close()
        rows = self._grid.rows_model()
        if spot is None or rows is None:
            return
        key, column = spot
        here = self._grid.current_key()
        if text.strip() != self._before.strip():
            number = rows.column_of(column)
            if rows.columns[number].kind == QUANTITY:
                rows.set_pending(key, column, text.strip())
            self._grid.edited.emit(key, column, text.strip())
        if self._grid.current_key() == here:  # else the screen has put the cursor elsewhere
            self._move(where)

    def _move(self, where: str) -> None:
        if where in (moves.DOWN, moves.UP):
            selecting.step_row(self._grid, 1 if where == moves.DOWN else -1)
        elif where in (moves.NEXT, moves.BACK):
            selecting.step_editable(self._grid, 1 if where == moves.NEXT else -1)

    def _on_given_up(self) -> None:
        self._close()

    def _close(self) -> tuple[Key, str] | None:
        editor, spot = self._editor, self._spot
        self._editor = self._spot = None
        if editor is not None:
            had_focus = editor.hasFocus()
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._grid.viewport().update()
        return spot
