"""The status line of an order out of its four axes."""

from __future__ import annotations

import pytest

from b2bdesk.trade.status import (
    DERIVED,
    PAYMENTS,
    RESERVES,
    SHIPMENTS,
    STATES,
    derive_status,
)


@pytest.mark.parametrize(
    ("axes", "expected"),
    [
        (("accepted", "none", "none", "none"), "accepted"),
        (("in_work", "none", "none", "none"), "in_work"),
        (("in_work", "asked", "none", "none"), "in_work"),
        (("in_work", "allowed", "none", "none"), "reserved"),
        (("in_work", "partly", "none", "none"), "reserved_partly"),
        (("in_work", "refused", "none", "none"), "reserve_refused"),
        (("in_work", "expired", "none", "none"), "reserve_expired"),
        (("in_work", "allowed", "partly", "none"), "paid_partly"),
        (("in_work", "allowed", "paid", "none"), "paid"),
        (("in_work", "allowed", "none", "shipped"), "shipped"),
        (("in_work", "allowed", "paid", "partly"), "shipped_partly"),
        (("in_work", "allowed", "paid", "ready_for_pickup"), "ready_for_pickup"),
        (("in_work", "allowed", "overdue", "delivered"), "payment_overdue"),
        (("closed", "allowed", "paid", "delivered"), "closed"),
        (("cancelled", "allowed", "overdue", "none"), "cancelled"),
        (("awaiting_approval", "none", "none", "none"), "awaiting_approval"),
        (("parked", "none", "none", "teleported"), "parked"),
    ],
)
def test_the_line_says_what_matters_now(axes: tuple[str, str, str, str], expected: str) -> None:
    assert derive_status(*axes) == expected


def test_an_open_invoice_reads_as_awaiting_payment() -> None:
    assert derive_status("in_work", "allowed", "none", "none", payment_due=True) == (
        "awaiting_payment"
    )
    assert derive_status("in_work", "allowed", "paid", "none", payment_due=True) == "paid"


def test_known_axes_give_known_codes() -> None:
    codes = {
        derive_status(state, reserve, payment, shipment)
        for state in STATES
        for reserve in RESERVES
        for payment in PAYMENTS
        for shipment in SHIPMENTS
    }
    assert codes <= set(DERIVED)
