"""VAT: rates as dated data, and the sums of a line (DOCUMENTS §2).

A rate is a code on every line ("22", "10", "0", "none" …), never a constant: the general rate
changed twice already, and a supplier on the simplified system may change his within a year. Line
amounts are computed here on both ends; totals are sums of lines, never derived from a total.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from b2bdesk.trade.decimals import exact_scaled, half_up
from b2bdesk.trade.money import line_sum

NONE = "none"
_GENERAL = ((dt.date(2026, 1, 1), "22"), (dt.date(2019, 1, 1), "20"), (dt.date(2004, 1, 1), "18"))
_GENERAL_CODES = frozenset(code for _, code in _GENERAL)
_WHOLE = 10_000


class Amounts(NamedTuple):
    """What a line or a document comes to, in minor units; gross = net + vat, always."""

    net: int = 0
    vat: int = 0
    gross: int = 0

    def __add__(self, other: Amounts) -> Amounts:  # type: ignore[override]  # sums add up
        return Amounts(self.net + other.net, self.vat + other.vat, self.gross + other.gross)


def general_rate(day: dt.date) -> str:
    """The code of the general rate on a date: 22 since 2026, 20 since 2019, before that 18."""
    return next((code for since, code in _GENERAL if day >= since), _GENERAL[-1][1])


def effective(code: str, day: dt.date) -> str:
    """The code that holds on a date for an item of rate `code`: the general rate moves on."""
    return general_rate(day) if code in _GENERAL_CODES else code


def percent(code: str) -> Decimal | None:
    """The rate of a code in percent; None for "none" (exempt is not 0 %).

    Raises:
        ValueError: not a rate (neither "none" nor a decimal of 0 to 100, two decimals at most).
    """
    points = _points(code)
    return None if points is None else Decimal(points) / 100


@lru_cache(64)
def _points(code: str) -> int | None:
    """The rate in hundredths of a percent."""
    if code == NONE:
        return None
    points = exact_scaled(code, 2)
    if not 0 <= points <= _WHOLE:
        raise ValueError(f"not a VAT rate: {code!r}")
    return points


def is_rate(code: str) -> bool:
    """True when `code` is a rate this module can compute with."""
    try:
        _points(code)
    except ValueError:
        return False
    return True


def amounts(total: int, vat_code: str, *, included: bool) -> Amounts:
    """Split or complete a sum of one rate.

    Args:
        total: minor units; with VAT when `included`, else without.
        vat_code: rate code of the line.
        included: whether `total` contains the VAT.

    Raises:
        ValueError: `vat_code` is not a rate.
    """
    points = _points(vat_code) or 0
    whole = _WHOLE + points if included else _WHOLE
    vat = (
        (2 * total * points + whole) // (2 * whole)
        if total >= 0
        else half_up(total * points, whole)
    )
    return Amounts(total - vat, vat, total) if included else Amounts(total, vat, total + vat)


def line_amounts(
    price_e5: int, qty_e3: int, vat_code: str, included: bool, exponent: int = 2
) -> Amounts:
    """Net, VAT and gross of a line in minor units.

    Args:
        price_e5: unit price in 10^-5, with VAT when `included`.
        qty_e3: quantity in thousandths.
        vat_code: rate code of the line.
        included: whether the price contains the VAT.
        exponent: decimals of the currency's minor unit.

    Raises:
        ValueError: `vat_code` is not a rate.
    """
    return amounts(line_sum(price_e5, qty_e3, exponent), vat_code, included=included)


def total(lines: Iterable[Amounts]) -> Amounts:
    """The sum of lines."""
    net = vat = gross = 0
    for line in lines:
        net, vat, gross = net + line.net, vat + line.vat, gross + line.gross
    return Amounts(net, vat, gross)


def by_rate(lines: Iterable[tuple[str, Amounts]]) -> dict[str, Amounts]:
    """Sums of lines per rate code, the highest rate first and "none" last (document footers)."""
    sums: dict[str, Amounts] = {}
    for code, line in lines:
        sums[code] = sums.get(code, Amounts()) + line
    return dict(sorted(sums.items(), key=_footer_order))


def _footer_order(pair: tuple[str, Amounts]) -> int:
    points = _points(pair[0])
    return 1 if points is None else -points
