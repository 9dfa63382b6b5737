"""What is unusual about a line although nothing forbids it: a slip of a key, goods ordered twice.

Own purchases are the measure. These are marks that can be answered «all is right»; they never stop
typing or sending.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from b2bdesk.domain.cart import Facts, Line, Mark
from b2bdesk.domain.habits import middle
from b2bdesk.domain.shelf_life import short_dated

UNUSUAL, SLIP, LATELY, DATED = "unusual", "key_slip", "ordered_lately", "short_dated"
CAUTIONS = frozenset({UNUSUAL, SLIP, LATELY, DATED})
TIMES = 5
LATELY_DAYS = 3
_ENOUGH, _LATEST = 3, 12
_TENS = (10, 100)


class Purchase(NamedTuple):
    """An item in one own order: day, number, legal entity (id and name), base units."""

    day: date
    number: str
    entity_id: str
    entity: str
    quantity_e3: int


class Habit(NamedTuple):
    """How an item is bought: the usual quantity (base units, None = too few orders), the latest."""

    usual_e3: int | None
    latest: Purchase


def habit_of(purchases: Sequence[Purchase]) -> Habit | None:
    """Draw the habit out of the purchases of one item, the latest first; None without any."""
    if not purchases:
        return None
    recent = [each.quantity_e3 for each in purchases[:_LATEST]]
    return Habit(middle(recent) if len(recent) >= _ENOUGH else None, purchases[0])


def cautions(
    line: Line, facts: Facts, habit: Habit | None, entity_id: str, today: date
) -> tuple[Mark, ...]:
    """Say what should be looked at again in a line.

    Args:
        line: as stored.
        facts: what the cache knows of its item.
        habit: how the item was bought, None = never.
        entity_id: for whom the cart buys.
        today: the day of the cart.
    """
    found: list[Mark] = []
    usual = habit.usual_e3 if habit is not None else None
    amount = _amount(line.base_e3, usual, facts)
    if amount is not None:
        found.append(amount)
    if habit is not None and 0 <= (today - habit.latest.day).days <= LATELY_DAYS:
        latest = habit.latest
        params = {
            "number": latest.number,
            "day": latest.day,
            "days": (today - latest.day).days,
            "quantity_e3": latest.quantity_e3,
            "entity": None if latest.entity_id == entity_id else latest.entity or None,
        }
        found.append(Mark(LATELY, "info", params))
    if facts.use_by is not None and short_dated(facts.use_by, today):
        params = {"day": facts.use_by, "days": (facts.use_by - today).days}
        found.append(Mark(DATED, "warn", params))
    return tuple(found)


def _amount(base_e3: int, usual_e3: int | None, facts: Facts) -> Mark | None:
    if usual_e3:
        if base_e3 < TIMES * usual_e3:
            return None
        params = {"quantity_e3": base_e3, "usual_e3": usual_e3, "times": base_e3 // usual_e3}
        meant = next((base_e3 // ten for ten in _TENS if base_e3 == ten * usual_e3), None)
        if meant is None:
            return Mark(UNUSUAL, "warn", params)
        return Mark(SLIP, "warn", {**params, "meant_e3": meant})
    stock = facts.stock_e3
    if stock is None or stock <= 0 or facts.at_least or base_e3 < _TENS[0] * stock:
        return None
    return Mark(SLIP, "warn", {"quantity_e3": base_e3, "stock_e3": stock})
