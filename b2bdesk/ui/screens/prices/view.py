"""Layout of Изменения цен: filters, three prices per line, what the chosen lines are answered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.domain.cart import ACCEPT, KEEP, LATER
from b2bdesk.domain.repricing import OPEN
from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import BAR, HEADER, PRIMARY, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.chip import ChipRow
from b2bdesk.ui.widgets.foot_bars import TotalsBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.rows.repricing import PriceMove

NARROW = 1120


class PricesView(QWidget):
    """The parts of the screen.

    Signals:
        acted: back, check, report, or an answer (accept, keep, later, open).
    """

    acted = Signal(str)

    def __init__(self, rows: ListRowModel[PriceMove]) -> None:
        super().__init__()
        self.header = ScreenHeader(tr("Prices that changed"))
        for name, words, icon, key in (
            ("check", tr("Ask the portal"), "clipboard-check", "F9"),
            ("report", tr("To Excel"), "file-spreadsheet", "Ctrl+Shift+E"),
            ("back", tr("To the checkout"), "arrow-left", "Esc"),
        ):
            self.header.add_action(self._button(name, words, icon, key, HEADER, QUIET))
        self.chips = ChipRow(single=True)
        self.grid = DeskGrid(tr("Prices that changed"), row_select=True)
        self.grid.set_rows_model(rows)
        self.grid.detail_edge = True
        self.grid.layout_columns.set_giving_way(("percent", "old"))
        self.empty = EmptyState(
            "circle-check", tr("Prices are as they were when the lines were added"), "",
            second=tr("To the checkout"),
        )  # fmt: skip
        self.totals = TotalsBar()
        self.ask = self._button(OPEN, tr("Ask again"), "arrow-back-up", "", BAR, QUIET)
        self.later = self._button(LATER, tr("Decide later"), "clock", "Alt+L", BAR, QUIET)
        self.keep = self._button(KEEP, tr("Keep my price"), "lock", "Alt+K", BAR, SECONDARY)
        self.accept = self._button(ACCEPT, tr("Accept"), "check", "Alt+A", BAR, PRIMARY)
        for button in (self.ask, self.later, self.keep, self.accept):
            self.totals.add_button(button)
        self._lay_out()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 0, 16, 10)
        filters.setSpacing(6)
        filters.addWidget(self.chips, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self.totals)

    def _button(self, name: str, words: str, icon: str, key: str, height: int, kind: str) -> Button:
        button = Button(words, kind, icon=icon, key=key, height=height)
        button.setObjectName(name)
        button.named.connect(self.acted)
        return button

    def show_empty(self, empty: bool) -> None:
        """Show the sentence that nothing moved instead of the grid."""
        self._stack.setCurrentWidget(self.empty if empty else self.grid)
        self.totals.setVisible(not empty)
        self.chips.setVisible(not empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Second-rank buttons give way in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.ask.setVisible(not narrow)
