"""When and what the demo's buyer orders over a year, and how far each order has got.

Pure: a plan of orders from the day and the seed. Older orders are over; the latest ones, listed
one by one, show every state a buyer meets: reserved, partly confirmed, refused, overdue, due soon.
"""

import bisect
import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

YEAR_DAYS = 365
# Orders by month, January first: building work sleeps in winter, shops fill up before school.
_BUILDING = (3, 5, 7, 9, 8, 10, 10, 10, 10, 9, 7, 5)
_SHOP = (4, 6, 7, 7, 6, 6, 8, 14, 10, 8, 9, 11)


@dataclass(frozen=True, slots=True)
class Habit:
    """How one contract is used.

    Attributes:
        orders: over the year, beside the latest ones.
        lines: fewest and most lines of an order.
        spend: what a line comes to, about, in minor units of the contract's currency.
        roots: first-level groups bought from, with weights.
        quiet_days: how long ago the last of the orders that are over was made.
    """

    contract: str
    orders: int
    lines: tuple[int, int]
    spend: int
    roots: Mapping[str, int]
    season: tuple[int, ...]
    quiet_days: int


@dataclass(frozen=True, slots=True)
class Fate:
    """How far an order has got: its axes, and the percentages of lines behind them.

    `answer`: "full", "cut" (a line in part, one refused) or "none". `held`, `shipped` are percent
    of the lines, `paid` percent of the invoice.
    """

    state: str = "in_work"
    answer: str = "full"
    held: int = 0
    shipped: int = 0
    paid: int = 0
    invoiced: bool = True
    reserve: str = "none"
    payment: str = "none"
    shipment: str = "none"
    by_manager: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One order of the plan; `minute` of the day, in the supplier's zone."""

    habit: Habit
    day: dt.date
    fate: Fate
    key: str
    minute: int = 0


HABITS = (
    Habit(
        "contract-15",
        92,
        (9, 24),
        2_600_00,
        {"Крепёж": 5, "Электрика": 4, "Инструмент": 2, "Канцелярия": 1},
        _BUILDING,
        27,
    ),
    Habit("contract-15k", 11, (5, 12), 3_000_00, {"Инструмент": 1}, _SHOP, 58),
    Habit("contract-7", 50, (12, 30), 3_400_00, {"Крепёж": 7, "Электрика": 3}, _BUILDING, 34),
    Habit("contract-7v", 8, (4, 9), 420_00, {"Электрика": 1, "Инструмент": 1}, _BUILDING, 23),
    Habit("contract-ip", 34, (4, 11), 1_100_00, {"Канцелярия": 5, "Инструмент": 1}, _SHOP, 12),
)
CLOSED = Fate("closed", shipped=100, paid=100, payment="paid", shipment="delivered")
CLOSED_CUT = Fate(
    "closed", answer="cut", shipped=100, paid=100, payment="paid", shipment="delivered"
)
CANCELLED = Fate("cancelled", answer="none", invoiced=False)
_DELIVERED = Fate(shipped=100, shipment="delivered")
_OVERDUE = Fate(shipped=100, shipment="delivered", payment="overdue")
_HALF = Fate(held=50, shipped=50, reserve="allowed", shipment="partly")
_CUT = Fate(answer="cut", held=100, reserve="partly")
_ASSEMBLING = Fate(held=100, reserve="allowed", shipment="assembling")
_RESERVED = Fate(held=100, reserve="allowed")
_BY_MANAGER = Fate(held=100, reserve="allowed", by_manager=True)
_CONFIRMED = Fate(held=100, reserve="allowed", invoiced=False)
_PAID_PARTLY = Fate(held=100, reserve="allowed", paid=50, payment="partly")
_EXPIRED = Fate(reserve="expired")
_HELD_PARTLY = Fate(held=50, reserve="partly")
_READY = Fate(held=100, reserve="allowed", paid=100, payment="paid", shipment="ready_for_pickup")
_REFUSED = Fate("rejected", answer="none", invoiced=False)
# (contract, days ago, fate): with a deferral of 14 days the order of 24 days ago is overdue and
# that of 11 days ago falls due within three days.
_LATEST = (
    ("contract-15", 24, _OVERDUE),
    ("contract-15", 22, CLOSED),
    ("contract-15", 20, CLOSED_CUT),
    ("contract-15", 18, CLOSED),
    ("contract-15", 11, _DELIVERED),
    ("contract-15", 9, _DELIVERED),
    ("contract-15", 8, Fate(shipped=100, shipment="shipped")),
    ("contract-15", 6, _HALF),
    ("contract-15", 5, _CUT),
    ("contract-15", 3, _ASSEMBLING),
    ("contract-15", 2, _RESERVED),
    ("contract-15", 1, _BY_MANAGER),
    ("contract-15", 1, _CONFIRMED),
    ("contract-15k", 58, _OVERDUE),
    ("contract-15k", 20, _DELIVERED),
    ("contract-7", 27, _DELIVERED),
    ("contract-7", 23, _DELIVERED),
    ("contract-7", 20, _DELIVERED),
    ("contract-7", 17, _DELIVERED),
    ("contract-7", 13, _DELIVERED),
    ("contract-7", 9, _PAID_PARTLY),
    ("contract-7", 6, _EXPIRED),
    ("contract-7", 2, _HELD_PARTLY),
    ("contract-7v", 6, Fate(shipped=100, shipment="shipped")),
    ("contract-ip", 16, _REFUSED),
    ("contract-ip", 5, _READY),
    ("contract-ip", 2, Fate(held=100, reserve="allowed")),
)


def planned(today: dt.date, seed: int) -> list[Planned]:
    """Return the orders of the year before a day, the oldest first."""
    found = [one for habit in HABITS for one in _over(habit, today, seed)]
    by_contract = {habit.contract: habit for habit in HABITS}
    found += [
        Planned(
            by_contract[contract],
            workday(today - dt.timedelta(days=ago)),
            fate,
            f"{contract}:latest:{number}",
        )
        for number, (contract, ago, fate) in enumerate(_LATEST)
    ]
    timed = [replace(one, minute=_minute(one.key, seed)) for one in found]
    return sorted(timed, key=lambda one: (one.day, one.minute, one.key))


def workday(day: dt.date, step: int = -1) -> dt.date:
    """Return the day itself or the nearest working day before it (after it with step 1)."""
    while day.weekday() > 4 or (day.month == 1 and day.day < 9):
        day += dt.timedelta(days=step)
    return day


def _minute(key: str, seed: int) -> int:
    return random.Random(f"{seed}:{key}:minute").randint(9 * 60, 17 * 60)


def _over(habit: Habit, today: dt.date, seed: int) -> list[Planned]:
    rng = random.Random(f"{seed}:{habit.contract}:days")
    days = [
        today - dt.timedelta(days=ago) for ago in range(YEAR_DAYS - 1, habit.quiet_days + 2, -1)
    ]
    working = [day for day in days if workday(day) == day]
    reached = list(accumulate(habit.season[day.month - 1] for day in working))
    found = []
    for number in range(habit.orders):
        # one order in each of so many equal shares of the year's weight: seasons show, gaps do not
        share = (number * 100 + rng.randrange(100)) * reached[-1] // (habit.orders * 100)
        day = working[bisect.bisect_right(reached, share)]
        draw = rng.randrange(100)
        fate = CANCELLED if draw < 3 else CLOSED_CUT if draw < 11 else CLOSED
        found.append(Planned(habit, day, fate, f"{habit.contract}:{number}"))
    return found
