"""The popover that offers goods instead of a line: candidates, substitutes, or what is searched.

↑ ↓ choose, Enter takes, typing searches the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import formats, tr
from b2bdesk.trade.unit import short
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.offers import OfferRow

WIDTH = 520
_DELAY_MS = 80
Find = Callable[[str], Sequence[OfferRow]]


class Arrows(QObject):
    """↑ ↓ in a search field move the cursor of the list below it."""

    def __init__(self, rows: RowList, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            return False
        self._rows.step(1 if event.key() == Qt.Key.Key_Down else -1)
        return True


class Candidates(Popover):
    """Goods to choose from.

    Args:
        window: any widget of the window.
        title: what is looked for.
        runner: runs `find`.
        find: words to goods, on a reader.
        first: reads the first proposals, on a reader.

    Signals:
        taken: item id.
    """

    taken = Signal(str)

    def __init__(
        self,
        window: QWidget,
        title: str,
        runner: TaskRunner,
        find: Find,
        first: Callable[[], Sequence[OfferRow]],
    ) -> None:
        super().__init__(window, width=WIDTH)
        self._runner, self._find = runner, find
        self._words = ""
        self.search = SearchField(tr("Search for other goods"), name=tr("Search for other goods"))
        self.list = RowList(two_line=True)
        self.list.setAccessibleName(title)
        self.list.fill_height(7)
        self.list.setMinimumHeight(5 * 46 + 2)
        self._note = PlainLabel("", 12, tone="text2")
        self.add(PlainLabel(title, 12, look.SEMIBOLD))
        self.add(self.search)
        self.add(self.list)
        self.add(self._note)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._look_up)
        self.search.edited.connect(self._on_edited)
        self.search.entered.connect(self.list.choose_current)
        self.list.chosen.connect(self._on_chosen)
        self._arrows = Arrows(self.list, self)
        self.search.edit.installEventFilter(self._arrows)
        runner.run(first, self.show_offers, lane="order.candidates", owner=self)

    def show_offers(self, offers: Sequence[OfferRow]) -> None:
        """Show goods to choose from."""
        self.list.set_items([offer_item(offer) for offer in offers])
        self.list.select_first()
        self._note.set_text("" if offers else tr("Nothing similar; type a name or an article"))

    def _on_edited(self, words: str) -> None:
        self._words = words
        self._timer.start()

    def _look_up(self) -> None:
        if self._words.strip():
            self._runner.run(
                partial(self._find, self._words), self.show_offers,
                lane="order.candidates", owner=self,
            )  # fmt: skip

    def _on_chosen(self, item_id: str) -> None:
        self.close_now()
        self.taken.emit(item_id)


def offer_item(offer: OfferRow, percent: str = "") -> ListItem:
    """A row for goods: name, article and stock below, price at the right."""
    unit = short(offer.okei)
    if offer.stock_e3 is None:
        stock = tr("stock unknown")
    elif offer.stock_e3 <= 0:
        stock = tr("out of stock")
    else:
        stock = f"{formats.quantity(offer.stock_e3)} {unit}".replace(" ", formats.NBSP)
    price = formats.price(offer.price_e5) if offer.price_e5 is not None else tr("no price")
    note = " · ".join(part for part in (offer.article, stock, percent) if part)
    return ListItem(offer.id, offer.name, note, right=price, strong=True)
