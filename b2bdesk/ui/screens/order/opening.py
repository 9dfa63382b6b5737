"""How a cart comes into the order sheet: a first look at a big one, then the whole, then its news.

A big cart is painted before it is counted: rows around the place that is shown stand at once, the
others are empty until the whole has come, and come in place, so that cursor, editor and scroll bar
stay. News that concern only what a line costs replace the rows that moved.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts.currencies import sign
from b2bdesk.texts.reasons import undo_label
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.ui.itemmodels.order_rows import OrderRows
from b2bdesk.ui.itemmodels.order_states import ALL
from b2bdesk.ui.screens.order.answers import Steps
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CartRow, CartSheet, Glance, Totals, UndoResult

ME = "order-sheet"


class OpenBook(QObject):
    """The cart on the screen.

    Args:
        context: runner and hub.
        carts: the use cases.
        parent: owner.

    Attributes:
        cart: what is known of the cart; None before one was read.
        totals: its sums; None while a big cart is being counted.

    Signals:
        glanced: a cart can be seen, it is not counted yet.
        opened: a cart was read whole.
        changed: rows, counters or totals changed.
        refused: sentence why an edit was refused.
        lost: the error because of which no cart can be shown.
        removed: how many lines were taken away.
        stepped: a step was undone, or done again (True), and the rows show it; what it was.
    """

    glanced = Signal()
    opened = Signal()
    changed = Signal()
    refused = Signal(str)
    lost = Signal(object)
    removed = Signal(int)
    stepped = Signal(object, bool)

    def __init__(self, context: ScreenContext, carts: Carts, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = OrderRows(sign("RUB"), self)
        self.cart: CartRow | None = None
        self.totals: Totals | None = None
        self.steps = Steps()
        self.saved_at = dt.datetime.now(dt.UTC)
        self._context = context
        self._carts = carts
        self._flying: Counter[str] = Counter()
        self._running = 0
        self._held: list[ChangeSet] = []
        self._step: tuple[UndoResult, bool] | None = None
        context.hub.changed.connect(self._on_change)

    @property
    def cart_id(self) -> str:
        """Id of the open cart, empty before one was read."""
        return self.cart.id if self.cart is not None else ""

    def open(self, cart_id: str = "", around: str = "") -> None:
        """Show a cart (empty = the active one) with one of its lines in sight."""
        self._run_open(partial(self._look, cart_id, around, self.cart_id))

    def reload(self) -> None:
        """Read the present cart anew."""
        self._run_open(partial(self._carts.open, self.cart_id))

    def busy(self) -> bool:
        """Whether edits are under way."""
        return self._running > 0

    def _run_open(self, work: partial[CartSheet] | partial[CartSheet | Glance]) -> None:
        self._context.runner.run(
            work, self._on_read, on="write", lane="order.open", failed=self._on_lost, owner=self
        )

    def _look(self, cart_id: str, around: str, shown: str) -> CartSheet | Glance:
        """On the write lane: a first look at another big cart, else the cart."""
        wanted = cart_id or self._carts.active().id
        glance = self._carts.glance(wanted, around) if wanted != shown else None
        return glance or self._carts.open(wanted)

    def _on_read(self, found: CartSheet | Glance) -> None:
        if isinstance(found, CartSheet):
            self._on_opened(found)
        elif self.rows.filter() != ALL:  # its rows are known when all lines are counted
            self._run_open(partial(self._carts.open, found.cart.id))
        else:
            self._on_glanced(found)
            self._run_open(partial(self._carts.open, found.cart.id))

    def _on_glanced(self, glance: Glance) -> None:
        self._take_head(glance.cart)
        self.totals, self.steps = None, Steps()
        self.rows.glance(glance.line_ids, glance.lines)
        self.glanced.emit()

    def _on_opened(self, sheet: CartSheet) -> None:
        self._take_head(sheet.cart)
        self.totals = sheet.totals
        self.steps = Steps(
            undo_label(sheet.undo_label, sheet.undo_params) if sheet.undo_label else "",
            undo_label(sheet.redo_label, sheet.redo_params) if sheet.redo_label else "",
        )
        self.rows.load(sheet.lines, self._flying)
        self.opened.emit()
        if self._step is not None:
            step, self._step = self._step, None
            self.stepped.emit(*step)

    def _take_head(self, cart: CartRow) -> None:
        self.cart = cart
        self.saved_at = cart.changed_at
        self.rows.currency = cart.currency
        self.rows.locked = cart.state != "draft" or cart.frozen

    def _on_lost(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        if error.code == "cart_not_found" and self.cart is not None:
            self.cart = None
            self.open()
        else:
            self.lost.emit(error)
        return True

    def _steps(self, cart_id: str) -> Steps:
        undo, redo = self._carts.undo_label(cart_id), self._carts.redo_label(cart_id)
        return Steps(
            undo_label(undo.label, undo.params) if undo else "",
            undo_label(redo.label, redo.params) if redo else "",
        )

    def _on_change(self, change: ChangeSet) -> None:
        if self.cart is None or change.initiator == ME:
            return
        if change.touches(f"cart:{self.cart_id}"):
            if self._running:
                self._held.append(change)
            else:
                self.reload()
        elif change.touches("prices", "stock", "catalogue", "account"):
            self.reload()

    def _release(self, *own: ChangeSet) -> None:
        """Own changes are not news; a strange one that came meanwhile is."""
        for each in own:
            self._held = [held for held in self._held if held is not each]
        if not self._running and self._held:
            self._held = []
            self.reload()
