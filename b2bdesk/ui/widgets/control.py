"""Base of every painted control that can be pressed.

Gives hover repaint, Enter beside Space, and the focus ring for keyboard focus only: a ring
after a mouse click is noise, a missing ring after Tab is a dead end.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_RING_REASONS = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})


def keyboard_focus(reason: Qt.FocusReason) -> bool:
    """Whether focus that came for this reason shows a ring."""
    return reason in _RING_REASONS


class Control(QAbstractButton):
    """A button-like widget that paints itself; subclasses implement paintEvent.

    Signals:
        named: its object name, when it was pressed: what a row of buttons passes on.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_named)

    def _on_named(self) -> None:
        self.named.emit(self.objectName())

    def ringed(self) -> bool:
        """Whether the focus ring is to be painted."""
        return self._ring and self.hasFocus()

    def hovered(self) -> bool:
        """Whether the mouse is over the enabled control."""
        return self.isEnabled() and self.underMouse()

    def focusInEvent(self, event: QFocusEvent) -> None:
        reason = event.reason()
        if reason != Qt.FocusReason.ActiveWindowFocusReason:
            self._ring = keyboard_focus(reason)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)
