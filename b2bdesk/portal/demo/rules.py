"""The demo supplier's fixed rules: what it answers to each line of an order.

What is there is held; what is short is confirmed in part, the rest expected with the next arrival;
what was withdrawn or neither lies nor comes is refused. The same order on the same stock always
gets the same answer.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.lookup import CatalogItem, find_items
from b2bdesk.portal.demo.answers import RESERVE_DAYS, in_reach
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.orders.quantities import base_of, e3
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock.store import Holding, arrivals
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.wire.orders import Order, OrderLine

_TO_ORDER_DAYS = 10
_DISCONTINUED = LineAnswer(
    0, "rejected", reason_code="discontinued", reason="Снят с производства, замены нет"
)
_NO_STOCK = LineAnswer(0, "rejected", reason_code="out_of_stock", reason="Нет на складе")


@dataclass(frozen=True)
class _Situation:
    """What the rules look at, apart from the line."""

    items: Mapping[str, CatalogItem]
    free: dict[int, list[Holding]]
    comes: Mapping[int, Sequence[tuple[str, str, int]]]
    first_place: str
    in_part: bool
    today: dt.date


def answers(work: Work, order: Order) -> dict[str, LineAnswer]:
    """Answer every line of an order that waits for it, by `line_id`."""
    contract = accounts.find_contracts(SYSTEM, work.connection, contract_id=order.contract_id)[0]
    now = _situation(work, order, contract)
    return {line.line_id: _answer(line, now) for line in order.lines if line.state == "pending"}


def _situation(work: Work, order: Order, contract: ContractRow) -> _Situation:
    ids = [line.item_id for line in order.lines]
    items = find_items(SYSTEM, work.connection, contract.assortment, ids)
    numbers = sorted({item.n for item in items.values()})
    addresses = accounts.find_addresses(SYSTEM, work.connection, order.entity_id)
    return _Situation(
        items=items,
        free=in_reach(work, contract, numbers),
        comes=arrivals(SYSTEM, work.connection, numbers),
        first_place=next((row.place for row in addresses if row.id == order.address_id), ""),
        in_part=order.partial_delivery,
        today=work.today,
    )


def _answer(line: OrderLine, now: _Situation) -> LineAnswer:
    item = now.items.get(line.item_id)
    if item is None or item.status == "deleted":
        return _DISCONTINUED
    if item.n not in now.free:
        expected = now.today + dt.timedelta(days=_TO_ORDER_DAYS)
        return LineAnswer(
            0,
            "backordered",
            reason_code="to_order",
            reason="Под заказ, срок поставки – до указанной даты",
            expected=expected.isoformat(),
        )
    wanted = base_of(line, e3(line.quantity))
    lot = lcm(max(item.multiple_e3, 1), e3(line.factor))
    takes = _takes(line, item.n, wanted, lot, now)
    given = sum(takes.values())
    if given < wanted and not now.in_part:
        _put_back(item.n, takes, now)
        takes, given = {}, 0
    return _found(line, (wanted, given), takes, (item, now))


def _found(
    line: OrderLine,
    amounts: tuple[int, int],
    takes: Mapping[str, int],
    about: tuple[CatalogItem, _Situation],
) -> LineAnswer:
    wanted, given = amounts
    item, now = about
    until = (now.today + dt.timedelta(days=RESERVE_DAYS)).isoformat()
    coming = [day for day, _, _ in now.comes.get(item.n, ()) if day >= now.today.isoformat()]
    if given >= wanted:
        return LineAnswer(e3(line.quantity), "confirmed", takes, reserved_until=until)
    if given:
        return LineAnswer(
            given * ONE_E3 // e3(line.factor),
            "partial",
            takes,
            reason_code="short_stock",
            reason="На складе меньше заказанного",
            expected=coming[0] if coming else "",
            reserved_until=until,
        )
    if coming:
        return LineAnswer(
            0,
            "backordered",
            reason_code="in_transit",
            reason="Товар в пути",
            expected=coming[0],
        )
    return _NO_STOCK


def _takes(line: OrderLine, n: int, wanted: int, lot: int, now: _Situation) -> dict[str, int]:
    """Take whole lots from the places in reach; lines that follow find what is left."""
    first = line.place or now.first_place
    takes: dict[str, int] = {}
    for row in sorted(now.free[n], key=lambda each: each.place != first):
        amount = min(row.free_e3 // lot * lot, (wanted - sum(takes.values())) // lot * lot)
        if amount > 0:
            takes[row.place] = amount
    now.free[n] = [_left(row, -takes.get(row.place, 0)) for row in now.free[n]]
    return takes


def _put_back(n: int, takes: Mapping[str, int], now: _Situation) -> None:
    now.free[n] = [_left(row, takes.get(row.place, 0)) for row in now.free[n]]


def _left(row: Holding, change_e3: int) -> Holding:
    return Holding(row.n, row.place, row.qty_e3 + change_e3, row.reserved_e3)
