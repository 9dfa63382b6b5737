"""The active cart in one line under a grid of goods, with a word on the last quantity."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import BAR, SECONDARY, Button
from b2bdesk.ui.widgets.labels import IconLabel, Panel, PlainLabel


class CartBar(Panel):
    """The active cart in one line, and what a quantity just became; 44 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "t", parent)
        self._lead = PlainLabel("", 13, tone="text2")
        self._facts = PlainLabel("", 13, look.SEMIBOLD)
        self._icon = IconLabel("arrow-up-circle", 16, tone="info")
        self._note = PlainLabel("", 12, tone="text2")
        self.open = Button(tr("Open the cart"), SECONDARY, height=BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._lead)
        row.addWidget(self._facts)
        row.addSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._note, 1)
        row.addWidget(self.open)
        self.setFixedHeight(44)
        self.tell("")

    def show_cart(self, lead: str, facts: str) -> None:
        """Show the cart's name, lines and sum."""
        self._lead.set_text(lead)
        self._facts.set_text(facts)

    def tell(self, words: str, tone: str = "info") -> None:
        """Say what happened to the last quantity; empty clears it."""
        icon = {"info": "arrow-up-circle", "warn": "clock", "bad": "alert-circle"}.get(
            tone, "check"
        )
        self._icon.set(icon, tone)
        self._icon.setVisible(bool(words))
        self._note.set_text(words)
