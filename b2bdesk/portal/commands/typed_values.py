"""What is typed after an option: days and sums; what does not read is told with an example."""

from __future__ import annotations

import datetime as dt

from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money


def bad(words: str) -> Expected:
    """Return the error of an option that does not read."""
    return Expected("bad_arguments", text=words)


def day(text: str) -> str:
    """Return a day as it is stored.

    Raises:
        Expected: `bad_arguments`.
    """
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise bad(tr("“{text}” is not a date such as 2026-12-31.").format(text=text)) from error


def minor_sum(text: str, currency: str) -> int:
    """Return a sum from 0 on in minor units.

    Raises:
        Expected: `bad_arguments`.
    """
    try:
        minor = Money.parse(text, currency).minor
    except ValueError:
        minor = -1
    if minor < 0:
        raise bad(tr("“{text}” is not a sum such as 5000.50.").format(text=text))
    return minor
