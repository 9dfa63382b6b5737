"""Orders of goods that a copy of the buyer's program has ordered already (PROTOCOL R12).

Two copies of a profile's folder hold the same carts. The same cart, or the same part of a cart
split alike, has the same key and is one order (R3). A cart ordered whole by one copy and in parts
by the other, or split in two ways, has several: the second is refused and told their numbers.
"""

from __future__ import annotations

from sqlalchemy import Connection

from b2bdesk.portal.orders import store
from b2bdesk.portal.scope import Scope
from b2bdesk.trade.lineage import ordered_twice
from b2bdesk.wire.orders import NewOrder, QuoteRequest
from b2bdesk.wire.problem import FieldError

ORDERED = "cart_ordered"


def ordered_by_copies(
    scope: Scope, connection: Connection, company_id: str, order: NewOrder | QuoteRequest
) -> list[FieldError]:
    """Return what is wrong when goods of the order's cart were ordered by another copy.

    Args:
        scope: who orders.
        connection: for an order, inside its transaction and after the lock of orders.
        company_id: of the entity that buys.
        order: as received; one that names no cart is never refused.
    """
    if not order.cart:
        return []
    found = [
        each.order.number
        for each in store.of_cart(scope, connection, company_id, order.cart)
        if ordered_twice(order.cart, order.beside, each.order.cart, each.order.beside)
    ]
    params = {"numbers": ", ".join(found), "count": len(found)}
    return [FieldError(pointer="/cart", code=ORDERED, params=params)] if found else []
