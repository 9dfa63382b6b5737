"""Warnings that float: against own habits, against what was just ordered; answered for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from b2bdesk.domain.cautions import CAUTIONS
from b2bdesk.texts import speaking
from b2bdesk.texts.reasons import cart_mark
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import LineRow, NewLine
from tests.support.desk import TODAY, Account, DeskFixture, Good, contract, entity

GOODS = (Good("usual", stock_e3=9_000_000), Good("stocked", stock_e3=20_000), Good("never"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    firms = (entity("e1"), entity("e2", contract("c2", "e2")))
    made = DeskFixture(tmp_path, account=Account(firms))
    made.stock_up(GOODS)
    yield made
    made.close()


def order(desk: DeskFixture, number: str, days_ago: int, quantity_e3: int, **changes: str) -> None:
    """An own order of `usual`."""
    at = f"{TODAY - timedelta(days=days_ago)}T08:00:00+00:00"
    values = {"entity": "e1", "state": "confirmed", **changes}

    def write(connection: object) -> None:
        run = connection.exec_driver_sql  # type: ignore[attr-defined]
        run(
            "INSERT INTO orders (sid, id, client_order_id, number, created_at, entity_id, state)"
            " VALUES (9, ?, ?, ?, ?, ?, ?)",
            (number, number, number, at, values["entity"], values["state"]),
        )
        run(
            "INSERT INTO order_line (sid, order_id, position, item_id, okei, quantity, factor)"
            " VALUES (9, ?, 1, 'usual', '796', ?, 1000)",
            (number, quantity_e3),
        )

    desk.caches.write(write)
    desk.news.publish(ChangeSet.of("orders"))


def habit(desk: DeskFixture, *quantities_e3: int) -> None:
    for number, quantity in enumerate(quantities_e3):
        order(desk, f"З-{number}", 30 + number, quantity)


def cart(desk: DeskFixture, quantity_e3: int, item_id: str = "usual") -> str:
    cart_id = desk.carts.create("к").id
    desk.carts.add_lines(cart_id, [NewLine(item_id, quantity_e3)])
    return cart_id


def told(desk: DeskFixture, cart_id: str) -> list[str]:
    (line,) = desk.carts.open(cart_id).lines
    return codes(line)


def codes(line: LineRow) -> list[str]:
    return [state.code for state in line.states if state.code in CAUTIONS]


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [(99_000, []), (100_000, ["unusual"]), (200_000, ["key_slip"]), (2_000_000, ["key_slip"])],
)
def test_far_more_than_usual_is_marked(
    desk: DeskFixture, quantity: int, expected: list[str]
) -> None:
    habit(desk, 20_000, 20_000, 500_000)
    cart_id = cart(desk, quantity)
    assert told(desk, cart_id) == []
    desk.warnings.notice(cart_id)
    assert told(desk, cart_id) == expected


def test_two_orders_are_no_habit_and_rejected_ones_none_at_all(desk: DeskFixture) -> None:
    habit(desk, 20_000, 20_000)
    order(desk, "З-9", 40, 20_000, state="rejected")
    cart_id = cart(desk, 400_000)
    assert desk.warnings.notice(cart_id) == ()


def test_ten_times_the_stock_of_goods_never_bought_is_a_slip(desk: DeskFixture) -> None:
    cart_id = cart(desk, 199_000, "stocked")
    desk.warnings.notice(cart_id)
    assert told(desk, cart_id) == []
    (line,) = desk.carts.open(cart_id).lines
    desk.carts.set_quantity(cart_id, line.line_id, 200_000)
    assert told(desk, cart_id) == ["key_slip"]


@pytest.mark.parametrize(("days", "expected"), [(0, True), (3, True), (4, False)])
def test_what_was_just_ordered_is_told_with_its_order(
    desk: DeskFixture, days: int, expected: bool
) -> None:
    order(desk, "З-77", days, 30_000, entity="e2")
    cart_id = cart(desk, 10_000)
    marked = desk.warnings.notice(cart_id)
    assert bool(marked) is expected
    if expected:
        (line,) = desk.warnings.warned(cart_id)
        params = line.states[0].params
        assert (params["number"], params["quantity_e3"]) == ("З-77", 30_000)
        assert params["entity"] == "ООО «Ромашка»"
        with speaking("en"):
            assert "З-77" in cart_mark("ordered_lately", params)


def test_the_own_entity_is_not_named_and_sentences_leave_out_what_is_not_known(
    desk: DeskFixture,
) -> None:
    order(desk, "З-1", 1, 30_000)
    cart_id = cart(desk, 10_000)
    (line,) = desk.warnings.warned(cart_id)
    assert line.states[0].params["entity"] is None
    with speaking("en"):
        assert cart_mark("ordered_lately", line.states[0].params).endswith("has 30")
        slip = cart_mark("key_slip", {"quantity_e3": 200_000, "stock_e3": 20_000})
    assert slip == "200: a digit too many; in stock 20"


def test_all_is_right_stays_for_this_quantity_also_after_a_restart(desk: DeskFixture) -> None:
    habit(desk, 20_000, 20_000, 20_000)
    cart_id = cart(desk, 200_000)
    (line_id,) = desk.warnings.notice(cart_id)
    desk.warnings.approve(cart_id, [line_id])
    assert told(desk, cart_id) == []
    desk.reopen()
    assert desk.warnings.notice(cart_id) == ()
    desk.carts.set_quantity(cart_id, line_id, 400_000)
    assert told(desk, cart_id) == ["unusual"]


def test_new_orders_are_looked_at_and_moved_prices_forget_nothing(desk: DeskFixture) -> None:
    cart_id = cart(desk, 10_000)
    assert desk.warnings.notice(cart_id) == ()
    order(desk, "З-5", 0, 10_000)
    assert len(desk.warnings.notice(cart_id)) == 1
    desk.news.publish(ChangeSet.of("prices"))
    assert told(desk, cart_id) == ["ordered_lately"]


def test_goods_that_do_not_keep_long_are_told_and_answered_for_that_day(desk: DeskFixture) -> None:
    def batch(days: int) -> None:
        until = (TODAY + timedelta(days=days)).isoformat()
        desk.caches.write(
            lambda to: to.exec_driver_sql(
                "INSERT OR REPLACE INTO batch (sid, n, place, use_by, qty)"
                " VALUES (3, 1, 'himki', ?, 5)",
                (until,),
            ).close()
        )
        desk.news.publish(ChangeSet.of("stock"))

    desk.stock_up([Good("usual", held=(("himki", 5_000),))])
    cart_id = cart(desk, 1_000)
    batch(200)
    assert not desk.warnings.warned(cart_id)
    batch(20)
    (line,) = desk.warnings.warned(cart_id)
    (state,) = line.states
    assert (state.code, state.params["days"]) == ("short_dated", 20)
    with speaking("ru"):
        assert cart_mark(state.code, state.params) == "годен до 13.12.2026"
    desk.warnings.approve(cart_id, [line.line_id])
    assert not desk.warnings.warned(cart_id)
    batch(10)
    assert desk.warnings.warned(cart_id), "an earlier batch is another question"
