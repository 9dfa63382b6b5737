"""Turning a checked cart into the bytes that are sealed and sent (PROTOCOL R1).

Use cases know nothing of the wire; sync implements `OrderEncoder` with the message structs.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from b2bdesk.usecases.rows.carts import Checkout


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line to be sent; quantity in its unit, guard price per base unit."""

    line_id: str
    item_id: str
    quantity_e3: int
    okei: str
    factor_e3: int
    price_e5: int
    comment: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class OrderToSend:
    """A whole order as the buyer sealed it; `client_order_id` is the idempotency key (R2)."""

    client_order_id: str
    entity_id: str
    contract_id: str
    currency: str
    total_minor: int
    lines: tuple[OrderedLine, ...]
    checkout: Checkout


class OrderEncoder(Protocol):
    """Makes the canonical JSON body of `POST /orders`."""

    def encode_order(self, order: OrderToSend) -> bytes:
        """Return the canonical bytes: UTF-8, sorted keys, decimals as strings."""
        ...


@dataclass(frozen=True, slots=True)
class SealedCommand:
    """A command as it enters the outbox; `body` never changes afterwards."""

    id: str
    kind: str
    company_id: str
    entity_id: str
    contract_id: str
    cart_id: str
    title: str
    currency: str
    gross_minor: int
    body: bytes
    body_sha256: str
    price_basis: dict[str, Any] = field(default_factory=dict)
