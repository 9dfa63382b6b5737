"""The distribution of a cart: kept, undone, filled, and turned into orders by address."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.account import AddressRow
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import NOON, Account, DeskFixture, entity
from tests.usecases.conftest import GOODS


def account() -> Account:
    made = entity()
    more = tuple(AddressRow(f"a{n}", f"Объект {n}", f"ул. {n}") for n in range(2, 5))
    return Account((replace(made, addresses=(*made.addresses, *more)),))


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    made = DeskFixture(tmp_path, account())
    made.stock_up(GOODS)
    yield made
    made.close()


def filled(desk: DeskFixture) -> tuple[str, list[str]]:
    cart = desk.carts.create("Ноябрь")
    desk.carts.add_lines(cart.id, [NewLine("nut", 10_000), NewLine("bolt", 200_000)])
    return cart.id, [line.line_id for line in desk.carts.open(cart.id).lines]


def cells(desk: DeskFixture, cart_id: str) -> list[dict[str, int]]:
    return [dict(line.cells) for line in desk.distributing.open(cart_id).lines]


def test_cells_are_kept_over_a_restart_and_undone_with_the_cart(desk: DeskFixture) -> None:
    cart_id, (nut, bolt) = filled(desk)
    desk.distributing.put(cart_id, [(nut, "a1", 4_000), (nut, "a2", 5_000)])
    desk.distributing.put(cart_id, [(nut, "a2", 0), (bolt, "a3", 50_000)])
    desk.reopen()
    matrix = desk.distributing.open(cart_id)
    assert [line.left_e3 for line in matrix.lines] == [6_000, 150_000]
    assert matrix.open_lines == 2
    desk.carts.remove(cart_id, [nut])
    desk.carts.undo(cart_id)
    assert cells(desk, cart_id) == [{"a1": 4_000}, {"a3": 50_000}], "a line comes back with them"
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert (label.label, label.params) == ("distribute", {"n": 2})
    desk.carts.undo(cart_id)
    assert cells(desk, cart_id) == [{"a1": 4_000, "a2": 5_000}, {}]
    desk.carts.redo(cart_id)
    assert cells(desk, cart_id) == [{"a1": 4_000}, {"a3": 50_000}]


def test_fills_deal_out_what_is_left_in_whole_packs(desk: DeskFixture) -> None:
    cart_id, (nut, bolt) = filled(desk)
    desk.distributing.put(cart_id, [(nut, "a4", 1_000)])
    done = desk.distributing.fill(cart_id, "evenly", [nut, bolt], ["a1", "a2"])
    assert done.cells == 4
    assert cells(desk, cart_id) == [
        {"a1": 5_000, "a2": 4_000, "a4": 1_000}, {"a1": 100_000, "a2": 100_000},
    ]  # fmt: skip
    desk.distributing.put(cart_id, [(bolt, "a1", 150_000), (bolt, "a2", 50_000)])
    desk.distributing.fill(cart_id, "like_others", [nut], ["a1", "a2"])
    assert cells(desk, cart_id)[0] == {"a1": 7_000, "a2": 2_000, "a4": 1_000}
    desk.distributing.put(cart_id, [(nut, "a1", 1_000)])
    desk.distributing.fill(cart_id, "rest", [nut], ["a3"])
    assert cells(desk, cart_id)[0] == {"a1": 1_000, "a2": 2_000, "a3": 6_000, "a4": 1_000}
    desk.distributing.fill(cart_id, "clear", [nut], ["a1", "a2", "a3", "a4"])
    assert cells(desk, cart_id)[0] == {}


def test_last_time_is_where_the_goods_went_in_earlier_orders(desk: DeskFixture) -> None:
    cart_id, (nut, bolt) = filled(desk)

    def orders(connection: Any) -> None:
        for number, (address, quantity) in enumerate([("a1", 30_000), ("a3", 10_000)]):
            connection.exec_driver_sql(
                "INSERT INTO orders (sid, id, client_order_id, number, created_at, entity_id,"
                " contract_id, state, currency, body) VALUES (9, ?, ?, ?, ?, 'e1', 'c1', 'closed',"
                " 'RUB', ?)",
                (f"o{number}", f"k{number}", str(number), NOON.isoformat(),
                 f'{{"address_id": "{address}"}}'),
            )  # fmt: skip
            connection.exec_driver_sql(
                "INSERT INTO order_line (sid, order_id, position, item_id, okei, quantity, factor)"
                " VALUES (9, ?, 1, 'nut', '796', ?, 1000)",
                (f"o{number}", quantity),
            )

    desk.caches.write(orders)
    desk.distributing.fill(cart_id, "last_time", [nut, bolt], ["a1", "a2", "a3"])
    assert cells(desk, cart_id) == [
        {"a1": 8_000, "a3": 2_000}, {"a1": 150_000, "a3": 50_000},
    ], "goods never ordered go as the others did"  # fmt: skip


def test_orders_by_address_carry_their_address_and_the_rest_is_a_cart_of_its_own(
    desk: DeskFixture,
) -> None:
    cart_id, (nut, bolt) = filled(desk)
    desk.distributing.fill(cart_id, "evenly", [bolt], ["a1", "a2"])
    desk.distributing.put(cart_id, [(nut, "a2", 3_000)])
    view = desk.splitting.plans(cart_id)
    plan = view.plan("address")
    assert plan is not None
    assert view.left == 1
    assert [(part.key, part.checkout.address_id) for part in plan.parts] == [
        ("a2", "a2"), ("", ""), ("a1", "a1"),
    ]  # fmt: skip
    done = desk.splitting.split(cart_id, "address", lambda way, part: part.name or "остаток")
    lines = [[(line.item_id, line.quantity_e3, line.address_id) for line in desk.repo.lines(row.id)]
             for row in done.carts]  # fmt: skip
    assert lines == [
        [("nut", 3_000, "a2"), ("bolt", 100_000, "a2")],
        [("nut", 7_000, "")],
        [("bolt", 100_000, "a1")],
    ]
    before = desk.repo.lines(cart_id)
    desk.splitting.join(done.carts[0].id)
    assert desk.repo.lines(cart_id) == before
    assert cells(desk, cart_id) == [{"a2": 3_000}, {"a1": 100_000, "a2": 100_000}]


def test_foreign_addresses_and_locked_carts_are_refused(desk: DeskFixture) -> None:
    cart_id, (nut, _) = filled(desk)
    with pytest.raises(Expected, match="address_unknown"):
        desk.distributing.put(cart_id, [(nut, "a9", 1_000)])
    with pytest.raises(Expected, match="quantity_range"):
        desk.distributing.put(cart_id, [(nut, "a1", -1)])
    desk.carts.freeze(cart_id)
    with pytest.raises(Expected, match="cart_frozen"):
        desk.distributing.put(cart_id, [(nut, "a1", 1_000)])


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 1), st.integers(1, 4), st.integers(0, 9)),
        st.tuples(st.just("fill"), st.sampled_from(["evenly", "rest", "clear", "like_others"])),
        st.tuples(st.just("quantity"), st.integers(0, 1), st.integers(0, 300)),
        st.tuples(st.just("restart")),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_undo_takes_back_any_sequence_and_redo_brings_it_again(
    sequence: list[tuple[Any, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskFixture(Path(folder), account())
        desk.stock_up(GOODS)
        cart_id, ids = filled(desk)
        states = [(desk.repo.lines(cart_id), cells(desk, cart_id))]
        for step in sequence:
            if step[0] == "restart":
                desk.reopen()
                continue
            if step[0] == "put":
                desk.distributing.put(cart_id, [(ids[step[1]], f"a{step[2]}", step[3] * 1_000)])
            elif step[0] == "fill":
                desk.distributing.fill(cart_id, step[1], ids, ["a1", "a2", "a3"])
            else:
                desk.carts.set_quantity(cart_id, ids[step[1]], step[2] * 1_000)
            now = (desk.repo.lines(cart_id), cells(desk, cart_id))
            if now != states[-1]:
                states.append(now)
        for wanted in reversed(states[:-1]):
            desk.carts.undo(cart_id)
            assert (desk.repo.lines(cart_id), cells(desk, cart_id)) == wanted
        desk.reopen()
        for wanted in states[1:]:
            desk.carts.redo(cart_id)
            assert (desk.repo.lines(cart_id), cells(desk, cart_id)) == wanted
        desk.close()
