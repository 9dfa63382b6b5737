"""What a contract does not offer, alone or together, blocks before sending and says what does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.account import (
    AddressRow,
    CalendarRow,
    CombinationRow,
    CreditRow,
    MethodRow,
)
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.submit import Submit, SubmitPorts
from tests.support.desk import NOON, DeskFixture, contract, entity
from tests.usecases.test_submit import Portal, Sealing, codes


@pytest.fixture
def sealing(desk: DeskFixture) -> Sealing:
    ports = SubmitPorts(
        desk.account,
        Portal({"nut": 310_000}),
        Encoder(),
        lambda: None,
        ordered_carts(desk.store),
        committed_sums(desk.store),
        lambda: NOON,
    )
    return Sealing(desk, Portal(), Submit(desk.sessions, ports), [])


def test_what_the_contract_does_not_offer_together_blocks(sealing: Sealing) -> None:
    combinations = (
        CombinationRow("d1", ("a1",), ("p1",), ("himki",)), CombinationRow("pickup"),
    )  # fmt: skip
    methods = (MethodRow("d1", "Доставка", "delivery"), MethodRow("pickup", "Сами", "pickup"))
    firm = entity("e1", contract(combinations=combinations, delivery_methods=methods))
    other = AddressRow("a2", "СПб", "СПб, ул. Новая, 2")
    sealing.desk.account.firms = (replace(firm, addresses=(*firm.addresses, other)),)
    cart_id = sealing.add(NewLine("nut", 5_000))
    assert sealing.submit.check(cart_id, checkout=Checkout("a1", "d1", "p1")).can_send
    wrong = Checkout("a2", "d1", "p1")
    assert codes(sealing.submit.check(cart_id, checkout=wrong)) == {"combination_not_allowed": True}
    with pytest.raises(Expected, match="combination_not_allowed"):
        sealing.submit.seal(cart_id, wrong)
    (problem,) = sealing.submit.check(cart_id, checkout=wrong).problems
    assert (problem.params["what"], problem.params["allowed"]) == ("address", "Химки")
    unknown = sealing.submit.check(cart_id, checkout=Checkout("", "pickup", "p9")).problems
    assert [each.params["what"] for each in unknown] == ["payment_not_offered"]
    sealing.submit.seal(cart_id, Checkout("", "pickup", "p1"))


def test_a_day_nothing_ships_on_blocks_and_the_next_one_is_told(sealing: Sealing) -> None:
    closed = CalendarRow((6, 7), (date(2026, 11, 25),), "10:00", 1)  # it is Monday, 9:00
    sealing.desk.account.firms = (entity("e1", contract(calendar=closed)),)
    cart_id = sealing.add(NewLine("nut", 5_000))

    def told(day: int) -> list[tuple[object, object]]:
        checkout = Checkout("a1", ship_date=date(2026, 11, day))
        found = sealing.submit.check(cart_id, checkout=checkout).problems
        return [(each.params["what"], each.params["first_date"]) for each in found]

    assert told(24) == []
    assert told(22) == [("day_past", "2026-11-24")]
    assert told(23) == [("too_early", "2026-11-24")]
    assert told(25) == [("closed_date", "2026-11-26")]
    assert told(28) == [("closed_weekday", "2026-11-30")]


def test_a_way_of_delivery_has_a_least_sum_of_its_own(sealing: Sealing) -> None:
    methods = (
        MethodRow("d1", "Доставка", "delivery", minimum_minor=5_000),
        MethodRow("pickup", "Сами", "pickup"),
    )
    sealing.desk.account.firms = (entity("e1", contract(delivery_methods=methods)),)
    cart_id = sealing.add(NewLine("nut", 5_000))
    (problem,) = sealing.submit.check(cart_id, checkout=Checkout("a1", "d1")).problems
    assert (problem.code, problem.blocking) == ("below_delivery_minimum", True)
    assert (problem.params["lacking_minor"], problem.params["delivery"]) == (3_450, "Доставка")
    with pytest.raises(Expected, match="below_delivery_minimum"):
        sealing.submit.seal(cart_id, Checkout("a1", "d1"))
    assert sealing.submit.check(cart_id, checkout=Checkout("a1", "pickup")).can_send


def test_overdue_debt_stops_only_where_the_contract_says_so(sealing: Sealing) -> None:
    account = sealing.desk.account
    account.credits["c1"] = CreditRow("RUB", None, 900, 500, None, None)
    cart_id = sealing.add(NewLine("nut", 5_000))
    assert codes(sealing.submit.check(cart_id)) == {"overdue_debt": False}
    account.firms = (entity("e1", contract(stop_overdue=True)),)
    assert codes(sealing.submit.check(cart_id)) == {"overdue_debt": True}
    with pytest.raises(Expected, match="overdue_debt"):
        sealing.submit.seal(cart_id, Checkout())
