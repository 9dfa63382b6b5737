"""Habits of buying, drawn from own orders: how often, how much, what goes together.

Plain counting that can be explained in one sentence; no guess without at least three purchases.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

ENOUGH_DAYS = 3
ENOUGH_TOGETHER, SHARE_TOGETHER = 3, 2
REGULAR_OF, REGULAR_TIMES = 10, 5
LATE_FACTOR = 3


def middle(values: Sequence[int]) -> int:
    """Return the lower median: a quantity that really occurred."""
    return sorted(values)[(len(values) - 1) // 2]


def every_days(days: Iterable[date]) -> int | None:
    """Return the usual number of days between purchases; None for fewer than three days."""
    order = sorted(set(days))
    if len(order) < ENOUGH_DAYS:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(order)]
    return max(middle(gaps), 1)


def is_due(interval: int, passed: int) -> bool:
    """Say whether it is time: a tenth of the interval early, until it is plainly given up."""
    return interval - max(interval // 10, 1) <= passed <= interval * LATE_FACTOR


def together(
    carted: Collection[str], orders: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, int, int]]:
    """Return what usually goes with goods of a cart: item → (cart item, times, of).

    An item counts when it stood in at least half of the orders that had the cart's item, and in
    no fewer than three; the strongest companion is named.
    """
    found: dict[str, tuple[str, int, int]] = {}
    inside = set(carted)
    for item in sorted(inside):
        with_item = [items for items in orders.values() if item in items]
        if len(with_item) < ENOUGH_TOGETHER:
            continue
        counts = Counter(other for items in with_item for other in set(items) - inside)
        for other, times in counts.items():
            if times < ENOUGH_TOGETHER or times * SHARE_TOGETHER < len(with_item):
                continue
            known = found.get(other)
            if known is None or times * known[2] > known[1] * len(with_item):
                found[other] = (item, times, len(with_item))
    return found


def regular(carted: Collection[str], latest: Sequence[Collection[str]]) -> dict[str, int]:
    """Return what stood in at least half of the latest orders and is not in the cart."""
    counts = Counter(item for items in latest for item in set(items))
    enough = max(ENOUGH_TOGETHER, (len(latest) + 1) // 2)
    return {item: times for item, times in counts.items() if times >= enough and item not in carted}
