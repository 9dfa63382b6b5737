"""What every grid model shares: columns, rows by number, rows by key, typed-over cells.

The grid paints from `grid_row`; `data` exists for screen readers, the clipboard and Qt's
model tester. Role ints are compared first and everything else leaves at once: comparing
enums cost three quarters of a repaint.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from b2bdesk.ui.itemmodels.rows import (
    CHECK,
    STATE,
    Cell,
    Column,
    GridRow,
    Key,
    Overlay,
    cell_text,
)  # fmt: skip

_Index = QModelIndex | QPersistentModelIndex
_TEXT_ROLES = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.EditRole),
    }
)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_HORIZONTAL = Qt.Orientation.Horizontal


class RowModel(QAbstractTableModel):
    """Base of the grid models.

    Args:
        columns: all columns, shown or not.
        parent: owner.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(columns)
        self._overlays: dict[tuple[Key, str], Overlay] = {}

    def row_total(self) -> int:
        """Number of rows."""
        return 0

    def grid_row(self, row: int) -> GridRow | None:
        """The prepared row, or None while it is being read."""
        del row
        return None

    def key_at(self, row: int) -> Key | None:
        """Key of a row, known even while the row is being read."""
        del row
        return None

    def row_of(self, key: Key) -> int:
        """Number of the row with this key, −1 when it is not here."""
        del key
        return -1

    def want(self, first: int, last: int) -> None:
        """The view tells which rows it shows; paged models read them."""

    def column_of(self, key: str) -> int:
        """Number of a column, −1 when unknown."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        return -1

    def cell(self, row: int, column: int) -> str | Cell | None:
        """Content of a cell without what is typed over it."""
        found = self.grid_row(row)
        return None if found is None else found.cells.get(self.columns[column].key)

    def can_edit(self, row: int, column: int) -> bool:
        """Whether the cell can be typed in."""
        if not self.columns[column].editable:
            return False
        found = self.grid_row(row)
        if found is None or found.locked:
            return False
        cell = found.cells.get(self.columns[column].key)
        return not (isinstance(cell, Cell) and cell.locked)

    def overlay(self, key: Key, column: str) -> Overlay | None:
        """What is typed over a cell."""
        return self._overlays.get((key, column)) if self._overlays else None

    def set_pending(self, key: Key, column: str, text: str) -> None:
        """Show a typed value at once, with the dot of a value not committed yet."""
        self._overlays[(key, column)] = Overlay(text)
        self._repaint(key)

    def refuse(self, key: Key, column: str, text: str, reason: str) -> None:
        """Show that a typed value was refused; the next change of the row clears it."""
        self._overlays[(key, column)] = Overlay(text, reason or "?")
        self._repaint(key)

    def settle(self, key: Key | None = None) -> None:
        """Forget what was typed over one row, or over all."""
        gone = [spot for spot in self._overlays if key is None or spot[0] == key]
        for spot in gone:
            del self._overlays[spot]
            self._repaint(spot[0])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.row_total()

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        if role not in _TEXT_ROLES or not index.isValid():
            return None
        return self.text_at(index.row(), index.column())

    def text_at(self, row: int, column: int) -> str:
        """Words of a cell as a person sees them; a state cell says its state."""
        found = self.grid_row(row)
        if found is None:
            return ""
        spec = self.columns[column]
        over = self.overlay(found.key, spec.key)
        if over is not None:
            return over.text
        cell = found.cells.get(spec.key)
        if spec.kind == STATE and cell is None:
            return "" if found.state is None else found.state.text
        if spec.kind == CHECK and isinstance(cell, Cell):
            return "☑" if cell.checked else "☐"
        return cell_text(cell)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role != _DISPLAY:
            return None
        if orientation == _HORIZONTAL:
            return self.columns[section].title if section < len(self.columns) else None
        return str(section + 1)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        return flags

    def _repaint(self, key: Key) -> None:
        row = self.row_of(key)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _drop_overlays(self, keys: set[Key]) -> None:
        if self._overlays:
            for spot in [spot for spot in self._overlays if spot[0] in keys]:
                del self._overlays[spot]
