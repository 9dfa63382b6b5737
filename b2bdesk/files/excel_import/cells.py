"""Values of cells as the texts a person sees.

Whole numbers lose the ".0" that readers add, floats show the 15 digits a spreadsheet shows, dates
are printed the Russian way. The text of a number is never used to compute money.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

MAX_TEXT = 4000


def value_text(value: object) -> str:
    """Text of a cell value as readers give it."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, float):
        return number_text(value)
    return _rare_text(value)


@lru_cache(16384)
def number_text(value: float) -> str:
    """A number as a spreadsheet shows it in a wide cell of format General."""
    if value == int(value) if abs(value) < 1e21 else False:
        return str(int(value))
    return format(value, ".15g")


def _clean(text: str) -> str:
    if len(text) > MAX_TEXT:
        return text[:MAX_TEXT]
    return text.replace("_x000D_", "") if "_x000D_" in text else text


def _rare_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.datetime):
        clock = value.strftime(" %H:%M") if (value.hour or value.minute) else ""
        return value.strftime("%d.%m.%Y") + clock
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, dt.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return _clean(str(value))


def is_date(value: object) -> bool:
    """Say whether a reader took the cell for a date or a time."""
    return isinstance(value, (dt.date, dt.time, dt.timedelta))
