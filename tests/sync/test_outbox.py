"""Sealed orders reach the portal exactly once, whatever is lost on the way (R1–R5, I1–I3)."""

from __future__ import annotations

import random

import pytest

from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.models.repos.outbox import insert_command
from b2bdesk.sync import outbox
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.orders_out import OrderedLine, OrderToSend, SealedCommand
from b2bdesk.usecases.rows.carts import Checkout
from b2bdesk.wire.codec import digest
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, order_row, problem

KEY = "01900000-0000-7000-8000-00000000000{}"


def seal(
    client: Client, number: int = 1, entity: str = "e1", total: int = 24_680, limit: bool = False
) -> str:
    """Put a sealed order into the outbox, as the submit use case does."""
    key = KEY.format(number)
    line = OrderedLine("l1", "i1", 200_000, "796", 1000, 123_400, limit=limit)
    body = Encoder().encode_order(
        OrderToSend(key, entity, "c1", "RUB", total, (line,), Checkout(po_number="42"))
    )
    command = SealedCommand(
        key, "order", "co1", entity, "c1", "", "Корзина 1", "RUB", total, body, digest(body)
    )
    client.desk.write(lambda connection: insert_command(connection, command, client.time.now()))
    return key


def state(client: Client, key: str) -> str:
    found = client.outbox.command(key)
    assert found is not None
    return found.state


def sent(portal: FakePortal) -> int:
    return portal.seen.count("POST /orders")


def test_an_order_is_accepted_and_settled_by_the_feed(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    assert client.driver.push() == 1
    assert state(client, key) == "accepted"
    assert client.driver.settle() == 0
    portal.put("orders", "co1", "order", order_row(portal.orders[key]))
    client.sync()
    assert client.driver.settle() == 1
    assert state(client, key) == "settled"
    assert client.outbox.rows()[0].order_number == "000001"


def test_orders_of_the_feed_name_the_lines_they_were_made_of(
    client: Client, portal: FakePortal
) -> None:
    """A draft with these lines was ordered already, from another copy of desk.db."""
    key = seal(client)
    client.driver.push()
    portal.put("orders", "co1", "order", order_row(portal.orders[key]))
    client.sync()
    numbers = ordered_carts(client.desk)
    client.desk.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO cart (id, name, entity_id, contract_id, currency, state, created_at,"
            " changed_at) VALUES ('k', 'К', 'e1', 'c1', 'RUB', 'draft', '2051-01-01', '2051-01-01')"
        )
    )
    assert numbers("k") == ()
    client.desk.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO cart_line (line_id, cart_id, rank, item_id, article, name, okei,"
            " factor_e3, quantity_e3) VALUES ('l1', 'k', 1, 'i1', 'A', 'N', '796', 1000, 1000)"
        )
    )
    assert numbers("k") == ("000001",)
    plan = client.rows("EXPLAIN QUERY PLAN SELECT 1 FROM order_line l WHERE l.line_id = 'l1'")
    assert "order_line_client" in str(plan)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(lost=True),
        Fault(cut=0.5),
        Fault(cut=0.5, broken=True),
        Fault(answer=problem(503, "unavailable")),
        Fault(answer=problem(500, "broken")),
        Fault(answer=problem(409, "running", retry_after=3)),
    ],
)
def test_after_any_doubt_there_is_one_order(
    client: Client, portal: FakePortal, fault: Fault
) -> None:
    key = seal(client)
    portal.fail("orders", fault)
    client.driver.push()
    assert state(client, key) == "unknown"
    assert client.driver.push() == 0, "a doubt waits for its next try"
    due = client.driver.next_due()
    assert due is not None
    client.time.move(due)
    client.driver.push()
    assert state(client, key) == "accepted"
    assert list(portal.orders) == [key]


def test_a_process_that_died_while_sending_is_in_doubt(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    client.desk.write(
        lambda connection: connection.exec_driver_sql("UPDATE outbox SET state = 'sending'")
    )
    client.restart()
    assert client.driver.recover() == 1
    assert state(client, key) == "unknown"
    client.driver.push()
    assert state(client, key) == "accepted"
    assert sent(portal) == 1


def test_a_doubt_about_an_order_that_arrived_is_not_sent_again(
    client: Client, portal: FakePortal
) -> None:
    seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    client.driver.push(now_too=True)
    assert sent(portal) == 1


def test_what_the_portal_refuses_waits_for_the_person_with_its_reason(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    error = {"pointer": "/lines/0/price", "code": "price_changed", "params": {"price": "2.00"}}
    answer = problem(422, "price_changed", errors=[error], count=1)
    portal.fail("orders", Fault(answer=answer))
    client.driver.push()
    assert state(client, key) == "needs_user"
    row = client.outbox.rows()[0]
    assert row.reason == "price_changed"
    assert row.params["lines"][0]["index"] == 0
    client.driver.push(now_too=True)
    assert sent(portal) == 1
    assert client.driver.dismiss(key) == "dismissed"


def test_a_busy_portal_is_asked_later_as_it_said(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    portal.fail("orders", Fault(answer=problem(429, "busy", retry_after=120)))
    client.driver.push()
    assert state(client, key) == "ready"
    due = client.driver.next_due()
    assert due is not None
    assert due >= 120
    client.time.move(due)
    client.driver.push()
    assert state(client, key) == "accepted"


def test_one_stuck_lane_does_not_hold_up_another(client: Client, portal: FakePortal) -> None:
    stuck, behind, other = seal(client, 1), seal(client, 2), seal(client, 3, entity="e2")
    portal.order_hook = lambda body: (
        problem(503, "unavailable") if body["client_order_id"] == stuck else None
    )
    client.driver.push()
    assert [state(client, key) for key in (stuck, behind, other)] == [
        "unknown",
        "ready",
        "accepted",
    ]


def test_an_unreachable_portal_is_asked_once_a_round(client: Client, portal: FakePortal) -> None:
    seal(client, 1)
    other = seal(client, 2, entity="e2")
    portal.fail("orders", Fault(unreachable=True), Fault(unreachable=True))
    client.driver.push()
    assert sent(portal) == 1
    assert state(client, other) == "ready"


def test_an_ended_session_holds_orders_and_signing_in_sends_them(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    good, portal.access_token = portal.access_token, "another"
    client.keeper._api_token = ""
    client.keeper._access = "expired"
    client.driver.push()
    assert state(client, key) == "held"
    portal.access_token = good
    client.keeper._api_token = "api-token"
    client.driver.push()
    assert state(client, key) == "accepted"
    assert list(portal.orders) == [key]


def test_withdrawing_what_was_never_tried_asks_nobody(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    before = len(portal.seen)
    assert client.driver.withdraw(key) == "withdrawn"
    client.driver.push()
    assert len(portal.seen) == before


def test_withdrawing_a_doubt_kills_the_key_or_finds_the_order(
    client: Client, portal: FakePortal
) -> None:
    absent, arrived = seal(client, 1), seal(client, 2, entity="e2")
    portal.fail("orders", Fault(answer=problem(503, "unavailable")), Fault(lost=True))
    client.driver.push()
    client.driver.push()
    assert {state(client, absent), state(client, arrived)} == {"unknown"}
    assert client.driver.withdraw(absent) == "voided"
    assert portal.voided == {absent}
    assert client.driver.withdraw(arrived) == "accepted"
    client.driver.push(now_too=True)
    assert list(portal.orders) == [arrived]


def test_a_portal_without_void_refuses_to_withdraw_a_doubt(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.fail("void", Fault(answer=problem(404, "not_found")))
    with pytest.raises(Expected) as caught:
        client.driver.withdraw(key)
    assert caught.value.code == "capability_missing"
    assert state(client, key) == "unknown"


@pytest.mark.parametrize("end", ["withdraw", "arrived"])
def test_an_order_with_another_total_is_never_accepted_by_itself(
    client: Client, portal: FakePortal, end: str
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.orders[key]["total"] = "999.99"
    client.driver.push(now_too=True)
    row = client.outbox.rows()[0]
    assert (row.state, row.reason) == ("unknown", "total_differs")
    after = seal(client, 2)
    client.driver.push()
    assert state(client, after) == "accepted", "nothing waits for the decision"
    assert (row.params["ours_minor"], row.params["theirs_minor"]) == (24_680, 99_999)
    portal.fail("by_client_id", Fault(unreachable=True))
    client.driver.push(now_too=True)
    assert client.outbox.rows()[-1].params == row.params, "also when it cannot be asked just then"
    assert getattr(client.driver, end)(key) == "accepted"
    assert client.outbox.rows()[-1].order_number == row.order_number != ""


def test_orders_lost_by_a_restored_portal_are_offered_again(
    client: Client, portal: FakePortal
) -> None:
    lost, kept = seal(client, 1), seal(client, 2, entity="e2")
    client.driver.push()
    portal.put("orders", "co1", "order", order_row(portal.orders[kept]))
    portal.incarnation = "inc-2"
    del portal.orders[lost]
    client.sync()
    client.driver.settle()
    assert client.driver.reconcile("inc-2") == 1
    assert (state(client, lost), state(client, kept)) == ("missing", "settled")
    assert client.driver.retry(lost) == "accepted"
    assert set(portal.orders) == {lost, kept}


def test_the_bytes_sent_are_the_bytes_sealed_each_time(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    portal.fail("orders", Fault(unreachable=True))
    client.driver.push()
    client.driver.push(now_too=True)
    command = client.outbox.command(key)
    assert command is not None
    assert portal.orders[key]["body_sha256"] == command.body_sha256 == digest(command.body)


def test_retry_of_an_unreachable_portal_says_so_and_keeps_the_order(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(unreachable=True))
    with pytest.raises(Environment) as caught:
        client.driver.retry(key)
    assert caught.value.code == "network_unreachable"
    assert state(client, key) == "ready"


def test_without_a_connection_nothing_was_sent_and_it_is_withdrawn_on_the_spot(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", *(Fault(unreachable=True) for _ in range(3)))
    waits = []
    for _ in range(3):
        client.driver.push(now_too=True)
        assert state(client, key) == "ready"
        waits.append(client.driver.next_due() or 0)
    assert waits[0] > 0, "it is not tried again at once"
    assert client.driver.withdraw(key) == "withdrawn"
    client.driver.push(now_too=True)
    assert not portal.orders
    assert not portal.voided


def test_pauses_grow_to_ten_minutes_and_never_shrink_what_the_portal_asks() -> None:
    chance = random.Random(1)
    pauses = [outbox.pause_seconds(attempts, chance) for attempts in range(1, 40)]
    assert min(pauses) >= 1.0
    assert max(pauses) <= outbox.LONGEST_PAUSE
    assert max(pauses[10:]) > 100
    assert outbox.pause_seconds(1, chance, 500.0) == 500.0


def test_random_losses_leave_exactly_one_order_each(client: Client, portal: FakePortal) -> None:
    chance = random.Random(3)
    keys = [seal(client, number, entity=f"e{number % 3}") for number in range(9)]
    faults = [Fault(lost=True), Fault(cut=0.4), Fault(unreachable=True),
              Fault(answer=problem(502, "bad_gateway")), Fault()]  # fmt: skip
    for _ in range(60):
        for route in ("orders", "by_client_id"):
            portal.faults[route] = [chance.choice(faults)]
        client.driver.push(now_too=True)
        client.time.move(700)
    portal.faults.clear()
    for _ in range(12):
        client.driver.push(now_too=True)
    assert sorted(portal.orders) == sorted(keys)
    assert {state(client, key) for key in keys} == {"accepted"}


def test_an_order_with_a_total_that_is_no_number_stays_in_doubt(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    portal.orders[key]["total"] = "много"
    client.driver.push(now_too=True)
    row = client.outbox.rows()[0]
    assert (row.state, row.reason) == ("unknown", "bad_message")


def _forced(client: Client, state_: str) -> None:
    client.desk.write(
        lambda connection: connection.exec_driver_sql("UPDATE outbox SET state = ?", (state_,))
    )
    client.restart()
    client.driver.recover()


def test_a_try_that_a_death_cut_short_is_taken_back_only_by_a_void(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    _forced(client, "sending")
    portal.fail("by_client_id", Fault(answer=problem(401, "x")), Fault(answer=problem(401, "x")))
    client.driver.push()
    assert client.driver.withdraw(key) == "voided"
    assert key in portal.voided


def test_a_refusal_that_a_death_cut_short_is_shown(client: Client) -> None:
    key = seal(client)
    _forced(client, "rejected")
    assert state(client, key) == "needs_user"


def test_after_a_start_all_is_due_whatever_the_clock_says(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(unreachable=True))
    client.driver.push()
    client.restart()
    client.time.at = client.time.at.replace(year=2016)
    client.driver.recover()
    client.driver.push()
    assert state(client, key) == "accepted"
