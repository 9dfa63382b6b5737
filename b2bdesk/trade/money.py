"""Sums and unit prices as integers (PROTOCOL R10).

A sum is in minor units of its currency (ISO 4217 exponent: kopecks), a unit price in 10^-5 of the
currency, because a price per piece out of a price per hundred has up to five decimals. On the wire
both are decimal strings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from b2bdesk.trade.decimals import exact_scaled, half_up, scaled_text

PRICE_EXPONENT = 5
_EXPONENTS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def exponent(currency: str) -> int:
    """Decimals of a currency's minor unit by ISO 4217; 2 when it is not one of the exceptions."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in minor units of one currency."""

    minor: int
    currency: str = "RUB"

    @classmethod
    def parse(cls, text: str, currency: str = "RUB") -> Money:
        """Read a wire sum such as "12.50".

        Raises:
            ValueError: not a decimal string, or more decimals than the currency has.
        """
        return cls(exact_scaled(text, exponent(currency)), currency)

    def text(self) -> str:
        """The sum as a wire string with all decimals of the currency: "12.50"."""
        places = exponent(self.currency)
        return scaled_text(self.minor, places, places)

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts of one currency; ValueError when currencies differ."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Difference of two amounts of one currency; ValueError when currencies differ."""
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price in 10^-5 of one currency."""

    e5: int
    currency: str = "RUB"

    @classmethod
    def parse(cls, text: str, currency: str = "RUB") -> Price:
        """Read a wire price such as "0.12345".

        Raises:
            ValueError: not a decimal string, or more than five decimals.
        """
        return cls(exact_scaled(text, PRICE_EXPONENT), currency)

    def text(self) -> str:
        """The price as a wire string, two to five decimals: "12.50", "0.12345"."""
        return scaled_text(self.e5, PRICE_EXPONENT, min(exponent(self.currency), PRICE_EXPONENT))


def line_sum(price_e5: int, qty_e3: int, exponent: int = 2) -> int:
    """Price times quantity in minor units, rounded half-up (DOCUMENTS §2).

    Args:
        price_e5: unit price in 10^-5 of the currency.
        qty_e3: quantity in 10^-3 of the unit the price is for.
        exponent: decimals of the currency's minor unit.
    """
    return half_up(price_e5 * qty_e3 * 10**exponent, 10**8)


def sum_of_lines(lines: Iterable[tuple[int, int]], exponent: int = 2) -> int:
    """The sum of many `line_sum`, each rounded by itself.

    Args:
        lines: unit price in 10^-5 of the currency and quantity in 10^-3, neither below nothing.
        exponent: decimals of the currency's minor unit.
    """
    scale, half, whole = 2 * 10**exponent, 10**8, 2 * 10**8
    return sum((price * quantity * scale + half) // whole for price, quantity in lines)
