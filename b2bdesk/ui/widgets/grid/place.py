"""Keeps the current row under the cursor when the rows change: sort, filter, sync, paste.

Before a model reset it notes the current key, its height on the screen and the selected keys;
after it, it puts them back. When the row is gone, the cursor stays at the same place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import Key

if TYPE_CHECKING:
    from b2bdesk.ui.widgets.grid.view import DeskGrid

_SELECTION_KEPT = 500


class PlaceKeeper:
    """The memory of one grid over a reset."""

    def __init__(self, grid: DeskGrid) -> None:
        self._grid = grid
        self._key: Key | None = None
        self._row = -1
        self._column = -1
        self._top = 0
        self._keys: list[Key] = []

    def watch(self, model: RowModel) -> None:
        """Follow the resets of a model."""
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._restore)

    def _note(self) -> None:
        grid = self._grid
        index = grid.currentIndex()
        self._key = grid.current_key()
        self._row, self._column = index.row(), index.column()
        self._top = grid.rowViewportPosition(index.row()) if index.isValid() else 0
        chosen = grid.selectionModel().selection().toList()
        few = 1 < rows_of(chosen) <= _SELECTION_KEPT  # a chosen column may have a million
        self._keys = grid.selected_keys() if few else []

    def _restore(self) -> None:
        grid, rows = self._grid, self._grid.rows_model()
        grid.set_hover(-1)
        if rows is None or not rows.row_total():
            grid.cancel_edit()
            grid.current_key_changed.emit(None)
            return
        row = rows.row_of(self._key) if self._key is not None else -1
        if row < 0:
            row = min(max(self._row, 0), rows.row_total() - 1)
        column = self._column if self._column >= 0 else selectable_column(grid)
        grid.put_cursor(row, column)
        self._select_again(rows)
        if self._row >= 0:
            height = grid.row_height()
            grid.verticalScrollBar().setValue(row * height - self._top)
        grid.current_key_changed.emit(rows.key_at(row))
        grid.layout_columns.apply()

    def _select_again(self, rows: RowModel) -> None:
        command = QItemSelectionModel.SelectionFlag.Select
        if self._grid.row_select:
            command |= QItemSelectionModel.SelectionFlag.Rows
        for key in self._keys:
            row = rows.row_of(key)
            if row >= 0:
                self._grid.selectionModel().select(rows.index(row, max(0, self._column)), command)


def rows_of(chosen: Sequence[QItemSelectionRange]) -> int:
    """Number of rows of a selection; they are not gone through."""
    count, below = 0, -1
    for top, bottom in sorted((block.top(), block.bottom()) for block in chosen):
        count += max(0, bottom - max(top - 1, below))
        below = max(below, bottom)
    return count


def selectable_column(grid: DeskGrid) -> int:
    """Where the cursor starts: the quantity column, else the first shown one."""
    header = grid.horizontalHeader()
    quantity = grid.quantity_column()
    if quantity is not None and not grid.row_select:
        number = next(n for n, c in enumerate(grid.columns()) if c.key == quantity.key)
        if not header.isSectionHidden(number):
            return number
    for visual in range(header.count()):
        logical = header.logicalIndex(visual)
        if not header.isSectionHidden(logical):
            return logical
    return 0
