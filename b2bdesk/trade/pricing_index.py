"""The rules of a contract in force on a day, found by what they are on (PROTOCOL §3).

Made by `pricing` and by whoever materialises base prices. Items without rules of their own share
what is looked up with all of their group, brand and segments: a catalogue has thousands of times
more items than such places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from b2bdesk.trade.pricing_rules import (
    ALL,
    AMOUNT,
    BRAND,
    FIXED,
    GROUP,
    ITEM,
    KINDS,
    PERCENT,
    PROMOTION,
    SEGMENT,
    THRESHOLD,
    Rule,
)

_KEPT = 4_000
_LINE_KINDS = (FIXED, PERCENT, AMOUNT, PROMOTION)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What rules look at: `groups` is the path from the root to the item's own group."""

    id: str
    groups: tuple[str, ...] = ()
    brand: str = ""
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """The rules in force on a day, found by what they are on."""

    best: Mapping[str, Mapping[tuple[str, str], Rule]] = field(default_factory=dict)
    thresholds: Mapping[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)
    unknown: frozenset[tuple[str, str]] = frozenset()
    own: frozenset[str] = frozenset()
    _of_place: dict[tuple[object, ...], tuple[Rule, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _sums_of_place: dict[tuple[object, ...], tuple[tuple[Rule, ...], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _hits: dict[tuple[object, ...], Rule | None] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def build(cls, rules: Iterable[Rule], on: dt.date) -> RuleIndex:
        """Keep, per kind and target, the rule that wins there; all thresholds, best first."""
        best: dict[str, dict[tuple[str, str], Rule]] = {}
        thresholds: dict[tuple[str, str], tuple[Rule, ...]] = {}
        unknown: set[tuple[str, str]] = set()
        own: set[str] = set()
        for rule in sorted((rule for rule in rules if rule.holds_on(on)), key=_rank):
            key = (rule.on, rule.target)
            own.update((rule.target,) if rule.on == ITEM else ())
            if rule.value is None or rule.kind not in KINDS:
                unknown.add(key)
            elif rule.kind == THRESHOLD:
                thresholds[key] = (*thresholds.get(key, ()), rule)
            else:
                best.setdefault(rule.kind, {}).setdefault(key, rule)
        return cls(best, thresholds, frozenset(unknown), frozenset(own))

    def line_rules(self, item: ItemFacts) -> tuple[Rule, ...]:
        """The rules of steps 3 to 6 that apply to an item, one a kind, in the order of steps."""
        if item.id in self.own:
            return self._looked_up(item)
        place = (item.groups, item.brand, item.segments)
        found = self._of_place.get(place)
        if found is None:
            found = self._of_place[place] = self._looked_up(item)
        return found

    def _looked_up(self, item: ItemFacts) -> tuple[Rule, ...]:
        levels = tuple(_levels(item))
        found = (
            _most_specific(self.best[kind], levels) for kind in _LINE_KINDS if kind in self.best
        )
        return tuple(rule for rule in found if rule is not None)

    def threshold(self, item: ItemFacts, sum_e5: int) -> Rule | None:
        """The cart threshold that applies to an item at a cart sum (10^-5 of the currency)."""
        if not self.thresholds:
            return None
        if item.id in self.own:
            return self._reached(item, sum_e5)
        key = (sum_e5, item.groups, item.brand, item.segments)
        if key in self._hits:
            return self._hits[key]
        if len(self._hits) >= _KEPT:
            self._hits.clear()
        found = self._hits[key] = self._reached(item, sum_e5)
        return found

    def _reached(self, item: ItemFacts, sum_e5: int) -> Rule | None:
        for rules in self._thresholds_of(item):
            hits = [rule for rule in rules if rule.value and rule.value.sum_e5 <= sum_e5]
            if hits:
                return min(hits, key=_rank)
        return None

    def _thresholds_of(self, item: ItemFacts) -> tuple[tuple[Rule, ...], ...]:
        """The thresholds an item falls under, by level."""
        place = (item.groups, item.brand, item.segments)
        found = None if item.id in self.own else self._sums_of_place.get(place)
        if found is None:
            levels = (
                tuple(rule for key in level for rule in self.thresholds.get(key, ()))
                for level in _levels(item)
            )
            found = tuple(rules for rules in levels if rules)
            if item.id not in self.own:
                self._sums_of_place[place] = found
        return found

    def not_understood(self, item: ItemFacts) -> bool:
        """True when a rule that this version cannot read may touch the item."""
        if not self.unknown:
            return False
        return any(key in self.unknown for level in _levels(item) for key in level)


def _rank(rule: Rule) -> tuple[int, int, int, str]:
    """Order of rules on one target: priority, later start, greater threshold, id.

    The greater threshold is ours (PROTOCOL §3 goes on with the id): of «from 50 000» and «from
    100 000» that are both reached and say nothing else, everybody means the second.
    """
    since = rule.since.toordinal() if rule.since else 0
    threshold = rule.value.sum_e5 if rule.value else 0
    return (-rule.priority, -since, -threshold, rule.id)


def _most_specific(
    rules: Mapping[tuple[str, str], Rule], levels: Iterable[Sequence[tuple[str, str]]]
) -> Rule | None:
    """The one rule of a kind that applies, the most specific level first."""
    for level in levels:
        hits = [rules[key] for key in level if key in rules]
        if hits:
            return hits[0] if len(hits) == 1 else min(hits, key=_rank)
    return None


def _levels(item: ItemFacts) -> Iterable[tuple[tuple[str, str], ...]]:
    """Targets an item falls under, the most specific first; equally specific ones together."""
    yield ((ITEM, item.id),)
    for group in reversed(item.groups):
        yield ((GROUP, group),)
    yield ((BRAND, item.brand),)
    yield tuple((SEGMENT, segment) for segment in item.segments)
    yield ((ALL, ""),)
