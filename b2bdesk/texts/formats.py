"""How numbers, money, quantities and dates look to a reader, in Russian and in English.

UI, command line and PDF agree because all of them print through these functions. Spaces inside a
value never break (UX §10). QLocale is the oracle in tests; it is not used here because the portal
and the command line know no Qt, and its long dates carry a weekday.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from b2bdesk.texts.currencies import minor_digits, sign
from b2bdesk.texts.door import language, tr, trc, trn

NBSP = "\u00a0"
MINUS = "\u2212"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY_S = 86_400


def number(value: int | Decimal, decimals: int | None = None) -> str:
    """A number with groups of three: «1 234 567», «12,5».

    Args:
        value: an integer or a decimal.
        decimals: decimals to print (padded, never cut); None prints them as they are.
    """
    digits = format(abs(value), "f") if isinstance(value, Decimal) else str(abs(value))
    whole, _, fraction = digits.partition(".")
    fraction = fraction.ljust(decimals, "0") if decimals is not None else fraction
    return _joined(value < 0, whole, fraction)


def money(minor: int, currency: str = "RUB") -> str:
    """A sum with its currency sign: «1 234,50 ₽», "₽1,234.50"."""
    text = amount(abs(minor), currency)
    mark = sign(currency)
    minus = MINUS if minor < 0 else ""
    if language() == "ru":
        return f"{minus}{text}{NBSP}{mark}"
    return f"{minus}{mark}{text}" if len(mark) == 1 else f"{minus}{mark}{NBSP}{text}"


def amount(minor: int, currency: str = "RUB") -> str:
    """A sum without its currency sign, for columns whose heading names it: «1 234,50»."""
    return _scaled(minor, minor_digits(currency), minor_digits(currency))


def price(e5: int) -> str:
    """A unit price, two to five decimals, without currency: «12,34», «0,12345»."""
    return _scaled(e5, 5, 2)


def quantity(e3: int) -> str:
    """A quantity without its unit, as short as it is: «1 204», «2,5»."""
    return _scaled(e3, 3, 0)


def percent(value: Decimal | int) -> str:
    """A share in percent: «22 %», "22%"; value is already in percent."""
    text = number(Decimal(value).normalize() if value else Decimal(0))
    return f"{text}{NBSP}%" if language() == "ru" else f"{text}%"


def file_size(count: int) -> str:
    """A size in bytes for people: «1,5 МБ»."""
    if count < 1024:
        return f"{number(count)}{NBSP}{tr('B')}"
    units = (tr("KB"), tr("MB"), tr("GB"), tr("TB"))
    power = min((count.bit_length() - 1) // 10, len(units))
    tenths = (count * 10 + (1 << (10 * power - 1))) >> (10 * power)
    text = number(Decimal(tenths).scaleb(-1) if tenths % 10 else tenths // 10)
    return f"{text}{NBSP}{units[power - 1]}"


def date(day: dt.date) -> str:
    """A date for grids: «21.11.2026», "21 Nov 2026"."""
    if language() == "ru":
        return f"{day.day:02}.{day.month:02}.{day.year:04}"
    return f"{day.day:02} {_MONTHS[day.month - 1][:3]} {day.year}".replace(" ", NBSP)


def day_long(day: dt.date) -> str:
    """A date for documents: «21 ноября 2026 г.», "21 November 2026"."""
    month = trc("of month", _MONTHS[day.month - 1])
    text = tr("{day} {month} {year}").format(day=day.day, month=month, year=day.year)
    return text.replace(" ", NBSP)


def month_year(day: dt.date) -> str:
    """A month as a heading: «Ноябрь 2026»."""
    return f"{trc('month', _MONTHS[day.month - 1])}{NBSP}{day.year}"


def clock(moment: dt.datetime) -> str:
    """The time of day of a moment, in the zone it carries: «14:05»."""
    return f"{moment.hour:02}:{moment.minute:02}"


def moment(value: dt.datetime) -> str:
    """Date and time: «21.11.2026 14:05»."""
    return f"{date(value)}{NBSP}{clock(value)}"


def ago(then: dt.datetime, now: dt.datetime) -> str:
    """How long ago, up to 24 hours, then the date: «2 мин назад», «3 ч назад», «19.11.2026».

    Args:
        then: the moment told about; both aware, `then` in the zone its date is to be shown in.
        now: the present moment. A moment in the future (clocks differ) counts as just now.
    """
    seconds = int((now - then).total_seconds())
    if seconds >= _DAY_S:
        return date(then)
    if seconds < 60:
        return tr("just now")
    if seconds < 3600:
        n = seconds // 60
        text = trn("{n} min ago", "{n} min ago", n)
    else:
        n = seconds // 3600
        text = trn("{n} h ago", "{n} h ago", n)
    return text.format(n=n).replace(" ", NBSP)


def duration(seconds: int) -> str:
    """A span of time: «45 с», «2 мин 5 с», «1 ч 3 мин»."""
    if seconds < 60:
        text = tr("{s} s").format(s=seconds)
    elif seconds < 3600:
        text = tr("{m} min {s} s").format(m=seconds // 60, s=seconds % 60)
    else:
        text = tr("{h} h {m} min").format(h=seconds // 3600, m=seconds % 3600 // 60)
    return text.replace(" ", NBSP)


def _scaled(value: int, exponent: int, keep: int) -> str:
    digits = str(abs(value)).rjust(exponent + 1, "0")
    whole, fraction = (digits[:-exponent], digits[-exponent:]) if exponent else (digits, "")
    fraction = fraction[:keep] + fraction[keep:].rstrip("0")
    return _joined(value < 0, whole, fraction)


def _joined(negative: bool, whole: str, fraction: str) -> str:
    russian = language() == "ru"
    groups = f"{int(whole):,}".replace(",", NBSP if russian else ",")
    tail = ("," if russian else ".") + fraction if fraction else ""
    return (MINUS if negative else "") + groups + tail
