"""Checks what an order says besides its lines: address, consignee, methods, dates, sums.

The allowed combinations come with the contract; an empty list in one allows anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from b2bdesk.portal.accounts.rows import AddressRow, ContractRow, EntityRow
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money
from b2bdesk.wire.account import Combination
from b2bdesk.wire.orders import NewOrder
from b2bdesk.wire.problem import FieldError


def check_terms(
    order: NewOrder,
    entity: EntityRow,
    contract: ContractRow,
    addresses: Sequence[AddressRow],
    today: dt.date,
) -> list[FieldError]:
    """Return what is wrong with the conditions of an order; empty when all is well."""
    wrong = list(_parties(order, entity, addresses))
    if not _combined(order, contract):
        params: dict[str, object] = {
            "delivery_method": order.delivery_method,
            "payment_method": order.payment_method,
        }
        pointer = "/delivery_method" if order.delivery_method else "/payment_method"
        wrong.append(FieldError(pointer=pointer, code="combination_not_allowed", params=params))
    wrong += _dates(order, contract, today)
    return wrong


def check_sums(order: NewOrder, contract: ContractRow, gross: int, owed: int) -> list[FieldError]:
    """Check minimum sum and credit limit.

    Args:
        order: as received.
        contract: of the order.
        gross: what the order comes to, minor units.
        owed: present debt and what open orders will add to it, minor units.
    """
    wrong = []
    if contract.minimum_sum is not None and gross < contract.minimum_sum:
        params: dict[str, object] = {
            "minimum_minor": contract.minimum_sum,
            "sum_minor": gross,
            "currency": contract.currency,
        }
        wrong.append(FieldError(pointer="/total", code="below_minimum_sum", params=params))
    if contract.credit_limit is not None and owed + gross > contract.credit_limit:
        params = {
            "sum_minor": gross,
            "free_minor": max(contract.credit_limit - owed, 0),
            "currency": contract.currency,
        }
        wrong.append(FieldError(pointer="/total", code="credit_limit", params=params))
    return wrong


def check_total(order: NewOrder, contract: ContractRow, gross: int) -> list[FieldError]:
    """Compare the buyer's total with ours; it is never accepted by itself (R10)."""
    try:
        theirs = Money.parse(order.total, contract.currency).minor
    except ValueError as error:
        raise Expected("bad_message", reason="/total is not a sum") from error
    if theirs == gross:
        return []
    params: dict[str, object] = {
        "ours_minor": theirs,
        "theirs_minor": gross,
        "currency": contract.currency,
    }
    return [FieldError(pointer="/total", code="total_differs", params=params)]


def _parties(
    order: NewOrder, entity: EntityRow, addresses: Sequence[AddressRow]
) -> Iterator[FieldError]:
    if order.address_id and order.address_id not in {row.id for row in addresses}:
        yield FieldError(pointer="/address_id", code="address_unknown")
    consignees = {entity.party.inn, *(party.inn for party in entity.consignees)}
    if order.consignee_inn and order.consignee_inn not in consignees:
        yield FieldError(pointer="/consignee_inn", code="consignee_unknown")


def _combined(order: NewOrder, contract: ContractRow) -> bool:
    deliveries = {row.id for row in contract.delivery_methods}
    payments = {row.id for row in contract.payment_methods}
    if order.delivery_method and order.delivery_method not in deliveries:
        return False
    if order.payment_method and order.payment_method not in payments:
        return False
    if not order.delivery_method or not contract.combinations:
        return True
    return any(_fits(order, row) for row in contract.combinations)


def _fits(order: NewOrder, row: Combination) -> bool:
    def allows(allowed: Sequence[str], chosen: str) -> bool:
        return not allowed or not chosen or chosen in allowed

    return (
        row.delivery_method == order.delivery_method
        and allows(row.address_ids, order.address_id)
        and allows(row.payment_methods, order.payment_method)
        and all(allows(row.places, line.place) for line in order.lines)
    )


def _dates(order: NewOrder, contract: ContractRow, today: dt.date) -> Iterator[FieldError]:
    ship = _date(order.ship_date, "/ship_date")
    latest = _date(order.latest_date, "/latest_date")
    if ship is not None and (ship < today or _closed(contract, ship)):
        yield FieldError(
            pointer="/ship_date", code="date_not_available", params={"date": order.ship_date}
        )
    if latest is not None and latest < (ship or today):
        yield FieldError(
            pointer="/latest_date", code="date_not_available", params={"date": order.latest_date}
        )


def _closed(contract: ContractRow, day: dt.date) -> bool:
    calendar = contract.calendar
    return day.isoweekday() in calendar.closed_weekdays or day.isoformat() in calendar.closed_dates


def _date(text: str, pointer: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Expected("bad_message", reason=f"{pointer} is not a date") from error
