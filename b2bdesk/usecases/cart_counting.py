"""Counting lines under a contract without opening a cart: plans, what-if, previews.

The sums are those of an opened cart to the kopeck (a test holds them equal), thresholds included;
rows for screens are not made, which is what an opened cart spends its time on.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from b2bdesk.domain.cart import Facts, Line
from b2bdesk.trade.money import line_sum, sum_of_lines
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.trade.vat import Amounts, line_amounts
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.rows.carts import Totals

_Row = tuple[str, Facts, int, int]
_NO_SUM = Amounts()


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
        facts_of, price = self._facts, self._book.price
        rows: list[_Row] = []
        blocked = short = weight = volume = 0
        for line in lines:
            item_id = line.item_id
            facts = facts_of.get(item_id)
            if facts is None:
                blocked += 1
                continue
            base = line.base_e3
            seen = price(item_id, facts, base) if facts.step_from_e3 else facts.price_e5
            stock = facts.stock_e3
            short += stock is not None and stock < base and not facts.at_least
            weight += facts.weight_g * base // ONE_E3
            volume += facts.volume_cm3 * base // ONE_E3
            blocked += _blocked(line, facts, seen)
            if seen is not None:
                rows.append((item_id, facts, base, seen))
        return Counted(self._totals(len(lines), rows, (weight, volume, blocked)), short)

    def gross(self, wanted: Iterable[tuple[str, int]]) -> int:
        """Return what items in base units (10^-3) come to with VAT, in minor units."""
        plain, stepped = self._priced(wanted)
        rows = plain + stepped
        book, exponent = self._book, self._book.terms.exponent
        prices: Sequence[int | None] = [row[3] for row in rows]
        thresholds = book.thresholds
        if thresholds:
            measured = sum_of_lines([(price, base) for _, _, base, price in rows], exponent)
            if bisect_right(thresholds, measured):
                later = [book.final(*row[:3], measured) for row in stepped]
                prices = [*book.finals(plain, measured), *later]
        gross = 0
        with_vat: list[tuple[int, int]] = []
        included: dict[int, bool] = {}  # by the kind of price
        for at, ((item_id, facts, base, _), price) in enumerate(zip(rows, prices, strict=True)):
            if price is None:
                continue
            kind = facts.kind if at < len(plain) else -1
            has_vat = included.get(kind) if kind >= 0 else None
            if has_vat is None:
                has_vat = book.vat_included(item_id, facts, base)
                included[kind] = has_vat
            if has_vat:
                with_vat.append((price, base))
            else:
                gross += line_amounts(price, base, facts.vat_code, False, exponent).gross
        return gross + sum_of_lines(with_vat, exponent)

    def _priced(self, wanted: Iterable[tuple[str, int]]) -> tuple[list[_Row], list[_Row]]:
        """Items that have a price before the cart threshold: plain ones, and those by quantity."""
        facts_of, book = self._facts, self._book
        asked: list[tuple[str, int]] = []
        plain: list[_Row] = []
        for item_id, base in wanted:
            facts = facts_of[item_id]
            price, step = facts.price_e5, facts.step_from_e3
            if step and (base >= step or step <= ONE_E3):  # `Facts.stepped`, called too often
                asked.append((item_id, base))
            elif price is not None:
                plain.append((item_id, facts, base, price))
        book.prepare(asked)
        seen = ((each, base, book.price(each, facts_of[each], base)) for each, base in asked)
        stepped = [
            (item_id, facts_of[item_id], base, price)
            for item_id, base, price in seen
            if price is not None
        ]
        return plain, stepped

    def _totals(self, lines: int, rows: Sequence[_Row], told: tuple[int, int, int]) -> Totals:
        """Sums of priced rows; `told` = weight, volume and how many lines cannot be sent."""
        net = vat = gross = 0
        by_code: dict[str, int] = {}
        for (_, facts, _, _), came in zip(rows, self._amounts_of(rows), strict=True):
            net, vat, gross = net + came.net, vat + came.vat, gross + came.gross
            code = facts.vat_code
            by_code[code] = by_code.get(code, 0) + came.vat
        taxes = tuple(sorted((code, tax) for code, tax in by_code.items() if tax))
        weight, volume, blocked = told
        currency = self._book.terms.currency
        return Totals(lines, net, vat, gross, weight, volume, currency, taxes, blocked)

    def _amounts_of(self, rows: Sequence[_Row]) -> Iterator[Amounts]:
        """What each row comes to, after the cart threshold when the sum reaches one."""
        thresholds, exponent = self._book.thresholds, self._book.terms.exponent
        measured = (
            sum(line_sum(price, base, exponent) for _, _, base, price in rows) if thresholds else 0
        )
        if not bisect_right(thresholds, measured):
            for item_id, facts, base, seen in rows:
                yield self._came(item_id, facts, seen, base)
            return
        final = self._book.final
        for item_id, facts, base, _ in rows:
            price = final(item_id, facts, base, measured)
            yield _NO_SUM if price is None else self._came(item_id, facts, price, base)

    def _came(self, item_id: str, facts: Facts, price: int, base: int) -> Amounts:
        included = self._book.vat_included(item_id, facts, base)
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
