"""The layout of Заказы: queue and list on the left, the chosen order on the right."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.orders_rows import ALL
from b2bdesk.ui.screens.orders.detail import OrderDetail
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import HEADER, QUIET, Button
from b2bdesk.ui.widgets.chip import ChipRow
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.rows.orders import OrderLineRow, OrderRow

LIST_WIDTH, NARROW = 548, 1220


class OrdersView(QWidget):
    """Queue, filters, list, detail."""

    def __init__(self, orders: ListRowModel[OrderRow], lines: ListRowModel[OrderLineRow]) -> None:
        super().__init__()
        self.header = ScreenHeader(tr("Orders"))
        self.back = Button(
            tr("Back to the list"), QUIET, icon="arrow-left", key="Esc", height=HEADER
        )
        self.back.clicked.connect(self.show_list)
        self.header.add_after_title(self.back)
        self.outbox_box = QVBoxLayout()
        self._queue_words = PlainLabel("", 12, tone="text3")
        self._queue = Panel("sunken", "b")
        self.search = SearchField(tr("Number, PO number, goods"))
        self.chips = ChipRow(single=True)
        self.chips.set_checked(ALL)
        self.grid = DeskGrid(tr("Orders"), row_select=True)
        self.grid.set_rows_model(orders)
        self.grid.set_density("roomy")
        self.grid.detail_edge = True
        self.detail = OrderDetail(lines)
        self.empty = EmptyState(
            "truck-delivery",
            tr("Orders appear here after the first one is sent"),
            tr("Orders made by the supplier's manager appear here too."),
            action=tr("Open the order sheet"),
        )
        self._detail_only = False
        self._lay_out()
        self.show_queue(0)
        self.show_empty(False)

    def show_queue(self, count: int, asking: int = 0, held: int = 0) -> None:
        """Show the queue above the list when something waits in it.

        Args:
            count: orders in it.
            asking: those that need the person.
            held: those that wait for a sign-in.
        """
        self._queue.setVisible(count > 0)
        if asking:
            words = trn("{n} needs your decision", "{n} need your decision", asking)
            self._queue_words.set_text(words.format(n=formats.number(asking)))
        elif held:
            self._queue_words.set_text(tr("goes once you have signed in"))
        else:
            self._queue_words.set_text(tr("goes by itself, the program may be closed"))

    def show_empty(self, empty: bool) -> None:
        """Show the empty state instead of list and detail."""
        self.empty.setVisible(empty)
        self._body.setVisible(not empty)

    def show_detail(self) -> None:
        """Go into the order; on a narrow window it takes the place of the list."""
        self._detail_only = True
        self._arrange()
        self.detail.grid.setFocus()

    def show_list(self) -> None:
        """Back to the list."""
        self._detail_only = False
        self._arrange()
        self.grid.setFocus()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._queue)
        inner.setContentsMargins(20, 8, 16, 8)
        inner.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(tr("Queue"), 12, 600))
        head.addStretch(1)
        head.addWidget(self._queue_words)
        inner.addLayout(head)
        inner.addLayout(self.outbox_box)
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 10, 16, 10)
        filters.addWidget(self.chips, 1)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._queue)
        top = QHBoxLayout()
        top.setContentsMargins(20, 10, 16, 0)
        top.addWidget(self.search)
        left.addLayout(top)
        left.addLayout(filters)
        left.addWidget(self.grid, 1)
        self._right = Panel("surface", "l")
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.detail)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._left)
        body.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._body, 1)
        column.addWidget(self.empty, 1)

    def _arrange(self) -> None:
        narrow = self.width() < NARROW
        self._left.setVisible(not (narrow and self._detail_only))
        self._right.setVisible(not narrow or self._detail_only)
        self.back.setVisible(narrow and self._detail_only)
        if narrow:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(LIST_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two panes only where both have room."""
        super().resizeEvent(event)
        self._arrange()
