"""Prices of a contract, step by step (PROTOCOL §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from b2bdesk.trade.pricing import (
    ASKED,
    NO_PRICE,
    PRICED,
    Break,
    CartLine,
    ItemFacts,
    Priced,
    Pricer,
    PriceType,
    Terms,
    price_cart,
    price_line,
)
from b2bdesk.trade.vat import line_amounts

DAY = dt.date(2026, 11, 21)
LIST = PriceType("list", "Розница")
OPT = PriceType("opt2", "Опт-2")
USD = PriceType("usd", "Импорт", currency="USD", vat_included=False)
TYPES = {each.id: each for each in (LIST, OPT, USD)}
BOLT = ItemFacts("i1", ("fasteners", "bolts", "din933"), "Зубр", ("top", "winter"))
PRICES = {"list": [Break(0, 1_579_000)], "opt2": [Break(0, 1_390_000)]}


def rule(
    rule_id: str, kind: str, value: Any, on: Mapping[str, str] | str = "all", **more: Any
) -> dict[str, Any]:
    return {"id": rule_id, "kind": kind, "on": on, "value": value, **more}


def terms(*rules: dict[str, Any], types: Sequence[str] = ("opt2", "list"), **more: Any) -> Terms:
    return Terms.from_dict({"price_types": list(types), "rules": list(rules), **more})


def price(
    terms: Terms,
    qty_e3: int = 1000,
    item: ItemFacts = BOLT,
    breaks: Mapping[str, Sequence[Break]] = PRICES,
) -> Priced:
    return price_line(item, qty_e3, terms, breaks, DAY, TYPES)


def on(kind: str, target: str) -> dict[str, str]:
    return {"kind": kind, "id": target}


def test_the_example_of_the_protocol_adds_up_by_hand() -> None:
    contract = terms(
        rule("r1", "percent_off", "7", on("brand", "Зубр"), text="скидка на бренд"),
        rule("r2", "amount_off", "0.59", text="соглашение № 3"),
    )
    priced = price(contract, 400_000)
    assert priced.e5 == 1_234_000
    assert priced.state == PRICED
    assert priced.price_type == "opt2"
    assert [(s.kind, s.rule_id, s.text, s.before_e5, s.after_e5) for s in priced.steps] == [
        ("price_type", "opt2", "Опт-2", None, 1_390_000),
        ("percent_off", "r1", "скидка на бренд", 1_390_000, 1_293_000),
        ("amount_off", "r2", "соглашение № 3", 1_293_000, 1_234_000),
    ]
    assert line_amounts(priced.e5, 400_000, "22", priced.vat_included).gross == 493_600


def test_the_first_price_type_with_a_row_wins() -> None:
    assert price(terms()).e5 == 1_390_000
    assert price(terms(types=("list", "opt2"))).e5 == 1_579_000
    only_list = {"list": [Break(0, 1_579_000)]}
    assert price(terms(), breaks=only_list).price_type == "list"


def test_without_a_row_there_is_no_price() -> None:
    cases: list[dict[str, list[Break]]] = [
        {},
        {"opt2": []},
        {"opt2": [Break(10_000, 100)]},
        {"opt2": [Break(0, 0)]},
    ]
    for breaks in cases:
        priced = price(terms(), breaks=breaks)
        assert (priced.e5, priced.state, priced.steps) == (None, NO_PRICE, ())


def test_a_price_type_not_known_here_is_asked_for() -> None:
    priced = price(terms(types=("personal", "list")))
    assert (priced.e5, priced.state, priced.reason) == (None, ASKED, "unknown_price_type")
    assert price(terms(types=("list", "personal"))).state == PRICED


@pytest.mark.parametrize(
    ("qty_e3", "e5"),
    [(1_000, 1_000_000), (99_999, 1_000_000), (100_000, 900_000), (10**6, 800_000)],
)
def test_the_greatest_break_reached_wins(qty_e3: int, e5: int) -> None:
    rows = {"list": [Break(500_000, 800_000), Break(0, 1_000_000), Break(100_000, 900_000)]}
    priced = price(terms(), qty_e3, breaks=rows)
    assert priced.e5 == e5
    kinds = [step.kind for step in priced.steps]
    assert kinds == (["price_type"] if e5 == 1_000_000 else ["price_type", "quantity_break"])


def test_a_break_is_explained_by_its_minimum() -> None:
    rows = {"list": [Break(0, 1_000_000), Break(2_500, 900_000)]}
    step = price(terms(), 3_000, breaks=rows).steps[-1]
    assert (step.kind, step.text, step.before_e5, step.after_e5) == (
        "quantity_break", "2.5", 1_000_000, 900_000,
    )  # fmt: skip


def test_the_most_specific_rule_wins() -> None:
    rules = [
        rule("all", "percent_off", "1", "all", priority=99),
        rule("segment", "percent_off", "2", on("segment", "winter"), priority=99),
        rule("brand", "percent_off", "3", on("brand", "Зубр"), priority=99),
        rule("root", "percent_off", "4", on("group", "fasteners"), priority=99),
        rule("leaf", "percent_off", "5", on("group", "din933"), priority=50),
        rule("item", "percent_off", "6", on("item", "i1")),
    ]
    for count in range(len(rules), 0, -1):
        assert price(terms(*rules[:count])).steps[-1].rule_id == rules[count - 1]["id"]


def test_a_group_rule_reaches_its_descendants_only() -> None:
    contract = terms(rule("r", "percent_off", "50", on("group", "bolts")))
    assert price(contract).e5 == 695_000
    assert price(contract, item=ItemFacts("i2", ("fasteners", "nuts"))).e5 == 1_390_000


def test_among_equals_priority_then_later_start_then_id() -> None:
    b = rule("b", "percent_off", "1")
    a = rule("a", "percent_off", "2")
    late = rule("z", "percent_off", "3", **{"from": "2026-06-01"})
    first = rule("y", "percent_off", "4", priority=1)
    assert price(terms(b, a)).steps[-1].rule_id == "a"
    assert price(terms(b, a, late)).steps[-1].rule_id == "z"
    assert price(terms(b, a, late, first)).steps[-1].rule_id == "y"


def test_equally_specific_segments_are_compared() -> None:
    contract = terms(
        rule("a", "percent_off", "1", on("segment", "top")),
        rule("b", "percent_off", "2", on("segment", "winter"), priority=1),
    )
    assert price(contract).steps[-1].rule_id == "b"


@pytest.mark.parametrize(
    ("start", "end", "applies"),
    [
        (None, None, True),
        ("2026-11-21", "2026-11-21", True),
        ("2026-11-22", None, False),
        (None, "2026-11-20", False),
    ],
)
def test_rules_hold_between_their_dates(start: str | None, end: str | None, applies: bool) -> None:
    dates: dict[str, Any] = {"from": start, "to": end}
    contract = terms(rule("r", "percent_off", "10", **dates))
    assert price(contract).e5 == (1_251_000 if applies else 1_390_000)


def test_steps_follow_the_order_of_the_protocol() -> None:
    contract = terms(
        rule("p", "promotion", {"name": "Ноябрь", "percent": "10"}),
        rule("a", "amount_off", "1"),
        rule("d", "percent_off", "10"),
        rule("f", "fixed_price", "100"),
    )
    steps = price(contract).steps
    assert [step.rule_id for step in steps] == ["opt2", "f", "d", "a", "p"]
    assert [step.after_e5 for step in steps] == [
        1_390_000, 10_000_000, 9_000_000, 8_900_000, 8_010_000,
    ]  # fmt: skip
    assert steps[-1].text == "Ноябрь"


@pytest.mark.parametrize(
    ("value", "e5"),
    [({"percent": "10"}, 1_251_000), ({"amount": "3.90"}, 1_000_000), ({"fixed": "9.99"}, 999_000)],
)
def test_promotions_come_in_three_forms(value: dict[str, str], e5: int) -> None:
    assert price(terms(rule("p", "promotion", value))).e5 == e5


def test_a_negative_percent_is_a_markup() -> None:
    assert price(terms(rule("r", "percent_off", "-10"))).e5 == 1_529_000


@pytest.mark.parametrize(
    ("kind", "value"), [("percent_off", "100"), ("percent_off", "150"), ("amount_off", "999")]
)
def test_a_price_never_falls_below_one_step(kind: str, value: str) -> None:
    assert price(terms(rule("r", kind, value))).e5 == OPT.step_e5


def test_each_step_is_rounded_to_the_step_of_the_price_type() -> None:
    coarse = {"list": PriceType.from_dict({"id": "list", "step": "0.5"})}
    contract = terms(
        rule("r", "percent_off", "7"), rule("f", "fixed_price", "10.30"), types=["list"]
    )
    priced = price_line(BOLT, 1000, contract, {"list": [Break(0, 1_579_000)]}, DAY, coarse)
    assert [step.after_e5 for step in priced.steps] == [1_600_000, 1_050_000, 1_000_000]


def test_a_foreign_price_type_is_converted_by_the_latest_rate() -> None:
    rates = [
        {"from": "USD", "to": "RUB", "rate": "80", "date": "2026-01-01"},
        {"from": "USD", "to": "RUB", "rate": "81.2345", "date": "2026-11-20"},
        {"from": "USD", "to": "RUB", "rate": "99", "date": "2026-12-01"},
        {"from": "USD", "to": "EUR", "rate": "0.9", "date": "2026-11-21"},
    ]
    priced = price(terms(types=["usd"], rates=rates), breaks={"usd": [Break(0, 150_000)]})
    assert priced.e5 == 12_185_000
    assert (priced.currency, priced.vat_included) == ("RUB", False)
    assert (priced.steps[1].kind, priced.steps[1].text) == ("rate", "USD 81.2345")


@pytest.mark.parametrize(
    "rates",
    [
        [],
        [{"from": "USD", "to": "RUB", "rate": "80", "date": "2026-12-01"}],
        [{"from": "USD", "to": "RUB", "rate": "восемьдесят"}],
        [{"from": "USD", "to": "RUB", "rate": "-1"}],
        [
            {"from": "USD", "to": "RUB", "rate": "80"},
            {"from": "USD", "to": "RUB", "rate": "81", "date": "вчера"},
        ],
    ],
)
def test_without_a_readable_rate_the_price_is_asked_for(rates: list[dict[str, str]]) -> None:
    priced = price(terms(types=["usd"], rates=rates), breaks={"usd": [Break(0, 150_000)]})
    assert (priced.e5, priced.state, priced.reason) == (None, ASKED, "no_rate")


@pytest.mark.parametrize(
    "strange",
    [
        rule("r", "buy_two_get_three", {"x": 1}, on("brand", "Зубр")),
        rule("r", "percent_off", "7", on("moon_phase", "full")),
        rule("r", "percent_off", "семь"),
        rule("r", "percent_off", None),
        rule("r", "percent_off", "7", on("brand", "")),
        rule("r", "percent_off", "7", **{"from": "завтра"}),
        rule("r", "percent_off", "7", priority="high"),
        rule("r", "fixed_price", "0"),
        rule("r", "promotion", {"percent": "1", "amount": "1"}),
        rule("r", "promotion", {"name": "x"}),
        rule("r", "cart_threshold", {"percent": "1"}),
        rule("r", "cart_threshold", "5"),
        {"id": "r"},
    ],
)
def test_a_rule_not_understood_never_gives_a_wrong_figure(strange: dict[str, Any]) -> None:
    priced = price(terms(strange))
    assert (priced.e5, priced.state, priced.reason) == (None, ASKED, "unknown_rule")
    assert [step.kind for step in priced.steps] == ["price_type"]


def test_a_rule_not_understood_touches_only_its_target_and_dates() -> None:
    contract = terms(rule("r", "new_kind", {}, on("brand", "Вихрь")))
    assert price(contract).state == PRICED
    over = terms(rule("r", "new_kind", {}, to="2026-01-01"))
    assert price(over).state == PRICED


def test_the_base_price_is_the_price_of_one() -> None:
    rows = {"opt2": [Break(0, 1_000_000), Break(1_000, 900_000), Break(2_000, 800_000)]}
    pricer = Pricer(terms(), TYPES, DAY)
    assert pricer.base(BOLT, rows) == pricer.line(BOLT, 1000, rows)
    assert pricer.base(BOLT, rows).e5 == 900_000


def cart(contract: Terms, *lines: tuple[ItemFacts, int]) -> Any:
    return price_cart([CartLine(i, q, PRICES) for i, q in lines], contract, TYPES, DAY)


def test_a_cart_threshold_is_measured_once_after_step_six() -> None:
    contract = terms(
        rule("d", "percent_off", "10"),
        rule("t", "cart_threshold", {"sum": "1251", "percent": "3"}, text="от 1 251 ₽"),
    )
    below = cart(contract, (BOLT, 99_000))
    assert below.measured_minor == below.total_minor == 123_849
    reached = cart(contract, (BOLT, 60_000), (ItemFacts("i2"), 40_000))
    assert reached.measured_minor == 125_100
    assert [line.e5 for line in reached.lines] == [1_213_000, 1_213_000]
    assert reached.total_minor == 121_300
    assert reached.lines[0].steps[-1].text == "от 1 251 ₽"


def test_the_greatest_threshold_reached_wins() -> None:
    contract = terms(
        rule("a", "cart_threshold", {"sum": "100", "percent": "1"}),
        rule("b", "cart_threshold", {"sum": "1000", "percent": "5"}),
        rule("c", "cart_threshold", {"sum": "9000", "percent": "9"}),
        rule("x", "cart_threshold", {"sum": "100", "percent": "2"}, on("brand", "Вихрь")),
    )
    assert cart(contract, (BOLT, 100_000)).lines[0].steps[-1].rule_id == "b"
    assert cart(contract, (BOLT, 1_000)).lines[0].e5 == 1_390_000


def test_thresholds_can_be_asked_for_and_applied_line_by_line() -> None:
    contract = terms(
        rule("b", "cart_threshold", {"sum": "1000", "percent": "5"}),
        rule("a", "cart_threshold", {"sum": "100.50", "percent": "1"}),
    )
    pricer = Pricer(contract, TYPES, DAY)
    assert pricer.threshold_sums() == (10_050_000, 100_000_000)
    line = pricer.line(BOLT, 1_000, PRICES)
    assert pricer.after_threshold(line, BOLT, 10_049_999) == line
    assert pricer.after_threshold(line, BOLT, 10_050_000).e5 == 1_376_000
    assert Pricer(terms(), TYPES, DAY).threshold_sums() == ()


def test_lines_without_a_price_are_not_in_the_sum() -> None:
    contract = terms(
        rule("n", "new_kind", {}, on("item", "i2")),
        rule("t", "cart_threshold", {"sum": "13.90", "percent": "10"}),
    )
    priced = cart(contract, (BOLT, 1_000), (ItemFacts("i2"), 50_000))
    assert priced.measured_minor == 1_390
    assert priced.total_minor == 1_251
    assert [line.state for line in priced.lines] == [PRICED, ASKED]


def test_an_empty_cart_comes_to_nothing() -> None:
    assert cart(terms()).total_minor == 0
