"""Units: codes, spellings, and pack factors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.unit import (
    OKEI,
    PackUnit,
    find_unit,
    from_base,
    is_countable,
    short,
    to_base,
)


@pytest.mark.parametrize(
    ("spellings", "code"),
    [
        ("шт|шт.|ШТ|штука|штук|pcs|pc|796| шт ", "796"),
        ("уп|упак|упак.|упаковка|Уп.", "778"),
        ("кор|кор.|коробка|короб|8751", "8751"),
        ("ящ|ящик", "812"),
        ("пач|пачка", "728"),
        ("компл|компл.|комплект|к-т", "839"),
        ("набор|набор.", "704"),
        ("кг|кг.|kg|КГ", "166"),
        ("г|гр", "163"),
        ("т|тн|тонна", "168"),
        ("л|литр", "112"),
        ("м|м.|метр", "006"),
        ("пог.м|пог. м|п.м|п.м.|м.п.|м/п|погонный метр", "018"),
        ("м2|м²|кв.м|кв. м|кв м|m2", "055"),
        ("м3|м³|куб.м", "113"),
        ("пара|пар", "715"),
        ("рул|рулон", "736"),
        ("лист|листов", "625"),
        ("тыс. шт|тыс.шт.|1000 шт", "798"),
        ("100 шт", "797"),
    ],
)
def test_units_as_people_write_them(spellings: str, code: str) -> None:
    assert {find_unit(each) for each in spellings.split("|")} == {code}


@pytest.mark.parametrize("text", ["", "?", "бухта", "5", "999", "попугай"])
def test_a_unit_without_a_code_gets_none_invented(text: str) -> None:
    assert find_unit(text) is None
    assert short(find_unit(text)) == "–"
    assert short(find_unit(text), "en") == "–"


def test_every_unit_finds_itself_by_sign_name_and_code() -> None:
    for code, unit in OKEI.items():
        assert find_unit(unit.short_ru) == find_unit(unit.name_ru) == find_unit(code) == code


def test_short_signs_in_both_languages() -> None:
    assert short("796") == "шт"
    assert short("796", "en") == "pcs"


def test_pieces_have_no_fractions_and_kilograms_have() -> None:
    assert is_countable("796")
    assert not is_countable("166")
    assert not is_countable(None)


def test_a_pack_holds_its_factor_of_base_units() -> None:
    pack = PackUnit("778", "упак", 100_000)
    assert to_base(2_000, pack.factor_e3) == 200_000
    assert to_base(500, pack.factor_e3) == 50_000
    assert from_base(250_000, pack.factor_e3) == 2_500
    assert from_base(1_000, 3_000) is None
    assert from_base(1_000, 0) is None


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_there_and_back_is_exact_or_refused(base: int, factor: int) -> None:
    quantity = from_base(base, factor)
    if quantity is not None:
        assert to_base(quantity, factor) == base
