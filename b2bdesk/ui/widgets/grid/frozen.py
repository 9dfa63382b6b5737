"""Columns that stay when a grid is scrolled sideways: the first ones, up to a named column.

They are painted once more over what was scrolled, at their own place; the header, the mouse and
the cursor ask here where a column stands. Nothing stays while they would take most of the width.
"""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView

_MOST = 0.6
_PLACES = 3


class FrozenColumns:
    """The columns of one header that stay.

    Attributes:
        last: logical number of the last one, −1 = none stays.
    """

    def __init__(self, header: QHeaderView) -> None:
        self._header = header
        self.last = -1

    def spans(self) -> list[tuple[int, int, int]]:
        """Logical number, left side and width of each in the viewport; none while unscrolled."""
        header = self._header
        if not 0 <= self.last < header.count() or header.isSectionHidden(self.last):
            return []
        visual = header.visualIndex(self.last)
        if not header.offset() or visual >= _PLACES:
            return []
        found, x = [], 0
        for logical in map(header.logicalIndex, range(visual + 1)):
            if not header.isSectionHidden(logical):
                found.append((logical, x, header.sectionSize(logical)))
                x += header.sectionSize(logical)
        return found if x <= header.viewport().width() * _MOST else []

    def width(self) -> int:
        """Px at the left that they take."""
        return sum(width for _, _, width in self.spans())

    def at(self, x: int) -> int:
        """The column at a place of the viewport, −1 when none of them is there."""
        return next((n for n, left, width in self.spans() if left <= x < left + width), -1)

    def left(self, logical: int) -> int | None:
        """Left side of a column that stays, None for any other."""
        return next((left for n, left, _ in self.spans() if n == logical), None)
