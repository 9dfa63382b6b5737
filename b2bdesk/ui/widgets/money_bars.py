"""What moves most money: a short list of names with bars to the right (more) or left (less)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.control import Control

_HEIGHT, _BAR = 40, 8


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """One bar: `value` in minor units, `amount` the same in words."""

    key: str
    title: str
    amount: str
    value: int


class _Row(Control):
    """One name with its bar and amount."""

    def __init__(self, bar: MoneyBar, peak: int, both: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = bar
        self._peak, self._both = max(peak, 1), both
        self.setFixedHeight(_HEIGHT)
        self.setText(bar.title)
        self.setAccessibleName(f"{bar.title}: {bar.amount}")
        self.setToolTip(bar.title)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hovered():
            paint.box(painter, rect, 4, look.color("hover"))
        if self.ringed():
            paint.ring(painter, rect, 4)
        more = self.bar.value > 0
        tone = "bad" if more else "ok"
        amount = paint.advance(self.bar.amount, 12, look.MEDIUM)
        inner = rect.adjusted(6, 0, -6, 0)
        title = QRectF(inner.x(), 3, inner.width() - amount - 10, 18)
        paint.text(painter, title, self.text(), look.font(12), look.color("text"))
        place = QRectF(inner.right() - amount - 2, 3, amount + 2, 18)
        font = look.font(12, look.MEDIUM)
        paint.text(painter, place, self.bar.amount, font, look.tone(tone), paint.RIGHT)
        room = inner.width() / 2 if self._both else inner.width()
        zero = inner.x() + (room if self._both else 0)
        width = max(room * abs(self.bar.value) / self._peak, 2.0)
        left = zero if more or not self._both else zero - width
        track = QRectF(inner.x(), 24, inner.width(), _BAR)
        paint.box(painter, track, _BAR / 2, look.color("track"))
        paint.box(painter, QRectF(left, 24, width, _BAR), _BAR / 2, look.tone(tone, "edge"))
        painter.end()


class MoneyBars(QWidget):
    """A chart of a few names.

    Signals:
        chosen: key of a name that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows: list[_Row] = []

    def set_bars(self, bars: Sequence[MoneyBar]) -> None:
        """Show these, the first on top."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        peak = max((abs(bar.value) for bar in bars), default=1)
        both = any(bar.value > 0 for bar in bars) and any(bar.value < 0 for bar in bars)
        self._rows = [_Row(bar, peak, both, self) for bar in bars]
        for row in self._rows:
            row.clicked.connect(self._on_clicked)
        self.updateGeometry()
        self._place()

    def keys(self) -> list[str]:
        """The keys shown, from the top."""
        return [row.bar.key for row in self._rows]

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT if self._rows else 0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """What has no room below is not shown: the greatest stand on top."""
        self._place()

    def _place(self) -> None:
        for at, row in enumerate(self._rows):
            row.setGeometry(0, at * _HEIGHT, self.width(), _HEIGHT)
            row.setVisible((at + 1) * _HEIGHT <= self.height())

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, _Row):
            self.chosen.emit(row.bar.key)
