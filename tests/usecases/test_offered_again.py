"""An accepted order that a restored portal has lost is offered again: its cart comes along."""

from __future__ import annotations

import pytest

from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from tests.usecases import test_submit

sealing = test_submit.sealing
ACCEPTED = ("sending", "accepted", "settled", "missing")


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (("ready", "sending", "rejected", "needs_user", "dismissed"), "draft"),
        (("ready", "sending", "unknown", "voided"), "draft"),
        (("ready", "sending", "accepted"), "archived"),
        (("settled",), "archived"),
        (("dismissed",), "archived"),
    ],
)
def test_the_cart_of_a_lost_order_comes_back_when_it_is_refused(
    sealing: test_submit.Sealing,
    after: tuple[str, ...],
    state: str,
) -> None:
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    result = sealing.submit.seal(cart_id, Checkout())
    for each in (*ACCEPTED, *after):
        desk.outbox.move(result.command_id, Move(each), desk.clock())
    record = desk.repo.cart(cart_id)
    assert record is not None
    assert record.state == state
