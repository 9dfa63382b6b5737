"""Quantities in thousandths of a unit, and how they fit packs (PROTOCOL R10).

`fit` is the one place that knows minimum and multiple; what a misfit means for a cart line is the
business of `domain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.trade.decimals import exact_scaled, scaled_text

QTY_EXPONENT = 3
ONE_E3 = 1000


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A quantity in thousandths of its unit."""

    e3: int

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a wire quantity such as "2.5".

        Raises:
            ValueError: not a decimal string, or more than three decimals.
        """
        return cls(exact_scaled(text, QTY_EXPONENT))

    @classmethod
    def from_decimal(cls, value: Decimal) -> Quantity:
        """Take a typed number as it is.

        Raises:
            ValueError: more than three decimals: a typed quantity is never rounded silently.
        """
        return cls(exact_scaled(format(value, "f"), QTY_EXPONENT))

    def text(self) -> str:
        """The quantity as the shortest wire string: "5", "2.5"."""
        return scaled_text(self.e3, QTY_EXPONENT)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a quantity fits minimum and multiple; all in thousandths.

    `up_e3` is the nearest allowed quantity not below the wish, `down_e3` the nearest not above it
    (0: nothing smaller can be ordered). When `ok`, both are the wish itself.
    """

    ok: bool
    up_e3: int
    down_e3: int


def fit(qty_e3: int, minimum_e3: int = 0, multiple_e3: int = 0) -> Fit:
    """Fit a wish to the allowed quantities: multiples of `multiple_e3` not below `minimum_e3`.

    Args:
        qty_e3: the wish in thousandths; zero and less never fit.
        minimum_e3: smallest order; 0 or less = none.
        multiple_e3: pack step counted from zero; 0 or less = any quantity.
    """
    step = max(multiple_e3, 1)
    smallest = _up(max(minimum_e3, 1), step)
    if qty_e3 <= 0:
        free = minimum_e3 <= 0 and multiple_e3 <= 0
        return Fit(False, ONE_E3 if free else smallest, 0)
    up = max(_up(qty_e3, step), smallest)
    down = qty_e3 // step * step
    return Fit(up == qty_e3, up, down if down >= smallest else 0)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step
