"""Layout of Покупали раньше: own purchases by item, suggestions as chips, address beside them."""

from __future__ import annotations

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.bought_rows import Shown
from b2bdesk.ui.itemmodels.ordered_rows import OrderedListModel
from b2bdesk.ui.screens.goods_frame import GoodsFrame
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import BAR, HEADER, QUIET, Button
from b2bdesk.ui.widgets.select import SelectBox

_GIVE_WAY = ("year", "by", "paid", "typical", "times")


class BoughtView(GoodsFrame):
    """The parts of the screen."""

    def __init__(self, rows: OrderedListModel[Shown]) -> None:
        empty = EmptyState(
            "history",
            tr("Nothing has been bought yet"),
            tr("Goods of your orders appear here with their usual quantities."),
            action=tr("Open the catalogue"),
        )
        super().__init__(tr("Bought earlier"), tr("Goods bought before"), rows, empty)
        self.grid.layout_columns.set_giving_way(_GIVE_WAY)
        self.entity = SelectBox(tr("Legal entity"), quiet=True, height=BAR)
        self.address = SelectBox(tr("Delivery address"), icon="map-pin", quiet=True, height=BAR)
        for box in (self.entity, self.address):
            box.setMaximumWidth(240)
            self.filters.insertWidget(self.filters.count() - 1, box)
        self.take = Button(
            tr("Take what is suggested"), QUIET, icon="shopping-cart-plus", key="Ctrl+Shift+A",
            height=HEADER,
        )  # fmt: skip
        self.export = Button(
            tr("To Excel"), QUIET, icon="file-spreadsheet", key="Ctrl+Shift+E", height=HEADER
        )
        self.print = Button(tr("Print"), QUIET, icon="printer", key="Ctrl+P", height=HEADER)
        for part in (self.take, self.export, self.print):
            self.header.add_action(part)
