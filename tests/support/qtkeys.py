"""Real key events for Qt tests, Cyrillic included.

`QTest.keyClicks` aborts the whole process on a non-ASCII character (an assertion in Qt's
`qasciikey.cpp`), so tests type through here. Events go the way a keyboard's do: to the widget
given first, then to whatever inside it took the focus (a table opens an editor at the first key).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_NAMED = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab, "\b": Qt.Key.Key_Backspace}


def type_text(widget: QWidget, text: str) -> None:
    """Type `text` into `widget`, a press and a release for each character.

    Args:
        widget: where typing starts; should have the focus, as for a person.
        text: any characters; newline, tab and backspace are the keys of that name.
    """
    for char in text:
        target = _target(widget)
        key, modifiers = _key_of(char)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, _typed(char)))


def _target(widget: QWidget) -> QWidget:
    focused = QApplication.focusWidget()
    if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
        return focused
    return widget


def _key_of(char: str) -> tuple[int, Qt.KeyboardModifier]:
    if char in _NAMED:
        return int(_NAMED[char]), Qt.KeyboardModifier.NoModifier
    shifted = char.isalpha() and char.isupper()
    modifiers = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
    return (ord(char.upper()) if char.isascii() else 0), modifiers


def _typed(char: str) -> str:
    return "\r" if char == "\n" else char
