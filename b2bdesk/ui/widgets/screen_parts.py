"""What every screen is made of: header, facts, side headings (`foot_bars` has the bars below).

Same place and height on every screen (VISUAL §2), so that a hand finds the primary action
bottom right without looking.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.button import Button
from b2bdesk.ui.widgets.labels import PlainLabel

LEFT, RIGHT = 20, 16
_HINTS_FROM = 1000
"""Key hints in the header go first when the window is narrow."""


class ScreenHeader(QWidget):
    """Title 18/600, one line of facts, quiet actions on the right; 48 high.

    Args:
        title: title of the screen.
        parent: owner.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title, 18, look.SEMIBOLD)
        self._facts = PlainLabel("", 12, tone="text2")
        self._facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 0, RIGHT, 0)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addSpacing(9)
        row.addWidget(self._facts, 1)
        self._row = row
        self.setFixedHeight(48)

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.set_text(title)

    def set_facts(self, words: str) -> None:
        """Change the line of facts."""
        self._facts.set_text(words)

    def add_action(self, widget: QWidget) -> None:
        """Add a quiet action at the right."""
        self._row.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _HINTS_FROM
        for button in self.findChildren(Button):
            button.show_key(not narrow)

    def add_after_title(self, widget: QWidget) -> None:
        """Add a badge or the like behind the title."""
        self._row.insertWidget(1, widget)


class Fact(QWidget):
    """A small word above a value: positions, weight, debt."""

    def __init__(self, title: str, *, size: int = 13, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        weight = look.MEDIUM if size <= 13 else look.SEMIBOLD
        self._value = PlainLabel("", size, weight)
        self._note = PlainLabel("", 12, tone="text2")
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0 if size <= 13 else 3)
        column.addWidget(PlainLabel(title, 11 if size <= 13 else 12, tone="text2"))
        column.addWidget(self._value)
        column.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set(self, value: str, note: str = "", tone: str = "text2") -> None:
        """Change the value and the line below it."""
        self._value.set_text(value)
        self._note.set_text(note)
        self._note.set_tone(tone)
        self._note.setVisible(bool(note))


class FactRow(QWidget):
    """A word left and a value right, for cards and side forms; 22 high."""

    def __init__(
        self, title: str, value: str = "", *, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title, 12, tone="text2")
        self._value = PlainLabel(value, 13, look.MEDIUM if strong else look.REGULAR)
        self._value.set_align(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._value, 1)
        self.setFixedHeight(22)

    def set(self, value: str, tone: str = "text", title: str | None = None) -> None:
        """Change the value (and the title)."""
        self._value.set_text(value)
        self._value.set_tone(tone)
        if title is not None:
            self._title.set_text(title)


class SideHeading(QWidget):
    """Title of a card section with a right-hand fact in the third rank."""

    def __init__(self, title: str, fact: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title, 12, look.SEMIBOLD)
        self._fact = PlainLabel(fact, 12, tone="text3")
        self._fact.set_align(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addWidget(self._fact, 1)
        self.setFixedHeight(24)

    def set(self, title: str, fact: str = "") -> None:
        """Change both words."""
        self._title.set_text(title)
        self._fact.set_text(fact)


def rule(painter: QPainter, widget: QWidget) -> None:
    """A hairline along the lower side of a widget being painted."""
    paint.hline(painter, 0, widget.height(), widget.width(), look.color("line"))
