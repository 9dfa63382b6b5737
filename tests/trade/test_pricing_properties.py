"""What holds for any terms: the explanation adds up, and terms survive the wire."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.money import line_sum
from b2bdesk.trade.pricing import (
    Break,
    CartLine,
    ItemFacts,
    Pricer,
    PriceType,
    Rule,
    RuleIndex,
    Terms,
)

DAY = dt.date(2026, 11, 21)
GROUPS, BRANDS, SEGMENTS = ("g1", "g2", "g3"), ("b1", "b2"), ("s1", "s2")

decimals = st.integers(-5_000, 20_000).map(lambda cents: f"{cents / 100:.2f}")
positive = st.integers(1, 500_000).map(lambda cents: f"{cents / 100:.2f}")
days = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)).map(str)
targets = st.one_of(
    st.just({"kind": "all", "id": ""}),
    st.builds(lambda each: {"kind": "item", "id": each}, st.sampled_from(("i1", "i2"))),
    st.builds(lambda each: {"kind": "group", "id": each}, st.sampled_from(GROUPS)),
    st.builds(lambda each: {"kind": "brand", "id": each}, st.sampled_from(BRANDS)),
    st.builds(lambda each: {"kind": "segment", "id": each}, st.sampled_from(SEGMENTS)),
)
bodies = st.one_of(
    st.tuples(st.just("percent_off"), decimals),
    st.tuples(st.just("amount_off"), decimals),
    st.tuples(st.just("fixed_price"), positive),
    st.tuples(st.just("promotion"), st.builds(lambda n: {"name": "x", "percent": n}, decimals)),
    st.tuples(
        st.just("cart_threshold"),
        st.builds(lambda s, p: {"sum": s, "percent": p}, positive, decimals),
    ),
)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    kind, value = draw(bodies)
    return {
        "id": draw(st.uuids()).hex,
        "kind": kind,
        "on": draw(targets),
        "value": value,
        "from": draw(days),
        "to": draw(days),
        "priority": draw(st.integers(0, 2)),
        "text": "",
    }


contracts = st.builds(
    lambda each: {"price_types": ["pt"], "rules": each}, st.lists(rules(), max_size=12)
)
items = st.builds(
    ItemFacts,
    st.sampled_from(("i1", "i2", "i3")),
    st.lists(st.sampled_from(GROUPS), max_size=3, unique=True).map(tuple),
    st.sampled_from(("", *BRANDS)),
    st.lists(st.sampled_from(SEGMENTS), max_size=2, unique=True).map(tuple),
)
rows = st.lists(st.builds(Break, st.integers(0, 100_000), st.integers(1, 10**8)), max_size=4)
steps = st.sampled_from((1, 1_000, 5_000, 100_000))
lines = st.lists(st.tuples(items, st.integers(1, 10**6), rows), max_size=5)


def pricer(contract: dict[str, Any], step_e5: int) -> Pricer:
    return Pricer(Terms.from_dict(contract), {"pt": PriceType("pt", "", step_e5=step_e5)}, DAY)


@given(contracts, lines, steps)
def test_the_explanation_adds_up(
    contract: dict[str, Any], lines: list[tuple[ItemFacts, int, list[Break]]], step_e5: int
) -> None:
    cart_lines = [CartLine(item, qty, {"pt": prices}) for item, qty, prices in lines]
    priced = pricer(contract, step_e5).cart(cart_lines)
    total = 0
    for line, cart_line in zip(priced.lines, cart_lines, strict=True):
        before = None
        for step in line.steps:
            assert step.before_e5 == before
            assert step.after_e5 % step_e5 == 0
            assert step.after_e5 >= step_e5
            before = step.after_e5
        assert line.e5 == before
        assert len({step.kind for step in line.steps}) == len(line.steps)
        total += line_sum(line.e5 or 0, cart_line.qty_e3)
    assert priced.total_minor == total


@given(contracts, items, rows, st.randoms(use_true_random=False))
def test_the_order_in_which_rules_and_rows_come_does_not_matter(
    contract: dict[str, Any], item: ItemFacts, prices: list[Break], random: Any
) -> None:
    unique = {each.minimum_e3: each for each in prices}
    straight = pricer(contract, 1000).base(item, {"pt": list(unique.values())})
    shuffled = dict(contract, rules=random.sample(contract["rules"], len(contract["rules"])))
    mixed = random.sample(list(unique.values()), len(unique))
    assert pricer(shuffled, 1000).base(item, {"pt": mixed}) == straight


@given(contracts)
def test_terms_survive_the_wire(contract: dict[str, Any]) -> None:
    terms = Terms.from_dict(json.loads(json.dumps(contract)))
    assert Terms.from_dict(json.loads(json.dumps(terms.as_dict()))) == terms


@given(contracts, items)
def test_the_index_finds_what_a_search_by_hand_finds(
    contract: dict[str, Any], item: ItemFacts
) -> None:
    terms = Terms.from_dict(contract)
    index = RuleIndex.build(terms.rules, DAY)
    found = {rule.kind: rule for rule in index.line_rules(item)}
    for kind in ("percent_off", "amount_off", "fixed_price", "promotion"):
        fitting = [rule for rule in terms.rules if rule.kind == kind and _fits(rule, item)]
        best = min(fitting, key=lambda rule: _by_hand(rule, item), default=None)
        assert found.get(kind) == best


def _fits(rule: Rule, item: ItemFacts) -> bool:
    sets = {
        "all": {""}, "item": {item.id}, "group": set(item.groups), "brand": {item.brand},
        "segment": set(item.segments),
    }  # fmt: skip
    return rule.target in sets[rule.on] and rule.holds_on(DAY)


def _by_hand(rule: Rule, item: ItemFacts) -> tuple[Any, ...]:
    level = ("item", "group", "brand", "segment", "all").index(rule.on)
    depth = -item.groups.index(rule.target) if rule.on == "group" else 0
    return (level, depth, -rule.priority, -(rule.since or dt.date.min).toordinal(), rule.id)


def test_rates_and_rules_are_written_as_they_are_read() -> None:
    data = {
        "version": 1,
        "currency": "RUB",
        "price_types": ["a", "b"],
        "rates": [{"from": "USD", "to": "RUB", "rate": "81.2345", "date": "2026-11-20"}],
        "rules": [
            {
                "id": "p", "kind": "promotion", "on": {"kind": "brand", "id": "Зубр"},
                "value": {"name": "Ноябрь", "percent": "7.5"}, "from": "2026-11-01", "to": None,
                "priority": 5, "text": "акция",
            },
            {
                "id": "t", "kind": "cart_threshold", "on": {"kind": "all", "id": ""},
                "value": {"sum": "50000.00", "percent": "3"}, "from": None, "to": "2026-12-31",
                "priority": 0, "text": "",
            },
        ],
    }  # fmt: skip
    assert Terms.from_dict({**data, "unknown_field": 1}).as_dict() == data


def test_a_rule_not_understood_keeps_its_name_on_the_wire() -> None:
    rule = Rule.from_dict({"id": "n", "kind": "new", "value": {"x": 1}})
    assert rule.as_dict()["kind"] == "new"
    assert rule.as_dict()["value"] is None


def test_price_types_are_written_as_they_are_read() -> None:
    data = {
        "id": "opt", "name": "Опт", "currency": "EUR", "vat_included": False, "step": "0.00001",
    }  # fmt: skip
    assert PriceType.from_dict(data).as_dict() == data
    plain = PriceType.from_dict({"id": "x"})
    assert plain == PriceType("x", "x", "RUB", vat_included=True, step_e5=1000)
    with pytest.raises(ValueError, match="step"):
        PriceType.from_dict({"id": "x", "step": "0.000"})
