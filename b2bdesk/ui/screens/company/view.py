"""Layout of Компания: contracts by firm on the left, everything of the chosen one on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.screens.company.words import Section
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.badges import Avatar, Badge
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import HEADER, PRIMARY, QUIET, Button, IconButton
from b2bdesk.ui.widgets.labels import Panel, PlainLabel, SectionTitle
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.ui.widgets.scroll import ScrollArea

LIST_WIDTH, TEXT_WIDTH, NAME_WIDTH = 340, 720, 190


class CompanyView(QWidget):
    """The parts of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.header = ScreenHeader(tr("Company"))
        self.copy = Button(tr("Copy the requisites"), QUIET, icon="copy", key="Ctrl+Shift+C",
                           height=HEADER)  # fmt: skip
        self.use = Button(tr("Buy by this contract"), PRIMARY, icon="check", key="Ctrl+Enter",
                          height=HEADER)  # fmt: skip
        self.header.add_action(self.copy)
        self.header.add_action(self.use)
        self.contracts = RowList(two_line=True, lines=True)
        self.contracts.setAccessibleName(tr("Contracts"))
        self.avatar = Avatar("", "#888888", size=40)
        self.title = PlainLabel("", 16, look.SEMIBOLD)
        self.subtitle = PlainLabel("", 13, tone="text2")
        self.badge = Badge(tr("in use"), "ok")
        self.manager = PlainLabel("", 13, look.MEDIUM)
        self.manager_note = PlainLabel("", 12, tone="text2")
        self.phone = IconButton("phone", tr("Copy the phone number"))
        self.mail = IconButton("mail", tr("Write an e-mail"))
        self._sections = QVBoxLayout()
        self._sections.setSpacing(18)
        self.empty = EmptyState(
            "building", tr("No contract yet"),
            tr("Prices and carts appear when the supplier has opened a contract for you."),
        )  # fmt: skip
        self._lay_out()

    def show_sections(self, found: Sequence[Section]) -> None:
        """Show these in the place of what was there."""
        while self._sections.count():
            item = self._sections.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for section in found:
            self._sections.addWidget(_section(section))

    def show_empty(self, empty: bool) -> None:
        """Show that there is no contract."""
        self.empty.setVisible(empty)
        self._body.setVisible(not empty)
        self.use.setVisible(not empty)
        self.copy.setVisible(not empty)

    def _lay_out(self) -> None:
        left = Panel("surface", "r")
        left.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 9, 8)
        column.addWidget(self.contracts)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 16, 24, 24)
        inner.setSpacing(18)
        inner.addLayout(self._head())
        inner.addLayout(self._sections)
        inner.addStretch(1)
        content.setMaximumWidth(TEXT_WIDTH + 48)
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(ScrollArea(content), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self._body, 1)
        whole.addWidget(self.empty, 1)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        person = QVBoxLayout()
        person.setSpacing(1)
        person.addWidget(self.manager)
        person.addWidget(self.manager_note)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.avatar)
        row.addLayout(words, 1)
        row.addWidget(self.badge)
        row.addSpacing(16)
        row.addLayout(person)
        row.addWidget(self.phone)
        row.addWidget(self.mail)
        return row


def _section(section: Section) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, NAME_WIDTH)
    grid.setColumnStretch(1, 1)
    grid.addWidget(SectionTitle(section.title), 0, 0, 1, 2)
    shown = [(name, value) for name, value in section.rows if value]
    for number, (name, value) in enumerate(shown, 1):
        label = PlainLabel(name, 13, tone="text2", wrap=True)
        label.setFixedWidth(NAME_WIDTH)
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value, 13, wrap=True), number, 1)
    return made
