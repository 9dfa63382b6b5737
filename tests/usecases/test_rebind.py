"""A cart under other contracts: what-if equals the real thing, and one undo brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.rows.account import CreditRow
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import Account, DeskFixture, Good, contract, entity

TERMS = (
    '{"currency": "RUB", "price_types": ["pt"], "rules": [{"id": "r", "kind": "percent_off",'
    ' "on": {"kind": "all"}, "value": "10"}]}'
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    """Two firms; the second one's contract has ten percent off and sees no stock."""
    second = contract("c2", "e2", number="77", stock_view="other")
    account = Account((entity("e1"), replace(entity("e2", second), id="e2")))
    made = DeskFixture(tmp_path, account)
    made.stock_up([Good("nut", price_e5=1_000_000, stock_e3=3_000), Good("bolt")])
    made.caches.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO base_price (cid, n, price, asked) VALUES (11, 1, 900000, 0)"
            " ON CONFLICT DO UPDATE SET price = excluded.price"
        ).close()
    )
    yield made
    made.close()


@pytest.fixture
def rebinding(desk: DeskFixture) -> Rebinding:
    return Rebinding(desk.sessions, desk.account)


def a_cart(desk: DeskFixture) -> str:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("nut", 5_000), NewLine("bolt", 1_000)])
    return cart_id


def test_what_if_equals_the_real_switch_and_changes_nothing(
    desk: DeskFixture, rebinding: Rebinding
) -> None:
    cart_id = a_cart(desk)
    before = desk.carts.open(cart_id)
    first, second = rebinding.what_if(cart_id)
    assert first.totals == before.totals
    assert (first.short, second.short) == (1, 0)
    assert second.totals.gross_minor == 5 * 900 + 1_000
    assert desk.carts.open(cart_id) == before
    result = rebinding.rebind(cart_id, "c2")
    assert result.after == second.totals
    assert [(old.price_e5, new.price_e5) for old, new in result.changed] == [(1_000_000, 900_000)]


def test_rebinding_is_one_step_that_comes_back_exactly(
    desk: DeskFixture, rebinding: Rebinding
) -> None:
    cart_id = a_cart(desk)
    before = desk.carts.open(cart_id)
    rebinding.rebind(cart_id, "c2")
    moved = desk.carts.open(cart_id)
    assert (moved.cart.entity_id, moved.cart.contract_id) == ("e2", "c2")
    assert [line.price_at_add_e5 for line in moved.lines] == [900_000, 1_000_000]
    assert desk.carts.list()[0].gross_minor == moved.totals.gross_minor
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert (label.label, label.params) == ("rebind", {"contract": "77"})
    desk.reopen()
    desk.carts.undo(cart_id)
    after = desk.carts.open(cart_id)
    assert after.lines == before.lines
    assert after.totals == before.totals
    assert desk.carts.list()[0].gross_minor == before.totals.gross_minor
    desk.carts.redo(cart_id)
    assert desk.carts.open(cart_id).totals == moved.totals


def test_a_contract_nobody_has_is_refused(desk: DeskFixture, rebinding: Rebinding) -> None:
    with pytest.raises(Expected, match="contract_gone"):
        rebinding.rebind(a_cart(desk), "c9")


def test_what_if_says_what_the_sum_meets_under_each_contract(tmp_path: Path) -> None:
    second = contract("c2", number="77", minimum_sum_minor=1_000_000)
    third = contract("c3", number="78", stop_overdue=True)
    debts = CreditRow("RUB", 10_000, 9_000, 500, 1_000, None)
    account = Account((entity("e1", contract("c1"), second, third),), {"c3": debts})
    desk = DeskFixture(tmp_path, account)
    try:
        desk.stock_up([Good("nut"), Good("bolt")])
        rebinding = Rebinding(desk.sessions, account, committed=lambda contract_id: 900)
        found = rebinding.what_if(a_cart(desk))
        codes = [{each.code: each.blocking for each in one.problems} for one in found]
        assert codes == [
            {}, {"below_minimum_sum": True}, {"credit_limit": False, "overdue_debt": True},
        ]  # fmt: skip
        assert [one.can_send for one in found] == [True, False, False]
        free = found[2].problems[0].params["free_minor"]
        assert free == 100, "what is on its way counts"
    finally:
        desk.close()
