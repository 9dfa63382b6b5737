"""Sums, unit prices, quantities and how quantities fit packs."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.money import Money, Price, exponent, line_sum, sum_of_lines
from b2bdesk.trade.quantity import Quantity, fit


def test_currencies_have_the_decimals_of_iso_4217() -> None:
    assert [exponent(each) for each in ("RUB", "USD", "JPY", "KWD", "CLF", "XXX")] == [
        2, 2, 0, 3, 4, 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "currency", "minor", "printed"),
    [
        ("12.5", "RUB", 1250, "12.50"),
        ("-0.05", "RUB", -5, "-0.05"),
        ("12", "JPY", 12, "12"),
        ("1.234", "KWD", 1234, "1.234"),
    ],
)
def test_money_on_the_wire(text: str, currency: str, minor: int, printed: str) -> None:
    money = Money.parse(text, currency)
    assert money == Money(minor, currency)
    assert money.text() == printed


def test_money_finer_than_its_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="decimals"):
        Money.parse("1.005")


def test_money_of_one_currency_adds_up() -> None:
    assert Money(150) + Money(50) == Money(200)
    assert Money(150) - Money(250) == Money(-100)
    assert -Money(5, "USD") == Money(-5, "USD")
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "RUB") + Money(1, "USD")


@pytest.mark.parametrize(
    ("text", "e5", "printed"),
    [("12.5", 1250000, "12.50"), ("0.12345", 12345, "0.12345"), ("3", 300000, "3.00")],
)
def test_prices_on_the_wire(text: str, e5: int, printed: str) -> None:
    assert Price.parse(text) == Price(e5)
    assert Price(e5).text() == printed


def test_a_price_of_a_currency_without_minor_units() -> None:
    assert Price(500000, "JPY").text() == "5"


@given(st.integers(0, 10**10), st.integers(0, 10**9), st.integers(0, 4))
def test_a_line_sum_is_the_rounded_product(price: int, qty: int, places: int) -> None:
    exact = Decimal(price).scaleb(-5) * Decimal(qty).scaleb(-3)
    rounded = exact.scaleb(places).quantize(Decimal(1), ROUND_HALF_UP)
    assert line_sum(price, qty, places) == rounded


@pytest.mark.parametrize(
    ("text", "e3"), [("5", 5000), ("2.5", 2500), ("0.125", 125), ("-1", -1000)]
)
def test_quantities_on_the_wire(text: str, e3: int) -> None:
    assert Quantity.parse(text) == Quantity(e3)
    assert Quantity(e3).text() == text


def test_a_typed_quantity_is_never_rounded_silently() -> None:
    assert Quantity.from_decimal(Decimal("1E+2")) == Quantity(100_000)
    with pytest.raises(ValueError, match="decimals"):
        Quantity.from_decimal(Decimal("1.2345"))


@pytest.mark.parametrize(
    ("qty", "minimum", "multiple", "ok", "up", "down"),
    [
        (55_000, 0, 50_000, False, 100_000, 50_000),
        (100_000, 0, 50_000, True, 100_000, 100_000),
        (30_000, 100_000, 50_000, False, 100_000, 0),
        (120_000, 100_000, 50_000, False, 150_000, 100_000),
        (3_000, 10_000, 0, False, 10_000, 0),
        (10_500, 10_000, 0, True, 10_500, 10_500),
        (1, 0, 0, True, 1, 1),
        (7_000, 5_000, 3_000, False, 9_000, 6_000),
        (5_000, 5_000, 3_000, False, 6_000, 0),
        (0, 0, 0, False, 1_000, 0),
        (-5_000, 0, 0, False, 1_000, 0),
        (0, 0, 12_000, False, 12_000, 0),
        (0, 10_000, 0, False, 10_000, 0),
    ],
)  # fmt: skip
def test_wishes_fit_packs(
    qty: int, minimum: int, multiple: int, ok: bool, up: int, down: int
) -> None:
    got = fit(qty, minimum, multiple)
    assert (got.ok, got.up_e3, got.down_e3) == (ok, up, down)


@given(st.integers(-(10**6), 10**7), st.integers(-5, 10**6), st.integers(-5, 10**6))
def test_what_is_offered_fits_itself(qty: int, minimum: int, multiple: int) -> None:
    got = fit(qty, minimum, multiple)
    assert fit(got.up_e3, minimum, multiple).ok
    assert got.down_e3 == 0 or fit(got.down_e3, minimum, multiple).ok
    assert got.down_e3 <= max(qty, 0) <= got.up_e3
    assert got.ok == (got.up_e3 == got.down_e3 == qty)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**10))), st.integers(0, 4))
def test_many_lines_are_rounded_each_by_itself(lines: list[tuple[int, int]], places: int) -> None:
    assert sum_of_lines(lines, places) == sum(line_sum(*line, places) for line in lines)
