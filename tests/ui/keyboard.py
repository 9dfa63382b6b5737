"""Key presses for widgets: named keys with modifiers, sent to whatever has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key the way the window system does: shortcuts first, then the focus widget."""
    target = QApplication.focusWidget()
    assert target is not None, "nothing has the focus"
    QTest.keyClick(target, key, modifiers)


def scan(code: str, *, gap_ms: int = 5, start_ms: int = 10_000) -> None:
    """Type a code as a scanner does, Enter included, each key with its time."""
    at = start_ms
    for char in (*code, "\r"):
        key = int(Qt.Key.Key_Return) if char == "\r" else ord(char.upper())
        target = QApplication.focusWidget()
        assert isinstance(target, QWidget)
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, char)
        event.setTimestamp(at)
        QApplication.sendEvent(target, event)
        at += gap_ms
