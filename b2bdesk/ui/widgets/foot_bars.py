"""The bars at the bottom of a screen: the current row explained, the totals, a screen's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.ui.theme import icons, look
from b2bdesk.ui.widgets.button import BAR, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.screen_parts import LEFT, RIGHT, Fact


class ExplainBar(Panel):
    """The current row in one sentence, its trust line, up to three actions; hidden when empty.

    Signals:
        acted: key of the action pressed.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "t", parent)
        self._tone = ""
        self._icon = ""
        self._lead = PlainLabel("", 13, look.SEMIBOLD)
        self._words = PlainLabel("", 13)
        self._trust = PlainLabel("", 12, tone="text3")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self._shown: list[Button] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 1, RIGHT, 0)
        row.setSpacing(6)
        row.addWidget(self._lead)
        row.addWidget(self._words)
        row.addSpacing(2)
        row.addWidget(self._trust, 1)
        row.addLayout(self._buttons)
        self.setFixedHeight(36)
        self.hide()

    def explain(
        self, lead: str, sentence: str, trust: str = "", *, tone: str = "", icon: str = ""
    ) -> None:
        """Say what the current row is about; empty words hide the bar."""
        self._tone, self._icon = tone, icon
        self._lead.set_text(lead)
        self._words.set_text(sentence)
        self._trust.set_text(trust)
        self.setVisible(bool(lead or sentence))
        self.update()

    def set_actions(
        self, actions: Sequence[tuple[str, str, str] | tuple[str, str, str, str]]
    ) -> None:
        """Offer up to three actions.

        Args:
            actions: (key, words, shortcut) or with an icon at the end; the third is quiet.
        """
        for old in self._shown:
            self._buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = []
        for place, spec in enumerate(actions[:3]):
            key, words, shortcut = spec[0], spec[1], spec[2]
            icon = spec[3] if len(spec) == 4 else ""
            kind = QUIET if place == 2 else SECONDARY
            button = Button(words, kind, icon=icon, key=shortcut, height=BAR)
            button.setObjectName(key)
            button.clicked.connect(self._on_clicked)
            self._buttons.addWidget(button)
            self._shown.append(button)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.acted.emit(sender.objectName())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._tone:
            painter.fillRect(QRectF(0, 1, 3, self.height() - 1), look.tone(self._tone, "edge"))
        if self._icon:
            icons.draw(painter, self._icon, LEFT, 10, 16, look.tone(self._tone or "text2"))
        painter.end()


class TotalsBar(Panel):
    """The bottom bar: facts left, the biggest number, then the buttons; 60 high.

    Where it is narrow, key hints give way first and then the facts, the last one first: the
    number is never cut.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "t", parent)
        self._facts: dict[str, Fact] = {}
        self._said: set[str] = set()
        self._caption = PlainLabel("", 11, tone="text2")
        self._second = PlainLabel("", 12, tone="text2")
        for label in (self._caption, self._second):
            label.set_align(Qt.AlignmentFlag.AlignRight)
        self._total = PlainLabel("", 22, look.SEMIBOLD)
        self._left, self._right = QHBoxLayout(), QHBoxLayout()
        self._left.setSpacing(28)
        self._right.setSpacing(8)
        captions = QVBoxLayout()
        captions.setSpacing(0)
        captions.addStretch(1)
        captions.addWidget(self._caption)
        captions.addWidget(self._second)
        captions.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT, 1, RIGHT, 0)
        row.setSpacing(0)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(captions)
        row.addSpacing(20)
        row.addWidget(self._total)
        row.addSpacing(24)
        row.addLayout(self._right)
        self.setFixedHeight(60)

    def set_fact(self, key: str, title: str, value: str) -> None:
        """Show or change a small fact at the left; an empty value hides it."""
        fact = self._facts.get(key)
        if fact is None:
            fact = self._facts[key] = Fact(title)
            self._left.addWidget(fact)
        fact.set(value)
        (self._said.add if value else self._said.discard)(key)
        self._fit()

    def set_total(self, total: str, caption: str = "", second: str = "") -> None:
        """Show the biggest number with its small words."""
        self._total.set_text(total)
        self._caption.set_text(caption)
        self._second.set_text(second)
        self._second.setVisible(bool(second))
        self._fit()

    def add_left(self, widget: QWidget) -> None:
        """Add a widget at the left (back button of a wizard)."""
        self._left.addWidget(widget)

    def add_button(self, widget: QWidget) -> None:
        """Add a button at the right; the primary one last."""
        self._right.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        buttons = self.findChildren(Button)
        facts = [fact for key, fact in self._facts.items() if key in self._said]
        for button in buttons:
            button.show_key(True)
        for fact in self._facts.values():
            fact.setVisible(fact in facts)
        if self._needs() > self.width():
            for button in buttons:
                button.show_key(False)
        while len(facts) > 1 and self._needs() > self.width():
            facts.pop().hide()

    def _needs(self) -> int:
        """The width in which nothing is cut."""
        layout = self.layout()
        assert layout is not None
        self._left.invalidate()
        self._right.invalidate()
        layout.invalidate()
        return layout.sizeHint().width()


class FootBar(Panel):
    """A bar of a screen's own at the bottom; messages are shown above it, never over it."""
