"""Quantities typed beside goods: they go to the active cart, in order, one after another.

A typed number shows at once as pending; the row takes what the cart answers (rounded to the
multiple, say), a refusal puts the last good value back with its reason. Every screen that shows
goods has one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import formats, tr
from b2bdesk.texts.errors import describe
from b2bdesk.trade.decimals import parse_amount
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.trade.quantity import ONE_E3, fit
from b2bdesk.ui.itemmodels.catalogue_rows import NOTHING, QUANTITY_COLUMN
from b2bdesk.ui.itemmodels.order_states import row_state
from b2bdesk.ui.itemmodels.rows import Key, Overlay
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.rows.carts import LineEdit, Totals, UndoResult
from b2bdesk.usecases.rows.offers import OfferRow

INITIATOR = "catalog"


class OrderedRows(Protocol):
    """A model of goods with a quantity column: what the cart has, what is typed over it."""

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Take what the active cart has: item id → base units (e3)."""
        ...

    def quantity(self, item_id: str) -> int:
        """What the active cart has of an item, in base units (e3)."""
        ...

    def put_quantity(self, item_id: str, quantity_e3: int) -> None:
        """An order was taken: show it in its row."""
        ...

    def overlay(self, key: Key, column: str) -> Overlay | None:
        """What is typed over a cell."""
        ...

    def set_pending(self, key: Key, column: str, text: str) -> None:
        """Show a typed value at once."""
        ...

    def refuse(self, key: Key, column: str, text: str, reason: str) -> None:
        """Show that a typed value was refused."""
        ...


def by_number(offer: OfferRow) -> Key:
    """Rows named by the item's number."""
    return offer.n


def by_id(offer: OfferRow) -> Key:
    """Rows named by the item's id."""
    return offer.id


@dataclass(frozen=True, slots=True)
class CartNow:
    """The active cart: id, name, totals, and what it has of each item (e3 base units)."""

    id: str
    name: str
    totals: Totals
    quantities: Mapping[str, int]


def read_cart(carts: Carts) -> CartNow:
    """Read the active cart; on the lane that writes, for it may be made here."""
    cart = carts.active()
    return CartNow(cart.id, cart.name, carts.totals(cart.id), carts.quantities(cart.id))


def typed_quantity(text: str) -> int | None:
    """A typed quantity in thousandths; nothing typed is zero, None = not a number."""
    plain = text.strip().strip(NOTHING)
    if not plain:
        return 0
    value = parse_amount(plain)
    return None if value is None or value < 0 else int(value * ONE_E3)


class Ordering(QObject):
    """The hand that orders.

    Signals:
        cart_read: a `CartNow`.
        ordered: an offer, the quantity the cart has of it now, totals.
        told: words and tone about the last quantity.
    """

    cart_read = Signal(object)
    ordered = Signal(object, object, object)
    told = Signal(str, str)

    def __init__(
        self,
        carts: Carts,
        rows: OrderedRows,
        runner: TaskRunner,
        parent: QObject,
        key: Callable[[OfferRow], Key] = by_number,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._carts = carts
        self._rows = rows
        self._runner = runner
        self.initiator = INITIATOR
        self.cart: CartNow | None = None

    def read(self) -> None:
        """Read the active cart anew."""
        self._runner.run(
            partial(read_cart, self._carts), self._on_read, on="write", lane=f"cart.{id(self)}",
            failed=_no_contract, owner=self,
        )  # fmt: skip

    def type(self, offer: OfferRow, text: str) -> None:
        """A quantity was typed beside an item."""
        wanted = typed_quantity(text)
        if wanted is None:
            self._refuse(offer, tr("“{text}” is not a quantity").format(text=text))
            return
        self.order(offer, wanted)

    def step(self, offer: OfferRow, direction: int) -> None:
        """One multiple more or less."""
        by = offer.multiple_e3 or ONE_E3
        wanted = max(0, self.wanted(offer) + direction * by)
        if 0 < wanted < offer.minimum_e3:
            wanted = offer.minimum_e3 if direction > 0 else 0
        self.order(offer, wanted)

    def add_one(self, offer: OfferRow) -> None:
        """The smallest order, or one multiple more when the cart has the item."""
        if self.wanted(offer):
            self.step(offer, 1)
        else:
            self.order(offer, fit(ONE_E3, offer.minimum_e3, offer.multiple_e3).up_e3)

    def wanted(self, offer: OfferRow) -> int:
        """What is typed beside an item and not taken yet, else what the cart has."""
        over = self._rows.overlay(self._key(offer), QUANTITY_COLUMN)
        typed = typed_quantity(over.text) if over is not None and not over.reason else None
        return self._rows.quantity(offer.id) if typed is None else typed

    def order(self, offer: OfferRow, quantity_e3: int) -> None:
        """Put a quantity of an item into the active cart; 0 takes it out."""
        self._rows.set_pending(
            self._key(offer), QUANTITY_COLUMN, formats.quantity(quantity_e3) or "0"
        )
        self._runner.run(
            partial(self._carts.order_item, offer.id, quantity_e3, None, self.initiator),
            partial(self._on_ordered, offer),
            on="write",
            failed=partial(self._on_failed, offer),
            owner=self,
        )

    def undo(self, *, again: bool = False) -> None:
        """Take back the last step of the cart, or do it once more."""
        cart = self.cart
        if cart is not None:
            step = self._carts.redo if again else self._carts.undo
            self._runner.run(
                partial(step, cart.id), self._on_undone, on="write", failed=self._on_nothing,
                owner=self,
            )  # fmt: skip

    def _on_read(self, cart: CartNow) -> None:
        self.cart = cart
        self._rows.set_quantities(cart.quantities)
        self.cart_read.emit(cart)

    def _on_ordered(self, offer: OfferRow, edit: LineEdit) -> None:
        quantity = edit.line.base_e3 if edit.line is not None else 0
        self._rows.put_quantity(offer.id, quantity)
        self.ordered.emit(offer, quantity, edit.totals)
        state = row_state(edit.line) if edit.line is not None else None
        if state is not None:
            self.told.emit(f"{offer.article}: {state.text}", state.tone)
        else:
            self.told.emit("", "")

    def _on_failed(self, offer: OfferRow, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        self._refuse(offer, describe(error.code, error.params).one_line())
        return True

    def _refuse(self, offer: OfferRow, reason: str) -> None:
        good = self._rows.quantity(offer.id)
        shown = formats.quantity(good) if good else NOTHING
        self._rows.refuse(self._key(offer), QUANTITY_COLUMN, shown, reason)
        self.told.emit(f"{offer.article}: {reason}", "bad")

    def _on_undone(self, _result: UndoResult) -> None:
        self.told.emit("", "")
        self.read()

    def _on_nothing(self, error: BaseException) -> bool:
        if isinstance(error, Expected):
            self.told.emit(describe(error.code, error.params).one_line(), "info")
            return True
        return False


def _no_contract(error: BaseException) -> bool:
    """Before the first sign-in there is no cart; nothing to tell."""
    return isinstance(error, Expected)
