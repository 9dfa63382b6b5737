"""Where tiles lie: even columns of one height, computed and not stored, for any number of rows.

`tile_view.TileView` paints them and lets a person order.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)  # fmt: skip
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.widgets.scroll import thin
from b2bdesk.ui.widgets.tile_paint import GAP, tile_height

_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_WIDTHS = {"compact": 148, "normal": 182, "roomy": 232}
EDGE = 16


class TileBase(QAbstractItemView):
    """A view of a `RowModel` as tiles, one per row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = _WIDTHS["normal"]
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        thin(self)

    def rows_model(self) -> RowModel | None:
        """The model shown."""
        model = self.model()
        return model if isinstance(model, RowModel) else None

    def set_density(self, density: str) -> None:
        """How large the tiles are: `compact`, `normal` or `roomy`."""
        self._least = _WIDTHS[density]
        self.updateGeometries()
        self.viewport().update()

    def current_key(self) -> Key | None:
        """Key of the current tile."""
        rows = self.rows_model()
        return None if rows is None else rows.key_at(self.currentIndex().row())

    def go_to(self, key: Key, column: str = "") -> bool:
        """Put the cursor on a tile, scrolled into view."""
        rows = self.rows_model()
        row = -1 if rows is None else rows.row_of(key)
        return row >= 0 and self.go_to_row(row, column)

    def go_to_row(self, row: int, _column: str = "") -> bool:
        """Put the cursor on a tile by number."""
        rows = self.rows_model()
        if rows is None or not 0 <= row < rows.row_total():
            return False
        self.setCurrentIndex(rows.index(row, self.name_column()))
        return True

    def columns(self) -> int:
        """How many tiles stand side by side."""
        room = self.viewport().width() - 2 * EDGE + GAP
        return max(1, room // (self._least + GAP))

    def tile_size(self) -> tuple[int, int]:
        """Width and height of a tile."""
        columns = self.columns()
        room = self.viewport().width() - 2 * EDGE - (columns - 1) * GAP
        width = max(80, room // columns)
        return width, tile_height(width)

    def tile_rect(self, row: int) -> QRect:
        """Where a tile lies in the viewport."""
        columns = self.columns()
        width, height = self.tile_size()
        line, at = divmod(row, columns)
        top = EDGE // 2 + line * (height + GAP) - self.verticalScrollBar().value()
        return QRect(EDGE + at * (width + GAP), top, width, height)

    def visualRect(self, index: _Index) -> QRect:
        return self.tile_rect(index.row()) if index.isValid() else QRect()

    def scrollTo(
        self,
        index: _Index,
        hint: _Hint = _Hint.EnsureVisible,
    ) -> None:
        del hint
        rect = self.visualRect(index)
        bar = self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - EDGE // 2)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + EDGE // 2)

    def indexAt(self, point: QPoint) -> QModelIndex:
        rows = self.rows_model()
        if rows is None:
            return QModelIndex()
        width, height = self.tile_size()
        y = point.y() + self.verticalScrollBar().value() - EDGE // 2
        line, column = y // (height + GAP), (point.x() - EDGE) // (width + GAP)
        row = line * self.columns() + column
        if 0 <= column < self.columns() and 0 <= row < rows.row_total() and line >= 0:
            if self.tile_rect(row).contains(point):
                return rows.index(row, self.name_column())
        return QModelIndex()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        rows = self.rows_model()
        if rows is None or not rows.row_total():
            return QModelIndex()
        actions = QAbstractItemView.CursorAction
        page = max(1, self.viewport().height() // (self.tile_size()[1] + GAP)) * self.columns()
        step = {
            actions.MoveLeft: -1, actions.MoveRight: 1, actions.MovePrevious: -1,
            actions.MoveNext: 1, actions.MoveUp: -self.columns(), actions.MoveDown: self.columns(),
            actions.MovePageUp: -page, actions.MovePageDown: page,
            actions.MoveHome: -rows.row_total(), actions.MoveEnd: rows.row_total(),
        }.get(action, 0)  # fmt: skip
        here = max(0, self.currentIndex().row())
        last = rows.row_total() - 1
        wanted = here + step
        if action in (actions.MoveUp, actions.MoveDown) and not 0 <= wanted <= last:
            wanted = here
        return rows.index(min(max(0, wanted), last), self.name_column())

    def horizontalOffset(self) -> int:  # noqa: N802
        return 0

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: _Index) -> bool:  # noqa: N802
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def updateGeometries(self) -> None:  # noqa: N802
        rows = self.rows_model()
        total = 0 if rows is None else rows.row_total()
        height = self.tile_size()[1]
        lines = -(-total // self.columns())
        content = lines * (height + GAP) + EDGE
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, content - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep((height + GAP) // 3)
        super().updateGeometries()

    def visible_span(self) -> tuple[int, int]:
        """First and last tile in sight."""
        rows = self.rows_model()
        total = 0 if rows is None else rows.row_total()
        step = self.tile_size()[1] + GAP
        top = self.verticalScrollBar().value()
        first = max(0, (top - EDGE // 2) // step) * self.columns()
        last = ((top + self.viewport().height()) // step + 1) * self.columns() - 1
        return min(first, max(0, total - 1)), min(last, total - 1)

    def name_column(self) -> int:
        """The column the cursor stands on."""
        rows = self.rows_model()
        return max(0, rows.column_of("name")) if rows is not None else 0
