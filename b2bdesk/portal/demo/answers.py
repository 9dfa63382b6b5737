"""How the supplier answered an order of the history: lines confirmed, cut, refused, held, shipped.

What is held of open orders is really free in the places the contract may see.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.catalog.lookup import CatalogItem
from b2bdesk.portal.demo.baskets import Basket
from b2bdesk.portal.demo.habits import Fate
from b2bdesk.portal.orders.quantities import base_of, e3, text
from b2bdesk.portal.orders.reserves import Held
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock.store import Holding, find_views, holdings
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.wire.orders import OrderLine

RESERVE_DAYS = 5
_EXPECTED_DAYS = 7


@dataclass(frozen=True)
class Outcome:
    """Lines as they stand now and the goods held for them."""

    lines: list[OrderLine]
    takes: list[Held]


def in_reach(work: Work, contract: ContractRow, numbers: Sequence[int]) -> dict[int, list[Holding]]:
    """Return where items have free stock, of the places that a contract sees."""
    view = find_views(SYSTEM, work.connection, [contract.stock_view]).get(contract.stock_view)
    places = view.places if view is not None else ()
    return {
        n: [row for row in rows if row.free_e3 > 0 and (not places or row.place in places)]
        for n, rows in holdings(SYSTEM, work.connection, numbers).items()
    }


def outcome(
    work: Work, order_id: str, basket: Basket, fate: Fate, contract: ContractRow
) -> Outcome:
    """Bring the lines of an order to where its fate has them."""
    if fate.answer == "none":
        return Outcome([_ended(line, fate.state) for line in basket.lines], [])
    numbers = [item.n for item in basket.items]
    free = in_reach(work, contract, numbers) if fate.held else {}
    count = len(basket.lines)
    lines: list[OrderLine] = []
    takes: list[Held] = []
    for place, (line, item) in enumerate(zip(basket.lines, basket.items, strict=True)):
        line = _confirmed(line, item, place, fate, work.today)
        if place * 100 < fate.shipped * count and e3(line.confirmed):
            line = replace(line, shipped=line.confirmed, state="shipped")
        elif place * 100 < (fate.shipped + fate.held) * count and e3(line.confirmed):
            wanted = base_of(line, e3(line.confirmed))
            parts = take(free.get(item.n, []), wanted)
            takes += [Held(order_id, line.line_id, each.place, item.n, qty) for each, qty in parts]
            until = work.today + dt.timedelta(days=RESERVE_DAYS)
            line = replace(
                line,
                reserved=line.confirmed,
                reserved_until=until.isoformat(),
                place=parts[0][0].place if parts else "",
            )
        lines.append(line)
    return Outcome(lines, takes)


def take(free: Sequence[Holding], wanted_e3: int) -> list[tuple[Holding, int]]:
    """Share a wanted amount of base units among places, the first ones first."""
    parts = []
    for each in free:
        amount = min(each.free_e3, wanted_e3)
        if amount > 0:
            parts.append((each, amount))
            wanted_e3 -= amount
    return parts


def _ended(line: OrderLine, state: str) -> OrderLine:
    if state == "cancelled":
        return replace(line, state="cancelled", cancelled=line.quantity)
    return replace(line, state="rejected", reason_code="out_of_stock", reason="Нет на складе")


def _confirmed(
    line: OrderLine, item: CatalogItem, place: int, fate: Fate, today: dt.date
) -> OrderLine:
    """Confirm a line: of a cut order the first in part, the second not at all."""
    ordered = e3(line.quantity)
    if fate.answer == "cut" and place == 1:
        return replace(
            line,
            state="rejected",
            reason_code="discontinued",
            reason="Снят с производства, замены нет",
        )
    half = _half(line, item) if fate.answer == "cut" and place == 0 else 0
    given = half or ordered
    invoiced = text(given) if fate.invoiced else "0"
    if not half:
        return replace(line, state="confirmed", confirmed=line.quantity, invoiced=invoiced)
    expected = today + dt.timedelta(days=_EXPECTED_DAYS)
    return replace(
        line,
        state="partial",
        confirmed=text(half),
        invoiced=invoiced,
        reason_code="short_stock",
        reason="На складе меньше заказанного",
        expected=expected.isoformat() if fate.state == "in_work" else "",
    )


def _half(line: OrderLine, item: CatalogItem) -> int:
    """Half of a line in whole lots, in the line's unit (10^-3); 0 when it cannot be halved."""
    lot = max(item.multiple_e3, ONE_E3)
    lots = base_of(line, e3(line.quantity)) // lot // 2
    return lots * lot * ONE_E3 // e3(line.factor)
