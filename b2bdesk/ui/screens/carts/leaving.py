"""From a cart's checkout to its lines: the sheet of orders with the cart, a line, a filter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.ui.frame.context import ScreenContext
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import CartRow


class Leaving(QObject):
    """Opens the sheet of orders."""

    def __init__(self, context: ScreenContext, carts: Carts, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._carts = context, carts

    def to_lines(self, cart: CartRow | None) -> None:
        """Show all lines; a draft becomes the active cart, any other cart is only shown."""
        if cart is None:
            return
        if cart.state != "draft" or cart.template:
            self._context.navigate("order", cart=cart.id)
            return
        self._context.runner.run(
            partial(self._carts.activate, cart.id), partial(self._on_activated, cart.id),
            on="write", owner=self,
        )  # fmt: skip

    def to_line(self, cart_id: str, line_id: str, chip: str | None = None) -> None:
        """Show one line, among those of a filter when `chip` names it."""
        args = {} if chip is None else {"chip": chip}
        self._context.navigate("order", cart=cart_id, line=line_id, **args)

    def _on_activated(self, cart_id: str, _changes: ChangeSet) -> None:
        self._context.navigate("order", cart=cart_id)
