"""Layout of Избранное: the goods with their conditions, and the history of what came true."""

from __future__ import annotations

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.favourite_rows import FELL_BY, LIST
from b2bdesk.ui.itemmodels.ordered_rows import OrderedListModel
from b2bdesk.ui.screens.goods_frame import GoodsFrame
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import HEADER, QUIET, Button
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.usecases.rows.favourites import FavouriteRow, WatchEvent

GOODS, HISTORY = "goods", "history"
_GIVE_WAY = (LIST, "stock", FELL_BY)


class FavouritesView(GoodsFrame):
    """The parts of the screen."""

    def __init__(
        self, rows: OrderedListModel[FavouriteRow], events: ListRowModel[WatchEvent]
    ) -> None:
        empty = EmptyState(
            "star",
            tr("Keep goods at hand here"),
            tr("Press Ctrl+Shift+D on an item of the catalogue or of an order. "
               "Then say what to wait for: that it is back, a price, a batch."),
            action=tr("Open the catalogue"),
        )  # fmt: skip
        super().__init__(tr("Favourites"), tr("Favourites"), rows, empty)
        self.grid.layout_columns.set_giving_way(_GIVE_WAY)
        self.pages = Segment(
            [(GOODS, tr("Goods"), "star"), (HISTORY, tr("What came true"), "history")]
        )
        self.export = Button(
            tr("To Excel"), QUIET, icon="file-spreadsheet", key="Ctrl+Shift+E", height=HEADER
        )
        self.print = Button(tr("Print"), QUIET, icon="printer", key="Ctrl+P", height=HEADER)
        for part in (self.export, self.print, self.pages):
            self.header.add_action(part)
        self.events = DeskGrid(tr("What came true"), row_select=True)
        self.events.set_rows_model(events)
        self.nothing = EmptyState(
            "history", tr("Nothing has come true yet"),
            tr("Conditions are checked after each synchronisation."),
        )  # fmt: skip
        self.stack.addWidget(self.events)
        self.stack.addWidget(self.nothing)

    def show_page(self, page: str, *, empty: bool, quiet: bool) -> None:
        """Show goods or history.

        Args:
            page: GOODS or HISTORY.
            empty: there are no favourites at all.
            quiet: nothing ever came true.
        """
        self.pages.set_current(page)
        if page == HISTORY:
            self.stack.setCurrentWidget(self.nothing if quiet else self.events)
        else:
            self.stack.setCurrentWidget(self.empty if empty else self.grid)
        goods = page == GOODS and not empty
        for part in (self.columns, self.chips, self.bar, self.export, self.print):
            part.setVisible(goods)
