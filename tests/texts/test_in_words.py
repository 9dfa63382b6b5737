"""Sums in words against an independent library and against what forms print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from b2bdesk.texts.in_words import LARGEST, amount_in_words, number_in_words


@given(st.integers(-(10**17), 10**17))
def test_numbers_agree_with_num2words(number: int) -> None:
    assert number_in_words(number) == num2words(number, lang="ru")


@given(st.integers(0, 999_999))  # above, num2words writes «одна миллион»
def test_feminine_numbers_agree_with_num2words(number: int) -> None:
    assert number_in_words(number, feminine=True) == num2words(number, lang="ru", gender="f")


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (
            12_345_678,
            "RUB",
            "Сто двадцать три тысячи четыреста пятьдесят шесть рублей 78 копеек",
        ),
        (0, "RUB", "Ноль рублей 00 копеек"),
        (101, "RUB", "Один рубль 01 копейка"),
        (1_002, "RUB", "Десять рублей 02 копейки"),
        (1_100, "RUB", "Одиннадцать рублей 00 копеек"),
        (200_200_000, "RUB", "Два миллиона две тысячи рублей 00 копеек"),
        (-150, "RUB", "Минус один рубль 50 копеек"),
        (2_150, "USD", "Двадцать один доллар США 50 центов"),
        (2_200, "CNY", "Двадцать два юаня 00 фэней"),
        (5, "JPY", "Пять JPY"),
        (1_234, "KWD", "Один KWD 234"),
    ],
)
def test_sums_are_written_as_forms_write_them(minor: int, currency: str, words: str) -> None:
    assert amount_in_words(minor, currency) == words


def test_what_cannot_be_spelled_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        number_in_words(LARGEST + 1)
