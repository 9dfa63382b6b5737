"""Into which cart a list goes, or into a cart for each address; putting it there as one step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.texts import errors, formats, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.rows.bulk import CartAdded, ListPreview
from b2bdesk.usecases.rows.carts import AddResult, CartRow
from b2bdesk.usecases.services import Services

PER_ADDRESS = "\x00addresses"


class Target(QObject):
    """The cart of an import.

    `per_address` says that every address of the list gets a new cart of its own, `keep` that rows
    nothing was found for go in as lines that wait.

    Signals:
        known: which cart it is.
        added: the `AddResult` of a list.
        dealt: the new carts of a list, a tuple of `CartAdded`.
        undone: the adding was taken back.
    """

    known = Signal()
    added = Signal(object)
    dealt = Signal(object)
    undone = Signal()

    def __init__(self, context: ScreenContext, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self.cart: CartRow | None = None
        self.busy = False
        self.per_address = False
        self.keep = False
        self._made: tuple[CartAdded, ...] = ()
        self._context, self._services = context, services

    def name(self) -> str:
        """Name of the cart, "" when every address gets one or none is known yet."""
        return "" if self.cart is None or self.per_address else self.cart.name

    def read(self, cart_id: str = "") -> None:
        """Take a cart; empty = the active one."""
        self._context.runner.run(
            partial(_read, self._services.carts, cart_id), self._on_cart, on="write",
            failed=self._on_refused, lane="import.cart", owner=self,
        )  # fmt: skip

    def choose(self, anchor: QWidget, preview: ListPreview) -> None:
        """Offer the drafts there are, and a cart for each address when the list names some."""
        self._context.runner.run(
            self._services.carts.list, partial(self._offer, anchor, preview), owner=self
        )

    def add(self, preview: ListPreview) -> None:
        """Put a list into the cart."""
        if self.cart is None or self.busy:
            return
        self.busy = True
        run = self._context.runner.run
        if self.per_address and preview.addresses:
            deal = partial(_dealt, self._services, preview, self.cart.id, self.keep)
            run(deal, self._on_dealt, on="write", failed=self._on_refused, owner=self)
            return
        self._made = ()
        work = partial(self._services.bulk_entry.add, preview, self.cart.id, self.keep)
        run(work, self._on_added, on="write", failed=self._on_refused, owner=self)

    def undo(self) -> None:
        """Take the adding back; carts made for addresses go to the recycle bin."""
        if self._made:
            made, self._made = self._made, ()
            gone = partial(_removed, self._services.carts, made)
            self._context.runner.run(
                gone, self._on_undone, on="write", failed=self._on_refused, owner=self
            )
        elif self.cart is not None:
            work = partial(self._services.carts.undo, self.cart.id)
            self._context.runner.run(work, self._on_undone, on="write", owner=self)

    def _offer(self, anchor: QWidget, preview: ListPreview, carts: tuple[CartRow, ...]) -> None:
        popover = Popover(anchor, width=320)
        rows = RowList(two_line=True)
        rows.setAccessibleName(tr("Into which cart"))
        count = carts_by_address(preview)
        items = (
            [
                ListItem(
                    PER_ADDRESS,
                    tr("A cart for each address"),
                    icon="map-pin",
                    right=formats.number(count),
                )
            ]
            if preview.addresses
            else []
        )
        items += [
            ListItem(cart.id, cart.name, right=formats.money(cart.gross_minor, cart.currency))
            for cart in carts
            if cart.state == "draft" and not cart.template and not cart.frozen
        ]
        here = self.cart.id if self.cart is not None else ""
        rows.set_items(items, PER_ADDRESS if self.per_address and preview.addresses else here)
        rows.fill_height(8)
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(self._on_chosen)
        popover.add(rows)
        popover.open_at(anchor, right=True, above=True)

    def _on_cart(self, cart: CartRow) -> None:
        self.cart = cart
        self.known.emit()

    def _on_chosen(self, key: str) -> None:
        self.per_address = key == PER_ADDRESS
        if self.per_address:
            self.known.emit()
        else:
            self.read(key)

    def _on_dealt(self, made: tuple[CartAdded, ...]) -> None:
        self.busy = False
        self._made = made
        self.dealt.emit(made)

    def _on_added(self, added: AddResult) -> None:
        self.busy = False
        self.added.emit(added)

    def _on_undone(self, _result: object) -> None:
        self.undone.emit()

    def _on_refused(self, error: BaseException) -> bool:
        self.busy = False
        self.known.emit()
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        return True


def carts_by_address(preview: ListPreview) -> int:
    """How many carts a list would make; lines without an address get one of their own."""
    return len({line.address.strip() for line in preview.result.lines})


def _dealt(
    services: Services, preview: ListPreview, active: str, keep: bool
) -> tuple[CartAdded, ...]:
    """Carts for the addresses of a list; the cart one works in stays the active one."""
    made = services.bulk_entry.add_by_address(preview, "", keep)
    services.carts.activate(active)
    return made


def _removed(carts: Carts, made: tuple[CartAdded, ...]) -> None:
    for each in made:
        carts.delete(each.cart.id)


def _read(carts: Carts, cart_id: str) -> CartRow:
    return carts.open(cart_id).cart if cart_id else carts.active()
