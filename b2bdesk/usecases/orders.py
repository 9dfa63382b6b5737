"""Own orders: the list, a card, repeating one. Called on the readers lane, `repeat` on desk."""

from collections.abc import Collection
from typing import Protocol

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.queries import OrderQueriesPort
from b2bdesk.usecases.rows.carts import AddResult, CartRow, NewLine
from b2bdesk.usecases.rows.orders import OrderCard, OrderFilter, OrderRow


class CartsForRepeat(Protocol):
    """What repeating needs of the carts."""

    def active(self) -> CartRow:
        """Return the active cart, made when there is none."""
        ...

    def add_lines(
        self, cart_id: str, lines: "list[NewLine]", label: str, mode: str = "sum"
    ) -> AddResult:
        """Add lines as one undo step."""
        ...


class Orders:
    """Orders of the companies of the sign-in, from the cache."""

    def __init__(self, queries: OrderQueriesPort, carts: CartsForRepeat) -> None:
        self._queries = queries
        self._carts = carts

    def list(self, wanted: OrderFilter | None = None) -> tuple[OrderRow, ...]:
        """Return orders, the latest first."""
        return self._queries.list(wanted or OrderFilter())

    def card(self, order_id: str) -> OrderCard:
        """Return one order with lines, history and documents.

        Raises:
            Expected: `order_not_found`.
        """
        card = self._queries.card(order_id)
        if card is None:
            raise Expected("order_not_found", number=order_id)
        return card

    def find(self, number: str) -> OrderCard:
        """Return the order with a number of the portal or of 1C; raises as `card`."""
        card = self._queries.find(number.strip())
        if card is None:
            raise Expected("order_not_found", number=number)
        return card

    def by_client_id(self, command_id: str) -> OrderCard | None:
        """Return the order made from a sealed command, None while it has not come."""
        found = self._queries.by_client_id(command_id)
        return self._queries.card(found[0]) if found else None

    def repeat(
        self,
        order_id: str,
        cart_id: str | None = None,
        line_ids: Collection[str] | None = None,
    ) -> AddResult:
        """Put the lines of an order (or the chosen ones) into a cart as one undo step.

        Cancelled and rejected lines are taken too: they were wanted. Lines whose item has left
        the catalogue go in as text, so that nothing is missing silently.
        """
        card = self.card(order_id)
        lines = [
            NewLine(line.item_id, line.ordered_e3, line.okei, line.comment, line.article)
            for line in card.lines
            if line_ids is None or line.line_id in line_ids
        ]
        cart = cart_id or self._carts.active().id
        return self._carts.add_lines(cart, lines, "repeat")
