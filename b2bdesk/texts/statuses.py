"""Texts of states and statuses: import rows, orders and their lines, axes, the outbox, documents.

Codes come from the command line contract (import rows) and from PROTOCOL (§1 orders, R4 outbox).
Enums are open on the wire: an unknown code is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from b2bdesk.texts.door import trc

IMPORT_ROWS = {
    "ambiguous": "several goods fit",
    "bad_quantity": "quantity not understood",
    "duplicate": "added to an earlier row",
    "group_row": "heading of a group",
    "header_row": "heading of columns",
    "matched": "found",
    "negative": "negative quantity",
    "no_price": "no price",
    "no_quantity": "no quantity",
    "not_found": "not found",
    "note_row": "note",
    "off_multiple": "not a multiple",
    "out_of_assortment": "outside the assortment",
    "proposed": "found by name, please confirm",
    "rounded": "rounded to the pack",
    "short": "not enough in stock",
    "total_row": "total",
}
MATCH_KINDS = {
    "article": "by article",
    "barcode": "by barcode",
    "code": "by code",
    "name": "by name",
    "own_code": "by your own code",
}
ORDERS = {
    "accepted": "accepted",
    "assembling": "being assembled",
    "awaiting_approval": "awaiting approval",
    "awaiting_payment": "awaiting payment",
    "cancelled": "cancelled",
    "closed": "completed",
    "delivered": "delivered",
    "in_work": "in progress",
    "paid": "paid",
    "paid_partly": "partly paid",
    "payment_overdue": "payment overdue",
    "ready_for_pickup": "ready for pickup",
    "rejected": "rejected",
    "reserve_expired": "reserve expired",
    "reserve_refused": "reserve refused",
    "reserved": "reserved",
    "reserved_partly": "partly reserved",
    "shipped": "shipped",
    "shipped_partly": "partly shipped",
}
RESERVES = {
    "allowed": "reserved",
    "asked": "reserve requested",
    "expired": "reserve expired",
    "none": "not reserved",
    "partly": "partly reserved",
    "refused": "reserve refused",
}
PAYMENTS = {
    "none": "not paid",
    "overdue": "payment overdue",
    "paid": "paid",
    "partly": "partly paid",
}
SHIPMENTS = {
    "assembling": "being assembled",
    "delivered": "delivered",
    "none": "not shipped",
    "partly": "partly shipped",
    "ready_for_pickup": "ready for pickup",
    "shipped": "shipped",
}
LINES = {
    "backordered": "awaited",
    "cancelled": "line cancelled",
    "confirmed": "confirmed",
    "partial": "partly confirmed",
    "pending": "not answered yet",
    "rejected": "line rejected",
    "shipped": "line shipped",
    "substituted": "replaced by a substitute",
}
OUTBOX = {
    "accepted": "accepted by the portal",
    "dismissed": "dismissed",
    "draft": "draft",
    "held": "paused",
    "missing": "missing on the restored portal",
    "needs_user": "needs your decision",
    "ready": "waiting to be sent",
    "rejected": "refused by the portal",
    "sending": "being sent",
    "settled": "confirmed by the portal",
    "superseded": "replaced by a new order",
    "unknown": "answer lost, being checked",
    "voided": "withdrawn before acceptance",
    "withdrawn": "withdrawn",
}
DOCUMENTS = {
    "act": "Reconciliation act",
    "certificate": "Certificate",
    "claim": "Claim",
    "contract": "Contract",
    "correction": "Correction document",
    "invoice": "Invoice for payment",
    "torg12": "Consignment note TORG-12",
    "upd": "Universal transfer document",
    "vat_invoice": "VAT invoice",
}
CART_LINES = {
    "analogue": "discontinued, there is a substitute",
    "below_minimum": "below the minimum",
    "discontinued": "discontinued",
    "duplicate": "repeated",
    "no_price": "no price",
    "not_found": "not found",
    "off_multiple": "not a multiple",
    "ok": "in order",
    "out_of_assortment": "outside the assortment",
    "out_of_stock": "out of stock",
    "price_asked": "price on request",
    "price_changed": "price changed",
    "rounded": "rounded to the pack",
    "short": "not enough in stock",
}
STATUSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "cart line": CART_LINES,
        "document": DOCUMENTS,
        "import": IMPORT_ROWS,
        "line": LINES,
        "match": MATCH_KINDS,
        "order": ORDERS,
        "outbox": OUTBOX,
        "payment": PAYMENTS,
        "reserve": RESERVES,
        "shipment": SHIPMENTS,
    }
)


def status_text(kind: str, code: str) -> str:
    """The text of a status; a code that is not known here is returned as it is.

    Args:
        kind: a key of `STATUSES`: "import", "order", "line", "outbox", "document" …
        code: the status code.
    """
    text = STATUSES[kind].get(code)
    return code if text is None else trc(f"status {kind}", text)
