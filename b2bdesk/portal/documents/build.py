"""Builds the structured documents of an order: invoice and waybill (DOCUMENTS §3, §4).

Sums are computed once, here, per line; a posted document is never computed anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow, EntityRow
from b2bdesk.portal.orders.amounts import amounts_of
from b2bdesk.portal.orders.quantities import e3, text
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.trade import unit, vat
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.money import Money, Price
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.wire.account import Party
from b2bdesk.wire.documents import Document, DocumentLine
from b2bdesk.wire.orders import Order, OrderLine


@dataclass(frozen=True)
class Paper:
    """What a document is apart from the order: kind, number, dates, state."""

    id: str
    kind: str
    number: str
    date: dt.date
    state: str
    pay_until: dt.date | None = None


def order_document(
    connection: Connection,
    seller: Party,
    order: Order,
    paper: Paper,
    quantity: Callable[[OrderLine], int],
) -> Document:
    """Make a document over the lines of an order.

    Args:
        connection: to read entity and contract.
        seller: requisites of the supplier.
        order: the order.
        paper: kind, number, dates.
        quantity: how much of a line the document covers, in its unit (10^-3); 0 leaves it out.
    """
    entity = accounts.find_entities(SYSTEM, connection, entity_id=order.entity_id)[0]
    contract = accounts.find_contracts(SYSTEM, connection, contract_id=order.contract_id)[0]
    parts = [(line, quantity(line)) for line in order.lines]
    covered = [(line, amount) for line, amount in parts if amount > 0]
    sums = [amounts_of(line, amount, order.currency) for line, amount in covered]
    total = vat.total(sums)
    return Document(
        id=paper.id,
        kind=paper.kind,
        number=paper.number,
        date=paper.date.isoformat(),
        entity_id=order.entity_id,
        contract_id=order.contract_id,
        currency=order.currency,
        net=Money(total.net, order.currency).text(),
        vat=Money(total.vat, order.currency).text(),
        gross=Money(total.gross, order.currency).text(),
        order_id=order.id,
        order_number=order.number,
        state=paper.state,
        pay_until=paper.pay_until.isoformat() if paper.pay_until else "",
        basis=_basis(contract, order),
        terms=contract.payment_terms,
        vat_included=all(line.vat_included for line, _ in covered),
        seller=seller,
        buyer=entity.party,
        consignee=_consignee(entity, order),
        lines=[
            _line(line, amount, amounts, order.currency)
            for (line, amount), amounts in zip(covered, sums, strict=True)
        ],
    )


def _line(line: OrderLine, quantity_e3: int, sums: vat.Amounts, currency: str) -> DocumentLine:
    base_price = Price.parse(line.confirmed_price or line.price, currency).e5
    okei = unit.find_unit(line.unit) or ""
    return DocumentLine(
        article=line.article,
        name=line.name,
        unit=unit.short(okei, "ru") if okei else line.unit,
        okei=okei,
        quantity=text(quantity_e3),
        price=Price(half_up(base_price * e3(line.factor), ONE_E3), currency).text(),
        vat_code=line.vat_code,
        net=Money(sums.net, currency).text(),
        vat=Money(sums.vat, currency).text(),
        gross=Money(sums.gross, currency).text(),
        item_id=line.item_id,
    )


def _basis(contract: ContractRow, order: Order) -> str:
    day = dt.date.fromisoformat(contract.date) if contract.date else None
    dated = f" от {day:%d.%m.%Y}" if day else ""
    return f"Договор № {contract.number}{dated} · Заказ № {order.number}"


def _consignee(entity: EntityRow, order: Order) -> Party | None:
    """Who receives: whom the order names, else the entity's usual consignee."""
    if order.consignee_inn:
        named = (each for each in entity.consignees if each.inn == order.consignee_inn)
        return next(named, None)
    return entity.consignees[0] if entity.consignees else None
