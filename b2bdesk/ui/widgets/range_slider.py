"""Two handles on a track of given steps: from and to. The arrows move the handle that is on.

Space changes the handle; Home and End go to the ends. The numbers stand beside it in fields, so
that whoever wants 37 types it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.control import keyboard_focus
from b2bdesk.ui.widgets.roles import told_as

_EDGE, _RADIUS, _HEIGHT = 8, 6.5, 24
_LOW, _HIGH = 0, 1


class RangeSlider(QWidget):
    """The slider.

    Args:
        name: accessible name.
        parent: owner.

    Signals:
        moved: low and high step while dragging.
        chosen: low and high step when the person is done.
    """

    moved = Signal(int, int)
    chosen = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._steps = 1
        self._at = [0, 1]
        self._handle = _LOW
        self._held = False
        self._ring = False
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told_as(self, QAccessible.Role.Slider)
        self.setAccessibleName(name)

    def set_range(self, steps: int, low: int, high: int) -> None:
        """Show `steps` steps (0 … steps) and where the handles stand."""
        if self._held:
            return
        self._steps = max(1, steps)
        self._at = [min(max(0, low), self._steps), min(max(0, high), self._steps)]
        self.update()

    def tell(self, words: str) -> None:
        """Say the values to screen readers."""
        self.setAccessibleName(f"{self._name}, {words}")

    def low(self) -> int:
        """Step of the left handle."""
        return self._at[_LOW]

    def high(self) -> int:
        """Step of the right handle."""
        return self._at[_HIGH]

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_PageDown): -10,
                int(Qt.Key.Key_PageUp): 10}.get(event.key())  # fmt: skip
        if step is not None:
            self._put(self._at[self._handle] + step)
        elif event.key() == Qt.Key.Key_Home:
            self._put(0)
        elif event.key() == Qt.Key.Key_End:
            self._put(self._steps)
        elif event.key() == Qt.Key.Key_Space:
            self._handle = 1 - self._handle
            self.update()
            return
        else:
            super().keyPressEvent(event)
            return
        self.chosen.emit(*self._at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        step = self._step_at(event.position().x())
        nearer = [abs(step - at) for at in self._at]
        left = nearer[_LOW] < nearer[_HIGH] or (nearer[_LOW] == nearer[_HIGH] and step < self.low())
        self._handle = _LOW if left else _HIGH
        self._held, self._ring = True, False
        self._put(step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._put(self._step_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._held = False
            self.chosen.emit(*self._at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = keyboard_focus(event.reason())
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        mid = self.height() / 2
        low, high = self._x(self.low()), self._x(self.high())
        track = QRectF(_EDGE, mid - 2, self.width() - 2 * _EDGE, 4)
        paint.box(painter, track, 2, look.color("track"))
        paint.box(painter, QRectF(low, mid - 2, high - low, 4), 2, look.color("accent"))
        for handle, x in ((_LOW, low), (_HIGH, high)):
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(look.color("surface"))
            painter.drawEllipse(QPointF(x, mid), _RADIUS, _RADIUS)
            if self._ring and self.hasFocus() and handle == self._handle:
                side = QRectF(x - 11, mid - 11, 22, 22)
                paint.ring(painter, side, 11)
        painter.end()

    def _put(self, step: int) -> None:
        bounds = (0, self.high()) if self._handle == _LOW else (self.low(), self._steps)
        step = min(max(bounds[0], step), bounds[1])
        if step != self._at[self._handle]:
            self._at[self._handle] = step
            self.moved.emit(*self._at)
            self.update()

    def _x(self, step: int) -> float:
        return _EDGE + (self.width() - 2 * _EDGE) * step / self._steps

    def _step_at(self, x: float) -> int:
        return round((x - _EDGE) * self._steps / max(1, self.width() - 2 * _EDGE))
