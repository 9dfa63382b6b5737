"""Columns as the user arranged them: order, width, visibility, sort; saved as plain data.

Survives upgrades: a new column gets its place, a column that is gone is ignored. Spare width
goes to the stretch columns, the first up to its `max_width`, the last takes the rest. Where there
is too little, columns of second rank give way in their turn before anything has to be scrolled.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.ui.itemmodels.rows import Column
from b2bdesk.ui.widgets.grid.header import DeskHeader


class ColumnLayout(QObject):
    """Arranges the sections of a header.

    Signals:
        changed: the user changed something; the saved form follows 0.4 s after the last move.
    """

    changed = Signal(dict)

    def __init__(self, header: DeskHeader) -> None:
        super().__init__(header)
        self._header = header
        self._columns: tuple[Column, ...] = ()
        self._widths: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._folded: set[str] = set()
        self._giving: tuple[str, ...] = ()
        self._quiet = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(400)
        self._later.timeout.connect(self._tell)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        """Start with the columns' own widths and order."""
        self._columns = columns
        self._widths = {column.key: column.width for column in columns}
        self._hidden = {column.key for column in columns if column.hidden}
        self.apply()

    def state(self) -> dict[str, object]:
        """The saved form."""
        order = [
            self._columns[self._header.logicalIndex(visual)].key
            for visual in range(len(self._columns))
        ]
        key, descending = self._header.sort_shown()
        return {
            "order": order,
            "widths": dict(self._widths),
            "hidden": sorted(self._hidden),
            "sort": [key, descending],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take a saved form; what is unknown or broken is ignored."""
        widths, hidden, order = (state.get(name) for name in ("widths", "hidden", "order"))
        known = {column.key: column for column in self._columns}
        if isinstance(widths, Mapping):
            for key, width in widths.items():
                if key in known and isinstance(width, int) and 24 <= width <= 4000:
                    self._widths[str(key)] = width
        if isinstance(hidden, list):
            seen = set(order) if isinstance(order, list) else set()
            fresh = {key for key in self._hidden if key not in seen}
            self._hidden = {key for key in hidden if key in known and known[key].hideable} | fresh
        if isinstance(order, list):
            self._reorder([key for key in order if key in known])
        self.apply()

    def reset(self) -> None:
        """Back to the first arrangement."""
        self._reorder([column.key for column in self._columns])
        self.set_columns(self._columns)
        self._tell()

    def hidden(self) -> frozenset[str]:
        """Columns the user does not see."""
        return frozenset(self._hidden)

    def set_hidden(self, key: str, hidden: bool) -> None:
        """Hide or show a column for good."""
        (self._hidden.add if hidden else self._hidden.discard)(key)
        self.apply()
        self._tell()

    def fold(self, keys: frozenset[str]) -> None:
        """Hide columns because the window is narrow, without saving that."""
        if keys != self._folded:
            self._folded = set(keys)
            self.apply()

    def set_giving_way(self, keys: tuple[str, ...]) -> None:
        """Name the columns that hide, one after the other, while the rest does not fit."""
        self._giving = keys
        self.apply()

    def apply(self) -> None:
        """Show, hide and size the sections for the present width."""
        if not self._columns or self._header.count() != len(self._columns):
            return
        self._quiet += 1
        shown: list[tuple[int, Column]] = []
        away = self._away()
        for number, column in enumerate(self._columns):
            gone = column.key in away
            self._header.setSectionHidden(number, gone)
            if not gone:
                shown.append((number, column))
        for number, width in self._fit(shown).items():
            self._header.resizeSection(number, width)
        self._quiet -= 1

    def _away(self) -> set[str]:
        """Columns that are not shown: hidden, folded, or given way to the others."""
        away = self._hidden | self._folded
        least = {
            column.key: column.min_width if column.stretch else self._widths[column.key]
            for column in self._columns
        }
        need = sum(width for key, width in least.items() if key not in away)
        for key in self._giving:
            if need <= self._header.viewport().width():
                break
            if key not in away:
                away.add(key)
                need -= least[key]
        return away

    def _fit(self, shown: list[tuple[int, Column]]) -> dict[int, int]:
        widths = {number: self._widths[column.key] for number, column in shown}
        spare = self._header.viewport().width() - sum(widths.values())
        stretchy = [(number, column) for number, column in shown if column.stretch]
        if not stretchy:
            return widths
        if spare < 0:
            for number, column in stretchy:
                cut = min(-spare, max(0, widths[number] - column.min_width))
                widths[number] -= cut
                spare += cut
            return widths
        for number, column in stretchy[:-1]:
            more = min(spare, max(0, column.max_width - widths[number]))
            widths[number] += more
            spare -= more
        widths[stretchy[-1][0]] += spare
        return widths

    def _reorder(self, order: list[str]) -> None:
        self._quiet += 1
        numbers = {column.key: number for number, column in enumerate(self._columns)}
        for visual, key in enumerate(order):
            self._header.moveSection(self._header.visualIndex(numbers[key]), visual)
        self._quiet -= 1

    def _on_resized(self, number: int, _old: int, new: int) -> None:
        if self._quiet or new <= 0:
            return
        self._widths[self._columns[number].key] = new
        self._later.start()

    def _on_moved(self, _number: int, _old: int, _new: int) -> None:
        if not self._quiet:
            self._later.start()

    def _tell(self) -> None:
        self.changed.emit(self.state())
