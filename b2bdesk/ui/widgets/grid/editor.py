"""The inline editor of a cell: commits on Enter, Tab, ↑ and ↓, gives up on Escape.

Arrows never change a number. When the editor was opened by typing, ← and → still move the
caret, as in every text field.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.field import LineEdit

STAY, DOWN, UP, NEXT, BACK = "stay", "down", "up", "next", "back"


class CellEditor(LineEdit):
    """Signals: `committed(text, where to go)`, `given_up`."""

    committed = Signal(str, str)
    given_up = Signal()

    def __init__(self, parent: QWidget, *, right: bool, name: str) -> None:
        super().__init__(parent)
        self._over = False
        self.setAccessibleName(name)
        self.setFont(look.font(13, look.MEDIUM if right else look.REGULAR))
        self.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        self.setTextMargins(4, 0, 6 if right else 0, 0)

    def finish(self, where: str = STAY) -> None:
        """Commit once."""
        if not self._over:
            self._over = True
            self.committed.emit(self.text(), where)

    def give_up(self) -> None:
        """Close without committing, as Escape does."""
        if not self._over:
            self._over = True
            self.given_up.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._moved(event):
                return True
        return super().event(event)

    def _moved(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.finish()
                return False
            self.finish(UP if shift else DOWN)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.finish(BACK if key == Qt.Key.Key_Backtab or shift else NEXT)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.finish(DOWN if key == Qt.Key.Key_Down else UP)
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason,
        ):  # fmt: skip
            self.finish()
