"""The last 24 hours as a strip of quarter hours: when the portal answered, and when it did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from b2bdesk.ui.theme import look, paint

CELLS = 96
_BAR, _HEIGHT = 18, 38


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of an hour.

    Attributes:
        tone: token of its colour.
        words: of its tooltip; empty = nothing to tell.
        mark: the hour written below, where there is one.
    """

    tone: str = "track"
    words: str = ""
    mark: str = ""


class DayStrip(QWidget):
    """The strip; its accessible name says in words what is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[Quarter, ...] = ()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cells(self, cells: Sequence[Quarter], words: str) -> None:
        """Show these quarters, the oldest first; `words` for those who do not see them."""
        self._cells = tuple(cells)
        self.setAccessibleName(words)
        self.update()

    def cells(self) -> tuple[Quarter, ...]:
        """The quarters shown."""
        return self._cells

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._cells:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / len(self._cells)
        gap = 1.0 if width > 3 else 0.0
        for number, cell in enumerate(self._cells):
            rect = QRectF(number * width, 0, width - gap, _BAR)
            paint.box(painter, rect, 1.5, look.color(cell.tone))
            if cell.mark:
                place = QRectF(rect.x(), _BAR + 3, 48, _HEIGHT - _BAR - 3)
                if place.right() < self.width() + 20:
                    paint.text(painter, place, cell.mark, look.font(11), look.color("text3"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell of the quarter under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._cells:
            at = int(event.pos().x() * len(self._cells) / max(1, self.width()))
            words = self._cells[min(max(at, 0), len(self._cells) - 1)].words
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
