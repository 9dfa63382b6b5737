"""The layout of Документы: list and batch bar on the left, the paper on the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.documents_rows import ALL
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import Banner, EmptyState
from b2bdesk.ui.widgets.button import FORM, PRIMARY, SECONDARY, Button, IconButton
from b2bdesk.ui.widgets.chip import ChipRow
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.paper import Paper
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.rows.orders import DocumentRow

LIST, PREVIEW, NARROW_PREVIEW = 600, 560, 336
NARROW = 1280
SEARCH, NARROW_SEARCH = 180, 130


class DocumentsView(QWidget):
    """List, batch bar, preview.

    Signals:
        printed, saved: what is ticked, or the document shown.
        to_order: the order of the document shown.
    """

    printed = Signal()
    saved = Signal()
    to_order = Signal()

    def __init__(self, rows: ListRowModel[DocumentRow]) -> None:
        super().__init__()
        self.header = ScreenHeader(tr("Documents"))
        self.search = SearchField(tr("Number or order"))
        self.chips = ChipRow(single=True)
        self.chips.set_checked(ALL)
        self.grid = DeskGrid(tr("Documents"), row_select=True)
        self.grid.set_rows_model(rows)
        self.grid.set_density("normal")
        self.grid.detail_edge = True
        self.grid.layout_columns.set_giving_way(("order", "date"))
        self.paper = Paper()
        self.trouble = Banner()
        self.print = Button(tr("Print"), PRIMARY, icon="printer", key="Ctrl+P", height=FORM)
        self.save = Button(tr("Save"), SECONDARY, icon="download", key="Ctrl+S", height=FORM)
        self.order = Button(tr("To the order"), SECONDARY, icon="truck-delivery", height=FORM)
        self._chosen = PlainLabel("", 13, look.MEDIUM)
        self._title = PlainLabel("", 16, look.SEMIBOLD)
        self._fact = PlainLabel("", 12, tone="text3")
        self.empty = EmptyState(
            "files",
            tr("Documents appear after the first order"),
            tr("Invoices and waybills stay on this machine and open without a network."),
        )
        self._lay_out()
        self.print.clicked.connect(self.printed)
        self.save.clicked.connect(self.saved)
        self.order.clicked.connect(self.to_order)

    def show_empty(self, empty: bool) -> None:
        """Show the empty state instead of everything."""
        self.empty.setVisible(empty)
        self._body.setVisible(not empty)

    def title(self) -> str:
        """Return what the preview is titled."""
        return self._title.text()

    def show_title(self, title: str, fact: str, *, has_order: bool) -> None:
        """Say what the paper is."""
        self._title.set_text(title)
        self._fact.set_text(fact)
        self.order.setVisible(has_order)

    def show_chosen(self, words: str, count: int) -> None:
        """Say what is ticked and put the number on the primary button."""
        self._chosen.set_text(words)
        text = tr("Print {n}").format(n=count) if count > 1 else tr("Print")
        self.print.setText(text)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 0, 16, 10)
        filters.setSpacing(8)
        filters.addWidget(self.chips, 1)
        filters.addWidget(self.search)
        foot = Panel("surface", "t")
        bar = QHBoxLayout(foot)
        bar.setContentsMargins(20, 10, 16, 10)
        bar.setSpacing(8)
        bar.addWidget(self._chosen, 1)
        bar.addWidget(self.save)
        bar.addWidget(self.print)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.header)
        left.addLayout(filters)
        left.addWidget(self.grid, 1)
        left.addWidget(foot)
        right = self._right = Panel("surface", "l")
        pane = QVBoxLayout(right)
        pane.setContentsMargins(1, 0, 0, 0)
        pane.setSpacing(0)
        pane.addLayout(self._preview_head())
        pane.addWidget(self.trouble)
        pane.addWidget(self.paper, 1)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body, 1)
        column.addWidget(self.empty, 1)
        self.show_empty(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the sums and states of the list in sight."""
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW
        self._right.setFixedWidth(min(PREVIEW, max(NARROW_PREVIEW, self.width() - LIST)))
        self.search.setFixedWidth(NARROW_SEARCH if narrow else SEARCH)
        for less in (self._fact, self.zoom_out, self.zoom_in):
            less.setVisible(not narrow)  # + and - zoom, too

    def _preview_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._fact, 1)
        self.zoom_out = IconButton("zoom-out", tr("Smaller"), key="-")
        self.zoom_in = IconButton("zoom-in", tr("Larger"), key="+")
        self.zoom_out.clicked.connect(self._on_out)
        self.zoom_in.clicked.connect(self._on_in)
        head.addWidget(self.zoom_out)
        head.addWidget(self.zoom_in)
        head.addWidget(self.order)
        return head

    def _on_out(self) -> None:
        self.paper.step(-1)

    def _on_in(self) -> None:
        self.paper.step(1)
