"""What a price is made of: price types, quantity breaks, and the terms of a contract.

PROTOCOL §3, version 1. The portal sends terms as JSON and the client stores them as they came, so
everything here is built from plain dicts with decimals as strings, and can be written back. A rule
that this version cannot read (new kind, new target, odd value) is kept as *not understood*: it has
no value, and makes the prices it may touch «уточняется» instead of a wrong figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from b2bdesk.trade.decimals import exact_scaled, scaled_text, strict_decimal, to_scaled

RULES_VERSION = 1
FIXED, PERCENT, AMOUNT = "fixed_price", "percent_off", "amount_off"
PROMOTION, THRESHOLD = "promotion", "cart_threshold"
KINDS = (FIXED, PERCENT, AMOUNT, PROMOTION, THRESHOLD)
ITEM, GROUP, BRAND, SEGMENT, ALL = "item", "group", "brand", "segment", "all"
TARGETS = (ITEM, GROUP, BRAND, SEGMENT, ALL)
_MODES = {"percent": 4, "amount": 5, "fixed": 5}
_MODE_OF_KIND = {FIXED: "fixed", PERCENT: "percent", AMOUNT: "amount"}
RATE_EXPONENT = 10


@dataclass(frozen=True, slots=True)
class PriceType:
    """A column of the price list; `step_e5` is the rounding unit of its unit prices."""

    id: str
    name: str
    currency: str = "RUB"
    vat_included: bool = True
    step_e5: int = 1000

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PriceType:
        """Build from JSON; a missing step is 0.01. ValueError when the step is no decimal > 0."""
        step_e5 = exact_scaled(str(data.get("step") or "0.01"), 5)
        if step_e5 <= 0:
            raise ValueError(f"not a rounding step: {data.get('step')!r}")
        return cls(
            id=str(data["id"]),
            name=str(data.get("name") or data["id"]),
            currency=str(data.get("currency") or "RUB"),
            vat_included=bool(data.get("vat_included", True)),
            step_e5=step_e5,
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that `from_dict` reads."""
        return {
            "id": self.id,
            "name": self.name,
            "currency": self.currency,
            "vat_included": self.vat_included,
            "step": scaled_text(self.step_e5, 5, 2),
        }


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A price row: from this quantity (base units, 10^-3) on, this price (10^-5).

    The ordinary price of an item is its row with minimum 0.
    """

    minimum_e3: int
    price_e5: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `source` costs `rate_e10` x 10^-10 of `target`, from `day` on (None: always).

    A rate that cannot be read is 0: no price passes through its currency then.
    """

    source: str
    target: str
    rate_e10: int
    day: dt.date | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Rate:
        """Build from JSON `{from, to, rate, date}`."""
        try:
            rate_e10 = max(to_scaled(strict_decimal(str(data.get("rate"))), RATE_EXPONENT), 0)
            day = _day(data.get("date"))
        except (ValueError, TypeError):
            rate_e10, day = 0, None
        return cls(str(data.get("from")), str(data.get("to")), rate_e10, day)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that `from_dict` reads."""
        rate = scaled_text(self.rate_e10, RATE_EXPONENT)
        return {"from": self.source, "to": self.target, "rate": rate, "date": _text(self.day)}


@dataclass(frozen=True, slots=True)
class RuleValue:
    """What a rule does: percent (10^-4 of a percent), amount or fixed price (10^-5).

    `sum_e5` is the cart sum a threshold asks for, `name` the name of a promotion.
    """

    mode: str
    number: int
    sum_e5: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a contract; `value` is None when this version does not understand it."""

    id: str
    kind: str
    on: str = ALL
    target: str = ""
    value: RuleValue | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    priority: int = 0
    text: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Rule:
        """Build from JSON `{id, kind, on: {kind, id}, value, from, to, priority, text}`.

        Never fails on content: what cannot be read becomes a rule that is not understood, with
        the widest reach its readable parts allow.
        """
        kind, on, target = str(data.get("kind") or ""), ALL, ""
        value: RuleValue | None = None
        since = until = None
        priority = 0
        try:
            on, target = _target(data.get("on"))
            since, until = _day(data.get("from")), _day(data.get("to"))
            priority = int(data.get("priority") or 0)
            value = _value(kind, data.get("value"))
        except (ValueError, TypeError, KeyError, AttributeError):
            value = None
        text = str(data.get("text") or "")
        return cls(str(data.get("id")), kind, on, target, value, since, until, priority, text)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that `from_dict` reads; the value of a rule not understood is lost."""
        return {
            "id": self.id,
            "kind": self.kind,
            "on": {"kind": self.on, "id": self.target},
            "value": _value_dict(self.kind, self.value),
            "from": _text(self.since),
            "to": _text(self.until),
            "priority": self.priority,
            "text": self.text,
        }

    def holds_on(self, day: dt.date) -> bool:
        """True when the rule is in force on a day (both ends included)."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The price terms of a contract: currency, price types in order, rates and rules."""

    currency: str = "RUB"
    price_types: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    rules: tuple[Rule, ...] = ()
    version: int = RULES_VERSION

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Terms:
        """Build from the JSON of the `terms` feed; unknown fields are ignored."""
        return cls(
            currency=str(data.get("currency") or "RUB"),
            price_types=tuple(str(each) for each in data.get("price_types") or ()),
            rates=tuple(Rate.from_dict(each) for each in data.get("rates") or ()),
            rules=tuple(Rule.from_dict(each) for each in data.get("rules") or ()),
            version=int(data.get("version") or RULES_VERSION),
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON form that `from_dict` reads."""
        return {
            "version": self.version,
            "currency": self.currency,
            "price_types": list(self.price_types),
            "rates": [rate.as_dict() for rate in self.rates],
            "rules": [rule.as_dict() for rule in self.rules],
        }


def _target(data: Any) -> tuple[str, str]:
    """Kind and id of what a rule is on; ValueError when the kind is not one of ours."""
    kind = str(data["kind"]) if isinstance(data, Mapping) else str(data or ALL)
    target = str(data.get("id") or "") if isinstance(data, Mapping) else ""
    if kind not in TARGETS or (kind != ALL and not target):
        raise ValueError(f"unknown target {kind!r}")
    return kind, target


def _value(kind: str, data: Any) -> RuleValue | None:
    """The value of a rule of a known kind; None for another, errors for an unreadable one."""
    if kind in _MODE_OF_KIND:
        return RuleValue(_MODE_OF_KIND[kind], _number(_MODE_OF_KIND[kind], data))
    if kind == THRESHOLD:
        percent = _number("percent", data["percent"])
        return RuleValue("percent", percent, sum_e5=exact_scaled(str(data["sum"]), 5))
    if kind == PROMOTION:
        (mode,) = (each for each in _MODES if data.get(each) is not None)
        return RuleValue(mode, _number(mode, data[mode]), name=str(data.get("name") or ""))
    return None


def _number(mode: str, text: Any) -> int:
    number = exact_scaled(str(text), _MODES[mode])
    if mode == "fixed" and number <= 0:
        raise ValueError("a fixed price is above zero")
    return number


def _value_dict(kind: str, value: RuleValue | None) -> Any:
    if value is None:
        return None
    number = scaled_text(value.number, _MODES[value.mode])
    if kind == THRESHOLD:
        return {"sum": scaled_text(value.sum_e5, 5, 2), "percent": number}
    if kind == PROMOTION:
        return {"name": value.name, value.mode: number}
    return number


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
