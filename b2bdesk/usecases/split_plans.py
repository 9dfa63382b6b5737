"""What the orders of a plan come to: sums, delivery, first day, problems, which plan is best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from b2bdesk.domain.cart import Line
from b2bdesk.domain.splitting import ADDRESS, BRANCH, EARLY, MAKER, PLACE, Part, Plan
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.checkout import (
    checkout_problems,
    delivery_cost,
    fitting,
    shipping_days,
    sum_problems,
    too_small,
)
from b2bdesk.usecases.ports.splits import PlaceRow
from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow
from b2bdesk.usecases.rows.carts import Checkout, CheckProblem
from b2bdesk.usecases.rows.splitting import CHEAPEST, EARLIEST, FEWEST, PartRow, PlanRow


@dataclass(frozen=True, slots=True)
class Counting:
    """Everything the orders of a cart are counted with."""

    lines: Mapping[str, Line]
    counter: Counter
    entity: EntityRow | None
    contract: ContractRow
    places: Mapping[str, PlaceRow]
    checkout: Checkout
    now: datetime
    credit: CreditRow | None = None
    committed_minor: int = 0


def nothing_committed(_contract_id: str) -> int:
    """No orders are on their way."""
    return 0


def part_rows(counting: Counting, plan: Plan) -> tuple[PartRow, ...]:
    """Return the orders of a plan, counted."""
    rows: list[PartRow] = []
    for part in plan.parts:
        before = sum(row.totals.gross_minor for row in rows)
        rows.append(_part_row(counting, plan.way, part, before))
    return tuple(rows)


def ranked(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """Return plans with what they are best at and what they lose against one order."""
    if not rows:
        return ()
    whole = rows[0].goods_minor
    split = [row for row in rows if len(row.parts) > 1]
    fewest = min((len(row.parts) for row in split), default=0)
    lasts = [row.last for row in rows if row.last is not None]
    earliest, cheapest = min(lasts, default=None), min(row.total_minor for row in rows)
    found = []
    for row in rows:
        badges = []
        if len(row.parts) == 1 or (len(row.parts) == fewest and rows[0] not in rows):
            badges.append(FEWEST)
        if row.last is not None and row.last == earliest:
            badges.append(EARLIEST)
        if row.total_minor == cheapest:
            badges.append(CHEAPEST)
        dearer = row.goods_minor - whole
        found.append(replace(row, dearer_minor=dearer, badges=tuple(badges)))
    return tuple(found)


def _part_row(counting: Counting, way: str, part: Part, before_minor: int) -> PartRow:
    """An order of a plan; those before it take `before_minor` of the free credit."""
    lines = [
        counting.lines[piece.line_id]._replace(quantity_e3=piece.quantity_e3)
        for piece in part.pieces
    ]
    totals = counting.counter.count(lines).totals
    contract = counting.contract
    places = frozenset(piece.place for piece in part.pieces)
    ships = _ships(counting, part)
    wished = counting.checkout
    if way == ADDRESS and part.key:
        wished = replace(wished, address_id=part.key)
    wished = replace(wished, ship_date=_day(wished.ship_date, ships))
    checkout = fitting(contract, wished, places - {""})
    cost = delivery_cost(contract, checkout.delivery_method, totals.gross_minor)
    problems = _problems(counting, checkout, places, (totals.gross_minor, before_minor))
    name = _name(counting, way, part)
    return PartRow(part, name, totals, ships, cost, checkout, problems)


def _ships(counting: Counting, part: Part) -> date | None:
    calendar = shipping_days(counting.contract)
    if part.unknown:
        return None
    if part.arrives is None:
        return calendar.first(counting.now)
    return calendar.on_or_after(part.arrives, counting.now)


def _day(wished: date | None, ships: date | None) -> date | None:
    """A wished day that is too early for a part moves to when its goods are there."""
    if wished is None or ships is None:
        return wished
    return max(wished, ships)


def _problems(
    counting: Counting, checkout: Checkout, places: frozenset[str], sums: tuple[int, int]
) -> tuple[CheckProblem, ...]:
    """What stands against an order of `sums`: its own, and that of the orders before it."""
    contract, (gross, before) = counting.contract, sums
    firm = (counting.entity, contract)
    found = checkout_problems(firm, checkout, places, counting.now)
    found += sum_problems(contract, counting.credit, gross, counting.committed_minor + before)
    found += too_small(contract, checkout.delivery_method, gross)
    return tuple(
        CheckProblem(each.code, each.blocking, each.params, each.line_ids) for each in found
    )


def _name(counting: Counting, way: str, part: Part) -> str:
    key = part.key.removesuffix("|later")
    if way in (PLACE, EARLY):
        place = counting.places.get(key)
        return place.name if place else key
    if way == ADDRESS:
        addresses = counting.entity.addresses if counting.entity else ()
        found = (each.name or each.text for each in addresses if each.id == key)
        return next(found, key)
    return key if way in (BRANCH, MAKER) else ""
