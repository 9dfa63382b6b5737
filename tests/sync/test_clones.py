"""Two copies of a profile: what one sent and the other took back untried is not ordered again."""

from __future__ import annotations

from b2bdesk.models.repos.outbox import insert_command, supersede
from b2bdesk.sync.mapping import Encoder
from b2bdesk.usecases.ports.orders_out import OrderedLine, OrderToSend, SealedCommand
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.rows.carts import Checkout
from b2bdesk.wire.codec import digest
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, order_row, problem
from tests.sync.test_outbox import KEY, seal, sent, state

CART = "cart-7"


def body_of(number: int, quantity_e3: int = 200_000) -> bytes:
    """The sealed bytes of an order of the cart."""
    line = OrderedLine("l1", "i1", quantity_e3, "796", 1000, 123_400)
    order = OrderToSend(KEY.format(number), "e1", "c1", "RUB", 24_680, (line,), Checkout())
    return Encoder().encode_order(order)


def of_cart(client: Client, number: int) -> str:
    """Seal an order of the same cart."""
    key, body = KEY.format(number), body_of(number)
    made = SealedCommand(
        key, "order", "co1", "e1", "c1", CART, "Корзина 7", "RUB", 24_680, body, digest(body)
    )
    client.desk.write(lambda connection: insert_command(connection, made, client.time.now()))
    return key


def taken_back(client: Client) -> str:
    """An order of the cart that was never tried here and taken back on the spot."""
    key = of_cart(client, 1)
    assert client.driver.withdraw(key) == "withdrawn"
    return key


def test_a_cart_that_a_copy_has_ordered_is_not_ordered_again(
    client: Client, portal: FakePortal
) -> None:
    first = taken_back(client)
    client.api.submit(body_of(1), first)  # the copy on the other computer
    again = of_cart(client, 2)
    client.driver.push()
    assert list(portal.orders) == [first]
    (row,) = client.outbox.rows(("needs_user",))
    assert (row.id, row.reason) == (again, "ordered_elsewhere")
    assert row.params["number"] == portal.orders[first]["number"]


def test_what_a_copy_has_not_sent_it_cannot_send_any_more(
    client: Client, portal: FakePortal
) -> None:
    first = taken_back(client)
    again = of_cart(client, 2)
    client.driver.push()
    assert list(portal.orders) == [again]
    assert state(client, again) == "accepted"
    assert portal.seen.count(f"POST /orders/by-client-id/{first}/void") == 1


def test_until_the_portal_has_said_so_nothing_is_sent(client: Client, portal: FakePortal) -> None:
    taken_back(client)
    again = of_cart(client, 2)
    portal.fail("void", Fault(lost=True))
    client.driver.push()
    assert (state(client, again), sent(portal)) == ("ready", 0)
    client.driver.push(now_too=True)
    assert (state(client, again), sent(portal)) == ("accepted", 1)


def test_a_portal_that_cannot_make_keys_unusable_takes_orders_as_before(
    client: Client, portal: FakePortal
) -> None:
    taken_back(client)
    again = of_cart(client, 2)
    portal.fail("void", Fault(answer=problem(404, "not_found")))
    client.driver.push()
    assert state(client, again) == "accepted"


def test_a_draft_sent_from_both_copies_is_one_order(client: Client, portal: FakePortal) -> None:
    key = of_cart(client, 1)
    client.api.submit(body_of(1, 300_000), key)  # the copy: the same cart, edited there
    client.driver.push()
    assert list(portal.orders) == [key]
    (row,) = client.outbox.rows(("needs_user",))
    assert (row.id, row.reason) == (key, "ordered_elsewhere")
    assert row.params["number"] == portal.orders[key]["number"]
    client.desk.write(lambda connection: supersede(connection, CART, client.time.now()))
    again = of_cart(client, 2)
    client.driver.push()
    assert (state(client, again), list(portal.orders)) == ("needs_user", [key]), "nor when asked"


def test_a_key_that_stands_for_no_order_is_said_to_be_taken(
    client: Client, portal: FakePortal
) -> None:
    key = of_cart(client, 1)
    portal.fail("orders", Fault(answer=problem(422, "idempotency_conflict")))
    client.driver.push()
    (row,) = client.outbox.rows(("needs_user",))
    assert (row.id, row.reason, list(portal.orders)) == (key, "idempotency_conflict", [])


def test_keys_of_other_carts_cost_no_question(client: Client, portal: FakePortal) -> None:
    client.driver.withdraw(seal(client, 1))
    again = of_cart(client, 2)
    client.driver.push()
    assert state(client, again) == "accepted"
    assert not any("/void" in each for each in portal.seen)


def voided(client: Client) -> str:
    """An order of the cart that was tried and made void."""
    key = of_cart(client, 1)
    client.outbox.move(key, Move("sending"), client.time.now())
    client.outbox.move(key, Move("unknown"), client.time.now())
    assert client.driver.withdraw(key) == "voided"
    return key


def test_a_void_key_that_a_restored_portal_holds_as_an_order_is_not_ordered_again(
    client: Client, portal: FakePortal
) -> None:
    first = voided(client)
    portal.voided.clear()  # another backup, in which the order had arrived
    client.api.submit(body_of(1), first)
    again = of_cart(client, 2)
    client.driver.push()
    assert list(portal.orders) == [first]
    (row,) = client.outbox.rows(("needs_user",))
    assert (row.id, row.reason) == (again, "ordered_elsewhere")


def test_an_order_that_was_given_up_and_is_there_again_is_told_and_not_doubled(
    client: Client, portal: FakePortal
) -> None:
    first = voided(client)
    portal.voided.clear()
    client.api.submit(body_of(1), first)
    portal.put("orders", "co1", "order", order_row(portal.orders[first]))
    client.sync()
    assert client.driver.reconcile("inc-2") == 1
    (row,) = client.outbox.rows(("settled",))
    assert (row.id, row.reason) == (first, "order_returned")
    assert row.order_number == portal.orders[first]["number"]
    again = of_cart(client, 2)
    client.driver.push()
    assert (state(client, again), list(portal.orders)) == ("needs_user", [first])
