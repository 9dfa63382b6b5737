"""Splitting and joining carts: every line and sum is kept, one step takes it back, restarts too."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.account import (
    AddressRow,
    CombinationRow,
    CreditRow,
    EntityRow,
    MethodRow,
)
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.rows.splitting import PartRow
from tests.support.desk import PACK, Account, DeskFixture, Good, contract, entity

GOODS = (
    Good("a", 1_000_000, 20_000, brand="Б1", held=(("himki", 15_000), ("spb", 5_000))),
    Good("b", 250_000, 9_000, brand="Б2", held=(("spb", 9_000),), units=((PACK, 3_000),)),
    Good("c", 77_700, 0, brand="Б1", held=(("himki", 0),),
         coming=(("dmitrov", "2026-12-03", 90_000),)),
    Good("d", 310_000, None, brand=""),
    Good("e", 999_000, 50_000, breaks=((10_000, 900_000),), held=(("dmitrov", 50_000),)),
)  # fmt: skip


def titles(way: str, part: PartRow) -> str:
    return part.name or part.key or way


def firm() -> EntityRow:
    made = entity("e1", contract(
        delivery_methods=(
            MethodRow("d1", "Доставка", "delivery", 190_000, 1_000_000),
            MethodRow("pickup", "Самовывоз", "pickup"),
        ),
        combinations=(
            CombinationRow("d1", places=("himki", "dmitrov")), CombinationRow("pickup"),
        ),
        minimum_sum_minor=10_000,
    ))  # fmt: skip
    other = AddressRow("a2", "Тверь", "Тверь, ул. Дальняя, 2")
    return replace(made, addresses=(*made.addresses, other))


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = DeskFixture(tmp_path, Account((firm(),)))
    made.stock_up(GOODS)
    yield made
    made.close()


def filled(desk: DeskFixture) -> str:
    cart = desk.carts.create("Ноябрь")
    lines = [NewLine("a", 18_000), NewLine("b", 4_000), NewLine("c", 5_000), NewLine("e", 3_000)]
    desk.carts.add_lines(cart.id, lines)
    return cart.id


def held(desk: DeskFixture, cart_ids: list[str]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for cart_id in cart_ids:
        for line in desk.repo.lines(cart_id):
            found[line.item_id, line.okei, line.comment] += line.quantity_e3
    return found


def test_ways_stand_side_by_side_with_days_costs_and_what_is_against_them(
    desk: DeskFixture,
) -> None:
    checkout = Checkout("a1", "d1", "p1")
    view = desk.splitting.plans(filled(desk), checkout)
    ways = {plan.way: plan for plan in view.plans}
    assert next(iter(ways)) == "one"
    one, early = ways["one"], ways["warehouse-early"]
    assert one.goods_minor == view.cart.gross_minor == 18_000 + 1_000 + 390 + 2_997
    assert str(one.last) == "2026-12-03", "one order waits for the last arrival"
    assert str(early.first) == "2026-11-24"
    assert "cheapest" in one.badges
    himki = next(part for part in early.parts if part.key == "himki")
    spb = next(part for part in early.parts if part.key == "spb")
    assert (himki.name, himki.checkout.delivery_method, himki.delivery_minor) == (
        "Химки", "d1", 190_000,
    )  # fmt: skip
    assert spb.checkout.delivery_method == "pickup", "delivery is not allowed from there"
    assert [each.code for each in spb.problems] == ["below_minimum_sum"]


def test_a_split_makes_carts_and_one_step_takes_it_back_after_a_restart(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    before = (desk.repo.lines(cart_id), desk.carts.open(cart_id).totals)
    done = desk.splitting.split(cart_id, "warehouse", titles)
    names = [cart.name for cart in done.carts]
    assert all(name.startswith("Ноябрь · ") for name in names)
    assert cart_id not in [cart.id for cart in desk.carts.list()]
    assert held(desk, [cart.id for cart in done.carts]) == held(desk, [cart_id])
    desk.reopen()
    joined = desk.splitting.take_back(done.carts[1].id)
    assert joined.changed == 0
    assert (desk.repo.lines(cart_id), desk.carts.open(cart_id).totals) == before
    assert [cart.id for cart in desk.carts.list()] == [cart_id]
    assert len(desk.carts.recycled()) == len(done.carts), "parts can still be looked at"
    with pytest.raises(Expected, match="split_unknown"):
        desk.splitting.take_back(cart_id)


def test_undo_in_a_fresh_part_takes_the_split_back_and_redo_makes_it_again(
    desk: DeskFixture,
) -> None:
    cart_id = filled(desk)
    parts = [cart.id for cart in desk.splitting.split(cart_id, "warehouse", titles).carts]
    before = held(desk, parts)
    assert desk.carts.active().id == parts[0], "the first part is the one to work in"
    label = desk.carts.undo_label(parts[1])
    assert label is not None
    assert (label.label, label.params) == ("split", {"n": len(parts)})
    undone = desk.carts.undo(parts[1])
    assert (undone.cart_id, desk.carts.active().id) == (cart_id, cart_id)
    assert [cart.id for cart in desk.carts.list()] == [cart_id]
    assert desk.carts.redo(cart_id).cart_id == parts[0]
    assert {cart.id for cart in desk.carts.list()} == set(parts)
    assert held(desk, parts) == before
    desk.splitting.take_back(parts[0])
    desk.carts.set_comment(cart_id, desk.repo.lines(cart_id)[0].line_id, "срочно")
    with pytest.raises(Expected, match="nothing_to_redo"):
        desk.splitting.again(cart_id)


def test_undo_never_reaches_past_an_edit_of_another_part(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    first, second, *_ = desk.splitting.split(cart_id, "warehouse", titles).carts
    line = desk.repo.lines(second.id)[0]
    desk.carts.set_comment(second.id, line.line_id, "осторожно")
    assert desk.carts.undo_label(first.id) is None
    with pytest.raises(Expected, match="nothing_to_undo"):
        desk.carts.undo(first.id)
    desk.carts.undo(second.id)
    assert desk.carts.undo(first.id).cart_id == cart_id


def test_joined_parts_keep_what_was_changed_in_them(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    done = desk.splitting.split(cart_id, "brand", titles)
    first, second = done.carts[0].id, done.carts[1].id
    line = desk.carts.open(first).lines[0]
    desk.carts.set_quantity(first, line.line_id, line.quantity_e3 + 1_000)
    desk.carts.add_lines(second, [NewLine("d", 7_000)])
    wanted = held(desk, [cart.id for cart in done.carts])
    joined = desk.splitting.join(first)
    assert joined.changed == 2
    assert held(desk, [cart_id]) == wanted
    assert [row.position for row in desk.carts.open(cart_id).lines] == [1, 2, 3, 4, 5]
    desk.carts.undo(cart_id)
    assert held(desk, [cart_id])["d", "796", ""] == 0, "the cart before the split"


def test_a_part_that_was_sent_stays_and_the_others_come_back(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    done = desk.splitting.split(cart_id, "warehouse", titles)
    desk.repo.set_state(done.carts[0].id, "archived", desk.clock())
    with pytest.raises(Expected, match="split_sent"):
        desk.splitting.take_back(done.carts[1].id)
    joined = desk.splitting.join(done.carts[1].id)
    assert len(joined.sent) == 1
    rest = [cart.id for cart in done.carts[1:]]
    assert held(desk, [cart_id]) == held(desk, rest)


def test_a_cart_of_one_order_is_not_split_and_a_locked_one_neither(desk: DeskFixture) -> None:
    cart = desk.carts.create("Мелочь")
    desk.carts.add_lines(cart.id, [NewLine("b", 1_000)])
    with pytest.raises(Expected, match="split_nothing"):
        desk.splitting.split(cart.id, "warehouse", titles)
    cart_id = filled(desk)
    desk.carts.freeze(cart_id)
    with pytest.raises(Expected, match="cart_frozen"):
        desk.splitting.split(cart_id, "warehouse", titles)


wishes = st.lists(
    st.builds(
        NewLine,
        st.sampled_from(["a", "b", "c", "d", "e", "nobody"]),
        st.integers(1, 60).map(lambda number: number * 1_000),
        st.sampled_from(["", PACK]),
        st.sampled_from(["", "срочно"]),
        st.sampled_from(["x", "y"]),
    ),
    min_size=2,
    max_size=8,
)
WAYS = ["availability", "warehouse", "warehouse-early", "branch", "brand"]


@settings(max_examples=60, deadline=None)
@given(wishes, st.sampled_from(WAYS), st.booleans(), st.booleans())
def test_split_and_join_keep_every_line_and_the_total_to_the_kopeck(
    lines: list[NewLine], way: str, join: bool, restart: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskFixture(Path(folder), Account((firm(),)))
        desk.stock_up(GOODS)
        cart_id = desk.carts.create("Ноябрь").id
        desk.carts.add_lines(cart_id, lines, mode="keep")
        stored, totals = desk.repo.lines(cart_id), desk.carts.open(cart_id).totals
        plan = desk.splitting.plans(cart_id).plan(way)
        if plan is not None:
            done = desk.splitting.split(cart_id, way, titles)
            ids = [cart.id for cart in done.carts]
            assert held(desk, ids) == held(desk, [cart_id])
            opened = [desk.carts.open(each).totals.gross_minor for each in ids]
            assert sum(opened) == plan.goods_minor == totals.gross_minor + plan.dearer_minor
            cut = sum(len(part.part.pieces) for part in plan.parts) > len(stored)
            if not cut:
                assert plan.dearer_minor == 0, "no threshold here: whole lines cost the same"
            if restart:
                desk.reopen()
            merged = desk.splitting.join(ids[0]) if join else desk.splitting.take_back(ids[-1])
            assert merged.changed == 0
        assert desk.repo.lines(cart_id) == stored
        assert desk.carts.open(cart_id).totals == totals
        desk.close()


def test_plans_say_the_debt_that_stops_orders_and_the_credit_the_parts_share(
    tmp_path: Path,
) -> None:
    first = firm()
    stopped = replace(first.contracts[0], stop_overdue=True)
    credit = CreditRow("RUB", 100_000, 80_000, 5_000, 20_000, None)
    account = Account((replace(first, contracts=(stopped,)),), {stopped.id: credit})
    desk = DeskFixture(tmp_path, account)
    try:
        desk.stock_up(GOODS)
        plans = desk.splitting.plans(filled(desk), Checkout("a1", "d1", "p1")).plans
        for part in (part for plan in plans for part in plan.parts):
            told = {each.code: each for each in part.problems}
            assert told["overdue_debt"].blocking
        early = next(plan for plan in plans if plan.way == "warehouse-early")
        over = ["credit_limit" in {each.code for each in part.problems} for part in early.parts]
        sums = [part.totals.gross_minor for part in early.parts]
        assert over == [sum(sums[: at + 1]) > 20_000 for at in range(len(sums))]
        assert over[-1], "together they exceed what is free"
        assert not over[0], "the first one alone does not"
    finally:
        desk.close()


def test_a_split_cart_is_not_restored_beside_its_parts(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    done = desk.splitting.split(cart_id, "brand", titles)
    with pytest.raises(Expected) as refused:
        desk.carts.restore(cart_id)
    assert refused.value.code == "cart_in_parts"
    assert {row.id for row in desk.carts.list()} == {row.id for row in done.carts}
    desk.splitting.take_back(cart_id)
    assert [row.id for row in desk.carts.list()] == [cart_id]
    again = desk.splitting.split(cart_id, "brand", titles)
    for row in again.carts:
        desk.carts.delete(row.id)
    desk.carts.restore(cart_id)
    assert [row.id for row in desk.carts.list()] == [cart_id], "nothing else holds its goods"


def split_twice(desk: DeskFixture) -> tuple[str, list[str], list[str]]:
    """A cart by brand, its first part by what is there: the cart, its parts, parts of the first."""
    cart_id = filled(desk)
    parts = [cart.id for cart in desk.splitting.split(cart_id, "brand", titles).carts]
    whole = next(each for each in parts if desk.carts.row(each).lines > 1)
    finer = desk.splitting.split(whole, "availability", titles)
    return cart_id, [each for each in parts if each != whole], [cart.id for cart in finer.carts]


def test_a_split_whose_part_was_split_again_and_sent_is_not_taken_back(desk: DeskFixture) -> None:
    cart_id, parts, finer = split_twice(desk)
    desk.repo.set_state(finer[0], "archived", desk.clock())
    with pytest.raises(Expected, match="split_sent"):
        desk.splitting.take_back(parts[0])
    with pytest.raises(Expected, match="cart_in_parts"):
        desk.carts.restore(cart_id)
    desk.splitting.join(parts[0])
    both = held(desk, [cart_id, *finer])
    assert both == Counter({("a", "796", ""): 18_000, ("b", "796", ""): 4_000,
                            ("c", "796", ""): 5_000, ("e", "796", ""): 3_000})  # fmt: skip


def test_taking_a_split_back_takes_parts_of_parts_along(desk: DeskFixture) -> None:
    cart_id, parts, _ = split_twice(desk)
    desk.splitting.take_back(parts[0])
    assert [row.id for row in desk.carts.list()] == [cart_id]


def test_a_split_made_anew_leaves_the_parts_in_the_bin_alone(desk: DeskFixture) -> None:
    cart_id = filled(desk)
    first = [cart.id for cart in desk.splitting.split(cart_id, "brand", titles).carts]
    desk.carts.add_lines(first[0], [NewLine("d", 1_000)])
    desk.splitting.take_back(cart_id)
    again = [cart.id for cart in desk.splitting.split(cart_id, "brand", titles).carts]
    assert not set(first) & set(again)
    assert "d" in {line.item_id for line in desk.repo.lines(first[0])}
