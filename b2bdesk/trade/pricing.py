"""The price of an item for a contract, step by step (PROTOCOL §3, version 1).

Evaluated identically by the buyer's desk and the portal: integers only, each step rounded half-up
to the price type's step when it is taken, so that the explanation adds up by hand. What this
version cannot compute is `ASKED` («уточняется»), never a wrong figure. `Pricer` is made once per
contract and day and is quick enough to price a whole catalogue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.trade.decimals import half_up, scaled_text
from b2bdesk.trade.money import exponent, line_sum
from b2bdesk.trade.pricing_index import ItemFacts, RuleIndex
from b2bdesk.trade.pricing_rules import (
    RATE_EXPONENT,
    RULES_VERSION,
    Break,
    PriceType,
    Rate,
    Rule,
    RuleValue,
    Terms,
)
from b2bdesk.trade.quantity import ONE_E3

__all__ = [
    "ASKED", "NO_PRICE", "PRICED", "RULES_VERSION", "Break", "CartLine", "CartPriced", "ItemFacts",
    "PriceType", "Priced", "Pricer", "Rate", "Rule", "RuleIndex", "RuleValue", "Step", "Terms",
    "price_cart", "price_line",
]  # fmt: skip

PRICED, ASKED, NO_PRICE = "priced", "asked", "no_price"
_WHOLE_E4 = 100 * 10**4


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation; prices in 10^-5, `before_e5` None at the first.

    `kind` is "price_type", "quantity_break" (its text is the minimum), "rate" (its text is the
    rate) or the kind of the rule, whose id and text stand beside.
    """

    kind: str
    rule_id: str
    text: str
    before_e5: int | None
    after_e5: int


@dataclass(frozen=True, slots=True)
class Priced:
    """A unit price with its explanation; `e5` is None unless `state` is PRICED.

    `reason` says why it is ASKED: "unknown_rule", "unknown_price_type" or "no_rate".
    """

    e5: int | None
    steps: tuple[Step, ...] = ()
    state: str = PRICED
    price_type: str = ""
    currency: str = "RUB"
    vat_included: bool = True
    step_e5: int = 1000
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line to price: quantity in base units, price rows by price type."""

    item: ItemFacts
    qty_e3: int
    breaks: Mapping[str, Sequence[Break]]


@dataclass(frozen=True, slots=True)
class CartPriced:
    """All lines of a cart in their order, and the sums before and after the cart threshold.

    Sums are line sums as priced (with or without VAT as the price type says), in minor units;
    lines without a price are not in them.
    """

    lines: tuple[Priced, ...]
    measured_minor: int
    total_minor: int


class Pricer:
    """Prices of one contract on one day; build it once, ask it for every item."""

    def __init__(self, terms: Terms, types: Mapping[str, PriceType], on: dt.date) -> None:
        self._terms = terms
        self._types = [(each, types.get(each)) for each in terms.price_types]
        self._rates = _present_rates(terms, on)
        self._index = RuleIndex.build(terms.rules, on)

    def line(self, item: ItemFacts, qty_e3: int, breaks: Mapping[str, Sequence[Break]]) -> Priced:
        """Price of an item for a quantity, steps 1 to 6.

        Args:
            item: what the rules look at.
            qty_e3: quantity in thousandths of the base unit.
            breaks: price rows by price type id, in any order.
        """
        currency = self._terms.currency
        for type_id, price_type in self._types:
            rows = [
                row
                for row in breaks.get(type_id, ())
                if row.price_e5 > 0 and row.minimum_e3 <= qty_e3
            ]
            if price_type is None:
                return Priced(None, (), ASKED, type_id, currency, reason="unknown_price_type")
            if rows:
                return self._evaluate(item, price_type, sorted(rows))
        return Priced(None, (), NO_PRICE, currency=currency)

    def base(self, item: ItemFacts, breaks: Mapping[str, Sequence[Break]]) -> Priced:
        """Price of one base unit: what is materialised for sorting and filtering."""
        return self.line(item, ONE_E3, breaks)

    def cart(self, lines: Sequence[CartLine]) -> CartPriced:
        """Price all lines; the cart threshold is measured once, on the sum after step 6."""
        places = exponent(self._terms.currency)
        priced = [self.line(line.item, line.qty_e3, line.breaks) for line in lines]
        measured = _sum(priced, lines, places)
        sum_e5 = measured * 10 ** (5 - places)
        final = tuple(
            self.after_threshold(price, line.item, sum_e5)
            for price, line in zip(priced, lines, strict=True)
        )
        return CartPriced(final, measured, _sum(final, lines, places))

    def rate(self, currency: str) -> Rate | None:
        """The rate of step 2 from a currency into that of the contract."""
        return self._rates.get(currency)

    def threshold_sums(self) -> tuple[int, ...]:
        """Cart sums (10^-5) at which a threshold begins to hold, ascending: cross one, reprice."""
        rules = (rule for rules in self._index.thresholds.values() for rule in rules)
        return tuple(sorted({rule.value.sum_e5 for rule in rules if rule.value is not None}))

    def after_threshold(self, priced: Priced, item: ItemFacts, sum_e5: int) -> Priced:
        """Step 7 for one line of a cart whose sum after step 6 is `sum_e5` (10^-5)."""
        rule = self._index.threshold(item, sum_e5)
        if priced.e5 is None or rule is None or rule.value is None:
            return priced
        step = _rule_step(rule, rule.value, priced.e5, priced.step_e5)
        return Priced(
            step.after_e5,
            (*priced.steps, step),
            priced.state,
            priced.price_type,
            priced.currency,
            priced.vat_included,
            priced.step_e5,
            priced.reason,
        )

    def under_threshold(self, e5: int, step_e5: int, item: ItemFacts, sum_e5: int) -> int:
        """Step 7 for a price that is known without its explanation; `step_e5` rounds it."""
        rule = self._index.threshold(item, sum_e5)
        if rule is None or rule.value is None:
            return e5
        return _ruled(rule.value, e5, step_e5)

    def under_thresholds(
        self, prices: Iterable[tuple[int, int, ItemFacts | None]], sum_e5: int
    ) -> list[int]:
        """Step 7 for many prices as `under_threshold` takes them.

        Args:
            prices: price (10^-5), the step that rounds it and what rules look at, None = as it is.
            sum_e5: of the cart after step 6 (10^-5).
        """
        made: list[int] = []
        threshold = self._index.threshold
        for e5, step, item in prices:
            rule = threshold(item, sum_e5) if item is not None else None
            value = rule.value if rule is not None else None
            made.append(e5 if value is None else _ruled(value, e5, step))
        return made

    def _evaluate(self, item: ItemFacts, price_type: PriceType, rows: Sequence[Break]) -> Priced:
        """Steps 1 to 6 for the price type that won; `rows` are those the quantity reaches."""
        steps = _row_steps(price_type, rows)
        if self._index.not_understood(item):
            return self._asked(price_type, steps, "unknown_rule")
        if price_type.currency != self._terms.currency:
            rate = self._rates.get(price_type.currency)
            if rate is None:
                return self._asked(price_type, steps, "no_rate")
            steps.append(_rate_step(rate, steps[-1].after_e5, price_type.step_e5))
        for rule in self._index.line_rules(item):
            if rule.value is not None:
                steps.append(_rule_step(rule, rule.value, steps[-1].after_e5, price_type.step_e5))
        return Priced(
            steps[-1].after_e5,
            tuple(steps),
            PRICED,
            price_type.id,
            self._terms.currency,
            price_type.vat_included,
            price_type.step_e5,
        )

    def _asked(self, price_type: PriceType, steps: Sequence[Step], reason: str) -> Priced:
        """No figure: the portal has to be asked; the steps known so far explain why."""
        return Priced(
            None,
            tuple(steps),
            ASKED,
            price_type.id,
            self._terms.currency,
            price_type.vat_included,
            price_type.step_e5,
            reason,
        )


def price_line(
    item: ItemFacts,
    qty_e3: int,
    terms: Terms,
    breaks_by_type: Mapping[str, Sequence[Break]],
    on: dt.date,
    types: Mapping[str, PriceType],
) -> Priced:
    """Price of one item for a quantity, steps 1 to 6; for many items build one `Pricer`."""
    return Pricer(terms, types, on).line(item, qty_e3, breaks_by_type)


def price_cart(
    lines: Sequence[CartLine], terms: Terms, types: Mapping[str, PriceType], on: dt.date
) -> CartPriced:
    """Price a whole cart, steps 1 to 7."""
    return Pricer(terms, types, on).cart(lines)


def _present_rates(terms: Terms, on: dt.date) -> dict[str, Rate]:
    """The latest rate into the contract's currency per source currency, where all are readable."""
    rates: dict[str, Rate] = {}
    for rate in sorted(terms.rates, key=lambda each: each.day or dt.date.min):
        if rate.target == terms.currency and (rate.day is None or rate.day <= on):
            rates[rate.source] = rate
    unreadable = {rate.source for rate in terms.rates if rate.rate_e10 <= 0}
    return {source: rate for source, rate in rates.items() if source not in unreadable}


def _rounded(num: int, den: int, step_e5: int) -> int:
    """num/den rounded half-up to the step, never below one step."""
    return max(half_up(num, den * step_e5), 1) * step_e5


def _row_steps(price_type: PriceType, rows: Sequence[Break]) -> list[Step]:
    """Step 1: the ordinary row, then the quantity break where one is reached."""
    base = _rounded(rows[0].price_e5, 1, price_type.step_e5)
    steps = [Step("price_type", price_type.id, price_type.name, None, base)]
    if len(rows) > 1:
        after = _rounded(rows[-1].price_e5, 1, price_type.step_e5)
        minimum = scaled_text(rows[-1].minimum_e3, 3)
        steps.append(Step("quantity_break", price_type.id, minimum, base, after))
    return steps


def _rate_step(rate: Rate, before_e5: int, step_e5: int) -> Step:
    """Step 2: conversion into the contract's currency."""
    after = _rounded(before_e5 * rate.rate_e10, 10**RATE_EXPONENT, step_e5)
    text = f"{rate.source} {scaled_text(rate.rate_e10, RATE_EXPONENT)}"
    return Step("rate", rate.source, text, before_e5, after)


def _ruled(value: RuleValue, before_e5: int, step_e5: int) -> int:
    """The price after a rule."""
    if value.mode == "percent":
        return _rounded(before_e5 * (_WHOLE_E4 - value.number), _WHOLE_E4, step_e5)
    if value.mode == "amount":
        return _rounded(before_e5 - value.number, 1, step_e5)
    return _rounded(value.number, 1, step_e5)


def _rule_step(rule: Rule, value: RuleValue, before_e5: int, step_e5: int) -> Step:
    """Steps 3 to 7: one rule applied."""
    after = _ruled(value, before_e5, step_e5)
    return Step(rule.kind, rule.id, rule.text or value.name, before_e5, after)


def _sum(priced: Sequence[Priced], lines: Sequence[CartLine], places: int) -> int:
    return sum(
        line_sum(price.e5, line.qty_e3, places)
        for price, line in zip(priced, lines, strict=True)
        if price.e5 is not None
    )
