"""Rules of sending an order: shipping days, allowed combinations of methods, sums to reach.

Pure functions over what the account says; the calendar is the supplier's (PROTOCOL R10a): `now` is
always a time in his zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MAX_DAYS = 120


@dataclass(frozen=True, slots=True)
class ShippingDays:
    """When the supplier ships: closed weekdays (1 = Monday) and dates, cut-off, lead days."""

    closed_weekdays: frozenset[int]
    closed_dates: frozenset[date]
    cut_off: time
    lead_days: int

    def is_open(self, day: date) -> bool:
        """Say whether goods leave on a day."""
        return day.isoweekday() not in self.closed_weekdays and day not in self.closed_dates

    def first(self, now: datetime) -> date | None:
        """Return the first day an order sent now can ship; None when no day is open.

        An order after the cut-off or on a closed day counts as of the next open day; then the
        lead days are counted in open days.
        """
        day = now.date()
        if not self.is_open(day) or now.time() >= self.cut_off:
            following = self._next_open(day)
            if following is None:
                return None
            day = following
        for _ in range(self.lead_days):
            following = self._next_open(day)
            if following is None:
                return None
            day = following
        return day

    def days(self, now: datetime, count: int) -> tuple[date, ...]:
        """Return the first days to choose from."""
        found: list[date] = []
        day = self.first(now)
        while day is not None and len(found) < count:
            found.append(day)
            day = self._next_open(day)
        return tuple(found)

    def _next_open(self, day: date) -> date | None:
        for ahead in range(1, MAX_DAYS):
            candidate = day + timedelta(days=ahead)
            if self.is_open(candidate):
                return candidate
        return None


def cut_off_of(text: str) -> time:
    """Read "HH:MM"; anything else means the whole day counts."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return time.max


@dataclass(frozen=True, slots=True)
class Combination:
    """One allowed combination; empty sets allow anything."""

    delivery_method: str
    address_ids: frozenset[str] = frozenset()
    payment_methods: frozenset[str] = frozenset()


def combination_allows(
    combinations: Sequence[Combination], delivery: str, address_id: str, payment: str
) -> bool:
    """Say whether the contract allows these choices together; no combinations = no limits."""
    if not combinations or not delivery:
        return True
    return any(
        each.delivery_method == delivery
        and (not each.address_ids or not address_id or address_id in each.address_ids)
        and (not each.payment_methods or not payment or payment in each.payment_methods)
        for each in combinations
    )


def allowed_payments(
    combinations: Sequence[Combination], methods: Iterable[str], delivery: str, address_id: str
) -> tuple[str, ...]:
    """Return the payment methods that go with a delivery method and an address."""
    return tuple(
        each for each in methods if combination_allows(combinations, delivery, address_id, each)
    )
