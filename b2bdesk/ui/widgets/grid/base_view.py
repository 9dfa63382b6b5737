"""What a grid shows and where its cursor is: the part of the view every helper asks.

`view.DeskGrid` adds what a person can do with it.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import QUANTITY, Column, GridRow, Key
from b2bdesk.ui.widgets.grid.header import DeskHeader

_Index = QModelIndex | QPersistentModelIndex


class GridBase(QTableView):
    """A table over a `RowModel` with rows of one height and a hovered row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hover = -1
        self._ring = False
        self._by_program = False
        self._header = DeskHeader(self)

    def rows_model(self) -> RowModel | None:
        """The model shown."""
        model = self.model()
        return model if isinstance(model, RowModel) else None

    def current_key(self) -> Key | None:
        """Key of the current row."""
        rows = self.rows_model()
        return None if rows is None else rows.key_at(self.currentIndex().row())

    def columns(self) -> tuple[Column, ...]:
        """All columns."""
        rows = self.rows_model()
        return () if rows is None else rows.columns

    def current_column(self) -> Column | None:
        """Column of the cursor."""
        column = self.currentIndex().column()
        return self.columns()[column] if column >= 0 else None

    def current_row(self) -> GridRow | None:
        """Row of the cursor when it has been read."""
        rows = self.rows_model()
        return None if rows is None else rows.grid_row(self.currentIndex().row())

    def quantity_column(self) -> Column | None:
        """The quantity column of the cursor, else the first one."""
        here = self.current_column()
        if here is not None and here.kind == QUANTITY and here.editable:
            return here
        for column in self.columns():
            if column.kind == QUANTITY and column.editable:
                return column
        return None

    def has_quantity(self) -> bool:
        """Whether the grid takes quantities."""
        return self.quantity_column() is not None

    def has_editable(self) -> bool:
        """Whether anything can be typed in."""
        return any(column.editable for column in self.columns())

    def row_height(self) -> int:
        """Height of a row in px."""
        return self.verticalHeader().defaultSectionSize()

    def hovered_row(self) -> int:
        """Row under the mouse, −1 for none."""
        return self._hover

    def shows_row_ring(self) -> bool:
        """Whether a list shows the ring of keyboard focus."""
        return self._ring and self.hasFocus()

    def band_edges(self) -> list[int]:
        """Vertical lines between bands."""
        return self._header.band_edges()

    def visible_span(self, top: int, bottom: int) -> tuple[int, int]:
        """First and last row between two heights of the viewport."""
        rows = self.rows_model()
        total = 0 if rows is None else rows.row_total()
        first = self.rowAt(max(0, top))
        last = self.rowAt(bottom)
        return (0, -1) if not total or first < 0 else (first, last if last >= 0 else total - 1)

    def set_hover(self, row: int) -> None:
        """Remember the row under the mouse and repaint the two rows concerned."""
        if row != self._hover:
            for each in (row, self._hover):
                if each >= 0:
                    y = self.rowViewportPosition(each)
                    self.viewport().update(QRect(0, y, self.viewport().width(), self.row_height()))
            self._hover = row

    def put_cursor(self, row: int, column: int) -> None:
        """Move the cursor by program: a new selection starts, whatever keys are held."""
        self._by_program = True
        self.setCurrentIndex(self.model().index(row, column))
        self._by_program = False

    def freeze(self, key: str) -> None:
        """Let the columns up to this one stay when the grid is scrolled sideways."""
        keys = [column.key for column in self.columns()]
        self._header.frozen.last = keys.index(key) if key in keys else -1

    def frozen_spans(self) -> list[tuple[int, int, int]]:
        """Number, left side and width of the columns that stay; none while unscrolled."""
        return self._header.frozen.spans()

    def column_left(self, column: int) -> int:
        """Left side of a column in the viewport, wherever it stays."""
        left = self._header.frozen.left(column)
        return self.columnViewportPosition(column) if left is None else left

    def indexAt(self, point: QPoint) -> QModelIndex:
        column = self._header.frozen.at(point.x())
        if column < 0:
            return super().indexAt(point)
        row = self.rowAt(point.y())
        return self.model().index(row, column) if row >= 0 else QModelIndex()

    def visualRect(self, index: _Index) -> QRect:
        rect = super().visualRect(index)
        left = self._header.frozen.left(index.column()) if index.isValid() else None
        if left is not None:
            rect.moveLeft(left)
        return rect

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Show a cell beside the columns that stay, not behind them."""
        frozen, bar = self._header.frozen, self.horizontalScrollBar()
        before, stays = bar.value(), frozen.left(index.column()) is not None
        super().scrollTo(index, hint)
        if stays:
            bar.setValue(before)
            return
        hidden = frozen.width() - self.columnViewportPosition(index.column())
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx and self._header.frozen.last >= 0:
            self.viewport().update()
            self._header.viewport().update()

    def selectionCommand(  # noqa: N802
        self, index: _Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """See `put_cursor`; else Qt's own rules for Shift, Ctrl and dragging."""
        if self._by_program:
            command = QItemSelectionModel.SelectionFlag.ClearAndSelect
            rows = self.selectionBehavior() == self.SelectionBehavior.SelectRows
            return command | QItemSelectionModel.SelectionFlag.Rows if rows else command
        return super().selectionCommand(index, event)
