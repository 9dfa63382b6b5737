"""An order of the queue opened: what is so, what was kept, and every way out with what it does."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.dialogs.sheet import Sheet, copy_text
from b2bdesk.ui.screens.outbox_words import facts, outbox_words, story, ways_out
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import DANGER, PRIMARY, SECONDARY
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.ui.widgets.screen_parts import FactRow
from b2bdesk.usecases.rows.orders import OutboxRow

COPY = "copy"
_FEW = 3


class OutboxSheet(Sheet):
    """The sheet; `answered` carries the key of the way taken."""

    def __init__(self, window: QWidget, row: OutboxRow, now: dt.datetime) -> None:
        many = len(ways_out(row)) > _FEW
        super().__init__(window, row.title or tr("Order"), width=750 if many else 560)
        self._row, self._now = row, now
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(PlainLabel(_capital(outbox_words(row)), 14, look.SEMIBOLD, wrap=True))
        for sentence in story(row):
            words.addWidget(PlainLabel(sentence, 13, wrap=True))
        self.body.addLayout(words)
        table = QVBoxLayout()
        table.setSpacing(0)
        for title, value in facts(row, now):
            fact = FactRow(title)
            fact.set(value)
            table.addWidget(fact)
        self.body.addLayout(table)
        ways = ways_out(row)
        if ways:
            self.body.addWidget(Line())
        notes = QVBoxLayout()
        notes.setSpacing(4)
        for way in ways:
            words_ = f"{way.words} — {_small(way.note)}"
            notes.addWidget(PlainLabel(words_, 12, tone="text2", wrap=True))
        self.body.addLayout(notes)
        self.add_button(COPY, tr("Copy for support")).clicked.connect(self._on_copy)
        for number, way in reversed(list(enumerate(ways))):
            kind = DANGER if way.harsh else SECONDARY if number else PRIMARY
            self.add_button(way.key, way.words, kind)

    def text(self) -> str:
        """What is copied for support."""
        row = self._row
        lines = [row.title, outbox_words(row), *story(row)]
        lines += [f"{title}: {value}" for title, value in facts(row, self._now)]
        if row.reason:
            lines.append(f"{row.state} · {row.reason}")
        return "\n".join(lines)

    def _on_copy(self) -> None:
        copy_text(self.text())


class ArrivedSheet(Sheet):
    """Asks for the number under which the supplier has an order that nobody answers about.

    Signals:
        told: the number, empty when the manager named none.
    """

    told = Signal(str)

    def __init__(self, window: QWidget, title: str) -> None:
        super().__init__(window, title, width=460)
        words = tr("The order counts as accepted and its cart goes to the archive. Its lines and"
                   " documents come with a synchronisation.")  # fmt: skip
        self.body.addWidget(PlainLabel(words, 13, wrap=True))
        self.number = Field(tr("Order number at the supplier, if named"))
        self.body.addWidget(self.number)
        self.add_button("cancel", tr("Cancel"))
        self._go = self.add_button("go", tr("It has arrived"), PRIMARY)
        self.number.edit.returnPressed.connect(self._go.click)
        self.focus_on(self.number.edit)
        self.answered.connect(self._on_told)

    def _on_told(self, key: str) -> None:
        if key == "go":
            self.told.emit(self.number.text().strip())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
