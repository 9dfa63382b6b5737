"""VAT rates by date and the sums of a line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.money import line_sum
from b2bdesk.trade.vat import (
    NONE,
    Amounts,
    amounts,
    by_rate,
    effective,
    general_rate,
    is_rate,
    line_amounts,
    percent,
    total,
)

CODES = ("22", "20", "18", "10", "7", "5", "0", NONE)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-01-01", "22"), ("2030-05-05", "22"), ("2025-12-31", "20"), ("2019-01-01", "20"),
        ("2018-12-31", "18"), ("2004-01-01", "18"), ("2001-01-01", "18"),
    ],
)  # fmt: skip
def test_the_general_rate_has_dates(day: str, code: str) -> None:
    assert general_rate(dt.date.fromisoformat(day)) == code


def test_only_the_general_rate_moves_on() -> None:
    day = dt.date(2026, 11, 21)
    moved = {code: effective(code, day) for code in CODES}
    assert moved == {
        "22": "22", "20": "22", "18": "22", "10": "10", "7": "7", "5": "5", "0": "0", NONE: NONE,
    }  # fmt: skip
    assert effective("22", dt.date(2025, 6, 1)) == "20"


def test_exempt_is_not_zero_percent() -> None:
    assert percent(NONE) is None
    assert percent("0") == 0
    assert percent("22") == 22
    assert percent("16.67") == Decimal("16.67")


@pytest.mark.parametrize("code", ["", "22%", "-5", "101", "1.234", "без НДС"])
def test_what_is_no_rate_is_refused(code: str) -> None:
    assert not is_rate(code)
    with pytest.raises(ValueError, match=r"decimal|rate"):
        percent(code)


def test_known_rates_are_rates() -> None:
    assert all(is_rate(code) for code in CODES)


@pytest.mark.parametrize(
    ("price", "qty", "code", "included", "expected"),
    [
        (1_234_000, 400_000, "22", True, Amounts(404_590, 89_010, 493_600)),
        (1_000_000, 3_000, "22", False, Amounts(3_000, 660, 3_660)),
        (333_000, 1_000, "10", True, Amounts(303, 30, 333)),
        (1_000_000, 1_000, NONE, True, Amounts(1_000, 0, 1_000)),
        (1_000_000, 1_000, "0", False, Amounts(1_000, 0, 1_000)),
        (12_345, 1_000, "5", False, Amounts(12, 1, 13)),
    ],
)  # fmt: skip
def test_line_sums_by_hand(
    price: int, qty: int, code: str, included: bool, expected: Amounts
) -> None:
    assert line_amounts(price, qty, code, included) == expected


@given(
    st.integers(0, 10**9), st.integers(0, 10**8), st.sampled_from(CODES), st.booleans(),
    st.sampled_from((0, 2, 3)),
)  # fmt: skip
def test_a_line_always_adds_up(
    price: int, qty: int, code: str, included: bool, places: int
) -> None:
    line = line_amounts(price, qty, code, included, places)
    product = line_sum(price, qty, places)
    assert line.net + line.vat == line.gross
    assert (line.gross if included else line.net) == product
    rate = percent(code) or Decimal(0)
    exact = line.gross * rate / (100 + rate) if included else line.net * rate / 100
    assert abs(line.vat - exact) <= Decimal("0.5")


@given(st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 10**7)), max_size=30))
def test_totals_and_footers_are_sums_of_lines(sums: list[tuple[str, int]]) -> None:
    lines = [(code, amounts(minor, code, included=True)) for code, minor in sums]
    footer = by_rate(lines)
    assert total(footer.values()) == total(line for _, line in lines)
    assert total([]) == Amounts()
    order = [CODES.index(code) for code in footer]
    assert order == sorted(order)
