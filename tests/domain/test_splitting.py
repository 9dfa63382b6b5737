"""Ways to split a cart: pieces always add up, lines are cut only where packs allow it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.splitting import (
    EARLY,
    MAKER,
    ONE,
    PLACE,
    STOCK,
    Coming,
    Held,
    Plan,
    Supply,
    Ware,
    distributed,
    lot_of,
    plans,
)

CITIES = {"himki": "Москва", "dmitrov": "Москва", "spb": "Петербург"}
SOON = date(2026, 12, 1)


def parts(plan: Plan) -> dict[str, dict[str, int]]:
    return {
        part.key: {piece.line_id: piece.quantity_e3 for piece in part.pieces} for part in plan.parts
    }


def way(found: tuple[Plan, ...], name: str) -> Plan:
    return next(each for each in found if each.way == name)


def test_fewest_warehouses_are_those_that_have_most_lines_whole() -> None:
    supplies = {
        "a": Supply((Held("himki", 10_000), Held("spb", 10_000))),
        "b": Supply((Held("dmitrov", 5_000), Held("spb", 5_000))),
        "c": Supply((Held("himki", 5_000),)),
    }
    wares = [Ware(each, each, 5_000, 1_000) for each in "abc"]
    found = plans(wares, supplies, CITIES)
    assert parts(way(found, PLACE)) == {
        "himki": {"a": 5_000, "c": 5_000}, "dmitrov": {"b": 5_000},
    }  # fmt: skip


def test_what_is_not_there_waits_for_its_arrival_apart_from_what_is() -> None:
    supplies = {"a": Supply((Held("himki", 7_000),), (Coming("spb", SOON, 50_000),))}
    found = plans([Ware("l", "a", 10_000, 1_000)], supplies, CITIES)
    assert parts(way(found, STOCK)) == {"now": {"l": 7_000}, "later": {"l": 3_000}}
    assert [(part.key, part.arrives) for part in way(found, PLACE).parts] == [
        ("himki", None), ("spb", SOON),
    ]  # fmt: skip
    assert way(found, ONE).parts[0].arrives == SOON, "one order waits for the last line"


def test_a_line_is_cut_in_whole_packs_and_not_below_the_minimum() -> None:
    supplies = {"a": Supply((Held("himki", 55_000), Held("spb", 40_000)))}
    ware = Ware("l", "a", 8_000, 12_000, lot_of(1_000, 12_000), 12_000)  # 8 packs of 12
    cut = parts(way(plans([ware], supplies, CITIES), PLACE))
    assert cut == {"himki": {"l": 5_000}, "spb": {"l": 3_000}}, "4 of 12 fit, 1 more waits"
    small = {"a": Supply((Held("himki", 3_000), Held("spb", 30_000)))}
    whole = plans([Ware("l", "a", 31_000, 1_000, 1_000, 5_000)], small, CITIES)
    assert set(parts(whole[0])) == {""}
    assert all(plan.way != PLACE for plan in whole), "3 pieces are below the minimum of 5"


def test_the_earliest_way_sends_what_is_there_before_the_rest_of_the_same_warehouse() -> None:
    supplies = {"a": Supply((Held("himki", 7_000),), (Coming("himki", SOON, 50_000),))}
    wares = [Ware("l", "a", 10_000, 1_000, place="himki"), Ware("m", "b", 1_000, 1_000)]
    found = plans(wares, supplies, CITIES)
    early = [(part.key, part.arrives, part.unknown) for part in way(found, EARLY).parts]
    assert early == [("himki", None, 0), ("himki|later", SOON, 1)]


def test_two_lines_of_one_item_do_not_share_the_same_pieces() -> None:
    supplies = {"a": Supply((Held("himki", 10_000),))}
    wares = [Ware("l1", "a", 8_000, 1_000), Ware("l2", "a", 8_000, 1_000)]
    found = way(plans(wares, supplies, CITIES), STOCK)
    assert parts(found) == {"now": {"l1": 8_000, "l2": 2_000}, "later": {"l2": 6_000}}
    assert found.parts[1].unknown == 1


def test_makers_and_chosen_warehouses_are_kept() -> None:
    supplies = {"a": Supply((Held("himki", 9_000), Held("spb", 9_000)))}
    wares = [
        Ware("l1", "a", 1_000, 1_000, brand="Б1", place="spb"),
        Ware("l2", "a", 1_000, 1_000, brand="Б2"),
    ]
    found = plans(wares, supplies, CITIES)
    assert parts(way(found, MAKER)) == {"Б1": {"l1": 1_000}, "Б2": {"l2": 1_000}}
    pieces = [piece for part in way(found, PLACE).parts for piece in part.pieces]
    assert ("l1", 1_000, "spb") in [tuple(piece) for piece in pieces]


def test_a_distribution_leaves_the_rest_apart_and_takes_no_more_than_there_is() -> None:
    wares = [Ware("l1", "a", 10_000, 1_000), Ware("l2", "b", 5_000, 1_000)]
    plan = distributed(wares, {"l1": {"x": 4_000, "y": 6_000}, "l2": {"x": 2_000}})
    assert parts(plan) == {
        "x": {"l1": 4_000, "l2": 2_000}, "y": {"l1": 6_000}, "": {"l2": 3_000},
    }  # fmt: skip
    with pytest.raises(ValueError, match="l2"):
        distributed(wares, {"l2": {"x": 6_000}})


places = st.sampled_from(list(CITIES))
supply = st.builds(
    Supply,
    st.lists(st.builds(Held, places, st.integers(0, 60_000), st.booleans()), max_size=3).map(
        lambda rows: tuple({row.place: row for row in rows}.values())
    ),
    st.lists(
        st.builds(Coming, places, st.dates(SOON, date(2027, 1, 9)), st.integers(1, 60_000)),
        max_size=2,
    ).map(tuple),
)


@given(
    st.dictionaries(st.sampled_from("abcd"), supply, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from("abcde"), st.integers(0, 90_000), st.sampled_from([1_000, 12_000, 500]),
            st.sampled_from([0, 1_000, 5_000]), st.sampled_from(["", "Б1", "Б2"]),
            st.sampled_from(["", "spb"]), st.sampled_from(["", "a1", "a2"]),
        ),
        max_size=12,
    ),
)  # fmt: skip
def test_every_way_keeps_every_line_to_the_last_piece(
    supplies: dict[str, Supply], rows: list[tuple[str, int, int, int, str, str, str]]
) -> None:
    wares = [
        Ware(f"l{n}", item, quantity, factor, lot_of(minimum, factor), minimum, brand, place, at)
        for n, (item, quantity, factor, minimum, brand, place, at) in enumerate(rows)
    ]
    for plan in plans(wares, supplies, CITIES):
        sums: Counter[str] = Counter()
        for part in plan.parts:
            for piece in part.pieces:
                sums[piece.line_id] += piece.quantity_e3
                assert piece.quantity_e3 >= 0
        assert dict(sums) == {ware.line_id: ware.quantity_e3 for ware in wares}, plan.way
