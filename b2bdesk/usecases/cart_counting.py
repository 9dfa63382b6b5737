"""Counting lines under a contract without opening a cart: plans, what-if, previews.

The sums are those of an opened cart to the kopeck (a test holds them equal), thresholds included;
rows for screens are not made, which is what an opened cart spends its time on.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from b2bdesk.domain.cart import Facts, Line
from b2bdesk.trade.money import line_sum
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.trade.vat import Amounts, line_amounts
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.rows.carts import Totals

_Row = tuple[Line, Facts, int, int | None]


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
        rows, gone = self._rows(lines)
        finals = self._finals(rows)
        blocked, short, weight, volume = gone, 0, 0, 0
        net = vat = gross = 0
        by_code: dict[str, int] = {}
        for line, facts, base, seen in rows:
            blocked += _blocked(line, facts, seen)
            stock = facts.stock_e3
            short += stock is not None and stock < base and not facts.at_least
            weight += facts.weight_g * base // ONE_E3
            volume += facts.volume_cm3 * base // ONE_E3
            price = seen if finals is None else next(finals)
            if price is not None:
                came = self._came(line, facts, price, base)
                net, vat, gross = net + came.net, vat + came.vat, gross + came.gross
                code = facts.vat_code
                by_code[code] = by_code.get(code, 0) + came.vat
        taxes = tuple(sorted((code, tax) for code, tax in by_code.items() if tax))
        currency = self._book.terms.currency
        totals = Totals(len(lines), net, vat, gross, weight, volume, currency, taxes, blocked)
        return Counted(totals, short)

    def _rows(self, lines: Sequence[Line]) -> tuple[list[_Row], int]:
        """Lines with facts, base quantity and price before the threshold; how many lack facts."""
        facts_of, price = self._facts, self._book.price
        rows: list[_Row] = []
        for line in lines:
            facts = facts_of.get(line.item_id)
            if facts is not None:
                base = line.base_e3
                seen = facts.price_e5
                if facts.step_from_e3:
                    seen = price(line.item_id, facts, base)
                rows.append((line, facts, base, seen))
        return rows, len(lines) - len(rows)

    def _finals(self, rows: Sequence[_Row]) -> Iterator[int | None] | None:
        """Prices after the cart threshold, None when the sum reaches none."""
        thresholds = self._book.thresholds
        if not thresholds:
            return None
        exponent = self._book.terms.exponent
        measured = sum(
            line_sum(price, base, exponent) for _, _, base, price in rows if price is not None
        )
        if not bisect_right(thresholds, measured):
            return None
        final = self._book.final
        return (final(line.item_id, facts, base, measured) for line, facts, base, _ in rows)

    def _came(self, line: Line, facts: Facts, price: int, base: int) -> Amounts:
        included = self._book.vat_included(line.item_id, facts, base)
        key = (price, base, facts.vat_code, included)
        found = self._amounts.get(key)
        if found is None:
            exponent = self._book.terms.exponent
            found = line_amounts(price, base, facts.vat_code, included, exponent)
            self._amounts[key] = found
        return found


def _blocked(line: Line, facts: Facts, price: int | None) -> bool:
    """What `domain.cart.marks` and `blocks` come to, without making marks."""
    if price is None or not facts.in_assortment or facts.status == "deleted":
        return True
    if line.quantity_e3 <= 0:
        return True
    plain = line.factor_e3 == ONE_E3 and line.okei == facts.okei
    return not plain and facts.factor(line.okei) != line.factor_e3
