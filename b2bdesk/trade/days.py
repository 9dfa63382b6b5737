"""Days and months as people write them in lists and conditions."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"^(\d{1,2})[.,/](\d{1,2})[.,/](\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$")
_MONTH = re.compile(r"^(?:(\d{1,2})[.,/-](\d{4})|(\d{4})-(\d{1,2}))$")
_CENTURY, _MONTHS, _SHORT_YEAR = 2000, 12, 100


def read_days(text: str) -> tuple[date, date] | None:
    """Read a day or a month: «31.12.2026», «31.12.26», «2026-12-31», «12.2026».

    Returns:
        The first and the last day meant; None = it is neither.
    """
    plain = text.strip()
    month = _MONTH.match(plain)
    if month:
        return _month(int(month[2] or month[3]), int(month[1] or month[4]))
    iso = _ISO.match(plain)
    if iso:
        exact = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return (exact, exact) if exact else None
    written = _DAY.match(plain)
    if not written:
        return None
    year = int(written[3])
    exact = _day(year + _CENTURY * (year < _SHORT_YEAR), int(written[2]), int(written[1]))
    return (exact, exact) if exact else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[date, date] | None:
    first = _day(year, month, 1)
    beyond = _day(year + month // _MONTHS, month % _MONTHS + 1, 1)
    return (first, beyond - timedelta(days=1)) if first and beyond else None
