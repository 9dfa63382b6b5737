"""Which attributes become facets, and how variants are laid out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.facets import CHOICE, RANGE, TILES, arrange, split_unit
from b2bdesk.domain.variants import lay_out


def test_what_tells_nothing_is_no_facet_unless_it_is_in_force() -> None:
    counts = [("Стандарт", "DIN 933", 100), ("Цвет", "синий", 2), ("Цвет", "серый", 1),
              ("Вид", "а", 60), ("Вид", "б", 40), ("Бренд", "х", 50)]  # fmt: skip
    assert [each.name for each in arrange(counts, 100)] == ["Вид"]
    assert [each.name for each in arrange(counts, 100, ["Цвет"])] == ["Вид", "Цвет"]


def test_numbers_are_tiles_or_a_range_and_words_stand_by_frequency() -> None:
    few = arrange([("Ток, А", value, 1) for value in ("10", "6", "2,5")], 3)[0]
    assert (few.kind, [value for value, _ in few.values]) == (TILES, ["2,5", "6", "10"])
    many = arrange([("Длина, мм", str(n), 1) for n in range(100, 0, -1)], 100)[0]
    assert (many.kind, many.values[0], many.values[-1]) == (RANGE, ("1", 1), ("100", 1))
    words = arrange([("Цвет", "а", 1), ("Цвет", "б", 5)], 6)[0]
    assert (words.kind, words.values) == (CHOICE, (("б", 5), ("а", 1)))


def test_a_unit_is_what_stands_behind_the_last_comma() -> None:
    assert split_unit("Длина, мм") == ("Длина", "мм")
    assert split_unit("Отключающая способность, кА") == ("Отключающая способность", "кА")
    assert split_unit("Цвет, материал ручки") == ("Цвет, материал ручки", "")
    assert split_unit("Цвет") == ("Цвет", "")


def test_variants_stand_by_what_they_differ_in() -> None:
    goods = [
        (1, {"Длина, мм": "20", "Диаметр, мм": "8", "Стандарт": "933", "Код": "a"}),
        (2, {"Длина, мм": "100", "Диаметр, мм": "8", "Стандарт": "933", "Код": "b"}),
        (3, {"Длина, мм": "30", "Диаметр, мм": "10", "Стандарт": "933", "Код": "c"}),
        (4, {"Длина, мм": "20", "Диаметр, мм": "10", "Стандарт": "933", "Код": "c"}),
    ]
    found = lay_out([(n, {key: told[key] for key in told if key != "Код"}) for n, told in goods])
    assert found is not None
    length, size = found.axes
    assert (length.title, length.unit, length.values) == ("Длина", "мм", ("20", "30", "100"))
    assert size.values == ("8", "10")
    assert found.at("20", "10", ()) == 4
    assert found.at("100", "10", ()) is None
    assert found.place_of(3) == ("30", "10")


def test_what_cannot_be_told_apart_is_said_and_what_is_alone_has_no_matrix() -> None:
    assert lay_out([(1, {"а": "1"})]) is None
    assert lay_out([(1, {"а": "1"}), (2, {"а": "1"})]) is None
    found = lay_out([(1, {"а": "1"}), (2, {"а": "2"}), (3, {"а": "2"})])
    assert found is not None
    assert (found.places, found.rest) == ({("1",): 1, ("2",): 2}, (3,))


@given(
    st.lists(
        st.fixed_dictionaries({key: st.sampled_from("123") for key in "абвг"}), min_size=2,
        max_size=20,
    )
)  # fmt: skip
def test_every_variant_has_a_place_or_is_told(goods: list[dict[str, str]]) -> None:
    found = lay_out(list(enumerate(goods)))
    if found is None:
        assert all(told == goods[0] for told in goods)
        return
    assert sorted([*found.places.values(), *found.rest]) == list(range(len(goods)))
    for place, n in found.places.items():
        assert place == tuple(goods[n][axis.name] for axis in found.axes)
    same = [n for n in found.rest if goods[n] not in [goods[p] for p in found.places.values()]]
    assert not same, "four axes tell everything apart that differs"
