"""Counting lines under a contract without opening a cart: plans, what-if, previews.

The sums are those of an opened cart to the kopeck (a test holds them equal), thresholds included;
rows for screens are not made, which is what an opened cart spends its time on.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from b2bdesk.domain.cart import Facts, Line
from b2bdesk.trade.money import line_sum
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.trade.vat import Amounts, line_amounts
from b2bdesk.usecases.ports.carts import PriceBook, Situation
from b2bdesk.usecases.rows.carts import Totals


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums of lines; `short` counts those the stock does not cover."""

    totals: Totals
    short: int


class Counter:
    """Counts lines of one situation; what was counted once is remembered."""

    def __init__(self, situation: Situation) -> None:
        self._facts, self._book = situation.facts, situation.book
        self._amounts: dict[tuple[int, int, str, bool], Amounts] = {}

    def count(self, lines: Sequence[Line]) -> Counted:
        """Return what lines come to as one order."""
        seen = [_seen(self._book, self._facts.get(line.item_id), line) for line in lines]
        prices = self._final(lines, seen)
        net = vat = gross = weight = volume = blocked = short = 0
        by_code: dict[str, int] = {}
        for line, price, before in zip(lines, prices, seen, strict=True):
            facts = self._facts.get(line.item_id)
            if facts is None:
                blocked += 1
                continue
            base = line.base_e3
            blocked += _blocked(line, facts, before)
            short += _short(facts, base)
            weight += facts.weight_g * base // ONE_E3
            volume += facts.volume_cm3 * base // ONE_E3
            if price is not None:
                came = self._came(line, facts, price, base)
                net, vat, gross = net + came.net, vat + came.vat, gross + came.gross
                by_code[facts.vat_code] = by_code.get(facts.vat_code, 0) + came.vat
        taxes = tuple(sorted((code, sum_) for code, sum_ in by_code.items() if sum_))
        currency = self._book.terms.currency
        totals = Totals(len(lines), net, vat, gross, weight, volume, currency, taxes, blocked)
        return Counted(totals, short)

    def _final(self, lines: Sequence[Line], seen: list[int | None]) -> list[int | None]:
        """Prices after the cart threshold, when the sum reaches one."""
        thresholds = self._book.thresholds
        if not thresholds:
            return seen
        exponent = self._book.terms.exponent
        measured = sum(
            line_sum(price, line.base_e3, exponent)
            for line, price in zip(lines, seen, strict=True)
            if price is not None
        )
        if not bisect_right(thresholds, measured):
            return seen
        final = self._book.final
        return [
            None if price is None else final(line.item_id, line.base_e3, measured)
            for line, price in zip(lines, seen, strict=True)
        ]

    def _came(self, line: Line, facts: Facts, price: int, base: int) -> Amounts:
        included = self._book.vat_included(line.item_id, facts, base)
        key = (price, base, facts.vat_code, included)
        found = self._amounts.get(key)
        if found is None:
            exponent = self._book.terms.exponent
            found = line_amounts(price, base, facts.vat_code, included, exponent)
            self._amounts[key] = found
        return found


def _seen(book: PriceBook, facts: Facts | None, line: Line) -> int | None:
    if facts is None:
        return None
    return book.price(line.item_id, facts, line.base_e3) if facts.stepped else facts.price_e5


def _blocked(line: Line, facts: Facts, price: int | None) -> bool:
    """What `domain.cart.marks` and `blocks` come to, without making marks."""
    if price is None or not facts.in_assortment or facts.status == "deleted":
        return True
    if line.quantity_e3 <= 0:
        return True
    plain = line.factor_e3 == ONE_E3 and line.okei == facts.okei
    return not plain and facts.factor(line.okei) != line.factor_e3


def _short(facts: Facts, base_e3: int) -> bool:
    return facts.stock_e3 is not None and facts.stock_e3 < base_e3 and not facts.at_least


def lines_of(lines: Iterable[Line], quantities: dict[str, int]) -> list[Line]:
    """Return lines with other quantities, by line id; those not named are left out."""
    return [
        line
        if line.quantity_e3 == quantities[line.line_id]
        else line._replace(quantity_e3=quantities[line.line_id])
        for line in lines
        if line.line_id in quantities
    ]
