"""Formats of numbers, money and dates, with QLocale as the oracle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale

from b2bdesk.texts import formats, language, set_language
from b2bdesk.texts.currencies import MINOR_DIGITS, minor_digits
from b2bdesk.texts.door import speaking
from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.trade.money import exponent

RUSSIAN = QLocale(QLocale.Language.Russian, QLocale.Country.Russia)
ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
S = formats.NBSP


@pytest.fixture(autouse=True)
def russian() -> Iterator[None]:
    before = language()
    set_language("ru")
    yield
    set_language(before)


def plain(text: str) -> str:
    return text.replace(formats.MINUS, "-").replace("\u202f", S)


@given(st.integers(-(10**12), 10**12))
def test_sums_agree_with_qlocale(minor: int) -> None:
    value = minor / 100
    assert plain(formats.amount(minor)) == plain(RUSSIAN.toString(value, "f", 2))
    with speaking("en"):
        assert plain(formats.amount(minor)) == ENGLISH.toString(value, "f", 2)


@given(st.integers(-(10**12), 10**12))
def test_integers_agree_with_qlocale(value: int) -> None:
    assert plain(formats.number(value)) == plain(RUSSIAN.toString(value))
    with speaking("en"):
        assert plain(formats.number(value)) == ENGLISH.toString(value)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_dates_agree_with_qlocale(day: dt.date) -> None:
    qdate = QDate(day.year, day.month, day.day)
    assert formats.date(day) == RUSSIAN.toString(qdate, "dd.MM.yyyy")
    assert (
        formats.day_long(day) == RUSSIAN.toString(qdate, "d MMMM yyyy").replace(" ", S) + f"{S}г."
    )
    with speaking("en"):
        assert formats.date(day) == ENGLISH.toString(qdate, "dd MMM yyyy").replace(" ", S)
        assert formats.day_long(day) == ENGLISH.toString(qdate, "d MMMM yyyy").replace(" ", S)


@given(st.integers(-(10**14), 10**14))
def test_a_printed_sum_is_read_back(minor: int) -> None:
    assert parse_decimal(formats.amount(minor)) == Decimal(minor).scaleb(-2)


@pytest.mark.parametrize(
    ("minor", "currency", "russian", "english"),
    [
        (123450, "RUB", f"1{S}234,50{S}₽", "₽1,234.50"),
        (-5, "RUB", f"−0,05{S}₽", "−₽0.05"),
        (0, "USD", f"0,00{S}$", "$0.00"),
        (1234, "JPY", f"1{S}234{S}JPY", f"JPY{S}1,234"),
        (1234, "KWD", f"1,234{S}KWD", f"KWD{S}1.234"),
    ],
)
def test_money(minor: int, currency: str, russian: str, english: str) -> None:
    assert formats.money(minor, currency) == russian
    with speaking("en"):
        assert formats.money(minor, currency) == english


def test_currencies_have_the_digits_trade_computes_with() -> None:
    for currency in (*MINOR_DIGITS, "RUB", "USD", "EUR", "CNY"):
        assert minor_digits(currency) == exponent(currency)


def test_prices_show_two_to_five_decimals() -> None:
    shown = [formats.price(each) for each in (1_234_000, 12_345, 100_000, 123_456_000_000)]
    assert shown == ["12,34", "0,12345", "1,00", f"1{S}234{S}560,00"]


def test_quantities_are_as_short_as_they_are() -> None:
    shown = [formats.quantity(each) for each in (1_204_000, 2_500, 125, 0, -3_000)]
    assert shown == [f"1{S}204", "2,5", "0,125", "0", "−3"]


def test_numbers_may_be_padded() -> None:
    assert formats.number(Decimal("1.5"), 2) == "1,50"
    assert formats.number(Decimal("1234.5")) == f"1{S}234,5"
    assert formats.number(7, 1) == "7,0"


def test_percents() -> None:
    assert formats.percent(22) == f"22{S}%"
    assert formats.percent(Decimal("7.50")) == f"7,5{S}%"
    assert formats.percent(Decimal(0)) == f"0{S}%"
    assert formats.percent(Decimal(100)) == f"100{S}%"
    with speaking("en"):
        assert formats.percent(22) == "22%"


def test_sizes() -> None:
    shown = [formats.file_size(each) for each in (0, 1023, 1024, 1536, 1_500_000, 3 * 2**30, 2**50)]
    assert [each.replace(S, " ") for each in shown] == [
        "0 Б", "1 023 Б", "1 КБ", "1,5 КБ", "1,4 МБ", "3 ГБ", "1 024 ТБ",
    ]  # fmt: skip


def test_moments_and_months() -> None:
    value = dt.datetime(2026, 11, 21, 4, 5, tzinfo=dt.UTC)
    assert formats.clock(value) == "04:05"
    assert formats.moment(value) == f"21.11.2026{S}04:05"
    assert formats.month_year(value.date()) == f"Ноябрь{S}2026"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-60, "только что"), (0, "только что"), (59, "только что"), (60, "1 мин назад"),
        (125, "2 мин назад"), (3599, "59 мин назад"), (3600, "1 ч назад"),
        (86_399, "23 ч назад"), (86_400, "20.11.2026"),
    ],
)  # fmt: skip
def test_how_long_ago_until_a_day_then_the_date(seconds: int, text: str) -> None:
    now = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
    assert formats.ago(now - dt.timedelta(seconds=seconds), now).replace(S, " ") == text


def test_durations() -> None:
    shown = [formats.duration(each).replace(S, " ") for each in (45, 125, 3780)]
    assert shown == ["45 с", "2 мин 5 с", "1 ч 3 мин"]
