"""The common layout of lists of goods: header, filters, grid or empty state, the cart's bar."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import BAR, IconButton
from b2bdesk.ui.widgets.cart_bar import CartBar
from b2bdesk.ui.widgets.chip import ChipRow
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.screen_parts import ScreenHeader


class GoodsFrame(QWidget):
    """The parts of a list of goods.

    Args:
        title: of the screen.
        name: accessible name of the grid.
        rows: the model.
        empty: what is shown when there is nothing at all.
    """

    def __init__(self, title: str, name: str, rows: RowModel, empty: EmptyState) -> None:
        super().__init__()
        self.header = ScreenHeader(title)
        self.chips = ChipRow(single=True)
        self.columns = IconButton("columns-3", tr("Columns"), size=BAR)
        self.grid = DeskGrid(name)
        self.grid.set_rows_model(rows)
        self.grid.detail_edge = True
        self.empty = empty
        self.bar = CartBar()
        self.filters = QHBoxLayout()
        self.filters.setContentsMargins(20, 0, 16, 10)
        self.filters.setSpacing(6)
        self.filters.addWidget(self.chips, 1)
        self.filters.addWidget(self.columns)
        self.columns.clicked.connect(self._on_columns)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.empty)
        self.middle = QHBoxLayout()
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(0)
        self.middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self.filters)
        column.addLayout(self.middle, 1)
        column.addWidget(self.bar)

    def show_empty(self, empty: bool) -> None:
        """Show the empty state instead of the grid."""
        self.stack.setCurrentWidget(self.empty if empty else self.grid)
        self.columns.setVisible(not empty)

    def _on_columns(self) -> None:
        self.grid.open_columns(self.columns)
