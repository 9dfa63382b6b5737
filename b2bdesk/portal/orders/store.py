"""Orders in the database (feed `orders`, scope: company).

The order as the wire carries it is the truth; header columns and lines are its projection for
SQL, rewritten together with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks, upsert
from b2bdesk.portal.storage.changes import Tracked, put
from b2bdesk.portal.storage.tables.orders import lines, orders
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.lineage import root_of
from b2bdesk.trade.money import Money, Price
from b2bdesk.trade.quantity import Quantity
from b2bdesk.wire.codec import encode
from b2bdesk.wire.orders import Order, OrderLine

ORDERS = Tracked(orders, "orders", "order", ("id",), scope="company_id")
ENDED = ("cancelled", "rejected")
OPEN = ("awaiting_approval", "accepted", "in_work")


@dataclass(frozen=True)
class StoredOrder:
    """An order with what the wire does not show: its company and who sent it."""

    company_id: str
    order: Order
    author_id: str = ""


def save_orders(
    scope: Scope, work: Work, rows: Sequence[StoredOrder], *, fresh: bool = False
) -> None:
    """Store orders with their lines.

    Args:
        scope: on whose behalf.
        work: the transaction.
        rows: whole orders; one that is stored already is replaced.
        fresh: none of them exists yet.
    """
    put(work, ORDERS, [_header(row) for row in rows], fresh=fresh)
    if not fresh:
        for some in chunks([row.order.id for row in rows]):
            work.connection.execute(delete(lines).where(lines.c.order_id.in_(some)))
    values = [
        _line(row.order.id, place, line)
        for row in rows
        for place, line in enumerate(row.order.lines, 1)
    ]
    upsert(work.connection, lines, values)


def find_order(scope: Scope, connection: Connection, order_id: str) -> StoredOrder | None:
    """An order of the scope's companies, None when it is foreign or unknown."""
    return _first(scope, connection, orders.c.id == order_id)


def find_by_client_id(
    scope: Scope, connection: Connection, client_order_id: str
) -> StoredOrder | None:
    """The order that a client key made in a company of the scope."""
    return _first(scope, connection, orders.c.client_order_id == client_order_id)


def of_cart(
    scope: Scope, connection: Connection, company_id: str, cart_id: str
) -> list[StoredOrder]:
    """Orders of a company that are made of a cart or of parts of it and still stand."""
    query = (
        select(orders.c.company_id, orders.c.author_id, orders.c.body)
        .where(
            orders.c.company_id == company_id,
            orders.c.cart_root == root_of(cart_id),
            orders.c.state.not_in(ENDED),
            scope.within(orders.c.company_id),
        )
        .order_by(orders.c.number)
    )
    return [_stored(row) for row in connection.execute(query)]


def open_orders(scope: Scope, connection: Connection) -> list[StoredOrder]:
    """Orders that may still move, oldest first."""
    query = (
        select(orders.c.company_id, orders.c.author_id, orders.c.body)
        .where(orders.c.state.in_(OPEN), scope.within(orders.c.company_id))
        .order_by(orders.c.created_at, orders.c.id)
    )
    return [_stored(row) for row in connection.execute(query)]


def committed(scope: Scope, connection: Connection, contract_id: str) -> int:
    """What open orders of a contract will still add to its debt, in minor units."""
    query = select(orders.c.total, orders.c.confirmed_total, orders.c.shipped_total).where(
        orders.c.contract_id == contract_id,
        orders.c.state.in_(OPEN),
        scope.within(orders.c.company_id),
    )
    return sum(
        max((confirmed or total) - shipped, 0)
        for total, confirmed, shipped in connection.execute(query)
    )


def count_orders(scope: Scope, connection: Connection) -> int:
    """How many orders the scope has."""
    query = select(func.count()).select_from(orders).where(scope.within(orders.c.company_id))
    return int(connection.execute(query).scalar_one())


def _first(scope: Scope, connection: Connection, condition: Any) -> StoredOrder | None:
    query = select(orders.c.company_id, orders.c.author_id, orders.c.body).where(
        condition, scope.within(orders.c.company_id)
    )
    row = connection.execute(query).first()
    return _stored(row) if row is not None else None


def _stored(row: Any) -> StoredOrder:
    return StoredOrder(row.company_id, msgspec.json.decode(row.body, type=Order), row.author_id)


def _header(row: StoredOrder) -> tuple[Any, ...]:
    order = row.order

    def minor(text: str) -> int:
        return Money.parse(text, order.currency).minor

    return (
        *(order.id, row.company_id, order.client_order_id, order.entity_id, order.contract_id),
        *(order.number, order.created_at, row.author_id, order.currency),
        *(order.state, order.reserve, order.payment, order.shipment),
        minor(order.total),
        minor(order.confirmed_total),
        minor(order.invoiced_total),
        minor(order.paid_total),
        sum(shipped_minor(line, order.currency) for line in order.lines),
        int(order.partial_delivery),
        encode(order).decode(),
        root_of(order.cart),
    )


def shipped_minor(line: OrderLine, currency: str) -> int:
    """Gross of what is shipped of a line, in minor units."""
    gross = Money.parse(line.gross, currency).minor
    ordered = Quantity.parse(line.quantity).e3
    return half_up(gross * Quantity.parse(line.shipped).e3, ordered) if ordered else 0


def _line(order_id: str, place: int, line: OrderLine) -> tuple[Any, ...]:
    def e3(text: str) -> int:
        return Quantity.parse(text or "0").e3

    return (
        *(order_id, place, line.line_id, line.item_id, line.place, line.state),
        *(e3(line.factor), Price.parse(line.price).e5, e3(line.quantity)),
        *(e3(line.confirmed), e3(line.reserved), e3(line.shipped), e3(line.invoiced)),
        *(e3(line.cancelled), Money.parse(line.gross).minor),
    )
