"""Values of conditions as people write them: sums with a unit, from–to, days of use.

Used by `query_language`; pure text.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from b2bdesk.trade.days import read_days
from b2bdesk.trade.decimals import parse_decimal

_UNIT = re.compile(
    r"(?<=\d)\s*(?:₽|руб(?:лей|ля|\.)?|р\.?|rub|€|\$|¥|шт(?:ук)?\.?|pcs)$", re.IGNORECASE
)
_BETWEEN = re.compile(r"^(\d[\d\s.,]*?)\s*(?:\.\.+|…|–|—|-)\s*(\d[\d\s.,]*)$")
_AHEAD = re.compile(
    r"^(\d{1,4})\s*(?:(д|дн|дней|день|дня|d|days?)|(м|мес|месяц\w*|m|months?)|(г|год\w*|лет|y|years?))?\.?$",
    re.IGNORECASE,
)
_MONTH_DAYS, _YEAR_DAYS = 30, 365


def number(text: str) -> Decimal | None:
    """Read a number, what it counts left out: «500», «1 500,50 ₽», «10шт». None = none."""
    return parse_decimal(_UNIT.sub("", text.strip()).strip())


def between(text: str) -> tuple[Decimal, Decimal] | None:
    """Read «100-500» or «100..500»; None = it is no such thing."""
    found = _BETWEEN.match(_UNIT.sub("", text.strip()).strip())
    low, high = (parse_decimal(each) for each in found.groups()) if found else (None, None)
    return (low, high) if low is not None and high is not None else None


def days(text: str, today: date) -> tuple[date, date] | None:
    """Read a day, a month or a time from today: first and last day meant.

    «31.12.2026», «31.12.26», «2026-12-31», «12.2026», «90», «90 дн», «6 мес», «1 год».
    """
    plain = text.strip()
    ahead = _AHEAD.match(plain)
    if ahead:
        factor = _MONTH_DAYS if ahead[3] else _YEAR_DAYS if ahead[4] else 1
        day = today + timedelta(days=int(ahead[1]) * factor)
        return day, day
    return read_days(plain)
