"""A segment: up to four views or tabs of a detail pane, one of them on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.widgets.control import Control

HEIGHT = 28


class _Part(Control):
    """One part of a segment."""

    def __init__(self, key: str, text: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.icon_name = icon
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several: told as such
        self.setText("" if icon else text)
        self.setAccessibleName(text)
        if icon:
            self.setToolTip(text)
        width = 30 if icon else round(paint.advance(text, 12, look.MEDIUM) + 20)
        self.setFixedSize(width, HEIGHT - 4)

    def nextCheckState(self) -> None:  # noqa: N802
        """The segment decides which part is on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key())
        owner = self.parentWidget()
        if step and isinstance(owner, Segment):
            owner.move_by(step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            fill = look.color("seg_on")
            border = look.color("sel_line") if look.theme() == "contrast" else None
            paint.box(painter, rect, 5, fill, border)
        if self.ringed():
            paint.ring(painter, rect, 5)
        tint = look.color("text" if self.isChecked() or self.hovered() else "text2")
        if self.icon_name:
            icons.draw(painter, self.icon_name, rect.width() / 2 - 8, 4, 16, tint)
        else:
            weight = look.MEDIUM if self.isChecked() else look.REGULAR
            paint.text(painter, rect, self.text(), look.font(12, weight), tint, paint.CENTER)
        painter.end()


class Segment(QWidget):
    """A segment control.

    Args:
        parts: (key, words) or (key, words, icon); with an icon the words become the name.
        parent: owner.

    Signals:
        chosen: key of the part the user turned on.
    """

    chosen = Signal(str)

    def __init__(
        self,
        parts: Sequence[tuple[str, str] | tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._parts: list[_Part] = []
        self._current = ""
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Replace the parts; the current key is kept when it is still there."""
        for old in self._parts:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = []
        for part in parts:
            made = _Part(part[0], part[1], part[2] if len(part) == 3 else "", self)
            made.clicked.connect(self._on_clicked)
            self._row.addWidget(made)
            made.show()
            self._parts.append(made)
        keys = [part.key for part in self._parts]
        self.set_current(self._current if self._current in keys else keys[0] if keys else "")
        self.setFixedSize(sum(part.width() for part in self._parts) + 4, HEIGHT)

    def current(self) -> str:
        """Key of the part that is on."""
        return self._current

    def set_current(self, key: str) -> None:
        """Turn a part on without a signal."""
        self._current = key
        for part in self._parts:
            on = part.key == key
            part.setChecked(on)
            policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
            part.setFocusPolicy(policy)

    def move_by(self, step: int) -> None:
        """Choose the neighbour, as the arrow keys do."""
        keys = [part.key for part in self._parts]
        at = (keys.index(self._current) + step) % len(keys)
        self._parts[at].setFocus(Qt.FocusReason.TabFocusReason)
        self._choose(keys[at])

    def _on_clicked(self) -> None:
        part = self.sender()
        if isinstance(part, _Part):
            self._choose(part.key)

    def _choose(self, key: str) -> None:
        if key != self._current:
            self.set_current(key)
            self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        return self.size()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        border = look.color("line2") if look.theme() == "contrast" else None
        paint.box(painter, QRectF(self.rect()), 6, look.color("seg_back"), border)
        painter.end()
