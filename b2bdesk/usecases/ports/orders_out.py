"""Turning a checked cart into the bytes that are sealed and sent (PROTOCOL R1).

Use cases know nothing of the wire; sync implements `OrderEncoder` with the message structs.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from b2bdesk.usecases.rows.carts import Checkout


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line to be sent; quantity in its unit, guard price per base unit.

    `limit` = the guard is the most the buyer pays, not the price he expects.
    """

    line_id: str
    item_id: str
    quantity_e3: int
    okei: str
    factor_e3: int
    price_e5: int
    comment: str = ""
    place: str = ""
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Descent:
    """Which cart an order is made of, and the carts of the same goods ordered from here before.

    The portal compares it with orders that copies of the profile have sent (`trade.lineage`).
    """

    cart_id: str = ""
    beside: tuple[str, ...] = ()


NO_CART = Descent()


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
    descent: Descent = NO_CART


class OrderEncoder(Protocol):
    """Makes the canonical JSON body of `POST /orders`."""

    def encode_order(self, order: OrderToSend) -> bytes:
        """Return the canonical bytes: UTF-8, sorted keys, decimals as strings."""
        ...


class CommandEncoder(Protocol):
    """Makes the canonical JSON body of a command on an order."""

    def encode_command(self, command_id: str, comment: str) -> bytes:
        """Return the canonical bytes; no lines = the whole order."""
        ...


@dataclass(frozen=True, slots=True)
class SealedCommand:
    """A command as it enters the outbox; `body` never changes afterwards.

    `kind` is `order`, or the name of a command on the order `order_id` (cancel, reserve, ship).
    """

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
    order_id: str = ""
    order_number: str = ""


class CommandSealer(Protocol):
    """Puts commands that have no cart into the outbox; implemented by models."""

    def add(self, command: SealedCommand, at: datetime) -> None:
        """Insert a sealed command as `ready` (R1)."""
        ...
