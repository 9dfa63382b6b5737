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
from b2bdesk.texts.reasons import substitute_reason
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.trade.unit import short
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.substitution import REPLACE, REST, Shortage

WIDTH = 760
_DELAY_MS = 80
_ROWS = 7
_ROW_HEIGHT = 46
_MODE_END, _SPLIT = "·", 2
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
        first: reads the first proposals, as rows whose key is `key_of` an item and a mode.

    Signals:
        taken: item id, and `REPLACE` or `REST`: only what is not there is replaced.
    """

    taken = Signal(str, str)

    def __init__(
        self,
        window: QWidget,
        title: str,
        runner: TaskRunner,
        find: Find,
        first: Callable[[], Sequence[ListItem]],
    ) -> None:
        super().__init__(window, width=WIDTH)
        self._runner, self._find = runner, find
        self._words = ""
        self.search = SearchField(tr("Search for other goods"), name=tr("Search for other goods"))
        self.list = RowList(two_line=True)
        self.list.setAccessibleName(title)
        self.list.fill_height(_ROWS)
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
        runner.run(first, self.show_items, on="write", lane="order.candidates", owner=self)

    def show_items(self, items: Sequence[ListItem]) -> None:
        """Show goods to choose from; the panel has the height of its rows."""
        self.list.set_items(items)
        self.list.setFixedHeight(min(max(len(items), 1), _ROWS) * _ROW_HEIGHT + 2)
        self.list.select_first()
        self._note.set_text("" if items else tr("Nothing similar; type a name or an article"))
        self._note.setVisible(not items)
        self.refit()

    def _show_offers(self, offers: Sequence[OfferRow]) -> None:
        self.show_items([offer_item(offer) for offer in offers])

    def _on_edited(self, words: str) -> None:
        self._words = words
        self._timer.start()

    def _look_up(self) -> None:
        if self._words.strip():
            self._runner.run(
                partial(self._find, self._words), self._show_offers,
                lane="order.candidates", owner=self,
            )  # fmt: skip

    def _on_chosen(self, key: str) -> None:
        self.close_now()
        mode, _, item_id = key.rpartition(_MODE_END)
        self.taken.emit(item_id, mode or REPLACE)


def proposal_items(found: Shortage) -> list[ListItem]:
    """Substitutes with their reasons, best first; where some is there, also only for the rest."""
    items: list[ListItem] = []
    for at, each in enumerate(found.proposals):
        price = "" if each.price_e5 is None else formats.price(each.price_e5)
        why = "; ".join(substitute_reason(one.code, one.params) for one in each.reasons)
        note = " · ".join(part for part in (each.article, why) if part)
        items.append(ListItem(each.item_id, each.name, note, right=price, strong=True))
        if at < _SPLIT and 0 < found.there_e3 < found.line.base_e3:
            there = f"{formats.quantity(found.there_e3)} {_sign(found)}".strip()
            words = tr("{there} stay, the rest is replaced").format(there=there)
            key = f"{REST}{_MODE_END}{each.item_id}"
            items.append(ListItem(key, f"{words}: {each.article}", each.name, right=price))
    return items


def _sign(found: Shortage) -> str:
    """The sign of the base unit a shortage is counted in."""
    return found.line.unit if found.line.factor_e3 == ONE_E3 else ""


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
