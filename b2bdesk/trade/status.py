"""The four axes of an order and the one line a person reads (PROTOCOL §1).

In 1C an order may be shipped before it is paid, so state, reserve, payment and shipment move
independently; the list of orders shows one code derived from them. Unknown values of an axis are
possible and pass through, as enums are open on the wire. Texts are in `texts.statuses`.
"""

from __future__ import annotations

STATES = ("awaiting_approval", "accepted", "in_work", "closed", "cancelled", "rejected")
RESERVES = ("none", "asked", "allowed", "partly", "refused", "expired")
PAYMENTS = ("none", "partly", "paid", "overdue")
SHIPMENTS = ("none", "assembling", "partly", "shipped", "ready_for_pickup", "delivered")
LINE_STATES = (
    "pending",
    "confirmed",
    "partial",
    "backordered",
    "substituted",
    "rejected",
    "cancelled",
    "shipped",
)
DERIVED = (
    "awaiting_approval",
    "accepted",
    "in_work",
    "reserved",
    "reserved_partly",
    "reserve_refused",
    "reserve_expired",
    "awaiting_payment",
    "paid_partly",
    "paid",
    "payment_overdue",
    "assembling",
    "shipped_partly",
    "shipped",
    "ready_for_pickup",
    "delivered",
    "closed",
    "cancelled",
    "rejected",
)
_FINAL = ("awaiting_approval", "cancelled", "rejected", "closed")
_SHIPMENT = {"partly": "shipped_partly"}
_PAYMENT = {"partly": "paid_partly", "paid": "paid"}
_RESERVE = {
    "allowed": "reserved",
    "partly": "reserved_partly",
    "refused": "reserve_refused",
    "expired": "reserve_expired",
}


def derive_status(
    state: str, reserve: str, payment: str, shipment: str, *, payment_due: bool = False
) -> str:
    """The code of the status line: what matters most to the buyer now.

    An ended order says how it ended; an overdue payment goes before anything else still open, then
    the goods' movement, then payment, then reserve, then the state itself.

    Args:
        state: axis `state`; an unknown value is returned when nothing else is to be said.
        reserve: axis `reserve`.
        payment: axis `payment`.
        shipment: axis `shipment`.
        payment_due: an invoice waits for money, so "none" reads as awaiting payment.
    """
    if state in _FINAL:
        return state
    if payment == "overdue":
        return "payment_overdue"
    if shipment in SHIPMENTS[1:]:
        return _SHIPMENT.get(shipment, shipment)
    if payment in _PAYMENT:
        return _PAYMENT[payment]
    if payment_due:
        return "awaiting_payment"
    return _RESERVE.get(reserve, state)
