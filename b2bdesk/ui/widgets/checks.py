"""Check boxes, radio buttons and a stepper for one quantity."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.field import LineEdit


class CheckBox(Control):
    """A check box with words, an optional counter at the right (facets).

    Args:
        text: the words; also the accessible name.
        checked: initial state.
        parent: owner.
    """

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = ""
        self.setCheckable(True)
        self.setChecked(checked)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedHeight(24)

    def set_count(self, words: str) -> None:
        """Show a counter at the right edge."""
        self._count = words
        self.update()

    def sizeHint(self) -> QSize:
        extra = paint.advance(self._count, 12) + 12 if self._count else 0
        return QSize(round(30 + paint.advance(self.text(), 13) + extra), 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if not self._count else QSize(90, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = (self.height() - 15) / 2
        check_mark(painter, 1, top, on=self.isChecked(), enabled=self.isEnabled())
        if self.ringed():
            paint.ring(painter, QRectF(0, 0, self.width(), self.height()), 5)
        right = paint.advance(self._count, 12) + 8 if self._count else 0
        place = QRectF(24, 0, self.width() - 26 - right, self.height())
        tint = look.color("text" if self.isEnabled() else "text3")
        paint.text(painter, place, self.text(), look.font(13), tint)
        if self._count:
            whole = QRectF(0, 0, self.width() - 2, self.height())
            tint = look.color("text3")
            paint.text(painter, whole, self._count, look.font(12), tint, paint.RIGHT)
        painter.end()


def check_mark(painter: QPainter, x: float, y: float, *, on: bool, enabled: bool = True) -> None:
    """Paint the 15-px box of a check box; also used by grids."""
    rect = QRectF(x, y, 15, 15)
    if on:
        paint.box(painter, rect, 4, look.color("accent" if enabled else "line2"))
        icons.draw(painter, "check", x + 1.5, y + 1.5, 12, look.color("on_accent"))
    else:
        paint.box(painter, rect, 4, look.color("surface"), look.color("line2"))


class Radio(Control):
    """A radio button; buttons of one parent exclude each other.

    Args:
        text: the words; also the accessible name.
        checked: initial state.
        parent: owner.
    """

    def __init__(self, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setChecked(checked)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedHeight(24)

    def sizeHint(self) -> QSize:
        words = 8 + paint.advance(self.text(), 13) if self.text() else 0
        return QSize(round(22 + words), 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        radio_mark(painter, 2, (self.height() - 16) / 2, on=self.isChecked())
        if self.ringed():
            paint.ring(painter, QRectF(self.rect()), 5)
        place = QRectF(26, 0, self.width() - 26, self.height())
        paint.text(painter, place, self.text(), look.font(13), look.color("text"))
        painter.end()


def radio_mark(painter: QPainter, x: float, y: float, *, on: bool) -> None:
    """Paint the 16-px circle of a radio button."""
    rect = QRectF(x, y, 16, 16)
    if on:
        paint.box(painter, rect, 8, look.color("accent"))
        paint.box(painter, rect.adjusted(5, 5, -5, -5), 3, look.color("on_accent"))
    else:
        paint.box(painter, rect, 8, look.color("surface"), look.color("line2"))


class Stepper(QWidget):
    """− quantity +: the quantity of one product card. The arithmetic is the screen's.

    Args:
        name: accessible name of the field.
        parent: owner.

    Signals:
        stepped: −1 or +1.
        typed: text after Enter or focus lost.
    """

    stepped = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._less = IconButton("minus", tr("Less"), key="−")
        self._more = IconButton("plus", tr("More"), key="+")
        self.edit = LineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.setFont(look.font(13, look.MEDIUM))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(2)
        row.addWidget(self._less)
        row.addWidget(self.edit, 1)
        row.addWidget(self._more)
        self.setFixedHeight(32)
        self._said = ""
        self._less.clicked.connect(self._on_less)
        self._more.clicked.connect(self._on_more)
        self.edit.editingFinished.connect(self._on_finished)

    def set_text(self, text: str) -> None:
        """Show a quantity with its unit."""
        self._said = text
        self.edit.setText(text)

    def _on_less(self) -> None:
        self.stepped.emit(-1)

    def _on_more(self) -> None:
        self.stepped.emit(1)

    def is_typing(self) -> bool:
        """Whether a person is in the middle of a number."""
        return self.edit.hasFocus() and self.edit.isModified()

    def _on_finished(self) -> None:
        self.edit.setModified(False)
        if self.edit.text() != self._said:
            self._said = self.edit.text()
            self.typed.emit(self._said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.box(painter, QRectF(self.rect()), 6, look.color("surface"), look.color("line2"))
        painter.end()
