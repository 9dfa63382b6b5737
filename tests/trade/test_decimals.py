"""Numbers as people type them, wire decimals, and rounding half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.decimals import (
    exact_scaled,
    half_up,
    parse_amount,
    parse_decimal,
    parse_leading_number,
    scaled_text,
    strict_decimal,
    to_scaled,
)

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"),
        ("1 234,50", "1234.50"),
        (f"1{NBSP}234,50", "1234.50"),
        (f"1{NARROW}234.5", "1234.5"),
        (f"1{THIN}234{THIN}567", "1234567"),
        ("1  234", "1234"),
        ("1'234.50", "1234.50"),
        ("1’234’567,8", "1234567.8"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567.5", "1234567.5"),
        ("1.234.567,5", "1234567.5"),
        ("1.234.567", "1234567"),
        ("1,234", "1.234"),
        ("12.345", "12.345"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5,", "5"),
        ("-5,5", "-5.5"),
        ("− 5", "-5"),
        ("–5", "-5"),
        ("+7", "7"),
        ("  42\t", "42"),
        ("007", "7"),
        ("1234567.891", "1234567.891"),
    ],
)
def test_numbers_people_type_are_read(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "+", ",", ".", "abc", "1 2", "12 34", "1 23 456", "1234 567", "1,2,3",
        "1.2.3", "12.11.2025", "1,23.4", "1.23,4", "1,234.567.890,1", "1 234.567.890", "1e5", "5%",
        "1 234,567.5", "5 шт", "3х2", "½", "5²", "٣", "--5", "1,5,", "NaN", "inf", "0x10", "5 ₽",
        "1,,2", "1, 2", "9" * 41,
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(text: str) -> None:
    assert parse_decimal(text) is None


@given(st.text(max_size=45))
def test_any_text_is_a_finite_number_or_none(text: str) -> None:
    value = parse_decimal(text)
    assert value is None or value.is_finite()


@given(
    st.integers(-(10**15), 10**15),
    st.integers(0, 5),
    st.sampled_from([" ", NBSP, NARROW, "'", "’"]),
    st.sampled_from([",", "."]),
)
def test_a_printed_number_is_read_back(scaled: int, places: int, group: str, mark: str) -> None:
    value = Decimal(scaled).scaleb(-places)
    typed = f"{value:,f}".replace(",", "\x00").replace(".", mark).replace("\x00", group)
    assert parse_decimal(typed) == value


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("5 шт.", "5", "шт."),
        ("5шт", "5", "шт"),
        (">10", "10", ">"),
        ("≥ 1 000 шт", "1000", "≥ шт"),
        ("более 100", "100", "более"),
        ("10+", "10", "+"),
        ("1 234,50 ₽", "1234.50", "₽"),
        ("3х2,5", "3", "х2,5"),
        ("5 5 шт", "5", "5 шт"),
        ("5, 10", "5", "10"),
        ("5.", "5", ""),
        ("-2 кг", "-2", "кг"),
        ("100", "100", ""),
    ],
)
def test_a_leading_number_is_cut_from_its_rest(text: str, value: str, rest: str) -> None:
    assert parse_leading_number(text) == (Decimal(value), rest)


@pytest.mark.parametrize("text", ["", "шт 5", "12.11.2025", "x10", ">", "1.2.3 шт"])
def test_no_leading_number(text: str) -> None:
    assert parse_leading_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,50 ₽", "1234.50"),
        ("1234 руб.", "1234"),
        ("12 р", "12"),
        ("5 шт.", "5"),
        ("10 упак", "10"),
        ("7", "7"),
        ("$", None),
        ("5 больших", None),
        (">10", None),
        ("3х2,5", None),
    ],
)
def test_an_amount_may_carry_its_unit(text: str, value: str | None) -> None:
    assert parse_amount(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["0", "12.50", "-3", "007.10", "99999999.99999"])
def test_wire_decimals_are_read(text: str) -> None:
    assert strict_decimal(text) == Decimal(text)


@pytest.mark.parametrize(
    "text", ["", "1,5", " 1", "1 ", "+1", "1.", ".5", "1e3", "NaN", "١", "1_000", "1" * 41]
)
def test_other_forms_on_the_wire_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        strict_decimal(text)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool))
def test_half_up_agrees_with_decimal(num: int, den: int) -> None:
    expected = (Decimal(num) / Decimal(den)).quantize(Decimal(1), ROUND_HALF_UP)
    assert half_up(num, den) == expected


def test_half_up_rounds_away_from_zero() -> None:
    assert [half_up(5, 10), half_up(-5, 10), half_up(15, 10), half_up(-15, 10)] == [1, -1, 2, -2]
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


@given(st.integers(-(10**18), 10**18), st.integers(0, 8), st.integers(0, 8))
def test_scaled_integers_survive_the_wire(value: int, exponent: int, keep: int) -> None:
    text = scaled_text(value, exponent, min(keep, exponent))
    assert exact_scaled(text, exponent) == value
    assert len(text.partition(".")[2]) >= min(keep, exponent)


def test_scaling_rounds_or_refuses() -> None:
    assert to_scaled(Decimal("1.005"), 2) == 101
    assert to_scaled(Decimal("-1.005"), 2) == -101
    assert to_scaled(Decimal("12E2"), 2) == 120000
    assert to_scaled(Decimal("1E-900"), 2) == 0
    assert exact_scaled("1.500", 1) == 15
    with pytest.raises(ValueError, match="more than 2 decimals"):
        exact_scaled("1.005", 2)
    for absurd in ("NaN", "Infinity", "1E40"):
        with pytest.raises(ValueError, match="sensible"):
            to_scaled(Decimal(absurd), 2)
