"""Habits of buying: explainable figures, no guesses without enough purchases."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.habits import every_days, is_due, middle, regular, together

FIRST = date(2026, 1, 1)


def days(*steps: int) -> list[date]:
    return [FIRST + timedelta(step) for step in steps]


def test_the_interval_is_the_middle_one_and_needs_three_days() -> None:
    assert every_days(days(0, 30)) is None
    assert every_days(days(0, 0, 30)) is None
    assert every_days(days(0, 30, 61)) == 30
    assert every_days(days(0, 30, 60, 90, 300)) == 30


def test_it_is_due_a_tenth_early_and_given_up_in_the_end() -> None:
    due = [passed for passed in range(200) if is_due(30, passed)]
    assert (due[0], due[-1]) == (27, 90)
    assert is_due(1, 0)


@given(st.lists(st.integers(1, 10**9), min_size=1))
def test_the_middle_is_a_quantity_that_occurred(values: list[int]) -> None:
    found = middle(values)
    assert found in values
    assert sum(value < found for value in values) <= len(values) / 2


def test_what_goes_together_names_its_companion_and_figures() -> None:
    orders = {
        "1": {"bolt", "nut"},
        "2": {"bolt", "nut", "paint"},
        "3": {"bolt", "nut"},
        "4": {"bolt"},
        "5": {"paint"},
    }
    assert together({"bolt"}, orders) == {"nut": ("bolt", 3, 4)}
    assert together({"bolt", "nut"}, orders) == {}
    assert together({"paint"}, orders) == {}
    assert together(set(), orders) == {}


def test_regular_goods_stood_in_half_of_the_latest_orders() -> None:
    latest = [{"a", "b"}, {"a"}, {"a", "c"}, {"b"}, {"b", "c"}]
    assert regular({"b"}, latest) == {"a": 3}
    assert regular(set(), latest) == {"a": 3, "b": 3}
    assert regular(set(), latest[:2]) == {}
