"""An order with prices as limits may come out cheaper; every other sum is a doubt (0016)."""

from __future__ import annotations

import pytest

from b2bdesk.sync import outbox
from b2bdesk.wire.orders import Order
from tests.support.client import Client
from tests.sync.test_outbox import seal


@pytest.mark.parametrize(
    ("limit", "theirs", "expected"),
    [
        (True, "240.00", "accepted"),
        (True, "250.00", "unknown"),
        (False, "240.00", "unknown"),
        (False, "246.80", "accepted"),
    ],
)
def test_only_an_order_with_limits_may_come_out_cheaper(
    client: Client, limit: bool, theirs: str, expected: str
) -> None:
    command = client.outbox.command(seal(client, limit=limit))
    assert command is not None
    order = Order(
        id="o1", client_order_id=command.id, number="1", created_at="2026-11-23T09:00:00Z",
        entity_id="e1", contract_id="c1", currency="RUB", total=theirs, net="0", vat="0",
        lines=[], body_sha256=command.body_sha256,
    )  # fmt: skip
    assert outbox.judged(command, order).state == expected
