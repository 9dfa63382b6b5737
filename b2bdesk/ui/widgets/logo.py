"""Three bars and the name: in the header, at the sign-in and while the program opens."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.theme import look, paint


class Logo(QWidget):
    """Three bars and the name; also used by the sign-in screen."""

    def __init__(self, *, size: int = 15, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setAccessibleName("b2bdesk")
        width = 28 * size / 15 + look.metrics(size, look.SEMIBOLD).horizontalAdvance("b2bdesk")
        self.setFixedSize(round(width + 2), round(size * 1.6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        unit = self._size / 15
        accent = look.color("accent")
        pale = QColor(accent)
        pale.setAlphaF(0.55)
        top = (self.height() - 16 * unit) / 2
        for place, (width, tint) in enumerate(((18, accent), (13, pale), (18, accent))):
            bar = QRectF(0, top + place * 6 * unit, width * unit, 4.4 * unit)
            paint.box(painter, bar, 1.6 * unit, tint)
        words = QRectF(28 * unit, 0, self.width(), self.height())
        font = look.font(self._size, look.SEMIBOLD)
        paint.text(painter, words, "b2bdesk", font, look.color("text"))
        painter.end()
