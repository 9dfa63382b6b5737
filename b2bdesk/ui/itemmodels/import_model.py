"""The grid model of the import review: rows of a long list are made when they are painted."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.domain.bulk_rowlist import BulkRows
from b2bdesk.domain.bulk_rows import BulkRow
from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.import_rows import WAITING, ListShape, import_columns, painted
from b2bdesk.ui.itemmodels.rows import GridRow, Key


class ImportModel(RowModel):
    """Judged rows, by their number in the list.

    Args:
        shape: what decides the columns.
        parent: owner.
    """

    def __init__(self, shape: ListShape, parent: QObject) -> None:
        super().__init__(import_columns(shape), parent)
        self.rows = BulkRows()
        self._ready: dict[int, GridRow] = {}
        self._at: dict[Key, int] = {}

    def set_rows(self, rows: BulkRows) -> None:
        """Show these rows; the grid keeps its cursor, selection and place by key."""
        self.beginResetModel()
        self.rows = rows
        self._ready = {}
        self._at = {number: at for at, number in enumerate(rows.numbers())}
        self._overlays.clear()
        self.endResetModel()

    def row_of_number(self, number: int) -> BulkRow | None:
        """The judged row of a number of the list."""
        at = self._at.get(number)
        return None if at is None else self.rows[at]

    def problem_at(self, row: int) -> bool:
        """Whether F8 stops at a row."""
        return self.rows.status(row) in WAITING

    def row_total(self) -> int:
        return len(self.rows)

    def grid_row(self, row: int) -> GridRow | None:
        if not 0 <= row < len(self.rows):
            return None
        found = self._ready.get(row)
        if found is None:
            found = self._ready[row] = painted(self.rows[row])
        return found

    def key_at(self, row: int) -> Key | None:
        return self.rows[row].row if 0 <= row < len(self.rows) else None

    def row_of(self, key: Key) -> int:
        return self._at.get(key, -1)
