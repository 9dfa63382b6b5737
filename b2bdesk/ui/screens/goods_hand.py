"""What every list of goods can do: order by digits, show a card, go to the cart, become a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.catalogue_rows import QUANTITY_COLUMN
from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.screens.goods_paste import GoodsPaste
from b2bdesk.ui.screens.ordering import OrderedRows, Ordering, by_id
from b2bdesk.ui.widgets.cart_bar import CartBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.tables import Table
from b2bdesk.usecases.rows.carts import Totals
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services

OfferOf = Callable[[object], OfferRow | None]


class GoodsHand(QObject):
    """Wires a grid of goods to the active cart.

    Args:
        context, services: of the screen.
        grid, rows, bar: the parts.
        offer: the item of a row key; None = it cannot be ordered.
        name: of the screen, so that its own orders do not make it read again.
        key: the row key of an item.
    """

    def __init__(
        self,
        context: ScreenContext,
        services: Services,
        parts: tuple[DeskGrid, OrderedRows, CartBar],
        offer: OfferOf,
        name: str,
        key: Callable[[OfferRow], Key] = by_id,
    ) -> None:
        self._grid, rows, self._bar = parts
        super().__init__(self._grid)
        self._context, self._services = context, services
        self._rows, self._offer = rows, offer
        self.ordering = Ordering(services.carts, rows, context.runner, self, key)
        self.ordering.initiator = self._name = name
        grid = self._grid
        grid.edited.connect(self._on_edited)
        grid.stepped.connect(self._on_stepped)
        grid.cleared.connect(self._on_cleared)
        grid.letters_typed.connect(self._on_letters)
        self._pasting = GoodsPaste(context, services, name, self)
        grid.accepts_paste = True
        grid.pasted.connect(self._pasting.paste)
        grid.opened.connect(self.open_card)
        grid.entered.connect(self.open_card)
        self._bar.open.clicked.connect(partial(context.navigate, "order"))
        self.ordering.cart_read.connect(self._on_cart)
        self.ordering.ordered.connect(self._on_ordered)
        self.ordering.told.connect(self._bar.tell)

    def arrive(self) -> None:
        """The screen is shown: read the cart."""
        self.ordering.read()

    def heard(self, change: ChangeSet) -> None:
        """Read the cart anew when somebody else changed it."""
        if change.touches("context") or (
            change.touches("carts") and change.initiator != self._name
        ):
            self.ordering.read()

    def open_card(self, key: object) -> None:
        """Enter: the item in the catalogue."""
        offer = self._offer(key)
        if offer is not None:
            self._context.navigate("catalog", item=offer.id)

    def undo(self) -> None:
        """Take back the last step of the cart."""
        self.ordering.undo()

    def scanned(self, offers: list[OfferRow], code: str) -> None:
        """A scan adds one multiple of its item."""
        if offers:
            self.ordering.add_one(offers[0])
        else:
            self._bar.tell(tr("Nothing has the code {code}").format(code=code), "warn")

    def save_as(self, parent: QWidget, table: Table) -> None:
        """Ask where to, then write the table as a spreadsheet."""
        offered = self._services.profile.exports / f"{table.title}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            parent, tr("Save as a spreadsheet"), str(offered), "Excel (*.xlsx);;CSV (*.csv)"
        )
        if chosen:
            self._write(Path(chosen), table, show=False)

    def print_out(self, table: Table) -> None:
        """Write the table as pages and hand them to the program that shows them."""
        stamp = "".join(sign for sign in table.title if sign.isalnum() or sign in " -")
        self._write(self._services.profile.exports / f"{stamp.strip()}.pdf", table, show=True)

    def _write(self, target: Path, table: Table, *, show: bool) -> None:
        self._context.runner.run(
            partial(self._services.tables.save, target, table),
            partial(self._on_written, show), on="slow", owner=self,
        )  # fmt: skip

    def _on_written(self, show: bool, path: Path) -> None:
        if show:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self._context.toast(ToastSpec(tr("Saved"), str(path)))

    def _on_edited(self, key: object, column: str, text: str) -> None:
        offer = self._offer(key)
        if column == QUANTITY_COLUMN and offer is not None:
            self.ordering.type(offer, text)

    def _on_stepped(self, key: object, _column: str, direction: int) -> None:
        offer = self._offer(key)
        if offer is not None:
            self.ordering.step(offer, direction)

    def _on_cleared(self, keys: list[object], column: str) -> None:
        if column != QUANTITY_COLUMN:
            return
        for offer in map(self._offer, keys):
            if offer is not None and self._rows.quantity(offer.id):
                self.ordering.order(offer, 0)

    def _on_letters(self, typed: str) -> None:
        self._context.show_search(typed, True)

    def _on_cart(self, cart: object) -> None:
        now = self.ordering.cart
        del cart
        if now is not None:
            self._show_cart(now.name, now.totals)

    def _on_ordered(self, _offer: OfferRow, _quantity: int, totals: Totals) -> None:
        now = self.ordering.cart
        if now is not None:
            self._show_cart(now.name, totals)

    def _show_cart(self, name: str, totals: Totals) -> None:
        lead = tr("In the cart “{name}”").format(name=name)
        lines = trn("{n} line", "{n} lines", totals.lines).format(n=formats.number(totals.lines))
        self._bar.show_cart(lead, f"{lines} · {formats.money(totals.gross_minor, totals.currency)}")


def matches(words: str, *texts: str) -> bool:
    """Whether every word occurs in one of the texts; how lists are searched as one types."""
    known = " ".join(texts).casefold().replace("ё", "е")
    return all(word in known for word in words.casefold().replace("ё", "е").split())
