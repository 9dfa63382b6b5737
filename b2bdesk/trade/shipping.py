"""When the supplier ships: the calendar of a contract, in the supplier's zone (PROTOCOL R10a).

Both ends use it: the buyer's calendar greys a day with the reason the portal would refuse it for.
`now` is always a time in the supplier's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MAX_DAYS = 120

OPEN, PAST, CLOSED_WEEKDAY, CLOSED_DATE, TOO_EARLY = (
    "", "day_past", "closed_weekday", "closed_date", "too_early",
)  # fmt: skip


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

    def late(self, now: datetime) -> bool:
        """Say whether an order sent now counts as of the next open day."""
        return self.is_open(now.date()) and now.time() >= self.cut_off

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

    def on_or_after(self, day: date, now: datetime) -> date | None:
        """Return the first day not before `day` on which an order sent now can ship."""
        first = self.first(now)
        if first is None or day <= first:
            return first
        return day if self.is_open(day) else self._next_open(day)

    def why_not(self, day: date, now: datetime) -> str:
        """Return why nothing ships on a day if ordered now; empty when it does."""
        if day < now.date():
            return PAST
        if day in self.closed_dates:
            return CLOSED_DATE
        if day.isoweekday() in self.closed_weekdays:
            return CLOSED_WEEKDAY
        first = self.first(now)
        return TOO_EARLY if first is None or day < first else OPEN

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
