"""Checks what an order says besides its lines: address, consignee, methods, dates, sums.

The allowed combinations come with the contract; an empty list in one allows anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from b2bdesk.portal.accounts.rows import AddressRow, ContractRow, EntityRow
from b2bdesk.portal.settlements.store import Balance
from b2bdesk.trade.conditions import Choices, Combination, Offer, allowed, clash
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money
from b2bdesk.trade.shipping import ShippingDays, cut_off_of
from b2bdesk.wire.orders import NewOrder, QuoteRequest
from b2bdesk.wire.problem import FieldError

Asked = NewOrder | QuoteRequest
"""An order, or a question after one: both name the same conditions."""


def check_terms(
    order: Asked,
    entity: EntityRow,
    contract: ContractRow,
    addresses: Sequence[AddressRow],
    now: dt.datetime,
) -> list[FieldError]:
    """Return what is wrong with the conditions of an order; empty when all is well.

    Args:
        order: as received.
        entity: who buys.
        contract: by which contract.
        addresses: where the entity may have goods delivered.
        now: in the supplier's zone.
    """
    wrong = list(_parties(order, entity, addresses))
    wrong += _combined(order, contract, addresses)
    wrong += _dates(order, contract, now)
    return wrong


def check_sums(
    order: Asked, contract: ContractRow, gross: int, balance: Balance, committed: int
) -> list[FieldError]:
    """Check overdue debt, minimum sums and credit limit.

    Args:
        order: as received.
        contract: of the order.
        gross: what the order comes to, minor units.
        balance: what is owed under the contract.
        committed: what open orders will add to it, minor units.
    """
    wrong = list(_stopped(contract, balance))
    owed = balance.debt + committed
    if contract.minimum_sum is not None and gross < contract.minimum_sum:
        params: dict[str, object] = {
            "minimum_minor": contract.minimum_sum,
            "sum_minor": gross,
            "lacking_minor": contract.minimum_sum - gross,
            "currency": contract.currency,
        }
        wrong.append(FieldError(pointer="/total", code="below_minimum_sum", params=params))
    wrong += too_small(order.delivery_method, contract, gross)
    if contract.credit_limit is not None and owed + gross > contract.credit_limit:
        free = max(contract.credit_limit - owed, 0)
        params = {
            "sum_minor": gross,
            "free_minor": free,
            "lacking_minor": gross - free,
            "currency": contract.currency,
        }
        wrong.append(FieldError(pointer="/total", code="credit_limit", params=params))
    return wrong


def _stopped(contract: ContractRow, balance: Balance) -> Iterator[FieldError]:
    if contract.stop_overdue and balance.overdue:
        params: dict[str, object] = {
            "what": "stops",
            "overdue_minor": balance.overdue,
            "currency": contract.currency,
        }
        yield FieldError(pointer="/contract_id", code="overdue_debt", params=params)


def too_small(delivery_method: str, contract: ContractRow, gross: int) -> Iterator[FieldError]:
    """The least sum of the delivery method that was chosen."""
    for method in contract.delivery_methods:
        if method.id != delivery_method or not method.minimum:
            continue
        least = Money.parse(method.minimum, contract.currency).minor
        if gross < least:
            params: dict[str, object] = {
                "delivery": method.name,
                "minimum_minor": least,
                "sum_minor": gross,
                "lacking_minor": least - gross,
                "currency": contract.currency,
            }
            yield FieldError(
                pointer="/delivery_method", code="below_delivery_minimum", params=params
            )


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
    order: Asked, entity: EntityRow, addresses: Sequence[AddressRow]
) -> Iterator[FieldError]:
    if order.address_id and order.address_id not in {row.id for row in addresses}:
        yield FieldError(pointer="/address_id", code="address_unknown")
    consignees = {entity.party.inn, *(party.inn for party in entity.consignees)}
    if order.consignee_inn and order.consignee_inn not in consignees:
        yield FieldError(pointer="/consignee_inn", code="consignee_unknown")


def _combined(
    order: Asked, contract: ContractRow, addresses: Sequence[AddressRow]
) -> Iterator[FieldError]:
    """Hold methods, address and warehouses against what the contract offers together."""
    places = frozenset(line.place for line in order.lines if line.place)
    known = {row.id for row in addresses}
    address = order.address_id if order.address_id in known else ""  # said already
    chosen = Choices(order.delivery_method, address, order.payment_method, places)
    offer = _offer(contract)
    what = clash(offer, chosen)
    if not what:
        return
    names = {row.id: row.name for row in (*contract.delivery_methods, *contract.payment_methods)}
    names |= {row.id: row.name or row.text for row in addresses}
    params: dict[str, object] = {
        "what": what,
        "delivery_method": order.delivery_method,
        "payment_method": order.payment_method,
        "delivery": names.get(order.delivery_method, order.delivery_method),
        "payment": names.get(order.payment_method, order.payment_method),
        "address": names.get(order.address_id, order.address_id),
        "allowed": ", ".join(names.get(each, each) for each in allowed(offer, chosen)),
    }
    pointer = "/payment_method" if what.startswith("payment") else "/delivery_method"
    pointer = {"address": "/address_id", "place": "/lines"}.get(what, pointer)
    yield FieldError(pointer=pointer, code="combination_not_allowed", params=params)


def _offer(contract: ContractRow) -> Offer:
    return Offer(
        frozenset(row.id for row in contract.delivery_methods),
        frozenset(row.id for row in contract.payment_methods),
        tuple(
            Combination(
                row.delivery_method,
                frozenset(row.address_ids),
                frozenset(row.payment_methods),
                frozenset(row.places),
            )
            for row in contract.combinations
        ),
    )


def _dates(order: Asked, contract: ContractRow, now: dt.datetime) -> Iterator[FieldError]:
    ship = _date(order.ship_date, "/ship_date")
    latest = _date(order.latest_date, "/latest_date")
    days = _calendar(contract)
    why = days.why_not(ship, now) if ship is not None else ""
    if ship is not None and why:
        first = days.on_or_after(max(ship, now.date()), now)
        params: dict[str, object] = {"date": order.ship_date, "what": why}
        if first is not None:
            params["first_date"] = first.isoformat()
        if days.late(now):
            params["cut_off"] = contract.calendar.cut_off
        yield FieldError(pointer="/ship_date", code="date_not_available", params=params)
    if latest is not None and latest < (ship or now.date()):
        yield FieldError(
            pointer="/latest_date", code="date_not_available", params={"date": order.latest_date}
        )


def _calendar(contract: ContractRow) -> ShippingDays:
    calendar = contract.calendar
    closed = frozenset(day for text in calendar.closed_dates if (day := _day(text)) is not None)
    return ShippingDays(
        frozenset(calendar.closed_weekdays), closed, cut_off_of(calendar.cut_off),
        calendar.lead_days,
    )  # fmt: skip


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _date(text: str, pointer: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Expected("bad_message", reason=f"{pointer} is not a date") from error
