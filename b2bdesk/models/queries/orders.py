"""Orders of the cached feed: the list, a card, what a client key became, own purchases.

The status line is derived from the four axes by `trade.status`; lines and history come from the
order's JSON as the portal sent it.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.bodies import Body
from b2bdesk.models.queries.documents import documents_of_order
from b2bdesk.models.queries.moments import day, instant
from b2bdesk.trade.money import exponent
from b2bdesk.trade.status import derive_status
from b2bdesk.usecases.rows.offers import Purchase
from b2bdesk.usecases.rows.orders import (
    HistoryRow,
    OrderCard,
    OrderFilter,
    OrderLineRow,
    OrderRow,
)

_LONG_AGO = dt.datetime.fromtimestamp(0, dt.UTC)
_LIST = (
    "SELECT o.id, o.number, o.client_order_id, o.created_at, o.entity_id, o.contract_id, o.state,"
    " o.reserve, o.payment, o.shipment, o.currency, o.total,"
    " (SELECT count(*) FROM order_line l WHERE l.sid = o.sid AND l.order_id = o.id),"
    " (SELECT coalesce(sum(l.changed), 0) FROM order_line l"
    " WHERE l.sid = o.sid AND l.order_id = o.id),"
    " json_extract(o.body, '$.po_number'), json_extract(o.body, '$.number_1c'),"
    " EXISTS (SELECT 1 FROM document d WHERE d.order_id = o.id AND d.kind = 'invoice'"
    " AND d.state IN ('due', 'partly', 'overdue')) FROM orders o"
)


class OrderQueries:
    """Reads orders of all companies of the sign-in."""

    def __init__(self, desk: DeskStore) -> None:
        self._desk = desk

    def list(self, wanted: OrderFilter) -> tuple[OrderRow, ...]:
        """Return orders, the latest first."""
        where, values = _where(wanted)
        with self._desk.reading() as connection:
            rows = connection.exec_driver_sql(
                f"{_LIST}{where} ORDER BY o.created_at DESC, o.number DESC", tuple(values)
            ).all()
        found = map(_row, rows)
        return tuple(row for row in found if not wanted.status or row.status == wanted.status)

    def card(self, order_id: str) -> OrderCard | None:
        """Return one order with everything that belongs to it."""
        with self._desk.reading() as connection:
            return self._card(connection, "o.id = ?", order_id)

    def find(self, number: str) -> OrderCard | None:
        """Return the order with a number (the portal's or 1C's), the latest of several."""
        with self._desk.reading() as connection:
            return self._card(connection, "o.number = ?", number) or self._card(
                connection, "json_extract(o.body, '$.number_1c') = ?", number
            )

    def by_client_id(self, client_order_id: str) -> tuple[str, str] | None:
        """Return id and number of the order made from a client key."""
        with self._desk.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT id, number FROM orders WHERE client_order_id = ?", (client_order_id,)
            ).first()
        return (row[0], row[1]) if row else None

    def purchases(self, item_id: str, limit: int = 50) -> tuple[Purchase, ...]:
        """Return own earlier purchases of an item, the latest first."""
        with self._desk.reading() as connection:
            return purchases_of(connection, item_id, limit)

    def _card(self, connection: Connection, where: str, value: str) -> OrderCard | None:
        row = connection.exec_driver_sql(
            f"{_LIST} WHERE {where} ORDER BY o.created_at DESC LIMIT 1", (value,)
        ).first()
        if row is None:
            return None
        text = connection.exec_driver_sql(
            "SELECT body FROM orders WHERE id = ?", (row[0],)
        ).scalar_one()
        order = _row(row)
        body = Body(json.loads(text or "{}"), exponent(order.currency))
        return OrderCard(
            order=order,
            lines=tuple(map(_line, body.parts("lines"))),
            history=tuple(
                HistoryRow(at, each.text("code"), each.text("text"))
                for each in body.parts("history")
                if (at := each.instant("at"))
            ),
            documents=documents_of_order(connection, order.id),
            net_minor=body.minor("net"),
            vat_minor=body.minor("vat"),
            confirmed_minor=body.minor("confirmed_total"),
            invoiced_minor=body.minor("invoiced_total"),
            paid_minor=body.minor("paid_total"),
            address=body.text("address"),
            delivery_method=body.text("delivery_method"),
            ship_date=body.date("ship_date"),
            comment=body.text("comment"),
            author=body.text("author"),
        )


def purchases_of(connection: Connection, item_id: str, limit: int) -> tuple[Purchase, ...]:
    """Return own earlier purchases of an item, the latest first; cancelled orders do not count."""
    found = connection.exec_driver_sql(
        "SELECT o.created_at, o.number, l.quantity, l.okei, l.price, o.contract_id, o.currency"
        " FROM order_line l"
        " JOIN orders o ON o.sid = l.sid AND o.id = l.order_id WHERE l.item_id = ?"
        " AND o.state NOT IN ('cancelled', 'rejected') ORDER BY o.created_at DESC LIMIT ?",
        (item_id, limit),
    )
    return tuple(
        Purchase(bought, number or "", quantity, okei or "", price, contract or "", currency or "")
        for at, number, quantity, okei, price, contract, currency in found
        if (bought := day(at))
    )


def _where(wanted: OrderFilter) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if wanted.entity_id:
        parts.append("o.entity_id = ?")
        values.append(wanted.entity_id)
    if wanted.since:
        parts.append("o.created_at >= ?")
        values.append(wanted.since.isoformat())
    if wanted.until:
        parts.append("o.created_at < ?")
        values.append((wanted.until + dt.timedelta(days=1)).isoformat())
    for word in wanted.text.split():
        parts.append(
            "(instr(o.number, ?) OR instr(coalesce(json_extract(o.body, '$.po_number'), ''), ?)"
            " OR instr(coalesce(json_extract(o.body, '$.number_1c'), ''), ?)"
            " OR EXISTS (SELECT 1 FROM order_line l JOIN item i ON i.id = l.item_id"
            " WHERE l.sid = o.sid AND l.order_id = o.id AND i.article = ?))"
        )
        values += [word] * 4
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _row(row: Sequence[Any]) -> OrderRow:
    return OrderRow(
        id=row[0],
        number=row[1] or "",
        client_order_id=row[2] or "",
        created_at=instant(row[3]) or _LONG_AGO,
        entity_id=row[4] or "",
        contract_id=row[5] or "",
        status=derive_status(
            row[6] or "", row[7] or "", row[8] or "", row[9] or "", payment_due=bool(row[16])
        ),
        state=row[6] or "",
        reserve=row[7] or "",
        payment=row[8] or "",
        shipment=row[9] or "",
        currency=row[10] or "RUB",
        total_minor=row[11] or 0,
        lines=row[12],
        changed_lines=row[13],
        po_number=row[14] or "",
        number_1c=row[15] or "",
    )


def _line(line: Body) -> OrderLineRow:
    confirmed = line.text("confirmed_price")
    return OrderLineRow(
        line_id=line.text("line_id"),
        item_id=line.text("item_id"),
        article=line.text("article"),
        name=line.text("name"),
        unit=line.text("unit"),
        okei=line.text("unit"),
        factor_e3=line.scaled("factor", 3) or 1000,
        ordered_e3=line.scaled("quantity", 3),
        confirmed_e3=line.scaled("confirmed", 3),
        reserved_e3=line.scaled("reserved", 3),
        shipped_e3=line.scaled("shipped", 3),
        invoiced_e3=line.scaled("invoiced", 3),
        cancelled_e3=line.scaled("cancelled", 3),
        price_e5=line.scaled("price", 5),
        confirmed_price_e5=line.scaled("confirmed_price", 5) if confirmed else None,
        gross_minor=line.minor("gross"),
        vat_code=line.text("vat_code"),
        state=line.text("state"),
        reason_code=line.text("reason_code"),
        reason=line.text("reason"),
        place=line.text("place"),
        expected=line.date("expected"),
        comment=line.text("comment"),
    )
