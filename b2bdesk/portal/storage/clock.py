"""Time as the portal uses it: one injected clock, instants in UTC, dates of the supplier's zone.

Tests and the demo hand in their own clock; nothing of the portal asks the machine directly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

Clock = Callable[[], dt.datetime]


def system_clock() -> dt.datetime:
    """The machine's time, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


def instant(moment: dt.datetime) -> str:
    """An instant as stored and sent: RFC 3339 in UTC with milliseconds, so that text sorts."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def milliseconds(moment: dt.datetime) -> int:
    """Milliseconds since 1970, for the lives of tokens."""
    return int(moment.timestamp() * 1000)


def supplier_date(moment: dt.datetime, timezone: str) -> dt.date:
    """The calendar date of the supplier's zone (PROTOCOL R10a)."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def supplier_now(moment: dt.datetime, timezone: str) -> dt.datetime:
    """A moment by the clocks of the supplier's zone."""
    return moment.astimezone(ZoneInfo(timezone))


def offset_minutes(moment: dt.datetime, timezone: str) -> int:
    """The present UTC offset of a zone in minutes."""
    offset = moment.astimezone(ZoneInfo(timezone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
