"""A grid model over rows held in memory: carts, import review, orders, documents.

The raw rows are the use case's frozen dataclasses; each is prepared for painting when first
needed, so that ten thousand lines open without formatting ten thousand lines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import Column, GridRow, Key

Raw = TypeVar("Raw")


class ListRowModel(RowModel, Generic[Raw]):
    """Rows in memory.

    Args:
        columns: all columns.
        key: key of a raw row.
        prepare: raw row and its number (from 0) to the painted row.
        parent: owner.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Raw], Key],
        prepare: Callable[[Raw, int], GridRow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._key = key
        self._prepare = prepare
        self._raw: list[Raw] = []
        self._ready: list[GridRow | None] = []
        self._at: dict[Key, int] = {}

    def set_rows(self, rows: Iterable[Raw]) -> None:
        """Show these rows; the grid keeps its cursor, selection and place by key."""
        self.beginResetModel()
        self._raw = list(rows)
        self._ready = [None] * len(self._raw)
        self._at = {self._key(raw): number for number, raw in enumerate(self._raw)}
        self._overlays.clear()
        self.endResetModel()

    def fill_rows(self, rows: Sequence[Raw], typed: Collection[Key] = ()) -> bool:
        """Put rows where they stand already and repaint those that are other ones.

        Args:
            rows: all rows.
            typed: keys of rows over which a value that is not committed yet is to stay.

        Returns:
            False when these are not the rows that are shown, or not in this order: `set_rows`.
        """
        if len(rows) != len(self._raw):
            return False
        key = self._key
        pairs = enumerate(zip(self._raw, rows, strict=True))
        moved = [at for at, (old, new) in pairs if old is not new and old != new]
        if any(key(self._raw[at]) != key(rows[at]) for at in moved):
            return False
        for at in moved:
            self._raw[at] = rows[at]
            self._ready[at] = None
        self._drop_overlays({key(rows[at]) for at in moved}.difference(typed))
        if moved:
            last = self.index(moved[-1], len(self.columns) - 1)
            self.dataChanged.emit(self.index(moved[0], 0), last)
        return True

    def update_rows(self, rows: Iterable[Raw]) -> list[Raw]:
        """Replace rows of known keys in place and repaint them only.

        Returns:
            The rows whose key is not here; reload when there are any.
        """
        unknown: list[Raw] = []
        for raw in rows:
            key = self._key(raw)
            number = self._at.get(key, -1)
            if number < 0:
                unknown.append(raw)
                continue
            self._raw[number] = raw
            self._ready[number] = None
            self._drop_overlays({key})
            self._repaint(key)
        return unknown

    def prepare_again(self) -> None:
        """Format all rows anew (theme of words, ages), without moving anything."""
        self._ready = [None] * len(self._raw)
        if self._raw:
            last = self.index(len(self._raw) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def raw_rows(self) -> list[Raw]:
        """The raw rows in order."""
        return list(self._raw)

    def raw(self, key: Key) -> Raw | None:
        """The raw row of a key."""
        number = self._at.get(key, -1)
        return self._raw[number] if number >= 0 else None

    def row_total(self) -> int:
        return len(self._raw)

    def grid_row(self, row: int) -> GridRow | None:
        if not 0 <= row < len(self._raw):
            return None
        found = self._ready[row]
        if found is None:
            found = self._ready[row] = self._prepare(self._raw[row], row)
        return found

    def key_at(self, row: int) -> Key | None:
        return self._key(self._raw[row]) if 0 <= row < len(self._raw) else None

    def row_of(self, key: Key) -> int:
        return self._at.get(key, -1)
