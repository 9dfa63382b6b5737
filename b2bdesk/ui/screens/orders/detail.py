"""One order: status line, what changed, lines, documents, history, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.statuses import status_text
from b2bdesk.ui.itemmodels import orders_rows
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.documents_words import document_words
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.badges import Badge
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.button import FORM, SECONDARY, Button
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.ui.widgets.steps import StatusLine
from b2bdesk.usecases.rows.orders import OrderCard, OrderLineRow

LINES, DOCUMENTS, HISTORY = "lines", "documents", "history"
_ASKING = ("reserved_partly", "payment_overdue", "awaiting_payment", "rejected", "paid_partly")


class OrderDetail(QWidget):
    """The right pane.

    Signals:
        repeated: the order, or its selected lines, into the active cart.
        document_opened: id of a document.
        invoice_saved: the invoice as a file.
    """

    repeated = Signal()
    document_opened = Signal(str)
    invoice_saved = Signal()

    def __init__(self, lines: ListRowModel[OrderLineRow]) -> None:
        super().__init__()
        self._lines = lines
        self._title = PlainLabel("", 16, look.SEMIBOLD)
        self._badge = Badge("", "warn")
        self._total = PlainLabel("", 16, look.SEMIBOLD)
        self._status = StatusLine()
        self._banner = Banner()
        self._place = PlainLabel("", 12, tone="text3")
        self.tabs = Segment(
            [(LINES, tr("Lines")), (DOCUMENTS, tr("Documents")), (HISTORY, tr("History"))]
        )
        self.grid = DeskGrid(tr("Lines of the order"))
        self.grid.set_rows_model(lines)
        self.grid.set_density("normal")
        self.documents = RowList(two_line=True, lines=True)
        self.documents.setAccessibleName(tr("Documents of the order"))
        self.history = RowList(two_line=True, lines=True)
        self.history.setAccessibleName(tr("History of the order"))
        self.repeat = Button(
            tr("Repeat the order"), SECONDARY, icon="repeat", key="Ctrl+Shift+R", height=FORM
        )
        self.invoice = Button(tr("Save the invoice"), SECONDARY, icon="download", height=FORM)
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.chosen.connect(self._on_tab)
        self.repeat.clicked.connect(self.repeated)
        self.invoice.clicked.connect(self.invoice_saved)
        self.documents.chosen.connect(self.document_opened)

    def title(self) -> str:
        """Return what the pane is titled: the number of the order shown."""
        return self._title.text()

    def show_card(self, card: OrderCard) -> None:
        """Show an order."""
        order = card.order
        self._title.set_text(tr("Order No. {number}").format(number=order.number))
        asking = order.status in _ASKING
        self._badge.setVisible(asking)
        if asking:
            tone = "bad" if order.status in ("rejected", "payment_overdue") else "warn"
            self._badge.set(orders_rows.status_words(order), tone)
        self._total.set_text(formats.money(order.total_minor, order.currency))
        self._status.set_stages(orders_rows.stages(card))
        self._tell_changes(card)
        self._place.set_text(" · ".join(part for part in (card.address, card.comment) if part))
        self._lines.set_rows(card.lines)
        self.grid.layout_columns.fold(orders_rows.needless(card.lines))
        self.documents.set_items([_document_item(card, n) for n in range(len(card.documents))])
        self.history.set_items(_history_items(card))
        self.invoice.setVisible(any(each.kind == "invoice" for each in card.documents))

    def _tell_changes(self, card: OrderCard) -> None:
        changed = [
            line
            for line in card.lines
            if line.state in ("partial", "backordered", "rejected", "substituted")
        ]
        if not changed:
            self._banner.clear()
            return
        words = trn(
            "The supplier changed {n} line: {goods}",
            "The supplier changed {n} lines: {goods}",
            len(changed),
        )
        goods = ", ".join(line.article or line.name for line in changed[:4])
        if len(changed) > 4:
            goods += " …"
        self._banner.tell("warn", words.format(n=len(changed), goods=goods))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch(1)
        head.addWidget(self._total)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self._place)
        for page in (self.grid, self.documents, self.history):
            self._stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(20, 14, 16, 10)
        top.setSpacing(10)
        top.addLayout(head)
        top.addWidget(self._status)
        top.addWidget(self._banner)
        top.addLayout(row)
        foot = Panel("surface", "t")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(20, 10, 16, 10)
        buttons.setSpacing(8)
        buttons.addWidget(self.repeat)
        buttons.addWidget(self.invoice)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(foot)

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentIndex((LINES, DOCUMENTS, HISTORY).index(key))


def _document_item(card: OrderCard, number: int) -> ListItem:
    document = card.documents[number]
    return ListItem(
        document.id,
        document.title or document_words(document),
        formats.date(document.issued),
        right=formats.money(document.gross_minor, document.currency),
        icon="file-text",
        action=tr("Open"),
    )


def _history_items(card: OrderCard) -> list[ListItem]:
    return [
        ListItem(str(number), step.text or status_text("order", step.code), formats.moment(step.at))
        for number, step in enumerate(reversed(card.history))
    ]
