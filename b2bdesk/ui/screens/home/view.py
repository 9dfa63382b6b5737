"""Layout of the first page: header, figures, two columns of sections. No use cases here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.screens.home.parts import (
    Figures,
    Heading,
    NewsLines,
    RepeatRow,
    WaitingRow,
)  # fmt: skip
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.badges import Avatar
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.bars import MonthBars
from b2bdesk.ui.widgets.button import HEADER, PRIMARY, SECONDARY, Button, IconButton
from b2bdesk.ui.widgets.labels import Line, Panel, PlainLabel
from b2bdesk.ui.widgets.row_list import RowList
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.ui.widgets.scroll import ScrollArea

RIGHT_WIDTH = 424
_ONE_COLUMN_BELOW = 880
_MANAGER = "#7A4FC2"
_ROW_INSET = 11


class HomeView(QWidget):
    """The parts of the screen.

    Signals:
        called, written: phone and letter of the manager.
    """

    called = Signal()
    written = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = ScreenHeader(tr("Home"))
        self.load = Button(tr("Import"), SECONDARY, icon="file-import", key="Ctrl+O", height=HEADER)
        self.new_cart = Button(tr("New cart"), PRIMARY, icon="plus", key="Ctrl+Shift+N",
                               height=HEADER)  # fmt: skip
        self.figures = Figures()
        self.waiting_title = Heading(tr("Needs your attention"))
        self.waiting = _rows()
        self.repeat_title = Heading(tr("Quick repeat"))
        self.repeat = _rows()
        self.months_title = Heading(tr("Purchases by month"))
        self.months = MonthBars(tr("Purchases by month"))
        self.months.setFixedHeight(190)
        self.receipt_title = Heading(tr("Synchronisation"))
        self.receipt = RowList(row_height=28)
        self.receipt.setAccessibleName(tr("What came"))
        self.manager_title = Heading(tr("Your manager"))
        self._avatar = Avatar("", _MANAGER, size=40, round_=True)
        self._name = PlainLabel("", 13, look.MEDIUM)
        self._note = PlainLabel("", 12, tone="text2")
        self.phone = IconButton("phone", tr("Copy the phone number"))
        self.mail = IconButton("mail", tr("Write an e-mail"))
        self.news = NewsLines()
        self.empty = EmptyState(
            "home", "", "",
            action=tr("To the catalogue"), second=tr("Import a list"),
        )  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        self.header.add_action(self.load)
        self.header.add_action(self.new_cart)
        self.sections = {
            "waiting": _section(self.waiting_title, self.waiting),
            "repeat": _section(self.repeat_title, self.repeat, last=True),
            "months": _section(self.months_title, self.months),
            "receipt": _section(self.receipt_title, self.receipt, inset=_ROW_INSET),
            "manager": _section(self.manager_title, self._manager(), last=True),
        }
        left, right = QWidget(), Panel("surface", "l")
        for side, names in (
            (left, ("waiting", "repeat")),
            (right, ("months", "receipt", "manager")),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(1 if side is right else 0, 0, 0, 0)
            column.setSpacing(0)
            for name in names:
                column.addWidget(self.sections[name])
            column.addStretch(1)
        self._left, self._right = left, right
        left.layout().insertWidget(0, self.empty)  # type: ignore[union-attr]  # the layout just made
        columns = QWidget()
        self._columns = QHBoxLayout(columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(left, 1)
        self._columns.addWidget(right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.figures)
        whole.addWidget(ScrollArea(columns), 1)

    def _manager(self) -> QWidget:
        holder = QWidget()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._avatar)
        row.addSpacing(4)
        row.addLayout(words, 1)
        for button, signal in ((self.phone, self.called), (self.mail, self.written)):
            button.set_bordered(True)
            button.clicked.connect(signal)
            row.addWidget(button)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        self._news_line = Line()
        column.addWidget(self._news_line)
        column.addWidget(self.news)
        return holder

    def show_section(self, name: str, shown: bool) -> None:
        """Only sections that have data are there."""
        self.sections[name].setVisible(shown)

    def show_manager(self, letters: str, name: str, note: str) -> None:
        """The supplier's person for this buyer."""
        self._avatar.set(letters, _MANAGER)
        self._name.set_text(name)
        self._note.set_text(note)

    def show_news(self, lines: Sequence[tuple[str, str]]) -> None:
        """The supplier's news."""
        self.news.set_lines(lines)
        self.news.setVisible(bool(lines))
        self._news_line.setVisible(bool(lines))

    def set_waiting(self, rows: Sequence[WaitingRow]) -> None:
        """Rows of «Требует внимания»."""
        _fill(self.waiting, rows)

    def set_repeat(self, rows: Sequence[RepeatRow]) -> None:
        """Orders to repeat."""
        _fill(self.repeat, rows)

    def repeat_rows(self) -> list[RepeatRow]:
        """The rows that offer an order."""
        return self.repeat.findChildren(RepeatRow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _ONE_COLUMN_BELOW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        if narrow:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
        else:
            self._right.setFixedWidth(min(RIGHT_WIDTH, round(self.width() * 0.36)))


def _rows() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return holder


def _fill(holder: QWidget, rows: Sequence[QWidget]) -> None:
    column = holder.layout()
    assert column is not None
    while column.count():
        item = column.takeAt(0)
        old = item.widget() if item is not None else None
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()
    for row in rows:
        column.addWidget(row)


def _section(title: QWidget, content: QWidget, *, last: bool = False, inset: int = 0) -> QWidget:
    """A section; `inset` is what its rows keep free at both ends, so that words stand in line."""
    panel = Panel("surface", "" if last else "b")
    column = QVBoxLayout(panel)
    column.setContentsMargins(20 - inset, 12, 20 - inset, 12)
    column.setSpacing(6)
    title.setContentsMargins(inset, 0, inset, 0)
    column.addWidget(title)
    column.addWidget(content)
    column.setAlignment(content, Qt.AlignmentFlag(0))
    return panel
