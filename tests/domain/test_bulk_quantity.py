"""What people write into quantity cells is read exactly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.bulk_quantity import ParsedQuantity, nearest_e3, parse_quantity


@pytest.mark.parametrize(
    ("text", "e3", "unit"),
    [
        ("5", 5000, ""),
        ("5 шт.", 5000, "шт."),
        ("7,0", 7000, ""),
        ("12,000", 12_000, ""),
        ("1\u00a0234", 1_234_000, ""),
        ("1 234,5", 1_234_500, ""),
        ("x10", 10_000, ""),
        ("10 х", 10_000, ""),
        ("2 кор", 2000, "кор"),
        ("шт. 5", 5000, "шт"),
        ("-3", -3000, ""),
        ("−3", -3000, ""),
        ("0,5 м", 500, "м"),
        ("1,2E+03", 1_200_000, ""),
        ("10 тыс. шт", 10_000, "тыс. шт"),
    ],
)
def test_quantities_are_read(text: str, e3: int, unit: str) -> None:
    parsed = parse_quantity(text)
    assert (parsed.e3, parsed.unit, parsed.problem) == (e3, unit, "")


@pytest.mark.parametrize("text", ["", " ", "0", "0,00", "-", "—", "нет", "х"])
def test_empty_and_zero_are_no_quantity(text: str) -> None:
    assert parse_quantity(text).problem == "empty"


@pytest.mark.parametrize(
    "text",
    [">10", "<5", "~10", "5-7", "5+3", "уточнить", "около 10", "до 5", "1/2", "=A1&B1", "№5"],
)
def test_what_is_no_quantity_is_never_guessed(text: str) -> None:
    assert parse_quantity(text) == ParsedQuantity(None, problem="bad_text")


def test_packs_of_a_size_carry_it() -> None:
    assert parse_quantity("3 уп по 12") == ParsedQuantity(3000, "уп", "", 12_000)
    assert parse_quantity("2 кор. x 10 шт") == ParsedQuantity(2000, "кор", "", 10_000)


def test_a_note_in_brackets_is_told() -> None:
    assert parse_quantity("10 шт (срочно)") == ParsedQuantity(10_000, "шт", note=True)


def test_a_barcode_in_the_quantity_column_is_refused() -> None:
    assert parse_quantity("4607001234567").problem == "too_large"
    assert parse_quantity("1,23456").problem == "too_fine"


@pytest.mark.parametrize(
    ("text", "e3"),
    [
        ("2.9999999999", 3000),
        ("0,30000000000000004 кг", 300),
        ("12.5000000", 12_500),
        ("3,0000001 уп", 3000),
        ("-1.9999999998", -2000),
    ],
)
def test_the_noise_of_a_spreadsheets_arithmetic_is_no_quantity(text: str, e3: int) -> None:
    assert parse_quantity(text).e3 == e3


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("1,23456", 1235), ("1.2345 кг", 1235), ("0.0004", 0), ("0.00000001", 0), ("2,9999", 3000)],
)
def test_more_decimals_than_three_have_a_nearest_quantity(text: str, nearest: int) -> None:
    assert parse_quantity(text).problem == "too_fine"
    assert nearest_e3(text) == nearest


@given(st.text(max_size=60))
def test_any_text_gives_a_quantity_or_a_problem(text: str) -> None:
    parsed = parse_quantity(text)
    assert (parsed.e3 is None) == bool(parsed.problem)


@given(st.integers(1, 10**9))
def test_whole_numbers_are_exact(number: int) -> None:
    assert parse_quantity(str(number)).e3 == number * 1000
    assert parse_quantity(f"{number},000").e3 == number * 1000
