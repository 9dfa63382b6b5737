"""Lines drawn out of order bodies for own-purchase queries (table `order_line`).

A body that does not read is logged and leaves no lines: the order itself stays visible.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from b2bdesk.trade.decimals import exact_scaled, strict_decimal, to_scaled
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import exponent
from b2bdesk.wire.codec import decode
from b2bdesk.wire.orders import Order

log = logging.getLogger(__name__)
_CHANGED = {"partial", "backordered", "substituted", "rejected", "cancelled"}


class OrderLine(NamedTuple):
    """A line of an order as the cache keeps it; scaled integers, `changed` 0 or 1."""

    order_id: str
    position: int
    item_id: str
    okei: str
    quantity: int
    factor: int
    price: int
    gross: int
    changed: int
    line_id: str


def lines_of(found: Iterable[Any]) -> Iterator[OrderLine]:
    """Yield the lines of (order id, body) pairs."""
    for order_id, body in found:
        try:
            order = decode(body or "{}", Order)
            yield from list(_drawn(order_id, order))
        except (Expected, ValueError) as error:
            log.info("order %s has an unreadable body: %s", order_id, error)


def _drawn(order_id: str, order: Order) -> Iterator[OrderLine]:
    places = exponent(order.currency)
    for position, line in enumerate(order.lines, 1):
        yield OrderLine(
            order_id,
            position,
            line.item_id,
            line.unit,
            exact_scaled(line.quantity, 3),
            exact_scaled(line.factor, 3),
            to_scaled(strict_decimal(line.confirmed_price or line.price), 5),
            exact_scaled(line.gross, places),
            int(line.state in _CHANGED),
            line.line_id,
        )
