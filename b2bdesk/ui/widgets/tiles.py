"""Short values side by side, any number of them on: thread sizes, currents, formats.

Tiles stand in even columns and are ordinary checkable buttons: Tab reaches the group once, the
arrows walk in it, Space turns a tile on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.control import Control

HEIGHT, GAP = 26, 5
_PAD, _LEAST = 7, 34
_STEPS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Up): -2,
          int(Qt.Key.Key_Down): 2}  # fmt: skip


class Tile(Control):
    """One value; grey while nothing has it."""

    def __init__(self, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(value)
        self.faint = False

    def wanted(self) -> int:
        """Width of the words with their room."""
        return round(max(paint.advance(self.text(), 12, look.MEDIUM) + 2 * _PAD, _LEAST))

    def sizeHint(self) -> QSize:
        return QSize(self.wanted(), HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        owner = self.parentWidget()
        if step and isinstance(owner, TileChoice):
            owner.walk(self, step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        fill = look.color("accent_soft" if on else "hover" if self.hovered() else "surface")
        paint.box(painter, rect, 5, fill, look.color("sel_line" if on else "line2"))
        if self.ringed():
            paint.ring(painter, rect, 5)
        tint = "accent_text" if on else "text3" if self.faint else "text"
        font = look.font(12, look.MEDIUM if on else look.REGULAR)
        paint.text(painter, rect, self.text(), font, look.color(tint), paint.CENTER)
        painter.end()


class TileChoice(QWidget):
    """A group of tiles.

    Args:
        name: accessible name of the group.
        parent: owner.

    Signals:
        changed: a tile was turned on or off by the person.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(self, values: Sequence[tuple[str, str]], empty: Collection[str] = ()) -> None:
        """Show (value, words that count it); values in `empty` are grey."""
        known = {tile.text(): tile for tile in self._tiles}
        kept = []
        for value, words in values:
            tile = known.pop(value, None) or self._made(value)
            tile.faint = value in empty
            tile.setAccessibleName(f"{self._name} {value}, {words}")
            tile.setToolTip(words)
            tile.show()
            kept.append(tile)
        for tile in known.values():
            tile.hide()
            tile.deleteLater()
        self._tiles = kept
        self._place()

    def set_checked(self, values: Collection[str]) -> None:
        """Turn exactly these on."""
        for tile in self._tiles:
            tile.setChecked(tile.text() in values)

    def checked(self) -> tuple[str, ...]:
        """The values that are on."""
        return tuple(tile.text() for tile in self._tiles if tile.isChecked())

    def walk(self, tile: Tile, step: int) -> None:
        """Put the focus on a neighbour; two steps are a row."""
        by = step if abs(step) == 1 else self._columns() * (1 if step > 0 else -1)
        at = self._tiles.index(tile) + by
        if 0 <= at < len(self._tiles):
            self._tiles[at].setFocus(Qt.FocusReason.TabFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(160, self._rows() * (HEIGHT + GAP) - GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _made(self, value: str) -> Tile:
        tile = Tile(value, self)
        tile.clicked.connect(self.changed)
        return tile

    def _side(self) -> int:
        return max((tile.wanted() for tile in self._tiles), default=_LEAST)

    def _columns(self) -> int:
        return max(1, (self.width() + GAP) // (self._side() + GAP))

    def _rows(self) -> int:
        return -(-len(self._tiles) // self._columns())

    def _place(self) -> None:
        columns = self._columns()
        for at, tile in enumerate(self._tiles):
            left = at % columns * (self.width() + GAP) // columns
            right = (at % columns + 1) * (self.width() + GAP) // columns - GAP
            tile.setGeometry(left, at // columns * (HEIGHT + GAP), right - left, HEIGHT)
        self.setFixedHeight(max(0, self._rows() * (HEIGHT + GAP) - GAP))
