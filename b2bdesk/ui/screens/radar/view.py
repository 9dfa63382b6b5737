"""Layout of Что изменилось: since when, filters, the changes, and beside them what costs most."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.itemmodels.radar_rows import RadarRows
from b2bdesk.ui.screens.goods_frame import GoodsFrame
from b2bdesk.ui.widgets.banner import EmptyState
from b2bdesk.ui.widgets.button import BAR, HEADER, QUIET, Button
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.date_field import DateField
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
from b2bdesk.ui.widgets.money_bars import MoneyBars
from b2bdesk.ui.widgets.screen_parts import Fact, SideHeading
from b2bdesk.ui.widgets.select import SelectBox
from b2bdesk.usecases.rows.radar import DATE, ORDER, PURCHASE, SYNC

WEEK, MONTH = "week", "month"
BOUGHT, FAVOURITES = "bought", "favourites"
EVERYTHING = ""
SIDE_WIDTH, SIDE_FROM = 284, 980
_GIVE_WAY = ("stock", "bought", "by", "article")  # what was and what is say the percent, too


class RadarView(GoodsFrame):
    """The parts of the screen."""

    def __init__(self, rows: RadarRows) -> None:
        empty = EmptyState("trending-up", "", "", action=tr("Since each was bought"))
        super().__init__(tr("What changed"), tr("Changes"), rows, empty)
        self.grid.layout_columns.set_giving_way(_GIVE_WAY)
        self.since = SelectBox(tr("Since when"), icon="clock", quiet=True, height=HEADER)
        self.since.set_options(
            [
                (SYNC, tr("Since the last synchronisation")),
                (ORDER, tr("Since the last order")),
                (PURCHASE, tr("Since each was bought")),
                (WEEK, tr("For 7 days")),
                (MONTH, tr("For 30 days")),
                (DATE, tr("Since a date")),
            ],
            SYNC,
        )
        self.export = Button(
            tr("To Excel"), QUIET, icon="file-spreadsheet", key="Ctrl+Shift+E", height=HEADER
        )
        self.print = Button(tr("Print"), QUIET, icon="printer", key="Ctrl+P", height=HEADER)
        for part in (self.export, self.print, self.since):
            self.header.add_action(part)
        self.contract = SelectBox(tr("Contract"), quiet=True, height=BAR)
        self.group = SelectBox(tr("Category"), quiet=True, height=BAR)
        self.brand = SelectBox(tr("Brand"), quiet=True, height=BAR)
        self.mine = ChipRow(single=False)
        self.mine.set_chips(
            [
                ChipSpec(BOUGHT, tr("Bought in a year"), icon="history", keep=True),
                ChipSpec(FAVOURITES, tr("Favourites"), icon="star", keep=True),
            ]
        )
        self._narrowing = QWidget()
        self._lay_out_narrowing()
        self.date = DateField(tr("Since a date"))
        self.rose, self.fell = (
            Fact(tr("Dearer a year"), size=18),
            Fact(tr("Cheaper a year"), size=18),
        )
        self.top_title = SideHeading(tr("What moves most money"))
        self.bars = MoneyBars(tr("What moves most money"))
        self.nothing = PlainLabel("", 12, tone="text2", wrap=True)
        self.side = Panel("surface", "l")
        self._lay_out_side()
        self.middle.addWidget(self.side)

    def _lay_out_narrowing(self) -> None:
        row = QHBoxLayout(self._narrowing)
        row.setContentsMargins(20, 0, 16, 8)
        row.setSpacing(6)
        row.addWidget(self.mine, 1)
        for box in (self.group, self.brand, self.contract):
            box.setMaximumWidth(220)
            row.addWidget(box)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, self._narrowing)

    def _lay_out_side(self) -> None:
        self.side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(17, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.date)
        column.addWidget(self.rose)
        column.addWidget(self.fell)
        column.addWidget(self.top_title)
        column.addWidget(self.bars)
        column.addWidget(self.nothing)
        column.addStretch(1)

    def tell_empty(self, title: str, note: str) -> None:
        """Say why nothing is shown."""
        self.empty.set_words(title, note)
        self.show_empty(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side gives way in a narrow window; the date stays reachable in the list of times."""
        super().resizeEvent(event)
        self.place_side()

    def place_side(self) -> None:
        """Beside the grid where there is room, and where a date is to be chosen."""
        beside = self.width() >= SIDE_FROM or self.since.current() == DATE
        self.side.setVisible(beside)
