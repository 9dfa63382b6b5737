"""Figures for `--json`: decimals as strings, instants and dates as ISO 8601, None where unknown."""

from datetime import UTC, date, datetime

from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.money import Money, Price
from b2bdesk.trade.quantity import Quantity


def quantity(e3: int | None) -> str | None:
    """A quantity as a decimal string."""
    return None if e3 is None else Quantity(e3).text()


def money(minor: int | None, currency: str) -> str | None:
    """A sum as a decimal string in units of the currency."""
    return None if minor is None else Money(minor, currency or "RUB").text()


def price(e5: int | None, currency: str) -> str | None:
    """A unit price as a decimal string."""
    return None if e5 is None else Price(e5, currency or "RUB").text()


def instant(moment: datetime | None) -> str | None:
    """An instant in UTC."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(value: date | None) -> str | None:
    """A calendar date."""
    return None if value is None else value.isoformat()


def cubic_metres(cm3: int) -> str:
    """A volume in cubic metres out of cubic centimetres, as a decimal string."""
    return scaled_text(cm3, 6)
